package arrow_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"
	"unsafe"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore/arrow"
	"github.com/typedml/typedml/featurestore/columns"
)

// wide has a column of each kind.
func wide() []columns.Field {
	var fields []columns.Field
	for k := columns.Bool; k <= columns.Decimal; k++ {
		fields = append(fields, columns.Field{Name: k.String(), Kind: k, Nullable: true, Prec: 30, Scale: 2})
	}
	return append(fields,
		columns.Field{Name: "list", Kind: columns.List, Nullable: true, Elem: &columns.Field{Name: "element", Kind: columns.String, Nullable: true}},
		columns.Field{Name: "fixed", Kind: columns.FixedList, Nullable: true, Length: 3, Elem: &columns.Field{Name: "element", Kind: columns.Float64, Nullable: true}},
		columns.Field{Name: "map", Kind: columns.Map, Nullable: true, Elem: &columns.Field{Name: "value", Kind: columns.Uint8, Nullable: true}},
		columns.Field{Name: "struct", Kind: columns.Struct, Nullable: true, Fields: []columns.Field{{Name: "x", Kind: columns.Uint16}, {Name: "y", Kind: columns.String}}},
	)
}

// appendValue appends value i of any kind.
func appendValue(c *columns.Column, i int) {
	switch c.Kind() {
	case columns.Bool:
		c.AppendBool(i%3 == 0)
	case columns.Int8:
		c.AppendInt8(int8(i))
	case columns.Int16:
		c.AppendInt16(int16(i))
	case columns.Int32:
		c.AppendInt32(int32(-i))
	case columns.Int64:
		c.AppendInt64(int64(i) << 40)
	case columns.Uint8:
		c.AppendUint8(uint8(i) + 100)
	case columns.Uint16:
		c.AppendUint16(uint16(i) + 60000)
	case columns.Uint32:
		c.AppendUint32(uint32(i) + 1<<31)
	case columns.Uint64:
		c.AppendUint64(uint64(i) + 1<<63)
	case columns.Float32:
		c.AppendFloat32(float32(i) / 3)
	case columns.Float64:
		c.AppendFloat64(float64(i) / 3)
	case columns.String:
		c.AppendString(fmt.Sprintf("text %d", i))
	case columns.Bytes:
		c.AppendBytes([]byte{byte(i), 0xff})
	case columns.Timestamp:
		c.AppendTime(time.Date(1960+i, 1, 2, 3, 4, 5, 6789, time.UTC))
	case columns.Date:
		c.AppendDate(int32(i - 5))
	case columns.Duration:
		c.AppendDuration(time.Duration(i) * time.Second)
	case columns.Decimal:
		c.AppendDecimal(columns.Decimal128{Lo: uint64(i), Hi: int64(i)})
	case columns.Struct:
		for j := range c.Struct().NumColumns() {
			appendValue(c.Struct().Column(j), i+j)
		}
		c.Struct().EndRow()
		c.EndStruct()
	case columns.FixedList:
		c.AppendFloat64s([]float64{float64(i), 1, 2})
	case columns.List:
		for j := range i % 4 {
			if j == 2 {
				c.Child().AppendNull()
				continue
			}
			appendValue(c.Child(), i+j)
		}
		c.EndList()
	case columns.Map:
		for j := range i % 3 {
			appendValue(c.Keys(), j)
			appendValue(c.Child(), i+j)
		}
		c.EndMap()
	}
}

func filled(t testing.TB, fields []columns.Field, n int) *columns.Batch {
	t.Helper()
	b, err := columns.NewBatch(fields)
	require.NoError(t, err)
	for i := range n {
		for j := range fields {
			if fields[j].Nullable && i%7 == 5 {
				b.Column(j).AppendNull()
				continue
			}
			appendValue(b.Column(j), i)
		}
		b.EndRow()
	}
	require.NoError(t, b.Check())
	return b
}

