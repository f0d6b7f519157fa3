package compare

import (
	"math"
	"math/rand/v2"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// filler chooses values near the limits of a tag.
type filler struct {
	rng *rand.Rand
	// samples are texts to try on rules, by their words.
	samples map[string][]string
}

var (
	numbers   = regexp.MustCompile(`[-+]?(0[xX][0-9a-fA-F]+|[0-9.]+([eE][-+]?[0-9]+)?)`)
	durations = regexp.MustCompile(`[-+]?[0-9.]+(ns|us|ms|s|m|h)`)
	words     = regexp.MustCompile(`'[^']*'|[^ ,=']+`)
)

// times are values of time.Time; the second is the zero instant in a zone, which is not Go's zero value.
var times = []time.Time{
	{},
	time.Time{}.In(time.FixedZone("", 3600)), time.Unix(0, 0), time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC),
	time.Now().Add(-time.Hour), time.Now().Add(24 * time.Hour),
}

// formats are texts that have one format or another.
var formats = []string{
	"a@b.co", "57b73598-8764-4ad0-a76a-679bb6640eb1", "1.2.3.4", "::1", "10.0.0.0/8", "1.2.3-a", "EUR", "DE", "DEU", "276", "-1.5", "90", "é漢", "aZ9",
	"+4915112345678", "#0aF", "rgb(0,31,255)", "rgba(0,31,255,0.5)", "a.bc", "a.bc:80", "[1]", "https://a.bc/d?e#f", "urn:isbn:123", "Zm8=", "TRUE",
	"4111111111111111", "18", "de-DE", "Europe/Berlin", "1h30m", "* * * * *", "2026-01-02", "12345", "0xA1", "d41d8cd98f00b204e9800998ecf8427e", "a b",
}

func pick[T any](f filler, all ...T) T { return all[f.rng.IntN(len(all))] }

// limit returns one of the numbers in the tag, or 0.
func (f filler) limit(tag string) float64 {
	found := numbers.FindAllString(tag, -1)
	if len(found) == 0 {
		return 0
	}
	s := pick(f, found...)
	if n, err := strconv.ParseInt(s, 0, 64); err == nil {
		return float64(n)
	}
	n, _ := strconv.ParseFloat(s, 64)
	return n
}

func (f filler) fill(v reflect.Value, tag string) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(pick(f, times...)))
		return
	case time.Duration:
		v.SetInt(f.duration(tag))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), v.Type().Field(i).Tag.Get("validate"))
		}
	case reflect.Pointer:
		if f.rng.IntN(4) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			f.fill(v.Elem(), tag)
		}
	case reflect.Slice, reflect.Array, reflect.Map:
		f.container(v, tag)
	default:
		f.scalar(v, tag)
	}
}

func (f filler) scalar(v reflect.Value, tag string) {
	switch {
	case v.Kind() == reflect.Bool:
		v.SetBool(f.rng.IntN(2) == 0)
	case v.Kind() == reflect.String:
		v.SetString(f.text(tag))
	case v.CanInt():
		v.SetInt(f.integer(tag))
	case v.CanUint():
		v.SetUint(uint64(f.integer(tag)))
	case v.Kind() == reflect.Float32:
		v.SetFloat(float64(f.float32(tag)))
	case v.CanFloat():
		v.SetFloat(f.float(tag))
	}
}

func (f filler) integer(tag string) int64 {
	if samples := f.sample(tag); len(samples) > 0 && f.rng.IntN(3) == 0 {
		if n, err := strconv.ParseInt(pick(f, samples...), 10, 64); err == nil {
			return n
		}
	}
	if f.rng.IntN(3) > 0 {
		return int64(f.limit(tag)) + int64(f.rng.IntN(3)) - 1
	}
	return pick(f, 0, 1, -1, math.MinInt64, math.MaxInt64, f.rng.Int64N(20))
}

func (f filler) duration(tag string) int64 {
	if found := durations.FindAllString(tag, -1); len(found) > 0 && f.rng.IntN(3) > 0 {
		d, _ := time.ParseDuration(pick(f, found...))
		return int64(d) + int64(f.rng.IntN(3)) - 1
	}
	return f.integer(tag)
}

func (f filler) float(tag string) float64 {
	if x := f.limit(tag); f.rng.IntN(3) > 0 {
		return pick(f, x, math.Nextafter(x, math.Inf(1)), math.Nextafter(x, math.Inf(-1)), x+1, x-1)
	}
	return pick(f, 0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), 0.1, math.MaxFloat64, math.SmallestNonzeroFloat64)
}

func (f filler) float32(tag string) float32 {
	if x := float32(f.limit(tag)); f.rng.IntN(3) > 0 {
		return pick(f, x, math.Nextafter32(x, math.MaxFloat32), math.Nextafter32(x, -math.MaxFloat32), x+1, x-1)
	}
	return float32(f.float(tag))
}

// text is a word of the tag, or as many runes of one to four bytes, or broken ones, as a limit asks for.
func (f filler) text(tag string) string {
	if samples := f.sample(tag); len(samples) > 0 && f.rng.IntN(3) == 0 {
		return f.near(pick(f, samples...))
	}
	if all := words.FindAllString(tag, -1); len(all) > 0 && f.rng.IntN(2) > 0 {
		return f.near(strings.Trim(pick(f, all...), "'"))
	}
	if f.rng.IntN(3) == 0 {
		return f.near(pick(f, formats...))
	}
	return strings.Repeat(pick(f, "a", "é", "漢", "🦊", "\xff", " "), f.length(tag))
}

// sample returns the samples of one of the tag's words.
func (f filler) sample(tag string) []string {
	all := strings.FieldsFunc(tag, func(r rune) bool { return r == ',' || r == '|' })
	if len(all) == 0 {
		return nil
	}
	word, _, _ := strings.Cut(pick(f, all...), "=")
	return f.samples[word]
}

// near is the text, or one that differs a little.
func (f filler) near(s string) string {
	return pick(f, s, s, s, s, strings.ToUpper(s), strings.ToLower(s), "a"+s, s+"b", s+"\n", strings.TrimSuffix(s, s[max(0, len(s)-1):]))
}

// length is near a limit, and small.
func (f filler) length(tag string) int {
	n := int(f.limit(tag)) + f.rng.IntN(3) - 1
	if n < 0 || n > 40 || f.rng.IntN(4) == 0 {
		return f.rng.IntN(4)
	}
	return n
}

func (f filler) container(v reflect.Value, tag string) {
	n := f.length(tag)
	switch v.Kind() {
	case reflect.Slice:
		if n == 0 && f.rng.IntN(2) == 0 {
			return // nil
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			f.fill(v.Index(i), tag)
		}
	case reflect.Map:
		if n == 0 && f.rng.IntN(2) == 0 {
			return // nil
		}
		v.Set(reflect.MakeMap(v.Type()))
		for range n {
			key, elem := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			key.SetString(strings.Repeat(pick(f, "a", "b", "é"), f.rng.IntN(5)) + strconv.Itoa(f.rng.IntN(20)))
			f.fill(elem, tag)
			v.SetMapIndex(key, elem)
		}
	}
}
