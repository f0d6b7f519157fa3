package tree

import (
	"fmt"
	"slices"
	"sync"
)

// Plan predicts from rows in a caller's own order of features: it gathers each value that the model needs by the
// position that its name has there. It is immutable and safe for concurrent use.
type Plan struct {
	model   *Model
	width   int
	columns []int32 // of each of model.used, the caller's column
	extra   []string
	scratch sync.Pool // for models that use more features than the stack's scratch holds
}

// stackFeatures is the number of used features whose keys fit the scratch on the stack (2 kB).
const stackFeatures = 256

func newPlan(m *Model, width int, columns []int32) *Plan {
	p := &Plan{model: m, width: width, columns: columns}
	p.scratch.New = func() any {
		keys := make([]int32, 2*len(columns))
		return &keys
	}
	return p
}

// Bind computes the plan for rows whose values stand in the order of have. Every feature of the model must be among
// those names, used by a split or not; names that the model does not know are allowed and told by [Plan.Extra]. The
// error is a *[BindError].
func (m *Model) Bind(have []string) (*Plan, error) {
	if len(m.names) == 0 && m.width > 0 {
		return nil, &BindError{Unnamed: true}
	}
	problem := &BindError{}
	at := make(map[string]int32, len(have))
	for i, name := range have {
		if _, twice := at[name]; twice {
			problem.Repeated = append(problem.Repeated, name)
		}
		at[name] = int32(i)
	}
	known := make(map[string]bool, len(m.names))
	for _, name := range m.names {
		known[name] = true
		if _, ok := at[name]; !ok {
			problem.Missing = append(problem.Missing, name)
		}
	}
	problem.Extra = slices.DeleteFunc(slices.Clone(have), func(name string) bool { return known[name] })
	if len(problem.Missing) > 0 || len(problem.Repeated) > 0 {
		return nil, problem
	}
	columns := make([]int32, len(m.used))
	for i, in := range m.used {
		columns[i] = at[m.names[in.feature]]
	}
	p := newPlan(m, len(have), columns)
	p.extra = problem.Extra
	return p, nil
}

// Extra returns the caller's names that the model does not know, in the caller's order: worth a notice.
func (p *Plan) Extra() []string { return slices.Clone(p.extra) }

// Width is the number of values in a row: as many as names were bound.
func (p *Plan) Width() int { return p.width }

// Predict returns the prediction for one row in the bound order; see [Model.Predict]. The error is for a row of another
// length than the plan's.
func (p *Plan) Predict(row []float32) (float64, error) {
	margin, err := p.Margin(row)
	if err != nil {
		return 0, err
	}
	return p.model.transform(margin), nil
}

// Margin is Predict before the objective's transformation.
func (p *Plan) Margin(row []float32) (float64, error) {
	if len(row) != p.width {
		return 0, wrongWidth(len(row), p.width)
	}
	if len(p.columns) <= stackFeatures {
		var keys [2 * stackFeatures]int32
		return p.model.margin(keys[:], row, p.columns), nil
	}
	keys := p.scratch.Get().(*[]int32)
	margin := p.model.margin(*keys, row, p.columns)
	p.scratch.Put(keys)
	return margin, nil
}

// PredictBatch appends the predictions for rows, a row-major matrix of Width columns, to dst and returns it. dst comes
// back as it was when the length of rows is not a multiple of Width.
func (p *Plan) PredictBatch(dst []float64, rows []float32) ([]float64, error) {
	if p.width == 0 || len(rows)%p.width != 0 {
		return dst, fmt.Errorf("tree: %d values are not rows of %d features", len(rows), p.width)
	}
	keys := p.scratch.Get().(*[]int32)
	defer p.scratch.Put(keys)
	dst = slices.Grow(dst, len(rows)/p.width)
	for ; len(rows) > 0; rows = rows[p.width:] {
		dst = append(dst, p.model.transform(p.model.margin(*keys, rows[:p.width], p.columns)))
	}
	return dst, nil
}
