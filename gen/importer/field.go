package importer

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/gen/measure"
	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
	"github.com/typedml/typedml/validate/is"
)

// field reads a property. ok is false for one that no field says, with a note.
func (r *reader) field(m jsonschema.Member, required bool, at place) (f schema.Field, ok bool) {
	if !jsonKey(m.Key) {
		r.note(at.pointer, "no struct tag names the key %q: it is left out", m.Key)
		return f, false
	}
	o, isObject := m.Value.(jsonschema.Object)
	if !isObject {
		r.note(at.pointer, "any value, or none, is no type: it is left out")
		return f, false
	}
	el, null, ok := r.element(o, at)
	if !ok {
		return f, false
	}
	f = schema.Field{Key: m.Key, Type: el.Type, Optional: el.Optional, Constraints: el.Constraints}
	o, secret := r.annotated(o, at)
	s := view{Object: o}
	f.Doc = comment(s.text("description"))
	r.carried(&f, &s)
	f.Sensitive = f.Sensitive || secret
	r.present(&f, &s, presence{required: required, null: null, exact: r.exact[el]}, at)
	sliced(&f)
	if why := sayMessages(&f, at.path); why != "" {
		r.note(at.pointer, "%s", why)
	}
	return f, true
}

// annotated returns the schema of a property with the default that it has, or that the first of the schemas has which it names or
// wraps. secret reports whether one of them is a password, which is sensitive: its default is masked, or the secret itself, and none is
// returned.
func (r *reader) annotated(o jsonschema.Object, at place) (out jsonschema.Object, secret bool) {
	out = o
	for range deepest {
		if o.Get("format") == "password" {
			secret = true
		}
		if !out.Has("default") && o.Has("default") {
			out = append(slices.Clone(out), jsonschema.Member{Key: "default", Value: o.Get("default")})
		}
		inner, _ := alternative(o)
		if ref, ok := o.Get("$ref").(string); ok {
			inner, _, _ = r.resolve(ref)
		}
		if inner == nil {
			break
		}
		o = inner
	}
	if !secret || out.Get("default") == nil {
		return out, secret
	}
	r.note(at.pointer, "the default of a secret is not imported")
	return slices.DeleteFunc(slices.Clone(out), func(m jsonschema.Member) bool { return m.Key == "default" }), true
}

// carried reads what typedml's own keywords tell of a field.
func (r *reader) carried(f *schema.Field, s *view) {
	f.Role = schema.Role(s.word("x-typedml-role"))
	f.Categorical = s.get("x-typedml-categorical") == true
	f.Sensitive = s.get("x-typedml-sensitive") == true
	if positive, ok := s.get("x-typedml-positive").(string); ok {
		f.Positive = &schema.Literal{Kind: schema.String, Text: positive} // its text is all that a tag has
	}
	if f.Unit = s.text("x-typedml-unit"); measure.Check(f.Unit) != nil || !tag.Measured(f.Type) {
		f.Unit = ""
	}
	f.Was = s.text("x-typedml-was")
	f.MLflow, f.Artifact = schema.Target(s.word("x-typedml-mlflow")), s.word("x-typedml-artifact")
	settle(f)
}

// settle drops what no tag says of a field's part in a model.
func settle(f *schema.Field) {
	switch f.Role {
	case schema.RoleKey, schema.RoleTimestamp, schema.RoleLabel, schema.RoleLookup, schema.RoleDerived, schema.RoleNone:
	default:
		f.Role = schema.RoleFeature
	}
	if f.Positive != nil && (f.Type.Kind != schema.Enum || !plainWord(f.Positive.String())) {
		f.Positive = nil
	}
	if !jsonKey(f.Was) || !plainWord(f.Was) {
		f.Was = ""
	}
	switch f.MLflow {
	case schema.TargetParam, schema.TargetMetric, schema.TargetTag, schema.TargetNone:
		f.Artifact = ""
	case schema.TargetArtifact:
		if plainWord(f.Artifact) {
			break
		}
		fallthrough
	default:
		f.MLflow, f.Artifact = schema.TargetAny, ""
	}
}

// plainWord reports whether a text may stand among others in a tag.
func plainWord(s string) bool { return s != "" && !strings.ContainsAny(s, "\",`\\=|") }

// presence is whether a key is required, whether null is taken, and whether the rules were carried in their order.
type presence struct{ required, null, exact bool }

// present says when the key may be absent, and whether null may stand there.
func (r *reader) present(f *schema.Field, s *view, p presence, at place) {
	required, null := p.required, p.null
	writesNull := null && (r.own || s.Has("default") && s.Get("default") == nil) // else an absent key stays absent
	if s.get("x-typedml-optional") == true && !f.Type.TakesNull() && !f.Optional {
		f.Optional, f.MayBeAbsent, f.OmitEmpty = true, true, s.get("x-typedml-omitempty") == true
		if !p.exact && meets(&schema.Element{Type: f.Type, Optional: true, Constraints: f.Constraints}, nil) {
			f.Constraints = append([]schema.Constraint{{Kind: schema.NotZero, Rule: "required"}}, f.Constraints...)
		}
		r.defaulted(f, s, null, at)
		return
	}
	r.defaulted(f, s, null, at)
	switch {
	case f.Default != nil:
		f.MayBeAbsent = true
		if required {
			r.note(at.pointer, "the key may be absent, too, since it has a default")
		}
		return
	case f.Optional || omits(f.Constraints):
		f.MayBeAbsent, f.OmitEmpty = true, s.get("x-typedml-omitempty") == true || null && !required && !writesNull
		if required {
			r.note(at.pointer, "the key may be absent, too: a pointer says no more than null")
		}
		return
	}
	if required && s.get("x-typedml-omitempty") != true {
		return
	}
	f.MayBeAbsent, f.OmitEmpty = true, true
	if s.get("x-typedml-omitempty") == true || f.Type.TakesNull() && (r.own || !writesNull) && r.meetsAbsent(*f) {
		return
	}
	f.OmitEmpty = !writesNull
	if f.Type.TakesNull() {
		f.Constraints = append([]schema.Constraint{omitEmpty()}, refused(f.Constraints)...)
	} else {
		f.Optional = true
		if !meets(&schema.Element{Type: f.Type, Optional: true, Constraints: f.Constraints}, nil) {
			f.Constraints = append([]schema.Constraint{omitEmpty()}, f.Constraints...)
		}
	}
	if !null {
		r.nulls = append(r.nulls, f.Key)
	}
}

