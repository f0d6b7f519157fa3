package validate

import (
	"cmp"
	"math/bits"
	"strconv"
)

// Compare is -1 when d is less than e, 0 when they are equal, 1 when it is greater.
func (d Decimal) Compare(e Decimal) int {
	if d.scale == e.scale {
		return cmp.Or(cmp.Compare(d.hi, e.hi), cmp.Compare(d.lo, e.lo))
	}
	s, t := d.Sign(), e.Sign()
	if s != t || s == 0 {
		return cmp.Compare(s, t)
	}
	_, high, low := d.magnitude()
	a := times(high, low, max(0, int(e.scale)-int(d.scale)))
	_, high, low = e.magnitude()
	b := times(high, low, max(0, int(d.scale)-int(e.scale)))
	for i := 3; i >= 0; i-- {
		if a[i] != b[i] {
			return s * cmp.Compare(a[i], b[i])
		}
	}
	return 0
}

// Neg returns -d.
func (d Decimal) Neg() Decimal {
	negative, high, low := d.magnitude()
	return signed(!negative, high, low, d.scale)
}

// Add returns d + e. The error wraps [strconv.ErrRange] when the sum has more than 38 digits.
func (d Decimal) Add(e Decimal) (Decimal, error) {
	scale := max(d.scale, e.scale)
	a, ok := d.widened(scale)
	b, fits := e.widened(scale)
	if !ok || !fits {
		return Decimal{}, outOfRange("Add")
	}
	sum := Decimal{scale: scale}
	var carry uint64
	sum.lo, carry = bits.Add64(a.lo, b.lo, 0)
	high, _ := bits.Add64(uint64(a.hi), uint64(b.hi), carry)
	sum.hi = int64(high)
	if sum = DecimalOf(sum.hi, sum.lo, sum.scale); !sum.Fits(MaxDigits, int(sum.scale)) {
		return Decimal{}, outOfRange("Add")
	}
	return sum, nil
}

// widened is d with another scale. What has more than 38 digits then, and so an end of zeros, is no part of a sum that has
// fewer: the other part does not end in zeros.
func (d Decimal) widened(scale uint8) (Decimal, bool) {
	hi, lo, ok := d.Unscaled(int(scale))
	return Decimal{hi, lo, scale}, ok
}

// Sub returns d - e. The error wraps [strconv.ErrRange] when the difference has more than 38 digits.
func (d Decimal) Sub(e Decimal) (Decimal, error) { return d.Add(e.Neg()) }

func outOfRange(function string) error {
	return &strconv.NumError{Func: "Decimal." + function, Num: "the result", Err: strconv.ErrRange}
}
