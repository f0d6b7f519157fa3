package load

import (
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/schema"
)

// clashing reports rules about what a text holds of which no text meets both: startswith=a beside startswith=b, contains=ab
// beside excludes=a.
func (l *loader) clashing(s *source, e *schema.Element, what string) bool {
	for i, c := range e.Constraints {
		for _, d := range e.Constraints[:i] {
			if !clash(c, d) && !clash(d, c) {
				continue
			}
			for _, o := range e.Constraints {
				if o.Kind == schema.Omit {
					what += " but the omitted one"
					break
				}
			}
			l.ruleErrorf(s, ruleText(&c), diag.EmptyRange, "change one of the rules", "no value of %s can be %s and %s", what, ruleText(&d), ruleText(&c))
			return true
		}
	}
	return false
}

// clash reports whether no text that a demands is free of what b refuses, or begins or ends as b demands.
func clash(a, b schema.Constraint) bool {
	if !heldAlways(a) || !heldAlways(b) || a.Op == schema.Ne {
		return false
	}
	begins, ends := a.Kind == schema.HasPrefix, a.Kind == schema.HasSuffix
	if !begins && !ends && a.Kind != schema.Contains {
		return false
	}
	switch refused := b.Op == schema.Ne; b.Kind {
	case schema.Contains:
		return refused && strings.Contains(a.Text, b.Text)
	case schema.ContainsAny:
		return refused && strings.ContainsAny(a.Text, b.Text)
	case schema.HasPrefix:
		return begins && refused == strings.HasPrefix(a.Text, b.Text) && (refused || !strings.HasPrefix(b.Text, a.Text))
	case schema.HasSuffix:
		return ends && refused == strings.HasSuffix(a.Text, b.Text) && (refused || !strings.HasSuffix(b.Text, a.Text))
	}
	return false
}

// heldAlways reports whether a rule looks for a text that it names itself, whatever the other fields are.
func heldAlways(c schema.Constraint) bool {
	return c.When == nil && c.Path == "" && !c.Fold && c.Text != ""
}
