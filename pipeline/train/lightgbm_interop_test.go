package train

import (
	_ "embed"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/mlflow/tree"
)

//go:embed testdata/lightgbm.py
var lightgbmProgram string

// Python trains the same trees from the same input, reads the model that Go trained, and predicts what Go predicts.
func TestLightGBMAgreesWithPython(t *testing.T) {
	python := interop.Python(t, "mlflow")
	x := openLightGBM(t, 1)
	for _, c := range []struct {
		name   string
		change func(*Params)
	}{
		{"boosted", nil},
		{"early stopping", func(p *Params) { p.Estimators, p.LearningRate, p.EarlyStoppingRounds = 200, .5, rounds(7) }},
		{"regularized", func(p *Params) { p.L1, p.L2 = 2, 5 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			work := lightgbmTask(t, c.change)
			m, err := x.Train(t.Context(), work)
			require.NoError(t, err)
			patience := 0
			if p := work.Params.EarlyStoppingRounds; p != nil {
				patience = *p
			}
			test := dataset(t, 5, 1500, .2).Features.values
			part := func(d Dataset) pythonPart { return pythonPart{nullable(d.Features.values), d.Labels} }
			var answer struct {
				Version       string
				FeatureNames  []string `json:"feature_names"`
				Margins       []float64
				Predictions   []float64
				Importances   []float64
				BestIteration int `json:"best_iteration"`
				Own           string
				Losses        []float64
			}
			interop.RunJSON(t, python, lightgbmProgram, map[string]any{
				"model": string(m.Data), "names": featureNames, "test": nullable(test), "params": lightgbmParams(work.Params, 1),
				"rounds": work.Params.Estimators, "patience": patience, "train": part(work.Train), "validation": part(work.Validation),
			}, &answer)

			assert.Equal(t, m.Engine.Version, answer.Version)
			assert.Equal(t, m.Features, answer.FeatureNames)
			assert.Equal(t, m.BestIteration, answer.BestIteration)
			settled, err := settle([]byte(answer.Own))
			require.NoError(t, err)
			assert.Equal(t, string(trees(t, &Model{Data: settled})), string(trees(t, m)), "Python trains other trees from the same input")
			require.Len(t, m.History, len(answer.Losses))
			var total float64
			for i, r := range m.History {
				assert.Equal(t, answer.Losses[i], *r.Validation)
			}
			for _, g := range answer.Importances {
				total += g
			}
			for i, name := range m.Features {
				assert.InDelta(t, answer.Importances[i]/total, m.Importance[name], 1e-6, name)
			}
			loaded, err := tree.LoadLightGBM(m.Data)
			require.NoError(t, err)
			for i := range answer.Margins {
				row := test[i*len(featureNames) : (i+1)*len(featureNames)]
				margin, err := loaded.Margin(row)
				require.NoError(t, err)
				require.Equal(t, math.Float64bits(answer.Margins[i]), math.Float64bits(margin), "row %d", i)
				p, err := loaded.Predict(row)
				require.NoError(t, err)
				require.InDelta(t, answer.Predictions[i], p, 1e-15, "row %d", i)
			}
		})
	}
}
