//go:build amd64 && !purego

package vec

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestKernels holds the kernels against the Go code, bit for bit, on lists of every length up to some rounds of the lanes
// and at every alignment.
func TestKernels(t *testing.T) {
	if !hasAVX2 {
		t.Skip("this processor has no AVX2")
	}
	r := rand.New(rand.NewPCG(1, 2))
	odd := []float64{0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, math.SmallestNonzeroFloat64}
	for n := range 100 {
		for range 200 {
			x := make([]float64, n+4)
			for i := range x {
				x[i] = math.Ldexp(r.NormFloat64(), r.IntN(80)-40)
				if r.IntN(200) == 0 {
					x[i] = odd[r.IntN(len(odd))]
				}
			}
			at := r.IntN(4)
			hold(t, x[at:at+n])
		}
	}
	long := make([]float64, 1536)
	for i := range long {
		long[i] = r.NormFloat64()
	}
	hold(t, long)
	zeros := []float64{math.Copysign(0, -1), math.Copysign(0, -1)}
	hold(t, zeros)
}

func hold(t *testing.T, x []float64) {
	t.Helper()
	for _, k := range []struct {
		name         string
		kernel, code func([]float64) float64
	}{{"sum", sumAVX2, sumOf}, {"sum of squares", sumSquaresAVX2, squaresOf}} {
		got, want := k.kernel(x), k.code(x)
		if math.Float64bits(got) != math.Float64bits(want) && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Fatalf("%s of %d: %v, want %v", k.name, len(x), got, want)
		}
	}
}

func TestKernelsAllocateNothing(t *testing.T) {
	x := make([]float64, 1536)
	if n := testing.AllocsPerRun(10, func() { Sum(x); Norm(x) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkSumSquares(b *testing.B) {
	for _, n := range []int{64, 768, 1536} {
		x := make([]float64, n)
		for i := range x {
			x[i] = float64(i) / 7
		}
		for name, f := range map[string]func([]float64) float64{"AVX2": sumSquaresAVX2, "Go": squaresOf} {
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					f(x)
				}
			})
		}
	}
}
