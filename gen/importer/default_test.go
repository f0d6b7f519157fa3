package importer_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/importer"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
)

// property imports an object with one property v, not required, and definitions, as the struct T of a package of its own.
func property(t *testing.T, text string) importer.Result {
	t.Helper()
	res, err := importer.JSONSchema([]byte(`{"type": "object", "properties": {"v": `+text+`}, "additionalProperties": false, "$defs": {
		"E": {"type": "string", "enum": ["a", "b"]}, "D": {"type": "string", "enum": ["a", "b"], "default": "b"},
		"P": {"type": "string", "format": "password", "default": "hunter2"}, "W": {"allOf": [{"$ref": "#/$defs/D"}]},
		"N": {"type": ["object", "null"], "properties": {"x": {"type": "string"}}}}}`), importer.Options{File: "s", Package: "p", Type: "T"})
	require.NoError(t, err, text)
	return res
}

func told(res importer.Result) (what []string) {
	for _, n := range res.Notes {
		what = append(what, n.What)
	}
	return what
}

const null = "null is taken for an absent key, too: v"

// A default is an annotation, and no value at that: one that breaks the rules is told, and the struct generates without it.
func TestDefaultsThatBreakRules(t *testing.T) {
	var all []importer.Result
	for _, c := range []struct {
		schema, field, why string
		absent             bool // whether null stands for an absent key
	}{
		{`{"type": "string", "enum": ["a", "b"], "default": "none"}`, "V *TV `json:\"v,omitempty\"`", `"none"`, true},
		{`{"enum": ["", "b"], "default": "none"}`, "V *TV `json:\"v,omitempty\"`", `"none"`, true},
		{`{"$ref": "#/$defs/E", "default": ""}`, "V *E `json:\"v,omitempty\"`", `""`, true},
		{`{"allOf": [{"$ref": "#/$defs/E"}], "default": "x"}`, "V *E `json:\"v,omitempty\"`", `"x"`, true},
		{`{"anyOf": [{"$ref": "#/$defs/E"}, {"type": "null"}], "default": "x"}`, "V *E `json:\"v,omitempty\"`", `"x"`, false},
		{`{"enum": [1, 2], "default": 3}`, "V *int64 `json:\"v,omitempty\" validate:\"omitempty,oneof=1 2\"`", "3", true},
		{`{"type": "string", "format": "email", "default": "none"}`, "V *string `json:\"v,omitempty\" validate:\"omitempty,email\"`", `"none"`, true},
		{`{"type": "string", "format": "uri", "default": ""}`, "V *string `json:\"v,omitempty\" validate:\"omitempty,uri\"`", `""`, true},
	} {
		res := property(t, c.schema)
		assert.Contains(t, string(res.Source), c.field, c.schema)
		want := []string{"the default " + c.why + " breaks the rules of the field"}
		if c.absent {
			want = append(want, null)
		}
		assert.Equal(t, want, told(res), c.schema)
		all = append(all, res)
	}
	generatesAll(t, all...)
}

// A default of the record's own JSON is held against the values of an enum, and against formats, too.
func TestDefaultsOfRecords(t *testing.T) {
	const text = `{"name": "a.B", "type": "B", "fields": [
		{"name": "A", "key": "a", "may_be_absent": true, "type": {"kind": "enum", "base": "string", "values": [{"kind": "string", "text": "x"}]}, "default": {"kind": "string", "text": "y"}},
		{"name": "C", "key": "c", "may_be_absent": true, "type": {"kind": "string"}, "default": {"kind": "string", "text": "y"}, "constraints": [
			{"kind": "format", "rule": "email", "text": "email"}]}]}`
	res, err := importer.Record([]byte(text), importer.Options{File: "r"})
	require.NoError(t, err)
	assert.Equal(t, []string{"no tag says its default y", "no tag says its default y"}, told(res))
	generates(t, res)
}

// An absent key stays valid where a text is one of some: alone, in a record, and in a list of one length.
func TestOptionalEnums(t *testing.T) {
	const enum = `{"type": "string", "enum": ["a", "b"]}`
	var all []importer.Result
	for _, text := range []string{
		enum, `{"$ref": "#/$defs/E"}`, `{"allOf": [{"$ref": "#/$defs/E"}]}`, `{"enum": ["a", "b", null]}`, `{"const": "a"}`, `{"enum": [1, 2]}`,
		`{"type": "object", "properties": {"x": ` + enum + `}, "required": ["x"]}`, `{"type": "array", "items": ` + enum + `, "minItems": 2, "maxItems": 2}`,
		`{"type": "string", "enum": ["a", "b"], "not": {"const": "a"}}`,
	} {
		all = append(all, property(t, text))
	}
	for i, got := range generatesAll(t, all...) {
		assert.Empty(t, new(schema.Evaluator).EvaluateInput(got, map[string]any{}), "%s", all[i].Source)
		text, _ := jsonschema.Of(got)
		assert.NotContains(t, string(text), `"required": ["v"]`)
	}
}

