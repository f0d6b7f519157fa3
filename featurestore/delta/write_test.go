package delta_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/schema"
)

func uri(dir string) string { return "delta://" + filepath.ToSlash(dir) }

func open(t testing.TB, dir string) *featurestore.Table[sample.Order] {
	t.Helper()
	tbl, err := featurestore.Open[sample.Order](t.Context(), uri(dir))
	require.NoError(t, err)
	return tbl
}

func logFile(dir string, version int) string {
	return filepath.Join(dir, "_delta_log", fmt.Sprintf("%020d.json", version))
}

func visible(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

func TestNewTableIsPlainDelta(t *testing.T) {
	dir := t.TempDir()
	err := open(t, dir).Append(t.Context(), sample.Rows(50))
	require.NoError(t, err)
	text, err := os.ReadFile(logFile(dir, 0))
	require.NoError(t, err)
	actions, err := delta.ParseCommit(text)
	require.NoError(t, err)
	require.Len(t, actions, 4)
	assert.Equal(t, &delta.Protocol{MinReaderVersion: 1, MinWriterVersion: 2}, actions[1].Protocol)
	m := actions[2].MetaData
	assert.Equal(t, "1.2.0", m.Configuration["typedml.version"])
	assert.Equal(t, (*sample.Order)(nil).TypedMLSchema().Fingerprint(), m.Configuration["typedml.fingerprint"])
	assert.Equal(t, "Order is one order of a customer.", m.Description)
	s, err := delta.ParseSchema(m.SchemaString)
	require.NoError(t, err)
	types := map[string]string{}
	for _, f := range s.Fields {
		types[f.Name] = f.Type.String()
	}
	assert.Equal(t, map[string]string{
		"id": "string", "amount": "double", "count": "short", "port": "integer", "mask": "long", "big": "decimal(20,0)",
		"tiny": "byte", "small": "short", "medium": "integer", "total": "long", "ratio": "float", "paid": "boolean", "status": "string",
		"raw": "binary", "wait": "long", "at": "timestamp", "discount": "double", "vector": "array<double>", "point": "array<float>",
		"tags": "array<string>", "prices": "map<string,double>", "address": "struct<city:string,zip:integer>", "secret": "string",
	}, types)
	assert.False(t, s.Field("id").Nullable)
	assert.True(t, s.Field("discount").Nullable)
	assert.Equal(t, `"Amount is what the order costs. (unit: USD)"`, string(s.Field("amount").Metadata["comment"]))
	assert.Contains(t, string(s.Field("amount").Metadata["typedml"]), "gte")

	var stats struct {
		NumRecords           int
		MinValues, MaxValues map[string]any
		NullCount            map[string]any
	}
	require.NoError(t, json.Unmarshal([]byte(actions[3].Add.Stats), &stats))
	assert.Equal(t, 50, stats.NumRecords)
	assert.Equal(t, 0.0, stats.MinValues["amount"])
	assert.Equal(t, 12.25, stats.MaxValues["amount"])
	assert.Equal(t, "2026-01-02T03:04:05.000Z", stats.MinValues["at"])
	assert.Equal(t, "2026-01-02T03:04:05.001Z", stats.MaxValues["at"], "rounded up, so that it bounds the microseconds")
	assert.Equal(t, map[string]any{"city": "Ulm", "zip": 23464.0}, stats.MaxValues["address"])
	assert.Equal(t, 33.0, stats.NullCount["discount"])
	assert.NotContains(t, stats.MinValues, "paid")
	assert.NotContains(t, stats.MinValues, "vector")
}

// TestConcurrentAppends lets goroutines append at once, also the first commit: nothing is lost, nothing is written
// twice.
func TestConcurrentAppends(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	const writers, each = 4, 12
	var wg sync.WaitGroup
	errs := make([]error, writers)
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				row := sample.New(w*each + i)
				if err := open(t, dir).Append(t.Context(), []sample.Order{row}); err != nil {
					errs[w] = err
				}
			}
		})
	}
	wg.Wait()
	require.NoError(t, errors.Join(errs...))
	rows, err := open(t, dir).ReadAll(t.Context())
	require.NoError(t, err)
	assert.ElementsMatch(t, sample.Rows(writers*each), rows)
	v, err := open(t, dir).Version(t.Context())
	require.NoError(t, err)
	assert.EqualValues(t, writers*each-1, v)
	assert.FileExists(t, filepath.Join(dir, "_delta_log", "_last_checkpoint"))
	for _, name := range visible(t, filepath.Join(dir, "_delta_log")) {
		assert.NotContains(t, name, "tmp", "a temporary file was left")
	}
}

