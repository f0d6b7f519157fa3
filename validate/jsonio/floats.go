package jsonio

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
	"strconv"

	"github.com/typedml/typedml/validate"
)

// Float64s appends the numbers of an array to dst, which is not nil afterwards. What is wrong with an element is
// reported as elem has it, under f.
func (d *Decoder) Float64s(dst []float64, f, elem *Field) []float64 {
	return d.Float64sUpTo(dst, math.MaxInt, f, elem)
}

// Float64sUpTo is Float64s of a list that may have limit elements, as [Decoder.Surplus] has it.
func (d *Decoder) Float64sUpTo(dst []float64, limit int, f, elem *Field) []float64 {
	if !d.Array(f) {
		return dst
	}
	if dst == nil {
		n := d.lengthHint(limit)
		if dst = d.report.Room(n); dst == nil {
			dst = make([]float64, 0, n)
		}
	}
	before := len(dst)
	for i := 0; ; i++ {
		i += d.plainFloats(dst[before+i : before+max(i, min(limit, cap(dst)-before))])
		dst = dst[:before+i]
		if !d.NextElem() || d.Surplus(i, limit, f) {
			return dst
		}
		mark := d.Mark()
		dst = append(dst, d.Float64(elem))
		d.NestAt(mark, f.Type.Path, i)
	}
}

// Float64Array reads an array of exactly len(dst) numbers into dst. Another length is reported as the wrong type of f.
func (d *Decoder) Float64Array(dst []float64, f, elem *Field) {
	if !d.Array(f) {
		return
	}
	n := 0
	for ; ; n++ {
		if n < len(dst) {
			n += d.plainFloats(dst[n:])
		}
		if !d.NextElem() {
			break
		}
		if n >= len(dst) {
			d.Skip()
			continue
		}
		mark := d.Mark()
		dst[n] = d.Float64(elem)
		d.NestAt(mark, f.Type.Path, n)
	}
	d.Length(n, len(dst), f)
}

// Length reports an array of n elements as the wrong type of f, which has want of them.
func (d *Decoder) Length(n, want int, f *Field) {
	if n != want {
		d.add(&f.Type, validate.JSON(strconv.Itoa(n)+" items"), d.pos-1)
	}
}

// plainFloats reads elements of the array entered last into dst, from its start, as long as they are what most are: see
// plain. It returns how many. The decoder stands behind the last of them, where NextElem goes on.
func (d *Decoder) plainFloats(dst []float64) int {
	data, next := d.data, d.pos
	if !d.opened {
		if next >= len(data) || data[next] != ',' {
			return 0
		}
		next++
	}
	for i := range dst {
		v, n := plain(data[next:])
		if n == 0 {
			return i
		}
		dst[i] = v
		d.opened = false
		d.pos = next + n
		if data[d.pos] != ',' {
			return i + 1
		}
		next = d.pos + 1
		if data[next] == ' ' {
			next++
		}
	}
	return len(dst)
}

// window is how many bytes plain looks at: more than the longest number that it reads takes, with the words of 8 bytes at
// its end.
const window = 48

// plain reads the number that text begins with, and returns its length. The length is 0 for the few that are left to
// [Decoder.Float64]: with an exponent, with more than 19 digits, not well-formed, or in the last bytes of the text.
func plain(text []byte) (v float64, n int) {
	if len(text) < window {
		return 0, 0
	}
	number := (*[window]byte)(text)
	sign := 0
	if number[0] == '-' {
		sign = 1
	}
	n = sign
	mantissa := uint64(number[n] - '0')
	if mantissa > 9 {
		return 0, 0
	}
	n++
	digits := 0
	if mantissa > 0 {
		for digits = 1; digits < maxDigits && number[n]-'0' <= 9; digits++ {
			mantissa = mantissa*10 + uint64(number[n]-'0')
			n++
		}
	}
	fraction := 0
	if number[n] == '.' {
		n++
		mantissa, fraction = fractional(mantissa, (*[3 * 8]byte)(number[n:]))
		if fraction == 0 {
			return 0, 0
		}
		n += fraction
		digits += fraction
	}
	if c := number[n]; digits > maxDigits || c-'0' <= 9 || c|0x20 == 'e' {
		return 0, 0
	}
	return math.Float64frombits(shortest(mantissa, fraction) | uint64(sign)<<63), n
}

// fractional appends the digits that text begins with to a mantissa, and returns how many they are.
func fractional(mantissa uint64, text *[3 * 8]byte) (uint64, int) {
	count := 0
	word := binary.LittleEndian.Uint64(text[:8]) ^ zeros
	end := nonDigits(word)
	if end == 0 {
		count = 8
		first := eight(word)
		word = binary.LittleEndian.Uint64(text[8:16]) ^ zeros
		if end = nonDigits(word); end == 0 {
			count = 16
			first = first*1e8 + eight(word)
			word = binary.LittleEndian.Uint64(text[16:]) ^ zeros
			end = nonDigits(word)
			mantissa = mantissa*1e16 + first
		} else {
			mantissa = mantissa*1e8 + first
		}
	}
	last := bits.TrailingZeros64(end) / 8 // 8 where all are digits
	return mantissa*tens[last&15] + eight(word<<(64-8*last)), count + last
}

// zeros are eight digits 0. XOR with them makes digits of characters, and something above 9 of all others.
const zeros = 0x3030303030303030

// nonDigits has the highest bit of the first byte of a word that is above 9; what it has of later bytes says nothing.
func nonDigits(word uint64) uint64 {
	const high, over = 0x8080808080808080, 0x7676767676767676 // 10 + 0x76 is 0x80
	return (word + over | word) & high
}

// tens are the powers of ten up to 10^8; what follows is there for an index that needs no check.
var tens = [16]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8}

// shortest returns the bits of the double nearest to w / 10^n, for n up to 19: [nearest] without what cannot happen there.
func shortest(w uint64, n int) uint64 {
	if w == 0 {
		return 0
	}
	power := &powers[-minPower-n]
	shifted := bits.LeadingZeros64(w)
	high, low := bits.Mul64(w<<shifted, power[0])
	if high&0x1ff == 0x1ff {
		more, _ := bits.Mul64(w<<shifted, power[1])
		var carry uint64
		low, carry = bits.Add64(low, more, 0)
		high += carry
	}
	upper := high >> 63
	shift := upper + 9
	m := high >> shift
	exponent := (-217706*n)>>16 + 63 + int(upper) - shifted + double.bias
	if low <= 1 && n <= 4 && m&3 == 1 && m<<shift == high {
		m &^= 1 // halfway, and the lower neighbour is even
	}
	m = (m + m&1) >> 1
	return uint64(exponent-1)<<52 + m // the leading bit of m, and what rounding carries, count in the exponent
}

// maxHint is how many bytes lengthHint looks at: an input must not make it allocate many times its own size.
const maxHint = 1 << 16

// lengthHint guesses how many numbers the array at the position holds: the commas up to its end, and no more than limit.
func (d *Decoder) lengthHint(limit int) int {
	rest := d.data[d.pos:min(len(d.data), d.pos+maxHint)]
	if limit <= len(rest)/2 {
		return limit
	}
	end := bytes.IndexByte(rest, ']')
	if end < 0 {
		return 0
	}
	return bytes.Count(rest[:end], []byte{','}) + 1
}
