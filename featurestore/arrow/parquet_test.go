package arrow_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore/arrow"
	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/validate"
)

// tableType is the Arrow type that a store without unsigned integers, durations and fixed lists uses.
func tableType(f *columns.Field) goarrow.DataType {
	g := *f
	switch f.Kind {
	case columns.Uint8:
		g.Kind = columns.Int16
	case columns.Uint16:
		g.Kind = columns.Int32
	case columns.Uint32, columns.Duration:
		g.Kind = columns.Int64
	case columns.Uint64:
		g.Kind, g.Prec, g.Scale = columns.Decimal, 20, 0
	case columns.FixedList:
		g.Kind = columns.List
	case columns.Map:
		return goarrow.MapOfFields(goarrow.Field{Name: "key", Type: goarrow.BinaryTypes.String}, goarrow.Field{Name: "value", Type: tableType(f.Elem), Nullable: true})
	case columns.Struct:
		var fields []goarrow.Field
		for i := range f.Fields {
			fields = append(fields, goarrow.Field{Name: f.Fields[i].Name, Type: tableType(&f.Fields[i])})
		}
		return goarrow.StructOf(fields...)
	}
	return arrow.DataType(&g)
}

// stored converts the record to table types.
func stored(t testing.TB, fields []columns.Field, rec goarrow.RecordBatch) goarrow.RecordBatch {
	t.Helper()
	var out []goarrow.Field
	var arrs []goarrow.Array
	for i := range fields {
		to := tableType(&fields[i])
		a, misfits, err := arrow.Convert(rec.Column(i), to)
		require.NoError(t, err, fields[i].Name)
		require.Empty(t, misfits)
		out = append(out, goarrow.Field{Name: fields[i].Name, Type: to, Nullable: true})
		arrs = append(arrs, a)
	}
	return array.NewRecordBatch(goarrow.NewSchema(out, nil), arrs, rec.NumRows())
}

func TestParquetRoundTrip(t *testing.T) {
	fields := wide()
	b := filled(t, fields, 1000)
	want := text(t, b)
	rec, err := arrow.Record(b)
	require.NoError(t, err)
	rec = stored(t, fields, rec)
	for _, opts := range []arrow.WriteOptions{{}, {Compression: arrow.Zstd, ByteStreamSplit: true, RowGroup: 300}, {Compression: arrow.Uncompressed}} {
		t.Run(fmt.Sprintf("%+v", opts), func(t *testing.T) {
			var file bytes.Buffer
			w, err := arrow.NewWriter(&file, rec.Schema(), opts)
			require.NoError(t, err)
			require.NoError(t, w.Write(rec.NewSlice(0, 450)))
			require.NoError(t, w.Write(rec.NewSlice(450, 1000)))
			require.NoError(t, w.Close())
			require.EqualValues(t, 1000, w.Rows())

			r, err := arrow.NewReader(bytes.NewReader(file.Bytes()), arrow.ReadOptions{BatchRows: 128})
			require.NoError(t, err)
			require.EqualValues(t, 1000, r.NumRows())
			if opts.RowGroup > 0 {
				assert.Equal(t, 4, r.NumRowGroups())
			}
			var got []string
			for rec, err := range r.Records(t.Context()) {
				require.NoError(t, err)
				got = append(got, text(t, natural(t, fields, rec))...)
			}
			assert.Equal(t, want, got)
		})
	}
}

// natural converts a record of table types back to the columns' own.
func natural(t testing.TB, fields []columns.Field, rec goarrow.RecordBatch) *columns.Batch {
	t.Helper()
	arrs := make([]goarrow.Array, len(fields))
	for i := range fields {
		a, misfits, err := arrow.Convert(rec.Column(i), arrow.DataType(&fields[i]))
		require.NoError(t, err, fields[i].Name)
		require.Empty(t, misfits, fields[i].Name)
		arrs[i] = a
	}
	b, err := arrow.Batch(array.NewRecordBatch(arrow.Schema(fields), arrs, rec.NumRows()), fields)
	require.NoError(t, err)
	return b
}

