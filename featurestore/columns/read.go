package columns

import (
	"time"

	"github.com/typedml/typedml/validate"
)

// Bool returns value i of a Bool column. The value of a null is unspecified, here and in every other getter:
// ask IsNull first.
func (c *Column) Bool(i int) bool { return c.bits.Get(i) }

// Int8 returns value i of an Int8 column.
func (c *Column) Int8(i int) int8 { return c.i8[i] }

// Int16 returns value i of an Int16 column.
func (c *Column) Int16(i int) int16 { return c.i16[i] }

// Int32 returns value i of an Int32 column.
func (c *Column) Int32(i int) int32 { return c.i32[i] }

// Int64 returns value i of an Int64 column.
func (c *Column) Int64(i int) int64 { return c.i64[i] }

// Uint8 returns value i of a Uint8 column.
func (c *Column) Uint8(i int) uint8 { return c.u8[i] }

// Uint16 returns value i of a Uint16 column.
func (c *Column) Uint16(i int) uint16 { return c.u16[i] }

// Uint32 returns value i of a Uint32 column.
func (c *Column) Uint32(i int) uint32 { return c.u32[i] }

// Uint64 returns value i of a Uint64 column.
func (c *Column) Uint64(i int) uint64 { return c.u64[i] }

// Float32 returns value i of a Float32 column.
func (c *Column) Float32(i int) float32 { return c.f32[i] }

// Float64 returns value i of a Float64 column.
func (c *Column) Float64(i int) float64 { return c.f64[i] }

// String returns a copy of value i of a String column: the one allocation of reading it.
func (c *Column) String(i int) string { return string(c.Bytes(i)) }

// Bytes returns value i of a Bytes or String column as a view of the batch's memory; it must not be changed or kept
// past the batch's next Reset.
func (c *Column) Bytes(i int) []byte {
	start, end := c.offsets[i], c.offsets[i+1]
	return c.data[start:end:end]
}

// Time returns value i of a Timestamp column in UTC.
func (c *Column) Time(i int) time.Time { return time.UnixMicro(c.i64[i]).UTC() }

// Micros returns value i of a Timestamp column as microseconds since 1970-01-01T00:00:00Z.
func (c *Column) Micros(i int) int64 { return c.i64[i] }

// Date returns value i of a Date column.
func (c *Column) Date(i int) validate.Date { return validate.UnixDate(c.i32[i]) }

// Days returns value i of a Date column as days since 1970-01-01.
func (c *Column) Days(i int) int32 { return c.i32[i] }

// Duration returns value i of a Duration column.
func (c *Column) Duration(i int) time.Duration { return time.Duration(c.i64[i]) }

// Decimal returns value i of a Decimal column.
func (c *Column) Decimal(i int) validate.Decimal {
	return validate.DecimalOf(c.dec[i].Hi, c.dec[i].Lo, uint8(c.field.Scale))
}

// Unscaled returns the unscaled value i of a Decimal column.
func (c *Column) Unscaled(i int) Decimal128 { return c.dec[i] }

// List returns the range [start, end) of Child (and Keys) that value i of a List, FixedList or Map column covers.
func (c *Column) List(i int) (start, end int) {
	if c.kind == FixedList {
		return i * c.field.Length, (i + 1) * c.field.Length
	}
	return int(c.offsets[i]), int(c.offsets[i+1])
}

// Int8s returns the values of an Int8 column as a view, one a row, those of nulls unspecified; so do its siblings.
// A view must not be changed.
func (c *Column) Int8s() []int8 { return c.i8 }

// Int16s returns the values of an Int16 column as a view.
func (c *Column) Int16s() []int16 { return c.i16 }

// Int32s returns the values of an Int32 column, or the days of a Date column, as a view.
func (c *Column) Int32s() []int32 { return c.i32 }

// Int64s returns the values of an Int64 column, the microseconds of a Timestamp column or the nanoseconds of a Duration
// column as a view.
func (c *Column) Int64s() []int64 { return c.i64 }

// Uint8s returns the values of a Uint8 column as a view.
func (c *Column) Uint8s() []uint8 { return c.u8 }

// Uint16s returns the values of a Uint16 column as a view.
func (c *Column) Uint16s() []uint16 { return c.u16 }

// Uint32s returns the values of a Uint32 column as a view.
func (c *Column) Uint32s() []uint32 { return c.u32 }

// Uint64s returns the values of a Uint64 column as a view.
func (c *Column) Uint64s() []uint64 { return c.u64 }

// Float32s returns the values of a Float32 column as a view.
func (c *Column) Float32s() []float32 { return c.f32 }

// Float64s returns the values of a Float64 column as a view.
func (c *Column) Float64s() []float64 { return c.f64 }

// Decimals returns the unscaled values of a Decimal column as a view.
func (c *Column) Decimals() []Decimal128 { return c.dec }
