package validate

import (
	"bytes"
	"errors"
	"math/bits"
	"strconv"
)

// String spells d with the digits that it has, without an exponent: "19.9", "-0.05", "100".
func (d Decimal) String() string {
	var buffer [MaxDigits + 3]byte
	return string(d.Append(buffer[:0]))
}

// Append appends String, which JSON has as a number.
func (d Decimal) Append(b []byte) []byte {
	negative, high, low := d.magnitude()
	if negative {
		b = append(b, '-')
	}
	var buffer [2 * MaxDigits]byte
	digits := appendDigits(buffer[:0], high, low)
	scale := int(d.scale)
	if scale == 0 {
		return append(b, digits...)
	}
	if whole := len(digits) - scale; whole > 0 {
		b = append(b, digits[:whole]...)
		digits = digits[whole:]
	} else {
		b = append(b, '0')
	}
	b = append(b, '.')
	for range scale - len(digits) {
		b = append(b, '0')
	}
	return append(b, digits...)
}

// word is the number of digits that always fit one word, and 10 to its power.
const (
	wordDigits = 19
	wordLimit  = 1e19
)

func appendDigits(b []byte, high, low uint64) []byte {
	if high == 0 {
		return strconv.AppendUint(b, low, 10)
	}
	first, rest := bits.Div64(high%wordLimit, low, wordLimit)
	if over := high / wordLimit; over > 0 { // more than 38 digits, which only DecimalOf makes
		b = strconv.AppendUint(b, over, 10)
		b = appendPadded(b, first)
	} else {
		b = strconv.AppendUint(b, first, 10)
	}
	return appendPadded(b, rest)
}

// appendPadded appends a number with zeros before it.
func appendPadded(b []byte, n uint64) []byte {
	for m := uint64(wordLimit / 10); m > n && m > 1; m /= 10 {
		b = append(b, '0')
	}
	return strconv.AppendUint(b, n, 10)
}

// Float64 returns the nearest double. It is for features of models, which are doubles, and for charts: no rule, file or
// table goes through it.
func (d Decimal) Float64() float64 {
	const exactPower = 22 // 10^22 is the last power of ten that a double holds
	if n := int64(d.lo); d.hi == n>>63 && n > -1<<53 && n < 1<<53 && d.scale <= exactPower {
		return float64(n) / tens[d.scale] // both are exact: one rounding
	}
	x, err := strconv.ParseFloat(d.String(), 64)
	if err != nil { // 38 digits are within the range of a double
		return 0
	}
	return x
}

var tens = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// MarshalText spells d as String does.
func (d Decimal) MarshalText() ([]byte, error) { return d.Append(nil), nil }

// UnmarshalText reads a number as [ParseDecimal] does.
func (d *Decimal) UnmarshalText(text []byte) error {
	v, err := ParseDecimal(text)
	if err == nil {
		*d = v
	}
	return err
}

// MarshalJSON writes d as a JSON number with the digits that it has.
func (d Decimal) MarshalJSON() ([]byte, error) { return d.Append(nil), nil }

// UnmarshalJSON reads a JSON number, or a text that holds one, without loss. Null leaves d as it is.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		return nil
	}
	if text, ok := bytes.CutPrefix(data, []byte{'"'}); ok {
		if data, ok = bytes.CutSuffix(text, []byte{'"'}); !ok {
			return errors.New("a text without an end")
		}
	}
	return d.UnmarshalText(data)
}
