package importer_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/importer"
	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
)

// tagged is a record with a field of each kind and tag, such as "uint16 port"; a tag that begins with check: is typedml's own. The
// aliases are the definition's.
func tagged(t *testing.T, aliases map[string]string, fields ...string) *schema.Record {
	t.Helper()
	rec := &schema.Record{Name: "features.Row", Type: "Row"}
	for i, text := range fields {
		kind, words, _ := strings.Cut(text, " ")
		f := schema.Field{Name: fmt.Sprintf("F%c", 'a'+i), Key: fmt.Sprintf("f%c", 'a'+i)}
		f.Type.Kind = schema.Kind(strings.TrimPrefix(kind, "[]"))
		if strings.HasPrefix(kind, "[]") {
			inner := schema.Element{Type: f.Type}
			f.Type = schema.Type{Kind: schema.List, Elem: &inner}
		}
		table := tag.Validate("validate").With(aliases)
		if own, is := strings.CutPrefix(words, "check:"); is {
			words, table = own, tag.Check("validate")
		}
		res := table.Lower(tag.Env{}, tag.Target{Field: "field " + f.Name, Type: f.Type}, table.Split(words))
		require.Empty(t, res.Problems, text)
		require.NotEmpty(t, res.Constraints, text)
		f.Constraints, f.MayBeAbsent = res.Constraints, res.Constraints[0].Kind == schema.Omit
		rec.Fields = append(rec.Fields, f)
	}
	return rec
}

// fromBoth imports a record from its own JSON and from its JSON Schema.
func fromBoth(t *testing.T, rec *schema.Record) (fromRecord, fromSchema importer.Result) {
	t.Helper()
	text, err := json.Marshal(rec)
	require.NoError(t, err)
	fromRecord, err = importer.Record(text, importer.Options{File: "r"})
	require.NoError(t, err)
	text, _ = jsonschema.Of(rec)
	fromSchema, err = importer.JSONSchema(text, importer.Options{File: "s"})
	require.NoError(t, err)
	return fromRecord, fromSchema
}

// Rules that a word says without a parameter are written as that word, whatever they are made of: formats of numbers, of which an
// unsigned one demands a side alone, and validator/v10's words for alternatives.
func TestNamedRulesReadBack(t *testing.T) {
	want := tagged(t, nil,
		"uint16 port", "uint32 port", "int64 port", "uint8 latitude", "int8 latitude", "float64 latitude", "float32 latitude", "uint16 longitude",
		"float64 longitude|eq=999", "uint32 port|eq=0", "float64 omitempty,longitude", "string iscolor", "string omitempty,country_code", "string eu_country_code")
	fromRecord, fromSchema := fromBoth(t, want)
	for _, res := range []importer.Result{fromRecord, fromSchema} {
		assert.Empty(t, res.Notes)
		for _, words := range []string{"port", "latitude", "longitude", "longitude|eq=999", "port|eq=0", "omitempty,longitude", "iscolor", "omitempty,country_code", "eu_country_code"} {
			assert.Contains(t, string(res.Source), `validate:"`+words+`"`)
		}
	}
	for _, got := range generatesAll(t, fromRecord, fromSchema) {
		assert.Equal(t, want.Canonical(), got.Canonical())
		before, _ := jsonschema.Of(want)
		after, _ := jsonschema.Of(got)
		assert.Equal(t, string(before), string(after))
	}
}

// A rule that bears the word of a format and demands something else is none of the tag's.
func TestNamedRulesAreHeld(t *testing.T) {
	const text = `{"name": "a.b", "type": "B", "fields": [{"name": "A", "key": "a", "type": {"kind": "uint16"}, "constraints": [
		{"kind": "range", "rule": "port", "op": "gte", "limit": {"kind": "uint16", "uint": 7}}]}]}`
	res, err := importer.Record([]byte(text), importer.Options{File: "r"})
	require.NoError(t, err)
	require.Len(t, res.Notes, 1)
	assert.Equal(t, "it is no rule of a uint16: port", res.Notes[0].What)
	assert.NotContains(t, string(res.Source), "validate")
}

