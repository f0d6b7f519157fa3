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
	next := d.pos
	if !d.opened {
		if next >= len(d.data) || d.data[next] != ',' {
			return 0
		}
		next++
	}
	count, end := plain(dst, d.data[next:])
	if count > 0 {
		d.opened = false
		d.pos = next + end
	}
	return count
}

// window is how many bytes plain looks at: more than the longest number that it reads takes, with the words of 8 bytes at
// its end.
const window = 48

// plainGo reads the numbers that text begins with into dst, a comma between them and perhaps a space behind it, and returns how
// many, and where the last one ends. It stops at the few that are left to [Decoder.Float64]: with an exponent, with more than
// 19 digits, not well-formed, or in the last bytes of the text.
//
// It is one function because the place of a number follows from the length of the one before: what the next one waits for stays in
// registers.
func plainGo(dst []float64, text []byte) (count, end int) {
	next := 0
	for count < len(dst) && next <= len(text)-window {
		number := (*[window]byte)(text[next:])
		sign := 0
		if number[0] == '-' {
			sign = 1
		}
		n := sign
		w := uint64(number[n] - '0')
		if w > 9 {
			break
		}
		n++
		digits := 0
		if w > 0 {
			for digits = 1; digits < maxDigits && number[n]-'0' <= 9; digits++ {
				w = w*10 + uint64(number[n]-'0')
				n++
			}
		}
		places := 0 // behind the point
		if number[n] == '.' {
			n++
			text := (*[3 * 8]byte)(number[n:])
			word := binary.LittleEndian.Uint64(text[:8]) ^ zeros
			stop := nonDigits(word)
			if stop == 0 {
				first := eight(word)
				word = binary.LittleEndian.Uint64(text[8:16]) ^ zeros
				if stop = nonDigits(word); stop != 0 {
					w, places = w*1e8+first, 8
				} else {
					w, places = w*1e16+first*1e8+eight(word), 16
					word = binary.LittleEndian.Uint64(text[16:]) ^ zeros
					stop = nonDigits(word)
				}
			}
			last := bits.TrailingZeros64(stop) / 8 // 8 where all are digits
			w = w*tens[last&15] + eight(word<<(64-8*last))
			places += last
			if places == 0 {
				break
			}
			n += places
		}
		behind := number[n]
		if digits+places > maxDigits || behind-'0' <= 9 || behind|0x20 == 'e' {
			break
		}
		dst[count] = math.Float64frombits(shortest(w, places) | uint64(sign)<<63)
		count++
		next += n
		end = next
		if behind != ',' {
			break
		}
		next++
		if number[n+1] == ' ' {
			next++
		}
	}
	return count, end
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

// tenths are the powers 10^-n, of n up to 19: the upper and the lower half of their digits, and the biased exponent of the
// double nearest to a number from 2^63 on times the power, less one for the leading bit of its mantissa.
var tenths = func() (table [maxDigits + 1][4]uint64) {
	for n := range table {
		power := powers[-minPower-n]
		table[n] = [4]uint64{power[0], power[1], uint64((-217706*n)>>16 + 62 + double.bias)}
	}
	return table
}()

// shortest returns the bits of the double nearest to w / 10^n, for n up to 19: [nearest] without what cannot happen there.
func shortest(w uint64, n int) uint64 {
	if w == 0 {
		return 0
	}
	power := &tenths[n]
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
	if low <= 1 && n <= 4 && m&3 == 1 && m<<shift == high {
		m &^= 1 // halfway, and the lower neighbour is even
	}
	m = (m + 1) >> 1
	return (power[2]+upper-uint64(shifted))<<52 + m // the leading bit of m, and what rounding carries, count in the exponent
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