// text prints rows so that batches of equal values are equal texts.
func text(t testing.TB, b *columns.Batch) []string {
	t.Helper()
	rec, err := arrow.Record(b)
	require.NoError(t, err)
	var buf bytes.Buffer
	require.NoError(t, array.RecordToJSON(rec, &buf))
	return lines(buf.String())
}

func lines(s string) []string {
	var out []string
	for _, l := range bytes.Split([]byte(s), []byte("\n")) {
		if len(l) > 0 {
			out = append(out, string(l))
		}
	}
	return out
}

func TestBridgeKeepsEveryKind(t *testing.T) {
	b := filled(t, wide(), 40)
	rec, err := arrow.Record(b)
	require.NoError(t, err)
	for i, c := range rec.Columns() {
		if v, ok := c.(interface{ ValidateFull() error }); ok {
			require.NoError(t, v.ValidateFull(), rec.ColumnName(i))
		}
	}
	want := text(t, b)
	require.Len(t, want, 40)
	back, err := arrow.Batch(rec, wide())
	require.NoError(t, err)
	assert.Equal(t, want, text(t, back))

	for _, r := range [][2]int{{0, 40}, {8, 20}, {3, 33}, {5, 6}, {40, 40}} {
		s, err := b.Slice(r[0], r[1])
		require.NoError(t, err)
		assert.Equal(t, want[r[0]:r[1]], append([]string{}, text(t, s)...), "columns slice %v", r)
		back, err := arrow.Batch(rec.NewSlice(int64(r[0]), int64(r[1])), wide())
		require.NoError(t, err)
		assert.Equal(t, want[r[0]:r[1]], append([]string{}, text(t, back)...), "arrow slice %v", r)
	}
}

func TestBridgeSharesMemory(t *testing.T) {
	b := filled(t, wide(), 40)
	rec, err := arrow.Record(b)
	require.NoError(t, err)
	floats := rec.Column(10).(*array.Float64).Float64Values()
	assert.Same(t, &b.Column(10).Float64s()[0], &floats[0], "float64 values were copied to Arrow")
	elems := rec.Column(18).(*array.FixedSizeList).ListValues().(*array.Float64).Float64Values()
	assert.Same(t, &b.Column(18).Child().Float64s()[0], &elems[0], "list values were copied to Arrow")
	str := rec.Column(11).(*array.String).ValueBytes()
	assert.Same(t, unsafe.SliceData(b.Column(11).Bytes(0)), &str[0], "text was copied to Arrow")

	back, err := arrow.Batch(rec, wide())
	require.NoError(t, err)
	assert.Same(t, &floats[0], &back.Column(10).Float64s()[0], "float64 values were copied from Arrow")
	assert.Same(t, &elems[0], &back.Column(18).Child().Float64s()[0], "list values were copied from Arrow")
	assert.Same(t, unsafe.SliceData(b.Column(11).Bytes(0)), unsafe.SliceData(back.Column(11).Bytes(0)), "text was copied from Arrow")
}

func TestBatchFindsColumnsByName(t *testing.T) {
	b := filled(t, []columns.Field{{Name: "a", Kind: columns.Int8}, {Name: "b", Kind: columns.String}}, 3)
	rec, err := arrow.Record(b)
	require.NoError(t, err)
	got, err := arrow.Batch(rec, []columns.Field{{Name: "b", Kind: columns.String}, {Name: "c", Kind: columns.Int64}})
	require.NoError(t, err)
	assert.Equal(t, "text 2", got.Column(0).String(2))
	assert.True(t, got.Column(1).Absent())
	assert.Equal(t, 3, got.Len())

	_, err = arrow.Batch(rec, []columns.Field{{Name: "a", Kind: columns.Int64}})
	assert.ErrorContains(t, err, "column a: it has type int8, not int64")
}

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
		return goarrow.StructOf(goarrow.Field{Name: "x", Type: goarrow.PrimitiveTypes.Int32}, goarrow.Field{Name: "y", Type: goarrow.BinaryTypes.String})
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
	assert.Equal(t, []int{1, 3}, misfits)
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
	assert.Equal(t, []int{3}, misfits)
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