// interposed commits something of another writer while the batches of a write are pulled.
func interposed(t *testing.T, dir string, w featurestore.Write, between func()) error {
	t.Helper()
	store, err := delta.Open(t.Context(), uri(dir))
	require.NoError(t, err)
	batches := w.Batches
	w.Batches = func(yield func(*columns.Batch, error) bool) {
		between()
		batches(yield)
	}
	_, err = store.Write(t.Context(), w)
	return err
}

func write(t *testing.T, n int) featurestore.Write {
	t.Helper()
	r := (*sample.Order)(nil).TypedMLSchema()
	fields, err := columns.FieldsOf(r)
	require.NoError(t, err)
	return featurestore.Write{Record: r, Fields: fields, Batches: func(yield func(*columns.Batch, error) bool) {
		b, err := columns.NewBatch(fields)
		for i := range n {
			x := sample.New(i)
			x.AppendColumns(b)
		}
		yield(b, err)
	}}
}

func TestOverwriteConflicts(t *testing.T) {
	dir := t.TempDir()
	err := open(t, dir).Append(t.Context(), sample.Rows(3))
	require.NoError(t, err)
	w := write(t, 2)
	w.Overwrite = true
	err = interposed(t, dir, w, func() {
		err := open(t, dir).Append(t.Context(), sample.Rows(4))
		require.NoError(t, err)
	})
	var conflict *delta.ConflictError
	require.ErrorAs(t, err, &conflict)
	assert.EqualValues(t, 1, conflict.Version)
	rows, err := open(t, dir).ReadAll(t.Context())
	require.NoError(t, err)
	assert.Len(t, rows, 7)
	assert.Len(t, visible(t, dir), 2, "the data file of the refused overwrite is left")

	err = interposed(t, dir, w, func() { // a commit that touches no rows is no conflict
		require.NoError(t, os.WriteFile(logFile(dir, 2), []byte(`{"commitInfo":{"operation":"OPTIMIZE"}}`), 0o644))
	})
	require.NoError(t, err)
	rows, err = open(t, dir).ReadAll(t.Context())
	require.NoError(t, err)
	assert.Len(t, rows, 2)
}

func TestAppendAfterSchemaChangeConflicts(t *testing.T) {
	for old, changed := range map[string]string{
		`\"name\":\"ratio\"`:            `\"name\":\"quota\"`,
		`\"nullable\":true`:             `\"nullable\":false`,
		`\\\"kind\\\":\\\"duration\\\"`: `\\\"kind\\\":\\\"int64\\\"`, // what this package wrote of the column
	} {
		dir := t.TempDir()
		err := open(t, dir).Append(t.Context(), sample.Rows(3))
		require.NoError(t, err)
		err = interposed(t, dir, write(t, 2), func() {
			text, err := os.ReadFile(logFile(dir, 0))
			require.NoError(t, err)
			for _, line := range strings.Split(string(text), "\n") {
				if strings.HasPrefix(line, `{"metaData"`) {
					require.Contains(t, line, old)
					line = strings.Replace(line, old, changed, 1)
					require.NoError(t, os.WriteFile(logFile(dir, 1), []byte(line), 0o644))
				}
			}
		})
		var conflict *delta.ConflictError
		require.ErrorAs(t, err, &conflict, changed)
		assert.ErrorContains(t, err, "changed the table's columns")
	}
}

