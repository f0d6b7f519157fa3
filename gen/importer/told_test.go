package importer_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/importer"
)

// What a model does that its JSON Schema does not say is told, with its field: functions of Python's, of C's and wrapped ones too, keys that
// it reads elsewhere, and what its config says.
func TestPydanticTold(t *testing.T) {
	res, err := python(t, filepath.Join("testdata", "python")).Pydantic(t.Context(), "told:Told", importer.Options{Package: "told"})
	require.NoError(t, err)
	validator := func(name string) string {
		return "the validator " + name + " is a function of Python's: write it in Go, //typedml:rule or //typedml:check"
	}
	changes := func(how string) string { return how + ": the model changes the text, a struct never does" }
	const numbers = "coerce_numbers_to_str: the model takes numbers, too, the struct texts alone"
	want := map[string][]string{
		"#/properties/upper":         {validator("str.upper")},
		"#/properties/bound":         {validator("str.__add__")},
		"#/properties/partly":        {validator("beside(1)")},
		"#/properties/asked":         {validator("Predicate(str.islower)")},
		"#/properties/unasked":       {validator("Not(str.islower)")},
		"#/properties/maybe/anyOf/0": {validator("str.title")},
		"#/properties/chain": {
			validator("same"), changes("to_lower"), "what follows its validators is not imported: {'pattern': '^a'}",
		},
		"#/properties/late":               {validator("same"), validator("greater_than_or_equal_validator(ge=1)"), "the keyword ge is not imported"},
		"#/properties/g1":                 {"the model reads it at g1 or g2, the struct at g1 alone"},
		"#/properties/h":                  {"the model reads it at h[0], the struct at h alone"},
		"#/properties/i2":                 {"the model reads it at i.j or i2, the struct at i2 alone"},
		"#/properties/noon":               {"ge 12:00:00 is not imported", `the format "time" is not checked`},
		"#/properties/raw":                {"the model counts its bytes, the struct its characters", `the format "binary" is not checked`},
		"#/properties/tags":               {"the model takes duplicates, and drops them, where the struct refuses them"},
		"#/properties/keys/propertyNames": {validator("str.strip")},
		"#/properties/items/items":        {validator("str.strip")},
		"#/properties/skipped":            {"the model does not check it"},
		"#/properties/schema_":            {"WithJsonSchema says it, and what the model checks is not looked at"},
		"#/properties/wave":               {"the model takes complex numbers, the struct any text"},
		"#/$defs/Shade":                   {"the model takes what Shade._missing_ makes a value of, too, the struct the values alone"},
		"#/$defs/Strip/properties/a":      {changes("strip_whitespace"), changes("to_lower"), numbers},
		"#/$defs/Strip/properties/b":      {changes("to_upper"), numbers},
		"#/$defs/Loud/properties/a":       {changes("to_upper")},
		"#/$defs/Loud/properties/raw":     {"the model reads hex, the struct any text", `the format "binary" is not checked`},
		"#/$defs/Either/properties/first": {"the model reads it at first or a, the struct at first alone"},
		"#/$defs/Kept": {
			"Kept.model_post_init is a function of Python's: write it in Go, //typedml:check",
			"Kept.__init__ is a function of Python's: write it in Go, //typedml:check", "the values of further keys are passed over, and not kept",
		},
		"#/$defs/Line": {"Line.__post_init__ is a function of Python's: write it in Go, //typedml:check"},
	}
	got := map[string][]string{}
	for _, n := range res.Notes {
		got[n.Path] = append(got[n.Path], n.What)
	}
	assert.Equal(t, want, got)
	source := string(res.Source)
	assert.Contains(t, source, "\t// upper: "+validator("str.upper")+"\n")
	assert.Contains(t, source, "\t// g1: the model reads it at g1 or g2, the struct at g1 alone\n")
	assert.Contains(t, source, "\t// a: "+changes("strip_whitespace")+"\n")
	assert.Regexp(t, `Ascii +string +.json:"ascii" validate:"ascii"`, source)
	assert.Regexp(t, `Rate +float64 +.json:"rate" check:"finite"`, source)
	generates(t, res)
}

// A record in another one has no label: the field that holds it is no feature then, so that what is imported generates.
func TestNestedLabels(t *testing.T) {
	res, err := importer.JSONSchema([]byte(`{"type": "object", "title": "T", "properties": {
		"in": {"type": "object", "title": "In", "properties": {"y": {"type": "number", "x-typedml-role": "label"}}, "required": ["y"]}}}`), importer.Options{File: "s"})
	require.NoError(t, err)
	assert.Contains(t, string(res.Source), `json:"in,omitempty" feature:"-"`)
	assert.Contains(t, res.Notes, importer.Note{Path: "in", What: "it is no feature: it holds y, which is no part of a request"})
	generates(t, res)
}
