package is

// class is a set of bytes, a bit for each; only ASCII characters are in one.
type class [4]uint64

// low and high are the words of a class that hold the characters below 64 and from there on.
const (
	low = iota
	high
)

const (
	digitBits    = (1<<10 - 1) << '0'
	upperBits    = (1<<26 - 1) << ('A' - 64)
	lowerBits    = (1<<26 - 1) << ('a' - 64)
	hexUpperBits = (1<<6 - 1) << ('A' - 64)
	hexLowerBits = (1<<6 - 1) << ('a' - 64)
)

var (
	blanks        = class{low: 1 << ' '}
	lettersBlank  = class{low: 1 << ' ', high: upperBits | lowerBits}
	alphanumBlank = class{low: 1<<' ' | digitBits, high: upperBits | lowerBits}
	whites        = class{low: 1<<' ' | 1<<'\t' | 1<<'\n' | 1<<'\f' | 1<<'\r'}
	printable     = class{low: 1<<64 - 1<<' ', high: 1<<63 - 1}
	digits        = class{low: digitBits}
	zeros         = class{low: 1 << '0'}
	nonzero       = class{low: digitBits &^ (1 << '0')}
	letters       = class{high: upperBits | lowerBits}
	capitals      = class{high: upperBits}
	minuscules    = class{high: lowerBits}
	capitalsNum   = class{low: digitBits, high: upperBits}
	alphanumeric  = class{low: digitBits, high: upperBits | lowerBits}
	hexDigits     = class{low: digitBits, high: hexUpperBits | hexLowerBits}
	hexLower      = class{low: digitBits, high: hexLowerBits}
)

// has reports whether b is in the set.
func (c *class) has(b byte) bool { return c[b>>6]>>(b&63)&1 != 0 }

// run returns the length of the longest prefix of s that the set covers.
func (c *class) run(s string) int {
	for i := range len(s) {
		if !c.has(s[i]) {
			return i
		}
	}
	return len(s)
}

// all reports whether the set covers s, which may be empty.
func (c *class) all(s string) bool { return c.run(s) == len(s) }

// some reports whether s is one or more characters of the set.
func (c *class) some(s string) bool { return s != "" && c.all(s) }

// many reports whether s is n characters of the set.
func (c *class) many(s string, n int) bool { return len(s) == n && c.all(s) }