func TestFailedWriteLeavesNoFile(t *testing.T) {
	dir := t.TempDir()
	broken := errors.New("the source broke")
	w := write(t, 5)
	good := w.Batches
	w.Batches = func(yield func(*columns.Batch, error) bool) {
		good(yield)
		yield(nil, broken)
	}
	store, err := delta.Open(t.Context(), uri(dir))
	require.NoError(t, err)
	_, err = store.Write(t.Context(), w)
	require.ErrorIs(t, err, broken)
	assert.Empty(t, visible(t, dir))

	ctx, cancel := context.WithCancel(t.Context())
	w.Batches = iter.Seq2[*columns.Batch, error](func(yield func(*columns.Batch, error) bool) {
		good(func(b *columns.Batch, err error) bool {
			ok := yield(b, err)
			cancel()
			return ok && yield(b, err)
		})
	})
	_, err = store.Write(ctx, w)
	require.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, visible(t, dir))
	_, err = store.Snapshot(t.Context(), featurestore.Latest)
	assert.ErrorIs(t, err, featurestore.ErrNotFound)
}

// TestLeftoversOfKilledWriters: a write that makes a checkpoint removes them once no living writer can own them.
func TestLeftoversOfKilledWriters(t *testing.T) {
	dir := t.TempDir()
	tbl := open(t, dir)
	require.NoError(t, tbl.Append(t.Context(), sample.Rows(1)))
	yesterday := time.Now().Add(-25 * time.Hour)
	leave := func(name string, at time.Time) string {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.WriteFile(path, nil, 0o644))
		require.NoError(t, os.Chtimes(path, at, at))
		return path
	}
	old := []string{leave(".tmp-a.parquet", yesterday), leave("_delta_log/.tmp-b", yesterday)}
	others := []string{leave(".tmp-c.parquet", time.Now().Add(-time.Hour)), leave("_delta_log/.tmp-d", time.Now()), leave("notes.txt", yesterday)}
	for range 9 {
		require.NoError(t, tbl.Append(t.Context(), sample.Rows(1)))
	}
	assert.FileExists(t, old[0], "no checkpoint yet")
	require.NoError(t, tbl.Append(t.Context(), sample.Rows(1)))
	for _, path := range old {
		assert.NoFileExists(t, path)
	}
	for _, path := range others {
		assert.FileExists(t, path)
	}
	rows, err := tbl.ReadAll(t.Context())
	require.NoError(t, err)
	assert.Len(t, rows, 11)
}

// TestCheckpointReplaysTheState removes the commits that the checkpoint covers.
func TestCheckpointReplaysTheState(t *testing.T) {
	dir := t.TempDir()
	tbl := open(t, dir)
	err := tbl.Append(t.Context(), sample.Rows(5))
	require.NoError(t, err)
	err = tbl.Overwrite(t.Context(), sample.Rows(2))
	require.NoError(t, err)
	for i := 2; i <= 11; i++ {
		err := tbl.Append(t.Context(), []sample.Order{sample.New(i)})
		require.NoError(t, err)
	}
	for v := range 10 {
		require.NoError(t, os.Remove(logFile(dir, v)))
	}
	rows, err := tbl.ReadAll(t.Context())
	require.NoError(t, err)
	assert.Equal(t, sample.Rows(12), rows)
	got, err := tbl.Schema(t.Context())
	require.NoError(t, err)
	assert.Equal(t, tbl.Record().Fingerprint(), got.Fingerprint())
	_, err = tbl.ReadAll(t.Context(), featurestore.AsOf(4))
	assert.ErrorIs(t, err, featurestore.ErrNotFound)
	assert.ErrorContains(t, err, "00000000000000000000.json is missing")
	err = tbl.Append(t.Context(), sample.Rows(1))
	require.NoError(t, err)
}

