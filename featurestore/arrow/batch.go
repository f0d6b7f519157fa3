package arrow

import (
	"fmt"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/typedml/typedml/featurestore/columns"
)

// Batch returns the columns of rec that fields name, in the order of fields, as a batch that shares rec's memory. A
// column that rec lacks is absent in the batch; a column of another type than [DataType] says, or memory that is not
// well-formed, is an error naming the column. Fields of nested structs are found by name, too.
func Batch(rec goarrow.RecordBatch, fields []columns.Field) (*columns.Batch, error) {
	n := int(rec.NumRows())
	cols := make([]columns.Buffers, len(fields))
	for i := range fields {
		at := rec.Schema().FieldIndices(fields[i].Name)
		switch len(at) {
		case 0:
			cols[i] = columns.Buffers{Absent: true}
			continue
		case 1:
		default:
			return nil, fmt.Errorf("arrow: column %s occurs %d times", fields[i].Name, len(at))
		}
		b, err := buffers(&fields[i], rec.Column(at[0]).Data())
		if err != nil {
			return nil, fmt.Errorf("arrow: column %s: %w", fields[i].Name, err)
		}
		cols[i] = b
	}
	return columns.Wrap(fields, n, cols)
}

// buffers takes the memory of a column apart.
func buffers(f *columns.Field, d goarrow.ArrayData) (columns.Buffers, error) {
	if !sameLayout(f, d.DataType()) {
		return columns.Buffers{}, fmt.Errorf("it has type %s, not %s", d.DataType(), DataType(f))
	}
	b := columns.Buffers{Len: d.Len(), Nulls: d.NullN()}
	bufs := d.Buffers()
	if len(bufs) > 0 && bufs[0] != nil && bufs[0].Len() > 0 && b.Nulls != 0 {
		b.Valid = columns.Bitmap{Bits: bufs[0].Bytes(), Offset: d.Offset()}
	}
	var err error
	switch f.Kind {
	case columns.Struct:
		err = structBuffers(&b, f, d)
	case columns.FixedList:
		err = fixedBuffers(&b, f, d)
	case columns.List, columns.Map:
		err = listBuffers(&b, f, d)
	case columns.String, columns.Bytes:
		if b.Offsets, err = offsets(d); err == nil {
			b.Values = bytesOf(bufs[2])
		}
	case columns.Bool:
		b.Values = columns.Bitmap{Bits: bytesOf(bufs[1]), Offset: d.Offset()}
	default:
		b.Values, err = flatValues(f.Kind, bufs[1], d.Offset(), d.Len())
	}
	return b, err
}

func bytesOf(buf *memory.Buffer) []byte {
	if buf == nil {
		return []byte{}
	}
	return buf.Bytes()
}

func offsets(d goarrow.ArrayData) ([]int32, error) {
	if d.Len() == 0 {
		return []int32{0}, nil
	}
	return typed[int32](d.Buffers()[1], d.Offset(), d.Len()+1)
}

// sameLayout reports whether t is a type that the column can be read from in place; children are checked apart.
func sameLayout(f *columns.Field, t goarrow.DataType) bool {
	switch f.Kind {
	case columns.List:
		return t.ID() == goarrow.LIST
	case columns.Map:
		return t.ID() == goarrow.MAP
	case columns.Struct:
		return t.ID() == goarrow.STRUCT
	case columns.FixedList:
		l, ok := t.(*goarrow.FixedSizeListType)
		return ok && int(l.Len()) == f.Length
	case columns.Timestamp:
		ts, ok := t.(*goarrow.TimestampType)
		return ok && ts.Unit == goarrow.Microsecond && ts.TimeZone != ""
	}
	return goarrow.TypeEqual(t, DataType(f))
}

func structBuffers(b *columns.Buffers, f *columns.Field, d goarrow.ArrayData) error {
	t := d.DataType().(*goarrow.StructType)
	for i := range f.Fields {
		at, ok := t.FieldIdx(f.Fields[i].Name)
		if !ok {
			b.Children = append(b.Children, columns.Buffers{Absent: true})
			continue
		}
		child, err := childBuffers(&f.Fields[i], d.Children()[at], d.Offset(), d.Len())
		if err != nil {
			return fmt.Errorf("field %s: %w", f.Fields[i].Name, err)
		}
		b.Children = append(b.Children, child)
	}
	return nil
}

func fixedBuffers(b *columns.Buffers, f *columns.Field, d goarrow.ArrayData) error {
	child, err := childBuffers(f.Elem, d.Children()[0], d.Offset()*f.Length, d.Len()*f.Length)
	b.Children = []columns.Buffers{child}
	return err
}

func listBuffers(b *columns.Buffers, f *columns.Field, d goarrow.ArrayData) (err error) {
	if b.Offsets, err = offsets(d); err != nil {
		return err
	}
	child := d.Children()[0]
	if f.Kind == columns.List {
		elems, err := buffers(f.Elem, child)
		b.Children = []columns.Buffers{elems}
		return err
	}
	for i, kv := range []*columns.Field{{Name: "key", Kind: columns.String}, f.Elem} {
		side, err := childBuffers(kv, child.Children()[i], child.Offset(), child.Len())
		if err != nil {
			return fmt.Errorf("%s: %w", [...]string{"keys", "values"}[i], err)
		}
		b.Children = append(b.Children, side)
	}
	return nil
}

// childBuffers takes [off, off+n) of a child.
func childBuffers(f *columns.Field, d goarrow.ArrayData, off, n int) (columns.Buffers, error) {
	if off == 0 && n == d.Len() {
		return buffers(f, d)
	}
	s := array.NewSliceData(d, int64(off), int64(off+n))
	defer s.Release()
	return buffers(f, s)
}

// flatValues views a buffer as the values of a kind.
func flatValues(k columns.Kind, buf *memory.Buffer, off, n int) (any, error) {
	switch k {
	case columns.Int8:
		return boxed(typed[int8](buf, off, n))
	case columns.Int16:
		return boxed(typed[int16](buf, off, n))
	case columns.Int32, columns.Date:
		return boxed(typed[int32](buf, off, n))
	case columns.Int64, columns.Timestamp, columns.Duration:
		return boxed(typed[int64](buf, off, n))
	case columns.Uint8:
		return boxed(typed[uint8](buf, off, n))
	case columns.Uint16:
		return boxed(typed[uint16](buf, off, n))
	case columns.Uint32:
		return boxed(typed[uint32](buf, off, n))
	case columns.Uint64:
		return boxed(typed[uint64](buf, off, n))
	case columns.Float32:
		return boxed(typed[float32](buf, off, n))
	case columns.Float64:
		return boxed(typed[float64](buf, off, n))
	case columns.Decimal:
		return boxed(typed[columns.Decimal128](buf, off, n))
	}
	return nil, fmt.Errorf("no layout for %s", k)
}

func boxed[E any](vs []E, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return vs, nil
}
