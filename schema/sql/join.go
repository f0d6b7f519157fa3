package sql

import (
	"slices"

	"github.com/typedml/typedml/schema"
)

// list is a list whose elements are looked through, and the name of one.
type list struct{ of, element string }

// join lifts conditions on the elements of a list by one subquery over it and all lists below, since engines read no more than
// some subqueries within each other.
func (c *compiler) join(l list, outer scope, inner *scope) {
	guarded := func(condition string) string { return and(append(slices.Clone(outer.guards), condition)...) }
	inner.lift = func(below []list, condition string) string {
		below = append([]list{l}, below...)
		if outer.lift != nil {
			return outer.lift(below, guarded(condition))
		}
		return c.anyOf(below, guarded(condition))
	}
	inner.lower = func(below []list, condition, value string) string {
		below = append([]list{l}, below...)
		if outer.lower != nil {
			return outer.lower(below, guarded(condition), value)
		}
		from, order := joins(below)
		return c.say(wordSample, l.of, from, guarded(condition), value, order)
	}
}

// joins are what follows the first list in FROM, and the order of elements.
func joins(lists []list) (from, order string) {
	from, order = lists[0].element, lists[0].element+".id"
	for _, l := range lists[1:] {
		from += ", json_each(" + l.of + ") AS " + l.element
		order += ", " + l.element + ".id"
	}
	return from, order
}

// anyOf is true when the elements of lists, each below the one before, meet the condition.
func (c *compiler) anyOf(lists []list, condition string) string {
	from, _ := joins(lists)
	return c.say(wordAny, lists[0].of, from, condition)
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
		condition := or(f.conditions...)
		if condition != "" && len(f.in) > 0 {
			condition = c.anyOf(f.in, condition)
		}
		conditions = append(conditions, condition)
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
		e := c.variable()
		*all = append(*all, found{in: append(slices.Clone((*all)[at].in), list{jsonOf(x, map[schema.Kind]string{schema.List: "array", schema.Map: "object"}[t.Kind]), e})})
		at = len(*all) - 1
		if t.Kind == schema.Map {
			c.undecoded(all, at, t.Key, c.say(wordKey, e), nil)
		}
		c.undecoded(all, at, t.Elem, c.say(wordValue, e), nil)
	}
}