// TestForeignTypesAreRead reads a narrower and a wider table than the struct's.
func TestForeignTypesAreRead(t *testing.T) {
	dir := t.TempDir()
	narrow := &schema.Record{Name: "foreign", Fields: []schema.Field{
		{Name: "A", Key: "a", Type: schema.Type{Kind: schema.Int16}},
		{Name: "B", Key: "b", Type: schema.Type{Kind: schema.Float32}},
		{Name: "C", Key: "c", Type: schema.Type{Kind: schema.Int16}},
	}}
	fields, err := columns.FieldsOf(narrow)
	require.NoError(t, err)
	store, err := delta.Open(t.Context(), uri(dir))
	require.NoError(t, err)
	b, err := columns.NewBatch(fields)
	require.NoError(t, err)
	for i := range 3 {
		b.Column(0).AppendInt16(int16(i))
		b.Column(1).AppendFloat32(float32(i) / 2)
		b.Column(2).AppendInt16(int16(200 * i))
		b.EndRow()
	}
	_, err = store.Write(t.Context(), featurestore.Write{Record: narrow, Fields: fields, Batches: func(yield func(*columns.Batch, error) bool) { yield(b, nil) }})
	require.NoError(t, err)

	want := &schema.Record{Name: "wide", Fields: []schema.Field{
		{Name: "A", Key: "a", Type: schema.Type{Kind: schema.Int64}},
		{Name: "B", Key: "b", Type: schema.Type{Kind: schema.Float64}},
		{Name: "C", Key: "c", Type: schema.Type{Kind: schema.Uint8}},
	}}
	s, err := store.Snapshot(t.Context(), featurestore.Latest)
	require.NoError(t, err)
	_, mismatch := schema.Mismatch("table", want, s.Record(want))
	require.Nil(t, mismatch)
	fields, err = columns.FieldsOf(want)
	require.NoError(t, err)
	for c, err := range s.Read(t.Context(), fields) {
		require.NoError(t, err)
		assert.Equal(t, []int64{0, 1, 2}, c.Batch.Column(0).Int64s())
		assert.Equal(t, []float64{0, 0.5, 1}, c.Batch.Column(1).Float64s())
		assert.Equal(t, []featurestore.Misfit{{Row: 2, Column: "c", Type: "uint8"}}, c.Misfits)
	}
	want.Fields[0].Type.Kind = schema.String
	_, mismatch = schema.Mismatch("table", want, s.Record(want))
	require.NotNil(t, mismatch)
	assert.ErrorContains(t, mismatch, "column a is int16, the struct has string")
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		protocol, configuration, metadata string
		read, write                       string
	}{
		"reader version":      {protocol: `{"minReaderVersion":4,"minWriterVersion":7}`, read: "reader version 4", write: "reader version 4"},
		"reader feature":      {protocol: `{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["warp"],"writerFeatures":["warp"]}`, read: "reader feature warp", write: "warp"},
		"writer version":      {protocol: `{"minReaderVersion":1,"minWriterVersion":8}`, write: "writer version 8"},
		"writer feature":      {protocol: `{"minReaderVersion":1,"minWriterVersion":7,"writerFeatures":["rowTracking"]}`, write: "writer feature rowTracking"},
		"check":               {protocol: `{"minReaderVersion":1,"minWriterVersion":3}`, configuration: `{"delta.constraints.pos":"x > 0"}`, write: "checkConstraints, which is not supported (delta.constraints.pos: x > 0)"},
		"check at writer 2":   {protocol: `{"minReaderVersion":1,"minWriterVersion":2}`, configuration: `{"delta.constraints.pos":"x > 0"}`, write: "checkConstraints"},
		"invariant":           {protocol: `{"minReaderVersion":1,"minWriterVersion":2}`, metadata: `{\"delta.invariants\":\"{}\"}`, write: "invariants, which is not supported (column x"},
		"generated":           {protocol: `{"minReaderVersion":1,"minWriterVersion":4}`, metadata: `{\"delta.generationExpression\":\"1\"}`, write: "generatedColumns"},
		"mapping":             {protocol: `{"minReaderVersion":2,"minWriterVersion":5}`, configuration: `{"delta.columnMapping.mode":"name"}`, read: "columnMapping", write: "columnMapping"},
		"unused mapping":      {protocol: `{"minReaderVersion":2,"minWriterVersion":6}`},
		"unused vectors":      {protocol: `{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors"],"writerFeatures":["deletionVectors"]}`, write: "deletionVectors"},
		"version 7, unlisted": {protocol: `{"minReaderVersion":1,"minWriterVersion":7,"writerFeatures":["appendOnly"]}`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := foreign(t, c.protocol, c.configuration, c.metadata)
			_, err := delta.LoadSnapshot(t.Context(), dir, delta.Latest)
			expect(t, err, c.read)
			_, err = writeX(t, dir, false)
			expect(t, err, c.write)
		})
	}
	dir := foreign(t, `{"minReaderVersion":1,"minWriterVersion":2}`, `{"delta.appendOnly":"true"}`, "")
	_, err := writeX(t, dir, true)
	assert.ErrorContains(t, err, "appends only")
	_, err = writeX(t, dir, false)
	assert.NoError(t, err)
}

