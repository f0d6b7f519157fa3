package is

import (
	"math"
	"strconv"
)

// Finite reports whether x is neither NaN nor an infinity.
func Finite(x float64) bool { return x-x == 0 }

// Finite32 is [Finite] for float32.
func Finite32(x float32) bool { return x-x == 0 }

// Decimals reports whether x has at most places decimal places: whether x is the double nearest to some k/10^places.
// It is exact for every double, refuses NaN and the infinities, and costs a few nanoseconds while |x|·10^places < 2^51;
// beyond, it formats and parses.
func Decimals(x float64, places int) bool {
	scaled := x * powers[places&15]
	if math.Abs(scaled) < 1<<51 {
		return math.Round(scaled)/powers[places&15] == x
	}
	return Finite(x) && nearest(x, places, 64)
}

// Decimals32 is [Decimals] for float32: whether x is the float32 nearest to some k/10^places.
func Decimals32(x float32, places int) bool {
	scaled := float64(x) * powers[places&15]
	if math.Abs(scaled) < 1<<51 {
		return float32(math.Round(scaled)/powers[places&15]) == x
	}
	return Finite32(x) && nearest(float64(x), places, 32)
}

// nearest formats x with that many places and reads it back.
func nearest(x float64, places, bits int) bool {
	var buf [400]byte
	text := strconv.AppendFloat(buf[:0], x, 'f', places, bits)
	y, err := strconv.ParseFloat(string(text), bits)
	return err == nil && y == x
}

// powers are the powers of ten that are exact doubles with room for a mantissa.
var powers = [16]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}
