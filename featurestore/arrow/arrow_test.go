package arrow_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"
	"unsafe"

	"github.com/apache/arrow-go/v18/arrow/array"
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
		columns.Field{Name: "struct", Kind: columns.Struct, Nullable: true, Fields: []columns.Field{
			{Name: "x", Kind: columns.Uint16},
			{Name: "y", Kind: columns.String},
			{Name: "big", Kind: columns.Uint64},
			{Name: "money", Kind: columns.Decimal, Prec: 30, Scale: 2},
			{Name: "vector", Kind: columns.FixedList, Length: 3, Elem: &columns.Field{Name: "element", Kind: columns.Float64}},
		}},
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
		c.AppendDays(int32(i - 5))
	case columns.Duration:
		c.AppendDuration(time.Duration(i) * time.Second)
	case columns.Decimal:
		c.AppendUnscaled(columns.Decimal128{Lo: uint64(i), Hi: int64(i)})
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
