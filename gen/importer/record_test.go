package importer_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/gen/importer"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
)

// A record of an example, with keys, rules, an enum, lists and a check, is the same record again.
func TestRecordReadsBack(t *testing.T) {
	want := (*retail.FeatureVector)(nil).TypedMLSchema()
	text, err := json.Marshal(want)
	require.NoError(t, err)
	res, err := importer.Record(text, importer.Options{File: "typedml_schema.json"})
	require.NoError(t, err)
	assert.Empty(t, res.Notes)
	got := generates(t, res)
	assert.Equal(t, want.Fingerprint(), got.Fingerprint(), "%s", res.Source)
	assert.Equal(t, want.Version, got.Version)
	assert.Equal(t, want.Name, got.Name)
	assert.Equal(t, want.Doc, got.Doc)
}

func TestRecordRefuses(t *testing.T) {
	for text, want := range map[string]string{
		`{"fields": [`:                               `r:1:12: unexpected end of JSON input`,
		`{"fields": 3}`:                              `r:1:13: it is no record of typedml's: json: cannot unmarshal number into Go struct field Record.fields of type []schema.Field`,
		`{"$schema": "x"}`:                           `r:1:1: it is no record of typedml's: json: unknown field "$schema"`,
		`{"name": "a.b", "fields": []}`:              `r has no columns: there is nothing to import`,
		`{"fields": [{"key": "a"}, {"key": "b\\"}]}`: "r has no column that a struct can have:\n  a: typedml has no type for : make it",
	} {
		res, err := importer.Record([]byte(text), importer.Options{File: "r"})
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), want)
		assert.Empty(t, res.Source)
	}
}

// Messages are said by the tag msg: of all rules at once where they are the same, else by rule, those of elements among them.
func TestMessagesReadBack(t *testing.T) {
	limit := func(rule string, op schema.Op, n float64, message string) schema.Constraint {
		l := schema.Literal{Kind: schema.Float64, Float: n}
		return schema.Constraint{Kind: schema.Range, Rule: rule, Param: l.String(), Op: op, Limit: &l, Message: message}
	}
	field := func(key string, cs ...schema.Constraint) schema.Field {
		return schema.Field{Name: strings.ToUpper(key[:1]) + key[1:], Key: key, Type: schema.Type{Kind: schema.Float64}, Constraints: cs}
	}
	list := schema.Field{Name: "List", Key: "list", Type: schema.Type{Kind: schema.List, Elem: &schema.Element{
		Type: schema.Type{Kind: schema.Float64}, Constraints: []schema.Constraint{limit("lte", schema.Lte, 9, "item {value} is above {limit}")},
	}}, Constraints: []schema.Constraint{{Kind: schema.Length, Rule: "max", Param: "3", Op: schema.Lte, Count: 3, Message: "at most three; no more"}}}
	want := &schema.Record{Name: "features.Row", Type: "Row", Fields: []schema.Field{
		field("one", limit("gte", schema.Gte, 0, "a share, as \"0.5\"; not {value}"), limit("lte", schema.Lte, 1, "a share, as \"0.5\"; not {value}")),
		field("two", limit("gte", schema.Gte, 0, "too low"), limit("lte", schema.Lte, 1, "")),
		field("like", limit("gte", schema.Gte, 0, "gte=0 it must be"), limit("lte", schema.Lte, 1, "gte=0 it must be")),
		list,
	}}
	text, err := json.Marshal(want)
	require.NoError(t, err)
	res, err := importer.Record(text, importer.Options{File: "r"})
	require.NoError(t, err)
	assert.Empty(t, res.Notes)
	assert.Contains(t, string(res.Source), `msg:"gte=too low"`)
	got, err := json.Marshal(generates(t, res).Fields)
	require.NoError(t, err)
	fields, err := json.Marshal(want.Fields)
	require.NoError(t, err)
	assert.JSONEq(t, string(fields), string(got), "%s", res.Source)
}

// What no tag says is left out of the struct and told; the rest is imported.
func TestUnsayableRules(t *testing.T) {
	const record = `{"name": "a.b", "type": "B", "fields": [{"name": "A", "key": "a", "type": {"kind": "string"}, "constraints": [
		{"kind": "length", "rule": "max", "op": "lte", "count": 9}, %s]}]}`
	for rule, want := range map[string]string{
		`{"kind": "one_of", "rule": "oneof", "limits": [{"kind": "string", "text": "it's"}, {"kind": "string", "text": "b"}]}`: "no tag says the alternative it's: apostrophes stand around texts there; constants of an enum may have them",
		`{"kind": "range", "rule": "eq", "op": "eq", "limit": {"kind": "string"}}`:                                             "no tag says a limit that is an empty text",
		`{"kind": "has_prefix", "rule": "startswith", "text": "a", "message": "no {such} thing"}`:                              `no tag says the message "no {such} thing" of the rule startswith`,
		`{"kind": "contains", "rule": "contains", "text": "a0x2Cb"}`:                                                           "no tag says a limit that holds an escape, a0x2Cb",
	} {
		res, err := importer.Record(fmt.Appendf(nil, record, rule), importer.Options{File: "r"})
		require.NoError(t, err, rule)
		require.Len(t, res.Notes, 1, rule)
		assert.Equal(t, "a", res.Notes[0].Path)
		assert.Equal(t, want, res.Notes[0].What)
		assert.Contains(t, string(res.Source), `validate:"max=9`)
	}
}

// The records of the vectors are imported with every rule that a tag says: what is left are functions of Go's, and one limit.
func TestVectorsAreImported(t *testing.T) {
	files, err := vectors.Load(filepath.Join("..", "..", "schema", "testdata", "vectors"))
	require.NoError(t, err)
	for _, f := range files {
		for _, c := range f.Cases {
			text, err := json.Marshal(c.Record)
			require.NoError(t, err)
			res, err := importer.Record(text, importer.Options{File: "r"})
			require.NoError(t, err, c.Name)
			for _, n := range res.Notes {
				if !strings.Contains(n.What, "is a function of Go's") && c.Name != "an infinite limit takes an infinite norm" {
					t.Errorf("%s: %s: %s", c.Kind, c.Name, n)
				}
			}
		}
	}
}

// A document of definitions alone, as OpenAPI's is, is read as the one that is named, or the only one.
func TestDefinitionsByName(t *testing.T) {
	const order, both = `"order": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}`, `{"openapi": "3.1.0", "components": {"schemas": {"item": {"type": "object", "properties": {"n": {"type": "integer"}}}, %s}}}`
	text := []byte(fmt.Sprintf(both, order))
	res, err := importer.JSONSchema(text, importer.Options{File: "s", Type: "Order"})
	require.NoError(t, err)
	assert.Contains(t, string(res.Source), "type Order struct {\n\tID string `json:\"id\"`\n}")
	_, err = importer.JSONSchema(text, importer.Options{File: "s"})
	require.ErrorContains(t, err, "it defines #/components/schemas/item, #/components/schemas/order; --type NAME takes one")
	res, err = importer.JSONSchema([]byte(`{"$defs": {`+order+`}}`), importer.Options{File: "s"})
	require.NoError(t, err)
	assert.Contains(t, string(res.Source), "type Order struct")
}
