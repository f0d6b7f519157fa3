package is

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

func ExampleDecimals() {
	fmt.Println(Decimals(19.99, 2), Decimals(19.999, 2), Decimals(0.30000000000000004, 1))
	// Output: true false false
}

// maxPlaces is what the rule decimals takes.
const maxPlaces = 15

var tens = func() (p [maxPlaces + 1]*big.Int) {
	for i := range p {
		p[i] = new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(i)), nil)
	}
	return p
}()

// around returns the fractions floor(x·10^places)/10^places and the next one: a k whose nearest float is x is one of
// these two, or farther from x than one that is.
func around(x float64, places int) (below, above *big.Rat) {
	exact, _ := new(big.Float).SetFloat64(x).Rat(nil)
	scaled := new(big.Int).Mul(exact.Num(), tens[places])
	k := new(big.Int).Div(scaled, exact.Denom()) // Euclidean: the floor for a positive denominator
	next := new(big.Int).Add(k, big.NewInt(1))
	return new(big.Rat).SetFrac(k, tens[places]), new(big.Rat).SetFrac(next, tens[places])
}

// oracle is the definition of Decimals, in rational numbers.
func oracle(x float64, places int) bool {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return false
	}
	below, above := around(x, places)
	b, _ := below.Float64()
	a, _ := above.Float64()
	return b == x || a == x
}

// oracle32 is the definition of Decimals32.
func oracle32(x float32, places int) bool {
	if x64 := float64(x); math.IsNaN(x64) || math.IsInf(x64, 0) {
		return false
	}
	below, above := around(float64(x), places)
	b, _ := below.Float32()
	a, _ := above.Float32()
	return b == x || a == x
}

func check(t *testing.T, x float64, places int) bool {
	t.Helper()
	want := oracle(x, places)
	if got := Decimals(x, places); got != want {
		t.Errorf("Decimals(%v = %x, %d) = %v, want %v", x, x, places, got, want)
	}
	return want
}

func check32(t *testing.T, x float32, places int) bool {
	t.Helper()
	want := oracle32(x, places)
	if got := Decimals32(x, places); got != want {
		t.Errorf("Decimals32(%v = %x, %d) = %v, want %v", x, x, places, got, want)
	}
	return want
}

// neighbours calls f with x and the doubles up to two steps away.
func neighbours(x float64, f func(float64)) {
	down, up := math.Nextafter(x, math.Inf(-1)), math.Nextafter(x, math.Inf(1))
	for _, y := range []float64{x, down, up, math.Nextafter(down, math.Inf(-1)), math.Nextafter(up, math.Inf(1))} {
		f(y)
	}
}

// neighbours32 is neighbours for float32.
func neighbours32(x float32, f func(float32)) {
	inf := float32(math.Inf(1))
	down, up := math.Nextafter32(x, -inf), math.Nextafter32(x, inf)
	for _, y := range []float32{x, down, up, math.Nextafter32(down, -inf), math.Nextafter32(up, inf)} {
		f(y)
	}
}

func TestDecimals(t *testing.T) {
	for _, c := range []struct {
		x      float64
		places int
		want   bool
	}{
		{0, 0, true},
		{math.Copysign(0, -1), 2, true},
		{1, 0, true},
		{1.5, 0, false},
		{-1.5, 1, true},
		{19.99, 2, true},
		{19.999, 2, false},
		{-19.99, 2, true},
		{-19.999, 2, false},
		{0.30000000000000004, 1, false},
		{0.3, 1, true},
		{1.005, 3, true},
		{1e-15, 15, true},
		{1e-16, 15, false},
		{math.SmallestNonzeroFloat64, 15, false},
		{0x1p-1022, 15, false},
		{math.MaxFloat64, 15, true},
		{-math.MaxFloat64, 0, true},
		{1 << 53, 0, true},
		{1<<52 + 0.5, 0, true /* the double is 2^52 */},
		{1<<51 + 0.5, 0, false},
		{1<<51 + 0.5, 1, true},
		{90071992547409.91, 2, true},
		{math.NaN(), 2, false},
		{math.Inf(1), 2, false},
		{math.Inf(-1), 15, false},
	} {
		if got := check(t, c.x, c.places); got != c.want {
			t.Errorf("the oracle says %v of %v with %d places, want %v", got, c.x, c.places, c.want)
		}
	}
}

