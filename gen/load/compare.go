package load

import (
	"go/types"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/schema"
)

// compared refuses rules that would compare an array with its zero where Go compares no such elements: they hold a
// slice, a map or a function. what names the value, t is its Go type.
func (l *loader) compared(s *source, e *schema.Element, t types.Type, what string) {
	var elem types.Type
	switch u := types.Unalias(t).(type) {
	case *types.Array:
		elem = u.Elem()
		if c := comparing(e.Constraints); c != nil && !types.Comparable(u) {
			l.tagErrorf(s, s.def.opts.tag, c.Rule, diag.RuleMisfit, "put the rule behind dive, or use a slice",
				"rule %q does not apply to %s %s: Go compares no arrays of %s", c.Rule, e.Type, what, typeName(s.def, elem))
		}
	case *types.Slice:
		elem = u.Elem()
	case *types.Map:
		elem = u.Elem()
	}
	if elem != nil && e.Type.Elem != nil {
		l.compared(s, e.Type.Elem, elem, "elements of field "+s.v.Name())
	}
}

// comparing returns the first rule that compares an array with its zero, nil when there is none: an omit does only when
// a rule stands behind it.
func comparing(cs []schema.Constraint) *schema.Constraint {
	var omit *schema.Constraint
	for i := range cs {
		switch c := &cs[i]; {
		case c.Kind == schema.NotZero:
			return c
		case c.Kind != schema.Omit:
			if omit != nil {
				return omit
			}
		case c.Text != "nil" && omit == nil:
			omit = c
		}
	}
	return nil
}
