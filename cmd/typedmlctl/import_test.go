package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/featurestore/arrow"
	"github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/gen"
	"github.com/typedml/typedml/internal/databricks"
	"github.com/typedml/typedml/internal/neighbour"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/registry/unity"
	"github.com/typedml/typedml/schema/sql"
)

var update = flag.Bool("update", false, "rewrite the goldens of testdata")

// imports runs typedmlctl import, which must succeed, and returns the source and the notes.
func imports(t *testing.T, args ...string) (source, notes string) {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(append([]string{"import"}, args...), streams{&out, &errs})
	require.Zero(t, code, errs.String())
	return out.String(), errs.String()
}

// generates generates the source in a module of its own, has the go command vet the result, and returns the record that the
// generator read from the first struct.
func generates(t *testing.T, source string) *schema.Record {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, neighbour.Write(dir, "example.com/house"))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "imported.go"), []byte(source), 0o644))
	t.Setenv("GOFLAGS", os.Getenv("GOFLAGS")+" -mod=mod")
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOWORK", "off")
	done, err := gen.Generate(t.Context(), gen.Options{Dir: dir})
	require.NoError(t, err, "%v\n%s", done.Diagnostics, source)
	vet := exec.CommandContext(t.Context(), "go", "vet", ".")
	vet.Dir = dir
	out, err := vet.CombinedOutput()
	require.NoError(t, err, "%s\n%s", out, source)
	return done.Packages[0].Files[0].Structs[0].Record
}

// golden compares source with a file of testdata.
func golden(t *testing.T, file, source string) {
	t.Helper()
	name := filepath.Join("testdata", file)
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(source), 0o644))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	assert.Equal(t, string(want), source)
}

// same demands the record that was written, to the fingerprint.
func same(t *testing.T, want *schema.Record, source, notes string) {
	t.Helper()
	assert.Empty(t, notes)
	got := generates(t, source)
	assert.Equal(t, want.Fingerprint(), got.Fingerprint(), "%s", source)
	assert.Equal(t, want.Name, got.Name)
	assert.Equal(t, want.Version, got.Version)
	assert.Equal(t, want.Doc, got.Doc)
}

// A Delta table that typedml wrote holds the definition, and gives it back; its data file holds the columns.
func TestImportOwnDelta(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "customers")
	uri := "delta://" + filepath.ToSlash(dir)
	customers(t, uri)
	want := (*retail.Customer)(nil).TypedMLSchema()
	for _, table := range []string{uri, dir} {
		source, notes := imports(t, "delta", table)
		same(t, want, source, notes)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.parquet"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	source, notes := imports(t, "parquet", files[0], "-t", "Row")
	assert.Empty(t, notes)
	assert.Contains(t, source, ", 10 rows: types and which may be null are the file's, and it tells of no rules.\n")
	rec := generates(t, source)
	for i, f := range rec.Fields {
		assert.Equal(t, want.Fields[i].Key, f.Key)
	}
}

// foreign is a Delta table as another engine makes one, with a column of each type, and of some that Go has none for.
const foreign = `{"protocol":{"minReaderVersion":1,"minWriterVersion":3}}
{"metaData":{"id":"1","name":"orders","description":"Orders of\nthe shop.","format":{"provider":"parquet","options":{}},"schemaString":SCHEMA,
"partitionColumns":[],"configuration":{"delta.constraints.big":"amount > 5"}}}`

// What a table says of its columns in typedml's name is not trusted, either: of a list without an item nothing is known but the
// column's type.
func TestImportHostileDelta(t *testing.T) {
	dir := foreignTable(t, `{"type":"struct","fields":[
		{"name":"a","type":{"type":"array","elementType":"long","containsNull":false},"nullable":true,"metadata":{"typedml":"{\"name\":\"A\",\"key\":\"a\",\"type\":{\"kind\":\"list\"}}"}},
		{"name":"b","type":"long","nullable":false,"metadata":{"typedml":"{\"name\":\"B\",\"key\":\"b\",\"type\":{\"kind\":\"int64\"},\"constraints\":[{\"kind\":\"range\",\"rule\":\"gte\"}]}"}}]}`)
	source, notes := imports(t, "delta", dir)
	assert.Contains(t, source, "\tA []int64 `json:\"a\"`\n\tB int64   `json:\"b\"`\n")
	assert.Contains(t, notes, "b: it is no rule of a int64: gte\n")
}

