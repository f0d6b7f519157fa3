package importer_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/importer"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
)

// conditional demands a text of a 4 before omitempty ends its rules.
func conditional() *schema.Record {
	four := schema.Literal{Kind: schema.Int32, Int: 4}
	text := func(s string) schema.Literal { return schema.Literal{Kind: schema.String, Text: s} }
	return &schema.Record{Name: "t.C", Type: "C", Fields: []schema.Field{
		{Name: "A", Key: "a", Type: schema.Type{Kind: schema.Int32}},
		{Name: "K", Key: "k", MayBeAbsent: true, Type: schema.Type{Kind: schema.String}, Constraints: []schema.Constraint{
			{Kind: schema.NotZero, Rule: "required_if", When: &schema.Condition{Tests: []schema.Test{
				{Path: "a", Is: schema.Constraint{Kind: schema.Range, Op: schema.Eq, Limit: &four}},
			}}},
			{Kind: schema.Omit, Rule: "omitempty", Text: "empty"},
			{Kind: schema.OneOf, Rule: "oneof", Limits: []schema.Literal{text("x"), text("y")}},
		}},
	}}
}

// Rules keep their order: an omitempty ends those behind it alone.
func TestOrderOfRules(t *testing.T) {
	rec := conditional()
	text, _ := jsonschema.Of(rec)
	res, err := importer.JSONSchema(text, importer.Options{File: "c.json", Package: "t"})
	require.NoError(t, err)
	assert.Contains(t, string(res.Source), `validate:"required_if=A 4,omitempty,oneof=x y"`)
	assert.Empty(t, res.Notes)
}

// Keywords that somebody has changed count, and what is carried beside them is told to be another.
func TestChangedKeywords(t *testing.T) {
	text, _ := jsonschema.Of(conditional())
	changed := strings.Replace(string(text), `["x", "y"]`, `["x", "y", "z"]`, 1)
	require.NotEqual(t, string(text), changed)
	res, err := importer.JSONSchema([]byte(changed), importer.Options{File: "c.json", Package: "t"})
	require.NoError(t, err)
	assert.Contains(t, string(res.Source), `oneof=x y z`)
	assert.Contains(t, res.Notes, importer.Note{
		Path: "#/properties/k/x-typedml-rules", What: "the keywords beside it say otherwise, and they count",
	})
}

// The values of an enum are told from those that a rule lists beside them.
func TestEnumBesideOneOf(t *testing.T) {
	texts := func(all ...string) (out []schema.Literal) {
		for _, text := range all {
			out = append(out, schema.Literal{Kind: schema.String, Text: text})
		}
		return out
	}
	values := texts("a", "b", "c")
	rec := &schema.Record{Name: "t.C", Type: "C", Fields: []schema.Field{{
		Name: "F", Key: "f", Type: schema.Type{Kind: schema.Enum, Base: schema.String, Values: values}, Constraints: []schema.Constraint{
			{Kind: schema.OneOf, Rule: "oneof", Limits: texts("a", "b")}, {Kind: schema.OneOf, Rule: "enum", Param: "a, b, c", Limits: values, Implicit: true},
		},
	}}}
	text, _ := jsonschema.Of(rec)
	res, err := importer.JSONSchema(text, importer.Options{File: "c.json", Package: "t"})
	require.NoError(t, err)
	assert.Empty(t, res.Notes)
	assert.Equal(t, rec.Canonical(), generates(t, res).Canonical(), "%s", res.Source)
}

// An array is told from a list of its length.
func TestArray(t *testing.T) {
	rec := &schema.Record{Name: "t.C", Type: "C", Fields: []schema.Field{
		{Name: "F", Key: "f", Type: schema.Type{Kind: schema.List, Len: 3, Elem: &schema.Element{Type: schema.Type{Kind: schema.Float32}}}},
	}}
	text, _ := jsonschema.Of(rec)
	res, err := importer.JSONSchema(text, importer.Options{File: "c.json", Package: "t"})
	require.NoError(t, err)
	assert.Contains(t, string(res.Source), "F [3]float32 `json:\"f\"`")
}
