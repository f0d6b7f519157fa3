package is

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// TestGoDurationLimits asks about durations next to the longest ones, in every unit and in two.
func TestGoDurationLimits(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	ask := func(s string) {
		_, err := time.ParseDuration(s)
		if got := GoDuration(s); got != (err == nil) {
			t.Errorf("GoDuration(%q) = %v, time.ParseDuration says %v", s, got, err)
		}
	}
	for _, unit := range []string{"ns", "us", "\u00b5s", "\u03bcs", "ms", "s", "m", "h", "d", ""} {
		size, err := time.ParseDuration("1" + unit)
		if err != nil {
			size = 1
		}
		for range 2000 {
			whole := uint64(math.MaxInt64)/uint64(size) + r.Uint64N(5) - 2
			fraction := r.Uint64() >> r.UintN(64)
			for _, sign := range []string{"", "+", "-"} {
				ask(fmt.Sprintf("%s%d%s", sign, whole, unit))
				ask(fmt.Sprintf("%s%d.%d%s", sign, whole, fraction, unit))
				ask(fmt.Sprintf("%s%d%s%d.%dns", sign, whole, unit, fraction%uint64(2*size), fraction))
				ask(fmt.Sprintf("%s.%019d%s", sign, fraction, unit))
			}
		}
	}
	for _, s := range []string{
		"9223372036854775807ns", "9223372036854775808ns", "-9223372036854775808ns", "-9223372036854775809ns",
		"18446744073709551616ns", "92233720368547758080ns", "0.9223372036854775807h", "0.9223372036854775808h",
	} {
		ask(s)
	}
}
