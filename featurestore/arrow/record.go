package arrow

import (
	"fmt"
	"unsafe"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/typedml/typedml/featurestore/columns"
)

// Record returns the batch as an Arrow record that shares its values. Of a slice that does not start at a multiple of
// eight rows the validity bits (and the values of bool columns) are copied: one bit a row. Absent columns become
// columns of nulls. It fails when an append into b failed or a column has not one value a row.
func Record(b *columns.Batch) (goarrow.RecordBatch, error) {
	if err := b.Check(); err != nil {
		return nil, err
	}
	fields := b.Fields()
	arrs := make([]goarrow.Array, len(fields))
	for i := range arrs {
		data := arrayData(&fields[i], b.Column(i).Buffers(), b.Len())
		arrs[i] = array.MakeFromData(data)
		data.Release()
	}
	rec := array.NewRecordBatch(Schema(fields), arrs, int64(b.Len()))
	for _, a := range arrs {
		a.Release()
	}
	return rec, nil
}

// arrayData wraps the memory of one column of n values.
func arrayData(f *columns.Field, c columns.Buffers, n int) goarrow.ArrayData {
	t := DataType(f)
	if c.Absent {
		null := array.MakeArrayOfNull(memory.DefaultAllocator, t, n)
		return null.Data()
	}
	valid := bitmapBuffer(c.Valid, n)
	switch f.Kind {
	case columns.String, columns.Bytes:
		bytes := c.Values.([]byte)
		return array.NewData(t, n, []*memory.Buffer{valid, offsetBuffer(c.Offsets), memory.NewBufferBytes(bytes)}, nil, c.Nulls, 0)
	case columns.List:
		child := arrayData(f.Elem, c.Children[0], c.Children[0].Len)
		return array.NewData(t, n, []*memory.Buffer{valid, offsetBuffer(c.Offsets)}, []goarrow.ArrayData{child}, c.Nulls, 0)
	case columns.FixedList:
		child := arrayData(f.Elem, c.Children[0], c.Children[0].Len)
		return array.NewData(t, n, []*memory.Buffer{valid}, []goarrow.ArrayData{child}, c.Nulls, 0)
	case columns.Map:
		return mapData(f, c, n, valid)
	case columns.Struct:
		children := make([]goarrow.ArrayData, len(f.Fields))
		for i := range children {
			children[i] = arrayData(&f.Fields[i], c.Children[i], n)
		}
		return array.NewData(t, n, []*memory.Buffer{valid}, children, c.Nulls, 0)
	}
	return array.NewData(t, n, []*memory.Buffer{valid, valueBuffer(c.Values, n)}, nil, c.Nulls, 0)
}

func mapData(f *columns.Field, c columns.Buffers, n int, valid *memory.Buffer) goarrow.ArrayData {
	t := DataType(f).(*goarrow.MapType)
	key := columns.Field{Name: "key", Kind: columns.String}
	size := c.Children[0].Len
	children := []goarrow.ArrayData{arrayData(&key, c.Children[0], size), arrayData(f.Elem, c.Children[1], size)}
	entries := array.NewData(t.Elem(), size, []*memory.Buffer{nil}, children, 0, 0)
	return array.NewData(t, n, []*memory.Buffer{valid, offsetBuffer(c.Offsets)}, []goarrow.ArrayData{entries}, c.Nulls, 0)
}

func offsetBuffer(offsets []int32) *memory.Buffer {
	return memory.NewBufferBytes(goarrow.Int32Traits.CastToBytes(offsets))
}

// bitmapBuffer shares a bitmap that starts at a byte and copies one that does not.
func bitmapBuffer(m columns.Bitmap, n int) *memory.Buffer {
	if m.Bits == nil {
		return nil
	}
	if m.Offset == 0 {
		return memory.NewBufferBytes(m.Bits)
	}
	bits := make([]byte, (n+7)/8)
	for i := range n {
		if m.Get(i) {
			bits[i>>3] |= 1 << (i & 7)
		}
	}
	return memory.NewBufferBytes(bits)
}

// valueBuffer shares the values of a flat column.
func valueBuffer(values any, n int) *memory.Buffer {
	switch vs := values.(type) {
	case columns.Bitmap:
		if vs.Bits == nil {
			return memory.NewBufferBytes([]byte{})
		}
		return bitmapBuffer(vs, n)
	case []int8:
		return raw(vs)
	case []int16:
		return raw(vs)
	case []int32:
		return raw(vs)
	case []int64:
		return raw(vs)
	case []uint8:
		return raw(vs)
	case []uint16:
		return raw(vs)
	case []uint32:
		return raw(vs)
	case []uint64:
		return raw(vs)
	case []float32:
		return raw(vs)
	case []float64:
		return raw(vs)
	case []columns.Decimal128:
		return raw(vs)
	}
	return memory.NewBufferBytes([]byte{})
}

// raw returns the memory of vs, whose element type has no padding and no pointers.
func raw[E any](vs []E) *memory.Buffer {
	if len(vs) == 0 {
		return memory.NewBufferBytes([]byte{})
	}
	return memory.NewBufferBytes(unsafe.Slice((*byte)(unsafe.Pointer(&vs[0])), len(vs)*int(unsafe.Sizeof(vs[0]))))
}

// typed returns n values of type E that start off values into buf, in place.
func typed[E any](buf *memory.Buffer, off, n int) ([]E, error) {
	if n == 0 || buf == nil {
		if n == 0 {
			return []E{}, nil
		}
		return nil, fmt.Errorf("no memory for %d values", n)
	}
	var e E
	size := int(unsafe.Sizeof(e))
	b := buf.Bytes()
	if len(b) < (off+n)*size {
		return nil, fmt.Errorf("%d bytes for %d values of %d", len(b), off+n, size)
	}
	p := unsafe.Pointer(&b[off*size])
	if uintptr(p)%unsafe.Alignof(e) != 0 {
		return nil, fmt.Errorf("the values are not aligned to %d bytes", unsafe.Alignof(e))
	}
	return unsafe.Slice((*E)(p), n), nil
}
