package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/importer"
)

// Objects that are made of others, as OpenAPI's inheritance is, have the properties of all.
func TestCompositions(t *testing.T) {
	const named = `"Named": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "minLength": 1}, "tag": {"type": "string"}}}`
	for _, c := range []struct{ document, want, note, nulls string }{
		{
			document: `{"$ref": "#/components/schemas/Pet", "components": {"schemas": {` + named + `,
				"Pet": {"description": "Pet is one.", "allOf": [{"$ref": "#/components/schemas/Named"}, {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer", "format": "int64"}}}]}}}}`,
			want: "// Pet is one.\n//\n//typedml:schema unknown=ignore\ntype Pet struct {\n\tName string  `json:\"name\" validate:\"min=1\"`\n\tTag  *string `json:\"tag,omitempty\"`\n\tID   int64   `json:\"id\"`\n}\n", nulls: "tag",
		},
		{ // beside properties, and of what is itself made of others
			document: `{"title": "Dog", "type": "object", "properties": {"breed": {"type": "string"}}, "required": ["breed"], "allOf": [{"$ref": "#/$defs/Pet"}],
				"$defs": {` + named + `, "Pet": {"allOf": [{"$ref": "#/$defs/Named"}, {"properties": {"age": {"type": "integer"}}}]}}}`,
			want: "type Dog struct {\n\tName  string  `json:\"name\" validate:\"min=1\"`\n\tTag   *string `json:\"tag,omitempty\"`\n\tAge   *int64  `json:\"age,omitempty\"`\n\tBreed string  `json:\"breed\"`\n}\n", nulls: "tag, age",
		},
		{ // one that is made of what holds it
			document: `{"title": "Node", "type": "object", "properties": {"x": {"type": "integer"}, "child": {"allOf": [{"$ref": "#"}, {"properties": {"y": {"type": "integer"}}}]}}}`,
			want:     "type Node struct {", note: "child",
		},
		{ // that do not go together
			document: `{"title": "Odd", "type": "object", "properties": {"v": {"type": "object", "properties": {"x": {"type": "integer"}}, "allOf": [{"properties": {"x": {"type": "string"}}}]}}}`,
			want:     "type Odd struct {", note: "allOf",
		},
		{ // of which one takes no other keys
			document: `{"title": "Closed", "type": "object", "properties": {"v": {"type": "object", "properties": {"x": {"type": "integer"}}, "allOf": [{"properties": {"y": {"type": "string"}}, "additionalProperties": false}]}}}`,
			want:     "type Closed struct {", note: "allOf",
		},
	} {
		res, err := importer.JSONSchema([]byte(c.document), importer.Options{File: "a.json", Package: "p"})
		require.NoError(t, err, c.document)
		assert.Contains(t, string(res.Source), c.want)
		if c.note == "" {
			assert.Equal(t, []string{"null is taken for an absent key, too: " + c.nulls}, told(res))
			continue
		}
		assert.Contains(t, fmt.Sprint(res.Notes), c.note)
	}
}

// A document that is made of itself again and again is read in bounded time.
func TestDeepCompositions(t *testing.T) {
	var defs []string
	for i := range 16 {
		var properties []string
		for j := range 3 {
			properties = append(properties, fmt.Sprintf(`"p%d": {"allOf": [{"$ref": "#/$defs/d%d"}, {"properties": {"q": {"type": "string"}}}]}`, j, i+1))
		}
		defs = append(defs, fmt.Sprintf(`"d%d": {"type": "object", "properties": {%s}}`, i, strings.Join(properties, ", ")))
	}
	defs = append(defs, `"d16": {"type": "object", "properties": {"x": {"type": "string"}}}`)
	_, err := importer.JSONSchema([]byte(`{"$ref": "#/$defs/d0", "$defs": {`+strings.Join(defs, ", ")+`}}`), importer.Options{File: "a.json", Package: "p"})
	require.NoError(t, err)
}
