package importer_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/gen/importer"
)

// A record of an example, with keys, rules, an enum, lists and a check, is the same record again.
func TestRecordReadsBack(t *testing.T) {
	want := (*retail.FeatureVector)(nil).TypedMLSchema()
	text, err := json.Marshal(want)
	require.NoError(t, err)
	res, err := importer.Record(text, importer.Options{File: "typedml_schema.json"})
	require.NoError(t, err)
	assert.Empty(t, res.Notes)
	got := generates(t, res)
	assert.Equal(t, want.Fingerprint(), got.Fingerprint(), "%s", res.Source)
	assert.Equal(t, want.Version, got.Version)
	assert.Equal(t, want.Name, got.Name)
	assert.Equal(t, want.Doc, got.Doc)
}

func TestRecordRefuses(t *testing.T) {
	for text, want := range map[string]string{
		`{"fields": [`:                               `r:1:12: unexpected end of JSON input`,
		`{"fields": 3}`:                              `r:1:13: it is no record of typedml's: json: cannot unmarshal number into Go struct field Record.fields of type []schema.Field`,
		`{"$schema": "x"}`:                           `r:1:1: it is no record of typedml's: json: unknown field "$schema"`,
		`{"name": "a.b", "fields": []}`:              `r has no columns: there is nothing to import`,
		`{"fields": [{"key": "a"}, {"key": "b\\"}]}`: "r has no column that a struct can have:\n  a: typedml has no type for : make it",
	} {
		res, err := importer.Record([]byte(text), importer.Options{File: "r"})
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), want)
		assert.Empty(t, res.Source)
	}
}
