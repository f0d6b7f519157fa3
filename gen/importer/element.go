package importer

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/gen/gosource"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
)

// element reads the schema of a value. null says that it takes null; ok is false for a type that Go does not hold, with a
// note.
func (r *reader) element(o jsonschema.Object, at place) (el *schema.Element, null, ok bool) {
	if el, null, ok = r.valued(o, at); ok {
		el.Constraints = withValues(el.Type, el.Constraints)
	}
	return el, null, ok
}

// withValues are the rules of a value with the one that an enum brings along, behind the others as the loader has it.
func withValues(t schema.Type, cs []schema.Constraint) []schema.Constraint {
	if t.Kind != schema.Enum {
		return cs
	}
	cs = slices.DeleteFunc(slices.Clone(cs), func(c schema.Constraint) bool { return c.Implicit })
	return append(cs, schema.Constraint{Kind: schema.OneOf, Rule: "enum", Limits: t.Values, Implicit: true})
}

// valued reads the schema of a value, but for the rule that an enum brings along.
func (r *reader) valued(o jsonschema.Object, at place) (el *schema.Element, null, ok bool) {
	if len(r.reading) > deepest {
		r.note(at.pointer, "it is nested too deep: it is left out")
		return nil, false, false
	}
	if ref, has := o.Get("$ref").(string); has {
		return r.referred(ref, o, at)
	}
	if inner, key := alternative(o); inner != nil {
		return r.wrapped(o, inner, key, at)
	}
	r.wellFormed(o, at)
	o = enumerated(o)
	if values, _ := o.Get("enum").([]any); len(values) == 1 && !o.Has("const") && !r.own { // no enum of Go's has one constant
		o = renamed(o, "enum", "const", values[0])
	}
	s := &view{Object: o}
	el = decimal(s)
	if el == nil {
		word, takesNull, why := r.typeWord(s)
		if why != "" {
			r.note(at.pointer, "%s: it is left out", why)
			return nil, false, false
		}
		el, null = &schema.Element{}, takesNull
		if el.Type, ok = r.typ(word, s, at); !ok {
			return nil, false, false
		}
	}
	r.rules(el, s, at)
	r.unused(s, at)
	if r.inOrder(el, s, null, at); r.exact[el] {
		return el, null, true
	}
	nullable(el, null)
	return el, null, true
}

// carries reports whether a constraint of one of the kinds is carried along by the keyword.
func (s *view) carries(key string, kinds ...schema.ConstraintKind) bool {
	list, _ := s.Get(key).([]any)
	return slices.ContainsFunc(list, func(v any) bool {
		o, _ := v.(jsonschema.Object)
		kind, _ := o.Get("kind").(string)
		return slices.Contains(kinds, schema.ConstraintKind(kind)) && !o.Has("when")
	})
}

// nullable makes room for null, or keeps it out.
func nullable(el *schema.Element, null bool) {
	switch nilable := el.Type.TakesNull(); {
	case null && nilable:
		if !meets(el, nil) {
			el.Constraints = append([]schema.Constraint{omitEmpty()}, el.Constraints...)
		}
	case null:
		el.Optional = true
		for i, c := range el.Constraints { // what omits a zero that is there is omitzero
			if c.Kind == schema.Omit && c.Text == "empty" {
				el.Constraints[i] = schema.Constraint{Kind: schema.Omit, Rule: "omitzero", Text: "zero"}
			}
		}
		if !meets(el, nil) {
			el.Constraints = append([]schema.Constraint{omitEmpty()}, el.Constraints...)
		}
	case nilable && meets(el, nil) && !omits(el.Constraints):
		el.Constraints = append([]schema.Constraint{{Kind: schema.NotZero, Rule: "required"}}, el.Constraints...)
	}
}

