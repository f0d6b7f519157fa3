package jsonio

import (
	"encoding/json"
	"math"
	"math/big"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/typedml/typedml/validate"
)

// compareFloat holds both widths of the float parser against strconv, bit for bit.
func compareFloat(t *testing.T, text string) {
	t.Helper()
	f := NewField("x", "X", "float")
	var got64 float64
	rules := decode(text, func(d *Decoder) { got64 = d.Float64(&f) })
	want64, err := strconv.ParseFloat(text, 64)
	if (err != nil) != (len(rules) > 0) || err == nil && math.Float64bits(got64) != math.Float64bits(want64) {
		t.Fatalf("%s: got %v %q, want %v, %v", text, got64, rules, want64, err)
	}
	var got32 float32
	rules = decode(text, func(d *Decoder) { got32 = d.Float32(&f) })
	want32, err := strconv.ParseFloat(text, 32)
	if (err != nil) != (len(rules) > 0) || err == nil && math.Float32bits(got32) != math.Float32bits(float32(want32)) {
		t.Fatalf("%s as float32: got %v %q, want %v, %v", text, got32, rules, want32, err)
	}
}

var hardFloats = []string{
	"0", "-0", "0.0", "-0e5", "1", "-1.5", "0.1", "0.30000000000000004", "1e22", "1e23", "9007199254740993", "9007199254740992.5",
	"179769313486231570814527423731704356798070e267", "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308", "1e309",
	"5e-324", "4.9406564584124654e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308", "2.2250738585072014e-308",
	"1e-400", "0e-400", "0e400", "3.4028235e38", "3.4028236e38", "1.401298464324817e-45", "7.006492321624085e-46", "16777217", "8388608.5", "0.000000000000000000000000000000000000011754944",
	"18446744073709551615", "18446744073709551616", "184467440737095516150", "1234567890123456789012345678901234567890", "0.1234567890123456789012345678901234567890",
	"9214843084008499", "6929495644600919.5", "3.7455744005952583e15", "2.2250738585072012e-308", "7.2057594037927933e16", "1.00000000000000011102230246251565404236316680908203125",
	"1.00000000000000011102230246251565404236316680908203124", "1.00000000000000011102230246251565404236316680908203126", "1000000000000000000000000000000000000000000e-42",
	"10000000000000000000e-19", "1e-22", "1e-23", "1e10", "1e11", "123456789e-10",
}

func TestFloatsAgree(t *testing.T) {
	for _, text := range hardFloats {
		compareFloat(t, text)
		compareFloat(t, "-"+strings.TrimPrefix(text, "-"))
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		x := math.Float64frombits(rng.Uint64())
		if math.IsNaN(x) || math.IsInf(x, 0) {
			continue
		}
		compareFloat(t, strconv.FormatFloat(x, 'e', rng.IntN(25)-1, 64))
		compareFloat(t, strconv.FormatFloat(float64(math.Float32frombits(rng.Uint32()&^(1<<30))), 'e', rng.IntN(12)-1, 32))
		compareFloat(t, strconv.FormatFloat(rng.NormFloat64(), 'f', rng.IntN(20)-1, 64))
		compareFloat(t, strconv.FormatUint(rng.Uint64(), 10)+"e"+strconv.Itoa(rng.IntN(700)-360))
	}
}

// TestHalfway tries the decimal expansions of midpoints between neighbours, and their neighbours in the last digit.
func TestHalfway(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		x := math.Float64frombits(rng.Uint64() &^ (1 << 63))
		y := math.Nextafter(x, math.Inf(1))
		if math.IsNaN(x) || math.IsInf(y, 0) {
			continue
		}
		mid := new(big.Float).SetPrec(2000).SetFloat64(x)
		mid.Add(mid, new(big.Float).SetFloat64(y)).Quo(mid, big.NewFloat(2))
		text := mid.Text('e', 800)
		compareFloat(t, text)
		at := strings.IndexByte(text, 'e')
		compareFloat(t, text[:at]+"1"+text[at:])
		for _, digits := range []int{17, 18, 19, 20, 25} {
			compareFloat(t, mid.Text('e', digits))
		}
	}
}

