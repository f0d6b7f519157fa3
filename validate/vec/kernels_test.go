//go:build amd64 && !purego

package vec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/typedml/typedml/validate/internal/cpu"
)

// TestKernels holds the kernels against the Go code, bit for bit, on lists of every length up to some rounds of the lanes
// and at every alignment.
func TestKernels(t *testing.T) {
	if !cpu.AVX2 {
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
	hold(t, slices.Repeat(zeros, 10))
}

func hold(t *testing.T, x []float64) {
	t.Helper()
	x32 := make([]float32, len(x))
	for i, v := range x {
		x32[i] = float32(v)
	}
	same(t, "sum", len(x), sumAVX2(x), sumOf(x))
	same(t, "sum32", len(x), sum32AVX2(x32), sumOf(x32))
	same(t, "sum of squares", len(x), sumSquaresAVX2(x), squaresOf(x))
	same(t, "sum of squares 32", len(x), sumSquares32AVX2(x32), squaresOf(x32))
	if len(x) < width {
		return
	}
	least, greatest := boundsAVX2(x)
	wantLeast, wantGreatest := boundsOf(x)
	same(t, "least", len(x), least, wantLeast)
	same(t, "greatest", len(x), greatest, wantGreatest)
	least, greatest = bounds32AVX2(x32)
	wantLeast, wantGreatest = boundsOf(x32)
	same(t, "least 32", len(x), least, wantLeast)
	same(t, "greatest 32", len(x), greatest, wantGreatest)
}

func same(t *testing.T, name string, n int, got, want float64) {
	t.Helper()
	if math.Float64bits(got) != math.Float64bits(want) && !(math.IsNaN(got) && math.IsNaN(want)) {
		t.Fatalf("%s of %d: %v, want %v", name, n, got, want)
	}
}

func TestKernelsAllocateNothing(t *testing.T) {
	x := make([]float64, 1536)
	x32 := make([]float32, 1536)
	if n := testing.AllocsPerRun(10, func() {
		Sum(x)
		Norm(x)
		Bounds(x)
		Sum(x32)
		Norm32(x32)
		Bounds32(x32)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkSumSquares(b *testing.B) {
	for _, n := range []int{64, 768, 1536} {
		x := make([]float64, n)
		for i := range x {
			x[i] = float64(i) / 7
		}
		for name, f := range map[string]func([]float64) float64{"AVX2": sumSquaresAVX2, "Go": squaresOf[float64]} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				for b.Loop() {
					f(x)
				}
			})
		}
	}
}

func BenchmarkBounds(b *testing.B) {
	for _, n := range []int{16, 64, 1536} {
		x := make([]float64, n)
		for name, f := range map[string]func([]float64) (float64, float64){"AVX2": boundsAVX2, "Go": boundsOf[float64]} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				for b.Loop() {
					f(x)
				}
			})
		}
	}
}
