package jsonschema

import (
	"reflect"
	"slices"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/internal/pattern"
)

// inOrder carries the rules of a value in their order, where they are not read back so from its keywords: what omitempty leaves
// out, and what is reported beside what, is a matter of order.
func inOrder(n *node, el *schema.Element, s scope) {
	cs := slices.DeleteFunc(slices.Clone(el.Constraints), func(c schema.Constraint) bool { return c.Implicit })
	enum := el.Type.Kind == schema.Enum && (s.open != "" || el.Type.Base != schema.String || len(el.Type.Values) < 2 || slices.ContainsFunc(cs, omits) || slices.ContainsFunc(cs, lists))
	nilable := s.open != "" && len(cs) > 0 && (el.Optional || el.Type.TakesNull()) // null is taken there whatever they say of it
	if !enum && !nilable && readBack(n, el, cs) {
		return
	}
	if enum { // no keyword says that the values are the type's
		cs = slices.DeleteFunc(slices.Clone(el.Constraints), func(c schema.Constraint) bool { return c.Implicit && c.Kind != schema.OneOf })
	}
	list := make([]any, len(cs))
	for i, c := range cs {
		list[i] = raw(bare(c))
	}
	n.members.set("x-typedml-rules", list)
}

// spelled are the rules that are read from keywords of their own, in the order in which they are read.
var spelled = []schema.Constraint{
	{Kind: schema.Range, Op: schema.Gte, Rule: "gte"},
	{Kind: schema.Range, Op: schema.Gt, Rule: "gt"},
	{Kind: schema.Range, Op: schema.Lte, Rule: "lte"},
	{Kind: schema.Range, Op: schema.Lt, Rule: "lt"},
	{Kind: schema.Length, Op: schema.Eq, Rule: "len"},
	{Kind: schema.Length, Op: schema.Gte, Rule: "min"},
	{Kind: schema.Length, Op: schema.Lte, Rule: "max"},
	{Kind: schema.Range, Op: schema.Eq, Rule: "eq"},
	{Kind: schema.OneOf, Rule: "oneof"},
	{Kind: schema.Pattern, Rule: "regex"},
	{Kind: schema.Unique, Rule: "unique"},
	{Kind: schema.Range, Op: schema.Ne, Rule: "ne"},
	{Kind: schema.OneOf, Op: schema.Ne, Rule: "noneof"},
}

// readBack reports whether the keywords say the rules in their order: those that are spelled in keywords come before those that are
// carried, and an omitempty is the first.
func readBack(n *node, el *schema.Element, cs []schema.Constraint) bool {
	if slices.ContainsFunc(cs, func(c schema.Constraint) bool { return c.Message != "" }) {
		return false
	}
	if len(cs) == 1 && cs[0].Kind == schema.NotZero && cs[0].Rule == "required" && (el.Optional || el.Type.TakesNull()) {
		return true // null is refused
	}
	if slices.ContainsFunc(cs, func(c schema.Constraint) bool { return c.Kind == schema.Zero }) || oneLength(cs) {
		return false
	}
	said := len(cs) - len(n.carried)
	if said < 0 || len(n.carried) > 0 && !reflect.DeepEqual(n.carried, bares(cs[said:])) {
		return false
	}
	cs = cs[:said]
	if len(cs) > 1 && cs[0].Kind == schema.Omit && cs[0].Rule == "omitempty" && el.Type.Kind != schema.List && el.Type.Kind != schema.Map {
		cs = cs[1:]
	}
	last := -1
	for _, c := range cs {
		at := slices.IndexFunc(spelled, func(k schema.Constraint) bool { return k.Kind == c.Kind && k.Op == c.Op && k.Rule == c.Rule })
		if at <= last || !literally(el.Type, c) {
			return len(cs) == 1 && at < 0 && len(n.all) == 1 && n.all[0].Has("x-typedml-constraint")
		}
		last = at
	}
	return len(n.all) == 0 || len(cs) == 1
}

// oneLength reports whether the least and the greatest length are one: keywords say it as they say len.
func oneLength(cs []schema.Constraint) bool {
	for _, low := range cs {
		if low.Kind == schema.Length && low.Op == schema.Gte && slices.ContainsFunc(cs, func(c schema.Constraint) bool {
			return c.Kind == schema.Length && c.Op == schema.Lte && c.Count == low.Count
		}) {
			return true
		}
	}
	return false
}

func omits(c schema.Constraint) bool { return c.Kind == schema.Omit }

// lists reports whether a rule lists values that are taken, as those of an enum are.
func lists(c schema.Constraint) bool { return c.Kind == schema.OneOf && c.Op != schema.Ne }

func bares(cs []schema.Constraint) []schema.Constraint {
	out := make([]schema.Constraint, len(cs))
	for i, c := range cs {
		out[i] = bare(c)
	}
	return out
}

// literally reports whether keywords say a rule on a type with all of its members, and in no other words. Texts that are listed are an
// enum.
func literally(t schema.Type, c schema.Constraint) bool {
	k := t.Scalar()
	switch {
	case c.When != nil || c.Path != "" || c.Fold || c.Text != "" && c.Kind == schema.Unique:
		return false
	case c.Kind == schema.Length:
		return t.Len == 0 && (c.Count > 0 || c.Op == schema.Lte)
	case c.Kind == schema.Pattern:
		text, _, err := pattern.ECMA(c.Text)
		return err == nil && text == c.Text
	case c.Kind == schema.OneOf:
		return t.Kind != schema.String && len(c.Limits) > 1 && slices.IsSortedFunc(c.Limits, schema.Literal.Compare)
	case c.Kind == schema.Range && c.Op == schema.Eq:
		return k != schema.Float32
	case c.Kind == schema.Range && k.Integer():
		low, high := limits(k)
		return number(*c.Limit) != low && number(*c.Limit) != high // the type's own
	}
	return true
}
