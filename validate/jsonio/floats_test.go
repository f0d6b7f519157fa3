package jsonio

import (
	"flag"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// go test ./validate/jsonio -run TestFloatVolume -floats 100000000 -timeout 1h
var volume = flag.Int("floats", 1_000_000, "numbers that TestFloatVolume compares with strconv")

// TestFloatVolume holds the parser of whole texts, and the one of numbers amid others, against strconv, bit for bit.
func TestFloatVolume(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	behind := strings.Repeat(" ", window)
	var text []byte
	short := 0
	for range *volume {
		text = randomFloat(rng, text[:0])
		want, err := strconv.ParseFloat(string(text), 64)
		got, ok := ParseFloat(text)
		if ok != (err == nil) || ok && math.Float64bits(got) != math.Float64bits(want) {
			t.Fatalf("%s: got %v %v, want %v, %v", text, got, ok, want, err)
		}
		length := len(text)
		text = append(text, behind...)
		got, n := alone(text)
		if n == 0 {
			continue
		}
		short++
		if n != length || math.Float64bits(got) != math.Float64bits(want) {
			t.Fatalf("%s: got %v of %d bytes, want %v", text, got, n, want)
		}
	}
	if short < *volume/4 {
		t.Errorf("only %d of %d numbers are plain", short, *volume)
	}
	t.Logf("%d numbers, %d of them plain", *volume, short)
}

// alone is plain for a single number.
func alone(text []byte) (float64, int) {
	var dst [1]float64
	_, n := plain(dst[:], text)
	return dst[0], n
}

// randomFloat appends a number as texts hold them: the shortest form of any double or of one near 1, a fixed number of
// digits, or digits at random, with leading zeros, long tails, and exponents.
func randomFloat(rng *rand.Rand, b []byte) []byte {
	switch rng.IntN(6) {
	case 0:
		if x := math.Float64frombits(rng.Uint64()); !math.IsNaN(x) && !math.IsInf(x, 0) {
			return strconv.AppendFloat(b, x, 'e', rng.IntN(22)-1, 64)
		}
		return append(b, '0')
	case 1:
		return strconv.AppendFloat(b, rng.NormFloat64(), 'f', -1, 64)
	case 2:
		return strconv.AppendFloat(b, rng.NormFloat64()*math.Pow(10, float64(rng.IntN(12))), 'f', rng.IntN(18), 64)
	case 3:
		return strconv.AppendFloat(b, float64(rng.IntN(1<<53))/math.Pow(2, float64(rng.IntN(20))), 'f', -1, 64)
	case 4:
		b = strconv.AppendUint(b, rng.Uint64()>>rng.IntN(64), 10)
		b = append(b, '.')
		for range rng.IntN(3) {
			b = append(b, '0')
		}
		return strconv.AppendUint(b, rng.Uint64()>>rng.IntN(64), 10)
	}
	b = strconv.AppendUint(b, rng.Uint64(), 10)
	return strconv.AppendInt(append(b, 'e'), int64(rng.IntN(700)-360), 10)
}

// TestPlain has the numbers that plain leaves to others, and what stands behind a number.
func TestPlain(t *testing.T) {
	behind := strings.Repeat("5", window)
	for _, c := range []struct {
		text   string
		length int
	}{
		{"0,", 1},
		{"-0,", 2},
		{"-0.0]", 4},
		{"1.5 ", 3},
		{"1234567890123456789,", 19},
		{"0.1234567890123456789,", 21},
		{"1.123456789012345678,", 20},
		{"12345678,", 8},
		{"0.12345678,", 10},
		{"0.1234567890123456,", 18},
		{"1x", 1},
		{"12345678901234567890,", 0},
		{"0.12345678901234567890,", 0},
		{"1.1234567890123456789,", 0},
		{"-1234567890123456789.123456789012345678901234,", 0},
		{"01,", 0},
		{"1e5,", 0},
		{"1.5E5,", 0},
		{"0e1,", 0},
		{"-,", 0},
		{"-x", 0},
		{".5,", 0},
		{"1.,", 0},
		{"1.x,", 0},
		{"+1,", 0},
		{"\"1\"", 0},
		{" 1,", 0},
		{"-.5", 0},
	} {
		text := c.text + behind
		if strings.HasSuffix(c.text, ".") {
			text = c.text + strings.Repeat(" ", window)
		}
		v, n := alone([]byte(text))
		if n != c.length {
			t.Errorf("%s: %d bytes, want %d", c.text, n, c.length)
		}
		want, _ := strconv.ParseFloat(c.text[:n], 64)
		if n > 0 && math.Float64bits(v) != math.Float64bits(want) {
			t.Errorf("%s: %v", c.text, v)
		}
	}
	if _, n := alone([]byte("1,2" + strings.Repeat(" ", window-4))); n != 0 {
		t.Error("it reads beyond the end")
	}
}

// TestFloatLists reads lists whose numbers are plain, or not, in turn; what is wrong with an element has its index.
func TestFloatLists(t *testing.T) {
	f, elem := NewField("v", "V", "list<float64>"), NewField("", "V", "float64")
	pad := strings.Repeat(" ", window)
	for _, c := range []struct {
		text string
		want []float64
		bad  string
	}{
		{"[]", []float64{}, ""},
		{"[1]", []float64{1}, ""},
		{"[1,2, 3 ,  4,\n5e0,6]", []float64{1, 2, 3, 4, 5, 6}, ""},
		{"[1e0,2,3]", []float64{1, 2, 3}, ""},
		{"[1,null,3,true,5]", []float64{1, 0, 3, 0, 5}, "v[1] null;v[3] type"},
		{"[1,2,1e999,4]", []float64{1, 2, 0, 4}, "v[2] overflow"},
		{"[1,2,]", nil, "syntax"},
		{"[1,,2]", nil, "syntax"},
		{"[1 2]", nil, "syntax"},
		{"[01]", nil, "syntax"},
		{"[,1]", nil, "syntax"},
		{"[1,2", nil, "syntax"},
		{"[-]", nil, "syntax"},
	} {
		for _, text := range []string{c.text, c.text + pad, " " + c.text + " "} {
			for _, room := range []int{0, 2, 100} {
				var got []float64
				rules := decode(text, func(d *Decoder) {
					d.report.Recycle(make([]float64, 1, room+1))
					got = d.Float64s(nil, &f, &elem)
				})
				if bad := strings.Join(rules, ";"); bad != c.bad || c.want != nil && !reflect.DeepEqual(got, c.want) {
					t.Errorf("%q: got %v %q, want %v %q", text, got, bad, c.want, c.bad)
				}
			}
			array := make([]float64, len(c.want))
			rules := decode(text, func(d *Decoder) { d.Float64Array(array, &f, &elem) })
			if bad := strings.Join(rules, ";"); bad != c.bad || c.want != nil && !reflect.DeepEqual(array, c.want) {
				t.Errorf("%q as an array: got %v %q, want %v %q", text, array, bad, c.want, c.bad)
			}
		}
	}
	short := make([]float64, 2)
	if rules := decode("[1,2,3]"+pad, func(d *Decoder) { d.Float64Array(short, &f, &elem) }); len(rules) != 1 || rules[0] != "v type" {
		t.Errorf("three elements for two: %q", rules)
	}
}

// TestRecycledRoom holds that a larger room does not change what a list that is too long is told to be.
func TestRecycledRoom(t *testing.T) {
	f, elem := NewField("v", "V", "list<float64>"), NewField("", "V", "float64")
	text := []byte("[" + repeated("1", 5000) + "]")
	var said []string
	for _, room := range []int{0, 10_000} {
		var r validate.Report
		r.Recycle(make([]float64, room))
		d := NewDecoder(text, &r)
		d.Float64sUpTo(nil, 3, &f, &elem)
		d.End(&r)
		for v := range r.All() {
			said = append(said, v.String())
		}
	}
	if len(said) != 2 || said[0] != said[1] {
		t.Errorf("%q", said)
	}
}

// TestRecycledRooms decodes two lists into recycled ones of other sizes: no two share memory, and none is lost.
func TestRecycledRooms(t *testing.T) {
	f, elem := NewField("v", "V", "list<float64>"), NewField("", "V", "float64")
	for _, rooms := range [][2]int{{3, 30}, {30, 3}, {30, 30}} {
		var r validate.Report
		for _, n := range rooms {
			r.Recycle(make([]float64, n))
		}
		lists := [2][]float64{}
		for i, text := range []string{"[1,2,3]", "[4,5,6]"} {
			d := NewDecoder([]byte(text), &r)
			lists[i] = d.Float64s(nil, &f, &elem)
		}
		if !slices.Equal(lists[0], []float64{1, 2, 3}) || !slices.Equal(lists[1], []float64{4, 5, 6}) || cap(lists[0])+cap(lists[1]) != rooms[0]+rooms[1] {
			t.Errorf("rooms of %v: %v with room for %d, %v with room for %d", rooms, lists[0], cap(lists[0]), lists[1], cap(lists[1]))
		}
		if r.Room(1) != nil {
			t.Error("a list is given twice")
		}
	}
}

// TestPlainTime holds the common form of times against the general way, the days of months and leap years included.
func TestPlainTime(t *testing.T) {
	seen := 0
	for _, year := range []string{"0000", "0001", "1900", "2000", "2023", "2024", "9999"} {
		for month := range 14 {
			for day := range 33 {
				for _, clock := range []string{"00:00:00Z", "23:59:59Z", "24:00:00Z", "00:60:00Z", "00:00:60Z", "1:00:000Z", "00:00:00z"} {
					text := []byte(year + "-" + two(month) + "-" + two(day) + "T" + clock)
					got, ok := plainTime(text)
					want, err := schema.ParseTime(text)
					if ok && (err != nil || got != want) || !ok && err == nil {
						t.Fatalf("%s: got %v %v, want %v %v", text, got, ok, want, err)
					}
					if ok {
						seen++
					}
				}
			}
		}
	}
	for _, text := range []string{"2024-02-29 00:00:00Z", "2024/02/29T00:00:00Z", "2024-02-29T00:00:00+", "x024-02-29T00:00:00Z", "2024-02-29T00:00:00.5Z"} {
		if _, ok := plainTime([]byte(text)); ok {
			t.Errorf("%s passes", text)
		}
	}
	days := 0
	for day := time.Date(0, 1, 1, 23, 59, 59, 0, time.UTC); day.Year() < 10000; day = day.AddDate(0, 0, 1) {
		days++
		if got, ok := plainTime(day.AppendFormat(nil, time.RFC3339)); !ok || got != day {
			t.Fatalf("%v: %v", day, got)
		}
	}
	if days != 25*146097 {
		t.Errorf("%d days", days)
	}
	if seen != 2*(7*365+3) { // 0000, 2000 and 2024 have a day more
		t.Errorf("%d instants", seen)
	}
}

func two(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }

// TestTexts has quotes, escapes, control characters and other alphabets at every place of a word.
func TestTexts(t *testing.T) {
	f := NewField("x", "X", "string")
	for before := range 20 {
		head := strings.Repeat("a", before)
		for tail, want := range map[string]string{
			`"`: "", `é"`: "é", "\xff\"": "x utf8", `\n"`: "\n", "\n\"": "syntax", "\x1f\"": "syntax", ``: "syntax", `𝔘é" `: "𝔘é", "\x7f!#[]\"": "\x7f!#[]",
			`\ud800"`: "x utf8", `é\u0041"`: "éA", `€uro, long enough for another word"`: "€uro, long enough for another word",
		} {
			var got string
			rules := decode(`"`+head+tail, func(d *Decoder) { got = d.String(&f) })
			if len(rules) == 1 {
				if rules[0] != want {
					t.Errorf("%d, %q: %q", before, tail, rules)
				}
			} else if len(rules) > 1 || got != head+want {
				t.Errorf("%d, %q: got %q %q", before, tail, got, rules)
			}
		}
	}
}

func BenchmarkPlain(b *testing.B) {
	text := []byte("0.12345678901234567," + strings.Repeat(" ", window))
	for b.Loop() {
		if _, n := alone(text); n == 0 {
			b.Fatal(n)
		}
	}
}
