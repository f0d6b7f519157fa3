package schema

import "slices"

// Contradiction returns the first constraint that allows listed values only (one-of, equality, an enum's own), none of
// which meets every other constraint; nil when there is none. It evaluates each listed value, and does not look for empty
// ranges.
func Contradiction(el *Element) *Constraint {
	cs := el.Constraints
	meets := func(v Literal) bool { return len(new(Evaluator).EvaluateElement(el, v.Any())) == 0 }
	for i := range cs {
		if values := cs[i].listed(); len(values) > 0 && !slices.ContainsFunc(values, meets) {
			return &cs[i]
		}
	}
	return nil
}

// listed returns the values that the constraint allows when it lists them all.
func (c Constraint) listed() []Literal {
	switch {
	case c.Kind == OneOf && c.Op != Ne && !c.Fold:
		return c.Limits
	case c.Kind == Range && c.Op == Eq && c.Limit != nil:
		return []Literal{*c.Limit}
	}
	return nil
}
