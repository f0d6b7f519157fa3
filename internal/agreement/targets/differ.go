package targets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/typedml/typedml/schema"
)

// differ returns where and how two values of [read] differ: floats by their bits, times as instants, nil and empty
// apart. It is "" when they are equal.
func differ(a, b any) string {
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok || len(x) != len(y) {
			return ": other keys"
		}
		for _, k := range slices.Sorted(maps.Keys(x)) {
			w, ok := y[k]
			if at := differ(x[k], w); !ok || at != "" {
				return "." + k + at
			}
		}
		return ""
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return fmt.Sprintf(": %v is %v", a, b)
		}
		for i := range x {
			if at := differ(x[i], y[i]); at != "" {
				return "[" + strconv.Itoa(i) + "]" + at
			}
		}
		return ""
	}
	if same(a, b) {
		return ""
	}
	return fmt.Sprintf(": %v is %v", a, b)
}

func same(a, b any) bool {
	switch x := a.(type) {
	case float64:
		y, ok := b.(float64)
		return ok && (math.Float64bits(x) == math.Float64bits(y) || math.IsNaN(x) && math.IsNaN(y))
	case time.Time:
		y, ok := b.(time.Time)
		return ok && x.Equal(y)
	case []byte:
		y, ok := b.([]byte)
		return ok && bytes.Equal(x, y)
	}
	return a == b
}

// floored is a value with its times floored to the microsecond.
func floored(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[k] = floored(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = floored(e)
		}
		return out
	case time.Time:
		return time.UnixMicro(v.UnixMicro()).UTC()
	}
	return v
}

// unspeakable names what JSON cannot say in a Go value, "" when there is nothing.
func unspeakable(v reflect.Value) string { return flaw(v, true) }

// unstorable names what columns cannot hold in a Go value.
func unstorable(v reflect.Value) string { return flaw(v, false) }

// tooLong names a decimal of more digits than its column, "" when there is none.
func tooLong(t schema.Type, v any) string {
	switch v := v.(type) {
	case json.Number:
		digits := schema.Element{Type: t, Constraints: []schema.Constraint{{Kind: schema.Digits, Rule: "decimal"}}}
		if t.Kind == schema.Decimal && len(new(schema.Evaluator).EvaluateElement(&digits, v)) > 0 {
			return "a decimal of more digits than its type"
		}
	case []any:
		for _, e := range v {
			if f := tooLong(t.Elem.Type, e); f != "" {
				return f
			}
		}
	case map[string]any:
		for k, e := range v {
			below := t.Elem
			if t.Kind == schema.Struct {
				below = &schema.Element{Type: t.Record.Field(k).Type}
			}
			if f := tooLong(below.Type, e); f != "" {
				return f
			}
		}
	}
	return ""
}

func flaw(v reflect.Value, inJSON bool) string {
	switch k := v.Kind(); {
	case k == reflect.String && !utf8.ValidString(v.String()):
		return "a text that is not UTF-8"
	case v.CanFloat() && inJSON && (math.IsNaN(v.Float()) || math.IsInf(v.Float(), 0)):
		return "NaN or an infinity"
	case k == reflect.Pointer && !v.IsNil():
		return flaw(v.Elem(), inJSON)
	case k == reflect.Slice || k == reflect.Array:
		for i := range v.Len() {
			if f := flaw(v.Index(i), inJSON); f != "" {
				return f
			}
		}
	case k == reflect.Map:
		for _, key := range v.MapKeys() {
			if f := flaw(key, inJSON) + flaw(v.MapIndex(key), inJSON); f != "" {
				return f
			}
		}
	case k == reflect.Struct:
		return flawIn(v, inJSON)
	}
	return ""
}

func flawIn(v reflect.Value, inJSON bool) string {
	if at, ok := v.Interface().(time.Time); ok {
		if inJSON && (at.Year() < 0 || at.Year() > 9999) {
			return "a year that RFC 3339 has not"
		}
		return ""
	}
	for i := range v.NumField() {
		if f := flaw(v.Field(i), inJSON); f != "" {
			return f
		}
	}
	return ""
}
