package jsonschema

import "github.com/typedml/typedml/schema"

// takes reports whether a value meets the rules that do not depend on others, on the clock or on a named format; in an
// open scope none is demanded.
func (c *compiler) takes(el *schema.Element, v any, s scope) bool {
	if s.open != "" {
		return true
	}
	by := *el
	by.Constraints = schema.Settled(el.Constraints)
	return len(new(schema.Evaluator).EvaluateElement(&by, v)) == 0
}

// needed reports whether the key must be there: what an absent one stands for breaks a rule, or it may not be absent.
func (c *compiler) needed(f *schema.Field, s scope) bool {
	by := *f
	by.Constraints, by.Type = schema.Settled(f.Constraints), settledType(f.Type)
	if s.open != "" {
		by.Constraints = nil
		return !f.MayBeAbsent && f.Default == nil
	}
	return len(new(schema.Evaluator).EvaluateInput(&schema.Record{Fields: []schema.Field{by}}, nil)) > 0
}

func settledType(t schema.Type) schema.Type {
	for _, e := range []**schema.Element{&t.Elem, &t.Key} {
		if *e != nil {
			held := **e
			held.Constraints, held.Type = schema.Settled(held.Constraints), settledType(held.Type)
			*e = &held
		}
	}
	return t
}
