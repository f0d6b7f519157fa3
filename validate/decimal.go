package validate

import (
	"bytes"
	"cmp"
	"math"
	"math/bits"
	"strconv"
)

// Decimal is an exact decimal number, such as an amount of money: a whole number of up to 38 digits over a power of ten,
// with up to 38 digits behind the point. Equal numbers are equal values: 1.50 == 1.5, so that == compares them and a map may
// have them for keys. The zero Decimal is 0. It holds no pointer, and nothing here goes through a float.
//
// A field of a definition says how large it may be, check:"decimal=18.2": 18 digits, two of them behind the point. In JSON
// it is a number, which decoders read with all of its digits; a text that holds one is read, too, as Pydantic writes it.
type Decimal struct {
	// hi and lo are the unscaled value in two's complement. Its last digit is not 0 where there is a scale.
	hi    int64
	lo    uint64
	scale uint8
}

// MaxDigits is the number of digits that a [Decimal] has at most.
const MaxDigits = 38

// NewDecimal returns the number unscaled / 10^scale: NewDecimal(1999, 2) is 19.99. The error wraps [strconv.ErrRange] when
// the number has more than 38 digits behind the point.
func NewDecimal(unscaled int64, scale int) (Decimal, error) {
	if scale < 0 || scale > MaxDigits {
		text := strconv.FormatInt(unscaled, 10) + "e" + strconv.Itoa(-scale)
		return ParseDecimal(text)
	}
	return DecimalOf(unscaled>>63, uint64(unscaled), uint8(scale)), nil
}

// DecimalOf returns the number (hi·2^64 + lo) / 10^scale, as columns store it and generated code spells its constants. The
// scale is 38 at most. It costs no check: what has more than 38 digits stays so, and [Decimal.Fits] no precision.
func DecimalOf(hi int64, lo uint64, scale uint8) Decimal {
	d := Decimal{hi, lo, scale}
	for d.scale > 0 {
		if d.hi == int64(d.lo)>>63 { // it fits a word, whose division is cheap
			n := int64(d.lo)
			for d.scale > 0 && n%10 == 0 {
				n /= 10
				d.scale--
			}
			return Decimal{n >> 63, uint64(n), d.scale}
		}
		negative, high, low := d.magnitude()
		high, rest := high/10, high%10
		low, rest = bits.Div64(rest, low, 10)
		if rest != 0 {
			return d
		}
		d = signed(negative, high, low, d.scale-1)
	}
	return d
}

// ParseDecimal reads a number in JSON's form: "-12.50", "1e3". The error is a [*strconv.NumError] that wraps
// [strconv.ErrSyntax], or [strconv.ErrRange] when the number has more than 38 digits, or more than 38 behind the point.
func ParseDecimal[T ~string | ~[]byte](text T) (Decimal, error) {
	var buffer [48]byte
	n, ok := scanDecimal(append(buffer[:0], text...))
	if !ok {
		return Decimal{}, &strconv.NumError{Func: "ParseDecimal", Num: string(text), Err: strconv.ErrSyntax}
	}
	d, ok := n.decimal()
	if !ok {
		return Decimal{}, &strconv.NumError{Func: "ParseDecimal", Num: string(text), Err: strconv.ErrRange}
	}
	return d, nil
}

// scanned is the text of a number: its digits with the point among them, and its exponent.
type scanned struct {
	digits   []byte // of the whole number, then those behind the point
	fraction int    // how many are behind the point
	exponent int
	negative bool
}

// scanDecimal takes a number apart. It changes the text.
func scanDecimal(text []byte) (n scanned, ok bool) {
	text, n.negative = bytes.CutPrefix(text, []byte("-"))
	whole := leadingDigits(text)
	if whole == 0 || whole > 1 && text[0] == '0' {
		return n, false
	}
	rest := text[whole:]
	n.digits = text[:whole]
	if len(rest) > 0 && rest[0] == '.' {
		n.fraction = leadingDigits(rest[1:])
		if n.fraction == 0 {
			return n, false
		}
		n.digits = append(n.digits, rest[1:1+n.fraction]...) // over the point, to the left
		rest = rest[1+n.fraction:]
	}
	if len(rest) == 0 {
		return n, true
	}
	return n, (rest[0] == 'e' || rest[0] == 'E') && n.power(rest[1:])
}

// leadingDigits counts the decimal digits that a text begins with.
func leadingDigits(text []byte) int {
	i := 0
	for i < len(text) && text[i]-'0' <= 9 {
		i++
	}
	return i
}

