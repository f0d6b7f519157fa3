package validate

import "slices"

// BrokenRule is a rule as an error: errors.Is(err, validate.BrokenRule("required")) reports whether err holds an [Error]
// with a violation of the rule. The names of what decoders report work, too: BrokenRule(RuleMissing).
type BrokenRule string

// Error says that the rule is broken.
func (b BrokenRule) Error() string { return "breaks the rule " + string(b) }

// Error is [Violation.String], so that errors.As finds a violation in an [Error].
func (v *Violation) Error() string { return v.String() }

// Is reports whether the violation broke the [BrokenRule] target: errors.Is calls it.
func (v *Violation) Is(target error) bool {
	rule, ok := target.(BrokenRule)
	return ok && v.rule.Name == string(rule)
}

// Is reports whether a violation broke the [BrokenRule] target: errors.Is calls it.
func (e *Error) Is(target error) bool {
	return slices.ContainsFunc(e.Violations, func(v Violation) bool { return v.Is(target) })
}

// As sets a target of type **Violation to the first violation: errors.As calls it.
func (e *Error) As(target any) bool {
	first, ok := target.(**Violation)
	if !ok || len(e.Violations) == 0 {
		return false
	}
	*first = &e.Violations[0]
	return true
}

// ByPath returns the violations by the path of their values, for forms that show a message beside each input. In a batch,
// the rows are not told apart.
func (e *Error) ByPath() map[string][]*Violation {
	return by(e, (*Violation).Path)
}

// ByRule returns the violations by the rule's word.
func (e *Error) ByRule() map[string][]*Violation {
	return by(e, (*Violation).Rule)
}

// ByRow returns the violations by the row of a batch; those outside of one are under -1.
func (e *Error) ByRow() map[int][]*Violation {
	return by(e, (*Violation).Row)
}

func by[K comparable](e *Error, key func(*Violation) K) map[K][]*Violation {
	groups := map[K][]*Violation{}
	for i := range e.Violations {
		v := &e.Violations[i]
		groups[key(v)] = append(groups[key(v)], v)
	}
	return groups
}
