package schema

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Rules of values that do not fit their type, as decoders report them; package validate has the same words.
const (
	ruleType     = "type"
	ruleOverflow = "overflow"
	ruleMissing  = "missing"
	ruleNull     = "null"
	ruleUnknown  = "unknown"
	ruleUTF8     = "utf8"
	ruleCheck    = "check_error"
)

// EvaluateInput is [Evaluator.Evaluate] of what a decoder meets: an absent key is its default, or missing unless
// [Field.MayBeAbsent]; null is refused where the type has no null; keys that the record lacks are unknown; texts must
// be UTF-8. Numbers may be [json.Number], times, durations and byte strings their text in JSON. Rules of values that
// did not decode, checks that read one, rules of the lists and on the keys of the entries that hold one are not
// evaluated. Unknown keys follow a record's fields, in their order.
func (e *Evaluator) EvaluateInput(rec *Record, value map[string]any) []Finding {
	w := evaluation{evaluator: e, input: true}
	w.record("", rec, value)
	return w.findings
}

// member returns a field's value; ok is false when there is none.
func (w *evaluation) member(path string, f *Field, value map[string]any) (v any, ok bool) {
	v, ok = value[f.Key]
	switch {
	case ok || !w.input:
		return v, true
	case f.Default != nil || f.MayBeAbsent:
		return absent(f), true
	}
	w.fail(path, ruleMissing)
	return nil, false
}

// absent is the value of a field whose key is absent: its default, or Go's zero.
func absent(f *Field) any {
	if f.Default != nil {
		return f.Default.Any()
	}
	return zero(f.Type, f.Optional)
}

// zero is the value of a key that may be absent: Go's zero value, with the defaults of the records in it.
func zero(t Type, optional bool) any {
	if optional {
		return nil
	}
	switch {
	case t.Kind == Struct:
		return zeroRecord(t.Record)
	case t.Kind == List && t.Len > 0:
		return slices.Repeat([]any{zero(t.Elem.Type, t.Elem.Optional)}, t.Len)
	}
	v, _ := normalize(t, nil)
	return v
}

func zeroRecord(r *Record) map[string]any {
	out := map[string]any{}
	for i := range r.Fields {
		out[r.Fields[i].Key] = absent(&r.Fields[i])
	}
	return out
}

// unknown reports the keys that the record lacks.
func (w *evaluation) unknown(path string, rec *Record, value map[string]any) {
	if !w.input || rec.IgnoreUnknown {
		return
	}
	for _, key := range sortedKeys(value) {
		if rec.Field(key) == nil {
			w.found(unknownPath(path, key), ruleUnknown)
		}
	}
}

// normal brings a value to the form that rules read, or names the rule that it breaks.
func (w *evaluation) normal(el *Element, value any) (any, string) {
	if value == nil && el.Optional {
		return nil, ""
	}
	if w.input {
		s, isText := value.(string)
		switch {
		case value == nil && !el.Type.TakesNull():
			return nil, ruleNull
		case isText && !utf8.ValidString(s):
			return nil, ruleUTF8
		}
	}
	return normalize(el.Type, value)
}

// normalize brings a value to the form that rules read: bool, int64, uint64, float64 (of a float32 the rounded one),
// string, []byte, time.Time (of a date, its midnight in UTC), time.Duration, *big.Rat of a decimal, []any or map[string]any;
// nil becomes the type's zero. The rule is "type" or
// "overflow" when the value is none of the type.
func normalize(t Type, value any) (v any, rule string) {
	switch k := t.Scalar(); {
	case k.Integer():
		return normalInteger(k, value)
	case k.Float():
		return normalFloat(k, value)
	case k == Decimal:
		return normalDecimal(value)
	case k == Date:
		return parsed(value, time.Time{}, ParseDate)
	case k == List:
		return normalList(t, value)
	case k == Time:
		return parsed(value, time.Time{}, func(s string) (time.Time, error) { return ParseTime([]byte(s)) })
	case k == Duration:
		return parsed(value, 0, time.ParseDuration)
	case k == Bytes:
		return parsed(value, []byte(nil), func(s string) ([]byte, error) { return ParseBytes([]byte(s)) })
	case k == Bool:
		return typed(value, false)
	case k == String:
		return typed(value, "")
	case k == Map:
		return typed(value, map[string]any(nil))
	}
	return typed(value, map[string]any{})
}

// typed returns a value that has the type of its zero, and zero for nil.
func typed[T any](value any, zero T) (any, string) {
	if value == nil {
		return zero, ""
	}
	if v, ok := value.(T); ok {
		return v, ""
	}
	return nil, ruleType
}

