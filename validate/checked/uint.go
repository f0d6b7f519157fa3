package checked

import "math/bits"

// AddUint64 returns a + b.
func AddUint64(a, b uint64) (uint64, bool) {
	sum, carry := bits.Add64(a, b, 0)
	return sum, carry == 0
}

// SubUint64 returns a - b; b must not be greater than a.
func SubUint64(a, b uint64) (uint64, bool) { return a - b, b <= a }

// MulUint64 returns a * b.
func MulUint64(a, b uint64) (uint64, bool) {
	high, product := bits.Mul64(a, b)
	return product, high == 0
}

// DivUint64 returns a / b; b must not be 0.
func DivUint64(a, b uint64) (uint64, bool) {
	if b == 0 {
		return 0, false
	}
	return a / b, true
}

// ModUint64 returns the remainder of a / b; b must not be 0.
func ModUint64(a, b uint64) (uint64, bool) {
	if b == 0 {
		return 0, false
	}
	return a % b, true
}
