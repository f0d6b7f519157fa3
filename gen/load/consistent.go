package load

import (
	"math"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/schema"
)

// consistent refuses rules of one value that no value can meet: an empty range of numbers or lengths.
func (l *loader) consistent(s *source, f *schema.Field) {
	for _, kind := range []schema.ConstraintKind{schema.Range, schema.Length} {
		low, high := bounds(f.Constraints, kind)
		if low.after(high) {
			l.tagErrorf(s, s.def.opts.tag, high.rule, diag.EmptyRange, "change one of the limits",
				"no value of field %s can be %s=%s and %s=%s", s.v.Name(), low.rule, low.param, high.rule, high.param)
		}
	}
}

// bound is the tightest limit of one side.
type bound struct {
	value       float64
	open        bool
	rule, param string
}

func (b bound) after(high bound) bool {
	return b.rule != "" && high.rule != "" && (b.value > high.value || b.value == high.value && (b.open || high.open))
}

func bounds(cs []schema.Constraint, kind schema.ConstraintKind) (low, high bound) {
	low, high = bound{value: math.Inf(-1)}, bound{value: math.Inf(1)}
	for _, c := range cs {
		if c.Kind != kind || c.Limit != nil && c.Limit.Kind == schema.String {
			continue
		}
		b := bound{value: float64(c.Count), rule: c.Rule, param: c.Param, open: c.Op == schema.Gt || c.Op == schema.Lt}
		if c.Limit != nil {
			b.value = c.Limit.Float64()
		}
		if (c.Op == schema.Gt || c.Op == schema.Gte || c.Op == schema.Eq) && (low.rule == "" || b.value > low.value || b.value == low.value && b.open) {
			low = b
		}
		if (c.Op == schema.Lt || c.Op == schema.Lte || c.Op == schema.Eq) && (high.rule == "" || b.value < high.value || b.value == high.value && b.open) {
			high = b
		}
	}
	return low, high
}
