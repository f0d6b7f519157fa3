package validate_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/typedml/typedml/validate"
)

func parse(t *testing.T, text string) validate.Decimal {
	t.Helper()
	d, err := validate.ParseDecimal(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestParseDecimal(t *testing.T) {
	nines := strings.Repeat("9", 38)
	for text, want := range map[string]string{
		"0": "0", "-0": "0", "0.00": "0", "1.50": "1.5", "100": "100", "-12.50": "-12.5", "1e3": "1000", "1.5E+2": "150", "125e-2": "1.25",
		"0.05": "0.05", "-0.001": "-0.001", nines: nines, "-" + nines: "-" + nines, "0." + nines: "0." + nines, "9e37": "9" + strings.Repeat("0", 37),
		"1e-38": "0." + strings.Repeat("0", 37) + "1", "0e999999999999999999999": "0", nines + "0e-1": nines,
		"100000000000000000000.5": "100000000000000000000.5", "1" + strings.Repeat("0", 50) + "e-50": "1",
	} {
		if got := parse(t, text).String(); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"", "-", "+1", "01", ".5", "1.", "1e", "1e+", "0x1", "1_0", " 1", "1 ", "NaN", "inf", "1,5", "१"} {
		if _, err := validate.ParseDecimal(text); !errors.Is(err, strconv.ErrSyntax) {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{"1" + nines, "1e38", "1e-39", "0." + nines + "1", "1e400", "1e-99999999999999", "-1e99999999999999999999"} {
		if _, err := validate.ParseDecimal([]byte(text)); !errors.Is(err, strconv.ErrRange) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// randomDecimal draws a number of any size, as a text of up to 38 digits.
func randomDecimal(rng *rand.Rand) string {
	digits := 1 + rng.IntN(38)
	var b strings.Builder
	for range digits {
		b.WriteByte("0000123456789"[rng.IntN(13)])
	}
	text := strings.TrimLeft(b.String(), "0")
	if text == "" {
		text = "0"
	}
	return []string{"", "-"}[rng.IntN(2)] + text + "e-" + strconv.Itoa(rng.IntN(39))
}

func rat(t *testing.T, text string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatal(text)
	}
	return r
}

// Everything agrees with exact fractions.
func TestDecimalIsExact(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	limit := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(38), nil))
	fits := func(r *big.Rat) bool { // in 38 digits, 38 of them behind the point
		n, exact := r.FloatPrec()
		scaled := new(big.Rat).Mul(r, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)))
		return exact && n <= 38 && scaled.Abs(scaled).Cmp(limit) < 0
	}
	sums := 0
	for range 20_000 {
		ta, tb := randomDecimal(rng), randomDecimal(rng)
		a, b := parse(t, ta), parse(t, tb)
		ra, rb := rat(t, ta), rat(t, tb)
		if rat(t, a.String()).Cmp(ra) != 0 || parse(t, a.String()) != a {
			t.Fatalf("%s is %s", ta, a)
		}
		if a.Compare(b) != ra.Cmp(rb) || (a == b) != (ra.Cmp(rb) == 0) || a.Sign() != ra.Sign() || a.IsZero() != (ra.Sign() == 0) {
			t.Fatalf("%s against %s", a, b)
		}
		if f, _ := ra.Float64(); a.Float64() != f {
			t.Fatalf("%s is the double %v, want %v", a, a.Float64(), f)
		}
		for i, sum := range []*big.Rat{new(big.Rat).Add(ra, rb), new(big.Rat).Sub(ra, rb)} {
			got, err := []func(validate.Decimal) (validate.Decimal, error){a.Add, a.Sub}[i](b)
			if (err == nil) != fits(sum) || err == nil && rat(t, got.String()).Cmp(sum) != 0 {
				t.Fatalf("%s ± %s is %s, %v; want %s", a, b, got, err, sum.FloatString(40))
			}
			if err == nil {
				sums++
			}
		}
		precision := 1 + rng.IntN(38)
		scale := rng.IntN(precision + 1)
		n, exact := ra.FloatPrec()
		inside := new(big.Rat).Abs(ra).Cmp(new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(precision-scale)), nil))) < 0
		if got := a.Fits(precision, scale); got != (inside && exact && n <= scale) {
			t.Fatalf("%s fits decimal(%d,%d): %t", a, precision, scale, got)
		}
		if hi, lo, ok := a.Unscaled(scale); ok && validate.DecimalOf(hi, lo, uint8(scale)) != a || !ok && a.Fits(38, scale) {
			t.Fatalf("%s unscaled by %d", a, scale)
		}
	}
	if sums < 1000 {
		t.Errorf("only %d sums fit", sums)
	}
}

