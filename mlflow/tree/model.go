package tree

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
)

// Objective is what a model was trained for, by XGBoost's name; it decides what becomes of a margin.
type Objective string

// The objectives that are evaluated. LightGBM calls them binary and regression.
const (
	BinaryLogistic Objective = "binary:logistic"  // a prediction is the probability of class 1
	SquaredError   Objective = "reg:squarederror" // a prediction is the margin itself
)

// Model is a loaded, checked model. It is immutable and safe for concurrent use.
type Model struct {
	objective  Objective
	names      []string
	width      int       // features that it was trained on
	importance []float64 // of each, in the engine's own measure
	count      int
	stopped    bool    // by early stopping, see StoppedEarly
	used       []input // what splits test, in the order of features
	own        *Plan   // for rows in the model's own order

	// One of the two is set.
	xgboost  *ensemble[float32]
	lightgbm *ensemble[float64]

	slope float64 // LightGBM's sigmoid parameter
	parts float64 // the number that LightGBM's sum is divided by

	doubles error // see OfDoubles
}

// OfDoubles returns an *[UnsupportedError] when a threshold of a LightGBM model shows that it was trained on whole numbers
// from 2^24 on which float32 does not hold, such as times in seconds: rows, which are float32, would go another way than in
// LightGBM. Models that were trained on float32 may have such a threshold by chance: ask of those that were trained
// elsewhere.
func (m *Model) OfDoubles() error { return m.doubles }

// StoppedEarly reports whether training had early stopping: the model holds all rounds, and predicts with all of them, as
// the library's boosters do, where its scikit-learn classes leave out those behind the best one.
func (m *Model) StoppedEarly() bool { return m.stopped }

// number fills m.used and tells each split its place there.
func (m *Model) number(trees []*splitTree) {
	seen := map[input]int32{}
	for _, t := range trees {
		for _, n := range t.nodes {
			if n.left != 0 {
				seen[input{n.feature, n.missing}] = 0
			}
		}
	}
	m.used = slices.SortedFunc(maps.Keys(seen), func(a, b input) int {
		return cmp.Or(cmp.Compare(a.feature, b.feature), cmp.Compare(a.missing, b.missing))
	})
	for i, in := range m.used {
		seen[in] = int32(i)
	}
	for _, t := range trees {
		for i := range t.nodes {
			if n := &t.nodes[i]; n.left != 0 {
				n.input = seen[input{n.feature, n.missing}]
			}
		}
	}
}

// ownPlan is the plan for rows in the model's own order.
func (m *Model) ownPlan() *Plan {
	columns := make([]int32, len(m.used))
	for i, in := range m.used {
		columns[i] = int32(in.feature)
	}
	return newPlan(m, m.width, columns)
}

func (t *splitTree) complete() bool {
	return t.depth <= maxComplete && !slices.ContainsFunc(t.nodes, func(n splitNode) bool { return n.categories != nil })
}

// Objective returns what the model was trained for.
func (m *Model) Objective() Objective { return m.objective }

// Trees returns the number of trees.
func (m *Model) Trees() int { return m.count }

// NumFeatures returns the number of features that the model was trained on, used or not.
func (m *Model) NumFeatures() int { return m.width }

// FeatureNames returns the names of the model's features in its own order; the caller owns the slice. It is empty for
// a model that was trained without names.
func (m *Model) FeatureNames() []string { return slices.Clone(m.names) }

// WithFeatureNames returns the model with its features named, for a model that was trained without names. A model
// that has names keeps them: other ones are a *[FormatError].
func (m *Model) WithFeatureNames(names []string) (*Model, error) {
	if len(m.names) > 0 && !slices.Equal(m.names, names) {
		return nil, malformed("feature_names", "the model has names of its own")
	}
	if len(names) != m.width {
		return nil, malformed("feature_names", "%d names for %d features", len(names), m.width)
	}
	if err := checkNames(names, m.width); err != nil {
		return nil, err
	}
	named := *m
	named.names = slices.Clone(names)
	named.own = named.ownPlan()
	return &named, nil
}

// Predict returns the prediction for one row of NumFeatures values in the model's own order; NaN is a missing value.
// It is the probability of class 1 or, for a regression, the value; XGBoost's is exactly a float32. Where the caller's
// order may differ, use [Model.Bind]. It does not allocate for models that split on up to 256 features.
func (m *Model) Predict(row []float32) (float64, error) { return m.own.Predict(row) }

// Margin is Predict before the objective's transformation: the sum of the base score's margin and one leaf a tree.
func (m *Model) Margin(row []float32) (float64, error) { return m.own.Margin(row) }

// PredictBatch appends the predictions for rows, a row-major matrix of NumFeatures columns, to dst.
func (m *Model) PredictBatch(dst []float64, rows []float32) ([]float64, error) {
	return m.own.PredictBatch(dst, rows)
}

// margin gathers and encodes a row into keys and sums its leaves.
func (m *Model) margin(keys []int32, row []float32, columns []int32) float64 {
	if m.lightgbm != nil {
		encodeLightGBM(keys, row, columns, m.used)
		return m.lightgbm.sum(keys) / m.parts
	}
	encode(keys, row, columns)
	return float64(m.xgboost.sum(keys))
}

func (m *Model) transform(margin float64) float64 {
	switch {
	case m.objective != BinaryLogistic:
		return margin
	case m.lightgbm != nil:
		return 1 / (1 + math.Exp(-m.slope*margin))
	}
	return float64(sigmoid(float32(margin)))
}

// sigmoid is XGBoost's (src/common/math.h): float32 throughout, with its clamp of the exponent.
func sigmoid(x float32) float32 {
	exp := float32(math.Exp(float64(min(-x, 88.7))))
	return 1 / (exp + 1)
}

// logit is the inverse, with which XGBoost turns a base score into a margin.
func logit(p float32) float32 { return -float32(math.Log(float64(1/p - 1))) }

func wrongWidth(got, want int) error {
	return fmt.Errorf("tree: a row of %d values for %d features; bind the features by name and pass them all", got, want)
}