// largest is how many values an array may hold.
const largest = 4096

// size is how many values the zero of a type holds, counted up to one more than the largest.
func size(t schema.Type) int64 {
	n := int64(1)
	switch {
	case t.Kind == schema.List && t.Len > 0:
		n = int64(t.Len) * size(t.Elem.Type)
	case t.Kind == schema.Struct:
		for i := range t.Record.Fields {
			f := &t.Record.Fields[i]
			if n > largest {
				break
			}
			if f.Optional {
				n++ // a nil pointer
				continue
			}
			n += size(f.Type)
		}
	}
	return min(n, largest+1)
}

// sliced makes a slice of one length of an array that may be null: no pointer leads to an array, and a nil slice is null.
func sliced(f *schema.Field) {
	if !f.Optional || f.Type.Kind != schema.List || f.Type.Len == 0 {
		return
	}
	n := int64(f.Type.Len)
	length := schema.Constraint{Kind: schema.Length, Rule: "len", Param: strconv.FormatInt(n, 10), Op: schema.Eq, Count: n}
	rest := slices.DeleteFunc(refused(f.Constraints), func(c schema.Constraint) bool {
		return c.Kind == schema.Omit && (c.Text == "empty" || c.Text == "nil")
	})
	f.Type.Len, f.Optional = 0, false
	f.Constraints = append([]schema.Constraint{omitEmpty(), length}, rest...)
}

func omitEmpty() schema.Constraint {
	return schema.Constraint{Kind: schema.Omit, Rule: "omitempty", Text: "empty"}
}

func omits(cs []schema.Constraint) bool {
	return slices.ContainsFunc(cs, func(c schema.Constraint) bool { return c.Kind == schema.Omit })
}

// refused drops the demand that a list is there.
func refused(cs []schema.Constraint) []schema.Constraint {
	return slices.DeleteFunc(slices.Clone(cs), func(c schema.Constraint) bool { return c.Kind == schema.NotZero && c.When == nil })
}

// meetsAbsent reports whether what an absent key stands for meets the rules.
func (r *reader) meetsAbsent(f schema.Field) bool {
	f.Constraints = schema.Settled(f.Constraints)
	return len((&schema.Evaluator{Format: is.Format}).EvaluateInput(&schema.Record{Fields: []schema.Field{f}}, nil)) == 0
}

// meets reports whether a value meets the rules that it alone decides.
func meets(el *schema.Element, v any) bool {
	one := *el
	one.Constraints = schema.Settled(el.Constraints)
	return len(new(schema.Evaluator).EvaluateElement(&one, v)) == 0
}

// takes reports whether the rules of a field take the default.
func takes(f *schema.Field, l schema.Literal) bool {
	one := &schema.Element{Type: f.Type, Optional: f.Optional, Constraints: schema.Settled(withValues(f.Type, f.Constraints))}
	return len((&schema.Evaluator{Format: is.Format}).EvaluateElement(one, l.Any())) == 0
}

// defaulted reads the default, where a tag says it.
func (r *reader) defaulted(f *schema.Field, s *view, null bool, at place) {
	if !s.Has("default") {
		return
	}
	v := s.get("default")
	if v == nil {
		if !null {
			r.note(at.pointer, "the default null is none of its values")
		}
		return
	}
	l, ok := literal(f.Type.Scalar(), v)
	if list, isList := v.([]any); isList && len(list) == 0 && f.Type.Kind == schema.List && f.Type.Len == 0 {
		l, ok = schema.Literal{Kind: schema.List}, true
	}
	switch {
	case !ok || l.Kind == schema.Time || l.Kind == schema.Bytes:
		r.note(at.pointer, "no tag says the default %s", short(v))
	case !takes(f, l):
		r.note(at.pointer, "the default %s breaks the rules of the field", short(v))
	default:
		f.Default = &l
	}
}

// short is the beginning of a value, in JSON.
func short(v any) string {
	text := strings.Join(strings.Fields(string(jsonschema.Object{{Key: "v", Value: v}}.Append(nil))), " ")
	text = strings.TrimSuffix(strings.TrimPrefix(text, `{ "v": `), " }")
	if len(text) > 60 {
		text = strings.ToValidUTF8(text[:60], "") + "…"
	}
	return text
}

// number64 is a JSON number as a double.
func number64(n json.Number) float64 {
	x, _ := n.Float64()
	return x
}
