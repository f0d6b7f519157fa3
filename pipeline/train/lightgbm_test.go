package train

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/mlflow/tree"
)

// openLightGBM loads the library, or skips the test with the reason.
func openLightGBM(t testing.TB, threads int) *LightGBM {
	t.Helper()
	x, err := OpenLightGBM(Options{Threads: threads})
	if err != nil {
		interop.Skip(t, "lightgbm", "%v", err)
	}
	return x
}

// lightgbmTask is task for LightGBM, with other changes after those.
func lightgbmTask(t testing.TB, change func(*Params)) Task {
	t.Helper()
	return task(t, func(p *Params) {
		p.ModelType = LightGBMModel
		if change != nil {
			change(p)
		}
	})
}

// The same task gives the same bytes with any number of threads, also beside other trainings.
func TestLightGBMIsDeterministic(t *testing.T) {
	var models sync.Map
	var all sync.WaitGroup
	for _, threads := range []int{1, 1, 2, 3, 4} {
		x := openLightGBM(t, threads)
		work := lightgbmTask(t, func(p *Params) { p.Estimators, p.MaxDepth = 60, 7 })
		work.Train = dataset(t, 3, 20000, .1)
		all.Go(func() {
			m, err := x.Train(t.Context(), work)
			if assert.NoError(t, err) {
				models.Store(string(m.Data), threads)
			}
		})
	}
	all.Wait()
	count := 0
	models.Range(func(any, any) bool { count++; return true })
	assert.Equal(t, 1, count, "the same task gave %d models", count)
}

func TestEveryParamOfLightGBMTakesEffect(t *testing.T) {
	x := openLightGBM(t, 1)
	for _, c := range []struct {
		name         string
		base, change func(*Params)
	}{
		{"learning_rate", nil, func(p *Params) { p.LearningRate = 0.2 }},
		{"max_depth", nil, func(p *Params) { p.MaxDepth = 5 }},
		{"max_depth beyond the leaves", func(p *Params) { p.MaxDepth = 8 }, func(p *Params) { p.MaxDepth = 20 }},
		{"n_estimators", nil, func(p *Params) { p.Estimators = 21 }},
		{"early_stopping_rounds", func(p *Params) { p.Estimators, p.LearningRate = 200, 1 }, func(p *Params) {
			p.Estimators, p.LearningRate, p.EarlyStoppingRounds = 200, 1, rounds(5)
		}},
		{"l1_regularization", nil, func(p *Params) { p.L1 = 3 }},
		{"l2_regularization", nil, func(p *Params) { p.L2 = 3 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, err := x.Train(t.Context(), lightgbmTask(t, c.base))
			require.NoError(t, err)
			after, err := x.Train(t.Context(), lightgbmTask(t, c.change))
			require.NoError(t, err)
			assert.False(t, bytes.Equal(trees(t, before), trees(t, after)), "the model is the same")
		})
	}
}

// trees cuts the parameters off, which the text ends with: what differs must be the trees.
func trees(t *testing.T, m *Model) []byte {
	t.Helper()
	before, _, ok := bytes.Cut(m.Data, []byte("end of trees"))
	require.True(t, ok)
	return before
}

func TestLightGBMSeeds(t *testing.T) {
	for seed, want := range map[int64]int{0: 0, 42: 42, math.MaxInt32: math.MaxInt32, -1: 0, 1 << 40: 256, math.MinInt64: 0} {
		assert.Equal(t, want, lightgbmSeed(seed), "%d", seed)
		assert.Contains(t, lightgbmParams(Params{Seed: seed}, 1), "seed=")
	}
}

