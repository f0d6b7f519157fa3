package columns

import "fmt"

// Buffers are the memory of one column as Arrow knows it, for bridges that hand it over without a copy.
type Buffers struct {
	Len      int
	Nulls    int       // number of nulls; below 0 in Wrap: count them
	Valid    Bitmap    // zero: all values are valid
	Values   any       // []int8 … []float64, []Decimal128; Bitmap for Bool; []byte for String, Bytes; nil if nested
	Offsets  []int32   // String, Bytes, List, Map: Len+1 offsets
	Children []Buffers // List, FixedList: the elements; Map: keys, values; Struct: one a field
	Absent   bool      // the source has no such column
}

// Buffers returns the column's memory, which the caller must not change and which is good until the batch changes.
func (c *Column) Buffers() Buffers {
	b := Buffers{Len: c.n, Nulls: c.nulls, Absent: c.absent, Offsets: c.offsets}
	if c.masked {
		b.Valid = c.valid
	}
	switch c.kind {
	case Bool:
		b.Values = c.bits
	case Int8:
		b.Values = c.i8
	case Int16:
		b.Values = c.i16
	case Int32, Date:
		b.Values = c.i32
	case Int64, Timestamp, Duration:
		b.Values = c.i64
	case Uint8:
		b.Values = c.u8
	case Uint16:
		b.Values = c.u16
	case Uint32:
		b.Values = c.u32
	case Uint64:
		b.Values = c.u64
	case Float32:
		b.Values = c.f32
	case Float64:
		b.Values = c.f64
	case Decimal:
		b.Values = c.dec
	case String, Bytes:
		b.Values = c.data
	default:
		b.Children = c.children()
	}
	return b
}

func (c *Column) children() []Buffers {
	switch c.kind {
	case Map:
		return []Buffers{c.keys.Buffers(), c.child.Buffers()}
	case Struct:
		bs := make([]Buffers, len(c.strct.cols))
		for i := range bs {
			bs[i] = c.strct.cols[i].Buffers()
		}
		return bs
	}
	return []Buffers{c.child.Buffers()}
}

// Wrap returns a batch of n rows over foreign memory, without a copy. It checks every length, offset and kind, so that
// reading the batch can't run out of bounds, and fails naming the column. The memory must outlive the batch and stay as
// it is; the batch can't be appended to.
func Wrap(fields []Field, n int, cols []Buffers) (*Batch, error) {
	b, err := NewBatch(fields)
	if err != nil {
		return nil, err
	}
	if len(cols) != len(fields) {
		return nil, fmt.Errorf("columns: %d columns for %d fields", len(cols), len(fields))
	}
	if err := b.wrap(n, cols); err != nil {
		return nil, err
	}
	b.st.rows = n
	return b, nil
}

func (b *Batch) wrap(n int, cols []Buffers) error {
	b.n = n
	for i := range b.cols {
		if err := b.cols[i].wrap(n, cols[i]); err != nil {
			return err
		}
	}
	return nil
}

func (c *Column) wrap(n int, b Buffers) error {
	c.frozen, c.absent, c.n = true, b.Absent, n
	if b.Absent {
		c.nulls = n
		return nil
	}
	if b.Len != n {
		return c.wrapError("%d values for %d rows", b.Len, n)
	}
	if b.Valid.Bits != nil {
		if 8*len(b.Valid.Bits)-b.Valid.Offset < n || b.Valid.Offset < 0 {
			return c.wrapError("the validity bitmap is shorter than %d values", n)
		}
		c.nulls = b.Nulls
		if c.nulls < 0 {
			c.nulls = b.Valid.zeros(0, n)
		}
		c.valid, c.masked = b.Valid, c.nulls > 0
	}
	switch c.kind {
	case String, Bytes, List, Map:
		if err := c.wrapOffsets(n, b); err != nil {
			return err
		}
	}
	switch c.kind {
	case List, FixedList, Map, Struct:
		return c.wrapNested(n, b)
	}
	return c.wrapValues(n, b)
}

func (c *Column) wrapError(format string, args ...any) error {
	return fmt.Errorf("columns: column %s (%s): %s", c.path, c.kind, fmt.Sprintf(format, args...))
}

func (c *Column) wrapOffsets(n int, b Buffers) error {
	if n == 0 && len(b.Offsets) == 0 {
		c.offsets = []int32{0}
		return nil
	}
	if len(b.Offsets) < n+1 {
		return c.wrapError("%d offsets for %d values", len(b.Offsets), n)
	}
	c.offsets = b.Offsets[: n+1 : n+1]
	last := c.offsets[0]
	if last < 0 {
		return c.wrapError("negative offset %d", last)
	}
	for i, o := range c.offsets {
		if o < last {
			return c.wrapError("offset %d is %d, below the one before, %d", i, o, last)
		}
		last = o
	}
	return nil
}

// wrapValues takes over the values of a flat kind.
func (c *Column) wrapValues(n int, b Buffers) error {
	have, ok := 0, false
	switch c.kind {
	case Bool:
		if c.bits, ok = b.Values.(Bitmap); ok {
			have = 8*len(c.bits.Bits) - c.bits.Offset
		}
	case Int8:
		c.i8, have, ok = take[int8](b.Values)
	case Int16:
		c.i16, have, ok = take[int16](b.Values)
	case Int32, Date:
		c.i32, have, ok = take[int32](b.Values)
	case Int64, Timestamp, Duration:
		c.i64, have, ok = take[int64](b.Values)
	case Uint8:
		c.u8, have, ok = take[uint8](b.Values)
	case Uint16:
		c.u16, have, ok = take[uint16](b.Values)
	case Uint32:
		c.u32, have, ok = take[uint32](b.Values)
	case Uint64:
		c.u64, have, ok = take[uint64](b.Values)
	case Float32:
		c.f32, have, ok = take[float32](b.Values)
	case Float64:
		c.f64, have, ok = take[float64](b.Values)
	case Decimal:
		c.dec, have, ok = take[Decimal128](b.Values)
	case String, Bytes:
		c.data, have, ok = take[byte](b.Values)
		n = int(c.offsets[c.n])
	}
	if !ok && (b.Values != nil || n > 0) {
		return c.wrapError("values of type %T", b.Values)
	}
	if have < n {
		return c.wrapError("%d values or bytes where %d are needed", have, n)
	}
	return nil
}

func take[E any](values any) (vs []E, have int, ok bool) {
	vs, ok = values.([]E)
	return vs, len(vs), ok
}

func (c *Column) wrapNested(n int, b Buffers) error {
	want := map[Kind]int{List: 1, FixedList: 1, Map: 2, Struct: len(c.field.Fields)}[c.kind]
	if len(b.Children) != want {
		return c.wrapError("%d child columns where %d are needed", len(b.Children), want)
	}
	switch c.kind {
	case Struct:
		return c.strct.wrap(n, b.Children)
	case FixedList:
		return c.child.wrap(n*c.field.Length, b.Children[0])
	}
	elems := b.Children[len(b.Children)-1]
	if int(c.offsets[n]) > elems.Len {
		return c.wrapError("the last offset %d is past the %d elements", c.offsets[n], elems.Len)
	}
	if c.kind == Map {
		if err := c.keys.wrap(elems.Len, b.Children[0]); err != nil {
			return err
		}
	}
	return c.child.wrap(elems.Len, elems)
}
