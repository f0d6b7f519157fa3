package train

import (
	"fmt"
	"math"
	"runtime"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow/tree"
)

// nativePredict lets the library itself predict: margins, or with outputMargin false probabilities.
func nativePredict(t *testing.T, x *XGBoost, model []byte, d Dataset, outputMargin bool) []float32 {
	t.Helper()
	library, err := openLibrary(x.engine.Library)
	require.NoError(t, err)
	var load func(b handle, data *byte, n uint64) int32
	var predict func(b, m handle, config string, shape *unsafe.Pointer, dims *uint64, out *unsafe.Pointer) int32
	require.NoError(t, bind(library, "XGBoosterLoadModelFromBuffer", &load))
	require.NoError(t, bind(library, "XGBoosterPredictFromDMatrix", &predict))
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	s := &session{lib: x.lib, threads: 1}
	defer s.close()
	s.train, err = s.matrix(d)
	require.NoError(t, err)
	require.NoError(t, x.lib.check(x.lib.boosterCreate(nil, 0, &s.booster)))
	require.NoError(t, x.lib.check(load(s.booster, &model[0], uint64(len(model)))))
	kind := 0
	if outputMargin {
		kind = 1
	}
	config := fmt.Sprintf(`{"type":%d,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false}`, kind)
	var shape, out unsafe.Pointer
	var dims uint64
	require.NoError(t, x.lib.check(predict(s.booster, s.train, config, &shape, &dims, &out)))
	return append([]float32(nil), unsafe.Slice((*float32)(out), d.Features.Rows())...)
}

// The pure-Go evaluator answers what the library answers: margins bit for bit, probabilities to the last place.
func TestTreeAgreesWithTheLibrary(t *testing.T) {
	x := openEngine(t, 1)
	for _, c := range []struct {
		name   string
		change func(*Params)
	}{
		{"boosted", func(p *Params) { p.Estimators, p.MaxDepth = 101, 6 }},
		{"stumps", func(p *Params) { p.MaxDepth = 1 }},
		{"deep", func(p *Params) { p.MaxDepth, p.L2 = 14, 0 }},
		{"regularized to nothing", func(p *Params) { p.L1 = 1e6 }},
		{"one tree", func(p *Params) { p.Estimators = 1 }},
		{"forest", func(p *Params) { p.ModelType, p.MaxDepth = RandomForest, 12 }},
		{"early stopping", func(p *Params) { p.EarlyStoppingRounds, p.LearningRate, p.Estimators = rounds(3), 1, 100 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := x.Train(t.Context(), task(t, c.change))
			require.NoError(t, err)
			loaded, err := tree.LoadXGBoost(m.Data)
			require.NoError(t, err)
			d := hard(t, loaded, dataset(t, 99, 4000, .2))
			margins, probabilities := nativePredict(t, x, m.Data, d, true), nativePredict(t, x, m.Data, d, false)
			width := len(featureNames)
			for i := range margins {
				row := d.Features.values[i*width : (i+1)*width]
				margin, err := loaded.Margin(row)
				require.NoError(t, err)
				require.Equal(t, math.Float32bits(margins[i]), math.Float32bits(float32(margin)), "row %d: %v and %v", i, margins[i], margin)
				p, err := loaded.Predict(row)
				require.NoError(t, err)
				require.InDelta(t, probabilities[i], p, 1.2e-7, "row %d", i)
			}
		})
	}
}

// hard puts values on and beside the model's own thresholds into a dataset, and the extremes of float32.
func hard(t *testing.T, m *tree.Model, d Dataset) Dataset {
	t.Helper()
	train := dataset(t, 1, 800, 0).Features.values // the thresholds are values of the training set
	values := append([]float32(nil), d.Features.values...)
	special := []float32{0, float32(math.Copysign(0, -1)), math.MaxFloat32, -math.MaxFloat32, math.SmallestNonzeroFloat32}
	width := m.NumFeatures()
	for i := range values {
		from := train[(i*31%800)*width+i%width]
		switch (i / width) % 8 {
		case 0:
			values[i] = from
		case 1:
			values[i] = math.Nextafter32(from, 9)
		case 2:
			values[i] = math.Nextafter32(from, -9)
		case 3:
			values[i] = special[i%len(special)]
		}
	}
	features, err := Float32s(featureNames, values)
	require.NoError(t, err)
	return Dataset{Features: features, Labels: d.Labels}
}
