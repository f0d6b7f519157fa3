package load

import (
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate/is"
)

// defaultTag parses the default and holds it against the field's own rules.
func (l *loader) defaultTag(s *source, f *schema.Field) {
	if inner := innerDefault(f.Type); f.OmitZero && !f.Optional && inner != "" {
		l.tagErrorf(s, "json", "omitzero", diag.BadDefault, "remove omitzero from the json tag, or make the field a pointer",
			"field %s says omitzero and holds the default of %s: a zero record left out would come back with the default", s.v.Name(), inner)
	}
	text, ok := s.tag.Lookup("default")
	if !ok {
		return
	}
	if f.OmitEmpty || f.OmitZero {
		l.tagErrorf(s, "default", "", diag.BadDefault, "remove omitempty from the json tag, or the default",
			"field %s has a default and json's omitempty: a value left out would come back as the default", s.v.Name())
		return
	}
	value, err := parseDefault(f, text)
	if err != nil {
		remedy := "write a value of the field's type"
		switch f.Type.Scalar() {
		case schema.Time, schema.Bytes, schema.List, schema.Map, schema.Struct:
			remedy = "remove it, and set the value in Go, or make the field optional"
			if f.Type.Kind == schema.List && f.Type.Len == 0 {
				remedy = "[] is the only default of a list: set another one in Go, or make the field optional"
			}
		}
		l.tagErrorf(s, "default", "", diag.BadDefault, remedy, "default of field %s: %v", s.v.Name(), err)
		return
	}
	f.Default = &value
	for _, rule := range brokenBy(f, value) {
		l.tagErrorf(s, "default", "", diag.BadDefault, "choose a default that its own rules accept",
			"default %s of field %s breaks the rule %s", value, s.v.Name(), rule)
	}
}

// innerDefault names the first field with a default in a record that t holds by value, or is "".
func innerDefault(t schema.Type) string {
	if t.Kind != schema.Struct || t.Record == nil {
		return ""
	}
	for _, f := range t.Record.Fields {
		if f.Default != nil {
			return f.Name
		}
		if name := innerDefault(f.Type); name != "" && !f.Optional {
			return f.Name + "." + name
		}
	}
	return ""
}

func parseDefault(f *schema.Field, text string) (schema.Literal, error) {
	if f.Type.Kind == schema.List && f.Type.Len == 0 && strings.TrimSpace(text) == "[]" {
		return schema.Literal{Kind: schema.List}, nil
	}
	return tag.Parse(f.Type.Scalar(), text)
}

// brokenBy returns the rules that the default breaks, as the reference evaluator sees it.
func brokenBy(f *schema.Field, value schema.Literal) []string {
	alone := *f
	alone.Default = nil
	findings := (&schema.Evaluator{Format: is.Format}).Evaluate(&schema.Record{Fields: []schema.Field{alone}}, map[string]any{f.Key: value.Any()})
	var rules []string
	for _, found := range findings {
		rules = append(rules, found.Rule)
	}
	return rules
}
