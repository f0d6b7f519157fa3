package spark

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/internal/sparkconnect"
)

func TestURI(t *testing.T) {
	for uri, want := range map[string]address{
		"spark://h/a.b.c":                      {host: "h:15002", table: "a.b.c"},
		"spark://h:1/a.b.c?tls=true&user=anna": {host: "h:1", table: "a.b.c", tls: true, user: "anna"},
		"spark://[::1]:7/a.b.c":                {host: "[::1]:7", table: "a.b.c"},
	} {
		want.uri = uri
		got, err := parse(uri)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for uri, want := range map[string]string{
		"delta://h/a.b.c":           `the scheme is "delta"`,
		"spark:///a.b.c":            "it names no host",
		"spark://h/a.b":             "is not three names",
		"spark://h/a.b.c/d":         "is not three names",
		"spark://h/a..c":            "is not three names",
		"spark://me:pw@h/a.b.c":     "SPARK_CONNECT_AUTHENTICATE_TOKEN",
		"spark://h/a.b.c?token=abc": "a URI is logged",
		"spark://h/a.b.c?tls=yes":   "none of tls=true",
		"spark://h/a.b.c#f":         "fragment",
		"spark://h:x/a.b.c":         "is no URI",
	} {
		_, err := Open(t.Context(), uri)
		require.ErrorContains(t, err, want, uri)
		assert.NotContains(t, err.Error(), "pw")
		assert.NotContains(t, err.Error(), "abc")
	}
}

// The values of rows that stand in Spark's messages are in no error.
func TestFailures(t *testing.T) {
	s := &Store{address: address{host: "h:1", table: "a.b.c"}}
	secret := "4111-1111"
	for want, err := range map[string]error{
		"spark: append to a.b.c: DELTA_VIOLATE_CONSTRAINT_WITH_VALUES (SQLSTATE 23001): a row breaks the table's CHECK constraint card_rules": &sparkconnect.Error{
			Class: "DELTA_VIOLATE_CONSTRAINT_WITH_VALUES", State: "23001", Status: "Internal",
			Message: "[DELTA_VIOLATE_CONSTRAINT_WITH_VALUES] CHECK constraint card_rules (card > 0) violated by row with values:\n - card : " + secret,
		},
		"withheld":       &sparkconnect.Error{Class: "CAST_INVALID_INPUT", State: "22018", Status: "Internal", Message: secret + " cannot be cast"},
		"no such column": &sparkconnect.Error{Class: "UNRESOLVED_COLUMN", State: "42703", Status: "Internal", Message: "no such column\nand more " + secret},
		"no answer from the Spark Connect server h:1: is it running, and is this its port? Internal": &sparkconnect.Error{Status: "Internal", Message: secret},
		"Unavailable: refused": &sparkconnect.Error{Status: "Unavailable", Message: "refused"},
		"Unauthenticated: bad": &sparkconnect.Error{Status: "Unauthenticated", Message: "bad token"},
	} {
		got := s.failure(t.Context(), "append to", err)
		assert.ErrorContains(t, got, want)
		assert.NotContains(t, got.Error(), secret)
	}
	assert.ErrorIs(t, s.failure(t.Context(), "open", &sparkconnect.Error{Class: "DELTA_VERSION_NOT_FOUND"}), featurestore.ErrNotFound)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	assert.ErrorIs(t, s.failure(ctx, "open", errors.New(secret)), context.Canceled)
	assert.NoError(t, s.failure(ctx, "open", nil))
}
