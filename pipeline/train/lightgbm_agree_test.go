package train

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/mlflow/tree"
)

// nativeLightGBM is a model in the library itself.
type nativeLightGBM struct {
	lib     *lightgbmLibrary
	booster handle
	predict func(b handle, data unsafe.Pointer, dataType, rows, columns, rowMajor, kind, start, count int32, params string, n *int64, out *float64) int32
}

const (
	float64s  = 1 // C_API_DTYPE_FLOAT64
	normal    = 0 // C_API_PREDICT_NORMAL
	rawScores = 1 // C_API_PREDICT_RAW_SCORE
)

func newNativeLightGBM(t testing.TB, x *LightGBM, model []byte) *nativeLightGBM {
	t.Helper()
	library, err := openLibrary(x.engine.Library)
	require.NoError(t, err)
	n := &nativeLightGBM{lib: x.lib}
	var load func(model string, iterations *int32, out *handle) int32
	require.NoError(t, bind(library, "LGBM_BoosterLoadModelFromString", &load))
	require.NoError(t, bind(library, "LGBM_BoosterPredictForMat", &n.predict))
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var iterations int32
	require.NoError(t, x.lib.check(load(string(model), &iterations, &n.booster)))
	t.Cleanup(func() { x.lib.boosterFree(n.booster) })
	return n
}

// rows lets the library predict rows of float32 or float64.
func rows[F float32 | float64](t testing.TB, n *nativeLightGBM, values []F, width, kind int) []float64 {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	dataType := int32(float32s)
	if unsafe.Sizeof(values[0]) == 8 {
		dataType = float64s
	}
	out := make([]float64, len(values)/width)
	var got int64
	code := n.predict(n.booster, unsafe.Pointer(&values[0]), dataType, int32(len(out)), int32(width), 1, int32(kind), 0, -1, "num_threads=1", &got, &out[0])
	require.NoError(t, n.lib.check(code))
	require.Equal(t, int64(len(out)), got)
	return out
}

// trainWith trains with parameters that no Params stand for.
func trainWith(t testing.TB, x *LightGBM, d Dataset, params string, rounds int) []byte {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	s := &lightgbmSession{lib: x.lib}
	defer s.close()
	params = "verbosity=-1 num_threads=1 deterministic=true force_row_wise=true " + params
	var err error
	s.train, err = s.dataset(d, params, 0)
	require.NoError(t, err)
	require.NoError(t, x.lib.check(x.lib.boosterCreate(s.train, params, &s.booster)))
	for range rounds {
		var finished int32
		require.NoError(t, x.lib.check(x.lib.boosterUpdate(s.booster, &finished)))
	}
	text, err := x.lib.save(s.booster, -1)
	require.NoError(t, err)
	return text
}

// edges returns rows with the model's own thresholds and what lies beside them among them, and the extremes of float32.
func edges(text []byte, d Dataset) []float32 {
	var thresholds []float32
	for line := range bytes.Lines(text) {
		if fields, ok := bytes.CutPrefix(line, []byte("threshold=")); ok {
			for f := range bytes.FieldsSeq(fields) {
				if x, err := strconv.ParseFloat(string(f), 64); err == nil {
					thresholds = append(thresholds, float32(x))
				}
			}
		}
	}
	values := slices.Clone(d.Features.values)
	special := []float32{
		0, float32(math.Copysign(0, -1)), math.MaxFloat32, -math.MaxFloat32, math.SmallestNonzeroFloat32, 1e-35, -1e-35, 1.0000001e-35,
		float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)), 1e-30, -1e-36, -.5, -1, 3,
	}
	r := rand.New(rand.NewPCG(8, 9))
	for i := range values {
		switch (i / d.Features.width()) % 5 {
		case 0:
			values[i] = special[r.IntN(len(special))]
		case 1, 2, 3:
			if len(thresholds) > 0 {
				x := thresholds[r.IntN(len(thresholds))]
				values[i] = []float32{x, math.Nextafter32(x, 9e9), math.Nextafter32(x, -9e9)}[r.IntN(3)]
			}
		}
	}
	return values
}

func (m Matrix) width() int { return len(m.names) }

// The pure-Go evaluator answers what the library answers: margins bit for bit, probabilities to 1e-12 and better.
func TestTreeAgreesWithLightGBM(t *testing.T) {
	x := openLightGBM(t, 1)
	train := dataset(t, 1, 3000, .1)
	whole := train
	whole.Features.values = slices.Clone(train.Features.values)
	for i := range whole.Features.values { // few distinct values, many of them 0
		whole.Features.values[i] = float32(math.Round(float64(whole.Features.values[i] * 2)))
	}
	const binary = "objective=binary num_leaves=63 "
	greatest := 0.0
	for _, c := range []struct {
		name, params string
		d            Dataset
		rounds       int
	}{
		{"boosted", binary + "max_depth=6", train, 101},
		{"deep", "objective=binary num_leaves=200 min_data_in_leaf=2", train, 30},
		{"one tree", binary, train, 1},
		{"no split", binary + "lambda_l1=1e9", train, 1},
		{"missing is 0", binary + "use_missing=false", whole, 40},
		{"0 is missing", binary + "zero_as_missing=true", whole, 40},
		{"steep", binary + "sigmoid=2.5", train, 40},
		{"dart", binary + "boosting=dart", train, 40},
		{"averaged", binary + "boosting=rf bagging_freq=1 bagging_fraction=.6 feature_fraction=.5", train, 40},
		{"categories", binary + "categorical_feature=1,3 cat_smooth=1 min_data_per_group=5 max_cat_to_onehot=1", whole, 40},
		{"regression", "objective=regression", train, 40},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := trainWith(t, x, c.d, c.params, c.rounds)
			loaded, err := tree.LoadLightGBM(text)
			require.NoError(t, err)
			native := newNativeLightGBM(t, x, text)
			values := edges(text, dataset(t, 99, 4000, .2))
			if c.name == "categories" {
				assert.Contains(t, string(text), "cat_threshold=")
			}
			width := len(featureNames)
			margins, probabilities := rows(t, native, values, width, rawScores), rows(t, native, values, width, normal)
			for i := range margins {
				row := values[i*width : (i+1)*width]
				margin, err := loaded.Margin(row)
				require.NoError(t, err)
				if c.name == "averaged" { // the library's raw score is the sum, of which its prediction takes the mean
					margins[i] /= float64(c.rounds)
				}
				require.Equal(t, math.Float64bits(margins[i]), math.Float64bits(margin), "row %d: %v: %v and %v", i, row, margins[i], margin)
				p, err := loaded.Predict(row)
				require.NoError(t, err)
				require.InDelta(t, probabilities[i], p, 1e-12, "row %d: %v", i, row)
				greatest = max(greatest, math.Abs(p-probabilities[i]))
			}
		})
	}
	interop.Note(t, fmt.Sprintf("lightgbm: predictions in Go and in the library differ by at most %.2g", greatest))
}