// A user's alias is told whatever it stands for, and written as that.
func TestAliasesOfOneRule(t *testing.T) {
	aliases := map[string]string{"colr": "hexcolor|rgb", "socket": "port", "short": "max=9", "either": "lt=1e5|eq=1e6"}
	want := tagged(t, aliases, "string colr", "int64 socket", "string short", "float64 either")
	fromRecord, fromSchema := fromBoth(t, want)
	for _, res := range []importer.Result{fromRecord, fromSchema} {
		var told []string
		for _, n := range res.Notes {
			told = append(told, n.What)
		}
		assert.Equal(t, []string{
			"the alias colr is written as its rules", "the alias socket is written as its rules",
			"the alias short is written as its rules", "the alias either is written as its rules",
		}, told)
		for _, words := range []string{"hexcolor|rgb", "port", "max=9"} {
			assert.Contains(t, string(res.Source), `validate:"`+words+`"`)
		}
	}
	for _, got := range generatesAll(t, fromRecord, fromSchema) {
		assert.Equal(t, want.Canonical(), got.Canonical())
	}
}

// A limit is written in the words that the record has it in, which violations tell; what the record says otherwise counts for itself.
func TestLimitsAreKept(t *testing.T) {
	want := tagged(t, nil,
		"float64 gte=-1e300,lt=1e5", "duration lte=24h", "int64 gte=0x10", "string min=0x2", "string oneof='a' b", "float64 lt=1e5|eq=1e6",
		"[]float64 check:norm=0.90..1.10", "[]float64 check:simplex=1e-3", "time check:max_age=24h", "time check:within=36h", "float64 check:decimals=02")
	fromRecord, _ := fromBoth(t, want)
	assert.Empty(t, fromRecord.Notes)
	got := generates(t, fromRecord)
	for i := range want.Fields {
		assert.Equal(t, want.Fields[i].Constraints, got.Fields[i].Constraints, "%s", fromRecord.Source)
	}
	// The name of alternatives has their limits in a JSON Schema, too.
	either := tagged(t, nil, "float64 lt=1e5|eq=1e6")
	_, fromSchema := fromBoth(t, either)
	assert.Contains(t, string(fromSchema.Source), `validate:"lt=1e5|eq=1e6"`)

	for param, says := range map[string]string{"1e6": "lt=100000", "0x2C": "lt=100000", "a\"b": "lt=100000", "1E5": "lt=1E5"} {
		either := tagged(t, nil, "float64 lt=1e5")
		either.Fields[0].Constraints[0].Param = param
		res, _ := fromBoth(t, either)
		assert.Contains(t, string(res.Source), `validate:"`+says+`"`)
	}
	hex := tagged(t, nil, "int64 lt=44")
	hex.Fields[0].Constraints[0].Param = "0x2C" // a comma, in a tag
	res, _ := fromBoth(t, hex)
	assert.Contains(t, string(res.Source), `validate:"lt=44"`)
}

