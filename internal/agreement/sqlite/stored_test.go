package sqlite

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/typedml/typedml/schema"
)

// rowOf is a row as a table of SQLite holds it: no key is missing, NaN is null, -0 is 0, times are floored to the
// microsecond. ok is false when the table can't hold it.
func rowOf(r *schema.Record, value map[string]any) (row map[string]any, ok bool) {
	return asStored(r, value, false)
}

// asStored is rowOf of a record, which may be nested: in JSON, where a key that may be absent is when the writer omits it.
func asStored(r *schema.Record, value map[string]any, nested bool) (out map[string]any, ok bool) {
	out = map[string]any{}
	for i := range r.Fields {
		f := &r.Fields[i]
		v, ok := value[f.Key]
		nothing := f.Optional || f.MayBeAbsent || f.Default != nil && nested || f.Type.TakesNull()
		switch {
		case !ok && !nothing:
			return nil, false
		case !ok && nested && (f.MayBeAbsent || f.Default != nil):
			continue
		}
		if out[f.Key], ok = storedValue(f.Type, v, nested); !ok {
			return nil, false
		}
	}
	return out, len(value) <= len(r.Fields)
}

// storedValue is one value as it is held. JSON holds values of other types, too; what a writer spells in a form that is the
// type's own (a time, a duration, a byte string, a decimal, an unsigned integer of 64 bits) is one of the type.
func storedValue(t schema.Type, v any, nested bool) (any, bool) {
	if v == nil {
		return nil, true
	}
	switch k := t.Scalar(); {
	case k == schema.List || k == schema.Map || k == schema.Struct:
		return storedAll(t, v, nested)
	case k == schema.Bool:
		_, ok := v.(bool)
		return v, ok || nested && text(v)
	case k.Integer():
		if nested && k != schema.Uint64 && text(v) {
			return v, true
		}
		return storedInteger(k, v, nested)
	case k.Float():
		return storedFloat(k, v, nested)
	case k == schema.String || k == schema.Date:
		s, ok := v.(string)
		if _, is := v.(bool); is && nested {
			return v, true
		}
		return v, ok && utf8.ValidString(s) && !strings.Contains(s, "\x00")
	case k == schema.Time:
		return storedTime(v)
	case k == schema.Duration:
		if s, ok := v.(string); ok {
			d, err := time.ParseDuration(s)
			return d, err == nil
		}
		_, ok := v.(time.Duration)
		return v, ok
	case k == schema.Bytes:
		if s, ok := v.(string); ok {
			b, err := schema.ParseBytes([]byte(s))
			return b, err == nil
		}
		_, ok := v.([]byte)
		return v, ok
	}
	l, ok, fits := schema.ParseDecimal(fmt.Sprint(v))
	return json.Number(l.Text), ok && fits
}

// text reports whether v is a text that JSON holds.
func text(v any) bool {
	s, ok := v.(string)
	return ok && utf8.ValidString(s) && !strings.Contains(s, "\x00")
}

func storedAll(t schema.Type, v any, nested bool) (any, bool) {
	switch x := v.(type) {
	case []any:
		out := make([]any, len(x))
		for i := range x {
			var ok bool
			if t.Kind != schema.List {
				return nil, false
			}
			if out[i], ok = storedValue(t.Elem.Type, x[i], true); !ok {
				return nil, false
			}
		}
		return out, t.Kind == schema.List
	case map[string]any:
		switch t.Kind {
		case schema.Struct:
			return asStored(t.Record, x, true)
		case schema.List:
			return nil, false
		}
		out := map[string]any{}
		for k := range x {
			var ok bool
			if _, ok := storedValue(t.Key.Type, k, true); !ok {
				return nil, false
			}
			if out[k], ok = storedValue(t.Elem.Type, x[k], true); !ok {
				return nil, false
			}
		}
		return out, true
	case bool:
		return v, nested
	case string:
		return v, nested && text(v)
	}
	return nil, false
}

func storedInteger(k schema.Kind, v any, nested bool) (any, bool) {
	n, ok := new(big.Rat).SetString(fmt.Sprint(v))
	_, isText := v.(string)
	_, isBool := v.(bool)
	if isBool && nested && k != schema.Uint64 {
		return v, true
	}
	if isText || !ok || !n.IsInt() {
		return nil, false
	}
	held := n.Num().IsInt64() || nested
	if k == schema.Uint64 {
		held = n.Sign() >= 0 && (!nested || n.Num().IsUint64())
	}
	return json.Number(n.Num().String()), held
}

func storedFloat(k schema.Kind, v any, nested bool) (any, bool) {
	x, bits := 0.0, 64
	if k == schema.Float32 {
		bits = 32
	}
	switch v := v.(type) {
	case float64:
		x = v
	case float32:
		x = float64(v)
	case json.Number:
		var err error
		if x, err = strconv.ParseFloat(string(v), bits); err != nil {
			return nil, false
		}
	default:
		return v, nested && text(v)
	}
	if k == schema.Float32 && x == x && float64(float32(x)) != x {
		return nil, false
	}
	switch {
	case nested && (math.IsNaN(x) || math.IsInf(x, 0)):
		return nil, false
	case math.IsNaN(x):
		return nil, true
	}
	return x + 0, true
}

func storedTime(v any) (any, bool) {
	if s, ok := v.(string); ok {
		at, err := time.Parse(time.RFC3339Nano, s)
		return at.UTC().Truncate(time.Microsecond), err == nil
	}
	at, ok := v.(time.Time)
	return at.Truncate(time.Microsecond), ok
}

// column is a stored value as it is bound.
func column(t schema.Type, v any) any {
	switch x := v.(type) {
	case []any, map[string]any:
		return spelled(x)
	case json.Number:
		if n, err := x.Int64(); err == nil && t.Scalar() != schema.Uint64 && t.Kind != schema.Decimal {
			return n
		}
		return string(x)
	case time.Time:
		return x.UnixMicro()
	case time.Duration:
		return int64(x)
	}
	return v
}

// spelled is JSON as AppendJSON writes it.
func spelled(v any) string {
	switch x := v.(type) {
	case []any:
		parts := make([]string, len(x))
		for i := range x {
			parts[i] = spelled(x[i])
		}
		return "[" + strings.Join(parts, ",") + "]"
	case map[string]any:
		var parts []string
		for k := range x {
			parts = append(parts, spelled(k)+":"+spelled(x[k]))
		}
		slices.Sort(parts)
		return "{" + strings.Join(parts, ",") + "}"
	case time.Duration:
		return strconv.Quote(x.String())
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "null"
	}
	return strings.TrimSpace(b.String())
}