func TestLightGBMKeepsTheBestRound(t *testing.T) {
	x := openLightGBM(t, 1)
	patience := 5
	work := lightgbmTask(t, func(p *Params) { p.Estimators, p.LearningRate, p.EarlyStoppingRounds = 200, 1, &patience })
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
	loaded, err := tree.LoadLightGBM(m.Data)
	require.NoError(t, err)
	assert.Equal(t, m.Rounds(), loaded.Trees())
	assert.Equal(t, featureNames, m.Features)
	assert.Equal(t, tree.LightGBM, m.Flavor)
	assert.Equal(t, x.Engine(), m.Engine)
	assert.Equal(t, "4.7.0", m.Engine.Version)

	for i, d := range []Dataset{work.Train, work.Validation} { // the losses are those of the model that comes back
		p, err := loaded.PredictBatch(nil, d.Features.values)
		require.NoError(t, err)
		want := []float64{m.History[m.BestIteration].Train, *m.History[m.BestIteration].Validation}[i]
		assert.InDelta(t, want, logLoss(p, d.Labels), 1e-12)
	}
}

func logLoss(probabilities []float64, labels []float32) (loss float64) {
	for i, p := range probabilities {
		if labels[i] == 0 {
			p = 1 - p
		}
		loss -= math.Log(p)
	}
	return loss / float64(len(labels))
}

// Where no split improves the loss any more, training ends, and the model is what came before.
func TestLightGBMEndsWhereNothingImproves(t *testing.T) {
	x := openLightGBM(t, 1)
	for name, c := range map[string]struct {
		change func(*Params)
		rounds int
	}{
		"at once":             {func(p *Params) { p.L1 = 1e6 }, 1},
		"at once, with early": {func(p *Params) { p.L1, p.EarlyStoppingRounds = 1e6, rounds(4) }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			work := lightgbmTask(t, c.change)
			m, err := x.Train(t.Context(), work)
			require.NoError(t, err)
			assert.Len(t, m.History, c.rounds)
			assert.Equal(t, c.rounds, m.Rounds())
			require.Len(t, m.Notices, 1)
			assert.Contains(t, m.Notices[0], "no split improved the loss")
			loaded, err := tree.LoadLightGBM(m.Data)
			require.NoError(t, err)
			p, err := loaded.PredictBatch(nil, work.Train.Features.values)
			require.NoError(t, err)
			assert.InDelta(t, m.History[0].Train, logLoss(p, work.Train.Labels), 1e-12)
			assert.Len(t, m.Importance, len(featureNames))
		})
	}
	few := lightgbmTask(t, nil) // fewer rows than a leaf needs
	few.Train, few.Validation = dataset(t, 1, 12, 0), Dataset{}
	m, err := x.Train(t.Context(), few)
	require.NoError(t, err)
	assert.Equal(t, 1, m.Rounds())
}