// A default stands with the schema that a property names or wraps, too, and that of a secret nowhere.
func TestDefaultsBehindReferences(t *testing.T) {
	for text, want := range map[string]string{
		`{"$ref": "#/$defs/D"}`:                                            "V D `json:\"v\" default:\"b\"`",
		`{"$ref": "#/$defs/D", "default": "a"}`:                            "V D `json:\"v\" default:\"a\"`",
		`{"$ref": "#/$defs/W"}`:                                            `default:"b"`,
		`{"anyOf": [{"$ref": "#/$defs/D"}, {"type": "null"}]}`:             "V *D `json:\"v\" default:\"b\"`",
		`{"oneOf": [{"type": "null"}, {"type": "integer", "default": 7}]}`: "V *int64 `json:\"v\" default:\"7\"`",
	} {
		res := property(t, text)
		assert.Contains(t, string(res.Source), want, text)
		assert.Empty(t, res.Notes, text)
	}
	res := property(t, `{"type": "string", "allOf": [{"default": "x"}]}`)
	assert.Equal(t, []string{`the default "x" is not imported`, null}, told(res))
	res = property(t, `{"$ref": "#/$defs/P"}`)
	assert.NotContains(t, string(res.Source), "hunter2")
	assert.Contains(t, string(res.Source), `feature:"sensitive"`)
	assert.Equal(t, []string{"the default of a secret is not imported", null}, told(res))
}

const passed = "other keys are passed over, too, since a property is left out"

// Keywords of objects, null where a record is named, and formats of numbers are read or told.
func TestKeywordsAreTold(t *testing.T) {
	const held = `{"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, `
	absent := func(keys string) string { return "null is taken for an absent key, too: " + keys }
	for text, want := range map[string][]string{
		held + `"minProperties": 1}`:                      {absent("a, b"), "the keyword minProperties is not imported", null},
		held + `"minProperties": 1, "required": ["a"]}`:   {absent("b"), null},
		held + `"minProperties": 0}`:                      {absent("a, b"), null},
		held + `"minProperties": 2, "required": ["a"]}`:   {absent("b"), "the keyword minProperties is not imported", null},
		held + `"maxProperties": 1}`:                      {absent("a, b"), "the keyword maxProperties is not imported", null},
		held + `"dependentRequired": {"a": ["b"]}}`:       {absent("a, b"), "the keyword dependentRequired is not imported", null},
		held + `"propertyNames": {"maxLength": 1}}`:       {absent("a, b"), "the keyword propertyNames is not imported", null},
		`{"type": "integer", "format": "unix-time"}`:      {`the format "unix-time" is not checked`, null},
		`{"type": "number", "format": "money"}`:           {`the format "money" is not checked`, null},
		`{"type": "integer", "format": "int32"}`:          {null},
		`{"type": "number", "format": "float"}`:           {null},
		`{"type": "number", "format": "double"}`:          {null},
		`{"$ref": "#/$defs/N"}`:                           {absent("x")},
		`{"$ref": "#/$defs/N", "maxProperties": 1}`:       {absent("x"), "the keyword maxProperties is not imported"},
		`{"$ref": "#/$defs/N", "minProperties": 1}`:       {absent("x"), "the keyword minProperties is not imported"},
		`{"allOf": [{"$ref": "#/$defs/N"}], "not": {}}`:   {absent("x"), "not {} is not imported"},
		held + `"minProperties": 1, "maxProperties": 1}`:  {absent("a, b"), "the keyword minProperties is not imported", "the keyword maxProperties is not imported", null},
		`{"type": "array", "items": {}, "minContains":1}`: {"it names no type: it is left out", passed},
	} {
		assert.Equal(t, want, told(property(t, text)), text)
	}
	res := property(t, `{"$ref": "#/$defs/N"}`)
	assert.Contains(t, string(res.Source), "V *N `json:\"v,omitempty\"`")
	for _, c := range []struct{ keywords, what string }{
		{`"minProperties": 2`, "the keyword minProperties is not imported"},
		{`"type": ["object", "null"]`, "its type takes more than objects, which a struct does not"},
		{`"nullable": true`, "its type takes more than objects, which a struct does not"},
	} {
		res, err := importer.JSONSchema([]byte(`{"properties": {"v": {"type": "string"}}, "required": ["v"], `+c.keywords+`}`), importer.Options{File: "s", Type: "T"})
		require.NoError(t, err)
		assert.Equal(t, []importer.Note{{Path: "#", What: c.what}}, res.Notes)
	}
	_, err := importer.JSONSchema([]byte(`{"properties": {"v": {"type": "string"}}, "minProperties": "1"}`), importer.Options{File: "s", Type: "T"})
	assert.EqualError(t, err, `s:1:60: minProperties is "1": it is a number of them, 0 or more`)
}

