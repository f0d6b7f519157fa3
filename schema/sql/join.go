package sql

import (
	"slices"

	"github.com/typedml/typedml/schema"
)

// list is a list whose elements are looked through, the name of one, and what must hold for there to be the list.
type list struct {
	of, element string
	guards      []string
}

// anyOf is true when the elements of lists, each below the one before, meet the condition: by lambdas within each other, or by one
// subquery over all, since engines read no more than some subqueries within each other.
func (c *compiler) anyOf(in []list, condition string) string {
	switch {
	case len(in) == 0:
		return condition
	case c.d.json:
		from, _ := joins(in)
		return c.say(wordAny, in[0].of, from, guarded(in, condition))
	}
	for _, l := range slices.Backward(in) {
		condition = and(append(slices.Clone(l.guards), c.exists(l.of, l.element, condition))...)
	}
	return condition
}

// firstOf is the value at the first elements that meet the condition.
func (c *compiler) firstOf(in []list, condition, value string) string {
	switch {
	case len(in) == 0:
		return value
	case c.d.json:
		from, order := joins(in)
		return c.say(wordSample, in[0].of, from, guarded(in, condition), value, order)
	}
	for i, l := range slices.Backward(in) {
		value = c.say(wordSample, l.of, l.element, settled(condition), value)
		if i > 0 {
			condition = c.exists(l.of, l.element, condition)
		}
	}
	return value
}

// joins are what follows the first list in FROM, and the order of elements.
func joins(in []list) (from, order string) {
	from, order = in[0].element, in[0].element+".id"
	for _, l := range in[1:] {
		from += ", json_each(" + l.of + ") AS " + l.element
		order += ", " + l.element + ".id"
	}
	return from, order
}

// guarded is the condition where there are the lists.
func guarded(in []list, condition string) string {
	var all []string
	for _, l := range in {
		all = append(all, l.guards...)
	}
	return and(append(all, condition)...)
}

// found are conditions on the elements of lists that are below each other.
type found struct {
	in         []list
	conditions []string
}

// brokenJSON is broken by one subquery for each list that the value holds.
func (c *compiler) brokenJSON(el *schema.Element, x string) string {
	all := []found{{}}
	c.undecoded(&all, 0, el, x, nil)
	var conditions []string
	for _, f := range all {
		if condition := or(f.conditions...); condition != "" {
			conditions = append(conditions, c.anyOf(f.in, condition))
		}
	}
	return or(conditions...)
}

// undecoded adds the ways in which a value in the lists of all[at], or one that it holds, does not decode, where the guards hold.
func (c *compiler) undecoded(all *[]found, at int, el *schema.Element, x string, guards []string) {
	if misfit := c.misfit(el, x); misfit != "" {
		f := &(*all)[at]
		f.conditions = append(f.conditions, and(append(slices.Clone(guards), misfit)...))
	}
	switch t := el.Type; t.Kind {
	case schema.Struct:
		guards = append(slices.Clone(guards), isNotNull(x))
		for i := range t.Record.Fields {
			f := &t.Record.Fields[i]
			c.undecoded(all, at, elementOf(f), c.within(x, t.Record, f.Key), guards)
		}
	case schema.List, schema.Map:
		c.depth++
		defer func() { c.depth-- }()
		l := list{of: c.list(x), element: c.variable()}
		if t.Kind == schema.Map {
			l.of = c.object(x)
		}
		*all = append(*all, found{in: append(slices.Clone((*all)[at].in), l)})
		at = len(*all) - 1
		if t.Kind == schema.Map {
			c.undecoded(all, at, t.Key, c.say(wordKey, l.element), nil)
		}
		c.undecoded(all, at, t.Elem, c.say(wordValue, l.element), nil)
	}
}
