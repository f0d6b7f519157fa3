package jsonio

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// DecodeMap decodes and validates a record that other code holds as a map, such as a decoded YAML file or the rows of a
// driver, into x, by the same rules as JSON: presence, types, defaults, unknown keys. x changes when it decoded, as with
// DecodeJSON.
//
// Values are nil, bool, the types of Go's numbers, [json.Number], string, []byte, [time.Time], [time.Duration], [validate.Decimal], [validate.Date],
// map[string]any, map[string]string, []any and slices of string, int, int64 and float64. A []byte is a value of bytes where the
// record has bytes, and a text elsewhere, which is how drivers hand over texts. A [time.Time] at midnight, in its own
// zone, is the day where the record has a date. Another type, NaN and ±Inf have no
// JSON form, as have maps and lists that nest deeper than [MaxDepth] or hold themselves: they are violations of the rule type,
// under the keys of m, and nothing is decoded then. Cost: the map is written as JSON and read again.
func DecodeMap[T any, P Row[T]](m map[string]any, x *T, r *validate.Report) {
	at := place{}
	if d, ok := any(P(x)).(interface{ TypedMLSchema() *schema.Record }); ok {
		at.typ = &schema.Type{Kind: schema.Struct, Record: d.TypedMLSchema()}
	}
	text := []byte{'{'}
	before := r.Len()
	for _, key := range slices.Sorted(maps.Keys(m)) {
		var err error
		if text, err = at.appendMember(text, key, m[key]); err != nil {
			r.AddUnder(unspeakable(err), key, validate.None())
		}
	}
	if r.Len() == before {
		P(x).DecodeJSON(append(text, '}'), r)
		r.Displace(before)
	}
}

// unspeakable is the rule that a value without a JSON form breaks. Its place within the value is not told: it may be the key
// of a sensitive map.
func unspeakable(err error) *validate.Rule {
	reason := err.Error()
	var e *EncodeError
	if errors.As(err, &e) {
		reason = e.Reason
	}
	return &validate.Rule{Name: validate.RuleType, Message: "does not decode: " + reason}
}

// AppendMap appends a map as a JSON object, its keys sorted, with the values that [DecodeMap] lists; a []byte is written as
// base64. Texts that are not valid UTF-8 stay as they are, for a decoder to refuse; what has no JSON form is an *[EncodeError].
func AppendMap(b []byte, m map[string]any) ([]byte, error) { return place{}.appendMap(b, m) }

// place is where a value stands in a map.
type place struct {
	depth int
	typ   *schema.Type // that it should have; nil where nobody says
}

// below is the place of what a value holds, under a key or in a list.
func (p place) below(key string) place {
	in := place{depth: p.depth + 1}
	switch t := p.typ; {
	case t == nil:
	case t.Record != nil:
		if f := t.Record.Field(key); f != nil {
			in.typ = &f.Type
		}
	case t.Elem != nil:
		in.typ = &t.Elem.Type
	}
	return in
}

var errDeep = &EncodeError{Reason: fmt.Sprintf("maps and lists that nest deeper than %d, or hold themselves", MaxDepth)}

func (p place) appendMap(b []byte, m map[string]any) ([]byte, error) {
	if m == nil {
		return append(b, "null"...), nil
	}
	if p.depth >= MaxDepth {
		return b, errDeep
	}
	b = append(b, '{')
	for _, key := range slices.Sorted(maps.Keys(m)) {
		var err error
		if b, err = p.appendMember(b, key, m[key]); err != nil {
			return b, Under(key, err)
		}
	}
	return append(b, '}'), nil
}

func (p place) appendMember(b []byte, key string, value any) ([]byte, error) {
	b = append(AppendText(AppendComma(b), key), ':')
	return p.below(key).append(b, value)
}

func (p place) appendItems(b []byte, items []any) ([]byte, error) {
	if p.depth >= MaxDepth {
		return b, errDeep
	}
	return appendList(b, items, p.below("").append)
}

