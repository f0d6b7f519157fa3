package random

import (
	"encoding/base64"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
)

// Value draws a value that a Go struct of the record can hold: keys are absent and null where Go has a zero for them.
func (s *Source) Value(rec *schema.Record) map[string]any {
	s.patience = pick(s, 0, 3, 20)
	return s.fields(rec)
}

func (s *Source) fields(rec *schema.Record) map[string]any {
	out := map[string]any{}
	for i := range rec.Fields {
		f := &rec.Fields[i]
		switch {
		case (f.MayBeAbsent || !f.Type.TakesNull()) && s.oneIn(20): // absent
		case f.Optional && s.oneIn(4):
			out[f.Key] = nil
		default:
			out[f.Key] = s.value(&schema.Element{Type: f.Type, Optional: f.Optional, Constraints: f.Constraints})
		}
	}
	return out
}

// value draws a value, more often than not one that its rules accept. The values inside a container have been tried
// already: it is drawn anew less often, as tries multiply with each level.
func (s *Source) value(e *schema.Element) any {
	tries := s.patience
	if k := e.Type.Kind; k == schema.Struct || k == schema.Map || k == schema.List {
		tries = min(tries, 2)
	}
	v := s.anyValue(e)
	for range tries {
		if len(s.evaluator.EvaluateElement(e, v)) == 0 {
			break
		}
		v = s.anyValue(e)
	}
	return v
}

func (s *Source) anyValue(e *schema.Element) any {
	switch e.Type.Kind {
	case schema.Struct:
		return s.fields(e.Type.Record)
	case schema.List:
		return s.list(e)
	case schema.Map:
		return s.entries(e)
	case schema.Bytes:
		if s.oneIn(5) {
			return nil
		}
		return base64.StdEncoding.EncodeToString([]byte("\x00\xffbytes and more")[:s.length(e.Constraints)])
	case schema.Time:
		return s.time().Format(time.RFC3339Nano)
	}
	v := s.scalarValue(e.Type, e.Constraints)
	if d, ok := v.(time.Duration); ok {
		return d.String()
	}
	return v
}

// length draws a length near one of the rules.
func (s *Source) length(rules []schema.Constraint) int {
	n := s.rng.IntN(4)
	for _, c := range alternatives(rules) {
		if c.Kind == schema.Length && s.oneIn(2) {
			n = int(c.Count) + s.rng.IntN(3) - 1
		}
	}
	return min(max(n, 0), 14)
}

func (s *Source) time() time.Time {
	at := pick(s, time.Time{}, time.Unix(0, 0), vectors.Now, vectors.Now.Add(time.Microsecond), vectors.Now.Add(-time.Microsecond), time.UnixMicro(s.rng.Int64N(4e15)-1e15), time.Date(9999, 12, 31, 23, 59, 59, 999999000, time.UTC))
	if now := at.Sub(vectors.Now).Abs() < time.Second; !at.IsZero() && !now && s.oneIn(6) {
		at = at.Add(-300 * time.Nanosecond) // floored in columns
	}
	return at.UTC()
}

// scalarValue draws a bool, int64, uint64, float64, string (of a date its text), json.Number of a decimal or time.Duration near the limits of the rules.
func (s *Source) scalarValue(t schema.Type, rules []schema.Constraint) any {
	switch k := t.Scalar(); {
	case k == schema.Bool:
		return s.oneIn(2)
	case k == schema.String:
		return s.text(t, rules)
	case k == schema.Float32:
		return float64(s.float32(rules))
	case k == schema.Float64:
		return s.float(rules)
	case k == schema.Decimal:
		return s.nearDecimal(t, rules)
	case k == schema.Date:
		at := s.limit(k)
		if all := limits(t, rules); len(all) > 0 && s.rng.IntN(4) > 0 {
			at = pick(s, all...)
			at.Int += int64(s.rng.IntN(3) - 1)
		}
		return at.String()
	case k == schema.Duration:
		return time.Duration(s.signed(schema.Int64, t, rules))
	case k.Signed():
		return s.signed(k, t, rules)
	case k.Unsigned():
		return s.unsigned(k, t, rules)
	}
	return nil
}

