package validate

import (
	"fmt"
	"slices"
	"strings"
)

// Group is the violations of one rule at one place of the record, over all rows.
type Group struct {
	// Path is the place with indexes blanked: "items[].price".
	Path string
	// Rule and Limit are the rule's word and parameter.
	Rule, Limit string
	// Count is the number of violations, Rows the number of rows that they are in.
	Count, Rows int
	// Examples are the first three.
	Examples []Violation

	lastRow int32
}

const maxExamples = 3

// Groups returns the violations by rule and place, the most frequent first, ties in order of appearance.
func (e *Error) Groups() []Group {
	type key struct {
		path string
		rule *Rule
	}
	var groups []Group
	index := map[key]int{}
	for i := range e.Violations {
		v := &e.Violations[i]
		k := key{v.pattern(), v.rule}
		at, ok := index[k]
		if !ok {
			at = len(groups)
			index[k] = at
			groups = append(groups, Group{Path: k.path, Rule: v.rule.Name, Limit: v.rule.Param})
		}
		groups[at].add(v)
	}
	slices.SortStableFunc(groups, func(a, b Group) int { return b.Count - a.Count })
	return groups
}

func (g *Group) add(v *Violation) {
	g.Count++
	if v.row != g.lastRow || g.Rows == 0 {
		g.Rows++
		g.lastRow = v.row
	}
	if len(g.Examples) < maxExamples {
		g.Examples = append(g.Examples, *v)
	}
}

// Rows returns the indexes of the rows with a violation, each once, in order of appearance.
func (e *Error) Rows() []int {
	var rows []int
	last := int32(0)
	for i := range e.Violations {
		if v := &e.Violations[i]; v.row > 0 && v.row != last {
			rows = append(rows, v.Row())
			last = v.row
		}
	}
	return rows
}

// Summary prints the groups: rule and place, count, and three examples each.
func (e *Error) Summary() string {
	groups := e.Groups()
	var b strings.Builder
	fmt.Fprintf(&b, "%s in %s, %s:", count(len(e.Violations), "violation"), count(len(e.Rows()), "row"), count(len(groups), "kind"))
	for i, g := range groups {
		if i == maxPrinted {
			fmt.Fprintf(&b, "\n  … and %s more", count(len(groups)-i, "kind"))
			break
		}
		g.write(&b)
	}
	return b.String()
}

func (g *Group) write(b *strings.Builder) {
	place := g.Path
	if place == "" {
		place = "(record)"
	}
	rule := g.Rule
	if g.Limit != "" {
		rule += "=" + g.Limit
	}
	fmt.Fprintf(b, "\n  %s  %s  ×%d", place, rule, g.Count)
	for i := range g.Examples {
		b.WriteString("\n      " + g.Examples[i].String())
	}
	if more := g.Count - len(g.Examples); more > 0 {
		fmt.Fprintf(b, "\n      … and %d more", more)
	}
}
