package train

import (
	"fmt"
	"hash/fnv"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var usual = Ratios{Train: .7, Validation: .15, Test: .15}

func labelsOf(counts ...int) []int {
	var labels []int
	for more, i := true, 0; more; i++ {
		more = false
		for class, n := range counts {
			if i < n {
				labels, more = append(labels, class), true
			}
		}
	}
	return labels
}

func TestSplitIsStratifiedAndComplete(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(3, 400), 1, 6).Draw(t, "counts")
		ratio := rapid.Float64Range(.01, 1)
		r := Ratios{ratio.Draw(t, "train"), ratio.Draw(t, "validation"), ratio.Draw(t, "test")}
		labels := labelsOf(counts...)
		parts, err := Split(labels, r, rapid.Uint64().Draw(t, "seed"))
		require.NoError(t, err)

		times := make([]int, len(labels))
		sum := r.Train + r.Validation + r.Test
		for _, p := range []struct {
			rows  []int
			share float64
		}{{parts.Train, r.Train / sum}, {parts.Validation, r.Validation / sum}, {parts.Test, r.Test / sum}} {
			in := make([]int, len(counts))
			for i, row := range p.rows {
				times[row]++
				in[labels[row]]++
				require.True(t, i == 0 || p.rows[i-1] < row, "the rows are not ascending")
			}
			for class, n := range counts {
				assert.NotZero(t, in[class], "class %d has no row in a part", class)
				assert.LessOrEqual(t, math.Abs(float64(in[class])-p.share*float64(n)), 2.0, "class %d of %v", class, counts)
			}
		}
		for row, n := range times {
			require.Equal(t, 1, n, "row %d", row)
		}
	})
}

func TestSplitKeepsTheTotals(t *testing.T) {
	counts := make([]int, 100)
	for i := range counts {
		counts[i] = 3 + i%4
	}
	labels := labelsOf(counts...)
	p, err := Split(labels, Ratios{.4, .3, .3}, 1)
	require.NoError(t, err)
	n := float64(len(labels))
	assert.InDelta(t, .4*n, len(p.Train), 2)
	assert.InDelta(t, .3*n, len(p.Validation), 2)
	assert.InDelta(t, .3*n, len(p.Test), 2)
}

// The parts are pinned: they must be the same on every system and with every version of Go.
func TestSplitIsPinned(t *testing.T) {
	p, err := Split(labelsOf(14, 6), usual, 42)
	require.NoError(t, err)
	assert.Equal(t, "{[0 1 2 3 7 8 9 12 13 14 15 17 18 19] [5 6 10] [4 11 16]}", fmt.Sprint(p))

	p, err = Split(labelsOf(7000, 3000), usual, 42)
	require.NoError(t, err)
	h := fnv.New64a()
	fmt.Fprint(h, p)
	assert.Equal(t, uint64(0x866216c3897f41d), h.Sum64())
}

func TestSplitDependsOnTheSeed(t *testing.T) {
	labels := labelsOf(70, 30)
	a, err := Split(labels, usual, 1)
	require.NoError(t, err)
	b, err := Split(labels, usual, 1)
	require.NoError(t, err)
	c, err := Split(labels, usual, 2)
	require.NoError(t, err)
	assert.Equal(t, a, b)
	assert.NotEqual(t, a, c)
}

func TestSplitRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		labels []float64
		ratios Ratios
		want   string
	}{
		{"no rows", nil, usual, "there are no rows"},
		{"two rows", []float64{0, 1}, usual, "part of 2 rows would be empty"},
		{"a ratio of zero", []float64{0, 1, 0}, Ratios{.5, 0, .5}, "the ratio of the validation part is 0"},
		{"a negative ratio", []float64{0, 1, 0}, Ratios{.5, .6, -.1}, "the ratio of the test part is -0.1"},
		{"a ratio that is NaN", []float64{0, 1, 0}, Ratios{.5, .5, math.NaN()}, "ratio"},
		{"an infinite ratio", []float64{0, 1, 0}, Ratios{.5, .5, math.Inf(1)}, "ratio"},
		{"a label that is NaN", []float64{0, 1, math.NaN()}, usual, "row 2 is NaN"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Split(c.labels, c.ratios, 1)
			assert.ErrorContains(t, err, c.want)
		})
	}
}
