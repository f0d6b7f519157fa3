package columns

import (
	"math"
	"reflect"
	"testing"
)

func TestKernels(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	var got []int
	vs := []float64{0, 1, nan, -0.5, 1.5, inf}
	for i := NextOutside(vs, 0, 0, 1); i >= 0; i = NextOutside(vs, i+1, 0, 1) {
		got = append(got, i)
	}
	if !reflect.DeepEqual(got, []int{2, 3, 4, 5}) {
		t.Errorf("outside [0, 1]: %v", got)
	}
	if i := NextOutside([]int64{1, math.MaxInt64, math.MinInt64}, 0, 0, math.MaxInt64); i != 2 {
		t.Errorf("int64: %d, want 2", i)
	}
	got = got[:0]
	for i := NextNotFinite(vs, 0); i >= 0; i = NextNotFinite(vs, i+1) {
		got = append(got, i)
	}
	if !reflect.DeepEqual(got, []int{2, 5}) {
		t.Errorf("not finite: %v", got)
	}
	if NextNotFinite([]float32{float32(inf)}, 0) != 0 {
		t.Error("a float32 infinity is finite")
	}
}
