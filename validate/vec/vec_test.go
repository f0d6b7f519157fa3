package vec_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand"
	"slices"
	"testing"

	"github.com/typedml/typedml/validate/vec"
)

// inOrder is the order of the package's documentation, word by word.
func inOrder(x []float64, term func(float64) float64) float64 {
	var lane [16]float64
	for i, v := range x {
		lane[i%16] += float64(term(v))
	}
	for _, n := range []int{8, 4, 2, 1} {
		for j := range n {
			lane[j] += lane[j+n]
		}
	}
	return lane[0]
}

func square(x float64) float64   { return x * x }
func identity(x float64) float64 { return x }

func random(r *rand.Rand, n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = math.Ldexp(r.NormFloat64(), r.Intn(60)-30)
	}
	return x
}

func TestSameBits(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for n := range 200 {
		for range 50 {
			x := random(r, n)
			narrow, ints := make([]float32, n), make([]int64, n)
			rounded, whole := make([]float64, n), make([]float64, n)
			for i, v := range x {
				narrow[i], ints[i] = float32(v), int64(v)
				rounded[i], whole[i] = float64(narrow[i]), float64(ints[i])
			}
			for name, pair := range map[string][2]float64{
				"SumSquares":   {vec.SumSquares(x), inOrder(x, square)},
				"SumSquares32": {vec.SumSquares32(narrow), inOrder(rounded, square)},
				"Sum":          {vec.Sum(x), inOrder(x, identity)},
				"Sum32":        {vec.Sum32(narrow), inOrder(rounded, identity)},
				"Sum of ints":  {vec.Sum(ints), inOrder(whole, identity)},
				"Norm":         {vec.Norm(x), math.Sqrt(inOrder(x, square))},
				"Norm32":       {vec.Norm32(narrow), math.Sqrt(inOrder(rounded, square))},
			} {
				if math.Float64bits(pair[0]) != math.Float64bits(pair[1]) {
					t.Fatalf("%s of %d: %v, want %v", name, n, pair[0], pair[1])
				}
			}
		}
	}
}

// The sum is that of the elements, whatever the order: against exact arithmetic.
func TestNearTheExactSum(t *testing.T) {
	x := random(rand.New(rand.NewSource(2)), 1537)
	exact := new(big.Float).SetPrec(2000)
	for _, v := range x {
		exact.Add(exact, new(big.Float).SetPrec(2000).Mul(big.NewFloat(v), big.NewFloat(v)))
	}
	want, _ := exact.Float64()
	if got := vec.SumSquares(x); math.Abs(got-want) > want*1e-14 {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestSpecial(t *testing.T) {
	type Vector []float64
	nan, inf := math.NaN(), math.Inf(1)
	for i := range 40 {
		x := make(Vector, 40)
		x[i] = nan
		if !math.IsNaN(vec.Norm(x)) || !math.IsNaN(vec.Sum(x)) || vec.Finite(x) {
			t.Errorf("NaN at %d is lost", i)
		}
		if least, greatest := vec.Bounds(x); least == least || greatest == greatest {
			t.Errorf("NaN at %d: bounds %v and %v", i, least, greatest)
		}
		x[i] = -inf
		if vec.Norm(x) != inf || vec.Sum(x) != -inf || vec.Finite(x) {
			t.Errorf("-Inf at %d is lost", i)
		}
		narrow := make([]float32, 40)
		if narrow[i] = float32(inf); vec.Finite32(narrow) || !vec.Finite32(narrow[:i]) {
			t.Errorf("+Inf at %d is lost", i)
		}
	}
	if vec.Norm[float64](nil) != 0 || vec.Sum[int](nil) != 0 || !vec.Finite[float64](nil) || !vec.Finite32[float32](nil) {
		t.Error("an empty list is finite, and has norm and sum 0")
	}
	if got := vec.Norm([]float64{1e200, 1e200}); got != inf {
		t.Error("squares overflow, as documented:", got)
	}
	if got := vec.Norm32([]float32{3e38, 3e38}); math.IsInf(got, 0) {
		t.Error("float32 elements are squared in float64")
	}
}

func TestBounds(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	for n := range 100 {
		x := random(r, n)
		narrow := make([]float32, n)
		want, want32 := [2]float64{math.Inf(1), math.Inf(-1)}, [2]float32{float32(math.Inf(1)), float32(math.Inf(-1))}
		for i, v := range x {
			narrow[i] = float32(v)
			want = [2]float64{min(want[0], v), max(want[1], v)}
			want32 = [2]float32{min(want32[0], narrow[i]), max(want32[1], narrow[i])}
		}
		if least, greatest := vec.Bounds(x); want != [2]float64{least, greatest} {
			t.Errorf("%d elements: %v to %v, want %v", n, least, greatest, want)
		}
		if least, greatest := vec.Bounds32(narrow); want32 != [2]float32{least, greatest} {
			t.Errorf("%d elements: %v to %v, want %v", n, least, greatest, want32)
		}
	}
	for _, n := range []int{1, 40} {
		zeros := slices.Repeat([]float64{math.Copysign(0, -1)}, n)
		if least, greatest := vec.Bounds(zeros); math.Signbit(least) || math.Signbit(greatest) {
			t.Errorf("a zero of %d has a sign", n)
		}
	}
}

func TestAllocations(t *testing.T) {
	x := random(rand.New(rand.NewSource(3)), 100)
	if n := testing.AllocsPerRun(100, func() {
		if least, _ := vec.Bounds(x); !(vec.Norm(x)+vec.Sum(x) > least) && vec.Finite(x) {
			panic("not the least")
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func Example() {
	embedding := []float64{0.6, 0.8}
	least, greatest := vec.Bounds(embedding)
	fmt.Println(vec.Norm(embedding), vec.Finite(embedding), least, greatest)
	// Output: 1 true 0.6 0.8
}

func BenchmarkNorm(b *testing.B) {
	for _, n := range []int{64, 768, 1536} {
		x := random(rand.New(rand.NewSource(4)), n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				_ = vec.Norm(x)
			}
		})
	}
}
