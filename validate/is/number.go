package is

import (
	"math"
	"strconv"
)

// Finite reports whether x is neither NaN nor an infinity.
func Finite(x float64) bool { return math.Float64bits(x)<<1 < 0x7ff<<53 }

// Finite32 is [Finite] for float32.
func Finite32(x float32) bool { return math.Float32bits(x)<<1 < 0xff<<24 }

// InClosed reports whether low <= x <= high, where 0 <= low < high. With constant limits it and its siblings are one comparison
// of integers: the bits of doubles that are not negative are ordered as they are, those of NaN and of negative ones come behind.
func InClosed(x, low, high float64) bool {
	from := math.Float64bits(low)
	return math.Float64bits(x)-from <= math.Float64bits(high)-from || x == low // -0 is 0
}

// InRightOpen reports whether low <= x < high, where 0 <= low < high.
func InRightOpen(x, low, high float64) bool {
	from := math.Float64bits(low)
	return math.Float64bits(x)-from < math.Float64bits(high)-from || x == low
}

// InLeftOpen reports whether low < x <= high, where 0 <= low < high.
func InLeftOpen(x, low, high float64) bool {
	from := math.Float64bits(low) + 1
	return math.Float64bits(x)-from <= math.Float64bits(high)-from
}

// InOpen reports whether low < x < high, where 0 <= low < high.
func InOpen(x, low, high float64) bool {
	from := math.Float64bits(low) + 1
	return math.Float64bits(x)-from < math.Float64bits(high)-from
}

// Decimals reports whether x has at most places decimal places, 0 to 15 of them: whether x is the double nearest to
// some k/10^places. It is exact for every double and refuses NaN and the infinities. It costs a few nanoseconds, and
// 200 where x has 16 or 17 digits.
func Decimals(x float64, places int) bool {
	power := powers[places&15]
	// Below 2^51 two roundings move k by less than 1/2, and one division gives its nearest double.
	scaled := x * power
	if math.Abs(scaled) < 1<<51 {
		return math.Round(scaled)/power == x
	}
	// From 2^54 on doubles lie twice as far apart as multiples of 1/10^places: each is the nearest of one.
	if math.Abs(scaled) < 1<<54 {
		return readsBack(x, places)
	}
	return Finite(x)
}

// Decimals32 is [Decimals] for float32: whether x is the float32 nearest to some k/10^places.
func Decimals32(x float32, places int) bool {
	power := powers[places&15]
	// Rounding k/10^places to a double and that to a float32 could miss the nearest float32 where the double is the middle
	// of two. For k up to 2^24 it never is, as a search of all middles shows (see the test); above, float32s lie so far
	// apart that a k is nearer to x than to any middle.
	scaled := float64(x) * power
	if math.Abs(scaled) < 1<<51 {
		return float32(math.Round(scaled)/power) == x
	}
	return Finite32(x)
}

// readsBack formats x with that many places and parses the text: both are exact.
func readsBack(x float64, places int) bool {
	var buf [32]byte
	text := strconv.AppendFloat(buf[:0], x, 'f', places, 64)
	y, err := strconv.ParseFloat(string(text), 64)
	return err == nil && y == x
}

// powers are the powers of ten that are exact doubles with room for a mantissa.
var powers = [16]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}
