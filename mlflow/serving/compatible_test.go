package serving

import (
	"math"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow/model"
)

// TestCastIntegers: what lies beyond a column's bits is refused, as text and as a number.
func TestCastIntegers(t *testing.T) {
	for _, c := range []struct {
		column model.DataType
		cell   string
		want   float64 // NaN where the cell is refused
	}{
		{model.Integer, "2147483647", math.MaxInt32},
		{model.Integer, "2147483648", math.NaN()},
		{model.Integer, "-2147483648.7", math.MinInt32},
		{model.Integer, "3e9", math.NaN()},
		{model.Integer, `"3000000000"`, math.NaN()},
		{model.Integer, `" -7 "`, -7},
		{model.Long, "3000000000", 3e9},
		{model.Long, `"3000000000"`, 3e9},
		{model.Long, "1e19", math.NaN()},
	} {
		got, ok := cast(c.column, []byte(c.cell))
		if math.IsNaN(c.want) {
			assert.False(t, ok, "%s as %s", c.cell, c.column)
			continue
		}
		assert.True(t, ok, "%s as %s", c.cell, c.column)
		assert.Equal(t, c.want, got, "%s as %s", c.cell, c.column)
	}
}

func TestARegistryServesOneHandler(t *testing.T) {
	r := prometheus.NewRegistry()
	_, err := newMetrics(r)
	require.NoError(t, err)
	_, err = newMetrics(r)
	assert.ErrorContains(t, err, "give each one its own")
}
