package train

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMatrixRefuses(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, c := range []struct {
		name   string
		names  []string
		values []float32
		want   string
	}{
		{"no features", nil, nil, "at least one feature"},
		{"an empty name", []string{"a", ""}, nil, "feature 1 has no name"},
		{"a repeated name", []string{"a", "a"}, nil, `"a" is given twice`},
		{"a bracket", []string{"purpose=[a]"}, nil, "percent-encode"},
		{"a NUL", []string{"a\x00b"}, nil, "percent-encode"},
		{"a ragged row", []string{"a", "b"}, []float32{1, 2, 3}, "3 values are not rows of 2 features"},
		{"infinity", []string{"a", "b"}, []float32{1, nan, 3, inf}, `row 1, feature "b"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Float32s(c.names, c.values)
			assert.ErrorContains(t, err, c.want)
		})
	}
	_, err := Float64s([]string{"a"}, []float64{1e39})
	assert.ErrorContains(t, err, "beyond float32")
}

func TestTaskIsCheckedBeforeAnyWork(t *testing.T) {
	matrix := func(names []string, rows int) Matrix {
		m, err := Float32s(names, make([]float32, rows*len(names)))
		require.NoError(t, err)
		return m
	}
	ab := []string{"a", "b"}
	good := func() Task {
		return Task{
			Params:     DefaultParams(),
			Train:      Dataset{matrix(ab, 4), []float32{0, 1, 0, 1}},
			Validation: Dataset{matrix(ab, 2), []float32{0, 0}},
		}
	}
	require.NoError(t, good().check())
	for _, c := range []struct {
		name   string
		change func(*Task)
		want   string
	}{
		{"learning rate 0", func(t *Task) { t.Params.LearningRate = 0 }, "learning rate 0 is not in (0,1]"},
		{"learning rate NaN", func(t *Task) { t.Params.LearningRate = math.NaN() }, "learning rate NaN"},
		{"depth 0", func(t *Task) { t.Params.MaxDepth = 0 }, "max depth 0"},
		{"no estimators", func(t *Task) { t.Params.Estimators = 0 }, "number of estimators 0"},
		{"negative L1", func(t *Task) { t.Params.L1 = -1 }, "L1 regularization -1"},
		{"infinite L2", func(t *Task) { t.Params.L2 = math.Inf(1) }, "L2 regularization +Inf"},
		{"patience 0", func(t *Task) { t.Params.EarlyStoppingRounds = rounds(0) }, "early stopping rounds must be at least 1"},
		{"no model type", func(t *Task) { t.Params.ModelType = "" }, "no model type"},
		{"no rows", func(t *Task) { t.Train = Dataset{} }, "the training set has no rows"},
		{"a label short", func(t *Task) { t.Train.Labels = t.Train.Labels[:3] }, "3 labels for 4 rows"},
		{"a label of 2", func(t *Task) { t.Train.Labels[1] = 2 }, "label in row 1 is 2"},
		{"one class", func(t *Task) { t.Train.Labels = make([]float32, 4) }, "needs rows of both classes"},
		{"reversed columns", func(t *Task) { t.Validation.Features = matrix([]string{"b", "a"}, 2) }, "differ in names or order"},
		{"early stopping on nothing", func(t *Task) {
			t.Validation, t.Params.EarlyStoppingRounds = Dataset{}, rounds(3)
		}, "early stopping needs a validation set"},
	} {
		t.Run(c.name, func(t *testing.T) {
			work := good()
			c.change(&work)
			_, err := (&XGBoost{}).Train(t.Context(), work)
			assert.ErrorContains(t, err, c.want)
		})
	}
	two := good()
	two.Params.MaxDepth, two.Params.L1 = 0, -1
	assert.ErrorContains(t, two.check(), "max depth 0 is not in 1..64\ntrain: L1")
}

func TestEachEngineTrainsItsOwnFamilies(t *testing.T) {
	for _, c := range []struct {
		trainer Trainer
		family  ModelType
		trains  string
	}{
		{&XGBoost{}, LightGBMModel, `trains ["xgboost" "random_forest"], not model type "lightgbm"`},
		{&LightGBM{}, XGBoostModel, `trains ["lightgbm"], not model type "xgboost"`},
		{&LightGBM{}, RandomForest, `not model type "random_forest"`},
	} {
		work := Task{Params: DefaultParams()}
		work.Params.ModelType = c.family
		_, err := c.trainer.Train(t.Context(), work)
		var unsupported *UnsupportedError
		require.ErrorAs(t, err, &unsupported)
		assert.Equal(t, c.family, unsupported.ModelType)
		assert.ErrorContains(t, err, c.trains)
	}
	_, err := Open("svm", Options{})
	require.ErrorAs(t, err, new(*UnsupportedError))
	assert.ErrorContains(t, err, `no engine for model type "svm"; use "xgboost", "lightgbm" or "random_forest"`)
}

func TestDatasetSelect(t *testing.T) {
	m, err := Float64s([]string{"a", "b"}, []float64{1, 2, 3, 4, 5, 6})
	require.NoError(t, err)
	d, err := Dataset{m, []float32{0, 1, 0}}.Select([]int{2, 1})
	require.NoError(t, err)
	assert.Equal(t, []float64{5, 6, 3, 4}, d.Features.values64)
	assert.Equal(t, []float32{0, 1}, d.Labels)
	assert.Equal(t, 2, d.Features.Rows())
	for _, bad := range []int{-1, 3} {
		_, err = Dataset{m, []float32{0, 1, 0}}.Select([]int{bad})
		assert.ErrorContains(t, err, "of 3 rows")
	}
}
