package checked_test

import (
	"math"
	"math/big"
	"math/rand"
	"testing"
	"time"

	"github.com/typedml/typedml/validate/checked"
)

var signed = []int64{math.MinInt64, math.MinInt64 + 1, -1 << 32, -3, -2, -1, 0, 1, 2, 3, 1 << 31, 1 << 32, math.MaxInt64 - 1, math.MaxInt64}

// operands yields the corners, and random pairs of every magnitude.
func operands(yield func(a, b int64) bool) {
	for _, a := range signed {
		for _, b := range signed {
			if !yield(a, b) {
				return
			}
		}
	}
	r := rand.New(rand.NewSource(1))
	for range 20_000 {
		if !yield(int64(r.Uint64())>>r.Intn(64), int64(r.Uint64())>>r.Intn(64)) {
			return
		}
	}
}

func TestInt64(t *testing.T) {
	for _, op := range []struct {
		name string
		got  func(a, b int64) (int64, bool)
		want func(z, a, b *big.Int) *big.Int
	}{
		{"add", checked.AddInt64, (*big.Int).Add},
		{"sub", checked.SubInt64, (*big.Int).Sub},
		{"mul", checked.MulInt64, (*big.Int).Mul},
		{"div", checked.DivInt64, quotient},
		{"neg", func(a, _ int64) (int64, bool) { return checked.NegInt64(a) }, func(z, a, _ *big.Int) *big.Int { return z.Neg(a) }},
		{"abs", func(a, _ int64) (int64, bool) { return checked.AbsInt64(a) }, func(z, a, _ *big.Int) *big.Int { return z.Abs(a) }},
	} {
		for a, b := range operands {
			want := op.want(new(big.Int), big.NewInt(a), big.NewInt(b))
			got, ok := op.got(a, b)
			if fits := want != nil && want.IsInt64(); ok != fits || ok && got != want.Int64() {
				t.Fatalf("%s(%d, %d) = %d, %v; want %v", op.name, a, b, got, ok, want)
			}
		}
	}
}

func quotient(z, a, b *big.Int) *big.Int {
	if b.Sign() == 0 {
		return nil
	}
	return z.Quo(a, b)
}

func TestUint64(t *testing.T) {
	for _, op := range []struct {
		name string
		got  func(a, b uint64) (uint64, bool)
		want func(z, a, b *big.Int) *big.Int
	}{
		{"add", checked.AddUint64, (*big.Int).Add},
		{"sub", checked.SubUint64, (*big.Int).Sub},
		{"mul", checked.MulUint64, (*big.Int).Mul},
		{"div", checked.DivUint64, quotient},
	} {
		for x, y := range operands {
			a, b := uint64(x), uint64(y)
			want := op.want(new(big.Int), new(big.Int).SetUint64(a), new(big.Int).SetUint64(b))
			got, ok := op.got(a, b)
			if fits := want != nil && want.IsUint64(); ok != fits || ok && got != want.Uint64() {
				t.Fatalf("%s(%d, %d) = %d, %v; want %v", op.name, a, b, got, ok, want)
			}
		}
	}
}

func TestMod(t *testing.T) {
	for a, b := range operands {
		if got, ok := checked.ModInt64(a, b); ok != (b != 0 && !(a == math.MinInt64 && b == -1)) || ok && got != a%b {
			t.Fatalf("%d %% %d = %d, %v", a, b, got, ok)
		}
		if got, ok := checked.ModUint64(uint64(a), uint64(b)); ok != (b != 0) || ok && got != uint64(a)%uint64(b) {
			t.Fatalf("%d %% %d = %d, %v", uint64(a), uint64(b), got, ok)
		}
	}
}

func TestConversions(t *testing.T) {
	for f, fits := range map[float64]bool{
		0: true, -0.9: true, 1e18: true, 1 << 63: false, -1 << 63: false, math.Nextafter(1<<63, 0): true,
		math.Nextafter(-1<<63, 0): true, math.Inf(1): false, math.Inf(-1): false,
	} {
		if got, ok := checked.Int64OfFloat64(f); ok != fits || ok && got != int64(f) {
			t.Errorf("%g: %d, %v", f, got, ok)
		}
	}
	if _, ok := checked.Int64OfFloat64(math.NaN()); ok {
		t.Error("NaN has no integer")
	}
	if _, ok := checked.Int64OfUint64(1 << 63); ok {
		t.Error("2^63 fits no int64")
	}
	if n, ok := checked.Int64OfUint64(math.MaxInt64); !ok || n != math.MaxInt64 {
		t.Error(n, ok)
	}
}

func TestTime(t *testing.T) {
	first, last := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC)
	for _, c := range []struct {
		name string
		ok   bool
		want bool
	}{
		{"after the last year", second(checked.AddTime(last, 1)), false},
		{"the last instant", second(checked.AddTime(last, 0)), true},
		{"before the first", second(checked.SubTime(first, 1)), false},
		{"the first", second(checked.SubTime(first, 0)), true},
		{"least duration", second(checked.SubTime(last, math.MinInt64)), false},
		{"8000 years", second(checked.Since(last, first)), false},
		{"none", second(checked.Since(last, last)), true},
		{"duration overflow", second(checked.AddDuration(math.MaxInt64, 1)), false},
		{"duration underflow", second(checked.SubDuration(math.MinInt64, 1)), false},
	} {
		if c.ok != c.want {
			t.Errorf("%s: %v", c.name, c.ok)
		}
	}
}

func second[T any](_ T, ok bool) bool { return ok }
