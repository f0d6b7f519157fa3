package emit

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dave/jennifer/jen"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/imports"

	"github.com/typedml/typedml/gen/check"
	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestChecksRead holds the Go of each check in testdata/checks.golden against the generator: it is what a careful person
// would write. TestRandomChecks proves that it is right.
func TestChecksRead(t *testing.T) {
	path := filepath.Join("testdata", "checks.golden")
	golden, err := os.ReadFile(path)
	require.NoError(t, err)
	var out strings.Builder
	for block := range strings.SplitSeq(strings.TrimSpace(string(golden)), "\n\n") {
		first, _, _ := strings.Cut(block, "\n")
		source := strings.TrimPrefix(first, "// ")
		out.WriteString("// " + source + "\n" + checkSource(t, source) + "\n\n")
	}
	got := strings.TrimRight(out.String(), "\n") + "\n"
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
		return
	}
	assert.Equal(t, string(golden), got, "go test ./gen/emit -run TestChecksRead -update rewrites it")
}

// checkSource is the body that one check comes to.
func checkSource(t *testing.T, source string) string {
	t.Helper()
	s := configStruct()
	expr, problems := check.Compile(s.Record, source)
	require.Empty(t, problems, source)
	s.Record.Checks = []schema.Check{{Name: "c", Message: "m", Source: source, Expr: expr}}
	f := newFile(&unit.File{Package: "p", Path: "p", Structs: []*unit.Struct{s}})
	f.jen.Func().Params(jen.Id("x").Op("*").Id("T")).Id("ValidateInto").
		Params(jen.Id("r").Op("*").Qual(pkgValidate, "Report")).BlockFunc(func(g *jen.Group) { f.recordChecks(g, s) })
	var b bytes.Buffer
	require.NoError(t, f.jen.Render(&b), source)
	formatted, err := imports.Process("p.go", b.Bytes(), &imports.Options{FormatOnly: true, Comments: true, TabIndent: true, TabWidth: 8})
	require.NoError(t, err, source)
	_, body, _ := strings.Cut(string(formatted), "ValidateInto(r *validate.Report) {\n")
	body = strings.TrimSuffix(body, "}\n")
	return strings.TrimRight(strings.ReplaceAll("\n"+body, "\n\t", "\n"), "\n")[1:]
}

// configStruct has the fields that the golden's checks read.
func configStruct() *unit.Struct {
	named := func(name, basic string) unit.Type { return unit.Type{Name: name, Basic: basic} }
	field := func(name, key string, goes unit.Type, t schema.Type) bound {
		return bound{schema.Field{Name: name, Key: key, Type: t, Optional: goes.Form == unit.Pointer || goes.Form == unit.Opt}, unit.Field{Selector: name, Type: goes}}
	}
	return record("T",
		field("TrainRatio", "train_ratio", plain("float64"), kind(schema.Float64)),
		field("ValidationRatio", "validation_ratio", plain("float64"), kind(schema.Float64)),
		field("TestRatio", "test_ratio", plain("float64"), kind(schema.Float64)),
		field("Share", "share", plain("float32"), kind(schema.Float32)),
		field("MaxDepth", "max_depth", plain("int"), kind(schema.Int64)),
		field("Rounds", "rounds", plain("int64"), kind(schema.Int64)),
		field("Small", "small", plain("int8"), kind(schema.Int8)),
		field("Count", "count", plain("uint16"), kind(schema.Uint16)),
		field("Big", "big", plain("uint64"), kind(schema.Uint64)),
		field("Model", "model", named("ModelType", "string"), kind(schema.String)),
		field("Flag", "flag", plain("bool"), kind(schema.Bool)),
		field("At", "at", unit.Type{Package: "time", Name: "Time"}, kind(schema.Time)),
		field("Wait", "wait", unit.Type{Package: "time", Name: "Duration", Basic: "int64"}, kind(schema.Duration)),
		field("LogLoss", "log_loss", pointer(plain("float64")), kind(schema.Float64)),
		field("Extra", "extra", opt(plain("int")), kind(schema.Int64)),
		field("Items", "items", slice(plain("float64")), listOf(kind(schema.Float64))),
	)
}