// referred reads what a reference names, with the keywords beside it.
func (r *reader) referred(ref string, o jsonschema.Object, at place) (el *schema.Element, null, ok bool) {
	target, pointer, why := r.resolve(ref)
	switch {
	case why != "":
		r.note(at.pointer, "the reference %q %s: it is left out", ref, why)
		return nil, false, false
	case slices.Contains(r.reading, pointer):
		r.note(at.pointer, "%s holds itself, and records are finite trees: it is left out", pointer)
		return nil, false, false
	}
	name := place{pointer: pointer, path: at.path}
	if takesNull, is := r.isStruct(target); is {
		rec := r.record(target, name, lastKey(pointer))
		el, null = &schema.Element{Type: schema.Type{Kind: schema.Struct, Record: rec}}, takesNull
		nullable(el, null)
	} else {
		if el, null, ok = r.nested(target, name); !ok {
			r.note(at.pointer, "it is left out with %s", pointer)
			return nil, false, false
		}
		if el.Type.Kind == schema.Enum && r.enums[at.path] == "" {
			r.enums[at.path] = gosource.Exported(lastKey(pointer))
		}
	}
	s := &view{Object: o}
	s.take("$ref")
	r.rules(el, s, at)
	r.unused(s, at)
	r.inOrder(el, s, null, at)
	return el, null, true
}

// lastKey is what stands behind the last slash of a pointer, "" where it has none.
func lastKey(pointer string) string {
	if i := strings.LastIndexByte(pointer, '/'); i >= 0 {
		return pointer[i+1:]
	}
	return ""
}

// alternative finds the one schema among anyOf or oneOf that is not null's, or the only one of allOf without a type beside
// it.
func alternative(o jsonschema.Object) (inner jsonschema.Object, key string) {
	for _, key := range []string{"anyOf", "oneOf", "allOf"} {
		list, _ := o.Get(key).([]any)
		var others []jsonschema.Object
		for _, item := range list {
			if s, ok := item.(jsonschema.Object); ok && s.Get("type") != "null" {
				others = append(others, s)
			}
		}
		null := len(list) == len(others)+1
		typed := o.Has("type") || o.Has("properties") || o.Has("enum")
		if len(others) == 1 && !typed && (null && key != "allOf" || len(list) == 1) {
			return others[0], key
		}
	}
	return nil, ""
}

// wrapped reads a schema that stands alone among alternatives, with the keywords around it.
func (r *reader) wrapped(o, inner jsonschema.Object, key string, at place) (el *schema.Element, null, ok bool) {
	list := o.Get(key).([]any)
	i := slices.IndexFunc(list, func(v any) bool {
		s, isObject := v.(jsonschema.Object)
		return isObject && s.Get("type") != "null"
	})
	r.reading = append(r.reading, at.pointer+"?")
	el, null, ok = r.element(inner, at.below(key, strconv.Itoa(i)).at(at.path))
	r.reading = r.reading[:len(r.reading)-1]
	if !ok {
		return nil, false, false
	}
	if len(list) > 1 && !null {
		null = true
		r.nullToo(el)
	}
	s := &view{Object: o}
	s.take(key)
	if s.get("nullable") == true && !null { // OpenAPI 3.0
		null = true
		r.nullToo(el)
	}
	r.rules(el, s, at)
	r.unused(s, at)
	return el, null, true
}

// nullToo makes room for null in a value that was read without.
func (r *reader) nullToo(el *schema.Element) {
	if r.exact[el] {
		el.Optional = !el.Type.TakesNull()
		return
	}
	if el.Type.TakesNull() {
		el.Constraints = refused(el.Constraints)
	}
	nullable(el, true)
}

// typeWord is the type of a schema, given or seen from its values.
func (r *reader) typeWord(s *view) (word string, null bool, why string) {
	null = s.get("nullable") == true
	switch t := s.get("type").(type) {
	case string:
		word = t
	case []any:
		for _, item := range t {
			switch text, _ := item.(string); {
			case text == "null":
				null = true
			case word == "" || word == "integer" && text == "number":
				word = text
			case word == "number" && text == "integer":
			default:
				return "", false, "it takes values of several types"
			}
		}
	}
	if word == "" {
		word = implied(s)
	}
	switch word {
	case "":
		if s.Has("anyOf") || s.Has("oneOf") {
			return "", false, "it takes values of several types"
		}
		return "", false, "it names no type"
	case "null":
		return "", false, "it takes null alone"
	}
	if enum, ok := s.Get("enum").([]any); ok && null && !slices.Contains(enum, nil) {
		null = false
	} else if ok && slices.Contains(enum, nil) && s.Get("type") == nil {
		null = true
	}
	return word, null, ""
}