func expect(t *testing.T, err error, words string) {
	t.Helper()
	if words == "" {
		assert.NoError(t, err)
		return
	}
	var unsupported *delta.UnsupportedError
	require.ErrorAs(t, err, &unsupported)
	assert.ErrorContains(t, err, words)
}

// foreign makes a table of one column x by hand.
func foreign(t *testing.T, protocol, configuration, metadata string) string {
	t.Helper()
	if configuration == "" {
		configuration = "{}"
	}
	if metadata == "" {
		metadata = "{}"
	}
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "_delta_log"), 0o755))
	text := `{"protocol":` + protocol + `}
{"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[{\"name\":\"x\",\"type\":\"long\",\"nullable\":true,\"metadata\":` +
		metadata + `}]}","partitionColumns":[],"configuration":` + configuration + `}}`
	require.NoError(t, os.WriteFile(logFile(dir, 0), []byte(text), 0o644))
	return dir
}

func writeX(t *testing.T, dir string, overwrite bool) (int64, error) {
	t.Helper()
	r := &schema.Record{Name: "x", Fields: []schema.Field{{Name: "X", Key: "x", Type: schema.Type{Kind: schema.Int64}}}}
	fields, err := columns.FieldsOf(r)
	require.NoError(t, err)
	store, err := delta.Open(t.Context(), uri(dir))
	require.NoError(t, err)
	return store.Write(t.Context(), featurestore.Write{Record: r, Fields: fields, Overwrite: overwrite, Batches: func(yield func(*columns.Batch, error) bool) {
		b, err := columns.NewBatch(fields)
		b.Column(0).AppendInt64(7)
		b.EndRow()
		yield(b, err)
	}})
}

