package checked

import "time"

// The instants of CEL: years 1 to 9999, in seconds since 1970.
const (
	minUnix = -62135596800
	maxUnix = 253402300799
)

// AddDuration returns a + b.
func AddDuration(a, b time.Duration) (time.Duration, bool) {
	sum, ok := AddInt64(int64(a), int64(b))
	return time.Duration(sum), ok
}

// SubDuration returns a - b.
func SubDuration(a, b time.Duration) (time.Duration, bool) {
	difference, ok := SubInt64(int64(a), int64(b))
	return time.Duration(difference), ok
}

// AddTime returns t + d. The result must lie in the years 1 to 9999.
func AddTime(t time.Time, d time.Duration) (time.Time, bool) {
	sum := t.Add(d)
	return sum, minUnix <= sum.Unix() && sum.Unix() <= maxUnix
}

// SubTime returns t - d. The result must lie in the years 1 to 9999.
func SubTime(t time.Time, d time.Duration) (time.Time, bool) {
	if minus, ok := NegInt64(int64(d)); ok {
		return AddTime(t, time.Duration(minus))
	}
	return time.Time{}, false
}

// Since returns the duration from u to t, which must lie within 292 years.
func Since(t, u time.Time) (time.Duration, bool) {
	d := t.Sub(u)
	return d, u.Add(d).Equal(t)
}
