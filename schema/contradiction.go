package schema

import (
	"slices"
	"time"
)

// Contradiction returns constraints of an element of which no value meets all, as few as show it and in their order; nil when
// it finds none. Of what may be omitted it says that no other value meets them; nil meets those of an optional value that are
// isdefault, or begin with it. It knows values, numbers of items and sums, what texts hold, and comparisons with one other field;
// conditions it takes for met, and so does it what the evaluator has no function for.
func (e *Evaluator) Contradiction(el *Element) []Constraint {
	if !e.contradictory(el) {
		return nil
	}
	for i := range el.Constraints {
		fewer := *el
		fewer.Constraints = slices.Clone(el.Constraints)
		fewer.Constraints[i] = never()
		if e.contradictory(&fewer) {
			el = &fewer
		}
	}
	return slices.DeleteFunc(slices.Clone(el.Constraints), idle)
}

// never is a rule that never applies. It stands where another was, as the first rule of a value has a meaning of its own.
func never() Constraint { return Constraint{Kind: NotZero, When: &Condition{Any: true}} }

// idle reports whether a rule never applies.
func idle(c Constraint) bool { return c.When != nil && c.When.Any && len(c.When.Tests) == 0 }

// contradictory reports whether constraints are known to leave no value. One that lists its values decides: either some of them
// meet the others, or none does.
func (e *Evaluator) contradictory(el *Element) bool {
	if el.NilMeets() {
		return false
	}
	if opposed(el.Constraints) || clashing(el.Constraints) {
		return true
	}
	rest := Element{Type: el.Type, Optional: el.Optional, Constraints: settled(el.Constraints, true)}
	listed := false
	for _, c := range rest.Constraints {
		if values := listing(&rest, c); len(values) > 0 {
			listed = true
			if !e.meetsAny(&rest, values) {
				return true
			}
		}
	}
	if listed {
		return false
	}
	for i, c := range rest.Constraints {
		if c.Kind == Omit {
			rest.Constraints[i] = never()
		}
	}
	if values := critical(rest.Type, rest.Constraints); len(values) > 0 {
		return !new(Evaluator).meetsAny(&rest, values) // what has a format, or meets a function, may be another value
	}
	return e.uncounted(&rest)
}

// NilMeets reports whether nil is an optional value that meets the constraints, isdefault among them, where no condition is met.
func (el *Element) NilMeets() bool {
	zero := false
	for i, c := range el.Constraints {
		switch {
		case c.When != nil || c.Implicit:
		case c.Kind != Zero:
			return false
		case i == 0: // no later rule is asked
			return el.Optional
		default:
			zero = true
		}
	}
	return zero && el.Optional
}

// present is the instant that contradictions look at: further from the zero time than any duration reaches.
func present() time.Time { return time.Unix(1e9, 0).UTC() }

// meetsAny reports whether one of the values meets the constraints of an element.
func (e *Evaluator) meetsAny(el *Element, values []any) bool {
	w := &Evaluator{Format: e.Format, User: e.User, Now: present()}
	return slices.ContainsFunc(values, func(v any) bool { return len(w.EvaluateElement(el, v)) == 0 })
}

// listing returns the values that a constraint allows when they can be listed; nil stands for the zero, too.
func listing(el *Element, c Constraint) []any {
	var out []any
	switch {
	case c.When != nil:
	case c.Kind == Zero && (el.Type.Kind != Struct || el.Type.Record != nil || el.Optional):
		return []any{nil}
	case c.Kind == OneOf && c.Op != Ne && c.Fold:
		for _, l := range c.Limits {
			spelled := foldings(l.Text)
			if spelled == nil { // too many
				return nil
			}
			out = append(out, spelled...)
		}
	case c.Kind == OneOf && c.Op != Ne:
		for _, l := range c.Limits {
			out = append(out, l.Any())
		}
	case c.Kind == Range && c.Op == Eq && c.Limit != nil:
		return []any{c.Limit.Any()}
	}
	return out
}