// In a table that Spark made for typedml, the properties hold the whole record: SQL cannot write the metadata of columns.
func TestImportSparksDelta(t *testing.T) {
	want := (*retail.FeatureVector)(nil).TypedMLSchema()
	own, err := delta.SchemaOf(want)
	require.NoError(t, err)
	for i := range own.Fields {
		own.Fields[i].Metadata = nil
	}
	text, err := json.Marshal(own)
	require.NoError(t, err)
	record, err := json.Marshal(want)
	require.NoError(t, err)
	table, err := sql.Spark().Table("t", want, nil)
	require.NoError(t, err)
	conf := map[string]string{delta.PropRecord: string(record), delta.PropFingerprint: want.Fingerprint()}
	for _, c := range table.Checks {
		conf["delta.constraints."+c.Name] = c.Condition
	}
	properties, err := json.Marshal(conf)
	require.NoError(t, err)
	dir := foreignTable(t, string(text))
	log := filepath.Join(dir, "_delta_log", "00000000000000000000.json")
	commit, err := os.ReadFile(log)
	require.NoError(t, err)
	commit = bytes.Replace(commit, []byte(`{"delta.constraints.big":"amount > 5"}`), properties, 1)
	require.NoError(t, os.WriteFile(log, commit, 0o644))
	source, notes := imports(t, "delta", dir)
	same(t, want, source, notes)
}

const foreignSchema = `{"type":"struct","fields":[
	{"name":"order id","type":"long","nullable":false,"metadata":{"comment":"Who?\nThe key."}},
	{"name":"type","type":"string","nullable":true,"metadata":{}},
	{"name":"order-id","type":"string","nullable":true,"metadata":{}},
	{"name":"validate","type":"boolean","nullable":false,"metadata":{}},
	{"name":"amount","type":"decimal(12,2)","nullable":true,"metadata":{}},
	{"name":"b","type":"byte","nullable":false,"metadata":{}},{"name":"s","type":"short","nullable":false,"metadata":{}},
	{"name":"i","type":"integer","nullable":false,"metadata":{}},{"name":"f","type":"float","nullable":false,"metadata":{}},
	{"name":"d","type":"double","nullable":false,"metadata":{}},{"name":"raw","type":"binary","nullable":true,"metadata":{}},
	{"name":"day","type":"date","nullable":true,"metadata":{}},{"name":"at","type":"timestamp","nullable":true,"metadata":{}},
	{"name":"tags","type":{"type":"array","elementType":"string","containsNull":true},"nullable":true,"metadata":{}},
	{"name":"notes","type":{"type":"array","elementType":"string","containsNull":false},"nullable":false,"metadata":{}},
	{"name":"scores","type":{"type":"map","keyType":"string","valueType":"double","valueContainsNull":false},"nullable":true,"metadata":{}},
	{"name":"address","type":{"type":"struct","fields":[{"name":"zip","type":"string","nullable":true,"metadata":{"comment":"Five digits."}},
		{"name":"since","type":"interval day to second","nullable":true,"metadata":{}}]},"nullable":true,"metadata":{}},
	{"name":"by_day","type":{"type":"map","keyType":"date","valueType":"double","valueContainsNull":false},"nullable":true,"metadata":{}},
	{"name":"ttl","type":"interval day to second","nullable":false,"metadata":{}},
	{"name":"local","type":"timestamp_ntz","nullable":true,"metadata":{}},
	{"name":"nothing","type":"void","nullable":true,"metadata":{}},
	{"name":"a\"b","type":"string","nullable":true,"metadata":{}},
	{"name":"any","type":{"type":"array","elementType":"variant","containsNull":true},"nullable":true,"metadata":{}}]}`

