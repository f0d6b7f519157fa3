package featurestore

import (
	"encoding/base64"
	"math"
	"strconv"
	"time"

	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/schema"
)

// masked stands for a sensitive value.
const masked = "***"

// rowJSON returns row i of a batch as a value for encoding/json. r tells which fields are sensitive and may be nil.
func rowJSON(b *columns.Batch, r *schema.Record, i int) map[string]any {
	out := make(map[string]any, b.NumColumns())
	for j := range b.NumColumns() {
		c := b.Column(j)
		var inner *schema.Record
		if r != nil {
			f := &r.Fields[j]
			if f.Sensitive {
				out[c.Field().Name] = masked
				continue
			}
			inner = f.Type.Innermost().Record
		}
		out[c.Field().Name] = valueJSON(c, inner, i)
	}
	return out
}

func valueJSON(c *columns.Column, inner *schema.Record, i int) any {
	if c.Len() <= i || c.IsNull(i) {
		return nil
	}
	switch c.Kind() {
	case columns.Bool:
		return c.Bool(i)
	case columns.Int8:
		return c.Int8(i)
	case columns.Int16:
		return c.Int16(i)
	case columns.Int32:
		return c.Int32(i)
	case columns.Int64:
		return c.Int64(i)
	case columns.Uint8:
		return c.Uint8(i)
	case columns.Uint16:
		return c.Uint16(i)
	case columns.Uint32:
		return c.Uint32(i)
	case columns.Uint64:
		return c.Uint64(i)
	case columns.Float32:
		return floatJSON(float64(c.Float32(i)), c.Float32(i))
	case columns.Float64:
		return floatJSON(c.Float64(i), c.Float64(i))
	case columns.String:
		return c.String(i)
	case columns.Bytes:
		return base64.StdEncoding.EncodeToString(c.Bytes(i))
	case columns.Timestamp:
		return c.Time(i).Format(time.RFC3339Nano)
	case columns.Date:
		return c.Date(i).String()
	case columns.Duration:
		return c.Duration(i).String()
	case columns.Decimal:
		return c.Decimal(i)
	}
	return nestedJSON(c, inner, i)
}

// floatJSON keeps a finite number and spells the others.
func floatJSON(f float64, v any) any {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return strconv.FormatFloat(f, 'g', -1, 64)
	}
	return v
}

func nestedJSON(c *columns.Column, inner *schema.Record, i int) any {
	switch c.Kind() {
	case columns.Struct:
		return rowJSON(c.Struct(), inner, i)
	case columns.Map:
		out := map[string]any{}
		for e, end := c.List(i); e < end; e++ {
			out[c.Keys().String(e)] = valueJSON(c.Child(), inner, e)
		}
		return out
	case columns.List, columns.FixedList:
		out := []any{}
		for e, end := c.List(i); e < end; e++ {
			out = append(out, valueJSON(c.Child(), inner, e))
		}
		return out
	}
	return nil
}