// TestOneColumnTwoTypes: a type that one column type stores as well as another is neither read from such a column nor added
// to it where its values differ.
func TestOneColumnTwoTypes(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, open(t, dir).Append(t.Context(), sample.Rows(2)))
	store, err := featurestore.OpenStore(t.Context(), uri(dir))
	require.NoError(t, err)
	now, err := store.Snapshot(t.Context(), featurestore.Latest)
	require.NoError(t, err)
	for _, c := range []struct {
		column     string
		to         schema.Type
		reads, add string // what a reader and a writer are told
	}{
		{"point", schema.Type{Kind: schema.List, Len: 3, Elem: &schema.Element{Type: schema.Type{Kind: schema.Float32}}}, "list<float32>[3]", "list<float32>[3]"},
		{"point", schema.Type{Kind: schema.List, Elem: &schema.Element{Type: schema.Type{Kind: schema.Float32}}}, "", "list<float32>"},
		{"total", schema.Type{Kind: schema.Duration}, "duration", "duration"},
		{"wait", schema.Type{Kind: schema.Int64}, "int64", "int64"},
		{"medium", schema.Type{Kind: schema.Uint16}, "", ""},
		{"port", schema.Type{Kind: schema.Int32}, "", "int32"},
		{"status", schema.Type{Kind: schema.String}, "", ""},
	} {
		other := *(*sample.Order)(nil).TypedMLSchema()
		other.Fields = slices.Clone(other.Fields)
		old := other.Field(c.column).Type
		other.Field(c.column).Type = c.to
		told := func(want string) string {
			if want == "" {
				return ""
			}
			return fmt.Sprintf("column %s is %s, the struct has %s", c.column, old, want)
		}
		_, mismatch := schema.Mismatch("table", &other, now.Record(&other))
		changes, err := now.Unfit(&other)
		require.NoError(t, err)
		var reads []schema.Change
		if mismatch != nil {
			reads = mismatch.Changes
		}
		assert.Equal(t, told(c.reads), words(reads), "%s read as %s", c.column, c.to)
		assert.Equal(t, told(c.add), words(changes), "%s added to %s", c.to, c.column)
	}
}

func words(changes []schema.Change) string {
	var out []string
	for _, c := range changes {
		out = append(out, c.String())
	}
	return strings.Join(out, "; ")
}

// TestNestedFields: a field that a record in a column lacks is read as one that a column lacks, also where the record is an
// element; rows that have it are not added, because it would be lost.
func TestNestedFields(t *testing.T) {
	record := func(more ...schema.Field) *schema.Record {
		inner := &schema.Record{Name: "inner", Fields: append([]schema.Field{{Name: "S", Key: "s", Type: schema.Type{Kind: schema.Int64}}}, more...)}
		of := func(t schema.Type) *schema.Element { return &schema.Element{Type: t} }
		one := schema.Type{Kind: schema.Struct, Record: inner}
		text := schema.Type{Kind: schema.String}
		return &schema.Record{Name: "nested", Fields: []schema.Field{
			{Name: "A", Key: "a", Type: one},
			{Name: "L", Key: "l", Type: schema.Type{Kind: schema.List, Elem: of(one)}},
			{Name: "M", Key: "m", Type: schema.Type{Kind: schema.Map, Key: of(text), Elem: of(one)}},
		}}
	}
	dir := t.TempDir()
	store, err := featurestore.OpenStore(t.Context(), uri(dir))
	require.NoError(t, err)
	old := record()
	fields, err := columns.FieldsOf(old)
	require.NoError(t, err)
	b, err := columns.NewBatch(fields)
	require.NoError(t, err)
	b.Column(0).Struct().Column(0).AppendInt64(1)
	b.Column(0).Struct().EndRow()
	b.Column(0).EndStruct()
	for i := range 2 {
		b.Column(1).Child().Struct().Column(0).AppendInt64(int64(i))
		b.Column(1).Child().Struct().EndRow()
		b.Column(1).Child().EndStruct()
	}
	b.Column(1).EndList()
	b.Column(2).EndMap()
	b.EndRow()
	require.NoError(t, b.Err())
	_, err = store.Write(t.Context(), featurestore.Write{Record: old, Fields: fields, Batches: func(yield func(*columns.Batch, error) bool) { yield(b, nil) }})
	require.NoError(t, err)

	now, err := store.Snapshot(t.Context(), featurestore.Latest)
	require.NoError(t, err)
	wider := record(schema.Field{Name: "C", Key: "c", Optional: true, Type: schema.Type{Kind: schema.String}})
	notices, mismatch := schema.Mismatch("table", wider, now.Record(wider))
	require.Nil(t, mismatch)
	assert.Equal(t, "column a.c (string) is absent; column l[].c (string) is absent; column m[].c (string) is absent", words(notices))
	changes, err := now.Unfit(wider)
	require.NoError(t, err)
	assert.Equal(t, words(notices), words(changes))
	fields, err = columns.FieldsOf(wider)
	require.NoError(t, err)
	for c, err := range now.Read(t.Context(), fields) {
		require.NoError(t, err)
		assert.True(t, c.Batch.Column(0).Struct().Column(1).Absent())
		assert.True(t, c.Batch.Column(1).Child().Struct().Column(1).Absent())
		assert.Equal(t, []int64{0, 1}, c.Batch.Column(1).Child().Struct().Column(0).Int64s())
	}
	required := record(schema.Field{Name: "C", Key: "c", Type: schema.Type{Kind: schema.String}})
	_, mismatch = schema.Mismatch("table", required, now.Record(required))
	require.NotNil(t, mismatch)
	assert.Equal(t, []string{"a.c", "l[].c", "m[].c"}, mismatch.Columns())
}

