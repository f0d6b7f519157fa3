package train

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/mlflow/tree"
)

// openEngine loads the library, or skips the test with the reason.
func openEngine(t testing.TB, threads int) *XGBoost {
	t.Helper()
	x, err := OpenXGBoost(Options{Threads: threads})
	if err != nil {
		interop.Skip(t, "xgboost", "%v", err)
	}
	return x
}

var featureNames = []string{"amount", "count", "days", "ratio", "noise_a", "noise_b"}

// dataset makes seeded rows with a learnable label and, where missing is positive, that share of missing values.
func dataset(t testing.TB, seed uint64, rows int, missing float64) Dataset {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 7))
	values := make([]float32, 0, rows*len(featureNames))
	labels := make([]float32, 0, rows)
	for range rows {
		row := make([]float32, len(featureNames))
		for i := range row {
			row[i] = float32(r.NormFloat64())
		}
		if score := float64(row[0]) - float64(row[1]*row[2]) + r.NormFloat64(); score > 0.3 {
			labels = append(labels, 1)
		} else {
			labels = append(labels, 0)
		}
		for i := range row {
			if r.Float64() < missing {
				row[i] = float32(math.NaN())
			}
		}
		values = append(values, row...)
	}
	m, err := Float32s(featureNames, values)
	require.NoError(t, err)
	return Dataset{Features: m, Labels: labels}
}

func task(t testing.TB, change func(*Params)) Task {
	t.Helper()
	p := DefaultParams()
	p.Estimators, p.MaxDepth = 20, 4
	if change != nil {
		change(&p)
	}
	return Task{Params: p, Train: dataset(t, 1, 800, .1), Validation: dataset(t, 2, 300, .1)}
}

func rounds(n int) *int { return &n }

func TestTrainIsDeterministic(t *testing.T) {
	for _, threads := range []int{1, 2} {
		x := openEngine(t, threads)
		for _, kind := range []ModelType{XGBoostModel, RandomForest} {
			change := func(p *Params) { p.ModelType = kind }
			first, err := x.Train(t.Context(), task(t, change))
			require.NoError(t, err)
			second, err := x.Train(t.Context(), task(t, change))
			require.NoError(t, err)
			assert.True(t, bytes.Equal(first.Data, second.Data), "%s with %d threads: same task, other bytes", kind, threads)
		}
	}
}

// Every hyperparameter takes effect: changing it alone changes the model.
func TestEveryParamTakesEffect(t *testing.T) {
	x := openEngine(t, 1)
	forest := func(p *Params) { p.ModelType = RandomForest }
	for _, c := range []struct {
		name         string
		base, change func(*Params)
	}{
		{"model_type", nil, forest},
		{"learning_rate", nil, func(p *Params) { p.LearningRate = 0.2 }},
		{"max_depth", nil, func(p *Params) { p.MaxDepth = 5 }},
		{"n_estimators", nil, func(p *Params) { p.Estimators = 21 }},
		{"early_stopping_rounds", func(p *Params) { p.Estimators, p.LearningRate = 200, 1 }, func(p *Params) {
			p.Estimators, p.LearningRate, p.EarlyStoppingRounds = 200, 1, rounds(5)
		}},
		{"l1_regularization", nil, func(p *Params) { p.L1 = 3 }},
		{"l2_regularization", nil, func(p *Params) { p.L2 = 3 }},
		{"forest: random_seed", forest, func(p *Params) { forest(p); p.Seed++ }},
		{"forest: negative random_seed", forest, func(p *Params) { forest(p); p.Seed = -1 }},
		{"forest: max_depth", forest, func(p *Params) { forest(p); p.MaxDepth = 5 }},
		{"forest: n_estimators", forest, func(p *Params) { forest(p); p.Estimators = 21 }},
		{"forest: l1_regularization", forest, func(p *Params) { forest(p); p.L1 = 3 }},
		{"forest: l2_regularization", forest, func(p *Params) { forest(p); p.L2 = 3 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, err := x.Train(t.Context(), task(t, c.base))
			require.NoError(t, err)
			after, err := x.Train(t.Context(), task(t, c.change))
			require.NoError(t, err)
			assert.False(t, bytes.Equal(before.Data, after.Data), "the model is the same")
		})
	}
}

func TestEarlyStoppingKeepsTheBestRound(t *testing.T) {
	x := openEngine(t, 1)
	patience := 5
	work := task(t, func(p *Params) { p.Estimators, p.LearningRate, p.EarlyStoppingRounds = 200, 1, &patience })
	var seen []Round
	work.OnRound = func(r Round) { seen = append(seen, r) }
	m, err := x.Train(t.Context(), work)
	require.NoError(t, err)

	require.Equal(t, seen, m.History)
	require.Less(t, len(m.History), 200, "it did not stop early")
	require.Equal(t, m.BestIteration+patience+1, len(m.History))
	for i, r := range m.History {
		assert.Equal(t, i, r.Number)
		assert.Equal(t, 200, r.Of)
		if i < m.BestIteration {
			assert.Greater(t, *r.Validation, *m.History[m.BestIteration].Validation)
		}
	}
	loaded, err := tree.LoadXGBoost(m.Data)
	require.NoError(t, err)
	assert.Equal(t, m.Rounds(), loaded.Trees())
	assert.Contains(t, string(m.Data), `"best_iteration"`)
	assert.Equal(t, featureNames, m.Features)
	assert.Equal(t, featureNames, loaded.FeatureNames())
}