// Python hands LightGBM doubles. They are predicted as their nearest float32 are in Go, wherever they lie.
func TestDoublesAreDecidedAsFloat32(t *testing.T) {
	x := openLightGBM(t, 2)
	work := lightgbmTask(t, func(p *Params) { p.Estimators, p.MaxDepth = 100, 6 })
	work.Train = dataset(t, 4, 20000, .05)
	m, err := x.Train(t.Context(), work)
	require.NoError(t, err)
	loaded, err := tree.LoadLightGBM(m.Data)
	require.NoError(t, err)
	native := newNativeLightGBM(t, x, m.Data)
	width := len(featureNames)
	narrow := edges(m.Data, dataset(t, 98, 6000, .1))
	wide := make([]float64, len(narrow))
	r := rand.New(rand.NewPCG(1, 1))
	for i, v := range narrow {
		if v == 0 || v != v || math.Abs(float64(v)) < 1e-30 || math.Abs(float64(v)) > 1e30 {
			wide[i] = float64(v)
			continue
		}
		to := math.Nextafter32(v, 9e9)
		if r.IntN(2) == 0 {
			to = math.Nextafter32(v, -9e9)
		}
		wide[i] = float64(v) + (float64(to)-float64(v))*r.Float64()
		if r.IntN(4) == 0 {
			wide[i] = float64(v) + (float64(to)-float64(v))/2 // a tie
		}
		narrow[i] = float32(wide[i])
	}
	margins := rows(t, native, wide, width, rawScores)
	for i := range margins {
		margin, err := loaded.Margin(narrow[i*width : (i+1)*width])
		require.NoError(t, err)
		require.Equal(t, margins[i], margin, "row %d: %v", i, wide[i*width:(i+1)*width])
	}
}

func TestSettleThreshold(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	for range 20000 {
		x := r.NormFloat64() * math.Pow(10, float64(r.IntN(80)-45))
		y := settleThreshold(x)
		below := float32(y)
		above := math.Nextafter32(below, float32(math.Inf(1)))
		require.True(t, float64(below) <= x && float64(above) > x, "%v is settled at %v, beyond a float32", x, y)
		require.Equal(t, below, float32(y), "%v", x)
		require.Equal(t, above, float32(math.Nextafter(y, math.Inf(1))), "%v: the next double belongs to the next float32", x)
		require.Equal(t, y, settleThreshold(y), "%v", x)
	}
	for _, x := range []float64{math.Inf(1), math.Inf(-1), 1e300, -1e300, math.MaxFloat32} {
		assert.Equal(t, x, settleThreshold(x))
	}
	assert.Equal(t, float32(0), float32(settleThreshold(0)))
}

// BenchmarkPredictLightGBM compares one row's prediction with the library's fastest call for one, in the same run.
func BenchmarkPredictLightGBM(b *testing.B) {
	x := openLightGBM(b, 2)
	work := lightgbmTask(b, func(p *Params) { p.Estimators, p.MaxDepth = 100, 6 })
	work.Train = dataset(b, 4, 20000, .05)
	m, err := x.Train(b.Context(), work)
	require.NoError(b, err)
	loaded, err := tree.LoadLightGBM(m.Data)
	require.NoError(b, err)
	width := len(featureNames)
	values := dataset(b, 5, 1000, .05).Features.values
	b.Run("go", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := loaded.Predict(values[i%1000*width:][:width]); err != nil {
				b.Fatal(err)
			}
		}
	})
	native := newNativeLightGBM(b, x, m.Data)
	library, err := openLibrary(x.engine.Library)
	require.NoError(b, err)
	var begin func(b handle, kind, start, count, dataType, columns int32, params string, out *handle) int32
	var one func(config handle, data *float32, n *int64, out *float64) int32
	require.NoError(b, bind(library, "LGBM_BoosterPredictForMatSingleRowFastInit", &begin))
	require.NoError(b, bind(library, "LGBM_BoosterPredictForMatSingleRowFast", &one))
	var config handle
	require.NoError(b, x.lib.check(begin(native.booster, normal, 0, -1, float32s, int32(width), "num_threads=1", &config)))
	b.Run("library", func(b *testing.B) {
		var n int64
		var p float64
		for i := 0; b.Loop(); i++ {
			if one(config, &values[i%1000*width], &n, &p) != 0 {
				b.Fatal(x.lib.lastError())
			}
		}
	})
}