// TestShortHalfway has the numbers of up to 19 digits that lie halfway between two doubles, and their neighbours.
func TestShortHalfway(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	behind := "," + strings.Repeat(" ", window)
	seen := [5]int{}
	for range 20_000 {
		places := rng.IntN(5)
		odd := 1<<53 + uint64(rng.Int64N(1<<53)) | 1 // of 54 bits
		digits := new(big.Int).Exp(big.NewInt(5), big.NewInt(int64(places)), nil)
		digits.Mul(digits, new(big.Int).SetUint64(odd)) // odd/2^places, as so many tenths
		for _, step := range []int64{0, 1, -1} {
			text := new(big.Int).Add(digits, big.NewInt(step)).String()
			if len(text) > maxDigits {
				continue
			}
			if at := len(text) - places; places > 0 {
				text = text[:at] + "." + text[at:]
			}
			compareFloat(t, text)
			want, _ := strconv.ParseFloat(text, 64)
			if got, n := alone([]byte(text + behind)); n != len(text) || got != want {
				t.Fatalf("%s: %v of %d bytes, want %v", text, got, n, want)
			}
			seen[places]++
		}
	}
	for places, n := range seen {
		if n < 1000 {
			t.Errorf("%d numbers with %d places", n, places)
		}
	}
}

func TestParseFloat(t *testing.T) {
	for text, want := range map[string]bool{"1.5": true, "-0": true, "": false, " 1": false, "1 ": false, "1e999": false, "0x1": false, "inf": false, "1_0": false} {
		if _, ok := ParseFloat([]byte(text)); ok != want {
			t.Errorf("%q: %v", text, ok)
		}
	}
}

var jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

func FuzzFloat(f *testing.F) {
	for _, text := range hardFloats {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !jsonNumber.MatchString(text) {
			if _, ok := ParseFloat([]byte(text)); ok {
				t.Fatalf("%q is no JSON number", text)
			}
			return
		}
		compareFloat(t, text)
	})
}

// FuzzInteger holds whole numbers against exact rationals.
// FuzzFloats reads a list with and without the kernel; its numbers are those of strconv.
func FuzzFloats(f *testing.F) {
	f.Add("1.5,-0.25, 0.1234567890123456,-0.123456789012345678,12.5,1e5,01,-,1.,.5,0.1234567890123456789")
	for _, text := range hardFloats {
		f.Add(text + ",1.5," + text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		behind := strings.Repeat(" ", window)
		got, want := make([]float64, 100), make([]float64, 100)
		count, end := plain(got, []byte(text+behind))
		if wantCount, wantEnd := plainGo(want, []byte(text+behind)); count != wantCount || end != wantEnd {
			t.Fatalf("%d numbers of %d bytes, in Go %d of %d", count, end, wantCount, wantEnd)
		}
		for i, number := range strings.SplitN((text + behind)[:end], ",", count) {
			x, err := strconv.ParseFloat(strings.TrimPrefix(number, " "), 64)
			if count > 0 && (err != nil || math.Float64bits(got[i]) != math.Float64bits(x) || math.Float64bits(want[i]) != math.Float64bits(x)) {
				t.Fatalf("%q is %v, in Go %v, want %v %v", number, got[i], want[i], x, err)
			}
		}
	})
}

func FuzzInteger(f *testing.F) {
	for _, text := range append(hardFloats, "1.50e1", "100e-2", "-9223372036854775808", "1844674407370955161.5e1") {
		f.Add(text)
	}
	place := NewField("x", "X", "integer")
	f.Fuzz(func(t *testing.T, text string) {
		at := strings.IndexAny(text, "eE")
		if !jsonNumber.MatchString(text) || at >= 0 && len(text)-at > 5 {
			return
		}
		exact, ok := new(big.Rat).SetString(text)
		if !ok {
			t.Fatal(text)
		}
		var got int64
		rules := decode(text, func(d *Decoder) { got = d.Int64(&place) })
		if whole := exact.IsInt() && exact.Num().IsInt64(); whole != (len(rules) == 0) || whole && exact.Num().Int64() != got {
			t.Fatalf("%s: got %d %q", text, got, rules)
		}
		if len(rules) > 0 && (rules[0] == "x type") == exact.IsInt() {
			t.Fatalf("%s: %q", text, rules)
		}
		var unsigned uint64
		rules = decode(text, func(d *Decoder) { unsigned = d.Uint64(&place) })
		if whole := exact.IsInt() && exact.Num().IsUint64(); whole != (len(rules) == 0) || whole && exact.Num().Uint64() != unsigned {
			t.Fatalf("%s: got %d %q", text, unsigned, rules)
		}
	})
}

