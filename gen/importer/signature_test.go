package importer_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/gen/importer"
	"github.com/typedml/typedml/mlflow/model"
)

// every has a column of each type of MLflow's.
const every = `[
	{"type": "boolean", "name": "b", "required": true}, {"type": "integer", "name": "i"}, {"type": "long", "name": "l", "required": false},
	{"type": "float", "name": "f"}, {"type": "double", "name": "d", "optional": true}, {"type": "string", "name": "type"},
	{"type": "binary", "name": "raw"}, {"type": "datetime", "name": "at"}, {"type": "any", "name": "anything"},
	{"type": "array", "name": "tags", "items": {"type": "array", "items": {"type": "string"}}, "required": false},
	{"type": "map", "name": "scores", "values": {"type": "double"}},
	{"type": "object", "name": "address", "properties": {"zip": {"type": "string", "required": false}, "city": {"type": "string", "required": true}}},
	{"type": "sparkml vector", "name": "vector"}, {"type": "long", "name": "a-b"}, {"type": "long", "name": "a_b"}]`

func TestSignature(t *testing.T) {
	res, err := importer.Signature([]byte(every), importer.Options{File: "signature.json", Package: "shop", Type: "Order"})
	require.NoError(t, err)
	assert.Equal(t, `package shop

import "time"

// The inputs of a model, as its MLflow signature has them.
//
//typedml:schema
type Order struct {
	B       bool               `+"`json:\"b\"`"+`
	I       int32              `+"`json:\"i\"`"+`
	L       *int64             `+"`json:\"l\"`"+`
	F       float32            `+"`json:\"f\"`"+`
	D       *float64           `+"`json:\"d\"`"+`
	Type    string             `+"`json:\"type\"`"+`
	Raw     []byte             `+"`json:\"raw\" validate:\"required\"`"+`
	At      time.Time          `+"`json:\"at\"`"+`
	Tags    [][]string         `+"`json:\"tags\"`"+`
	Scores  map[string]float64 `+"`json:\"scores\" validate:\"required\"`"+`
	Address OrderAddress       `+"`json:\"address\"`"+`
	Vector  []float64          `+"`json:\"vector\" validate:\"required\"`"+`
	AB      int64              `+"`json:\"a-b\"`"+`
	AB2     int64              `+"`json:\"a_b\"`"+`
	// anything: typedml has no type for any value: make it a text, such as its JSON, and add
	// Anything string `+"`json:\"anything\"`"+`
}

//typedml:schema
type OrderAddress struct {
	Zip  *string `+"`json:\"zip\"`"+`
	City string  `+"`json:\"city\"`"+`
}
`, string(res.Source))
	require.Len(t, res.Notes, 1)
	assert.Equal(t, "anything", res.Notes[0].Path)
	generates(t, res)
}

// A file as Python's MLflow writes it: YAML around JSON texts, folded, with a param and an output.
func TestSignatureOfMLmodel(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "mlflow", "model", "testdata", "python", "MLmodel"))
	require.NoError(t, err)
	res, err := importer.Signature(data, importer.Options{File: "MLmodel"})
	require.NoError(t, err)
	assert.Contains(t, string(res.Source), "// The inputs of a model, as its MLflow signature has them. It returns float32.\n//\n//typedml:schema\ntype ModelInput struct {")
	assert.Contains(t, string(res.Source), "\tThreshold float64 `json:\"threshold\" default:\"0.5\"`\n")
	parsed, err := model.Parse(data)
	require.NoError(t, err)
	columns := model.SignatureOf(generates(t, res)).Inputs
	require.Len(t, columns, len(parsed.Signature.Inputs))
	for i, c := range columns {
		assert.Equal(t, parsed.Signature.Inputs[i].Name, c.Name)
	}
}

// The signature of a struct, imported, is the signature of the struct.
func TestSignatureReadsBack(t *testing.T) {
	want := model.SignatureOf((*retail.FeatureVector)(nil).TypedMLSchema())
	require.NotEmpty(t, want.Inputs)
	text, err := model.MarshalColumns(want.Inputs)
	require.NoError(t, err)
	res, err := importer.Signature([]byte(text), importer.Options{File: "signature.json"})
	require.NoError(t, err)
	assert.Empty(t, res.Notes)
	assert.Equal(t, want, model.SignatureOf(generates(t, res)))
}

