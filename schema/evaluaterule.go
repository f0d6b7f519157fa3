package schema

import (
	"maps"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// isNil reports whether a list, map or byte string is nil.
func isNil(v any) bool {
	switch v := v.(type) {
	case []any:
		return v == nil
	case map[string]any:
		return v == nil
	case []byte:
		return v == nil
	}
	return v == nil
}

func length(v any) int {
	switch v := v.(type) {
	case []any:
		return len(v)
	case map[string]any:
		return len(v)
	case []byte:
		return len(v)
	case string:
		return utf8.RuneCountInString(v)
	}
	return 0
}

// isZero reports whether the value is its type's zero, as Go compares it: of a list, a map or a byte string that is
// nil, of a record or an array all that it holds; -0 is zero. What did not decode is the zero that it left behind.
func (w *evaluation) isZero(t Type, v any) bool {
	switch v := v.(type) {
	case bool:
		return !v
	case int64:
		return v == 0
	case uint64:
		return v == 0
	case float64:
		return v == 0
	case string:
		return v == ""
	case time.Duration:
		return v == 0
	case time.Time:
		return v.IsZero()
	case *big.Rat:
		return v.Sign() == 0
	case []any:
		return v == nil || t.Len > 0 && w.allZero(t, v)
	case map[string]any:
		return v == nil || t.Kind == Struct && w.zeroFields(t.Record, v)
	}
	return isNil(v)
}

// allZero reports whether the elements of an array are zero.
func (w *evaluation) allZero(t Type, items []any) bool {
	for _, item := range items[:min(len(items), t.Len)] {
		if !w.leavesZero(t.Elem.Type, t.Elem.Optional, item) {
			return false
		}
	}
	return true
}

func (w *evaluation) zeroFields(rec *Record, value map[string]any) bool {
	for i := range rec.Fields {
		f := &rec.Fields[i]
		v, there := value[f.Key]
		if !there && w.input {
			v = absent(f)
		}
		if !w.leavesZero(f.Type, f.Optional, v) {
			return false
		}
	}
	return true
}

// leavesZero reports whether a Go value is zero after it took a value, which may not have fitted.
func (w *evaluation) leavesZero(t Type, optional bool, value any) bool {
	if optional {
		return value == nil
	}
	v, rule := w.normal(&Element{Type: t}, value)
	switch items, isList := value.([]any); {
	case rule == "":
		return w.isZero(t, v)
	case t.Kind == Struct: // refused as a whole: its defaults stay
		return w.isZero(t, zeroRecord(t.Record))
	case isList && t.Kind == List && t.Len > 0: // of another length: what there was was taken
		return w.allZero(t, items)
	}
	return true
}

// holds reports whether the value, which is there, meets a constraint other than NotZero and Omit.
func (e *Evaluator) holds(c Constraint, t Type, v any) bool {
	switch c.Kind {
	case Range:
		return inRange(c.Op, v, *c.Limit)
	case Length:
		return ordered(c.Op, compare64(int64(length(v)), c.Count))
	case Pattern:
		return regexp.MustCompile(c.Text).MatchString(v.(string))
	case OneOf:
		return listed(c, v) == (c.Op != Ne)
	case Contains:
		return strings.Contains(v.(string), c.Text) == (c.Op != Ne)
	case ContainsAny:
		return strings.ContainsAny(v.(string), c.Text) == (c.Op != Ne)
	case HasPrefix:
		return strings.HasPrefix(v.(string), c.Text) == (c.Op != Ne)
	case HasSuffix:
		return strings.HasSuffix(v.(string), c.Text) == (c.Op != Ne)
	case Format:
		return e.Format == nil || e.Format(c.Text, c.Argument, digits(v))
	case User:
		return e.User == nil || e.User(c.Text, c.Argument, v)
	case Clock:
		return ordered(c.Op, v.(time.Time).Compare(c.instant(e.Now)))
	case Decimals:
		return hasDecimals(t.Kind, v.(float64), c.Count)
	case Digits:
		return hasDigits(v.(*big.Rat), t)
	case Finite:
		return finite(v.(float64))
	case Interval:
		return within(v.(float64), c.Limits)
	case Sorted:
		return sorted(c.Op, t.Elem.Type, v.([]any))
	case OneHot:
		return oneHot(t.Elem.Type, v.([]any))
	case Norm:
		return within(math.Sqrt(lanes(floats(t.Elem.Type, v), func(x float64) float64 { return x * x })), c.Limits)
	case Sum:
		return within(lanes(floats(t.Elem.Type, v), func(x float64) float64 { return x }), c.Limits)
	case Unique:
		return unique(c.Text, t.Elem, v)
	}
	return false
}

// listed reports whether OneOf lists the value.
func listed(c Constraint, v any) bool {
	return slices.ContainsFunc(c.Limits, func(l Literal) bool {
		if s, ok := v.(string); ok && c.Fold {
			return strings.EqualFold(s, l.Text)
		}
		return inRange(Eq, v, l)
	})
}

// digits is a text or a byte string, or the decimal digits of an integer, with a sign before those of a negative one.
func digits(v any) string {
	switch v := v.(type) {
	case []byte:
		return string(v)
	case int64:
		return big.NewInt(v).String()
	case uint64:
		return new(big.Int).SetUint64(v).String()
	}
	return v.(string)
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// within reports whether x lies in the closed interval; NaN lies in none.
func within(x float64, limits []Literal) bool { return x >= limits[0].Float && x <= limits[1].Float }

// inRange compares a value with a limit; NaN meets no Op but Ne.
func inRange(op Op, v any, limit Literal) bool {
	if x, ok := v.(float64); ok && math.IsNaN(x) {
		return op == Ne
	}
	l, _ := normalize(Type{Kind: limit.Kind}, limit.Any())
	return ordered(op, order(v, l))
}

// order compares two values of one kind: -1, 0 or 1.
func order(a, b any) int {
	switch a := a.(type) {
	case bool:
		return compare64(bit(a), bit(b.(bool)))
	case int64:
		return compare64(a, b.(int64))
	case uint64:
		return new(big.Int).SetUint64(a).Cmp(new(big.Int).SetUint64(b.(uint64)))
	case float64:
		return compareFloat(a, b.(float64))
	case string:
		return strings.Compare(a, b.(string))
	case time.Duration:
		return compare64(int64(a), int64(b.(time.Duration)))
	case time.Time:
		return a.Compare(b.(time.Time))
	case *big.Rat:
		return a.Cmp(b.(*big.Rat))
	}
	return 0
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func compare64(a, b int64) int { return big.NewInt(a).Cmp(big.NewInt(b)) }

func compareFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func ordered(op Op, order int) bool {
	switch op {
	case Eq:
		return order == 0
	case Ne:
		return order != 0
	case Lt:
		return order < 0
	case Lte:
		return order <= 0
	case Gt:
		return order > 0
	case Gte:
		return order >= 0
	}
	return false
}

// hasDecimals reports whether x is the float nearest to some k/10^n, in exact arithmetic.
func hasDecimals(kind Kind, x float64, n int64) bool {
	if !finite(x) {
		return false
	}
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil))
	scaled := new(big.Rat).Mul(new(big.Rat).SetFloat64(x), scale)
	nearest := new(big.Rat).Quo(new(big.Rat).SetInt(roundHalfUp(scaled)), scale)
	if kind == Float32 {
		f, _ := nearest.Float32()
		return f == float32(x)
	}
	f, _ := nearest.Float64()
	return f == x
}

// roundHalfUp is floor(x + 1/2).
func roundHalfUp(x *big.Rat) *big.Int {
	y := new(big.Rat).Add(x, big.NewRat(1, 2))
	return new(big.Int).Div(y.Num(), y.Denom()) // Euclidean, and the denominator is positive: the floor
}

// floats converts a list of numbers to doubles.
func floats(elem Type, v any) []float64 {
	items := v.([]any)
	out := make([]float64, len(items))
	for i, item := range items {
		n, _ := normalize(elem, item)
		switch x := n.(type) {
		case int64:
			out[i] = float64(x)
		case uint64:
			out[i] = float64(x)
		case float64:
			out[i] = x
		}
	}
	return out
}

// lanes adds up the terms in the order that all targets keep: element i is added to lane i mod 16, each term rounded
// first; then the upper half of the lanes is added to the lower, 16 to 8 to 4 to 2 to 1.
func lanes(xs []float64, term func(float64) float64) float64 {
	var lane [16]float64
	for i, x := range xs {
		lane[i%16] += float64(term(x)) // the conversion rounds: Go may fuse across statements and inlined calls
	}
	for n := 8; n > 0; n /= 2 {
		for i := range n {
			lane[i] += lane[i+n]
		}
	}
	return lane[0]
}

// unique reports whether no two elements of a list, or values of a map, are equal; NaN equals nothing. With a key, the
// fields of records are compared.
func unique(key string, el *Element, v any) bool {
	var seen []any
	items, isList := v.([]any)
	if entries, isMap := v.(map[string]any); !isList && isMap {
		items = slices.Collect(maps.Values(entries))
	}
	for _, item := range items {
		item = compared(key, el, item)
		if slices.ContainsFunc(seen, func(other any) bool { return equalValues(item, other) }) {
			return false
		}
		seen = append(seen, item)
	}
	return true
}

// compared is what Unique compares of an item: nil of one that is nil.
func compared(key string, el *Element, item any) any {
	if item == nil && el.Optional {
		return nil
	}
	v, _ := normalize(el.Type, item)
	if key == "" {
		return v
	}
	f := el.Type.Record.Field(key)
	return compared("", &Element{Type: f.Type, Optional: f.Optional}, v.(map[string]any)[key])
}

func equalValues(a, b any) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	if x, ok := a.(float64); ok {
		return x == b.(float64)
	}
	return order(a, b) == 0
}
