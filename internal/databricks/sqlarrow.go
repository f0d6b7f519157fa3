package databricks

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/typedml/typedml/featurestore/delta"
)

// limits are the integers that a type holds.
var limits = map[string]int{delta.TypeByte: 8, delta.TypeShort: 16, delta.TypeInteger: 32, delta.TypeLong: 64}

// fit checks that a JSON value is one of the type, as from_json does in the mode FAILFAST.
func fit(v any, t *delta.Type) (any, error) {
	if v == nil {
		return nil, nil
	}
	wrong := malformed(fmt.Sprintf("%v is no %s", v, t))
	switch t.Name {
	case delta.TypeBoolean:
		if _, ok := v.(bool); !ok {
			return nil, wrong
		}
	case delta.TypeString:
		if _, ok := v.(string); !ok {
			return nil, wrong
		}
	case delta.TypeByte, delta.TypeShort, delta.TypeInteger, delta.TypeLong:
		n, ok := v.(json.Number)
		if !ok {
			return nil, wrong
		}
		if _, err := strconv.ParseInt(n.String(), 10, limits[t.Name]); err != nil {
			return nil, wrong
		}
	case delta.TypeFloat, delta.TypeDouble, delta.TypeDecimal:
		if _, err := strconv.ParseFloat(fmt.Sprint(v), 64); err != nil {
			return nil, wrong
		}
	case delta.TypeDate: // Spark's JSON takes no number for a day
		text, ok := v.(string)
		if _, err := time.Parse(time.DateOnly, text); !ok || err != nil {
			return nil, wrong
		}
	case delta.TypeArray:
		items, ok := v.([]any)
		if !ok {
			return nil, wrong
		}
		for i := range items {
			if _, err := fit(items[i], t.Elem); err != nil {
				return nil, err
			}
		}
	case delta.TypeMap, delta.TypeStruct:
		return fitObject(v, t, wrong)
	default:
		return nil, wrong
	}
	return v, nil
}

func fitObject(v any, t *delta.Type, wrong error) (any, error) {
	items, ok := v.(map[string]any)
	if !ok {
		return nil, wrong
	}
	for key, item := range items {
		inner := t.Elem
		if t.Name == delta.TypeStruct {
			f := (&delta.Schema{Fields: t.Fields}).Field(key)
			if f == nil {
				return nil, wrong
			}
			inner = &f.Type
		}
		if _, err := fit(item, inner); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// arrowType is what a warehouse sends of a type.
func arrowType(t delta.Type) arrow.DataType {
	switch t.Name {
	case delta.TypeBoolean:
		return arrow.FixedWidthTypes.Boolean
	case delta.TypeByte:
		return arrow.PrimitiveTypes.Int8
	case delta.TypeShort:
		return arrow.PrimitiveTypes.Int16
	case delta.TypeInteger:
		return arrow.PrimitiveTypes.Int32
	case delta.TypeLong:
		return arrow.PrimitiveTypes.Int64
	case delta.TypeFloat:
		return arrow.PrimitiveTypes.Float32
	case delta.TypeDouble:
		return arrow.PrimitiveTypes.Float64
	case delta.TypeBinary:
		return arrow.BinaryTypes.Binary
	case delta.TypeDate:
		return arrow.FixedWidthTypes.Date32
	case delta.TypeTimestamp:
		return &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "Etc/UTC"}
	case delta.TypeDecimal:
		return &arrow.Decimal128Type{Precision: int32(t.Precision), Scale: int32(t.Scale)}
	case delta.TypeArray:
		return arrow.ListOf(arrowType(*t.Elem))
	case delta.TypeMap:
		return arrow.MapOf(arrowType(*t.Key), arrowType(*t.Elem))
	case delta.TypeStruct:
		return arrow.StructOf(arrowFields(t.Fields)...)
	}
	return arrow.BinaryTypes.String
}

func arrowFields(fields []delta.Field) []arrow.Field {
	out := make([]arrow.Field, len(fields))
	for i, f := range fields {
		out[i] = arrow.Field{Name: f.Name, Type: arrowType(f.Type), Nullable: f.Nullable}
	}
	return out
}

// stream writes rows as an Arrow IPC stream.
func stream(columns []delta.Field, rows []map[string]any) ([]byte, error) {
	schema := arrow.NewSchema(arrowFields(columns), nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer b.Release()
	for _, row := range rows {
		for i, c := range columns {
			if err := appendValue(b.Field(i), row[c.Name]); err != nil {
				return nil, fmt.Errorf("column %s: %w", c.Name, err)
			}
		}
	}
	rec := b.NewRecordBatch()
	defer rec.Release()
	var out bytes.Buffer
	w := ipc.NewWriter(&out, ipc.WithSchema(schema))
	if err := w.Write(rec); err != nil {
		return nil, err
	}
	return out.Bytes(), w.Close()
}

// appendValue adds a value as fit left it.
func appendValue(b array.Builder, v any) error {
	if v == nil {
		b.AppendNull()
		return nil
	}
	word := fmt.Sprint(v)
	switch b := b.(type) {
	case *array.BooleanBuilder:
		b.Append(v == true)
	case *array.StringBuilder:
		b.Append(word)
	case *array.BinaryBuilder:
		raw, err := base64.StdEncoding.DecodeString(word)
		b.Append(raw)
		return err
	case *array.Float32Builder:
		f, err := strconv.ParseFloat(word, 32)
		b.Append(float32(f))
		return err
	case *array.Float64Builder:
		f, err := strconv.ParseFloat(word, 64)
		b.Append(f)
		return err
	case *array.Decimal128Builder:
		t, ok := b.Type().(*arrow.Decimal128Type)
		if !ok {
			return fmt.Errorf("no decimal: %s", b.Type())
		}
		d, err := decimal128.FromString(word, t.Precision, t.Scale)
		b.Append(d)
		return err
	case *array.Date32Builder:
		day, err := time.Parse(time.DateOnly, word)
		b.Append(arrow.Date32FromTime(day))
		return err
	case *array.ListBuilder, *array.MapBuilder, *array.StructBuilder:
		return appendNested(b, v)
	default:
		return appendInteger(b, word)
	}
	return nil
}

func appendInteger(b array.Builder, word string) error {
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil {
		return err
	}
	switch b := b.(type) {
	case *array.Int8Builder:
		b.Append(int8(n))
	case *array.Int16Builder:
		b.Append(int16(n))
	case *array.Int32Builder:
		b.Append(int32(n))
	case *array.Int64Builder:
		b.Append(n)
	case *array.TimestampBuilder:
		b.Append(arrow.Timestamp(n))
	default:
		return fmt.Errorf("the fake workspace sends no %s", b.Type())
	}
	return nil
}

func appendNested(b array.Builder, v any) error {
	items, _ := v.([]any)
	object, _ := v.(map[string]any)
	switch b := b.(type) {
	case *array.ListBuilder:
		b.Append(true)
		for _, item := range items {
			if err := appendValue(b.ValueBuilder(), item); err != nil {
				return err
			}
		}
	case *array.MapBuilder:
		b.Append(true)
		for _, key := range sortedKeys(object) {
			if err := firstError(appendValue(b.KeyBuilder(), key), appendValue(b.ItemBuilder(), object[key])); err != nil {
				return err
			}
		}
	case *array.StructBuilder:
		t, ok := b.Type().(*arrow.StructType)
		if !ok {
			return fmt.Errorf("no struct: %s", b.Type())
		}
		b.Append(true)
		for i, f := range t.Fields() {
			if err := appendValue(b.FieldBuilder(i), object[f.Name]); err != nil {
				return err
			}
		}
	}
	return nil
}
