package jsonio

import (
	"encoding/binary"
	"math"
	"math/bits"
)

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
	maxDigits   = 19               // decimal digits that a uint64 always holds
	maxExponent = math.MaxInt / 20 // more than texts are long: larger exponents mean the same
)

// number passes over the number at the position.
func (d *Decoder) number() (n number, ok bool) {
	data, start := d.data, d.pos
	first := start
	if data[first] == '-' {
		n.negative = true
		first++
	}
	mantissa, i := digits(data, first, 0)
	d.pos = i
	whole, fraction := i-first, 0
	switch {
	case whole == 0:
		d.unexpected("a digit")
		return n, false
	case whole > 1 && data[first] == '0':
		d.fail(first, "a number starts with 0")
		return n, false
	}
	if i < len(data) && data[i] == '.' {
		mantissa, d.pos = digits(data, i+1, mantissa)
		fraction = d.pos - i - 1
		if fraction == 0 {
			d.unexpected("a digit")
			return n, false
		}
	}
	n.mantissa, n.exponent = mantissa, -fraction
	if whole+fraction > maxDigits {
		n.significant(data[first:d.pos])
	}
	if d.pos < len(data) && data[d.pos]|0x20 == 'e' && !d.exponent(&n) {
		return n, false
	}
	n.text = data[start:d.pos]
	return n, true
}

// digits appends the decimal digits at i to the mantissa, which overflows when they are too many, and returns where they
// end. Eight at a time are read as one word.
func digits(data []byte, i int, mantissa uint64) (uint64, int) {
	for i+8 <= len(data) {
		word := binary.LittleEndian.Uint64(data[i:]) ^ zeros
		if end := nonDigits(word); end != 0 {
			if count := bits.TrailingZeros64(end) / 8; count > 0 {
				mantissa = mantissa*tens[count&15] + eight(word<<(-8*count&63))
				i += count
			}
			return mantissa, i
		}
		mantissa = mantissa*1e8 + eight(word)
		i += 8
	}
	for ; i < len(data); i++ {
		c := data[i] - '0'
		if c > 9 {
			break
		}
		mantissa = mantissa*10 + uint64(c)
	}
	return mantissa, i
}

// eight returns the value of eight digits from 0 to 9, the first in the lowest byte: neighbours are joined to pairs, pairs
// to fours, fours to the whole.
func eight(word uint64) uint64 {
	word = word * (10<<8 + 1) >> 8 & 0x00ff00ff00ff00ff
	word = word * (100<<16 + 1) >> 16 & 0x0000ffff0000ffff
	return word * (10000<<32 + 1) >> 32
}

// significant sets mantissa and exponent of a number of many digits, given without sign and exponent: leading zeros do
// not count, and what follows the first 19 digits only moves the point.
func (n *number) significant(text []byte) {
	n.mantissa, n.exponent = 0, 0
	count, scale := 0, 0
	for _, c := range text {
		switch {
		case c == '.':
			scale = -1
		case count < maxDigits:
			n.mantissa = n.mantissa*10 + uint64(c-'0')
			n.exponent += scale
			if n.mantissa > 0 {
				count++
			}
		default:
			n.truncated = n.truncated || c != '0'
			n.exponent += scale + 1
		}
	}
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
