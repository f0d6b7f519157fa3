package vec

import "math"

// Number are the types of elements that can be summed.
type Number interface {
	~int8 | ~int16 | ~int32 | ~int64 | ~int | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uint | ~float32 | ~float64
}

// Norm returns the Euclidean norm: the square root of [SumSquares]. Of an empty list it is 0; where the squares overflow
// it is +Inf.
func Norm[E ~float64](x []E) float64 { return math.Sqrt(SumSquares(x)) }

// Norm32 is [Norm] of float32 elements, computed in float64.
func Norm32[E ~float32](x []E) float64 { return math.Sqrt(SumSquares32(x)) }

// SumSquares returns the sum of the squares, each rounded before it is added.
func SumSquares[E ~float64](x []E) float64 { return sumSquares(doubles(x)) }

// SumSquares32 is [SumSquares] of float32 elements, computed in float64.
func SumSquares32[E ~float32](x []E) float64 { return sumSquares32(singles(x)) }

// Sum returns the sum; integers are rounded to float64 first, which is exact up to 2^53.
func Sum[E Number](x []E) float64 {
	switch x := any(x).(type) {
	case []float64:
		return sum(x)
	case []float32:
		return sum32(x)
	}
	return sumOf(x)
}

// Sum32 is [Sum] of float32 elements.
func Sum32[E ~float32](x []E) float64 { return sum32(singles(x)) }
