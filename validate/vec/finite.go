package vec

// Finite returns the index of the first element that is NaN or infinite, -1 when there is none.
func Finite[E ~float32 | ~float64](x []E) int { return NextNotFinite(x, 0) }

// NextNotFinite returns the first index from the given one on whose element is NaN or infinite, -1 when there is none.
func NextNotFinite[E ~float32 | ~float64](x []E, from int) int {
	for i := from; i < len(x); i++ {
		if v := x[i]; v-v != 0 {
			return i
		}
	}
	return -1
}