// TestParquetCutsRecords: a record that goes over the end of a row group is written whole, of every kind as it is.
func TestParquetCutsRecords(t *testing.T) {
	fields := slices.DeleteFunc(wide(), func(f columns.Field) bool { return f.Kind == columns.Duration }) // which Parquet has not
	b := filled(t, fields, 1000)
	rec, err := arrow.Record(b)
	require.NoError(t, err)
	var file bytes.Buffer
	w, err := arrow.NewWriter(&file, rec.Schema(), arrow.WriteOptions{RowGroup: 300})
	require.NoError(t, err)
	require.NoError(t, w.Write(rec.NewSlice(0, 450)))
	require.NoError(t, w.Write(rec.NewSlice(450, 1000)))
	require.NoError(t, w.Close())
	r, err := arrow.NewReader(bytes.NewReader(file.Bytes()), arrow.ReadOptions{})
	require.NoError(t, err)
	var got []string
	for rec, err := range r.Records(t.Context()) {
		require.NoError(t, err)
		got = append(got, text(t, natural(t, fields, rec))...)
	}
	assert.Equal(t, text(t, b), got)
}

func TestParquetProjection(t *testing.T) {
	fields := []columns.Field{{Name: "a", Kind: columns.Int8}, {Name: "b", Kind: columns.String}, {Name: "c", Kind: columns.Float64}}
	rec, err := arrow.Record(filled(t, fields, 100))
	require.NoError(t, err)
	var file bytes.Buffer
	w, err := arrow.NewWriter(&file, rec.Schema(), arrow.WriteOptions{RowGroup: 30})
	require.NoError(t, err)
	require.NoError(t, w.Write(rec))
	require.NoError(t, w.Close())

	r, err := arrow.NewReader(bytes.NewReader(file.Bytes()), arrow.ReadOptions{Columns: []string{"c", "none"}, RowGroups: []int{1}})
	require.NoError(t, err)
	for rec, err := range r.Records(t.Context()) {
		require.NoError(t, err)
		assert.Equal(t, []string{"c"}, names(rec))
		assert.EqualValues(t, 30, rec.NumRows())
		assert.Equal(t, 10.0, rec.Column(0).(*array.Float64).Value(0))
	}
	r, err = arrow.NewReader(bytes.NewReader(file.Bytes()), arrow.ReadOptions{Columns: []string{}})
	require.NoError(t, err)
	rows := int64(0)
	for rec, err := range r.Records(t.Context()) {
		require.NoError(t, err)
		rows += rec.NumRows()
	}
	assert.EqualValues(t, 100, rows, "no columns still count rows")
}

func names(rec goarrow.RecordBatch) []string {
	var out []string
	for _, f := range rec.Schema().Fields() {
		out = append(out, f.Name)
	}
	return out
}

func TestDamagedParquetIsAnError(t *testing.T) {
	rec, err := arrow.Record(filled(t, []columns.Field{{Name: "a", Kind: columns.Int64}, {Name: "b", Kind: columns.String}}, 1000))
	require.NoError(t, err)
	var file bytes.Buffer
	w, err := arrow.NewWriter(&file, rec.Schema(), arrow.WriteOptions{})
	require.NoError(t, err)
	require.NoError(t, w.Write(rec))
	require.NoError(t, w.Close())
	whole := file.Bytes()

	read := func(b []byte) error {
		r, err := arrow.NewReader(bytes.NewReader(b), arrow.ReadOptions{})
		if err != nil {
			return err
		}
		for _, err := range r.Records(context.Background()) {
			if err != nil {
				return err
			}
		}
		return nil
	}
	require.NoError(t, read(whole))
	for _, n := range []int{0, 3, 100, len(whole) / 2, len(whole) - 1} {
		assert.Error(t, read(whole[:n]), "truncated to %d of %d bytes", n, len(whole))
	}
	for at := 4; at < len(whole); at += 97 { // a flipped byte is an error or a wrong value, never a panic
		bad := bytes.Clone(whole)
		bad[at] ^= 0xff
		_ = read(bad)
	}
}

