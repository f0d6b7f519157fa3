//go:build amd64 && !purego

package jsonio

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/typedml/typedml/validate/internal/cpu"
)

// sameAsGo reads the text with the kernel and without it.
func sameAsGo(t *testing.T, text string, room int) int {
	t.Helper()
	got, want := make([]float64, room), make([]float64, room)
	count, end := plain(got, []byte(text))
	wantCount, wantEnd := plainGo(want, []byte(text))
	if count != wantCount || end != wantEnd {
		t.Fatalf("%q: %d numbers of %d bytes, in Go %d of %d", text, count, end, wantCount, wantEnd)
	}
	for i := range got {
		if math.Float64bits(got[i]) != math.Float64bits(want[i]) {
			t.Fatalf("%q: number %d is %v, in Go %v", text, i, got[i], want[i])
		}
	}
	return count
}

// TestPlainKernel holds the kernel against the Go code, and that against strconv, bit for bit: lists of numbers as they are
// written, of digits at random, and of the characters of numbers in any order.
func TestPlainKernel(t *testing.T) {
	if !cpu.Bits {
		t.Skip("this processor has no AVX2, BMI2 or LZCNT")
	}
	random := rand.New(rand.NewPCG(21, 22))
	behind := strings.Repeat(" ", window)
	kernel := 0
	for range max(1000, *volume/100) {
		var b strings.Builder
		var want []float64
		last := random.IntN(30)
		for i := range last + 1 {
			digits := string(plainNumber(random))
			x, err := strconv.ParseFloat(digits, 64)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, x)
			b.WriteString(digits)
			if i < last {
				b.WriteString("," + strings.Repeat(" ", random.IntN(2)))
			}
		}
		text := b.String() + "]" + strings.Repeat(" ", random.IntN(2)) + "5.5,6.5," + behind
		got := make([]float64, len(want)+2)
		count, end := plain(got, []byte(text))
		if count != len(want) || end != b.Len() {
			t.Fatalf("%q: %d numbers of %d bytes, not %d of %d", text, count, end, len(want), b.Len())
		}
		for i := range want {
			if math.Float64bits(got[i]) != math.Float64bits(want[i]) {
				t.Fatalf("%q: number %d is %v, want %v", text, i, got[i], want[i])
			}
		}
		sameAsGo(t, text, random.IntN(len(want)+2))
		n, _ := plainAVX2(got, []byte(text), &tenths)
		kernel += n
	}
	if kernel < 1000 {
		t.Errorf("the kernel read %d numbers", kernel)
	}
	for range *volume / 10 {
		text := make([]byte, random.IntN(80))
		for i := range text {
			text[i] = "0123456789012345678901234567890123456789.,.,- eE+]x\n\xff"[random.IntN(53)]
		}
		sameAsGo(t, string(text)+behind, 5)
		sameAsGo(t, "0."+string(text)+behind, 5)
		sameAsGo(t, "-1."+string(text)+","+behind, 5)
	}
}

// plainNumber is a number without an exponent and of up to 19 digits, mostly with one before the point.
func plainNumber(random *rand.Rand) []byte {
	var b []byte
	if random.IntN(2) == 0 {
		b = append(b, '-')
	}
	switch random.IntN(8) {
	case 0:
		return strconv.AppendUint(b, random.Uint64()>>random.IntN(64)/10, 10)
	case 1: // halfway between two doubles, or near it
		x := (1<<53 + uint64(random.IntN(1<<20))*2 + 1) << random.IntN(4)
		text := strconv.FormatUint(x+uint64(random.IntN(3))-1, 10)
		return append(b, text[:1]+"."+text[1:]...)
	case 2:
		return strconv.AppendFloat(b, math.Abs(random.NormFloat64()), 'f', 1+random.IntN(5), 64)
	case 3:
		return strconv.AppendFloat(b, float64(random.IntN(64))/8, 'f', 1+random.IntN(5), 64) // exact ones
	}
	places := 1 + random.IntN(19)
	if places == 19 {
		b = append(b, '0', '.')
	} else {
		b = append(b, byte('0'+random.IntN(10)), '.')
	}
	for range places {
		b = append(b, byte('0'+random.IntN(10)))
	}
	return b
}

// TestPlainKernelStops has texts that the kernel leaves to others, and where it stops.
func TestPlainKernelStops(t *testing.T) {
	if !cpu.Bits {
		t.Skip("this processor has no AVX2, BMI2 or LZCNT")
	}
	behind := strings.Repeat("5", window)
	for _, text := range []string{
		"0,", "12.5,", "1.,", "-1.,", ".5,", "-.5,", "--1.5,", "x1.5,", "/1.5,", ":1.5,", "1x5,", "1.5x", "1.5 ,", "1.5}", "1.5\x5c", "1.5\x5e", "1.5e1,", "1.5.5,",
		"1.1234567890123456789,", "-1.0000000000000000000,", "0.01234567890123456789,", "0.00000000000000000000,", "\xb01.5,", "1.\xb05,", "\xad1.5,",
	} {
		dst := make([]float64, 1)
		if n, _ := plainAVX2(dst, []byte(text+behind), &tenths); n != 0 {
			t.Errorf("%q: %v", text, dst)
		}
		sameAsGo(t, text+behind, 1)
	}
	dst := make([]float64, 3)
	if count, next := plainAVX2(dst, []byte("1.5, -0.0,2.5 "+behind), &tenths); count != 2 || next != 10 || dst[0] != 1.5 || !math.Signbit(dst[1]) {
		t.Errorf("%d numbers, the next at %d: %v", count, next, dst)
	}
	for _, ended := range []string{"1.5,2.5],3.5,", "1.5,2.5] 3.5,", "1.5,2.5]]"} {
		if count, next := plainAVX2(dst, []byte(ended+behind), &tenths); count != 2 || strings.TrimSpace(ended[:next]) != "1.5,2.5]" {
			t.Errorf("%d numbers, the next at %d of %q", count, next, ended)
		}
	}
	for room := range 3 {
		if count, _ := plainAVX2(dst[:room], []byte("1.5,1.5,1.5,"+behind), &tenths); count != room {
			t.Errorf("%d numbers where %d have room", count, room)
		}
	}
	for n := range window + 5 {
		text := "1.5," + behind
		count, _ := plainAVX2(dst, []byte(text[:n]), &tenths)
		if want := n >= window; (count == 1) != want {
			t.Errorf("%d numbers of a text of %d bytes", count, n)
		}
	}
}

func BenchmarkPlainLists(b *testing.B) {
	for _, c := range []struct{ name, number string }{
		{"17 digits", "0.12345678901234567"}, {"6 digits", "-0.123456"}, {"exact", "0.5"}, {"two before the point", "12.25"}, {"integers", "42"},
	} {
		text := []byte(strings.Repeat(c.number+",", 63) + c.number + "]" + strings.Repeat(" ", window))
		dst := make([]float64, 64)
		for name, read := range map[string]func([]float64, []byte) (int, int){"kernel": plain, "Go": plainGo} {
			b.Run(c.name+"/"+name, func(b *testing.B) {
				for b.Loop() {
					if n, _ := read(dst, text); n != 64 {
						b.Fatal(n)
					}
				}
			})
		}
	}
}
