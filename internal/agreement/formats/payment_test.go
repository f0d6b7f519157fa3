package formats_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/go-playground/validator/v10"

	"github.com/typedml/typedml/validate/is"
)

func ExampleCreditCard() {
	fmt.Println(is.CreditCard("4000 0566 5566 5556"), is.CreditCard("4000 0566 5566 5557"))
	// Output: true false
}

// TestIntegers asks about numbers of every length: the predicates for integers say what those for their digits do.
func TestIntegers(t *testing.T) {
	v := validator.New()
	r := rand.New(rand.NewPCG(7, 8))
	ask := func(x uint64) bool {
		signed := int64(x)
		if got, want := is.LuhnInt(signed), v.Var(signed, "luhn_checksum") == nil; got != want {
			t.Errorf("LuhnInt(%d) = %v, validator says %v", signed, got, want)
		}
		want := v.Var(x, "luhn_checksum") == nil
		if got := is.LuhnUint(x); got != want {
			t.Errorf("LuhnUint(%d) = %v, validator says %v", x, got, want)
		}
		return want
	}
	for _, x := range []uint64{math.MaxInt64, math.MaxInt64 + 1, math.MaxUint64, 99999999999, 100000000008} {
		ask(x)
	}
	for x := range uint64(200) {
		ask(x)
		ask(-x)
	}
	met := 0
	const draws = 5000
	for range draws {
		if ask(r.Uint64() >> r.UintN(64)) {
			met++
		}
	}
	if met < draws/20 || met > draws/5 {
		t.Errorf("%d of %d passed: one in ten should", met, draws)
	}
}

func TestIntegersAllocations(t *testing.T) {
	for _, x := range []int64{0, 18, 4000056655665556, -4000056655665556, math.MaxInt64, math.MinInt64} {
		var kept bool
		allocs := testing.AllocsPerRun(100, func() {
			kept = is.LuhnInt(x) != is.LuhnUint(uint64(x)) != kept
		})
		if allocs != 0 {
			t.Errorf("%d: %v allocations", x, allocs)
		}
	}
}