// Rounds that bring nothing are no progress: of equal losses the first round is the best, and patience runs out.
func TestEarlyStoppingOnAConstantLoss(t *testing.T) {
	x := openEngine(t, 1)
	m, err := x.Train(t.Context(), task(t, func(p *Params) { p.L1, p.EarlyStoppingRounds = 1e6, rounds(4) }))
	require.NoError(t, err)
	assert.Equal(t, 0, m.BestIteration)
	assert.Len(t, m.History, 5)
}

// The reported validation loss is that of the model that comes back, computed in pure Go.
func TestHistoryIsTheModelsLoss(t *testing.T) {
	x := openEngine(t, 1)
	work := task(t, func(p *Params) { p.EarlyStoppingRounds = rounds(3) })
	m, err := x.Train(t.Context(), work)
	require.NoError(t, err)
	loaded, err := tree.LoadXGBoost(m.Data)
	require.NoError(t, err)
	probabilities, err := loaded.PredictBatch(nil, work.Validation.Features.values)
	require.NoError(t, err)
	var loss float64
	for i, p := range probabilities {
		if work.Validation.Labels[i] == 0 {
			p = 1 - p
		}
		loss -= math.Log(float64(p))
	}
	assert.InDelta(t, *m.History[m.BestIteration].Validation, loss/float64(len(probabilities)), 1e-6)
}

func TestFloat64MatrixTrainsTheSameModel(t *testing.T) {
	x := openEngine(t, 1)
	narrow := task(t, nil)
	wide := task(t, nil)
	for _, d := range []*Dataset{&wide.Train, &wide.Validation} {
		values := make([]float64, len(d.Features.values))
		for i, v := range d.Features.values {
			values[i] = float64(v)
		}
		var err error
		d.Features, err = Float64s(featureNames, values)
		require.NoError(t, err)
	}
	a, err := x.Train(t.Context(), narrow)
	require.NoError(t, err)
	b, err := x.Train(t.Context(), wide)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(a.Data, b.Data))
}

func TestImportanceNamesEveryFeatureOnce(t *testing.T) {
	x := openEngine(t, 1)
	m, err := x.Train(t.Context(), task(t, func(p *Params) { p.Estimators, p.MaxDepth = 1, 1 }))
	require.NoError(t, err)
	require.Len(t, m.Importance, len(featureNames))
	var sum float64
	var unused int
	for _, name := range featureNames {
		require.Contains(t, m.Importance, name)
		sum += m.Importance[name]
		if m.Importance[name] == 0 {
			unused++
		}
	}
	assert.InDelta(t, 1, sum, 1e-12)
	assert.Equal(t, len(featureNames)-1, unused, "one split uses one feature")
}

func TestTrainIsCanceledBetweenRounds(t *testing.T) {
	x := openEngine(t, 1)
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("the user pressed Ctrl-C")
	work := task(t, nil)
	var last int
	work.OnRound = func(r Round) {
		if last = r.Number; last == 3 {
			cancel(why)
		}
	}
	m, err := x.Train(ctx, work)
	assert.Nil(t, m)
	assert.ErrorIs(t, err, why)
	assert.Equal(t, 3, last)
}

func TestEngineIsNamed(t *testing.T) {
	x := openEngine(t, 1)
	assert.Equal(t, "xgboost", x.Engine().Name)
	assert.Equal(t, "3.2.0", x.Engine().Version)
	m, err := x.Train(t.Context(), task(t, nil))
	require.NoError(t, err)
	assert.Equal(t, x.Engine(), m.Engine)
	var saved struct {
		Version []int `json:"version"`
	}
	require.NoError(t, json.Unmarshal(m.Data, &saved))
	assert.Equal(t, []int{3, 2, 0}, saved.Version)
}

func TestForestSaysWhatDoesNotApply(t *testing.T) {
	x := openEngine(t, 1)
	m, err := x.Train(t.Context(), task(t, func(p *Params) { p.ModelType, p.EarlyStoppingRounds = RandomForest, rounds(5) }))
	require.NoError(t, err)
	assert.Len(t, m.Notices, 2)
	assert.Equal(t, 1, m.Rounds())
	loaded, err := tree.LoadXGBoost(m.Data)
	require.NoError(t, err)
	assert.Equal(t, 20, loaded.Trees())
}

func TestOpenXGBoostRefuses(t *testing.T) {
	_, err := OpenXGBoost(Options{Library: filepath.Join(t.TempDir(), "libxgboost.so")})
	assert.ErrorContains(t, err, "train: load")
	t.Setenv("TYPEDML_XGBOOST_LIB", "")
	t.Setenv("TYPEDML_CACHE", t.TempDir())
	_, err = OpenXGBoost(Options{})
	assert.ErrorContains(t, err, "go run github.com/typedml/typedml/pipeline/train/fetch")
}

func TestLibraryErrorsAreReported(t *testing.T) {
	x := openEngine(t, 1)
	err := x.lib.check(x.lib.boosterSetParam(0, "eta", "1"))
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "Stack trace")
}

func BenchmarkTrain(b *testing.B) {
	x := openEngine(b, 2)
	work := task(b, nil)
	for b.Loop() {
		if _, err := x.Train(b.Context(), work); err != nil {
			b.Fatal(err)
		}
	}
}
