package retail

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/validate"
)

func TestSimulatedRowsAreValidAndReproducible(t *testing.T) {
	customers, err := Load()
	require.NoError(t, err)
	require.Len(t, customers, 2357)
	rows := Simulate(customers, 42)
	var r validate.Report
	validate.Slice(rows, &r)
	require.NoError(t, r.Err())
	assert.Equal(t, rows, Simulate(customers, 42))
	assert.NotEqual(t, rows, Simulate(customers, 43))
}

func TestValidationAllocatesNothing(t *testing.T) {
	customers, err := Load()
	require.NoError(t, err)
	rows := Simulate(customers[:100], 42)
	good := rows[0].FeatureVector
	assert.Zero(t, testing.AllocsPerRun(100, func() { _ = good.Validate() }), "Validate of a valid value")

	var r validate.Report
	for i := range rows {
		rows[i].CustomerID, rows[i].TransactionAmount, rows[i].CategoryEmbeddings = "", math.Inf(-1), nil
	}
	validate.Slice(rows, &r)
	assert.Equal(t, 400, r.Len())
	assert.Zero(t, testing.AllocsPerRun(10, func() {
		r.Reset()
		validate.Slice(rows, &r)
	}), "invalid rows on a reused report")
}

// A row decoded into the value and report of the one before costs its text; its embedding is written where an earlier one
// was. What does not decode leaves the value as it is.
func TestDecodingIntoAReusedValue(t *testing.T) {
	customers, err := Load()
	require.NoError(t, err)
	rows := Simulate(customers[:2], 42)
	var texts [][]byte
	for i := range rows {
		text, err := rows[i].FeatureVector.AppendJSON(nil)
		require.NoError(t, err)
		texts = append(texts, text)
	}
	var x FeatureVector
	var r validate.Report
	decode := func(text []byte) {
		r.Reset()
		x.DecodeJSON(text, &r)
	}
	decode(texts[0])
	decode(texts[1])
	assert.Equal(t, 1.0, testing.AllocsPerRun(100, func() { decode(texts[0]); r.Reset() }))
	require.Equal(t, rows[0].FeatureVector, x)
	for range 3 {
		decode(append(texts[1][:len(texts[1])-1:len(texts[1])-1], ']'))
		require.Equal(t, 1, r.Len())
		require.Equal(t, rows[0].FeatureVector, x, "a failed decoding changes nothing")
	}
	decode(texts[1])
	require.NoError(t, r.Err())
	assert.Equal(t, rows[1].FeatureVector, x)
}

func TestFeaturesAreNoKeysAndNoTimes(t *testing.T) {
	names := (*ChurnRow)(nil).FeatureNames()
	assert.Len(t, names, 67)
	assert.Equal(t, []string{"transaction_amount", "transaction_count", "days_since_last_purchase", "category_embeddings_0"}, names[:4])
	assert.Equal(t, names, (*FeatureVector)(nil).FeatureNames())
}
