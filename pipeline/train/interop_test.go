package train

import (
	_ "embed"
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/mlflow/tree"
)

//go:embed testdata/xgboost.py
var pythonProgram string

type pythonPart struct {
	Values []*float32 `json:"values"`
	Labels []float32  `json:"labels"`
}

// nullable spells missing values as JSON can.
func nullable(values []float32) []*float32 {
	out := make([]*float32, len(values))
	for i := range values {
		if v := values[i]; v == v {
			out[i] = &v
		}
	}
	return out
}

type pythonAnswer struct {
	Version       string    `json:"version"`
	FeatureNames  []string  `json:"feature_names"`
	Margins       []float32 `json:"margins"`
	Predictions   []float32 `json:"predictions"`
	Classifier    []float32 `json:"classifier"`
	Importances   []float64 `json:"importances"`
	BestIteration int       `json:"best_iteration"`
	TreesEqual    bool      `json:"trees_equal"`
}

// askPython hands the model and what it was trained from to Python's xgboost.
func askPython(t *testing.T, python string, work Task, m *Model, test []float32) pythonAnswer {
	t.Helper()
	params := map[string]string{}
	s := &session{threads: 1}
	maps.Insert(params, func(yield func(string, string) bool) {
		for _, p := range s.params(work.Params) {
			yield(p[0], p[1])
		}
	})
	count, patience := work.Params.Estimators, 0
	if work.Params.ModelType == RandomForest {
		count = 1
	} else if p := work.Params.EarlyStoppingRounds; p != nil {
		patience = *p
	}
	part := func(d Dataset) pythonPart { return pythonPart{nullable(d.Features.values), d.Labels} }
	var answer pythonAnswer
	interop.RunJSON(t, python, pythonProgram, map[string]any{
		"model": string(m.Data), "names": featureNames, "test": nullable(test), "params": params,
		"rounds": count, "patience": patience, "train": part(work.Train), "validation": part(work.Validation),
	}, &answer)
	return answer
}

// Python trains the same trees from the same input, reads the model that Go trained, and predicts what Go predicts.
func TestAgreesWithPython(t *testing.T) {
	python := interop.Python(t, "mlflow")
	x := openEngine(t, 1)
	for _, c := range []struct {
		name   string
		change func(*Params)
	}{
		{"boosted", nil},
		{"early stopping", func(p *Params) { p.Estimators, p.LearningRate, p.EarlyStoppingRounds = 200, .5, rounds(7) }},
		{"regularized", func(p *Params) { p.L1, p.L2 = 2, 5 }},
		{"forest", func(p *Params) { p.ModelType = RandomForest }},
	} {
		t.Run(c.name, func(t *testing.T) {
			work := task(t, c.change)
			m, err := x.Train(t.Context(), work)
			require.NoError(t, err)
			test := dataset(t, 5, 1500, .2).Features.values
			answer := askPython(t, python, work, m, test)

			assert.Equal(t, m.Engine.Version, answer.Version)
			assert.True(t, answer.TreesEqual, "Python trains other trees from the same input")
			assert.Equal(t, m.BestIteration, answer.BestIteration)
			assert.Equal(t, m.Features, answer.FeatureNames)
			for i, name := range m.Features {
				assert.InDelta(t, answer.Importances[i], m.Importance[name], 1e-6, name)
			}
			assertPredicts(t, m.Data, test, answer)
		})
	}
}

// assertPredicts compares the pure-Go evaluator with Python, through a plan that binds the columns in reverse.
func assertPredicts(t *testing.T, model []byte, test []float32, answer pythonAnswer) {
	t.Helper()
	loaded, err := tree.LoadXGBoost(model)
	require.NoError(t, err)
	reversed := loaded.FeatureNames()
	slices.Reverse(reversed)
	plan, err := loaded.Bind(reversed)
	require.NoError(t, err)
	for i := range answer.Margins {
		row := slices.Clone(test[i*len(reversed) : (i+1)*len(reversed)])
		slices.Reverse(row)
		margin, err := plan.Margin(row)
		require.NoError(t, err)
		require.Equal(t, math.Float32bits(answer.Margins[i]), math.Float32bits(float32(margin)), "row %d", i)
		p, err := plan.Predict(row)
		require.NoError(t, err)
		require.InDelta(t, answer.Predictions[i], p, 1e-6, "row %d", i)
		require.InDelta(t, answer.Classifier[i], p, 1e-6, "row %d", i)
	}
}
