package jsonschema

import (
	"slices"

	"github.com/typedml/typedml/schema"
)

// takesNull reports whether a type has a null of its own: Go's nil.
func takesNull(t schema.Type) bool {
	return t.Kind == schema.Map || t.Kind == schema.Bytes || t.Kind == schema.List && t.Len == 0
}

// takes reports whether a value meets the rules that do not depend on others, on the clock or on a named format; in an
// open scope none is demanded.
func (c *compiler) takes(el *schema.Element, v any, s scope) bool {
	if s.open != "" {
		return true
	}
	alone := *el
	alone.Constraints = settled(el.Constraints)
	return len(new(schema.Evaluator).EvaluateElement(&alone, v)) == 0
}

// needed reports whether the key must be there: what an absent one stands for breaks a rule, or it may not be absent.
func (c *compiler) needed(f *schema.Field, s scope) bool {
	alone := *f
	alone.Constraints, alone.Type = settled(f.Constraints), settledType(f.Type)
	if s.open != "" {
		alone.Constraints = nil
		return !f.MayBeAbsent && f.Default == nil
	}
	return len(new(schema.Evaluator).EvaluateInput(&schema.Record{Fields: []schema.Field{alone}}, nil)) > 0
}

// settled are the constraints whose outcome a value alone decides.
func settled(cs []schema.Constraint) []schema.Constraint {
	return slices.DeleteFunc(slices.Clone(cs), func(k schema.Constraint) bool {
		return k.Kind == schema.Clock || k.When != nil || len(k.Operands()) > 0
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
