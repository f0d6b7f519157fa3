package importer

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
)

// inOrder gives a value the rules that its schema carries in their order, where they say what the keywords say: those that
// somebody has changed count for themselves.
func (r *reader) inOrder(el *schema.Element, s *view, null bool, at place) {
	list, ok := s.get("x-typedml-rules").([]any)
	if !ok {
		return
	}
	defer func(at place) {
		if !r.exact[el] {
			r.consistent(el, at)
		}
	}(at)
	by := schema.Element{Type: el.Type}
	at = at.below("x-typedml-rules")
	for _, item := range list {
		c, err := constraint(item)
		if err == nil && c.Implicit && isEnum(el.Type, c) {
			by.Type = schema.Type{Kind: schema.Enum, Base: el.Type.Scalar(), Values: c.Limits}
			by.Constraints = append(by.Constraints, c)
			continue
		}
		_, _, why := adopted(c, el.Type, false)
		if err != nil || c.Kind != schema.User && why != "" {
			r.note(at.pointer, "it holds what is no rule of a %s: the keywords beside it count", el.Type)
			return
		}
		by.Constraints = append(by.Constraints, c)
	}
	if !says(s.Object, by) {
		r.note(at.pointer, "the keywords beside it say otherwise, and they count")
		return
	}
	el.Optional = null && !el.Type.TakesNull()
	el.Constraints = slices.DeleteFunc(el.Constraints, func(c schema.Constraint) bool { return !c.Implicit })
	el.Type = by.Type
	for _, c := range by.Constraints {
		if c.Kind == schema.User || c.Implicit {
			continue // told with the rules that are carried
		}
		spelled, alias, _ := spelledOut(c)
		if alias != "" {
			r.note(at.holder(), writtenOut, alias)
		}
		el.Constraints = append(el.Constraints, spelled)
	}
	r.exact[el] = true
}

// isEnum reports whether an implicit rule lists the values of an enum on the type, in order.
func isEnum(t schema.Type, c schema.Constraint) bool {
	base := t.Scalar()
	wrong := func(l schema.Literal) bool { return l.Kind != base }
	return c.Kind == schema.OneOf && len(c.Limits) > 0 && (base == schema.String || base.Integer()) && c.Message == "" && c.When == nil && c.Op == "" &&
		!slices.ContainsFunc(c.Limits, wrong) && slices.IsSortedFunc(c.Limits, schema.Literal.Compare)
}

// writtenOut tells of an alias.
const writtenOut = "the alias %s is written as its rules"

// constraint reads a rule as the schema carries it.
func constraint(v any) (c schema.Constraint, err error) {
	d := json.NewDecoder(bytes.NewReader(jsonschema.Object{{Key: "c", Value: v}}.Append(nil)))
	d.DisallowUnknownFields()
	held := struct {
		C *schema.Constraint `json:"c"`
	}{&c}
	err = d.Decode(&held)
	return c, err
}

// says reports whether the rules of a value, optional or not, are what a schema says in keywords.
func says(o jsonschema.Object, el schema.Element) bool {
	switch el.Type.Kind {
	case schema.Enum:
		if slices.ContainsFunc(el.Constraints, func(c schema.Constraint) bool { return c.Implicit }) {
			break
		}
		values := schema.Constraint{Kind: schema.OneOf, Rule: "enum", Limits: el.Type.Values, Implicit: true}
		el.Constraints = append([]schema.Constraint{values}, el.Constraints...)
	case schema.Decimal:
		size := schema.Constraint{Kind: schema.Digits, Rule: "decimal", Implicit: true}
		el.Constraints = append(slices.Clone(el.Constraints), size)
	}
	want := demands(o)
	for _, optional := range []bool{false, true} {
		el.Optional = optional
		for _, open := range []bool{false, true} {
			if demands(jsonschema.Value(&el, open)) == want {
				return true
			}
		}
	}
	return false
}

// demanding are the keywords by which rules are said.
var demanding = []string{
	"const", "enum", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "minLength", "maxLength", "pattern", "minItems", "maxItems",
	"uniqueItems", "minProperties", "maxProperties", "not", "anyOf", "allOf", "x-typedml-constraints",
}

// demands are the keywords of a schema by which rules are said, without null.
func demands(o jsonschema.Object) string {
	if inner, _ := alternative(o); inner != nil && !o.Has("$ref") {
		o = inner
	}
	var out jsonschema.Object
	for _, key := range demanding {
		v := o.Get(key)
		if values, ok := v.([]any); ok && key == "enum" {
			v = slices.DeleteFunc(slices.Clone(values), func(v any) bool { return v == nil })
		}
		if v != nil {
			out = append(out, jsonschema.Member{Key: key, Value: v})
		}
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, out.Append(nil)); err != nil {
		return ""
	}
	return compact.String()
}
