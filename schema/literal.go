package schema

import (
	"cmp"
	"encoding/json"
	"strconv"
	"time"
)

// Literal is a constant of a rule, a default or an enum. Kind says which field holds it: Bool and the signed kinds,
// Duration (nanoseconds), Time (microseconds since the epoch) and Date (days since it) use Int, the unsigned kinds Uint, the
// float kinds Float, String Text, Decimal its digits as Text. A Null literal is a default of null. An empty List literal is a default of [].
type Literal struct {
	Kind  Kind    `json:"kind"`
	Int   int64   `json:"int,omitempty"`
	Uint  uint64  `json:"uint,omitempty"`
	Float float64 `json:"float,omitempty"`
	Text  string  `json:"text,omitempty"`
}

// Null is the kind of the literal null.
const Null Kind = "null"

// String spells the literal as in messages and in the canonical form: floats in the shortest form that reads back as
// the same double.
func (l Literal) String() string {
	switch k := l.Kind; {
	case k == Bool:
		return strconv.FormatBool(l.Int != 0)
	case k.Signed():
		return strconv.FormatInt(l.Int, 10)
	case k.Unsigned():
		return strconv.FormatUint(l.Uint, 10)
	case k == Float32:
		return strconv.FormatFloat(l.Float, 'g', -1, 32)
	case k == Float64:
		return strconv.FormatFloat(l.Float, 'g', -1, 64)
	case k == Duration:
		return time.Duration(l.Int).String()
	case k == Time:
		return time.UnixMicro(l.Int).UTC().Format(time.RFC3339Nano)
	case k == Date:
		return time.Unix(l.Int*secondsOfDay, 0).UTC().Format(time.DateOnly)
	case k == String || k == Decimal:
		return l.Text
	case k == List:
		return "[]"
	}
	return string(l.Kind)
}

// Float64 returns the number as a double. It is exact for floats and for integers up to 2^53.
func (l Literal) Float64() float64 {
	switch {
	case l.Kind.Unsigned():
		return float64(l.Uint)
	case l.Kind.Float():
		return l.Float
	case l.Kind == Decimal:
		x, _ := l.rat().Float64()
		return x
	}
	return float64(l.Int)
}

// Compare orders literals of one kind: numbers by value, text by bytes.
func (l Literal) Compare(m Literal) int {
	if l.Kind == Decimal {
		return l.rat().Cmp(m.rat())
	}
	return cmp.Or(cmp.Compare(l.Int, m.Int), cmp.Compare(l.Uint, m.Uint),
		cmp.Compare(l.Float, m.Float), cmp.Compare(l.Text, m.Text))
}

// Less reports whether l comes before m.
func (l Literal) Less(m Literal) bool { return l.Compare(m) < 0 }

// Any returns the literal as the Go value that [Evaluator] reads: bool, int64, uint64, float64, string,
// time.Duration, time.Time, json.Number of a decimal, the text of a date, an empty []any, or nil for null.
func (l Literal) Any() any {
	switch k := l.Kind; {
	case k == Bool:
		return l.Int != 0
	case k.Signed():
		return l.Int
	case k.Unsigned():
		return l.Uint
	case k.Float():
		return l.Float
	case k == String:
		return l.Text
	case k == Duration:
		return time.Duration(l.Int)
	case k == Time:
		return time.UnixMicro(l.Int).UTC()
	case k == Decimal:
		return json.Number(l.Text)
	case k == Date:
		return l.String()
	case k == List:
		return []any{}
	}
	return nil
}