// power reads an exponent. One that no text is long enough to make up for is cut.
func (n *scanned) power(text []byte) bool {
	sign := 1
	if len(text) > 0 && (text[0] == '+' || text[0] == '-') {
		if text[0] == '-' {
			sign = -1
		}
		text = text[1:]
	}
	if len(text) == 0 || leadingDigits(text) < len(text) {
		return false
	}
	const most = math.MaxInt32 / 20
	for _, c := range text {
		n.exponent = min(n.exponent*10+int(c-'0'), most)
	}
	n.exponent *= sign
	return true
}

// decimal is the number without the zeros around its digits, if it fits.
func (n scanned) decimal() (d Decimal, ok bool) {
	digits := bytes.TrimLeft(n.digits, "0")
	scale := n.fraction - n.exponent
	whole := len(digits)
	digits = bytes.TrimRight(digits, "0")
	scale -= whole - len(digits)
	if len(digits) == 0 {
		return Decimal{}, true
	}
	zeros := max(0, -scale)
	if len(digits)+zeros > MaxDigits || scale > MaxDigits {
		return Decimal{}, false
	}
	var high, low uint64
	for _, c := range digits {
		high, low = timesTen(high, low, uint64(c-'0'))
	}
	for range zeros {
		high, low = timesTen(high, low, 0)
	}
	return signed(n.negative, high, low, uint8(max(0, scale))), true
}

// timesTen is 10·n + digit in two words.
func timesTen(high, low, digit uint64) (uint64, uint64) {
	over, low := bits.Mul64(low, 10)
	low, carry := bits.Add64(low, digit, 0)
	return high*10 + over + carry, low
}

// signed is the number with a sign and a magnitude.
func signed(negative bool, high, low uint64, scale uint8) Decimal {
	if negative {
		var borrow uint64
		low, borrow = bits.Sub64(0, low, 0)
		high, _ = bits.Sub64(0, high, borrow)
	}
	return Decimal{int64(high), low, scale}
}

// magnitude is the unscaled value without its sign.
func (d Decimal) magnitude() (negative bool, high, low uint64) {
	if d.hi >= 0 {
		return false, uint64(d.hi), d.lo
	}
	n := signed(true, uint64(d.hi), d.lo, 0)
	return true, uint64(n.hi), n.lo
}

// Sign is -1, 0 or 1.
func (d Decimal) Sign() int {
	if d.hi < 0 {
		return -1
	}
	return cmp.Compare(uint64(d.hi)|d.lo, 0)
}

// IsZero reports whether d is 0.
func (d Decimal) IsZero() bool { return d.hi == 0 && d.lo == 0 }

// Scale is how many digits d has behind the point; the last of them is not 0.
func (d Decimal) Scale() int { return int(d.scale) }

// Unscaled returns d·10^scale as the two words of a 128-bit integer, as columns and Arrow's decimal128 store it; ok is false
// when that is no whole number, or has more than 38 digits.
func (d Decimal) Unscaled(scale int) (hi int64, lo uint64, ok bool) {
	if scale < int(d.scale) || scale > MaxDigits {
		return 0, 0, false
	}
	negative, high, low := d.magnitude()
	w := times(high, low, scale-int(d.scale))
	if w[3]|w[2] != 0 || !less(w[1], w[0], MaxDigits) {
		return 0, 0, false
	}
	n := signed(negative, w[1], w[0], 0)
	return n.hi, n.lo, true
}

// Fits reports whether d has at most precision digits, scale of them behind the point: whether a column decimal(precision,
// scale) holds it.
func (d Decimal) Fits(precision, scale int) bool {
	if scale < int(d.scale) || precision > MaxDigits {
		return false
	}
	_, high, low := d.magnitude()
	return less(high, low, precision-scale+int(d.scale))
}

// less reports whether a number is below 10^n.
func less(high, low uint64, n int) bool {
	limit := powers[min(max(n, 0), MaxDigits)]
	return high < limit[0] || high == limit[0] && low < limit[1]
}

// powers are 10^0 to 10^38, the high word first.
var powers = func() (out [MaxDigits + 1][2]uint64) {
	out[0][1] = 1
	for i := 1; i < len(out); i++ {
		out[i][0], out[i][1] = timesTen(out[i-1][0], out[i-1][1], 0)
	}
	return out
}()

// times is a number times 10^n, the low word first.
func times(high, low uint64, n int) (w [4]uint64) {
	p := powers[n]
	var carry uint64
	over, low0 := bits.Mul64(low, p[1])
	a1, a0 := bits.Mul64(low, p[0])
	b1, b0 := bits.Mul64(high, p[1])
	c1, c0 := bits.Mul64(high, p[0])
	w[0] = low0
	w[1], carry = bits.Add64(over, a0, 0)
	w[2], carry = bits.Add64(a1, c0, carry)
	w[3] = c1 + carry
	w[1], carry = bits.Add64(w[1], b0, 0)
	w[2], carry = bits.Add64(w[2], b1, carry)
	w[3] += carry
	return w
}
