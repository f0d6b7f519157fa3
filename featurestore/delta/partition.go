package delta

import (
	"fmt"
	"strconv"
	"time"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// partitionColumn returns n times the value of a partition column (PROTOCOL.md, "Partition Value Serialization").
// A missing value and the empty text are null.
func partitionColumn(t Type, text *string, n int) (goarrow.Array, error) {
	at, err := t.ArrowType()
	if err != nil {
		return nil, err
	}
	if text == nil || *text == "" {
		return array.MakeArrayOfNull(memory.DefaultAllocator, at, n), nil
	}
	b := array.NewBuilder(memory.DefaultAllocator, at)
	b.Reserve(n)
	put, err := partitionAppend(b, t, *text)
	if err != nil {
		return nil, fmt.Errorf("the partition value %q is no %s: %w", *text, t, err)
	}
	for range n {
		put()
	}
	return b.NewArray(), nil
}

// partitionAppend parses the value once and returns what appends it.
func partitionAppend(b array.Builder, t Type, text string) (func(), error) {
	switch b := b.(type) {
	case *array.StringBuilder:
		return func() { b.Append(text) }, nil
	case *array.BinaryBuilder:
		return func() { b.Append([]byte(text)) }, nil
	case *array.BooleanBuilder:
		v, err := strconv.ParseBool(text)
		return func() { b.Append(v) }, err
	case *array.Int8Builder:
		v, err := strconv.ParseInt(text, 10, 8)
		return func() { b.Append(int8(v)) }, err
	case *array.Int16Builder:
		v, err := strconv.ParseInt(text, 10, 16)
		return func() { b.Append(int16(v)) }, err
	case *array.Int32Builder:
		v, err := strconv.ParseInt(text, 10, 32)
		return func() { b.Append(int32(v)) }, err
	case *array.Int64Builder:
		v, err := strconv.ParseInt(text, 10, 64)
		return func() { b.Append(v) }, err
	case *array.Float32Builder:
		v, err := strconv.ParseFloat(text, 32)
		return func() { b.Append(float32(v)) }, err
	case *array.Float64Builder:
		v, err := strconv.ParseFloat(text, 64)
		return func() { b.Append(v) }, err
	case *array.Decimal128Builder:
		v, err := decimal128.FromString(text, int32(t.Precision), int32(t.Scale))
		return func() { b.Append(v) }, err
	case *array.Date32Builder:
		v, err := time.Parse("2006-01-02", text)
		return func() { b.Append(goarrow.Date32FromTime(v)) }, err
	case *array.TimestampBuilder:
		v, err := parseTimestamp(text)
		return func() { b.Append(goarrow.Timestamp(v.UnixMicro())) }, err
	}
	return nil, fmt.Errorf("columns of type %s cannot partition a table", t)
}

// parseTimestamp reads both forms of the protocol; the one without a zone is read as UTC.
func parseTimestamp(text string) (v time.Time, err error) {
	for _, layout := range []string{"2006-01-02 15:04:05.999999999", time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02"} {
		if v, err = time.Parse(layout, text); err == nil {
			return v, nil
		}
	}
	return v, err
}
