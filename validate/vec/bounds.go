package vec

import "math"

// Bounds returns the least and the greatest element. Where an element is NaN, both are NaN, which fails every comparison;
// of an empty list they are +Inf and -Inf, which keep every limit. A zero has no sign.
//
//	if least, greatest := vec.Bounds(x); !(least >= -1 && greatest <= 1) { … }
func Bounds[E ~float64](x []E) (least, greatest E) {
	lo, hi := bounds(doubles(x))
	return E(lo), E(hi)
}

// Bounds32 is [Bounds] of float32 elements.
func Bounds32[E ~float32](x []E) (least, greatest E) {
	lo, hi := bounds32(singles(x))
	return E(lo), E(hi)
}

// Finite reports whether no element is NaN or infinite.
func Finite[E ~float64](x []E) bool {
	least, greatest := bounds(doubles(x))
	return least >= -math.MaxFloat64 && greatest <= math.MaxFloat64
}

// Finite32 is [Finite] of float32 elements.
func Finite32[E ~float32](x []E) bool {
	least, greatest := bounds32(singles(x))
	return least >= -math.MaxFloat32 && greatest <= math.MaxFloat32
}

func boundsOf[E ~float32 | ~float64](x []E) (least, greatest float64) {
	lo, hi := E(math.Inf(1)), E(math.Inf(-1))
	for _, v := range x {
		if v != v {
			return float64(v), float64(v)
		}
		if v < lo {
			lo = v
		}
		if v > hi {
			hi = v
		}
	}
	return float64(lo) + 0, float64(hi) + 0
}
