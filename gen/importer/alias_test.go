package importer_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/importer"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
)

// Rules that stand behind a user's alias are written out: the alias itself is not known elsewhere.
func TestAliases(t *testing.T) {
	sku := func(c schema.Constraint) schema.Constraint {
		c.Rule, c.Param = "sku", ""
		return c
	}
	rec := &schema.Record{Name: "t.C", Type: "C", Fields: []schema.Field{
		{Name: "K", Key: "k", Type: schema.Type{Kind: schema.String}, Constraints: []schema.Constraint{
			sku(schema.Constraint{Kind: schema.NotZero}),
			sku(schema.Constraint{Kind: schema.Format, Text: "alphanum"}),
			sku(schema.Constraint{Kind: schema.Length, Op: schema.Eq, Count: 8}),
		}},
	}}
	text, err := json.Marshal(rec)
	require.NoError(t, err)
	asSchema, _ := jsonschema.Of(rec)
	fromRecord, err := importer.Record(text, importer.Options{File: "c.json", Package: "t"})
	require.NoError(t, err)
	fromSchema, err := importer.JSONSchema(asSchema, importer.Options{File: "c.json", Package: "t"})
	require.NoError(t, err)
	for _, res := range []importer.Result{fromRecord, fromSchema} {
		assert.Contains(t, string(res.Source), `validate:"required,alphanum,len=8"`)
		require.Len(t, res.Notes, 1)
		assert.Equal(t, "the alias sku is written as its rules", res.Notes[0].What)
		generates(t, res)
	}
}
