package jsonio

// A number is the text of a JSON number and its value: ±mantissa × 10^exponent, exact unless truncated.
type number struct {
	text     []byte
	mantissa uint64 // the first 19 significant digits
	exponent int
	stated   int // the exponent as it is written
	negative bool
	// truncated says that digits other than zero follow those of the mantissa.
	truncated bool
}

const (
	maxDigits   = 19      // decimal digits that a uint64 always holds
	maxExponent = 1 << 40 // more than any text is long: larger exponents mean the same
)

// number passes over the number at the position.
func (d *Decoder) number() (n number, ok bool) {
	start := d.pos
	if d.data[d.pos] == '-' {
		n.negative = true
		d.pos++
	}
	digits := 0
	first := d.pos
	d.digits(&n, &digits, 0)
	switch size := d.pos - first; {
	case size == 0:
		d.unexpected("a digit")
		return n, false
	case size > 1 && d.data[first] == '0':
		d.fail(first, "a number starts with 0")
		return n, false
	}
	if d.pos < len(d.data) && d.data[d.pos] == '.' {
		d.pos++
		first = d.pos
		d.digits(&n, &digits, -1)
		if d.pos == first {
			d.unexpected("a digit")
			return n, false
		}
	}
	if d.pos < len(d.data) && d.data[d.pos]|0x20 == 'e' {
		if !d.exponent(&n) {
			return n, false
		}
	}
	n.text = d.data[start:d.pos]
	return n, true
}

// digits reads digits into the mantissa. scale is what each adds to the exponent: -1 behind the point. taken counts
// the significant digits that the mantissa has.
func (d *Decoder) digits(n *number, taken *int, scale int) {
	data, i := d.data, d.pos
	mantissa, count := n.mantissa, *taken
	for ; i < len(data); i++ {
		c := data[i] - '0'
		if c > 9 {
			break
		}
		switch {
		case count < maxDigits:
			mantissa = mantissa*10 + uint64(c)
			if mantissa > 0 {
				count++
			}
			n.exponent += scale
		default:
			n.truncated = n.truncated || c != 0
			n.exponent += scale + 1
		}
	}
	d.pos, n.mantissa, *taken = i, mantissa, count
}

// exponent reads e, a sign and digits.
func (d *Decoder) exponent(n *number) bool {
	d.pos++
	negative := false
	if d.pos < len(d.data) && (d.data[d.pos] == '+' || d.data[d.pos] == '-') {
		negative = d.data[d.pos] == '-'
		d.pos++
	}
	first := d.pos
	e := 0
	for ; d.pos < len(d.data) && digit(d.data[d.pos]); d.pos++ {
		if e < maxExponent {
			e = e*10 + int(d.data[d.pos]-'0')
		}
	}
	if d.pos == first {
		d.unexpected("a digit")
		return false
	}
	if negative {
		e = -e
	}
	n.stated = e
	n.exponent += e
	return true
}

// startsNumber reports whether a number stands at the position.
func (d *Decoder) startsNumber() bool {
	c := d.Peek()
	return c == '-' || digit(c)
}
