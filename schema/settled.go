package schema

import "slices"

// Settled are constraints without those that a value alone does not decide: what reads the clock, other fields or their
// conditions. A rule that never applies stands in the place of each, as the first rule of a value has a meaning of its own.
func Settled(cs []Constraint) []Constraint {
	out := slices.Clone(cs)
	for i, c := range out {
		if !c.settled() {
			out[i] = Constraint{Kind: NotZero, When: &Condition{Any: true}}
		}
	}
	return out
}

// settled reports whether a value alone decides the constraint.
func (c *Constraint) settled() bool {
	if c.Kind == Clock || c.When != nil || len(c.Operands()) > 0 {
		return false
	}
	return !slices.ContainsFunc(c.Any, func(all []Constraint) bool {
		return slices.ContainsFunc(all, func(c Constraint) bool { return !c.settled() })
	})
}