func TestNewDecimal(t *testing.T) {
	for _, c := range []struct {
		unscaled int64
		scale    int
		want     string
	}{{1999, 2, "19.99"}, {1900, 2, "19"}, {-5, 1, "-0.5"}, {7, -2, "700"}, {0, 38, "0"}, {10, 39, "0." + strings.Repeat("0", 37) + "1"}} {
		if d, err := validate.NewDecimal(c.unscaled, c.scale); err != nil || d.String() != c.want {
			t.Errorf("%d, %d is %s, %v", c.unscaled, c.scale, d, err)
		}
	}
	if _, err := validate.NewDecimal(1, 39); !errors.Is(err, strconv.ErrRange) {
		t.Errorf("39 digits behind the point: %v", err)
	}
}

func TestDecimalJSON(t *testing.T) {
	type row struct {
		Price validate.Decimal               `json:"price"`
		Tax   *validate.Decimal              `json:"tax"`
		By    map[validate.Decimal]string    `json:"by,omitempty"`
		Opt   validate.Opt[validate.Decimal] `json:"opt"`
	}
	var x row
	const text = `{"price":12345678901234567890.123456789,"tax":null,"by":{"1.5":"a"},"opt":0.1}`
	if err := json.Unmarshal([]byte(text), &x); err != nil {
		t.Fatal(err)
	}
	if out, err := json.Marshal(x); err != nil || string(out) != text {
		t.Errorf("%s, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"price":"1.50"}`), &x); err != nil || x.Price != parse(t, "1.5") {
		t.Errorf("a text: %v, %v", x.Price, err)
	}
	for _, bad := range []string{`{"price":"a"}`, `{"price":true}`, `{"price":1e99}`, `{"price":[1]}`} {
		if err := json.Unmarshal([]byte(bad), &x); err == nil {
			t.Errorf("%s is read", bad)
		}
	}
}

func TestDecimalAllocatesNothing(t *testing.T) {
	text := []byte("-1234567890123456789.0123456789")
	buffer := make([]byte, 0, 64)
	a, b := parse(t, string(text)), parse(t, "3.25")
	n := testing.AllocsPerRun(100, func() {
		d, err := validate.ParseDecimal(text)
		if err != nil || d != a || d.Compare(b) >= 0 || !d.Fits(38, 10) {
			t.Fail()
		}
		buffer = d.Append(buffer[:0])
		if _, err := a.Add(b); err != nil {
			t.Fail()
		}
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{"0", "-1.50e2", "1e400", "99999999999999999999999999999999999999", "0.1e-37"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := validate.ParseDecimal(text)
		if isNumber := json.Valid([]byte(text)) && text == strings.TrimSpace(text) && strings.Trim(text, "0123456789+-.eE") == ""; isNumber == errors.Is(err, strconv.ErrSyntax) {
			t.Fatalf("%q: %v", text, err)
		}
		if err != nil {
			return
		}
		if again, err := validate.ParseDecimal(d.String()); err != nil || again != d {
			t.Fatalf("%q is %s, which is %s, %v", text, d, again, err)
		}
	})
}

func ExampleDecimal() {
	price, _ := validate.ParseDecimal("19.90")
	shipping, _ := validate.NewDecimal(495, 2)
	total, err := price.Add(shipping)
	fmt.Println(total, err, total.Compare(price) > 0, total.Fits(4, 2))
	// Output: 24.85 <nil> true true
}

// amount is the value of a decimal that broke a rule.
func amount(text string) validate.Value {
	d, _ := validate.ParseDecimal(text)
	return validate.DecimalValue(d)
}
