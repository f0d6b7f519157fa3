package columns

import (
	"math"
	"time"
	"unicode/utf8"

	"github.com/typedml/typedml/validate"
)

// push makes room for one valid value of kind k: it refuses another kind and a column that shares its memory.
func (c *Column) push(k Kind) bool {
	if c.kind != k || c.frozen {
		c.refuse(k)
		return false
	}
	if c.masked {
		c.valid.Bits = appendBit(c.valid.Bits, c.n, true)
	}
	c.n++
	return true
}

func (c *Column) refuse(k Kind) {
	if c.frozen {
		c.st.fail(c.path, "the column shares memory with another batch and can't be appended to")
		return
	}
	c.st.fail(c.path, "a %s was appended to a column of %s", k, c.kind)
}

// AppendNull appends a null. In a column that is not nullable it is a failure.
func (c *Column) AppendNull() {
	if c.frozen {
		c.refuse(c.kind)
		return
	}
	if !c.field.Nullable {
		c.st.fail(c.path, "null in a column that is not nullable")
	}
	if !c.masked {
		c.valid.Bits = appendOnes(c.valid.Bits[:0], 0, c.n)
		c.masked = true
	}
	c.appendZero()
	last := c.n - 1
	c.valid.Bits[last>>3] &^= 1 << (last & 7)
	c.nulls++
}

// appendZero appends the valid zero value: 0, "", an empty list, a struct of zeros.
func (c *Column) appendZero() {
	switch c.kind {
	case Bool:
		c.AppendBool(false)
	case Int8:
		c.AppendInt8(0)
	case Int16:
		c.AppendInt16(0)
	case Int32:
		c.AppendInt32(0)
	case Int64:
		c.AppendInt64(0)
	case Uint8:
		c.AppendUint8(0)
	case Uint16:
		c.AppendUint16(0)
	case Uint32:
		c.AppendUint32(0)
	case Uint64:
		c.AppendUint64(0)
	case Float32:
		c.AppendFloat32(0)
	case Float64:
		c.AppendFloat64(0)
	case Timestamp:
		c.AppendMicros(0)
	case Date:
		c.AppendDays(0)
	case Duration:
		c.AppendDuration(0)
	case Decimal:
		c.AppendUnscaled(Decimal128{})
	case String:
		c.AppendString("")
	case Bytes:
		c.AppendBytes([]byte{})
	default:
		c.appendZeroNested()
	}
}

func (c *Column) appendZeroNested() {
	switch c.kind {
	case List:
		c.EndList()
	case Map:
		c.EndMap()
	case FixedList:
		for range c.field.Length {
			c.child.appendZero()
		}
		c.EndList()
	case Struct:
		for i := range c.strct.cols {
			c.strct.cols[i].appendZero()
		}
		c.strct.EndRow()
		c.EndStruct()
	}
}

// AppendBool appends v to a Bool column.
func (c *Column) AppendBool(v bool) {
	if c.push(Bool) {
		c.bits.Bits = appendBit(c.bits.Bits, c.n-1, v)
	}
}

// AppendInt8 appends v to an Int8 column.
func (c *Column) AppendInt8(v int8) {
	if c.push(Int8) {
		c.i8 = append(c.i8, v)
	}
}

// AppendInt16 appends v to an Int16 column.
func (c *Column) AppendInt16(v int16) {
	if c.push(Int16) {
		c.i16 = append(c.i16, v)
	}
}

// AppendInt32 appends v to an Int32 column.
func (c *Column) AppendInt32(v int32) {
	if c.push(Int32) {
		c.i32 = append(c.i32, v)
	}
}

// AppendInt64 appends v to an Int64 column.
func (c *Column) AppendInt64(v int64) {
	if c.push(Int64) {
		c.i64 = append(c.i64, v)
	}
}

// AppendUint8 appends v to a Uint8 column.
func (c *Column) AppendUint8(v uint8) {
	if c.push(Uint8) {
		c.u8 = append(c.u8, v)
	}
}

// AppendUint16 appends v to a Uint16 column.
func (c *Column) AppendUint16(v uint16) {
	if c.push(Uint16) {
		c.u16 = append(c.u16, v)
	}
}

// AppendUint32 appends v to a Uint32 column.
func (c *Column) AppendUint32(v uint32) {
	if c.push(Uint32) {
		c.u32 = append(c.u32, v)
	}
}

