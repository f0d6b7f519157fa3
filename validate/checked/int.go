package checked

import "math"

// AddInt64 returns a + b.
func AddInt64(a, b int64) (int64, bool) {
	sum := a + b
	return sum, (sum > a) == (b > 0)
}

// SubInt64 returns a - b.
func SubInt64(a, b int64) (int64, bool) {
	difference := a - b
	return difference, (difference < a) == (b > 0)
}

// MulInt64 returns a * b.
func MulInt64(a, b int64) (int64, bool) {
	if a == 0 || b == 0 {
		return 0, true
	}
	product := a * b
	return product, product/b == a && !(a == -1 && b == math.MinInt64) && !(b == -1 && a == math.MinInt64)
}

// DivInt64 returns a / b, truncated toward zero; b must not be 0.
func DivInt64(a, b int64) (int64, bool) {
	if b == 0 || a == math.MinInt64 && b == -1 {
		return 0, false
	}
	return a / b, true
}

// ModInt64 returns the remainder of a / b, with the sign of a; b must not be 0.
func ModInt64(a, b int64) (int64, bool) {
	if b == 0 || a == math.MinInt64 && b == -1 {
		return 0, false
	}
	return a % b, true
}

// NegInt64 returns -a.
func NegInt64(a int64) (int64, bool) { return -a, a != math.MinInt64 }

// AbsInt64 returns the absolute value of a.
func AbsInt64(a int64) (int64, bool) {
	if a < 0 {
		return NegInt64(a)
	}
	return a, true
}

// Int64OfUint64 returns a as a signed integer.
func Int64OfUint64(a uint64) (int64, bool) { return int64(a), a <= math.MaxInt64 }

// Int64OfFloat64 truncates f toward zero. NaN, ±Inf and what does not lie strictly between -2^63 and 2^63 do not fit,
// as in CEL.
func Int64OfFloat64(f float64) (int64, bool) {
	if !(f > math.MinInt64 && f < -math.MinInt64) {
		return 0, false
	}
	return int64(f), true
}