// implied is the type that the values of a schema without one have, "" for several.
func implied(s *view) string {
	switch {
	case s.Has("properties"), s.Has("additionalProperties"):
		return "object"
	case s.Has("items"):
		return "array"
	}
	values, _ := s.Get("enum").([]any)
	if s.Has("const") {
		values = []any{s.Get("const")}
	}
	word := ""
	for _, v := range values {
		one := ""
		switch v := v.(type) {
		case nil:
			continue
		case string:
			one = "string"
		case bool:
			one = "boolean"
		case json.Number:
			one = "number"
			if _, ok := integer(v, 0); ok {
				one = "integer"
			}
		}
		if one == "" || word != "" && word != one {
			return ""
		}
		word = one
	}
	return word
}

// typ reads the type of a schema.
func (r *reader) typ(word string, s *view, at place) (t schema.Type, ok bool) {
	switch word {
	case "boolean":
		return schema.Type{Kind: schema.Bool}, true
	case "integer":
		t.Kind = wide(s)
		if word, _ := s.Get("format").(string); schema.Kind(word).Integer() {
			t.Kind = schema.Kind(word)
		}
		return t, true
	case "number":
		t.Kind = schema.Float64
		if s.Get("format") == "float" {
			s.take("format")
			t.Kind = schema.Float32
		}
		return t, true
	case "string":
		return r.textType(s, at), true
	case "array":
		return r.list(s, at)
	case "object":
		return r.object(s, at)
	}
	r.note(at.pointer, "%q is no type: it is left out", word)
	return t, false
}

// wide is the kind of integers of 64 bits that reach the limits of a schema.
func wide(s *view) schema.Kind {
	reaches := func(key string, k schema.Kind, low bool) bool {
		n, _ := s.Get(key).(json.Number)
		x, ok := integer(n, 0)
		least, most := reach(k)
		return ok && (low && x.Cmp(least) >= 0 || !low && x.Cmp(most) > 0)
	}
	above := reaches("maximum", schema.Int64, false) || reaches("exclusiveMaximum", schema.Int64, false)
	if above && (reaches("minimum", schema.Uint64, true) || reaches("exclusiveMinimum", schema.Uint64, true)) {
		return schema.Uint64
	}
	return schema.Int64
}

// textType reads the type of a text: an instant, a duration, bytes, one of some words, or any text.
func (r *reader) textType(s *view, at place) schema.Type {
	values, isEnum := s.Get("enum").([]any)
	switch {
	case s.Get("format") == "date-time":
		s.take("format")
		if s.Get("pattern") == jsonschema.TimePattern {
			s.take("pattern")
		}
		return schema.Type{Kind: schema.Time}
	case s.Get("format") == "date":
		s.take("format")
		if s.Get("pattern") == jsonschema.DatePattern {
			s.take("pattern")
		}
		return schema.Type{Kind: schema.Date}
	case s.Get("x-typedml-type") == "duration":
		s.take("pattern")
		return schema.Type{Kind: schema.Duration}
	case s.Get("contentEncoding") == "base64":
		s.take("contentEncoding", "contentMediaType")
		if s.Get("pattern") == jsonschema.BytesPattern {
			s.take("pattern")
		}
		return schema.Type{Kind: schema.Bytes}
	case !isEnum || s.carries("x-typedml-rules", schema.OneOf): // a rule, and no type of its own
		return schema.Type{Kind: schema.String}
	}
	t := schema.Type{Kind: schema.Enum, Base: schema.String}
	for _, v := range values {
		if text, ok := v.(string); ok {
			t.Values = append(t.Values, schema.Literal{Kind: schema.String, Text: text})
		}
	}
	slices.SortFunc(t.Values, schema.Literal.Compare)
	t.Values = slices.Compact(t.Values)
	if len(t.Values) == 0 {
		return schema.Type{Kind: schema.String}
	}
	s.take("enum")
	if title := s.text("title"); title != "" && r.enums[at.path] == "" && s.Has("x-enum-type") {
		r.enums[at.path] = gosource.Exported(title)
	}
	return t
}
