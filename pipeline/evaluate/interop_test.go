package evaluate

import (
	_ "embed"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
)

//go:embed testdata/sklearn.py
var sklearnProgram string

type sklearnCase struct {
	name          string
	Labels        []float64 `json:"labels"`
	Probabilities []float64 `json:"probabilities"`
	Threshold     float64   `json:"threshold"`
}

type sklearnAnswer struct {
	Accuracy   *float64   `json:"accuracy"`
	Precision  *float64   `json:"precision"`
	Recall     *float64   `json:"recall"`
	F1         *float64   `json:"f1_score"`
	AUC        *float64   `json:"auc_roc"`
	LogLoss    *float64   `json:"log_loss"`
	Confusion  []int      `json:"confusion"` // tn, fp, fn, tp
	FPR        []*float64 `json:"fpr"`
	TPR        []*float64 `json:"tpr"`
	Thresholds []float64  `json:"thresholds"`
}

// edgeCases are the places where implementations part.
func edgeCases() []sklearnCase {
	const eps = 0x1p-52
	below := math.Nextafter(.5, 0)
	return []sklearnCase{
		{"one positive row", []float64{1}, []float64{.7}, .5},
		{"one negative row", []float64{0}, []float64{.7}, .5},
		{"all positive", []float64{1, 1, 1}, []float64{.1, .6, .9}, .5},
		{"all negative", []float64{0, 0, 0}, []float64{.1, .6, .9}, .5},
		{"all negative and predicted so", []float64{0, 0, 0}, []float64{.1, .2, .3}, .5},
		{"no predicted positives", []float64{0, 1, 1}, []float64{.1, .2, .3}, .5},
		{"nothing predicted right", []float64{0, 1}, []float64{1, 0}, .5},
		{"sure and right", []float64{0, 1}, []float64{0, 1}, .5},
		{"all tied", []float64{0, 1, 0, 1}, []float64{.5, .5, .5, .5}, .5},
		{"on and beside the threshold", []float64{0, 1, 0, 1}, []float64{.5, below, math.Nextafter(.5, 1), .5}, .5},
		{"ties across classes", []float64{1, 0, 1, 0, 1, 0}, []float64{.3, .3, .3, .7, .7, .1}, .5},
		{"beside the clip", []float64{0, 1, 0, 1, 1}, []float64{eps / 2, eps, 1 - eps, 1 - eps/2, math.SmallestNonzeroFloat64}, .5},
		{"other threshold", []float64{0, 1, 1}, []float64{.1, .2, .3}, .15},
		{"float32 probabilities", []float64{0, 1, 1}, []float64{float64(float32(.1)), float64(float32(.2)), float64(float32(.3))}, .2},
	}
}

func randomCases(r *rand.Rand) []sklearnCase {
	var cases []sklearnCase
	for i := range 200 {
		n := 1 + r.IntN(400)
		if i == 0 {
			n = 50_000
		}
		c := sklearnCase{name: fmt.Sprintf("random %d of %d rows", i, n), Threshold: .5}
		grid := []float64{3, 10, 100, 1 << 52}[i%4] // coarse grids make ties
		rate := r.Float64()
		for range n {
			label := 0.
			if r.Float64() < rate {
				label = 1
			}
			c.Labels = append(c.Labels, label)
			c.Probabilities = append(c.Probabilities, math.Round(r.Float64()*grid)/grid)
		}
		cases = append(cases, c)
	}
	return cases
}

func TestAgreesWithScikitLearn(t *testing.T) {
	python := interop.Python(t, "mlflow")
	cases := append(edgeCases(), randomCases(rand.New(rand.NewPCG(1, 2)))...)
	var response struct {
		Version string          `json:"version"`
		Answers []sklearnAnswer `json:"answers"`
	}
	interop.RunJSON(t, python, sklearnProgram, cases, &response)
	require.Len(t, response.Answers, len(cases))
	assert.Equal(t, "1.9.1", response.Version, "the metrics are compared with another scikit-learn than is promised")
	for i, c := range cases {
		compareWithScikitLearn(t, c, response.Answers[i])
	}
}

func compareWithScikitLearn(t *testing.T, c sklearnCase, want sklearnAnswer) {
	t.Helper()
	got, err := Binary(c.Labels, c.Probabilities, c.Threshold)
	require.NoError(t, err, c.name)
	curve, err := ROC(c.Labels, c.Probabilities)
	require.NoError(t, err, c.name)
	equal := func(metric string, want *float64, got float64) {
		t.Helper()
		if want == nil {
			assert.True(t, math.IsNaN(got), "%s: %s is %v; scikit-learn has no value", c.name, metric, got)
			return
		}
		assert.InDelta(t, *want, got, 1e-12, "%s: %s", c.name, metric)
	}
	equal("accuracy", want.Accuracy, got.Accuracy)
	equal("precision", want.Precision, got.Precision)
	equal("recall", want.Recall, got.Recall)
	equal("f1", want.F1, got.F1)
	equal("auc", want.AUC, got.AUCROC)
	equal("log loss", want.LogLoss, got.LogLoss)
	k := got.Confusion
	assert.Equal(t, want.Confusion, []int{k.TrueNegative, k.FalsePositive, k.FalseNegative, k.TruePositive}, c.name)

	require.Len(t, curve, len(want.FPR), c.name)
	for i, p := range curve {
		equal("false positive rate", want.FPR[i], p.FalsePositiveRate)
		equal("true positive rate", want.TPR[i], p.TruePositiveRate)
		if i > 0 {
			assert.Equal(t, want.Thresholds[i-1], p.Threshold, c.name)
		}
	}
}