// foreignTable writes a table of the schema.
func foreignTable(t *testing.T, schemaText string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "orders")
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "_delta_log"), 0o755))
	text, err := json.Marshal(schemaText)
	require.NoError(t, err)
	log := bytes.ReplaceAll([]byte(foreign), []byte("\n\"partition"), []byte(`"partition`))
	log = bytes.ReplaceAll(log, []byte("SCHEMA"), text)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "_delta_log", "00000000000000000000.json"), log, 0o644))
	return dir
}

func TestImportForeignDelta(t *testing.T) {
	dir := foreignTable(t, foreignSchema)
	source, notes := imports(t, "delta", dir, "-p", "shop")
	golden(t, "foreign.golden", source)
	for _, want := range []string{
		"tags[]: it may be null in the source, and null is not taken there\n",
		"ttl: typedml has no type for interval day to second: make it a number of one unit, such as bigint seconds; it is a comment in the struct\n",
		`a"b: no struct tag names the column: rename it, and add a field; it is a comment in the struct` + "\n",
	} {
		assert.Contains(t, notes, dir+": "+want)
	}
	generates(t, source)
}

// A Parquet file has types that Delta has not: unsigned integers, times of the day, half floats.
func TestImportParquet(t *testing.T) {
	fields := []goarrow.Field{
		{Name: "id", Type: goarrow.PrimitiveTypes.Uint64},
		{Name: "small", Type: goarrow.PrimitiveTypes.Uint8, Nullable: true},
		{Name: "city", Type: &goarrow.DictionaryType{IndexType: goarrow.PrimitiveTypes.Int32, ValueType: goarrow.BinaryTypes.String}},
		{Name: "long", Type: goarrow.BinaryTypes.LargeString},
		{Name: "price", Type: &goarrow.Decimal128Type{Precision: 9, Scale: 2}},
		{Name: "local", Type: &goarrow.TimestampType{Unit: goarrow.Microsecond}},
		{Name: "at", Type: &goarrow.TimestampType{Unit: goarrow.Millisecond, TimeZone: "UTC"}},
		{Name: "hour", Type: goarrow.FixedWidthTypes.Time64us},
		{Name: "half", Type: goarrow.FixedWidthTypes.Float16},
		{Name: "bytes16", Type: &goarrow.FixedSizeBinaryType{ByteWidth: 16}},
		{Name: "tags", Type: goarrow.ListOfNonNullable(goarrow.BinaryTypes.String)},
		{Name: "at_home", Type: goarrow.StructOf(goarrow.Field{Name: "zip", Type: goarrow.BinaryTypes.String})},
	}
	name := filepath.Join(t.TempDir(), "order lines.parquet")
	writeParquet(t, name, goarrow.NewSchema(fields, nil))
	source, notes := imports(t, "parquet", name, "-p", "shop")
	golden(t, "parquet.golden", source)
	assert.Contains(t, notes, "hour: typedml has no type for time64[us]: make it a text")
	rec := generates(t, source)

	// The struct reads the file that it was made of.
	f, err := os.Open(name)
	require.NoError(t, err)
	defer f.Close()
	r, err := arrow.NewReader(f, arrow.ReadOptions{})
	require.NoError(t, err)
	changes, err := arrow.Compare(rec, r.Schema())
	require.NoError(t, err)
	for _, c := range changes {
		assert.Equal(t, schema.Extra, c.Kind, "%s", c)
	}
}

func writeParquet(t *testing.T, name string, s *goarrow.Schema) {
	t.Helper()
	f, err := os.Create(name)
	require.NoError(t, err)
	w, err := arrow.NewWriter(f, s, arrow.WriteOptions{})
	require.NoError(t, err)
	b := array.NewRecordBuilder(memory.DefaultAllocator, s)
	require.NoError(t, w.Write(b.NewRecordBatch()))
	require.NoError(t, w.Close())
	require.NoError(t, f.Close())
}

