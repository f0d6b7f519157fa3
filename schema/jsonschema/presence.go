package jsonschema

import (
	"slices"

	"github.com/typedml/typedml/schema"
)

// takes reports whether a value meets the rules that do not depend on others, on the clock or on a named format; in an
// open scope none is demanded.
func (c *compiler) takes(el *schema.Element, v any, s scope) bool {
	if s.open != "" {
		return true
	}
	by := *el
	by.Constraints = settled(el.Constraints)
	return len(new(schema.Evaluator).EvaluateElement(&by, v)) == 0
}

// needed reports whether the key must be there: what an absent one stands for breaks a rule, or it may not be absent.
func (c *compiler) needed(f *schema.Field, s scope) bool {
	by := *f
	by.Constraints, by.Type = settled(f.Constraints), settledType(f.Type)
	if s.open != "" {
		by.Constraints = nil
		return !f.MayBeAbsent && f.Default == nil
	}
	return len(new(schema.Evaluator).EvaluateInput(&schema.Record{Fields: []schema.Field{by}}, nil)) > 0
}

// settled are constraints with those that a value alone does not decide left out. A rule that never applies stands in the place
// of each: the first of a value has a meaning of its own.
func settled(cs []schema.Constraint) []schema.Constraint {
	out := slices.Clone(cs)
	for i, k := range out {
		if !alone(k) {
			out[i] = schema.Constraint{Kind: schema.NotZero, When: &schema.Condition{Any: true}}
		}
	}
	return out
}

// alone reports whether a value alone decides a constraint.
func alone(k schema.Constraint) bool {
	if k.Kind == schema.Clock || k.When != nil || len(k.Operands()) > 0 {
		return false
	}
	return !slices.ContainsFunc(k.Any, func(all []schema.Constraint) bool {
		return slices.ContainsFunc(all, func(k schema.Constraint) bool { return !alone(k) })
	})
}

func settledType(t schema.Type) schema.Type {
	for _, e := range []**schema.Element{&t.Elem, &t.Key} {
		if *e != nil {
			held := **e
			held.Constraints, held.Type = settled(held.Constraints), settledType(held.Type)
			*e = &held
		}
	}
	return t
}
