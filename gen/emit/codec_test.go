package emit

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/imports"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/internal/neighbour"
	"github.com/typedml/typedml/schema"
)

// TestCodec generates decoders and encoders for the structs of testdata/codec, and runs the tests there on them.
func TestCodec(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, neighbour.Write(dir, "codec"))
	files := map[string][]byte{"records_typedml.go": codecSource(t)}
	for _, name := range []string{"records.go", "inner.go", "decode_test.go", "encode_test.go", "sensitive_test.go"} {
		text, err := os.ReadFile(filepath.Join("testdata", "codec", name))
		require.NoError(t, err)
		files[name] = text
	}
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), text, 0o600))
	}
	cmd := exec.Command("go", "test", "-vet=all", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// codecSource renders what the codec needs of the structs in testdata/codec.
func codecSource(t *testing.T) []byte {
	t.Helper()
	f := newFile(&unit.File{Package: "codec", Path: "codec", Output: "records_typedml.go"})
	for _, s := range codecStructs() {
		for _, add := range []target{
			(*file).schemaMethod, (*file).validateMethods, (*file).defaults, (*file).decodeMethods, (*file).encodeMethods,
		} {
			add(f, s)
		}
	}
	f.patterns.declare(f)
	f.rules.declare(f)
	var b bytes.Buffer
	require.NoError(t, f.jen.Render(&b))
	out, err := imports.Process("records_typedml.go", b.Bytes(), &imports.Options{FormatOnly: true, Comments: true, TabIndent: true, TabWidth: 8})
	require.NoError(t, err)
	return out
}

func codecStructs() []*unit.Struct {
	item := record("Item",
		member("Name", plain("string"), kind(schema.String)),
		member("Price", plain("float64"), kind(schema.Float64), limit("gte", schema.Gte, 0)),
		member("Qty", pointer(plain("int32")), kind(schema.Int32), optional),
	)
	ratios := record("Ratios",
		member("Train", plain("float64"), kind(schema.Float64), defaulted(schema.Literal{Kind: schema.Float64, Float: 0.7})),
		member("Test", plain("float64"), kind(schema.Float64), limit("lte", schema.Lte, 1)),
		member("Note", plain("string"), kind(schema.String), defaulted(schema.Literal{Kind: schema.String, Text: "-"}),
			sized("max", schema.Lte, 3)),
	)
	ratios.Record.Checks = []schema.Check{{
		Name: "sum", Message: "ratios must sum to 1", Source: "train + test <= 1.0",
		Expr: &schema.Expr{Op: schema.OpLte, Type: schema.Bool, Args: []*schema.Expr{
			{Op: schema.OpAdd, Type: schema.Float64, Args: []*schema.Expr{
				{Op: schema.OpField, Type: schema.Float64, Path: "train"}, {Op: schema.OpField, Type: schema.Float64, Path: "test"},
			}},
			{Op: schema.OpLiteral, Type: schema.Float64, Value: &schema.Literal{Kind: schema.Float64, Float: 1}},
		}},
	}}
	lenient := record("Lenient",
		member("A", plain("int"), kind(schema.Int64), omitEmpty),
		member("B", plain("int"), kind(schema.Int64), omitEmpty),
	)
	lenient.Record.IgnoreUnknown = true
	inner := record("Inner", member("N", plain("int"), kind(schema.Int64), limitInt("gte", schema.Gte, 0)))
	inner.Own = map[string]bool{"UnmarshalJSON": true}
	outer := record("Outer", member("Inner", unit.Type{Name: "Inner"}, schema.Type{Kind: schema.Struct, Record: inner.Record}))
	var fields []bound
	for i := range 70 {
		fields = append(fields, member("F"+strconv.Itoa(i), plain("int"), kind(schema.Int64)))
	}
	patient := patient()
	return []*unit.Struct{
		item, ratios, kinds(item.Record, ratios.Record), patient, ward(patient.Record), lenient, inner, outer, record("Wide", fields...),
	}
}

func patient() *unit.Struct {
	return record("Patient",
		member("SSN", plain("string"), kind(schema.String), sensitive, sized("len", schema.Eq, 11)),
		member("Born", pointer(plain("int")), kind(schema.Int64), sensitive, optional, limitInt("gte", schema.Gte, 1900)),
		member("Codes", slice(plain("string")), listOf(kind(schema.String)), sensitive, sized("max", schema.Lte, 2),
			func(f *schema.Field) { f.Type.Elem.Constraints = []schema.Constraint{length("max", schema.Lte, 3)} }),
		member("Grades", mapOf(plain("string"), plain("float64")), mapType(kind(schema.String), kind(schema.Float64)), sensitive),
	)
}

func ward(patient *schema.Record) *unit.Struct {
	held, t := unit.Type{Name: "Patient"}, schema.Type{Kind: schema.Struct, Record: patient}
	return record("Ward",
		member("Head", held, t),
		member("Deputy", pointer(held), t, optional),
		member("Guest", opt(held), t, optional),
		member("Queue", slice(held), listOf(t)),
		member("Beds", array(1, held), fixed(1, t)),
		member("Rooms", slice(slice(held)), listOf(listOf(t))),
		member("ByName", mapOf(plain("string"), held), mapType(kind(schema.String), t), keyed("by_name")),
		member("Size", plain("int"), kind(schema.Int64)),
	)
}

func kinds(item, ratios *schema.Record) *unit.Struct {
	color := schema.Type{Kind: schema.Enum, Base: schema.String, Values: []schema.Literal{{Kind: schema.String, Text: "blue"}, {Kind: schema.String, Text: "red"}}}
	level := schema.Type{Kind: schema.Enum, Base: schema.Int8, Values: []schema.Literal{{Kind: schema.Int8, Int: 1}, {Kind: schema.Int8, Int: 3}}}
	colorType := unit.Type{Name: "Color", Basic: "string"}
	itemType, ratiosType := unit.Type{Name: "Item"}, unit.Type{Name: "Ratios"}
	nested := schema.Type{Kind: schema.Struct, Record: item}
	s := record("Kinds",
		member("Base.ID", plain("string"), kind(schema.String), keyed("id")),
		member("Flag", plain("bool"), kind(schema.Bool)),
		member("Small", plain("int8"), kind(schema.Int8)),
		member("Count", plain("int"), kind(schema.Int64), limitInt("lte", schema.Lte, 100)),
		member("Big", plain("uint64"), kind(schema.Uint64)),
		member("Half", plain("float32"), kind(schema.Float32)),
		member("Score", unit.Type{Name: "Score", Basic: "float64"}, kind(schema.Float64)),
		member("Color", colorType, color, oneOf(color)),
		member("Level", unit.Type{Name: "Level", Basic: "int8"}, level, oneOf(level), defaulted(schema.Literal{Kind: schema.Int8, Int: 3})),
		member("Blob", slice(plain("uint8")), kind(schema.Bytes)),
		member("At", unit.Type{Package: "time", Name: "Time"}, kind(schema.Time)),
		member("Wait", unit.Type{Package: "time", Name: "Duration", Basic: "int64"}, kind(schema.Duration)),
		member("Pause", unit.Type{Name: "Pause", Basic: "int64"}, kind(schema.Duration)),
		member("Maybe", pointer(plain("float64")), kind(schema.Float64), optional),
		member("Opt", opt(colorType), color, optional),
		member("Tags", slice(plain("string")), listOf(kind(schema.String))),
		member("Vector", slice(plain("float64")), listOf(kind(schema.Float64)), func(f *schema.Field) {
			f.Type.Elem.Constraints = []schema.Constraint{{
				Kind: schema.Range, Rule: "gte", Param: "0", Op: schema.Gte, Limit: &schema.Literal{Kind: schema.Float64},
			}}
		}),
		member("Unit", array(3, plain("float64")), fixed(3, kind(schema.Float64))),
		member("Steps", array(2, plain("int16")), fixed(2, kind(schema.Int16))),
		member("Matrix", slice(slice(plain("float64"))), listOf(listOf(kind(schema.Float64)))),
		member("Gaps", slice(pointer(plain("int64"))), listOf(kind(schema.Int64)), func(f *schema.Field) { f.Type.Elem.Optional = true }),
		member("Weights", mapOf(colorType, plain("float64")), mapType(color, kind(schema.Float64))),
		member("Groups", mapOf(plain("string"), slice(plain("string"))), mapType(kind(schema.String), listOf(kind(schema.String)))),
		member("Item", itemType, nested),
		member("Second", pointer(itemType), nested, optional),
		member("Third", opt(itemType), nested, optional),
		member("Items", slice(itemType), listOf(nested)),
		member("ByName", mapOf(plain("string"), itemType), mapType(kind(schema.String), nested), keyed("by_name")),
		member("Ratios", ratiosType, schema.Type{Kind: schema.Struct, Record: ratios}),
		member("Secret", plain("string"), kind(schema.String), sensitive),
		member("Hidden", mapOf(plain("string"), plain("int")), mapType(kind(schema.String), kind(schema.Int64)), sensitive),
		member("Short", plain("string"), kind(schema.String), omitEmpty),
		member("Gone", pointer(plain("int")), kind(schema.Int64), optional, omitEmpty),
		member("List", slice(plain("string")), listOf(kind(schema.String)), omitEmpty),
		member("Zero", unit.Type{Package: "time", Name: "Time"}, kind(schema.Time), omitZero),
		member("Nested", itemType, nested, omitZero),
	)
	return s
}
