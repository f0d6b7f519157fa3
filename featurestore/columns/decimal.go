package columns

import "math/bits"

// fits reports whether |d| < 10^prec.
func (d Decimal128) fits(prec int) bool {
	hi, lo := uint64(d.Hi), d.Lo
	if d.Hi < 0 {
		var borrow uint64
		lo, borrow = bits.Sub64(0, lo, 0)
		hi, _ = bits.Sub64(0, hi, borrow)
	}
	limHi, limLo := pow10(prec)
	return hi < limHi || hi == limHi && lo < limLo
}

// pow10 returns 10^n for n ≤ 38 as two words.
func pow10(n int) (hi, lo uint64) {
	lo = 1
	for range n {
		over, low := bits.Mul64(lo, 10)
		hi, lo = hi*10+over, low
	}
	return hi, lo
}
