package featurestore_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/validate"
)

// A store that cannot evaluate rules is scanned: each rule at each place is counted once a row, with three samples.
func TestAuditScans(t *testing.T) {
	tbl := open(t, t.TempDir(), featurestore.WithWriteMode(validate.Observe, nil))
	rows := sample.Rows(20)
	for i := range 5 {
		rows[i*3].Amount = -1
	}
	rows[1].Amount = math.NaN()
	rows[2].Secret, rows[2].Address.City = "guess", ""
	require.NoError(t, tbl.Append(t.Context(), rows[:10]))
	require.NoError(t, tbl.Append(t.Context(), rows[10:]))

	a, err := tbl.Audit(t.Context())
	require.NoError(t, err)
	assert.False(t, a.PushedDown)
	assert.Empty(t, a.Unchecked)
	assert.EqualValues(t, 1, a.Version)
	assert.EqualValues(t, 20, a.Rows)
	require.Len(t, a.Broken, 3)
	city, amount, secret := a.Broken[0], a.Broken[1], a.Broken[2]
	assert.Equal(t, featurestore.BrokenRule{
		Path: "amount", Rule: "gte", Rows: 6, Samples: []featurestore.Sample{
			{Row: 0, Key: `{"id":"order-a"}`, Value: "-1"}, {Row: 1, Key: `{"id":"order-b"}`, Value: "NaN"}, {Row: 3, Key: `{"id":"order-d"}`, Value: "-1"},
		},
	}, amount)
	assert.Equal(t, [3]any{"address.city", "required", int64(1)}, [3]any{city.Path, city.Rule, city.Rows})
	assert.Equal(t, featurestore.BrokenRule{
		Path: "secret", Rule: "ne", Rows: 1, Samples: []featurestore.Sample{{Row: 2, Key: `{"id":"order-c"}`}},
	}, secret, "no sensitive value")

	before, err := tbl.Audit(t.Context(), featurestore.AsOf(0))
	require.NoError(t, err)
	assert.EqualValues(t, 10, before.Rows)
	_, err = tbl.Audit(t.Context(), featurestore.AsOf(7))
	assert.ErrorIs(t, err, featurestore.ErrNotFound)
}
