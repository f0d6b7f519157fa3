package columns

// Number are the element types that the kernels scan.
type Number interface {
	~int8 | ~int16 | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~float32 | ~float64
}

// NextOutside returns the first index ≥ from whose value is not in [lo, hi], -1 when there is none. NaN is outside
// every range. It looks at null positions, too: the caller skips them with IsNull.
//
//	for i := columns.NextOutside(vs, 0, 0, 10000); i >= 0; i = columns.NextOutside(vs, i+1, 0, 10000) { … }
func NextOutside[E Number](vs []E, from int, lo, hi E) int {
	for i := from; i < len(vs); i++ {
		if !(vs[i] >= lo && vs[i] <= hi) {
			return i
		}
	}
	return -1
}

// NextNotFinite returns the first index ≥ from whose value is NaN or infinite, -1 when there is none.
func NextNotFinite[E ~float32 | ~float64](vs []E, from int) int {
	for i := from; i < len(vs); i++ {
		if v := float64(vs[i]); v-v != 0 {
			return i
		}
	}
	return -1
}

// NextNull returns the first null of c at or after from, -1 when there is none; a column without nulls costs nothing.
func NextNull(c *Column, from int) int {
	if c.absent && from < c.n {
		return from
	}
	if c.nulls == 0 {
		return -1
	}
	for i := from; i < c.n; i++ {
		if c.IsNull(i) {
			return i
		}
	}
	return -1
}
