package schema

import "slices"

// Settled are constraints without those that a value alone does not decide: what reads the clock, other fields or their
// conditions. A rule that never applies stands in the place of each, as the first rule of a value has a meaning of its own.
func Settled(cs []Constraint) []Constraint { return settled(cs, false) }

// settled is Settled; clock keeps what reads the clock.
func settled(cs []Constraint, clock bool) []Constraint {
	out := slices.Clone(cs)
	for i, c := range out {
		if !c.settled(clock) {
			out[i] = never()
		}
	}
	return out
}

// settled reports whether a value alone, with the clock where that is asked for, decides the constraint.
func (c *Constraint) settled(clock bool) bool {
	if c.Kind == Clock && !clock || c.When != nil || len(c.Operands()) > 0 {
		return false
	}
	return !slices.ContainsFunc(c.Any, func(all []Constraint) bool {
		return slices.ContainsFunc(all, func(c Constraint) bool { return !c.settled(clock) })
	})
}