// A list of one length that may be null, as pyarrow writes embeddings, is a slice of that length: no pointer leads to an array.
func TestImportEmbeddings(t *testing.T) {
	of := goarrow.FixedSizeListOf(3, goarrow.PrimitiveTypes.Float64)
	s := goarrow.NewSchema([]goarrow.Field{{Name: "id", Type: goarrow.PrimitiveTypes.Int64}, {Name: "e", Type: of, Nullable: true}}, nil)
	name := filepath.Join(t.TempDir(), "vectors.parquet")
	f, err := os.Create(name)
	require.NoError(t, err)
	w, err := pqarrow.NewFileWriter(s, f, nil, pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	source, notes := imports(t, "parquet", name)
	assert.Contains(t, source, "E  []float64 `json:\"e\" validate:\"omitempty,len=3\"`")
	assert.Contains(t, notes, "e[]: it may be null in the source, and null is not taken there\n")
	rec := generates(t, source)

	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	r, err := arrow.NewReader(file, arrow.ReadOptions{})
	require.NoError(t, err)
	changes, err := arrow.Compare(rec, r.Schema())
	require.NoError(t, err)
	assert.Empty(t, changes)
}

// A table that typedml published in Unity Catalog gives the definition back.
func TestImportPublished(t *testing.T) {
	tg := databricks.Start(t)
	dir, table := locked(t), tg.Name("churn")
	code, said := ctl("publish", "churn.features", "--to", table, "--lock", dir, "--warehouse", tg.Warehouse)
	require.Zero(t, code, said)
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		c, err := unity.Open(ctx, unity.Options{})
		require.NoError(t, err)
		assert.NoError(t, c.Drop(ctx, table))
	})
	source, notes := imports(t, "uc", table)
	same(t, (*retail.FeatureVector)(nil).TypedMLSchema(), source, notes)
}

func TestImportRefuses(t *testing.T) {
	tg := databricks.Start(t)
	dir := t.TempDir()
	out := filepath.Join(dir, "out.go")
	csv := filepath.Join(dir, "x.parquet")
	require.NoError(t, os.WriteFile(csv, []byte("a,b\n1,2\n"), 0o644))
	empty := foreignTable(t, `{"type":"struct","fields":[]}`)
	none := foreignTable(t, `{"type":"struct","fields":[{"name":"v","type":"variant","nullable":true,"metadata":{}}]}`)
	for want, args := range map[string][]string{
		"no.parquet: no such file or directory": {"parquet", filepath.Join(dir, "no.parquet")},
		csv + ": arrow: open a Parquet file: ":  {"parquet", csv},
		"is a directory":                        {"parquet", dir},
		"not found":                             {"delta", dir},
		"has no version 7":                      {"delta", empty, "--version", "7"},
		empty + " has no columns":               {"delta", empty},
		none + " has no column that a struct can have:\n  v: typedml has no type for variant": {"delta", none},
		`"main.ml" is no name of three parts`:                                                 {"uc", "main.ml"},
		"get table " + tg.Name("nothing"):                                                     {"uc", tg.Name("nothing")},
		`"order" is no exported name of a Go type`:                                            {"delta", foreignTable(t, foreignSchema), "-t", "order"},
		`delta: "delta://x" names the host "x"`:                                               {"delta", "delta://x"},
	} {
		code, said := ctl(append(append([]string{"import"}, args...), "-o", out)...)
		assert.Equal(t, 1, code, "%v: %s", args, said)
		assert.Contains(t, said, want)
	}
	assert.NoFileExists(t, out)
	code, _ := ctl("import", "avro", "x")
	assert.Equal(t, 2, code)

	// A file that exists is left alone.
	require.NoError(t, os.WriteFile(out, []byte("mine"), 0o644))
	table := foreignTable(t, foreignSchema)
	code, said := ctl("import", "delta", table, "-o", out)
	assert.Equal(t, 1, code)
	assert.Contains(t, said, "exists: add --force to overwrite it")
	text, err := os.ReadFile(out)
	require.NoError(t, err)
	assert.Equal(t, "mine", string(text))
	code, said = ctl("import", "delta", table, "-o", out, "--force")
	require.Zero(t, code, said)
}