func TestCancelEndsReading(t *testing.T) {
	rec, err := arrow.Record(filled(t, []columns.Field{{Name: "a", Kind: columns.Int64}}, 1000))
	require.NoError(t, err)
	var file bytes.Buffer
	w, err := arrow.NewWriter(&file, rec.Schema(), arrow.WriteOptions{})
	require.NoError(t, err)
	require.NoError(t, w.Write(rec))
	require.NoError(t, w.Close())
	r, err := arrow.NewReader(bytes.NewReader(file.Bytes()), arrow.ReadOptions{BatchRows: 128})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	for _, err := range r.Records(ctx) {
		last = err
		cancel()
	}
	assert.ErrorIs(t, last, context.Canceled)
}

func TestConvertTellsWhatDoesNotFit(t *testing.T) {
	ints := func(vs ...int64) goarrow.Array {
		b := array.NewInt64Builder(memory.DefaultAllocator)
		for _, v := range vs {
			if v == 999 {
				b.AppendNull()
				continue
			}
			b.Append(v)
		}
		return b.NewArray()
	}
	got, misfits, err := arrow.Convert(ints(1, 256, 999, -1, 255), goarrow.PrimitiveTypes.Uint8)
	require.NoError(t, err)
	assert.Equal(t, []arrow.Misfit{{Index: 1, Type: "uint8"}, {Index: 3, Type: "uint8"}}, misfits)
	assert.Equal(t, "[1 (null) (null) (null) 255]", got.String())

	list := array.NewListBuilder(memory.DefaultAllocator, goarrow.PrimitiveTypes.Int64)
	for _, n := range []int{2, 0, 2, 3} {
		list.Append(n > 0)
		for range n {
			list.ValueBuilder().(*array.Int64Builder).Append(int64(n))
		}
	}
	got, misfits, err = arrow.Convert(list.NewArray(), goarrow.FixedSizeListOf(2, goarrow.PrimitiveTypes.Uint8))
	require.NoError(t, err)
	assert.Equal(t, []arrow.Misfit{{Index: 3, Type: "list of 2"}}, misfits)
	assert.Equal(t, "[[2 2] (null) [2 2] (null)]", got.String())

	ts := array.NewTimestampBuilder(memory.DefaultAllocator, &goarrow.TimestampType{Unit: goarrow.Nanosecond})
	ts.Append(-1)
	ts.Append(1999)
	got, _, err = arrow.Convert(ts.NewArray(), arrow.DataType(&columns.Field{Kind: columns.Timestamp}))
	require.NoError(t, err)
	assert.Equal(t, []goarrow.Timestamp{-1, 1}, got.(*array.Timestamp).TimestampValues())

	_, _, err = arrow.Convert(ints(1), goarrow.BinaryTypes.Binary)
	assert.ErrorContains(t, err, "no conversion from int64 to binary")
}

// TestDictionariesInsideOfRecords: a dictionary below a null record is read as what it stands for.
func TestDictionariesInsideOfRecords(t *testing.T) {
	dictionary := &goarrow.DictionaryType{IndexType: goarrow.PrimitiveTypes.Int8, ValueType: goarrow.BinaryTypes.String}
	b := array.NewStructBuilder(memory.DefaultAllocator, goarrow.StructOf(goarrow.Field{Name: "c", Type: dictionary, Nullable: true}))
	for _, text := range []string{"a", "b", "a"} {
		b.Append(true)
		require.NoError(t, b.FieldBuilder(0).(*array.BinaryDictionaryBuilder).AppendString(text))
		b.AppendNull()
	}
	got, misfits, err := arrow.Convert(b.NewArray(), goarrow.StructOf(goarrow.Field{Name: "c", Type: goarrow.BinaryTypes.String, Nullable: true}))
	require.NoError(t, err)
	assert.Empty(t, misfits)
	assert.Equal(t, `{["a" (null) "b" (null) "a" (null)]}`, got.String())
}

