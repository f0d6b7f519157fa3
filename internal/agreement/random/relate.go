package random

import (
	"slices"
	"strings"

	"github.com/typedml/typedml/schema"
)

// relate puts a rule that reads other fields before or behind the rules of a field; a default would have to meet it.
func (s *Source) relate(rec *schema.Record, f *schema.Field) {
	if f.Default != nil {
		return
	}
	var c schema.Constraint
	var ok bool
	if s.oneIn(2) {
		c, ok = s.against(rec, f)
	} else {
		c, ok = s.conditional(rec)
	}
	if !ok {
		return
	}
	at := 0
	if s.oneIn(2) {
		for at < len(f.Constraints) && !own[f.Constraints[at].Rule] && !f.Constraints[at].Implicit {
			at++
		}
	}
	cs := slices.Insert(slices.Clone(f.Constraints), at, c)
	if s.evaluator.Contradiction(&schema.Element{Type: f.Type, Optional: f.Optional, Constraints: cs}) == nil {
		f.Constraints = cs
	}
}

// own are the rules of typedml's tag, which stand behind those of validator/v10.
var own = map[string]bool{
	"decimals": true, "finite": true, "norm": true, "sum": true, "regex": true, "probability": true, "simplex": true, "one_hot": true,
	"sorted": true, "monotonic": true, "past": true, "future": true, "max_age": true, "max_ahead": true, "within": true,
	"even": true, "doubled": true, "positive": true, "full_hour": true,
}

// against draws a comparison with a field of the same type.
func (s *Source) against(rec *schema.Record, f *schema.Field) (schema.Constraint, bool) {
	word := pick(s, "eq", "ne", "gt", "gte", "lt", "lte")
	c := schema.Constraint{Kind: schema.Against, Op: schema.Op(word), Rule: word + "field"}
	equality := word == "eq" || word == "ne"
	for i := range rec.Fields {
		o := &rec.Fields[i]
		k := f.Type.Scalar()
		if o == f || o.Type.Scalar() != k || (o.Type.Len > 0) != (f.Type.Len > 0) || k == schema.Struct || s.oneIn(3) || compares(o, f.Key) {
			continue
		}
		c.Path, c.Param = o.Key, o.Name
		switch {
		case k == schema.List || k == schema.Map || k == schema.Bytes:
			c.Text = "length"
			if !equality {
				c.Rule = word + "csfield"
			}
		case k == schema.String && !equality && s.oneIn(2):
			c.Rule = word + "csfield"
		case k == schema.String && !equality:
			c.Text = "bytes"
		case k == schema.Bool && !equality:
			return c, false
		}
		return c, true
	}
	return c, false
}

// compares reports whether a field is compared with the one of that key: the two may contradict each other.
func compares(f *schema.Field, key string) bool {
	return slices.ContainsFunc(f.Constraints, func(c schema.Constraint) bool { return c.Kind == schema.Against && c.Path == key })
}

// conditional draws a rule that demands, or refuses, a value where others are set or have values.
func (s *Source) conditional(rec *schema.Record) (schema.Constraint, bool) {
	c := schema.Constraint{Kind: schema.NotZero, Rule: "required", When: &schema.Condition{}}
	if s.oneIn(3) {
		c.Kind, c.Rule = schema.Zero, "excluded"
	}
	values, negated, all := s.oneIn(2), s.oneIn(2), s.oneIn(2)
	switch {
	case values && negated:
		c.Rule += "_unless"
	case values:
		c.Rule += "_if"
	case negated:
		c.Rule += "_without"
	default:
		c.Rule += "_with"
	}
	if !values {
		c.When.Any = !all
		if all {
			c.Rule += "_all"
		}
	}
	var words []string
	for i := range rec.Fields {
		o := &rec.Fields[i]
		if s.oneIn(2) || len(c.When.Tests) == 2 {
			continue
		}
		t := schema.Test{Path: o.Key, Not: negated, Is: schema.Constraint{Kind: schema.NotZero}}
		words = append(words, o.Name)
		if values {
			is, ok := s.is(o)
			if !ok {
				return c, false
			}
			t.Is = is
		}
		c.When.Tests = append(c.When.Tests, t)
	}
	c.Param = strings.Join(words, " ")
	return c, len(words) > 0
}

// is draws a value that a tag can ask of a field.
func (s *Source) is(f *schema.Field) (schema.Constraint, bool) {
	k := f.Type.Scalar()
	switch {
	case k == schema.Struct || k == schema.Time:
		return schema.Constraint{}, false
	case k == schema.List || k == schema.Map || k == schema.Bytes:
		if f.Type.Len == 0 && s.oneIn(2) {
			return schema.Constraint{Kind: schema.Zero}, true
		}
		return schema.Constraint{Kind: schema.Length, Op: schema.Eq, Count: int64(s.rng.IntN(3))}, true
	case f.Optional && s.oneIn(3):
		return schema.Constraint{Kind: schema.Zero}, true
	}
	l, ok := s.literal(f.Type, f.Constraints)
	if strings.ContainsAny(l.Text, "' \t\n\r") || strings.Contains(l.Text, "\u2028") || k == schema.String && (l.Text == "" || l.Text == "nil") {
		return schema.Constraint{}, false
	}
	return schema.Constraint{Kind: schema.Range, Op: schema.Eq, Limit: &l}, ok
}
