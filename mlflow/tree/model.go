package tree

import (
	"fmt"
	"math"
	"slices"
)

// Objective is XGBoost's name of what a model was trained for; it decides what becomes of a margin.
type Objective string

// The objectives that are evaluated.
const (
	BinaryLogistic Objective = "binary:logistic"  // a prediction is the probability of class 1
	SquaredError   Objective = "reg:squarederror" // a prediction is the margin itself
)

// Model is a loaded, checked model. It is immutable and safe for concurrent use.
type Model struct {
	objective Objective
	names     []string
	width     int // features that it was trained on
	base      float32
	gains     []gain
	blocks    []block
	count     int
	used      []int32 // the features that some split tests, ascending
	own       *Plan   // for rows in the model's own order
}

// block is either four complete trees or one sparse tree. (A concrete pair, not an interface: a call through one would
// move each prediction's scratch to the heap.)
type block struct {
	quad   *quad
	sparse *sparse
}

// build turns checked trees into blocks, in the trees' order, which the sums keep.
func (m *Model) build(trees []*splitTree) {
	m.count = len(trees)
	used := m.number(trees)
	var pending []*splitTree
	flush := func() {
		if len(pending) > 0 {
			m.blocks = append(m.blocks, block{quad: newQuad(pending, used)})
			pending = pending[:0]
		}
	}
	for _, t := range trees {
		if !t.complete() {
			flush()
			m.blocks = append(m.blocks, block{sparse: newSparse(t, used)})
			continue
		}
		if pending = append(pending, t); len(pending) == 4 {
			flush()
		}
	}
	flush()
	m.own = newPlan(m, m.width, m.used)
}

// number fills m.used and returns, for each feature, its place there.
func (m *Model) number(trees []*splitTree) []int32 {
	place := make([]int32, m.width)
	for _, t := range trees {
		for _, n := range t.nodes {
			if n.left != 0 {
				place[n.feature] = 1
			}
		}
	}
	for f := range place {
		if place[f] != 0 {
			place[f] = int32(len(m.used))
			m.used = append(m.used, int32(f))
		}
	}
	return place
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
	named.own = newPlan(&named, m.width, m.used)
	return &named, nil
}

// Predict returns the prediction for one row of NumFeatures values in the model's own order; NaN is a missing value.
// It is the probability of class 1 or, for a regression, the value. Where the caller's order may differ, use
// [Model.Bind]. It does not allocate for models that split on up to 256 features.
func (m *Model) Predict(row []float32) (float32, error) { return m.own.Predict(row) }

// Margin is Predict before the objective's transformation: the sum of the base score's margin and one leaf a tree.
func (m *Model) Margin(row []float32) (float32, error) { return m.own.Margin(row) }

// PredictBatch appends the predictions for rows, a row-major matrix of NumFeatures columns, to dst.
func (m *Model) PredictBatch(dst, rows []float32) ([]float32, error) {
	return m.own.PredictBatch(dst, rows)
}

func (m *Model) sum(keys []int32) float32 {
	sum := m.base
	for i := range m.blocks {
		if q := m.blocks[i].quad; q != nil {
			sum = q.add(sum, keys)
		} else {
			sum = m.blocks[i].sparse.add(sum, keys)
		}
	}
	return sum
}

func (m *Model) transform(margin float32) float32 {
	if m.objective == BinaryLogistic {
		return sigmoid(margin)
	}
	return margin
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
