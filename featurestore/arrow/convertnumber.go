package arrow

import (
	"fmt"
	"math"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/bitutil"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// flat builds the result of converting a flat column: values and the validity of d, less the indices that do not fit.
type flat struct {
	d     goarrow.ArrayData
	arr   goarrow.Array
	valid []byte
	nulls int
	to    goarrow.DataType
	mark  marker
}

func newFlat(d goarrow.ArrayData, to goarrow.DataType, mark marker) *flat {
	return &flat{d: d, arr: array.MakeFromData(d), to: to, mark: mark}
}

// misfit makes value i null and marks it; a null is left alone.
func (f *flat) misfit(i int) {
	if f.arr.IsNull(i) {
		return
	}
	f.mark(i, nil, typeName(f.to))
	if f.valid == nil {
		f.valid = make([]byte, bitutil.BytesForBits(int64(f.d.Len())))
		for j := range f.d.Len() {
			if f.arr.IsValid(j) {
				bitutil.SetBit(f.valid, j)
			}
		}
		f.nulls = f.arr.NullN()
	}
	if bitutil.BitIsSet(f.valid, i) {
		bitutil.ClearBit(f.valid, i)
		f.nulls++
	}
}

func (f *flat) data(values *memory.Buffer) goarrow.ArrayData {
	if f.valid == nil {
		return array.NewData(f.to, f.d.Len(), []*memory.Buffer{validity(f.d), values}, nil, f.d.NullN(), 0)
	}
	return array.NewData(f.to, f.d.Len(), []*memory.Buffer{memory.NewBufferBytes(f.valid), values}, nil, f.nulls, 0)
}

// integers converts between integers and durations, with a check of the range.
func integers(d goarrow.ArrayData, to goarrow.DataType, mark marker) (goarrow.ArrayData, error) {
	f := newFlat(d, to, mark)
	wide, err := int64s(f)
	if err != nil {
		return nil, err
	}
	switch to.ID() {
	case goarrow.INT8:
		return narrow[int8](f, wide, math.MinInt8, math.MaxInt8), nil
	case goarrow.INT16:
		return narrow[int16](f, wide, math.MinInt16, math.MaxInt16), nil
	case goarrow.INT32:
		return narrow[int32](f, wide, math.MinInt32, math.MaxInt32), nil
	case goarrow.INT64, goarrow.DURATION:
		return narrow[int64](f, wide, math.MinInt64, math.MaxInt64), nil
	case goarrow.UINT8:
		return narrow[uint8](f, wide, 0, math.MaxUint8), nil
	case goarrow.UINT16:
		return narrow[uint16](f, wide, 0, math.MaxUint16), nil
	case goarrow.UINT32:
		return narrow[uint32](f, wide, 0, math.MaxUint32), nil
	case goarrow.UINT64:
		return narrow[uint64](f, wide, 0, math.MaxInt64), nil
	}
	return nil, fmt.Errorf("arrow: no conversion from %s to %s", d.DataType(), to)
}

func narrow[E int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64](f *flat, wide []int64, lo, hi int64) goarrow.ArrayData {
	out := make([]E, len(wide))
	for i, v := range wide {
		if v < lo || v > hi {
			f.misfit(i)
			continue
		}
		out[i] = E(v)
	}
	return f.data(raw(out))
}

// int64s returns the values of an integer column as int64; a uint64 above the range is a misfit.
func int64s(f *flat) ([]int64, error) {
	switch a := f.arr.(type) {
	case *array.Int8:
		return widen(a.Int8Values()), nil
	case *array.Int16:
		return widen(a.Int16Values()), nil
	case *array.Int32:
		return widen(a.Int32Values()), nil
	case *array.Int64:
		return a.Int64Values(), nil
	case *array.Uint8:
		return widen(a.Uint8Values()), nil
	case *array.Uint16:
		return widen(a.Uint16Values()), nil
	case *array.Uint32:
		return widen(a.Uint32Values()), nil
	case *array.Uint64:
		out := widen(a.Uint64Values())
		for i, v := range out {
			if v < 0 {
				f.misfit(i)
			}
		}
		return out, nil
	case *array.Duration:
		return widen(a.DurationValues()), nil
	}
	return nil, fmt.Errorf("arrow: %s is no integer", f.d.DataType())
}

func widen[E ~int8 | ~int16 | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32 | ~uint64](vs []E) []int64 {
	out := make([]int64, len(vs))
	for i, v := range vs {
		out[i] = int64(v)
	}
	return out
}

func unsignedToDecimal(d goarrow.ArrayData, to goarrow.DataType) (goarrow.ArrayData, error) {
	if t := to.(*goarrow.Decimal128Type); t.Scale != 0 || t.Precision < 20 {
		return nil, fmt.Errorf("arrow: %s does not hold every uint64", to)
	}
	vs := array.NewUint64Data(d).Uint64Values()
	out := make([]decimal128.Num, len(vs))
	for i, v := range vs {
		out[i] = decimal128.FromU64(v)
	}
	return newFlat(d, to, nil).data(raw(out)), nil
}

func decimalToUnsigned(d goarrow.ArrayData, to goarrow.DataType, mark marker) (goarrow.ArrayData, error) {
	if t := d.DataType().(*goarrow.Decimal128Type); t.Scale != 0 {
		return nil, fmt.Errorf("arrow: no conversion from %s to %s", t, to)
	}
	f := newFlat(d, to, mark)
	arr := array.NewDecimal128Data(d)
	out := make([]uint64, d.Len())
	for i := range out {
		v := arr.Value(i)
		if v.HighBits() != 0 {
			f.misfit(i)
			continue
		}
		out[i] = v.LowBits()
	}
	return f.data(raw(out)), nil
}

// timestamps changes the unit, flooring, and takes the time zone of to: both sides are UTC by the caller's knowledge.
func timestamps(d goarrow.ArrayData, to *goarrow.TimestampType, mark marker) (goarrow.ArrayData, error) {
	from := d.DataType().(*goarrow.TimestampType)
	f := newFlat(d, to, mark)
	num, den := int64(from.Unit.Multiplier()), int64(to.Unit.Multiplier()) // nanoseconds a unit
	src := array.NewTimestampData(d).TimestampValues()
	out := make([]int64, len(src))
	for i, v := range src {
		if num >= den {
			factor := num / den
			if v := int64(v); v > math.MaxInt64/factor || v < math.MinInt64/factor {
				f.misfit(i)
				continue
			}
			out[i] = int64(v) * factor
			continue
		}
		out[i] = floorDiv(int64(v), den/num)
	}
	return f.data(raw(out)), nil
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
