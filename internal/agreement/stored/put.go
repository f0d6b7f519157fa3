package stored

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"

	"github.com/typedml/typedml/schema"
)

// Put appends a value as the evaluator reads it to what Spark holds for the type.
func Put(b array.Builder, t schema.Type, v any) error {
	if v == nil {
		b.AppendNull()
		return nil
	}
	switch b := b.(type) {
	case *array.StructBuilder:
		b.Append(true)
		for i := range t.Record.Fields {
			f := &t.Record.Fields[i]
			if err := Put(b.FieldBuilder(i), f.Type, v.(map[string]any)[f.Key]); err != nil {
				return err
			}
		}
		return nil
	case *array.ListBuilder:
		b.Append(true)
		for _, e := range v.([]any) {
			if err := Put(b.ValueBuilder(), t.Elem.Type, e); err != nil {
				return err
			}
		}
		return nil
	case *array.MapBuilder:
		b.Append(true)
		for k, e := range v.(map[string]any) {
			b.KeyBuilder().(*array.StringBuilder).Append(k)
			if err := Put(b.ItemBuilder(), t.Elem.Type, e); err != nil {
				return err
			}
		}
		return nil
	}
	return putScalar(b, t, v)
}

func putScalar(b array.Builder, t schema.Type, v any) error {
	misfit := fmt.Errorf("%T %v is no %s", v, v, t)
	switch b := b.(type) {
	case *array.BooleanBuilder:
		x, ok := v.(bool)
		if !ok {
			return misfit
		}
		b.Append(x)
		return nil
	case *array.StringBuilder:
		x, ok := v.(string)
		if !ok || strings.ToValidUTF8(x, "") != x {
			return misfit
		}
		b.Append(x)
		return nil
	case *array.BinaryBuilder:
		switch x := v.(type) {
		case []byte:
			b.Append(x)
		case string:
			raw, err := schema.ParseBytes([]byte(x))
			if err != nil {
				return misfit
			}
			b.Append(raw)
		default:
			return misfit
		}
		return nil
	case *array.Date32Builder:
		x, ok := v.(string)
		day, err := schema.ParseDate(x)
		if !ok || err != nil {
			return misfit
		}
		b.Append(goarrow.Date32FromTime(day))
		return nil
	case *array.TimestampBuilder:
		x, ok := v.(time.Time)
		if !ok {
			return misfit
		}
		b.Append(goarrow.Timestamp(x.UnixMicro()))
		return nil
	}
	if t.Kind == schema.Decimal {
		return putDecimal(b.(*array.Decimal128Builder), v, misfit)
	}
	return putNumber(b, t, v, misfit)
}

// putDecimal appends a number or its text where the column has its digits: others are not in any table.
func putDecimal(b *array.Decimal128Builder, v any, misfit error) error {
	t := b.Type().(*goarrow.Decimal128Type)
	l, ok, fits := schema.ParseDecimal(fmt.Sprint(v))
	if !ok || !fits {
		return misfit
	}
	units, _ := new(big.Rat).SetString(l.Text)
	ten := func(n int32) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }
	units.Mul(units, new(big.Rat).SetInt(ten(t.Scale)))
	if !units.IsInt() || units.Num().CmpAbs(ten(t.Precision)) >= 0 {
		return misfit
	}
	b.Append(decimal128.FromBigInt(units.Num()))
	return nil
}

func putNumber(b array.Builder, t schema.Type, v any, misfit error) error {
	if text, ok := v.(json.Number); ok && t.Kind == schema.Duration {
		return fmt.Errorf("%s is no duration", text)
	}
	if text, ok := v.(string); ok && t.Kind == schema.Duration {
		d, err := time.ParseDuration(text)
		if err != nil {
			return misfit
		}
		v = d
	}
	if d, ok := v.(time.Duration); ok {
		v = int64(d)
	}
	if b, ok := b.(*array.Float64Builder); ok {
		switch x := v.(type) {
		case float64:
			b.Append(x)
			return nil
		case json.Number:
			f, err := strconv.ParseFloat(string(x), 64)
			b.Append(f)
			return err
		}
	}
	if b, ok := b.(*array.Float32Builder); ok {
		switch x := v.(type) {
		case float32:
			b.Append(x)
			return nil
		case float64:
			if f := float32(x); x != x || float64(f) == x {
				b.Append(f)
				return nil
			}
		case json.Number:
			f, err := strconv.ParseFloat(string(x), 32)
			b.Append(float32(f))
			return err
		}
		return misfit
	}
	n, ok := new(big.Rat).SetString(fmt.Sprint(v))
	if _, isText := v.(string); isText || !ok || !n.IsInt() {
		return misfit
	}
	return putInteger(b, n.Num(), misfit)
}

func putInteger(b array.Builder, n *big.Int, misfit error) error {
	if d, ok := b.(*array.Decimal128Builder); ok {
		if n.BitLen() > 66 {
			return misfit
		}
		d.Append(decimal128.FromBigInt(n))
		return nil
	}
	bits := b.Type().(goarrow.FixedWidthDataType).BitWidth()
	if low := new(big.Int).Neg(new(big.Int).Lsh(big.NewInt(1), uint(bits-1))); n.Cmp(low) < 0 || n.Cmp(new(big.Int).Neg(low)) >= 0 {
		return misfit
	}
	switch b := b.(type) {
	case *array.Int8Builder:
		b.Append(int8(n.Int64()))
	case *array.Int16Builder:
		b.Append(int16(n.Int64()))
	case *array.Int32Builder:
		b.Append(int32(n.Int64()))
	case *array.Int64Builder:
		b.Append(n.Int64())
	default:
		return misfit
	}
	return nil
}
