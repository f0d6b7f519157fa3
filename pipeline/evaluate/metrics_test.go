package evaluate

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Values worked out by hand: they hold without Python.
func TestBinaryByHand(t *testing.T) {
	m, err := Binary([]float32{1, 1, 0, 0}, []float32{.75, .25, .5, .25}, DefaultThreshold)
	require.NoError(t, err)
	assert.Equal(t, Confusion{TruePositive: 1, TrueNegative: 2, FalseNegative: 1}, m.Confusion)
	assert.Equal(t, .75, m.Accuracy)
	assert.Equal(t, 1., m.Precision)
	assert.Equal(t, .5, m.Recall)
	assert.InDelta(t, 2./3, m.F1, 1e-15)
	assert.Equal(t, .625, m.AUCROC, "2 pairs right, 1 tied, 1 wrong of 4")
	assert.InDelta(t, -(math.Log(.75)+math.Log(.25)+math.Log(.5)+math.Log(.75))/4, m.LogLoss, 1e-15)
	assert.Empty(t, m.Undefined)
}

func TestUndefinedMetricsAreNamed(t *testing.T) {
	for _, c := range []struct {
		labels, probabilities []float64
		want                  []string
	}{
		{[]float64{0, 0}, []float64{.1, .2}, []string{"precision", "recall", "f1_score", "auc_roc"}},
		{[]float64{0, 0}, []float64{.1, .9}, []string{"recall", "auc_roc"}},
		{[]float64{1, 1}, []float64{.1, .2}, []string{"precision", "auc_roc"}},
		{[]float64{1, 0}, []float64{.1, .2}, []string{"precision"}},
		{[]float64{1, 0}, []float64{.1, .9}, nil},
	} {
		m, err := Binary(c.labels, c.probabilities, DefaultThreshold)
		require.NoError(t, err)
		assert.Equal(t, c.want, m.Undefined)
		for name, v := range map[string]float64{"precision": m.Precision, "recall": m.Recall, "f1_score": m.F1} {
			for _, u := range m.Undefined {
				assert.False(t, u == name && v != 0, "%s is undefined and %v", name, v)
			}
		}
	}
}

func TestSureAndWrongCostsALimitedLoss(t *testing.T) {
	loss, err := LogLoss([]float64{1, 0}, []float64{0, 1})
	require.NoError(t, err)
	assert.Equal(t, -math.Log(0x1p-52), loss)
}

func TestBinaryRefuses(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name                  string
		labels, probabilities []float64
		threshold             float64
		want                  string
	}{
		{"no rows", nil, nil, .5, "there are no rows"},
		{"lengths", []float64{1}, []float64{.1, .2}, .5, "1 labels and 2 predictions"},
		{"a label of 2", []float64{0, 2}, []float64{.1, .2}, .5, "label of row 1 is 2"},
		{"a label of NaN", []float64{0, nan}, []float64{.1, .2}, .5, "label of row 1 is NaN"},
		{"NaN", []float64{0, 1}, []float64{.1, nan}, .5, "prediction of row 1 is NaN"},
		{"infinity", []float64{0, 1}, []float64{math.Inf(1), .1}, .5, "prediction of row 0 is +Inf"},
		{"above 1", []float64{0, 1}, []float64{.1, 1.5}, .5, "in [0,1]"},
		{"below 0", []float64{0, 1}, []float64{-.1, .5}, .5, "in [0,1]"},
		{"threshold", []float64{0, 1}, []float64{.1, .5}, nan, "threshold"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Binary(c.labels, c.probabilities, c.threshold)
			assert.ErrorContains(t, err, c.want)
		})
	}
	_, err := AUC([]float64{0, 1}, []float64{-5, 99})
	assert.NoError(t, err, "scores need not be probabilities")
}

// The AUC is its definition: over all pairs, and the area under the curve that ROC returns.
func TestAUCIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 60).Draw(t, "rows")
		labels := rapid.SliceOfN(rapid.SampledFrom([]float64{0, 1}), n, n).Draw(t, "labels")
		scores := rapid.SliceOfN(rapid.SampledFrom([]float64{-1, 0, .1, .2, .3, 7}), n, n).Draw(t, "scores")
		var pairs, won float64
		for i := range n {
			for j := range n {
				if labels[i] == 1 && labels[j] == 0 {
					pairs++
					if scores[i] > scores[j] {
						won++
					} else if scores[i] == scores[j] {
						won += .5
					}
				}
			}
		}
		auc, err := AUC(labels, scores)
		require.NoError(t, err)
		if pairs == 0 {
			require.True(t, math.IsNaN(auc))
			return
		}
		require.InDelta(t, won/pairs, auc, 1e-15)

		curve, err := ROC(labels, scores)
		require.NoError(t, err)
		var area float64
		for i, p := range curve[1:] {
			area += (p.FalsePositiveRate - curve[i].FalsePositiveRate) * (p.TruePositiveRate + curve[i].TruePositiveRate) / 2
		}
		require.InDelta(t, auc, area, 1e-12)
		require.Equal(t, ROCPoint{1, 1, curve[len(curve)-1].Threshold}, curve[len(curve)-1])
	})
}

func Example() {
	m, err := Binary([]float64{1, 0, 1, 1}, []float64{.9, .4, .35, .8}, DefaultThreshold)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("accuracy %.2f, F1 %.2f, AUC %.3f\n", m.Accuracy, m.F1, m.AUCROC)
	// Output: accuracy 0.75, F1 0.80, AUC 0.667
}
