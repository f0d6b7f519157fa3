package schema

import "slices"

// Always reports whether alternatives leave nothing out: every value of the element's type meets one of them, but a nil optional
// one, which breaks them. It finds what the limits and texts of the alternatives say of each other, and knows nothing of formats.
func Always(t Type, optional bool, alternatives [][]Constraint) bool {
	switch t.Kind {
	case Enum: // whose values are not all that a Go value may be
		t = Type{Kind: t.Base}
	case Decimal: // whose digits another tag says
		t = Type{Kind: Decimal}
	}
	var known [][]Constraint // what a value alone decides
	var negated []Constraint
	for _, all := range alternatives {
		switch {
		case len(all) == 0, len(all) == 1 && all[0].Kind == NotZero && all[0].When == nil && (optional || t.Kind == Struct):
			return true
		case !slices.ContainsFunc(all, func(c Constraint) bool { return !c.exact() || c.Kind == Zero && optional }):
			known = append(known, all)
		}
		if len(all) == 1 {
			if c, ok := all[0].negation(optional); ok {
				negated = append(negated, c)
			}
		}
	}
	either := Element{Type: t, Constraints: []Constraint{{Kind: AnyOf, Any: known}}}
	if values := critical(t, either.Constraints); len(values) > 0 && len(known) > 0 {
		w := &Evaluator{Now: present()}
		if !slices.ContainsFunc(values, func(v any) bool { return breaks(t, w.EvaluateElement(&either, v)) }) {
			return true
		}
	}
	return len(negated) > 0 && new(Evaluator).contradictory(&Element{Type: t, Constraints: negated})
}

// breaks reports whether a value breaks a rule and is one of the type, as decimals of too many digits may be when they are rounded.
func breaks(t Type, found []Finding) bool {
	return slices.ContainsFunc(found, func(f Finding) bool { return t.Kind == Decimal || f.Rule != ruleType && f.Rule != ruleOverflow })
}

// exact reports whether critical values decide the constraint.
func (c Constraint) exact() bool {
	switch c.Kind {
	case Range, OneOf, NotZero, Zero, Finite, Interval, Clock:
		return c.When == nil
	case AnyOf:
		return c.When == nil && !slices.ContainsFunc(c.Any, func(all []Constraint) bool {
			return slices.ContainsFunc(all, func(c Constraint) bool { return !c.exact() })
		})
	}
	return false
}

// negation returns the constraint that a value which is there meets when it breaks c; ok is false where none says so.
func (c Constraint) negation(optional bool) (n Constraint, ok bool) {
	n = c
	switch equality := c.Op == Eq || c.Op == Ne; {
	case c.When != nil, c.Kind == Contains && c.Path != "":
		return n, false
	case c.Kind == NotZero && !optional:
		n.Kind = Zero
	case c.Kind == Zero && !optional:
		n.Kind = NotZero
	case c.Kind == Length, (c.Kind == Range || c.Kind == Against) && equality:
		n.Op = opposites[c.Op]
	case c.Kind == OneOf || c.Kind == Contains || c.Kind == ContainsAny || c.Kind == HasPrefix || c.Kind == HasSuffix:
		if n.Op = Ne; c.Op == Ne {
			n.Op = ""
		}
	default:
		return n, false
	}
	return n, true
}

// opposites are the operators that what breaks an operator meets.
var opposites = map[Op]Op{Eq: Ne, Ne: Eq, Lt: Gte, Lte: Gt, Gt: Lte, Gte: Lt}
