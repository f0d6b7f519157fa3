package load

import (
	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/schema"
)

// implied warns of a limit that a tighter one of the same side makes superfluous: gte=0 beside gte=1. Limits of times,
// which have none, and equalities are left alone.
func (l *loader) implied(s *source, e *schema.Element, what string) {
	for _, kind := range []schema.ConstraintKind{schema.Range, schema.Length} {
		low, high := bounds(e.Type, e.Constraints, kind)
		for _, c := range e.Constraints {
			if c.Kind != kind || c.When != nil || c.Implicit || c.Param == "" || c.Op == schema.Eq || c.Op == schema.Ne {
				continue
			}
			ownLow, ownHigh := bounds(e.Type, []schema.Constraint{c}, kind)
			tight, own := low, ownLow
			if c.Op == schema.Lt || c.Op == schema.Lte {
				tight, own = high, ownHigh
			}
			if _, same := tight.against(own); tight.rule == "" || same || own.rule == "" {
				continue
			}
			l.tagWarnf(s, s.def.opts.tag, c.Rule+"="+c.Param, diag.UnreachableRule, "remove it",
				"%s=%s of %s has no effect beside %s", c.Rule, c.Param, what, tight)
		}
	}
}
