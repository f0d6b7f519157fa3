package formats_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/typedml/typedml/validate/is"
)

func ExampleDatetime() {
	fmt.Println(is.Datetime("2024-02-29", "2006-01-02"), is.Datetime("2023-02-29", time.DateOnly))
	// Output: true false
}

// timeParses is the definition of Datetime.
func timeParses(s, layout string) bool {
	_, err := time.Parse(layout, s)
	return err == nil
}

func agreeOnTime(t *testing.T, s, layout string) bool {
	t.Helper()
	want := timeParses(s, layout)
	if got := is.Datetime(s, layout); got != want {
		t.Errorf("Datetime(%q, %q) = %v, time.Parse says %v", s, layout, got, want)
	}
	return want
}

var layouts = []string{
	time.Layout, time.ANSIC, time.UnixDate, time.RubyDate, time.RFC822, time.RFC822Z, time.RFC850, time.RFC1123,
	time.RFC1123Z, time.RFC3339, time.RFC3339Nano, time.Kitchen, time.Stamp, time.StampMilli, time.StampNano,
	time.DateTime, time.DateOnly, time.TimeOnly,
	"20060102150405", "2.1.06 15.4.5", "2006-002", "__2 2006", "3:4:5pm",
	"Monday, _2 January _2006", "05.000000000000", "05,999 .0", "", " ", "Z07",
	"2006 01 02 002", "MST",
}

// layoutPieces are what random layouts are made of.
var layoutPieces = []string{
	"2006", "06", "01", "1", "Jan", "January", "Mon", "Monday", "MST", "02", "2", "_2", "002", "__2", "15", "03", "3", "04", "4", "05", "5",
	"PM", "pm", "-07", "-0700", "-07:00", "-070000", "-07:00:00", "Z07", "Z0700", "Z07:00", "Z070000", "Z07:00:00", ".0", ".000", ",999",
	".00000000000", ".9", ".01", "-", "/", ":", " ", "  ", "T", "_", "Z", "a", "s", "J", "M", "P", "0", "00", "9", "7", "é", "\xff", "\n",
}

func drawLayout(r *rand.Rand) string {
	if r.IntN(2) == 0 {
		return layouts[r.IntN(len(layouts))]
	}
	var layout strings.Builder
	for range 1 + r.IntN(6) {
		layout.WriteString(layoutPieces[r.IntN(len(layoutPieces))])
	}
	return layout.String()
}

// TestDatetimeOfLayouts asks about times in the form of common and random layouts, and about what is nearly that.
func TestDatetimeOfLayouts(t *testing.T) {
	const draws = 60000
	m := newMutator("layouts", nil)
	accepted := 0
	for range draws {
		layout := drawLayout(m.Rand)
		when := time.Unix(m.Int64N(8e9)-4e9, m.Int64N(1e9)).In(time.FixedZone("XYZ", m.IntN(90000)-45000))
		if m.IntN(4) == 0 {
			when = time.Date(1996+m.IntN(10), time.February, 28+m.IntN(2), 12, 0, 0, 0, time.UTC)
		}
		s := when.Format(layout)
		m.seeds = []string{s, when.AddDate(0, 7, 13).Format(layout), layout}
		if m.IntN(3) > 0 {
			s = m.mutant()
		}
		if agreeOnTime(t, s, layout) {
			accepted++
		}
	}
	if accepted < draws/5 || accepted > draws*4/5 {
		t.Errorf("%d of %d accepted: the draw is lopsided", accepted, draws)
	}
}

// TestDatetimeOfZones asks about all short words of some letters as a zone's abbreviation, and about offsets.
func TestDatetimeOfZones(t *testing.T) {
	const letters = "TaSWIAUCGM"
	var visit func(word string)
	visit = func(word string) {
		agreeOnTime(t, word, "MST")
		for i := range letters {
			if len(word) < 4 {
				visit(word + letters[i:i+1])
			}
		}
	}
	visit("")
	names := []string{
		"WITA", "WITB", "ChST", "MeST", "CHST", "ChS", "ABCDT", "ABCDE", "ABCDET", "GMT", "UTC", "UTCT", "ABTa",
	}
	ends := []string{
		"", "+", "-", "+0", "-23", "+24", "+0023", "+00000000000000000000000000000001", "+99999999999999999999", "7", "T",
	}
	for _, name := range names {
		for _, end := range ends {
			agreeOnTime(t, name+end, "MST")
			agreeOnTime(t, end, "MST")
		}
	}
}

// TestDatetimeOfYearDays visits the days of a year by their number, with and without those of the month.
func TestDatetimeOfYearDays(t *testing.T) {
	for _, year := range []int{1900, 2000, 2023, 2024} {
		for number := range 400 {
			agreeOnTime(t, fmt.Sprintf("%d %03d", year, number), "2006 002")
			agreeOnTime(t, fmt.Sprintf("%d %3d", year, number), "2006 __2")
			when := time.Date(year, 1, number, 0, 0, 0, 0, time.UTC)
			for day := when.Day() - 1; day <= when.Day()+1; day++ {
				agreeOnTime(t, fmt.Sprintf("%d %03d %d", year, number, day), "2006 002 2")
				agreeOnTime(t, fmt.Sprintf("%d %03d %d %d", year, number, when.Month(), day), "2006 002 1 2")
			}
		}
	}
}

// TestDatetimeOfDays visits the days of some years, and days that no month has.
func TestDatetimeOfDays(t *testing.T) {
	for _, year := range []int{0, 1, 4, 100, 400, 1900, 1999, 2000, 2023, 2024, 9999} {
		for month := range 14 {
			for day := range 34 {
				agreeOnTime(t, fmt.Sprintf("%04d-%02d-%02d", year, month, day), time.DateOnly)
				agreeOnTime(t, fmt.Sprintf("%d.%d.%02d", day, month, year%100), "2.1.06")
			}
		}
	}
	fields := strings.NewReplacer("15", "%", "03", "%", "3", "%", "04", "%", "4", "%", "05", "%", "5", "%",
		"00", "%", "07", "%", "Z", "+")
	for number := range 100 {
		for _, layout := range []string{"15", "03", "3", "04", "4", "05", "5", "-07", "-0700", "Z07:00:00"} {
			s, padded := fields.Replace(layout), fmt.Sprintf("%02d", number)
			agreeOnTime(t, strings.ReplaceAll(strings.Replace(s, "%", padded, 1), "%", "00"), layout)
			agreeOnTime(t, strings.ReplaceAll(s, "%", padded), layout)
			agreeOnTime(t, strings.ReplaceAll(s, "%", fmt.Sprint(number)), layout)
		}
	}
}

func TestDatetimeAllocations(t *testing.T) {
	for _, layout := range layouts {
		for _, s := range []string{time.Unix(1e9, 5e8).UTC().Format(layout), "", "x", "2024-01-01T00:00:00+99:00"} {
			if allocs := testing.AllocsPerRun(20, func() { is.Datetime(s, layout) }); allocs != 0 {
				t.Errorf("%q in %q: %v allocations", s, layout, allocs)
			}
		}
	}
}

func FuzzDatetime(f *testing.F) {
	for _, layout := range layouts {
		f.Add(time.Unix(1e9, 5e8).UTC().Format(layout), layout)
	}
	f.Fuzz(func(t *testing.T, s, layout string) { agreeOnTime(t, s, layout) })
}