func (p place) append(b []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case []byte:
		if p.typ != nil && p.typ.Kind != schema.Bytes && v != nil {
			return AppendText(b, string(v)), nil
		}
		return AppendBytes(b, v), nil
	case time.Time:
		if p.typ != nil && p.typ.Kind == schema.Date && midnight(v) {
			return AppendDate(b, validate.DateOf(v))
		}
	case map[string]any:
		return p.appendMap(b, v)
	case []any:
		return p.appendItems(b, v)
	}
	return appendScalar(b, value)
}

// midnight reports whether a time is a day, as decoders of YAML and drivers of databases hand it over.
func midnight(t time.Time) bool {
	hour, minute, second := t.Clock()
	return hour == 0 && minute == 0 && second == 0 && t.Nanosecond() == 0
}

// appendScalar appends a value that holds no others of any type.
func appendScalar(b []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case string:
		return AppendText(b, v), nil
	case json.Number:
		return appendNumber(b, v)
	case float64:
		return AppendFloat(b, v)
	case float32:
		return AppendFloat32(b, v)
	case time.Time:
		return AppendTime(b, v)
	case time.Duration:
		return AppendDuration(b, v), nil
	case validate.Decimal:
		return AppendDecimal(b, v), nil
	case validate.Date:
		return AppendDate(b, v)
	case map[string]string:
		return appendTexts(b, v), nil
	case []float64:
		return AppendFloats(b, v)
	case []string:
		return appendList(b, v, func(b []byte, s string) ([]byte, error) { return AppendText(b, s), nil })
	case []int:
		return appendList(b, v, func(b []byte, i int) ([]byte, error) { return strconv.AppendInt(b, int64(i), 10), nil })
	case []int64:
		return appendList(b, v, func(b []byte, i int64) ([]byte, error) { return strconv.AppendInt(b, i, 10), nil })
	}
	return appendInteger(b, value)
}

func appendInteger(b []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case int:
		return strconv.AppendInt(b, int64(v), 10), nil
	case int8:
		return strconv.AppendInt(b, int64(v), 10), nil
	case int16:
		return strconv.AppendInt(b, int64(v), 10), nil
	case int32:
		return strconv.AppendInt(b, int64(v), 10), nil
	case int64:
		return strconv.AppendInt(b, v, 10), nil
	case uint:
		return strconv.AppendUint(b, uint64(v), 10), nil
	case uint8:
		return strconv.AppendUint(b, uint64(v), 10), nil
	case uint16:
		return strconv.AppendUint(b, uint64(v), 10), nil
	case uint32:
		return strconv.AppendUint(b, uint64(v), 10), nil
	case uint64:
		return strconv.AppendUint(b, v, 10), nil
	}
	return b, &EncodeError{Reason: fmt.Sprintf("a %T, which a map of JSON values does not hold", value)}
}

// errNumber does not say what stands there: the field may be sensitive.
var errNumber = &EncodeError{Reason: "a json.Number that is no number of JSON"}

// appendNumber appends the text of a number, which must be one: it may come from anywhere.
func appendNumber(b []byte, n json.Number) ([]byte, error) {
	d := Decoder{data: []byte(n)}
	if !d.startsNumber() || d.pos > 0 {
		return b, errNumber
	}
	if _, ok := d.number(); !ok || d.pos < len(n) {
		return b, errNumber
	}
	return append(b, n...), nil
}

func appendList[E any](b []byte, list []E, write func([]byte, E) ([]byte, error)) ([]byte, error) {
	if list == nil {
		return append(b, "null"...), nil
	}
	b = append(b, '[')
	for i, e := range list {
		b = AppendComma(b)
		var err error
		if b, err = write(b, e); err != nil {
			return b, UnderAt(i, err)
		}
	}
	return append(b, ']'), nil
}

func appendTexts(b []byte, m map[string]string) []byte {
	if m == nil {
		return append(b, "null"...)
	}
	b = append(b, '{')
	for _, key := range slices.Sorted(maps.Keys(m)) {
		b = AppendComma(b)
		b = append(AppendText(b, key), ':')
		b = AppendText(b, m[key])
	}
	return append(b, '}')
}