func TestSignatureOfTensors(t *testing.T) {
	const text = `{"inputs": "[{\"name\": \"image\", \"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"uint8\", \"shape\": [-1, 28, 28]}},{\"name\": \"big\", \"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"float32\", \"shape\": [-1, 100000]}},{\"name\": \"age\", \"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"int64\", \"shape\": [-1]}},{\"name\": \"words\", \"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"<U5\", \"shape\": [-1, -1]}},{\"name\": \"wave\", \"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"complex128\", \"shape\": [-1]}}]", "outputs": null,
		"params": [{"name": "top", "type": "long", "default": 3, "shape": null}, {"name": "stop", "type": "string", "default": ["a"], "shape": [-1]},
			{"name": "seed", "type": "long", "default": null}]}`
	res, err := importer.Signature([]byte(text), importer.Options{File: "signature.json", Type: "DigitInput"})
	require.NoError(t, err)
	for _, want := range []string{
		"\tImage [28][28]DigitInputImageItemItem `json:\"image\"`\n", "type DigitInputImageItemItem uint8\n",
		"\tBig   []float32                       `json:\"big\" validate:\"len=100000\" feature:\"-\"`\n",
		"\tAge   int64 ", "\tWords []string", "type DigitParams struct {\n\tTop  int64    `json:\"top\" default:\"3\"`\n",
		"\t// wave: typedml has no type for numpy's complex128:", "\tSeed *int64 ",
	} {
		assert.Contains(t, string(res.Source), want)
	}
	assert.Contains(t, res.Notes, importer.Note{Path: "stop", What: `no tag says the default ["a"]`})
	generates(t, res)

	res, err = importer.Signature([]byte(`[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1, 3]}}]`), importer.Options{File: "s.json"})
	require.NoError(t, err)
	assert.Contains(t, string(res.Source), "\tInputs [3]float64 `json:\"inputs\"`\n")
	require.Len(t, res.Notes, 1)
	assert.Contains(t, res.Notes[0].What, "has no name")
}

func TestSignatureRefuses(t *testing.T) {
	column := func(text string) string { return `[{"name": "x", ` + text + `}]` }
	for text, want := range map[string]string{
		"":                         "s:1:1: the file is empty: an MLmodel file, or its signature in JSON, is wanted",
		"[":                        "s:1:1: unexpected end of JSON input",
		"{}":                       "s:1:1: it has no inputs: a signature is a list of columns, or an object with inputs, outputs and params",
		"[]":                       "s:1:1: inputs: the list is empty: the model tells of no column",
		"[1]":                      "s:1:1: inputs[0]: 1 is no column: it has a name and a type",
		`{"inputs": 3}`:            "s:1:1: inputs: 3 is no list of columns",
		`{"inputs": "[{\"x\""}`:    "s:1:1: inputs: in its JSON text, at byte 5: unexpected end of JSON input",
		column(`"type": "x"`):      `s:1:1: inputs[0]: "x": "x" is no type of MLflow's`,
		column(`"type": 1`):        `s:1:1: inputs[0]: "x": it has no type, or one that is nested too deep`,
		column(`"type": "array"`):  `s:1:1: inputs[0]: "x": the type array lacks items`,
		column(`"type": "object"`): `s:1:1: inputs[0]: "x": the type object lacks properties`,
		column(`"type": "tensor"`): `s:1:1: inputs[0]: "x": the tensor lacks its dtype or its shape`,
		column(`"type": "tensor", "tensor-spec": {"dtype": "int8", "shape": [-1, 0]}`):   `s:1:1: inputs[0]: "x": an axis of size 0 has no values`,
		column(`"type": "tensor", "tensor-spec": {"dtype": "int8", "shape": [-1, 1.5]}`): `s:1:1: inputs[0]: "x": 1.5 is no size of an axis: a number of values, or -1 for any`,
		`[{"type": "long"}, {"type": "long", "name": "a"}]`:                              "s:1:1: inputs[0]: the column has no name: columns are bound by it",
		`[{"type": "long", "name": "a"}, {"type": "long", "name": "a"}]`:                 `s:1:1: inputs[1]: the name "a" stands twice`,
		column(`"type": "any"`): "s: a struct can have none of the inputs:\n  x: typedml has no type for any value: make it a text, such as its JSON, and add\n  X string `json:\"x\"`",
		`{"inputs": [{"type": "long", "name": "a"}], "params": [{"name": "p", "type": "x"}]}`: `s:1:1: params[0]: "p": "x" is no type of MLflow's`,
		"flavors: {}\n":                                 "s:1:1: it has no signature: log the model with one, or with an input example",
		"signature:\n  inputs: null\n":                  "s:2:9: the signature has no inputs",
		"signature:\n  inputs: 3\n":                     "s:2:11: signature.inputs is no text",
		"signature:\n  inputs: '[{\"type\": \"x\"}]'\n": "s:2:11: inputs[0]: \"inputs\": \"x\" is no type of MLflow's",
		"signature:\n  inputs: '[{]'\n":                 "s:2:11: inputs: in its JSON text, at byte 3: invalid character ']' looking for beginning of object key string",
		"a: b: c\n":                                     "s:1:4: it is neither JSON nor YAML: mapping value is not allowed in this context",
		"just words":                                    "s:1:1: it has no signature: log the model with one, or with an input example",
	} {
		res, err := importer.Signature([]byte(text), importer.Options{File: "s"})
		assert.EqualError(t, err, want, "%q", text)
		assert.Empty(t, res.Source)
	}
}

