package columns

import "slices"

// EndList completes a value of a List or FixedList column after its elements were appended to Child.
// In a FixedList another number of elements than its Length is a failure.
func (c *Column) EndList() {
	if c.kind == FixedList {
		c.endFixed()
		return
	}
	if c.push(List) {
		c.endOffsets()
	}
}

// EndMap completes a value of a Map column after its keys were appended to Keys and as many values to Child.
func (c *Column) EndMap() {
	if !c.push(Map) {
		return
	}
	if c.keys.n != c.child.n {
		c.st.fail(c.path, "%d keys and %d values", c.keys.n, c.child.n)
		end := int(c.offsets[len(c.offsets)-1])
		c.keys.truncate(end)
		c.child.truncate(end)
	}
	c.endOffsets()
}

// EndStruct completes a value of a Struct column after one row was appended to Struct, EndRow included.
func (c *Column) EndStruct() {
	if c.push(Struct) && c.strct.n != c.n {
		c.st.fail(c.path, "%d rows were appended for %d structs", c.strct.n, c.n)
	}
}

func (c *Column) endOffsets() {
	if c.child.n > maxOffset {
		c.st.fail(c.path, "more than %d elements in a batch: write smaller batches", maxOffset)
		end := int(c.offsets[len(c.offsets)-1])
		c.child.truncate(end)
		if c.keys != nil {
			c.keys.truncate(end)
		}
	}
	c.offsets = append(c.offsets, int32(c.child.n))
}

// endFixed completes a fixed-size value; a value of the wrong length is replaced by zeros.
func (c *Column) endFixed() {
	if !c.push(FixedList) {
		return
	}
	want := c.n * c.field.Length
	if c.child.n == want {
		return
	}
	start := want - c.field.Length
	c.st.fail(c.path, "a list of %d where each has %d elements", c.child.n-start, c.field.Length)
	c.child.truncate(start)
	for c.child.n < want {
		c.child.appendZero()
	}
}

// number are the element types of the one-call list appends.
type number interface {
	int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64 | float32 | float64
}

// appendList appends vs as one value of c; values is where the child of kind k keeps its values. nil is null.
func appendList[E number](c *Column, k Kind, values func(*Column) *[]E, vs []E) {
	if vs == nil {
		c.AppendNull()
		return
	}
	e := c.child
	if e == nil || e.kind != k || c.frozen {
		c.refuse(k)
		return
	}
	if e.masked {
		e.valid.Bits = appendOnes(e.valid.Bits, e.n, e.n+len(vs))
	}
	p := values(e)
	*p = append(*p, vs...)
	e.n += len(vs)
	c.EndList()
}

// AppendInt8s appends vs as one list of int8 in one call, a nil slice as null; so do its siblings for their types.
func (c *Column) AppendInt8s(vs []int8) {
	appendList(c, Int8, func(e *Column) *[]int8 { return &e.i8 }, vs)
}

// AppendInt16s appends vs as one list of int16.
func (c *Column) AppendInt16s(vs []int16) {
	appendList(c, Int16, func(e *Column) *[]int16 { return &e.i16 }, vs)
}

// AppendInt32s appends vs as one list of int32.
func (c *Column) AppendInt32s(vs []int32) {
	appendList(c, Int32, func(e *Column) *[]int32 { return &e.i32 }, vs)
}

// AppendInt64s appends vs as one list of int64.
func (c *Column) AppendInt64s(vs []int64) {
	appendList(c, Int64, func(e *Column) *[]int64 { return &e.i64 }, vs)
}

// AppendUint8s appends vs as one list of uint8.
func (c *Column) AppendUint8s(vs []uint8) {
	appendList(c, Uint8, func(e *Column) *[]uint8 { return &e.u8 }, vs)
}

// AppendUint16s appends vs as one list of uint16.
func (c *Column) AppendUint16s(vs []uint16) {
	appendList(c, Uint16, func(e *Column) *[]uint16 { return &e.u16 }, vs)
}

// AppendUint32s appends vs as one list of uint32.
func (c *Column) AppendUint32s(vs []uint32) {
	appendList(c, Uint32, func(e *Column) *[]uint32 { return &e.u32 }, vs)
}

// AppendUint64s appends vs as one list of uint64.
func (c *Column) AppendUint64s(vs []uint64) {
	appendList(c, Uint64, func(e *Column) *[]uint64 { return &e.u64 }, vs)
}

// AppendFloat32s appends vs as one list of float32.
func (c *Column) AppendFloat32s(vs []float32) {
	appendList(c, Float32, func(e *Column) *[]float32 { return &e.f32 }, vs)
}

// AppendFloat64s appends vs as one list of float64.
func (c *Column) AppendFloat64s(vs []float64) {
	appendList(c, Float64, func(e *Column) *[]float64 { return &e.f64 }, vs)
}

// SortedKeys returns m's keys in order, in memory that c reuses at the next call: the order in which maps are appended,
// so that equal maps give equal bytes.
func SortedKeys[K ~string, V any](c *Column, m map[K]V) []string {
	c.sorted = c.sorted[:0]
	for k := range m {
		c.sorted = append(c.sorted, string(k))
	}
	slices.Sort(c.sorted)
	return c.sorted
}