// TestNestedNulls: what is null inside of a record, list or map is not written where the table says NOT NULL.
func TestNestedNulls(t *testing.T) {
	record := func(optional bool) *schema.Record {
		number := schema.Field{Name: "N", Key: "n", Optional: optional, Type: schema.Type{Kind: schema.Int64}}
		one := schema.Type{Kind: schema.Struct, Record: &schema.Record{Name: "inner", Fields: []schema.Field{number}}}
		of := func(t schema.Type) *schema.Element { return &schema.Element{Type: t} }
		return &schema.Record{Name: "nested", Fields: []schema.Field{
			{Name: "O", Key: "o", Optional: true, Type: one},
			{Name: "L", Key: "l", Type: schema.Type{Kind: schema.List, Elem: of(one)}},
			{Name: "M", Key: "m", Type: schema.Type{Kind: schema.Map, Key: of(schema.Type{Kind: schema.String}), Elem: of(one)}},
		}}
	}
	dir := t.TempDir()
	// write writes rows whose record, element and entry hold a number, or null where the names say so; "none" has no record.
	write := func(r *schema.Record, rows ...string) error {
		fields, err := columns.FieldsOf(r)
		require.NoError(t, err)
		b, err := columns.NewBatch(fields)
		require.NoError(t, err)
		for _, null := range rows {
			one := func(c *columns.Column, name string) {
				if inner := c.Struct().Column(0); null == name {
					inner.AppendNull()
				} else {
					inner.AppendInt64(1)
				}
				c.Struct().EndRow()
				c.EndStruct()
			}
			if null == "none" {
				b.Column(0).AppendNull()
			} else {
				one(b.Column(0), "o")
			}
			one(b.Column(1).Child(), "l")
			b.Column(1).EndList()
			b.Column(2).Keys().AppendString("k")
			one(b.Column(2).Child(), "m")
			b.Column(2).EndMap()
			b.EndRow()
		}
		require.NoError(t, b.Err())
		store, err := featurestore.OpenStore(t.Context(), uri(dir))
		require.NoError(t, err)
		_, err = store.Write(t.Context(), featurestore.Write{Record: r, Fields: fields, Batches: func(yield func(*columns.Batch, error) bool) { yield(b, nil) }})
		return err
	}
	require.NoError(t, write(record(false), "", "none"))
	optional := record(true)
	require.NoError(t, write(optional, "", "none", "none"))
	for name, column := range map[string]string{"o": "o.n", "l": "l[].n", "m": "m[].n"} {
		assert.EqualError(t, write(optional, "none", name, ""), "delta: column "+column+": 1 nulls in a column that the table declares NOT NULL")
	}
}