// MLflow writes defaults as Python's json module does, which has numbers that JSON does not: they are told, and errors keep their place.
func TestSignatureInfinite(t *testing.T) {
	const params = `[{"name": "limit", "default": Infinity, "shape": null, "type": "double"}, {"name": "l", "default": [-Infinity, NaN, 1.5], "shape": [-1], "type": "double"},` +
		` {"name": "word", "default": "a NaN", "doc": "\" NaN", "shape": null, "type": "string"}, {"name": "k", "default": 3, "shape": null, "type": "long"}]`
	const inputs = `[{"type": "double", "name": "x"}]`
	for _, text := range []string{
		"signature:\n  inputs: '" + inputs + "'\n  params: '" + params + "'\n",
		`{"inputs": ` + inputs + `, "params": ` + params + `}`,
	} {
		res, err := importer.Signature([]byte(text), importer.Options{File: "s", Type: "M"})
		require.NoError(t, err)
		assert.Equal(t, []importer.Note{
			{Path: "limit", What: "no tag says the default Infinity"}, {Path: "l", What: "no tag says the default [ -Infinity, NaN, 1.5 ]"},
		}, res.Notes)
		for _, want := range []string{"\tLimit float64 ", "\tL     []float64 ", "\tWord  string ", `default:"3"`, `default:"a NaN"`} {
			assert.Contains(t, string(res.Source), want)
		}
		generates(t, res)
	}
	for text, want := range map[string]string{
		`{"inputs": [{"type": "double", "name": "x", "a": NaN, "b": oops}]}`: "s:1:60: invalid character 'o' looking for beginning of value",
		`{"inputs": [{"type": "double", "name": Infinity}]}`:                 "s:1:1: inputs[0]: the column has no name: columns are bound by it",
		`{"inputs": Nan}`: "s:1:12: invalid character 'N' looking for beginning of value",
	} {
		_, err := importer.Signature([]byte(text), importer.Options{File: "s"})
		assert.EqualError(t, err, want, text)
	}
}

// What a column holds has another name than the struct of the params, where both would have one.
func TestSignatureNames(t *testing.T) {
	const text = `{"inputs": [{"name": "params", "type": "object", "properties": {"a": {"type": "long", "required": true}}}],
		"params": [{"name": "k", "type": "long", "default": 3}]}`
	res, err := importer.Signature([]byte(text), importer.Options{File: "s", Type: "T"})
	require.NoError(t, err)
	for _, want := range []string{"\tParams TParams2 ", "\ntype TParams2 struct {\n\tA int64 ", "\ntype TParams struct {\n\tK int64 "} {
		assert.Contains(t, string(res.Source), want)
	}
	generates(t, res)
}
