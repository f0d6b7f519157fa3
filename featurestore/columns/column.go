package columns

import (
	"fmt"
	"math"
)

// Column is one column of a batch. Which append and read methods fit depends on its kind: an append of another
// kind is refused (see Batch.Err); a read of another kind or past the end is a programming error and panics
// as an index out of range does.
type Column struct {
	kind   Kind
	masked bool // valid holds a bit for each value
	frozen bool // shares memory with another owner: read only
	absent bool
	n      int
	nulls  int
	field  *Field
	path   string
	st     *state

	valid Bitmap
	bits  Bitmap // Bool

	i8  []int8
	i16 []int16
	i32 []int32 // Int32, Date
	i64 []int64 // Int64, Timestamp, Duration
	u8  []uint8
	u16 []uint16
	u32 []uint32
	u64 []uint64
	f32 []float32
	f64 []float64
	dec []Decimal128

	offsets []int32 // String, Bytes, List, Map: n+1 values
	data    []byte  // String, Bytes

	child *Column // List, FixedList: elements; Map: values
	keys  *Column // Map
	strct *Batch  // Struct

	sorted []string // scratch of SortedKeys
}

// Decimal128 is a decimal's unscaled value as a 128-bit two's complement integer, in Arrow's order of words.
type Decimal128 struct {
	Lo uint64
	Hi int64
}

var keyField = Field{Name: "key", Kind: String}

func (c *Column) init(f *Field, path string, st *state) {
	*c = Column{kind: f.Kind, field: f, path: path, st: st}
	switch f.Kind {
	case String, Bytes:
		c.offsets = []int32{0}
	case List, Map:
		c.offsets = []int32{0}
		fallthrough
	case FixedList:
		c.child = new(Column)
		c.child.init(f.Elem, path+"[]", st)
	case Struct:
		c.strct = newBatch(f.Fields, path+".", st)
	}
	if f.Kind == Map {
		c.keys = new(Column)
		c.keys.init(&keyField, path+"{key}", st)
	}
}

// Field returns the column's description.
func (c *Column) Field() *Field { return c.field }

// Kind returns the column's kind.
func (c *Column) Kind() Kind { return c.kind }

// Len returns the number of values, null ones included.
func (c *Column) Len() int { return c.n }

// NullCount returns the number of nulls, in constant time.
func (c *Column) NullCount() int { return c.nulls }

// Absent reports that the column's source does not have it at all: a decoder then keeps a field's default,
// whereas a null is a value.
func (c *Column) Absent() bool { return c.absent }

// IsNull reports whether value i is null; every value of an absent column is.
func (c *Column) IsNull(i int) bool {
	return c.absent || c.masked && !c.valid.Get(i)
}

// NullsIn counts the nulls among the values [start, end), such as the elements of one list; 0 costs nothing when the
// column has no nulls.
func (c *Column) NullsIn(start, end int) int {
	switch {
	case c.absent:
		return end - start
	case !c.masked || c.nulls == 0:
		return 0
	}
	return c.valid.zeros(start, end)
}

// Child returns the elements of a List or FixedList and the values of a Map, nil for other kinds.
func (c *Column) Child() *Column { return c.child }

// Keys returns the string keys of a Map, nil for other kinds.
func (c *Column) Keys() *Column { return c.keys }

// Struct returns the columns of a Struct as a batch with one row a value, nil for other kinds.
func (c *Column) Struct() *Batch { return c.strct }

// check verifies that the column and all below it hold n values.
func (c *Column) check(n int) error {
	if c.absent {
		return nil
	}
	if c.n != n {
		return &Error{Row: c.st.rows, Path: c.path, Reason: lengthReason(c.n, n)}
	}
	switch c.kind {
	case List, Map:
		end := int(c.offsets[c.n])
		if c.keys != nil && !c.frozen {
			if err := c.keys.check(end); err != nil {
				return err
			}
		}
		if c.frozen { // a slice's child may hold more than its last offset
			end = c.child.n
		}
		return c.child.check(end)
	case FixedList:
		return c.child.check(n * c.field.Length)
	case Struct:
		for i := range c.strct.cols {
			if err := c.strct.cols[i].check(n); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *Column) reset() {
	if c.frozen {
		c.init(c.field, c.path, c.st)
		return
	}
	c.absent = false
	c.truncate(0)
}

// truncate keeps the first n values.
func (c *Column) truncate(n int) {
	if c.frozen || c.absent || n > c.n {
		return
	}
	if c.masked {
		c.nulls -= c.valid.zeros(n, c.n)
		c.valid.Bits = truncateBits(c.valid.Bits, n)
		c.masked = n > 0
	}
	c.n = n
	c.truncateValues(n)
}

func (c *Column) truncateValues(n int) {
	switch c.kind {
	case Bool:
		c.bits.Bits = truncateBits(c.bits.Bits, n)
	case Int8:
		c.i8 = c.i8[:n]
	case Int16:
		c.i16 = c.i16[:n]
	case Int32, Date:
		c.i32 = c.i32[:n]
	case Int64, Timestamp, Duration:
		c.i64 = c.i64[:n]
	case Uint8:
		c.u8 = c.u8[:n]
	case Uint16:
		c.u16 = c.u16[:n]
	case Uint32:
		c.u32 = c.u32[:n]
	case Uint64:
		c.u64 = c.u64[:n]
	case Float32:
		c.f32 = c.f32[:n]
	case Float64:
		c.f64 = c.f64[:n]
	case Decimal:
		c.dec = c.dec[:n]
	case String, Bytes:
		c.offsets = c.offsets[:n+1]
		c.data = c.data[:c.offsets[n]]
	default:
		c.truncateNested(n)
	}
}

func (c *Column) truncateNested(n int) {
	switch c.kind {
	case List, Map:
		c.offsets = c.offsets[:n+1]
		end := int(c.offsets[n])
		c.child.truncate(end)
		if c.keys != nil {
			c.keys.truncate(end)
		}
	case FixedList:
		c.child.truncate(n * c.field.Length)
	case Struct:
		c.strct.Truncate(n)
	}
}

// maxOffset is the largest offset that Arrow's 32-bit layouts can hold.
const maxOffset = math.MaxInt32

func lengthReason(have, want int) string {
	return fmt.Sprintf("the column has %d values where the batch has %d rows", have, want)
}
