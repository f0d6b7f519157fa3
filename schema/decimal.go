package schema

import (
	"errors"
	"math/big"
	"regexp"
	"strings"
	"time"
)

// MaxDigits is the number of digits that a decimal has at most, and that it has behind the point.
const MaxDigits = 38

// secondsOfDay are those of every day of UTC.
const secondsOfDay = 24 * 60 * 60

// rat is the value of a Decimal literal, 0 of what is none.
func (l Literal) rat() *big.Rat {
	r, ok := rational(l.Text)
	if !ok {
		return new(big.Rat)
	}
	return r
}

// jsonNumber is the form of a number in JSON.
var jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// ParseDecimal returns the literal of a decimal in its one spelling, without an exponent and zeros behind the last digit.
// ok is false when the text is no number in JSON's form; fits when the number has more than 38 digits, or more than 38
// behind the point.
func ParseDecimal(text string) (l Literal, ok, fits bool) {
	l = Literal{Kind: Decimal, Text: "0"}
	if !jsonNumber.MatchString(text) {
		return l, false, false
	}
	r, ok := rational(text)
	if !ok || !fitsDigits(r, MaxDigits, MaxDigits) {
		return l, ok, false
	}
	places, _ := r.FloatPrec()
	l.Text = r.FloatString(places)
	return l, true, true
}

// normalDecimal brings a decimal to the form that rules read, an exact fraction.
func normalDecimal(value any) (any, string) {
	if s, isText := value.(string); isText {
		if !jsonNumber.MatchString(s) {
			return nil, ruleType
		}
		r, _ := rational(s)
		return decimalOf(r)
	}
	switch value.(type) {
	case float32, float64:
		return nil, ruleType // no float is a decimal
	}
	if r, is := value.(*big.Rat); is {
		return decimalOf(r)
	}
	r, ok := exact(value)
	if !ok {
		return nil, ruleType
	}
	return decimalOf(r)
}

func decimalOf(r *big.Rat) (any, string) {
	if r.Sign() != 0 && !fitsDigits(r, MaxDigits, MaxDigits) {
		return nil, ruleOverflow
	}
	return r, ""
}

// fitsDigits reports whether a number, without the zeros behind its last digit, has so many digits at most behind the point,
// and so many in all where as many as it has are behind the point.
func fitsDigits(r *big.Rat, all, behind int) bool {
	places, exact := r.FloatPrec()
	if !exact || places > behind {
		return false
	}
	digits := strings.TrimLeft(strings.ReplaceAll(strings.TrimPrefix(r.FloatString(places), "-"), ".", ""), "0")
	return len(digits) <= all
}

// hasDigits reports whether a decimal(precision, scale) holds the number.
func hasDigits(r *big.Rat, t Type) bool {
	if places, exact := r.FloatPrec(); !exact || places > t.Scale {
		return false
	}
	limit := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(t.Precision-t.Scale)), nil))
	return new(big.Rat).Abs(r).Cmp(limit) < 0
}

// errDate is what is wrong with a text that is no date; who reports it shows the text.
var errDate = errors.New(`is no date such as "2006-01-02"`)

// ParseDate reads a day in the form of RFC 3339, section 5.6, "2006-01-02". It is the midnight in UTC that begins the day.
func ParseDate(text string) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Format(time.DateOnly) != text {
		return time.Time{}, errDate
	}
	return t, nil
}

// Type is the narrowest type that has the literal.
func (l Literal) Type() Type {
	t := Type{Kind: l.Kind}
	if l.Kind == Decimal {
		whole, fraction, _ := strings.Cut(strings.TrimPrefix(l.Text, "-"), ".")
		t.Precision, t.Scale = len(strings.TrimLeft(whole, "0"))+len(fraction), len(fraction)
	}
	return t
}

// wholeDigits is how many digits the integers of a width have at most.
var wholeDigits = map[int]int{8: 3, 16: 5, 32: 10, 64: 19}

// decimalDigits is how many digits the values of a type have before the point and behind it; more than a decimal has where
// they are no decimals.
func (t Type) decimalDigits() (whole, places int) {
	switch {
	case t.Kind == Decimal:
		return t.Precision - t.Scale, t.Scale
	case t.Kind == Uint64:
		return 20, 0
	case t.Kind.Integer():
		return wholeDigits[t.Kind.Bits()], 0
	}
	return MaxDigits + 1, 0
}