// No pointer leads to an array: one that may be null is a slice of its length, whatever it is read from.
func TestOptionalArrays(t *testing.T) {
	array := func(n int) schema.Type {
		return schema.Type{Kind: schema.List, Len: n, Elem: &schema.Element{Type: schema.Type{Kind: schema.Float64}}}
	}
	inner := &schema.Record{Fields: []schema.Field{{Key: "w", Type: array(2), Optional: true}}}
	table, err := importer.Table(importer.Columns{Record: &schema.Record{Fields: []schema.Field{
		{Key: "v", Type: array(3), Optional: true},
		{Key: "all", Type: array(3)},
		{Key: "s", Type: schema.Type{Kind: schema.Struct, Record: inner}, Optional: true},
	}}}, importer.Options{File: "t"})
	require.NoError(t, err)
	assert.Contains(t, string(table.Source), "V   []float64  `json:\"v\" validate:\"omitempty,len=3\"`")
	assert.Contains(t, string(table.Source), "All [3]float64 `json:\"all\"`")
	assert.Contains(t, string(table.Source), "W []float64 `json:\"w\" validate:\"omitempty,len=2\"`")
	fromSchema, err := importer.JSONSchema([]byte(`{"type": "object", "title": "T", "properties": {"v": {"type": ["array", "null"],
		"items": {"type": "number"}, "minItems": 3, "maxItems": 3, "x-typedml-type": "array"}}}`), importer.Options{File: "s"})
	require.NoError(t, err)
	assert.Contains(t, string(fromSchema.Source), "V []float64 `json:\"v,omitempty\" validate:\"omitempty,len=3\"`")
	generatesAll(t, table, fromSchema)
}

// What json leaves out is told by the schema where something else makes the key optional, too: of pointers, and beside omitempty.
func TestOmitEmptyReadsBack(t *testing.T) {
	want := tagged(t, nil, "string omitempty,min=2", "int64 gte=1", "string min=1", "string min=1")
	held := &schema.Record{Name: "features.In", Type: "In", Fields: []schema.Field{{Name: "X", Key: "x", Type: schema.Type{Kind: schema.Int64}}}}
	want.Fields[1].Type, want.Fields[1].Constraints = schema.Type{Kind: schema.Struct, Record: held}, nil
	for i := range want.Fields {
		f := &want.Fields[i]
		f.Optional, f.MayBeAbsent, f.OmitEmpty = i > 0, true, i != 2
	}
	want.Fields[3].Constraints = []schema.Constraint{{Kind: schema.NotZero, Rule: "required"}}
	text, _ := jsonschema.Of(want)
	res, err := importer.JSONSchema(text, importer.Options{File: "s"})
	require.NoError(t, err)
	got := generates(t, res)
	for i, f := range got.Fields {
		assert.Equal(t, want.Fields[i].OmitEmpty, f.OmitEmpty, "%s\n%s", f.Key, res.Source)
		assert.Equal(t, want.Fields[i].Optional, f.Optional, "%s", f.Key)
	}
}

// The code generated for Pet declares NewPet, and that of a struct Shop with a label ShopRequest: another definition of such a name gets a number,
// whichever comes first.
func TestNamesOfGeneratedCode(t *testing.T) {
	const defs = `"$defs": {
		"NewPet": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
		"Pet": {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]},
		"ShopRequest": {"type": "string", "enum": ["a", "b"]}, "NewCat": {"type": "string", "enum": ["c", "d"]},
		"Cat": {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}}}`
	property := func(name string) string { return `"` + name + `": {"$ref": "#/$defs/` + name + `"}` }
	first := `{"type": "object", "properties": {` + property("Pet") + ", " + property("NewPet") + ", " + property("ShopRequest") + ", " + property("NewCat") + ", " +
		property("Cat") + `, "open": {"type": "boolean", "x-typedml-role": "label"}, "shop": {"type": "object", "title": "NewShop", "properties": {"id": {"type": "integer"}}}}, ` + defs
	last := `{"type": "object", "properties": {` + property("ShopRequest") + ", " + property("NewPet") + ", " + property("Pet") + `}, ` + defs
	var all []importer.Result
	for text, names := range map[string][]string{
		first: {"Shop", "NewShop2", "Pet", "NewPet2", "ShopRequest2", "NewCat", "Cat2"},
		last:  {"Shop", "ShopRequest", "NewPet", "Pet2"},
	} {
		res, err := importer.JSONSchema([]byte(text), importer.Options{File: "s", Package: "p", Type: "Shop"})
		require.NoError(t, err)
		for _, name := range names {
			assert.Contains(t, string(res.Source), "\ntype "+name+" ")
		}
		all = append(all, res)
	}
	generatesAll(t, all...)
}
