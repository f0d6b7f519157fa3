package jsonio

import (
	"math"
	"math/bits"
)

//go:generate go run powers_gen.go

// layout is a binary floating-point format.
type layout struct {
	mantissa  uint // bits of the mantissa that are stored
	bias      int
	exponents int // of infinity and NaN
	// Between these powers of ten a decimal number can lie exactly between two neighbours.
	tiesFrom, tiesTo int
}

var (
	double = layout{mantissa: 52, bias: 1023, exponents: 1<<11 - 1, tiesFrom: -4, tiesTo: 23}
	single = layout{mantissa: 23, bias: 127, exponents: 1<<8 - 1, tiesFrom: -17, tiesTo: 10}
)

// nearest returns the bits of the number of the format that is nearest to w × 10^q, ties to even, without its sign. It
// returns false for the few cases that 128 bits leave open, and for zero, subnormal numbers and infinity: the caller has
// another way for those. This is the algorithm of M. Eisel and D. Lemire: "Number Parsing at a Gigabyte per Second",
// Software: Practice and Experience 51 (2021), with the constants proved in N. Mushtak and D. Lemire: "Fast Number
// Parsing Without Fallback", Software: Practice and Experience 53 (2023).
func nearest(w uint64, q int, format *layout) (uint64, bool) {
	if w == 0 || q < minPower || q > maxPower {
		return 0, false
	}
	zeros := bits.LeadingZeros64(w)
	w <<= zeros
	power := &powers[q-minPower]
	high, low := bits.Mul64(w, power[0])
	if open := uint64(math.MaxUint64) >> (format.mantissa + 3); high&open == open {
		more, _ := bits.Mul64(w, power[1])
		var carry uint64
		low, carry = bits.Add64(low, more, 0)
		high += carry
	}
	if low == math.MaxUint64 && (q < -27 || q > 55) {
		return 0, false
	}
	upper := uint(high >> 63)
	shift := upper + 64 - format.mantissa - 3
	m := high >> shift
	exponent := (217706*q)>>16 + 63 + int(upper) - zeros + format.bias // 217706/2^16 is log2(10)
	if exponent <= 0 {
		return 0, false
	}
	if low <= 1 && q >= format.tiesFrom && q <= format.tiesTo && m&3 == 1 && m<<shift == high {
		m &^= 1 // halfway, and the lower neighbour is even
	}
	m = (m + m&1) >> 1
	if m >= 2<<format.mantissa {
		m = 1 << format.mantissa
		exponent++
	}
	if exponent >= format.exponents {
		return 0, false
	}
	return m&^(1<<format.mantissa) | uint64(exponent)<<format.mantissa, true
}

// nearest is [nearest] of n. When digits were cut off, n lies between mantissa and mantissa + 1: it is decided when both
// have the same nearest number.
func (n *number) nearest(format *layout) (uint64, bool) {
	b, ok := nearest(n.mantissa, n.exponent, format)
	if ok && n.truncated {
		above, okAbove := nearest(n.mantissa+1, n.exponent, format)
		ok = okAbove && above == b
	}
	return b, ok
}
