package validate

import "math"

// Indicator encodes a bool as a feature: 1 for true, 0 for false.
func Indicator[F float32 | float64](b bool) F {
	if b {
		return 1
	}
	return 0
}

// AppendFixed appends exactly n features: the elements of list, NaN (missing) for those that a short list lacks. A list
// of another length than n breaks its rule len=n; this keeps the features behind it in their places all the same.
func AppendFixed[F float32 | float64, E ~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~float32 | ~float64](
	dst []F, list []E, n int,
) []F {
	for _, e := range list[:min(n, len(list))] {
		dst = append(dst, F(e))
	}
	for range n - min(n, len(list)) {
		dst = append(dst, F(math.NaN()))
	}
	return dst
}