func TestDecimals32(t *testing.T) {
	for _, c := range []struct {
		x      float32
		places int
		want   bool
	}{
		{0, 0, true},
		{float32(math.Copysign(0, -1)), 2, true},
		{19.99, 2, true},
		{19.999, 2, false},
		{-19.99, 2, true},
		{0.3, 1, true},
		{0.1, 0, false},
		{16777217, 0, true},
		{8388607.5, 0, false},
		{8388607.5, 1, true},
		{math.SmallestNonzeroFloat32, 15, false},
		{0x1p-126, 15, false},
		{math.MaxFloat32, 15, true},
		{-math.MaxFloat32, 0, true},
		{float32(math.NaN()), 2, false},
		{float32(math.Inf(1)), 2, false},
		{float32(math.Inf(-1)), 15, false},
	} {
		if got := check32(t, c.x, c.places); got != c.want {
			t.Errorf("the oracle says %v of %v with %d places, want %v", got, c.x, c.places, c.want)
		}
	}
}

// TestAgreement asks both functions and their definitions about fractions of every size, their neighbours, and any bits.
func TestAgreement(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	met, met32, asked := 0, 0, 0
	count := func(n *int, ok bool) {
		asked++
		if ok {
			*n++
		}
	}
	for places := 0; places <= maxPlaces; places++ {
		for range 300 {
			k := random.Uint64() >> random.UintN(64)
			x := float64(k) / powers[places]
			if random.UintN(2) == 0 {
				x = -x
			}
			neighbours(x, func(x float64) { count(&met, check(t, x, places)) })
			neighbours32(float32(x), func(x float32) { count(&met32, check32(t, x, places)) })
			count(&met, check(t, math.Float64frombits(random.Uint64()), places))
			count(&met32, check32(t, math.Float32frombits(random.Uint32()), places))
		}
	}
	if met < asked/8 || met32 < asked/8 || met+met32 > asked*7/8 {
		t.Errorf("%d and %d of %d were decimal: the draw is lopsided", met, met32, asked)
	}
}

// TestBoundaries asks where the functions change their method: scaled to 2^45 … 2^54, and at every power of two, below
// which floats lie twice as dense.
func TestBoundaries(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, exponent := range []int{-1074, -1073, -1023, -1022, -1021, -500, -200, 200, 500, 970, 1022, 1023} {
		for _, places := range []int{0, 1, 2, 7, maxPlaces} {
			neighbours(math.Ldexp(1, exponent), func(x float64) { check(t, x, places) })
		}
	}
	for places := 0; places <= maxPlaces; places++ {
		for exponent := 45; exponent <= 55; exponent++ {
			for range 20 {
				k := math.Ldexp(1, exponent) + float64(random.IntN(9)-4) + float64(random.IntN(3)-1)/2
				neighbours(k/powers[places], func(x float64) { check(t, x, places) })
				neighbours32(float32(k/powers[places]), func(x float32) { check32(t, x, places) })
			}
		}
		for exponent := -70; exponent < 70; exponent++ {
			neighbours(math.Ldexp(1, exponent), func(x float64) { check(t, x, places) })
		}
		for exponent := -149; exponent < 128; exponent++ {
			neighbours32(float32(math.Ldexp(1, exponent)), func(x float32) { check32(t, x, places) })
		}
	}
}

// TestDoubleRounding visits every middle of two float32s that is so close to a k/10^places with k < 2^26 that the double
// nearest to the fraction may be the middle itself, and shows that it never is: rounding twice is rounding once there. It
// matters up to k = 2^24 only: above, a k/10^places lies nearer to x than the middle.
//
// A middle is M/2^(places+e), M odd in [2^24, 2^25). It differs from k/10^places by the share d/(M·5^places), where
// d = k·2^e − M·5^places, an integer; half a step of doubles is a share of 2^-53 at most, which bounds d. For each d and e,
// M·5^places ≡ −d modulo 2^e has one solution.
func TestDoubleRounding(t *testing.T) {
	visited := 0
	for places := 0; places <= maxPlaces; places++ {
		fives := uint64(math.Pow(5, float64(places)))
		limit := int64(fives >> (53 - 25)) // 0 up to 12 places
		for e := range 63 {
			if fives<<24>>e >= 1<<26 {
				continue
			}
			mask := uint64(1)<<e - 1
			for d := -limit; d <= limit; d++ {
				if d == 0 {
					continue // the fraction is the middle
				}
				middle := -uint64(d) * inverse(fives) & mask
				for ; middle < 1<<25; middle += mask + 1 {
					if middle < 1<<24 || middle&1 == 0 {
						continue
					}
					visited++
					k := (middle*fives + uint64(d)) >> e
					exact, _ := new(big.Rat).SetFrac(new(big.Int).SetUint64(k), tens[places]).Float32()
					if twice := float32(float64(k) / powers[places]); twice != exact {
						t.Errorf("%d/10^%d: rounded twice %v, once %v", k, places, twice, exact)
					}
					neighbours32(exact, func(x float32) { check32(t, x, places) })
				}
			}
		}
	}
	if visited == 0 {
		t.Error("the search found no middle at all")
	}
}

