package validate

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
	"unsafe"
)

// ValueKind says what a [Value] holds.
type ValueKind uint8

// Kinds of values.
const (
	KindNone ValueKind = iota // no value: of a sensitive field, absent, or a whole record
	KindBool
	KindInt
	KindUint
	KindFloat
	KindString
	KindTime
	KindDuration
	KindItems // the length of a list, map or byte string
	KindNull
	KindJSON // the raw JSON text of a value that did not decode
	KindDecimal
	KindDate

	// hidden marks the kind of a value that was dropped because its field is sensitive: messages word sizes by the kind.
	hidden ValueKind = 1 << 7
)

// Value is the value that broke a rule. It holds any scalar without an allocation; of a list, map or byte string it
// holds the length. A text is the caller's string, not a copy.
//
// It has four fields and four words, and so travels in registers: the compiler keeps a struct of more in memory.
type Value struct {
	head
	num  uint64 // of a text, its length
	high int64  // the upper half of a DecimalValue
	data *byte  // of a text
}

// head is what fits into a word of a Value.
type head struct {
	_ [0]func() // values are not compared by ==, which would compare where texts lie
	// The kind, or'ed with hidden, is the lowest byte. The upper half is the nanosecond of a Time, the width of a Float that
	// is a float32, and the scale of a DecimalValue. A word is one register, where two fields would be two.
	word uint64
}

func (h head) tag() ValueKind { return ValueKind(h.word) }

func (h head) extra() uint32 { return uint32(h.word >> 32) }

func scalar(kind ValueKind, num uint64) Value { return detailed(kind, 0, num) }

func detailed(kind ValueKind, extra uint32, num uint64) Value {
	return Value{head: head{word: uint64(extra)<<32 | uint64(kind)}, num: num}
}

func textual(kind ValueKind, s string) Value {
	return Value{head: head{word: uint64(kind)}, num: uint64(len(s)), data: unsafe.StringData(s)}
}

// text is what textual holds.
func (v Value) text() string {
	if v.data == nil {
		return ""
	}
	return unsafe.String(v.data, v.num)
}

// None is the value that says nothing: of sensitive fields and whole records.
func None() Value { return Value{} }

// Null is the value of a nil pointer, list or map.
func Null() Value { return scalar(KindNull, 0) }

// Bool holds b.
func Bool(b bool) Value {
	if b {
		return scalar(KindBool, 1)
	}
	return scalar(KindBool, 0)
}

// Int holds a signed integer of any width.
func Int[T ~int | ~int8 | ~int16 | ~int32 | ~int64](n T) Value {
	return scalar(KindInt, uint64(int64(n)))
}

// Uint holds an unsigned integer of any width.
func Uint[T ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64](n T) Value {
	return scalar(KindUint, uint64(n))
}

// Float holds f.
func Float(f float64) Value { return scalar(KindFloat, math.Float64bits(f)) }

// Float32 holds f and prints it with the digits of a float32.
func Float32(f float32) Value {
	return detailed(KindFloat, 32, math.Float64bits(float64(f)))
}

// String holds s.
func String[T ~string](s T) Value { return textual(KindString, string(s)) }

// Time holds the instant t to the nanosecond, without its zone.
func Time(t time.Time) Value {
	return detailed(KindTime, uint32(t.Nanosecond()), uint64(t.Unix()))
}

// Duration holds d.
func Duration[T ~int64](d T) Value { return scalar(KindDuration, uint64(int64(d))) }

// DecimalValue holds d.
func DecimalValue(d Decimal) Value {
	v := detailed(KindDecimal, uint32(d.scale), d.lo)
	v.high = d.hi
	return v
}

// DateValue holds d.
func DateValue(d Date) Value { return scalar(KindDate, uint64(int64(d.day))) }

// Items holds the length of a list, map or byte string.
func Items(n int) Value { return scalar(KindItems, uint64(n)) }

// JSON holds the raw text of a JSON value. It keeps text: the caller must not change the bytes behind it.
func JSON(text string) Value { return textual(KindJSON, text) }

