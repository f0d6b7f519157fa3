package tree

import "math"

// A row's values are compared as integers: key maps float32 to int32 so that the order is kept, and a missing value
// becomes one of two keys, below or above all others, so that one integer comparison decides a split and its default
// branch. Each feature has both forms in the scratch of a prediction: at 2f for splits whose default is left, at 2f+1
// for splits whose default is right. It is twice as fast as comparing floats and asking for NaN.
const (
	missingLeft  = math.MinInt32
	missingRight = math.MaxInt32
)

// key is defined for every float32 but NaN. -0 and 0 have one key, as they are equal.
func key(x float32) int32 {
	b := int32(math.Float32bits(x + 0)) // -0 + 0 is 0
	return b ^ int32(uint32(b>>31)>>1)
}

// value is the inverse of key.
func value(k int32) float32 {
	return math.Float32frombits(uint32(k ^ int32(uint32(k>>31)>>1)))
}

// slot is where a split finds its feature in the scratch, when the feature is the used-th that the model splits on.
func slot(used int, defaultLeft bool) uint32 {
	if defaultLeft {
		return uint32(2 * used)
	}
	return uint32(2*used + 1)
}

// missing is what a split takes for missing, and what it makes of it.
type missing uint8

const (
	missingNaN  missing = iota // NaN takes the default branch
	missingZero                // NaN and 0 take the default branch
	missingNone                // NaN is 0
)

// input is a feature as a split sees it. XGBoost's splits all see the same.
type input struct {
	feature uint32
	missing missing
}

// encode fills keys with both forms of the columns of row, as XGBoost sees them.
func encode(keys []int32, row []float32, columns []int32) {
	keys = keys[:2*len(columns)]
	for i, c := range columns {
		x := row[c]
		if x != x {
			keys[2*i], keys[2*i+1] = missingLeft, missingRight
			continue
		}
		k := key(x)
		keys[2*i], keys[2*i+1] = k, k
	}
}

// zeroThreshold is how far from 0 a value may be that LightGBM takes for 0 (kZeroThreshold in its meta.h).
const zeroThreshold float32 = 1e-35

// encodeLightGBM is encode as LightGBM sees the columns, of which the i-th is used[i].
func encodeLightGBM(keys []int32, row []float32, columns []int32, used []input) {
	keys = keys[:2*len(columns)]
	for i, c := range columns {
		x := row[c]
		if x > zeroThreshold || x < -zeroThreshold {
			k := key(x)
			keys[2*i], keys[2*i+1] = k, k
			continue
		}
		isMissing := x != x
		switch used[i].missing {
		case missingNone:
			isMissing = false
		case missingZero:
			isMissing = true
		}
		if isMissing {
			keys[2*i], keys[2*i+1] = missingLeft, missingRight
		} else {
			keys[2*i], keys[2*i+1] = 0, 0 // the key of 0
		}
	}
}