// parsed is typed for types with a text form in JSON.
func parsed[T any](value any, zero T, parse func(string) (T, error)) (any, string) {
	if s, ok := value.(string); ok {
		v, err := parse(s)
		if err != nil {
			return nil, ruleType
		}
		return v, ""
	}
	return typed(value, zero)
}

func normalList(t Type, value any) (any, string) {
	v, rule := typed(value, []any(nil))
	if rule != "" {
		return nil, rule
	}
	items := v.([]any)
	switch {
	case t.Len > 0 && value == nil:
		return make([]any, t.Len), ""
	case t.Len > 0 && len(items) != t.Len:
		return nil, ruleType
	}
	return items, ""
}

// exact returns a finite number as a fraction; ok is false for everything else.
func exact(value any) (n *big.Rat, ok bool) {
	n = new(big.Rat)
	switch v := value.(type) {
	case nil:
		return n, true
	case int:
		return n.SetInt64(int64(v)), true
	case int8:
		return n.SetInt64(int64(v)), true
	case int16:
		return n.SetInt64(int64(v)), true
	case int32:
		return n.SetInt64(int64(v)), true
	case int64:
		return n.SetInt64(v), true
	case uint:
		return n.SetUint64(uint64(v)), true
	case uint8:
		return n.SetUint64(uint64(v)), true
	case uint16:
		return n.SetUint64(uint64(v)), true
	case uint32:
		return n.SetUint64(uint64(v)), true
	case uint64:
		return n.SetUint64(v), true
	case float32:
		return n, n.SetFloat64(float64(v)) != nil
	case float64:
		return n, n.SetFloat64(v) != nil
	case json.Number:
		return rational(string(v))
	}
	return nil, false
}

// rational returns the value of a JSON number. Beyond the reach of every type the exponent is brought nearer, so that it
// may have any size: the number is too large, or next to zero, all the same.
func rational(text string) (*big.Rat, bool) {
	digits, power, scaled := strings.Cut(strings.ToLower(text), "e")
	n, ok := new(big.Rat).SetString(digits)
	if !scaled {
		return n, ok
	}
	exponent, isInt := new(big.Int).SetString(power, 10)
	if !ok || !isInt {
		return nil, false
	}
	reach := big.NewInt(int64(len(digits)) + 400)
	if exponent.CmpAbs(reach) > 0 {
		exponent.Mul(reach, big.NewInt(int64(exponent.Sign())))
	}
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), new(big.Int).Abs(exponent), nil))
	if exponent.Sign() < 0 {
		scale.Inv(scale)
	}
	return n.Mul(n, scale), true
}

func normalInteger(k Kind, value any) (any, string) {
	n, ok := exact(value)
	if !ok || !n.IsInt() {
		return nil, ruleType
	}
	low, high := big.NewInt(0), new(big.Int).Lsh(big.NewInt(1), uint(k.Bits()))
	if k.Signed() {
		high.Rsh(high, 1)
		low.Neg(high)
	}
	switch {
	case n.Num().Cmp(low) < 0 || n.Num().Cmp(high) >= 0:
		return nil, ruleOverflow
	case k.Signed():
		return n.Num().Int64(), ""
	}
	return n.Num().Uint64(), ""
}

func normalFloat(k Kind, value any) (any, string) {
	x, ok := float(value)
	switch text, isText := value.(json.Number); {
	case isText && k == Float32:
		x = parseFloat32(string(text))
	case !ok:
		return nil, ruleType
	case k == Float32 && finite(x):
		x = float64(float32(x))
	default:
		return x, overflow(isText && !finite(x))
	}
	return x, overflow(!finite(x))
}

func overflow(is bool) string {
	if is {
		return ruleOverflow
	}
	return ""
}

// float returns a number as the nearest double.
func float(value any) (float64, bool) {
	switch v := value.(type) {
	case float32:
		return float64(v), true
	case float64:
		return v, true
	}
	n, ok := exact(value)
	if !ok {
		return math.NaN(), false
	}
	x, _ := n.Float64()
	if text, isText := value.(json.Number); isText && x == 0 && strings.HasPrefix(string(text), "-") {
		x = math.Copysign(0, -1)
	}
	return x, true
}

// parseFloat32 returns the float32 nearest to the text, not to the double nearest to it.
func parseFloat32(text string) float64 {
	n, ok := rational(text)
	if !ok {
		return math.NaN()
	}
	x, _ := n.Float32()
	return float64(x)
}
