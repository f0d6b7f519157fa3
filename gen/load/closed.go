package load

import (
	"slices"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/schema"
)

// closed warns of a type that its constants make an enum although it seems to be meant for other values, too, as upstream takes
// them: of one constant alone, or with limits that say nothing about its constants.
func (l *loader) closed(s *source, e *schema.Element, what string) {
	if e.Type.Kind != schema.Enum {
		return
	}
	const remedy = "where it is to take other values, use a type without constants, or write them without the type: const Name = …"
	if len(e.Type.Values) == 1 {
		l.found.Warnf(l.fset.Position(s.pos()), diag.UnreachableRule, remedy,
			"%s takes %s alone: its type has one constant, which makes it an enum", what, e.Type.Values[0].String())
		return
	}
	for _, c := range e.Constraints {
		limit := c.Kind == schema.Range && c.Op != schema.Eq && c.Op != schema.Ne || c.Kind == schema.Length
		if !limit || c.When != nil {
			continue
		}
		el := &schema.Element{Type: e.Type, Constraints: []schema.Constraint{c}}
		if !slices.ContainsFunc(e.Type.Values, func(v schema.Literal) bool { return len(new(schema.Evaluator).EvaluateElement(el, v.Any())) > 0 }) {
			l.tagWarnf(s, s.def.opts.tag, c.Rule+"="+c.Param, diag.UnreachableRule, remedy,
				"%s=%s of %s has no effect: the constants of its type, its only values, meet it", c.Rule, c.Param, what)
		}
	}
}