// AppendUint64 appends v to a Uint64 column.
func (c *Column) AppendUint64(v uint64) {
	if c.push(Uint64) {
		c.u64 = append(c.u64, v)
	}
}

// AppendFloat32 appends v, which may be NaN or infinite, to a Float32 column.
func (c *Column) AppendFloat32(v float32) {
	if c.push(Float32) {
		c.f32 = append(c.f32, v)
	}
}

// AppendFloat64 appends v, which may be NaN or infinite, to a Float64 column.
func (c *Column) AppendFloat64(v float64) {
	if c.push(Float64) {
		c.f64 = append(c.f64, v)
	}
}

// AppendString appends v to a String column. Invalid UTF-8 is a failure, as is more than 2 GiB in one column.
func (c *Column) AppendString(v string) {
	if !c.push(String) {
		return
	}
	if !utf8.ValidString(v) {
		c.st.fail(c.path, "the string is not valid UTF-8")
		v = ""
	}
	if !c.fits(len(v)) {
		v = ""
	}
	c.data = append(c.data, v...)
	c.offsets = append(c.offsets, int32(len(c.data)))
}

// AppendBytes appends v to a Bytes column; more than 2 GiB in one column is a failure. A nil v is null, as a nil list
// is.
func (c *Column) AppendBytes(v []byte) {
	if v == nil {
		c.AppendNull()
		return
	}
	if !c.push(Bytes) {
		return
	}
	if !c.fits(len(v)) {
		v = v[:0]
	}
	c.data = append(c.data, v...)
	c.offsets = append(c.offsets, int32(len(c.data)))
}

// fits reports whether more bytes can be addressed with 32-bit offsets.
func (c *Column) fits(more int) bool {
	if more > maxOffset-len(c.data) {
		c.st.fail(c.path, "%d bytes after %d are more than a batch's column can hold (2 GiB): write smaller batches", more, len(c.data))
		return false
	}
	return true
}

// AppendTime appends the instant t to a Timestamp column, floored to the microsecond. A time outside the
// 292,000 years around 1970 that int64 microseconds hold is a failure.
func (c *Column) AppendTime(t time.Time) {
	us := t.UnixMicro() // Unix seconds × 10⁶ + nanoseconds / 1000, and the nanoseconds are never negative: a floor
	if s := t.Unix(); s > math.MaxInt64/1_000_000-1 || s < math.MinInt64/1_000_000 {
		c.st.fail(c.path, "the time is outside the range of int64 microseconds")
		us = 0
	}
	c.AppendMicros(us)
}

// AppendMicros appends microseconds since 1970-01-01T00:00:00Z to a Timestamp column.
func (c *Column) AppendMicros(us int64) {
	if c.push(Timestamp) {
		c.i64 = append(c.i64, us)
	}
}

// AppendDate appends d to a Date column.
func (c *Column) AppendDate(d validate.Date) { c.AppendDays(d.UnixDays()) }

// AppendDays appends days since 1970-01-01 to a Date column.
func (c *Column) AppendDays(days int32) {
	if c.push(Date) {
		c.i32 = append(c.i32, days)
	}
}

// AppendDuration appends d, in nanoseconds, to a Duration column.
func (c *Column) AppendDuration(d time.Duration) {
	if c.push(Duration) {
		c.i64 = append(c.i64, int64(d))
	}
}

// AppendDecimal appends d to a Decimal column. A number of more digits than the column's precision, or more behind the
// point than its scale, is a failure: none is rounded.
func (c *Column) AppendDecimal(d validate.Decimal) {
	hi, lo, ok := d.Unscaled(c.field.Scale)
	if c.kind == Decimal && !ok {
		c.st.fail(c.path, "the decimal has more digits than decimal(%d,%d)", c.field.Prec, c.field.Scale)
	}
	c.AppendUnscaled(Decimal128{Lo: lo, Hi: hi})
}

// AppendUnscaled appends the unscaled value v to a Decimal column. A value of more digits than the column's precision is
// a failure.
func (c *Column) AppendUnscaled(v Decimal128) {
	if !c.push(Decimal) {
		return
	}
	if !v.fits(c.field.Prec) {
		c.st.fail(c.path, "the decimal has more digits than decimal(%d,%d)", c.field.Prec, c.field.Scale)
		v = Decimal128{}
	}
	c.dec = append(c.dec, v)
}
