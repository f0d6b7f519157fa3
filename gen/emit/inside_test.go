package emit

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestSquares compares the squares on both sides of a limit, of roots of every size.
func TestSquares(t *testing.T) {
	roots := []float64{0, math.SmallestNonzeroFloat64, 1e-200, 1e-162, 0.99, 1.01, 1, 2, 1e154, 1.5e154, math.MaxFloat64, math.Inf(1)}
	random := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		root := math.Float64frombits(random.Uint64() >> 1)
		if !math.IsNaN(root) {
			roots = append(roots, random.ExpFloat64(), root)
		}
	}
	for _, root := range roots {
		least, greatest := leastSquare(root), greatestSquare(root)
		below, above := math.Nextafter(least, 0), math.Nextafter(greatest, math.Inf(1))
		if math.Sqrt(least) < root || below < least && math.Sqrt(below) >= root {
			t.Errorf("%v is not the smallest double with a root of at least %v", least, root)
		}
		if math.Sqrt(greatest) > root || above > greatest && math.Sqrt(above) <= root {
			t.Errorf("%v is not the greatest double with a root of at most %v", greatest, root)
		}
	}
	if leastSquare(-1) != 0 {
		t.Error("a negative root has a square that is not 0")
	}
}