// alternatives are rules and the alternatives among them.
func alternatives(rules []schema.Constraint) []schema.Constraint {
	out := slices.Clone(rules)
	for _, c := range rules {
		for _, all := range c.Any {
			out = append(out, alternatives(all)...)
		}
	}
	return out
}

// limits are the literals that rules and type name.
func limits(t schema.Type, rules []schema.Constraint) []schema.Literal {
	out := slices.Clone(t.Values)
	for _, c := range alternatives(rules) {
		switch {
		case c.Kind == schema.Range:
			out = append(out, *c.Limit)
		case c.Kind == schema.OneOf:
			out = append(out, c.Limits...)
		}
	}
	return out
}

func (s *Source) signed(k schema.Kind, t schema.Type, rules []schema.Constraint) int64 {
	high := int64(math.MaxInt64) >> (64 - k.Bits())
	v := pick(s, 0, 1, -1, high, -high-1, s.rng.Int64N(200)-100)
	if all := limits(t, rules); len(all) > 0 && s.rng.IntN(4) > 0 {
		v = pick(s, all...).Int + int64(s.rng.IntN(3)) - 1
	}
	if v > high || v < -high-1 {
		return high
	}
	return v
}

func (s *Source) unsigned(k schema.Kind, t schema.Type, rules []schema.Constraint) uint64 {
	high := uint64(math.MaxUint64) >> (64 - k.Bits())
	v := pick(s, 0, 1, high, s.rng.Uint64N(200))
	if all := limits(t, rules); len(all) > 0 && s.rng.IntN(4) > 0 {
		v = pick(s, all...).Uint + s.rng.Uint64N(3) - 1
	}
	return min(v, high)
}

// text draws an alternative, a text that nearly meets a pattern, or as many runes as a length asks for.
func (s *Source) text(t schema.Type, rules []schema.Constraint) string {
	if all := limits(t, rules); len(all) > 0 && s.oneIn(2) {
		return pick(s, all...).Text
	}
	for _, c := range alternatives(rules) {
		switch {
		case c.Kind == schema.Format && s.oneIn(2):
			text := pick(s, formats[c.Text]...)
			return pick(s, text, text, text[1:], text+"\n", strings.ToUpper(text))
		case (c.Kind == schema.Contains || c.Kind == schema.HasPrefix || c.Kind == schema.HasSuffix || c.Kind == schema.ContainsAny) && s.oneIn(3):
			return pick(s, "", "a") + c.Text + pick(s, "", "b")
		}
	}
	for _, p := range patterns {
		if slices.ContainsFunc(rules, func(c schema.Constraint) bool { return c.Kind == schema.Pattern && c.Text == p.expr }) && s.oneIn(2) {
			return pick(s, p.texts...)
		}
	}
	if s.oneIn(4) {
		return pick(s, texts...)
	}
	runes := []string{"a", "é", "漢", "𝄞", "\n", "\u2028", "e\u0301"}
	if s.oneIn(8) {
		runes = []string{"a", "é", "\xff"} // vectors spell such texts without escapes
	}
	var b strings.Builder
	for range s.length(rules) {
		b.WriteString(pick(s, runes...))
	}
	return b.String()
}

func (s *Source) entries(e *schema.Element) any {
	if s.oneIn(6) {
		return nil
	}
	out := map[string]any{}
	for i := range s.length(e.Constraints) {
		key := s.text(schema.Type{}, e.Type.Key.Constraints) + pick(s, "", "", strconv.Itoa(i))
		out[strings.ToValidUTF8(key, "?")] = s.value(e.Type.Elem)
	}
	if _, ok := out[""]; ok && len(out) == 1 { // vector files take it for an extension
		out["more"] = s.value(e.Type.Elem)
	}
	return out
}