// inverse returns the inverse of an odd number modulo 2^64, by Newton's iteration.
func inverse(odd uint64) uint64 {
	x := odd
	for range 6 {
		x *= 2 - odd*x
	}
	return x
}

func TestFinite(t *testing.T) {
	for _, x := range []float64{0, math.Copysign(0, -1), 1, -math.MaxFloat64, math.MaxFloat64, math.SmallestNonzeroFloat64} {
		if !Finite(x) {
			t.Errorf("Finite(%v) = false", x)
		}
		if y := float32(x); Finite32(y) == math.IsInf(float64(y), 0) {
			t.Errorf("Finite32(%v) = %v", y, !Finite32(y))
		}
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if Finite(x) || Finite32(float32(x)) {
			t.Errorf("%v is finite", x)
		}
	}
}

// TestAllocations covers each method: the fast one, the one that formats, and what is too large for both.
func TestAllocations(t *testing.T) {
	for _, x := range []float64{19.99, 19.999, 0, -1e13, 90071992547409.91, -0x1p53 / 1e15, 1e300, math.NaN(), math.Inf(-1)} {
		for _, places := range []int{0, 2, maxPlaces} {
			var kept bool
			allocs := testing.AllocsPerRun(100, func() {
				kept = Decimals(x, places) != Decimals32(float32(x), places) != Finite(x) != Finite32(float32(x)) != kept
			})
			if allocs != 0 {
				t.Errorf("%v with %d places: %v allocations", x, places, allocs)
			}
		}
	}
}

func FuzzDecimals(f *testing.F) {
	f.Add(19.99, 2)
	f.Add(0x1p51/1e15, 15)
	f.Fuzz(func(t *testing.T, x float64, places int) {
		check(t, x, places&15)
		check32(t, float32(x), places&15)
	})
}

func BenchmarkDecimals(b *testing.B) {
	for name, x := range map[string]float64{"short": 19.99, "digits17": 90071992547409.91} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Decimals(x, 2)
			}
		})
	}
}

// TestIntervals compares the four intervals with comparisons, near the limits and at every kind of double.
func TestIntervals(t *testing.T) {
	smallest, greatest := math.SmallestNonzeroFloat64, math.MaxFloat64
	limits := [][2]float64{{0, 1}, {0, smallest}, {0, greatest}, {smallest, 1}, {0.1, 0.3}, {1, math.Nextafter(1, 2)}, {10, 5000}, {1, math.Inf(1)}}
	xs := []float64{0, math.Copysign(0, -1), math.NaN(), math.Float64frombits(1<<63 | math.Float64bits(math.NaN())), math.Inf(1), math.Inf(-1), greatest, 0.2, 42}
	for _, l := range limits {
		for _, limit := range l {
			xs = append(xs, limit, math.Nextafter(limit, 0), math.Nextafter(limit, -1), math.Nextafter(limit, math.Inf(1)), -limit)
		}
	}
	for _, l := range limits {
		low, high := l[0], l[1]
		for _, x := range xs {
			got := [4]bool{InClosed(x, low, high), InRightOpen(x, low, high), InLeftOpen(x, low, high), InOpen(x, low, high)}
			want := [4]bool{low <= x && x <= high, low <= x && x < high, low < x && x <= high, low < x && x < high}
			if got != want {
				t.Errorf("%v between %v and %v: closed, right-open, left-open, open are %v, not %v", x, low, high, got, want)
			}
		}
	}
}
