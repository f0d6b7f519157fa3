package random

import (
	"encoding/json"
	"math"
	"time"
	"unicode/utf8"

	"github.com/typedml/typedml/schema"
)

// limit draws a limit of a number or duration: small ones often.
func (s *Source) limit(k schema.Kind) schema.Literal {
	l := schema.Literal{Kind: k}
	switch {
	case k == schema.Float64:
		l.Float = s.floatLimit()
	case k == schema.Float32:
		l.Float = float64(float32(s.floatLimit()))
	case k == schema.Duration:
		l.Int = int64(pick(s, 0, time.Second, -time.Hour, 1500*time.Millisecond, time.Duration(s.rng.Int64N(1e15))))
	case k == schema.Decimal:
		l, _, _ = schema.ParseDecimal(string(s.digits()))
	case k == schema.Date:
		l.Int = int64(pick(s, 0, -719162, 19000, s.rng.IntN(40000)))
	case k.Signed():
		edge := int64(math.MaxInt64) >> (64 - k.Bits())
		l.Int = pick(s, 0, 1, -1, 7, 100, edge-1, -edge, s.rng.Int64N(edge))
	case k.Unsigned():
		edge := uint64(math.MaxUint64) >> (64 - k.Bits())
		l.Uint = pick(s, 1, 7, 100, edge-1, s.rng.Uint64N(edge)) // and not 0: nothing is below
	}
	return l
}

func (s *Source) floatLimit() float64 {
	return pick(s, 0, 0.1, 0.3, 1, -1.5, 19.99, 1e-9, 1e9, 16777217, 1<<53, s.rng.NormFloat64(), math.Round(s.rng.NormFloat64()*1000)/100)
}

// literal draws a default.
func (s *Source) literal(t schema.Type, rules []schema.Constraint) (schema.Literal, bool) {
	l := schema.Literal{Kind: t.Scalar()}
	switch v := s.scalarValue(t, rules).(type) {
	case bool:
		l.Int = map[bool]int64{true: 1}[v]
	case int64:
		l.Int = v
	case uint64:
		l.Uint = v
	case float64:
		l.Float = v
		return l, !math.IsNaN(v) && !math.IsInf(v, 0) && (v != 0 || !math.Signbit(v))
	case time.Duration:
		l.Int = int64(v)
	case json.Number:
		l, _, _ = schema.ParseDecimal(string(v))
	case string:
		if l.Kind == schema.Date {
			at, _ := schema.ParseDate(v)
			l.Int = at.Unix() / (24 * 60 * 60)
			return l, true
		}
		l.Text = v
		return l, utf8.ValidString(v)
	default:
		l.Kind = schema.List
		return l, t.Kind == schema.List
	}
	return l, true
}