func TestAppendFloat(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	check := func(x float64) {
		t.Helper()
		want, err := json.Marshal(x)
		got, gotErr := AppendFloat(nil, x)
		if string(got) != string(want) || (err == nil) != (gotErr == nil) {
			t.Fatalf("%v: got %s %v, want %s %v", x, got, gotErr, want, err)
		}
		want, err = json.Marshal(float32(x))
		got, gotErr = AppendFloat32(nil, float32(x))
		if string(got) != string(want) || (err == nil) != (gotErr == nil) {
			t.Fatalf("float32(%v): got %s %v, want %s %v", x, got, gotErr, want, err)
		}
	}
	for _, x := range []float64{0, math.Copysign(0, -1), 1e-6, 1e-7, 9.99e-7, 1e20, 1e21, 1e22, 1e-9, 1e-10, 123456789, math.NaN(), math.Inf(1), math.Inf(-1), 5e-324, math.MaxFloat64} {
		check(x)
	}
	for range 20_000 {
		check(math.Float64frombits(rng.Uint64()))
		check(rng.NormFloat64())
	}
}

func TestAppendTime(t *testing.T) {
	place := NewField("x", "X", "time")
	for _, at := range []time.Time{
		{},
		time.Unix(0, 1), time.Date(2026, 1, 2, 3, 4, 5, 600, time.FixedZone("", 5*3600+1800)), time.Date(1900, 1, 1, 0, 0, 0, 0, time.FixedZone("LMT", 3208)),
		time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC), time.Date(2000, 1, 1, 0, 0, 0, 0, time.FixedZone("", 25*3600)),
	} {
		b, err := AppendTime(nil, at)
		if err != nil {
			t.Fatal(err)
		}
		var got time.Time
		if rules := decode(string(b), func(d *Decoder) { got = d.Time(&place) }); len(rules) > 0 || !got.Equal(at) {
			t.Errorf("%s: got %s %q", at, got, rules)
		}
	}
	for _, year := range []int{-1, 10000} {
		if b, err := AppendTime([]byte("x"), time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)); err == nil {
			t.Errorf("year %d: %s", year, b)
		}
	}
}

func TestAppendDurationAndBytes(t *testing.T) {
	place := NewField("x", "X", "duration")
	for _, span := range []time.Duration{0, 1, -90 * time.Second, math.MaxInt64, math.MinInt64} {
		var got time.Duration
		text := string(AppendDuration(nil, span))
		if rules := decode(text, func(d *Decoder) { got = d.Duration(&place) }); len(rules) > 0 || got != span {
			t.Errorf("%s: got %s %q", text, got, rules)
		}
	}
	for _, data := range [][]byte{nil, {}, {0}, {255, 254, 253, 252}} {
		var got []byte
		text := string(AppendBytes(nil, data))
		rules := decode(text, func(d *Decoder) {
			if !d.Null() {
				got = d.Bytes(&place)
			}
		})
		if len(rules) > 0 || string(got) != string(data) || (got == nil) != (data == nil) {
			t.Errorf("%s: got %v %q", text, got, rules)
		}
	}
}

// floats64 is the JSON text of 64 doubles of 17 digits.
func floats64() []byte {
	rng := rand.New(rand.NewPCG(7, 8))
	b := []byte{'['}
	for i := range 64 {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = strconv.AppendFloat(b, rng.NormFloat64()/8, 'g', 17, 64)
	}
	return append(b, ']')
}

func BenchmarkFloats64(b *testing.B) {
	data := floats64()
	f, elem := NewField("v", "V", "list<float64>"), NewField("", "V", "float64")
	var out [64]float64
	var r validate.Report
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		d := NewDecoder(data, &r)
		d.Float64Array(out[:], &f, &elem)
		if !d.End(&r) {
			b.Fatal(found(&r))
		}
	}
}

func BenchmarkStrconv64(b *testing.B) {
	texts := strings.Split(strings.Trim(string(floats64()), "[]"), ", ")
	for b.Loop() {
		for _, text := range texts {
			if _, err := strconv.ParseFloat(text, 64); err != nil {
				b.Fatal(err)
			}
		}
	}
}
