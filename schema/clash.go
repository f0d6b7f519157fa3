package schema

import "strings"

// clashing reports whether no text holds what constraints demand and lacks what they refuse: begins with a and with b, holds ab
// and no a.
func clashing(cs []Constraint) bool {
	var refused strings.Builder // single characters
	for _, c := range cs {
		if c.names() && c.Op == Ne && (c.Kind == ContainsAny || c.Kind == Contains && len([]rune(c.Text)) == 1) {
			refused.WriteString(c.Text)
		}
	}
	for i, c := range cs {
		if c.names() && c.Op != Ne && c.Kind == ContainsAny && strings.Trim(c.Text, refused.String()) == "" {
			return true
		}
		for _, d := range cs[:i] {
			if c.clashes(d) || d.clashes(c) {
				return true
			}
		}
	}
	return false
}

// clashes reports whether no text that c demands is free of what d refuses, or begins or ends as d demands.
func (c Constraint) clashes(d Constraint) bool {
	if !c.names() || !d.names() || c.Op == Ne {
		return false
	}
	begins, ends := c.Kind == HasPrefix, c.Kind == HasSuffix
	if !begins && !ends && c.Kind != Contains {
		return false
	}
	switch refused := d.Op == Ne; d.Kind {
	case Contains:
		return refused && strings.Contains(c.Text, d.Text)
	case ContainsAny:
		return refused && strings.ContainsAny(c.Text, d.Text)
	case HasPrefix:
		return begins && refused == strings.HasPrefix(c.Text, d.Text) && (refused || !strings.HasPrefix(d.Text, c.Text))
	case HasSuffix:
		return ends && refused == strings.HasSuffix(c.Text, d.Text) && (refused || !strings.HasSuffix(d.Text, c.Text))
	}
	return false
}

// names reports whether a rule looks for a text that it names itself, whatever the other fields are.
func (c Constraint) names() bool {
	return c.When == nil && c.Path == "" && !c.Fold && c.Text != ""
}

// opposed reports whether no two values compare as constraints demand of the element and of one other field: greater and less,
// equal and not equal. A text that is equal has as many bytes. Ne alone is met where the other is nil, and by NaN.
func opposed(cs []Constraint) bool {
	for i, c := range cs {
		if !c.compares() {
			continue
		}
		possible := false
		for _, value := range []int{-1, 0, 1} {
			for _, size := range []int{-1, 0, 1} { // of the text's bytes
				possible = possible || (value != 0 || size == 0) && related(cs[i:], c.Path, value, size)
			}
		}
		if !possible {
			return true
		}
	}
	return false
}

func (c Constraint) compares() bool { return c.Kind == Against && c.When == nil }

// related reports whether a value that compares so with the other field meets what constraints say of the two.
func related(cs []Constraint, path string, value, size int) bool {
	for _, c := range cs {
		if !c.compares() || c.Path != path {
			continue
		}
		order := value
		if c.Text == "bytes" {
			order = size
		}
		if !ordered(c.Op, order) {
			return false
		}
	}
	return true
}