// A line that the go command reads stays a comment.
func TestBuildConstraintsStayComments(t *testing.T) {
	for _, line := range []string{"+build x", " \u00a0+build x", "+build"} {
		res := property(t, `{"type": "string", "description": `+strconv.Quote("Flags:\n"+line+"\nend")+`}`)
		assert.Contains(t, string(res.Source), "\t// Flags:\n\t// (+build", line)
		generates(t, res)
	}
}

// An instance of a generic struct is called after what it is of, wherever it comes from.
func TestInstancesReadBack(t *testing.T) {
	instance := func(k schema.Kind) schema.Type {
		return schema.Type{Kind: schema.Struct, Record: &schema.Record{
			Name: "shop.Range[" + string(k) + "]", Type: "Range[" + string(k) + "]", Fields: []schema.Field{{Name: "Low", Key: "low", Type: schema.Type{Kind: k}}},
		}}
	}
	rec := &schema.Record{Name: "shop.Order", Type: "Order", Fields: []schema.Field{
		{Name: "R", Key: "r", Type: instance(schema.Int64)}, {Name: "S", Key: "s", Type: instance(schema.Float64)},
	}}
	fromRecord, fromSchema := fromBoth(t, rec)
	assert.Equal(t, string(fromRecord.Source), string(fromSchema.Source))
	assert.Contains(t, string(fromRecord.Source), "R RangeInt64 ")
	generatesAll(t, fromRecord)
}

// A limit or default that is none of its kind is told.
func TestConstantsOfRecords(t *testing.T) {
	for _, c := range []struct{ typ, literal string }{
		{`{"kind": "decimal", "precision": 9, "scale": 2}`, `{"kind": "decimal", "text": "-Infinity"}`},
		{`{"kind": "decimal", "precision": 9, "scale": 2}`, `{"kind": "decimal", "text": ""}`},
		{`{"kind": "int8"}`, `{"kind": "int8", "int": 999}`},
		{`{"kind": "date"}`, `{"kind": "date", "int": 999999999}`},
	} {
		res, err := importer.Record([]byte(`{"name": "a.B", "type": "B", "fields": [{"name": "A", "key": "a", "type": `+c.typ+`, "default": `+c.literal+`, "may_be_absent": true, "constraints": [
			{"kind": "range", "rule": "gte", "op": "gte", "limit": `+c.literal+`}]}]}`), importer.Options{File: "r"})
		require.NoError(t, err, c.literal)
		assert.Len(t, res.Notes, 2, c.literal)
		assert.NotContains(t, string(res.Source), "gte", c.literal)
		assert.NotContains(t, string(res.Source), "default", c.literal)
	}
}

// The limit -0 is 0, and a constant that no tag says is told: neither ends the import.
func TestLimitsThatNoTagSays(t *testing.T) {
	var all []importer.Result
	for _, c := range []struct {
		schema, field string
		notes         []string
	}{
		{`{"type": "number", "minimum": -0.0}`, "V *float64 `json:\"v,omitempty\" validate:\"omitempty,gte=0\"`", []string{null}},
		{`{"type": "number", "exclusiveMaximum": -0.0, "default": -1}`, "V float64 `json:\"v\" validate:\"lt=0\" default:\"-1\"`", nil},
		{`{"type": "number", "format": "float", "const": -0.0}`, "V *float32 `json:\"v,omitempty\" validate:\"omitempty,eq=0\"`", []string{null}},
		{`{"type": "string", "const": "a0x2Cb"}`, "V *string `json:\"v,omitempty\"`", []string{"no tag says the alternative a0x2Cb, which holds an escape", null}},
	} {
		res := property(t, c.schema)
		assert.Contains(t, string(res.Source), c.field, c.schema)
		assert.Equal(t, c.notes, told(res), c.schema)
		all = append(all, res)
	}
	generatesAll(t, all...)
}

