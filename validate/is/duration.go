package is

import "strings"

// GoDuration reports whether time.ParseDuration takes s, such as 1h30m or -1.5s (duration).
func GoDuration(s string) bool {
	negative := s != "" && s[0] == '-'
	s = unsigned(s)
	if s == "" || s == "0" {
		return s == "0"
	}
	const limit = 1 << 63 // what a negative duration may reach
	total := uint64(0)
	for s != "" {
		nanoseconds, length := durationPart(s, limit)
		if total += nanoseconds; length == 0 || total > limit {
			return false
		}
		s = s[length:]
	}
	return total < limit || negative
}

// durationPart returns the nanoseconds and the length of the number and its unit at the start of s, or length 0 where
// there are none or more than limit.
func durationPart(s string, limit uint64) (nanoseconds uint64, length int) {
	n := digits.run(s)
	whole := uint64(0)
	for i := range n {
		if whole > limit/10 {
			return 0, 0
		}
		if whole = whole*10 + uint64(s[i]-'0'); whole > limit {
			return 0, 0
		}
	}
	fraction, found := strings.CutPrefix(s[n:], ".")
	fraction = fraction[:digits.run(fraction)]
	number := n + len(fraction)
	if number == 0 {
		return 0, 0
	}
	if found {
		number++
	}
	size := durationUnit(s[number:])
	unit := durationNanoseconds(s[number : number+size])
	if unit == 0 || whole > limit/unit {
		return 0, 0
	}
	nanoseconds = whole*unit + fractionOf(unit, fraction, limit)
	if nanoseconds > limit {
		return 0, 0
	}
	return nanoseconds, number + size
}

// fractionOf returns unit times the decimal fraction with these digits, of which those that exceed limit are dropped.
func fractionOf(unit uint64, fraction string, limit uint64) uint64 {
	value, scale := uint64(0), 1.0
	for i := range len(fraction) {
		if value > (limit-1)/10 {
			break
		}
		next := value*10 + uint64(fraction[i]-'0')
		if next > limit {
			break
		}
		value = next
		scale *= 10
	}
	return uint64(float64(value) * (float64(unit) / scale))
}

// durationUnit returns the length of the unit at the start of s, which a digit, a point or nothing follows, or 0.
func durationUnit(s string) int {
	n := 0
	for n < len(s) && s[n] != '.' && !digits.has(s[n]) {
		n++
	}
	if durationNanoseconds(s[:n]) == 0 {
		return 0
	}
	return n
}

// durationNanoseconds returns how many nanoseconds a unit has, or 0 where there is no such unit.
func durationNanoseconds(unit string) uint64 {
	switch unit {
	case "ns":
		return 1
	case "us", "\u00b5s", "\u03bcs": // the micro sign, the Greek letter
		return 1e3
	case "ms":
		return 1e6
	case "s":
		return 1e9
	case "m":
		return 60e9
	case "h":
		return 3600e9
	}
	return 0
}