// TestWriteLeavesTheRecord: what is written is not changed.
func TestWriteLeavesTheRecord(t *testing.T) {
	schema := goarrow.NewSchema([]goarrow.Field{{Name: "v", Type: goarrow.FixedSizeListOf(2, goarrow.PrimitiveTypes.Int32)}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	pairs := b.Field(0).(*array.FixedSizeListBuilder)
	pairs.Append(true)
	pairs.ValueBuilder().(*array.Int32Builder).AppendValues([]int32{1, 2}, nil)
	rec := b.NewRecordBatch()
	w, err := arrow.NewWriter(new(bytes.Buffer), schema, arrow.WriteOptions{})
	require.NoError(t, err)
	require.NoError(t, w.Write(rec))
	assert.IsType(t, (*array.FixedSizeList)(nil), rec.Column(0))
	require.NoError(t, w.Close())
}

// TestMisfitsInside: what does not fit inside of a value is told by its path, the first ones.
func TestMisfitsInside(t *testing.T) {
	element := func(n goarrow.DataType) *goarrow.StructType {
		return goarrow.StructOf(goarrow.Field{Name: "n", Type: n, Nullable: true})
	}
	list := array.NewListBuilder(memory.DefaultAllocator, element(goarrow.PrimitiveTypes.Int32))
	records := list.ValueBuilder().(*array.StructBuilder)
	for _, numbers := range [][]int32{{1, 2}, {3, -4, 5}, {70000}} {
		list.Append(true)
		for _, n := range numbers {
			records.Append(true)
			records.FieldBuilder(0).(*array.Int32Builder).Append(n)
		}
	}
	a := list.NewArray()
	got, misfits, err := arrow.Convert(array.NewSlice(a, 1, 3), goarrow.ListOf(element(goarrow.PrimitiveTypes.Uint16)))
	require.NoError(t, err)
	at := func(i int) []validate.Step {
		return []validate.Step{{Kind: validate.StepIndex, Index: i}, {Kind: validate.StepField, Name: "n"}}
	}
	assert.Equal(t, []arrow.Misfit{{Index: 0, Path: at(1), Type: "uint16"}, {Index: 1, Path: at(0), Type: "uint16"}}, misfits)
	assert.Equal(t, "[{[3 (null) 5]} {[(null)]}]", got.String())

	prices := array.NewMapBuilder(memory.DefaultAllocator, goarrow.BinaryTypes.String, goarrow.PrimitiveTypes.Int64, false)
	prices.Append(true)
	for i, key := range []string{"a", "b.c", "d"} {
		prices.KeyBuilder().(*array.StringBuilder).Append(key)
		prices.ItemBuilder().(*array.Int64Builder).Append(int64(i) - 1)
	}
	_, misfits, err = arrow.Convert(prices.NewArray(), goarrow.MapOf(goarrow.BinaryTypes.String, goarrow.PrimitiveTypes.Uint32))
	require.NoError(t, err)
	assert.Equal(t, []arrow.Misfit{{Path: []validate.Step{{Kind: validate.StepKey, Key: "a"}}, Type: "uint32"}}, misfits)

	many := array.NewListBuilder(memory.DefaultAllocator, goarrow.PrimitiveTypes.Int16)
	for range 2 {
		many.Append(true)
		for range 15_000 {
			many.ValueBuilder().(*array.Int16Builder).Append(-1)
		}
	}
	_, misfits, err = arrow.Convert(many.NewArray(), goarrow.ListOf(goarrow.PrimitiveTypes.Uint8))
	require.NoError(t, err)
	require.Len(t, misfits, 10_002, "10,000 by path, then one for each list")
	assert.Equal(t, arrow.Misfit{Index: 1, Type: "list"}, misfits[10_001])
}
