package databricks

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/columns"
)

// encode writes the rows of a write as a JSON array of objects, as from_json reads them by the columns' types. Nulls are
// left out.
func encode(w featurestore.Write, uri string) (string, error) {
	out := []byte{'['}
	rows := 0
	for b, err := range w.Batches {
		if err != nil {
			return "", err
		}
		for i := range b.Len() {
			if rows++; rows > 1 {
				out = append(out, ',')
			}
			out = appendObject(out, b, i)
			if len(out) > maxRows {
				return "", fmt.Errorf("databricks: table %s: the rows take more than %d MiB as JSON, which is what one statement carries, "+
					"and so one commit; nothing was written: append them in parts of fewer than %d rows, or load them from a volume", uri, maxRows>>20, rows)
			}
		}
	}
	return string(append(out, ']')), nil
}

func appendObject(out []byte, b *columns.Batch, row int) []byte {
	out = append(out, '{')
	first := true
	for at := range b.NumColumns() {
		c := b.Column(at)
		if c.Len() <= row || c.IsNull(row) {
			continue
		}
		if !first {
			out = append(out, ',')
		}
		first = false
		out = append(appendText(out, c.Field().Name), ':')
		out = appendValue(out, c, row)
	}
	return append(out, '}')
}

func appendValue(out []byte, c *columns.Column, i int) []byte {
	if c.IsNull(i) {
		return append(out, "null"...)
	}
	switch c.Kind() {
	case columns.Bool:
		return strconv.AppendBool(out, c.Bool(i))
	case columns.Uint64:
		return strconv.AppendUint(out, c.Uint64(i), 10)
	case columns.Float32:
		return appendFloat(out, float64(c.Float32(i)), 32)
	case columns.Float64:
		return appendFloat(out, c.Float64(i), 64)
	case columns.String:
		return appendText(out, c.String(i))
	case columns.Bytes:
		return appendText(out, base64.StdEncoding.EncodeToString(c.Bytes(i)))
	case columns.Decimal:
		return c.Decimal(i).Append(out)
	case columns.Date:
		return appendText(out, c.Date(i).String())
	case columns.Struct:
		return appendObject(out, c.Struct(), i)
	case columns.List, columns.FixedList, columns.Map:
		return appendNested(out, c, i)
	}
	return strconv.AppendInt(out, integer(c, i), 10)
}

// integer returns a value that a table holds as an integer: times are microseconds, durations nanoseconds.
func integer(c *columns.Column, i int) int64 {
	switch c.Kind() {
	case columns.Int8:
		return int64(c.Int8(i))
	case columns.Int16:
		return int64(c.Int16(i))
	case columns.Int32:
		return int64(c.Int32(i))
	case columns.Uint8:
		return int64(c.Uint8(i))
	case columns.Uint16:
		return int64(c.Uint16(i))
	case columns.Uint32:
		return int64(c.Uint32(i))
	case columns.Timestamp:
		return c.Time(i).UnixMicro()
	case columns.Duration:
		return int64(c.Duration(i))
	}
	return c.Int64(i)
}

func appendNested(out []byte, c *columns.Column, i int) []byte {
	start, end := c.List(i)
	brackets := "[]"
	if c.Kind() == columns.Map {
		brackets = "{}"
	}
	out = append(out, brackets[0])
	for e := start; e < end; e++ {
		if e > start {
			out = append(out, ',')
		}
		if c.Kind() == columns.Map {
			out = append(appendText(out, c.Keys().String(e)), ':')
		}
		out = appendValue(out, c.Child(), e)
	}
	return append(out, brackets[1])
}

// appendFloat writes the shortest text that reads back as the same number; Spark reads the quoted words.
func appendFloat(out []byte, f float64, bits int) []byte {
	switch {
	case math.IsNaN(f):
		return append(out, `"NaN"`...)
	case math.IsInf(f, 1):
		return append(out, `"Infinity"`...)
	case math.IsInf(f, -1):
		return append(out, `"-Infinity"`...)
	}
	return strconv.AppendFloat(out, f, 'g', -1, bits)
}

func appendText(out []byte, s string) []byte {
	text, err := json.Marshal(s)
	if err != nil { // a string always can be
		return append(out, `""`...)
	}
	return append(out, text...)
}