// Records that stand in others at many places are read and written once: twice as deep takes some times the work, and not 729 times.
func TestSharedDefinitions(t *testing.T) {
	for _, required := range []string{"", `"required": ["a", "b", "c"], `} {
		work := func(deep int) float64 {
			var defs strings.Builder
			for i := range deep {
				fmt.Fprintf(&defs, `"d%d": {"type": "object", %s"properties": {"a": {"$ref": "#/$defs/d%d"}, "b": {"$ref": "#/$defs/d%[3]d"}, "c": {"$ref": "#/$defs/d%[3]d"}}},`, i, required, i+1)
			}
			text := fmt.Appendf(nil, `{"$ref": "#/$defs/d0", "$defs": {%s "d%d": {"type": "object", "properties": {"x": {"type": "string"}}}}}`, defs.String(), deep)
			return testing.AllocsPerRun(1, func() {
				res, err := importer.JSONSchema(text, importer.Options{File: "s"})
				require.NoError(t, err)
				assert.Equal(t, deep+1, strings.Count(string(res.Source), "\ntype "))
			})
		}
		assert.Less(t, work(12), 100*work(6))
	}
}

// Rules that contradict each other are told, and left out until a value meets the others: the struct generates.
func TestContradictions(t *testing.T) {
	var all []importer.Result
	for text, want := range map[string]string{
		`{"type": "string", "enum": ["a", "bb"], "minLength": 5}`:                     "no value of its type meets min=5: it is not imported",
		`{"$ref": "#/$defs/E", "const": "c"}`:                                         "no value of its type meets eq=c: it is not imported",
		`{"type": "string", "format": "uuid", "maxLength": 3}`:                        "no value meets max=3 and uuid: uuid is not imported",
		`{"type": "string", "pattern": "^[0-9]{5}$", "maxLength": 3}`:                 "no value meets max=3 and regex=^[0-9]{5}$: regex=^[0-9]{5}$ is not imported",
		`{"type": "integer", "minimum": 5, "allOf": [{"maximum": 3}]}`:                "no value meets gte=5 and lte=3: lte=3 is not imported",
		`{"type": "integer", "enum": [1, 2], "minimum": 5}`:                           "no value meets gte=5 and oneof=1 2: oneof=1 2 is not imported",
		`{"type": "integer", "minimum": 5, "maximum": 5, "not": {"const": 5}}`:        "no value meets gte=5, lte=5 and ne=5: ne=5 is not imported",
		`{"type": "array", "items": {"type": "string", "enum": ["a"], "const": "b"}}`: "no value of its type meets eq=b: it is not imported",
	} {
		res := property(t, text)
		require.NotEmpty(t, res.Notes, text)
		assert.Equal(t, want, res.Notes[0].What, text)
		all = append(all, res)
	}
	generatesAll(t, all...)
}

// What a schema carries of a nil that is zero is no contradiction; keywords that somebody made one are told.
func TestCarriedContradictions(t *testing.T) {
	five := schema.Literal{Kind: schema.Int64, Int: 5}
	rec := &schema.Record{Name: "t.C", Type: "C", Fields: []schema.Field{{
		Name: "F", Key: "f", Type: schema.Type{Kind: schema.Int64}, Optional: true, MayBeAbsent: true, Constraints: []schema.Constraint{
			{Kind: schema.Zero, Rule: "isdefault"}, {Kind: schema.Range, Rule: "gte", Op: schema.Gte, Param: "5", Limit: &five},
		},
	}}}
	text, _ := jsonschema.Of(rec)
	res, err := importer.JSONSchema(text, importer.Options{File: "c.json", Package: "t"})
	require.NoError(t, err)
	assert.Empty(t, res.Notes)
	assert.Contains(t, string(res.Source), `validate:"isdefault,gte=5"`)
	changed := strings.Replace(string(text), `"minimum": 5`, `"minimum": 6`, 1)
	res, err = importer.JSONSchema([]byte(changed), importer.Options{File: "c.json", Package: "t"})
	require.NoError(t, err)
	assert.Equal(t, []string{"the keywords beside it say otherwise, and they count", "no value meets gte=6 and isdefault: isdefault is not imported"}, told(res))
}