// TestOptionalRecords: rows without a record move no value of those with one.
func TestOptionalRecords(t *testing.T) {
	inner := &schema.Record{Name: "inner", Fields: []schema.Field{
		{Name: "N", Key: "n", Type: schema.Type{Kind: schema.Uint64}},
		{Name: "V", Key: "v", Type: schema.Type{Kind: schema.List, Len: 2, Elem: &schema.Element{Type: schema.Type{Kind: schema.Float64}}}},
	}}
	record := &schema.Record{Name: "optional", Fields: []schema.Field{{Name: "O", Key: "o", Optional: true, Type: schema.Type{Kind: schema.Struct, Record: inner}}}}
	fields, err := columns.FieldsOf(record)
	require.NoError(t, err)
	b, err := columns.NewBatch(fields)
	require.NoError(t, err)
	for i := range 8 {
		if c := b.Column(0); i%2 == 0 {
			c.AppendNull()
		} else {
			c.Struct().Column(0).AppendUint64(uint64(i))
			c.Struct().Column(1).AppendFloat64s([]float64{float64(i), 0.5})
			c.Struct().EndRow()
			c.EndStruct()
		}
		b.EndRow()
	}
	require.NoError(t, b.Err())
	store, err := featurestore.OpenStore(t.Context(), uri(t.TempDir()))
	require.NoError(t, err)
	_, err = store.Write(t.Context(), featurestore.Write{Record: record, Fields: fields, Batches: func(yield func(*columns.Batch, error) bool) { yield(b, nil) }})
	require.NoError(t, err)
	now, err := store.Snapshot(t.Context(), featurestore.Latest)
	require.NoError(t, err)
	for c, err := range now.Read(t.Context(), fields) {
		require.NoError(t, err)
		o := c.Batch.Column(0)
		for i := range 8 {
			require.Equal(t, i%2 == 0, o.IsNull(i))
			if i%2 == 0 {
				continue
			}
			assert.EqualValues(t, i, o.Struct().Column(0).Uint64(i))
			start, _ := o.Struct().Column(1).List(i)
			assert.EqualValues(t, i, o.Struct().Column(1).Child().Float64(start))
		}
	}
}

// TestNestedNames: names that tables do not allow are refused at any depth.
func TestNestedNames(t *testing.T) {
	for want, keys := range map[string][]string{
		`l[].x and l[].X differ by case only`: {"x", "X"},
		`the column name "l[].a b" holds`:     {"a b"},
	} {
		inner := &schema.Record{Name: "inner"}
		for _, k := range keys {
			inner.Fields = append(inner.Fields, schema.Field{Name: "F", Key: k, Type: schema.Type{Kind: schema.Int64}})
		}
		_, err := delta.SchemaOf(&schema.Record{Name: "r", Fields: []schema.Field{{
			Name: "L", Key: "l", Type: schema.Type{Kind: schema.List, Elem: &schema.Element{Type: schema.Type{Kind: schema.Struct, Record: inner}}},
		}}})
		assert.ErrorContains(t, err, want)
	}
}

// TestArrayReadAsASlice: what the elements lack is missed all the same.
func TestArrayReadAsASlice(t *testing.T) {
	record := func(n int, fields ...schema.Field) *schema.Record {
		elem := &schema.Element{Type: schema.Type{Kind: schema.Struct, Record: &schema.Record{Name: "item", Fields: fields}}}
		return &schema.Record{Name: "r", Fields: []schema.Field{{Name: "L", Key: "l", Type: schema.Type{Kind: schema.List, Len: n, Elem: elem}}}}
	}
	number := schema.Field{Name: "A", Key: "a", Type: schema.Type{Kind: schema.Int64}}
	list := schema.Field{Name: "V", Key: "v", Type: schema.Type{Kind: schema.List, Elem: &schema.Element{Type: schema.Type{Kind: schema.Float64}}}}
	stored, err := delta.SchemaOf(record(1, number))
	require.NoError(t, err)
	want := record(0, number)
	notices, mismatch := schema.Mismatch("table", want, delta.RecordOf(stored, nil, want))
	require.Nil(t, mismatch)
	assert.Empty(t, notices)
	want = record(0, number, list)
	_, mismatch = schema.Mismatch("table", want, delta.RecordOf(stored, nil, want))
	require.NotNil(t, mismatch)
	assert.Equal(t, []string{"l[].v"}, mismatch.Columns())
}