// Kind says what v holds.
func (v Value) Kind() ValueKind {
	if v.tag()&hidden != 0 {
		return KindNone
	}
	return v.tag()
}

// Float returns the number that v holds, rounded to a double; NaN when it holds none.
func (v Value) Float() float64 {
	switch v.tag() {
	case KindInt, KindDuration, KindItems:
		return float64(int64(v.num))
	case KindUint, KindBool:
		return float64(v.num)
	case KindFloat:
		return math.Float64frombits(v.num)
	case KindDecimal:
		return v.decimal().Float64()
	}
	return math.NaN()
}

// Any returns v as a Go value: bool, int64, uint64, float64 (of a float32, too), string, time.Time in UTC,
// time.Duration, [Decimal], [Date], int for a length, or nil.
func (v Value) Any() any {
	switch v.tag() {
	case KindBool:
		return v.num != 0
	case KindInt:
		return int64(v.num)
	case KindUint:
		return v.num
	case KindFloat:
		return math.Float64frombits(v.num)
	case KindString, KindJSON:
		return v.text()
	case KindTime:
		return v.time()
	case KindDuration:
		return time.Duration(v.num)
	case KindItems:
		return int(v.num)
	case KindDecimal:
		return v.decimal()
	case KindDate:
		return v.date()
	}
	return nil
}

// json returns v as encoding/json writes it: floats with the digits of their own width.
func (v Value) json() any {
	switch v.tag() {
	case KindFloat:
		if f := v.Float(); f-f != 0 {
			return v.String()
		}
		return json.Number(v.String())
	case KindDecimal:
		return json.Number(v.String())
	case KindDuration, KindDate, KindTime: // a time as text even in the years that time.Time has no JSON for
		return v.String()
	}
	return v.Any()
}

// maxShown is how many bytes of a text a message shows.
const maxShown = 60

// String spells v as in messages; long texts are cut and say so.
func (v Value) String() string {
	switch v.tag() {
	case KindBool:
		return strconv.FormatBool(v.num != 0)
	case KindInt:
		return strconv.FormatInt(int64(v.num), 10)
	case KindUint:
		return strconv.FormatUint(v.num, 10)
	case KindFloat:
		return strconv.FormatFloat(math.Float64frombits(v.num), 'g', -1, v.floatBits())
	case KindString:
		shown, more := shorten(v.text(), maxShown)
		return strconv.Quote(shown) + more
	case KindJSON:
		shown, more := shorten(v.text(), maxShown)
		return oneLine(shown) + more
	case KindTime:
		return v.time().Format(time.RFC3339Nano)
	case KindDuration:
		return time.Duration(v.num).String()
	case KindItems:
		return strconv.FormatUint(v.num, 10)
	case KindDecimal:
		return v.decimal().String()
	case KindDate:
		return v.date().String()
	case KindNull:
		return "null"
	}
	return ""
}

func (v Value) time() time.Time { return time.Unix(int64(v.num), int64(v.extra())).UTC() }

func (v Value) decimal() Decimal { return Decimal{v.high, v.num, uint8(v.extra())} }

func (v Value) date() Date { return Date{int32(v.num)} }

func (v Value) floatBits() int {
	if v.extra() == 32 {
		return 32
	}
	return 64
}

// hide drops the value and remembers its kind.
func (v Value) hide() Value { return scalar(v.tag()|hidden, 0) }

// shape is the kind of the value, also of one that was hidden.
func (v Value) shape() ValueKind { return v.tag() &^ hidden }

// shorten cuts a long text at a rune and says in more how long it was.
func shorten(s string, limit int) (shown, more string) {
	if len(s) <= limit {
		return s, ""
	}
	cut := limit
	for cut > limit-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut], "… (" + strconv.Itoa(len(s)) + " bytes)"
}

// oneLine replaces what could break a line or a terminal: raw JSON may hold line breaks between its tokens, and
// anything at all when it is not well-formed.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case r == utf8.RuneError || !strconv.IsPrint(r):
			return utf8.RuneError
		}
		return r
	}, s)
}