// A key that may be absent, and null of which is no value, is left out again: json's omitempty leaves out no record, time or array.
func TestAbsentKeysStayAbsent(t *testing.T) {
	res, err := importer.JSONSchema([]byte(`{"type": "object", "title": "T", "additionalProperties": false, "properties": {
		"kind": {"enum": ["a", "b"]}, "code": {"type": "string", "minLength": 3}, "count": {"type": "integer", "minimum": 1}, "n": {"type": "integer"},
		"ended_at": {"type": "string", "format": "date-time"}, "day": {"type": "string", "format": "date"}, "tags": {"type": "array", "items": {"type": "string"}, "minItems": 1},
		"pair": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}, "where": {"type": "object", "properties": {"lat": {"type": "number"}}, "required": ["lat"]},
		"maybe": {"type": ["integer", "null"]}, "none": {"type": ["integer", "null"], "default": null},
		"nones": {"type": ["array", "null"], "items": {"type": "string"}, "default": null}}}`), importer.Options{File: "s"})
	require.NoError(t, err)
	for _, want := range []string{
		"Kind    *TKind         `json:\"kind,omitempty\"`",
		"Code    *string        `json:\"code,omitempty\" validate:\"omitempty,min=3\"`",
		"Count   *int64         `json:\"count,omitempty\" validate:\"omitempty,gte=1\"`",
		"N       *int64         `json:\"n,omitempty\"`",
		"EndedAt *time.Time     `json:\"ended_at,omitempty\"`",
		"Day     *validate.Date `json:\"day,omitempty\"`",
		"Tags    []string       `json:\"tags,omitempty\" validate:\"omitempty,min=1\"`",
		"Pair    []float64      `json:\"pair,omitempty\" validate:\"omitempty,len=2\"`",
		"Where   *Where         `json:\"where,omitempty\"`",
		"Maybe   *int64         `json:\"maybe,omitempty\"`",
		"None    *int64         `json:\"none\"`",
		"Nones   []string       `json:\"nones\" validate:\"omitempty\"`",
	} {
		assert.Contains(t, string(res.Source), want)
	}
	generates(t, res)
}

// A tuple of one schema is an array, and what a struct leaves out of a closed schema does not refuse the documents that hold it.
func TestTuplesAndWhatIsLeftOut(t *testing.T) {
	res, err := importer.JSONSchema([]byte(`{"type": "object", "title": "T", "additionalProperties": false, "required": ["span", "mixed", "maybe"], "properties": {
		"span": {"type": "array", "prefixItems": [{"type": "integer", "format": "money", "title": "From"}, {"type": "integer", "format": "money", "description": "its end"}], "minItems": 2, "maxItems": 2},
		"mixed": {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}], "minItems": 2, "maxItems": 2},
		"maybe": {"allOf": [{"type": "object", "title": "In", "properties": {"a": {"type": "integer"}}, "required": ["a"], "additionalProperties": false}], "nullable": true}}}`), importer.Options{File: "s"})
	require.NoError(t, err)
	assert.Contains(t, string(res.Source), "//typedml:schema unknown=ignore\ntype T struct {\n\tSpan  [2]int64 `json:\"span\"`\n\tMaybe *In      `json:\"maybe\"`")
	assert.Contains(t, string(res.Source), "//typedml:schema\ntype In struct")
	assert.Equal(t, []importer.Note{
		{Path: "#/properties/span/prefixItems/0", What: `the format "money" is not checked`},
		{Path: "#/properties/mixed", What: "a list whose items are not all of one schema: it is left out"},
		{Path: "#/properties/maybe", What: "the key may be absent, too: a pointer says no more than null"},
		{Path: "#", What: passed},
	}, res.Notes)
	generates(t, res)
}

// Constants are an enum, however they are listed; one alone is a constant.
func TestListedConstants(t *testing.T) {
	res, err := importer.JSONSchema([]byte(`{"type": "object", "title": "T", "required": ["state", "size", "kind"], "properties": {
		"state": {"oneOf": [{"const": "a", "title": "A"}, {"const": "b", "description": "the other one"}]},
		"size": {"anyOf": [{"type": "integer", "const": 1}, {"type": "integer", "const": 2}, {"type": "null"}]},
		"kind": {"type": "string", "enum": ["Deployment"]}}}`), importer.Options{File: "s"})
	require.NoError(t, err)
	assert.Contains(t, string(res.Source), "State TState `json:\"state\"`\n\tSize  *int64 `json:\"size\" validate:\"omitempty,oneof=1 2\"`\n\tKind  string `json:\"kind\" validate:\"eq=Deployment\"`")
	assert.Contains(t, string(res.Source), "TStateA TState = \"a\"\n\tTStateB TState = \"b\"")
	generates(t, res)
}
