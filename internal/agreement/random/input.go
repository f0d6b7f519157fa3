package random

import (
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"strconv"

	"github.com/typedml/typedml/schema"
)

// Input draws what a decoder may meet: a value with one to three places changed: a key gone or too much, a null, another
// type, a number that does not fit or is spelled in another way.
func (s *Source) Input(rec *schema.Record) map[string]any {
	v := s.Value(rec)
	for range 1 + s.rng.IntN(3) {
		v = s.change(&schema.Element{Type: schema.Type{Kind: schema.Struct, Record: rec}}, v).(map[string]any)
	}
	return v
}

// change changes one place in a value.
func (s *Source) change(e *schema.Element, v any) any {
	switch held := v.(type) {
	case map[string]any:
		if e.Type.Kind == schema.Struct {
			return s.changeRecord(e.Type.Record, held)
		}
		if len(held) > 0 && !s.oneIn(3) && e.Type.Kind == schema.Map {
			out := maps.Clone(held)
			key := pick(s, slices.Sorted(maps.Keys(held))...)
			out[key] = s.change(e.Type.Elem, held[key])
			return out
		}
	case []any:
		if len(held) > 0 && !s.oneIn(3) && e.Type.Kind == schema.List {
			out := slices.Clone(held)
			i := s.rng.IntN(len(held))
			out[i] = s.change(e.Type.Elem, held[i])
			return out
		}
	}
	return s.odd(e.Type, v)
}

func (s *Source) changeRecord(rec *schema.Record, value map[string]any) map[string]any {
	out := maps.Clone(value)
	f := pick(s, rec.Fields...)
	switch v, there := value[f.Key]; s.rng.IntN(6) {
	case 0:
		delete(out, f.Key)
	case 1:
		out[f.Key] = nil
	case 2:
		if s.oneIn(2) {
			out[pick(s, "other", "F0", "é", "a b", "")] = s.anything()
		}
	default:
		if there {
			out[f.Key] = s.change(&schema.Element{Type: f.Type}, v)
		}
	}
	return out
}

// odd replaces one value.
func (s *Source) odd(t schema.Type, v any) any {
	if n, ok := s.respelled(t.Scalar(), v); ok && s.rng.IntN(3) > 0 {
		return n
	}
	return s.anything()
}

func (s *Source) anything() any {
	return pick[any](s, nil, true, "text", "", "2020-01-01T00:00:00Z", "1s", "AA==", "A", "AA\n==", []any{}, []any{json.Number("1")},
		map[string]any{}, map[string]any{"k": json.Number("2")}, json.Number("0"), json.Number("-1"), json.Number("1.5"),
		json.Number("1e400"), json.Number("1e99999999999999999999"), json.Number("-1e-99999999999"), json.Number("-1E-400"), json.Number("256"), json.Number("3e38"), json.Number("3.5e38"),
		json.Number("9223372036854775808"), json.Number("18446744073709551616"), json.Number("1e2"), json.Number("100e-2"))
}

// respelled writes a number in another way: a whole one with a point or an exponent, a float with every digit it has, or
// half way to its neighbour.
func (s *Source) respelled(k schema.Kind, v any) (json.Number, bool) {
	switch x := v.(type) {
	case int64:
		return s.wholeAgain(strconv.FormatInt(x, 10)), true
	case uint64:
		return s.wholeAgain(strconv.FormatUint(x, 10)), true
	case float64:
		if x-x != 0 || x == 0 {
			return "", false
		}
		exact := new(big.Float).SetPrec(2000).SetFloat64(x)
		if s.oneIn(2) { // 25 bits behind a float32, 54 behind a double
			bits := map[schema.Kind]int{schema.Float32: 24, schema.Float64: 53}[k]
			half := new(big.Float).SetMantExp(big.NewFloat(1), exact.MantExp(nil)-bits-1)
			exact.Add(exact, half)
		}
		return json.Number(exact.Text(pick(s, byte('f'), 'e'), -1)), bits(exact) < 400
	}
	return "", false
}

// bits is the length of the mantissa, a bound of the length of the text.
func bits(x *big.Float) int { return int(x.MinPrec()) + max(x.MantExp(nil), -x.MantExp(nil)) }

func (s *Source) wholeAgain(text string) json.Number {
	if text == "0" {
		return json.Number(pick(s, "0.0", "0e5", "-0"))
	}
	return json.Number(text + pick(s, ".0", "e0", "0e-1", ".000E+0"))
}