func TestLightGBMImportanceNamesEveryFeatureOnce(t *testing.T) {
	x := openLightGBM(t, 1)
	m, err := x.Train(t.Context(), lightgbmTask(t, func(p *Params) { p.Estimators, p.MaxDepth = 1, 1 }))
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

// Names that LightGBM refuses or changes come back as they were.
func TestLightGBMKeepsNames(t *testing.T) {
	x := openLightGBM(t, 1)
	names := []string{"purpose=radio/tv, new", `a "quoted": {x}`, "under_line blank", "größe=50%25 %5B1%5D%3C", "tab\tline\n", "b\u00a0c"}
	work := lightgbmTask(t, nil)
	for _, d := range []*Dataset{&work.Train, &work.Validation} {
		var err error
		d.Features, err = Float32s(names, d.Features.values)
		require.NoError(t, err)
	}
	m, err := x.Train(t.Context(), work)
	require.NoError(t, err)
	assert.Equal(t, names, m.Features)
	assert.Contains(t, m.Importance, names[0])

	work.Train.Features, err = Float32s([]string{"a%2Cb", "b", "c", "d", "e", "f"}, work.Train.Features.values)
	require.NoError(t, err)
	work.Validation = Dataset{}
	_, err = x.Train(t.Context(), work)
	assert.ErrorContains(t, err, `"a%2Cb" cannot stand in a LightGBM model`)
}

func TestLightGBMIsCanceledBetweenRounds(t *testing.T) {
	x := openLightGBM(t, 1)
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("the user pressed Ctrl-C")
	work := lightgbmTask(t, nil)
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

// A training that waits for its turn ends with its context.
func TestLightGBMIsCanceledWhileItWaits(t *testing.T) {
	x := openLightGBM(t, 1)
	why := errors.New("the user pressed Ctrl-C")
	var waited error
	work := lightgbmTask(t, func(p *Params) { p.Estimators = 2 })
	work.OnRound = func(r Round) {
		if r.Number > 0 {
			return
		}
		ctx, cancel := context.WithCancelCause(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, waited = x.Train(ctx, lightgbmTask(t, nil))
		}()
		cancel(why)
		<-done
	}
	_, err := x.Train(t.Context(), work)
	require.NoError(t, err)
	assert.ErrorIs(t, waited, why)
}

func TestOpenLightGBMRefuses(t *testing.T) {
	_, err := OpenLightGBM(Options{Library: filepath.Join(t.TempDir(), "lib_lightgbm.so")})
	assert.ErrorContains(t, err, "train: load")
	x := openLightGBM(t, 1)
	_, err = OpenLightGBM(Options{Threads: -1})
	assert.ErrorContains(t, err, "-1 threads")

	library, err := os.ReadFile(x.engine.Library)
	require.NoError(t, err)
	lib := filepath.Join(t.TempDir(), "lightgbm", "lib", filepath.Base(x.engine.Library))
	require.NoError(t, os.MkdirAll(filepath.Dir(lib), 0o755))
	require.NoError(t, os.WriteFile(lib, library, 0o755))
	_, err = OpenLightGBM(Options{Library: lib})
	assert.ErrorContains(t, err, "its version is not known")
	other, err := OpenLightGBM(Options{Library: lib, AnyVersion: true})
	require.NoError(t, err)
	assert.Equal(t, "unknown", other.Engine().Version)
	require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(filepath.Dir(lib)), "VERSION.txt"), []byte("4.5.0\n"), 0o644))
	_, err = OpenLightGBM(Options{Library: lib})
	assert.ErrorContains(t, err, "is lightgbm 4.5.0, want 4.7.0")
	assert.ErrorContains(t, err, "pipeline/train/fetch lightgbm")

	t.Setenv("TYPEDML_LIGHTGBM_LIB", "")
	t.Setenv("TYPEDML_CACHE", t.TempDir())
	_, err = Open(LightGBMModel, Options{})
	assert.ErrorContains(t, err, "go run github.com/typedml/typedml/pipeline/train/fetch lightgbm")
	_, err = Open(RandomForest, Options{})
	assert.ErrorContains(t, err, "go run github.com/typedml/typedml/pipeline/train/fetch xgboost")
}

// A library whose OpenMP run time is not installed says so. Here it asks for one of another name.
func TestLightGBMWithoutOpenMP(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the name of the run time is that of Linux")
	}
	x := openLightGBM(t, 1)
	library, err := os.ReadFile(x.engine.Library)
	require.NoError(t, err)
	broken := filepath.Join(t.TempDir(), "lib_lightgbm.so")
	require.NoError(t, os.WriteFile(broken, bytes.ReplaceAll(library, []byte("libgomp.so.1"), []byte("libabsent.so")), 0o755))
	_, err = OpenLightGBM(Options{Library: broken})
	require.Error(t, err)
	assert.Contains(t, err.Error(), "libabsent.so")
	assert.Contains(t, err.Error(), "the OpenMP run time libgomp.so.1 (Debian, Ubuntu: apt-get install libgomp1")
}

func TestLightGBMErrorsAreReported(t *testing.T) {
	x := openLightGBM(t, 1)
	var h handle
	value := float32(1)
	err := x.lib.check(x.lib.datasetFromMatrix(&value, float32s, 1, 1, 1, "num_leaves=0", 0, &h))
	require.Error(t, err)
	assert.NotEmpty(t, strings.TrimSpace(err.Error()))
}

func BenchmarkTrainLightGBM(b *testing.B) {
	x := openLightGBM(b, 2)
	work := lightgbmTask(b, nil)
	for b.Loop() {
		if _, err := x.Train(b.Context(), work); err != nil {
			b.Fatal(err)
		}
	}
}
