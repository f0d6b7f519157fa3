package validate_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"
	"weak"

	"github.com/typedml/typedml/validate"
)

func TestReportCollectsInOrder(t *testing.T) {
	var r validate.Report
	if r.Len() != 0 || r.Err() != nil || r.Take() != nil {
		t.Fatal("the zero report is not empty")
	}
	x := station{Readings: []reading{cold()}}
	x.ValidateInto(&r)
	want := []string{"name", "readings[0].celsius", "readings[0].tags[1]"}
	if got := paths(&r); !slices.Equal(got, want) {
		t.Errorf("paths %q, want %q", got, want)
	}
	var since []string
	for v := range r.Since(1) {
		since = append(since, v.Rule()+"="+v.Limit()+" "+v.Field())
	}
	if want := []string{"gte=-90 Celsius", "min=2 Tags"}; !slices.Equal(since, want) {
		t.Errorf("Since(1): %q, want %q", since, want)
	}
	for v := range r.All() {
		if v.Row() != -1 {
			t.Errorf("row %d outside of a batch", v.Row())
		}
		break // leaving the loop early must not go on yielding
	}
}

func TestErrCopiesAndTakeOwns(t *testing.T) {
	var r validate.Report
	x := station{Name: "a", Readings: []reading{cold()}}
	x.ValidateInto(&r)
	copied := r.Err().(*validate.Error)
	before := copied.Error()

	r.Reset()
	y := station{Readings: []reading{{}, {}, cold(), cold(), cold()}}
	y.ValidateInto(&r)
	if copied.Error() != before {
		t.Errorf("a copy changed with its report:\n%s\nwas\n%s", copied.Error(), before)
	}

	taken := r.Take().(*validate.Error)
	before = taken.Error()
	if r.Len() != 0 {
		t.Errorf("%d violations left after Take", r.Len())
	}
	x.ValidateInto(&r)
	if taken.Error() != before {
		t.Errorf("a taken error changed with its report:\n%s\nwas\n%s", taken.Error(), before)
	}
	if len(taken.Violations) != 7 {
		t.Errorf("%d violations, want 7", len(taken.Violations))
	}
}

func TestErrorIsFoundByType(t *testing.T) {
	err := fmt.Errorf("row of the table: %w", (&station{}).Validate())
	var broken *validate.Error
	if !errors.As(err, &broken) || len(broken.Violations) != 1 {
		t.Errorf("no *validate.Error in %v", err)
	}
	if err := (&station{Name: "a"}).Validate(); err != nil {
		t.Errorf("a valid value: %v", err)
	}
}

func TestTruncateForgets(t *testing.T) {
	var r validate.Report
	x := station{Readings: []reading{cold()}}
	x.ValidateInto(&r)
	r.Truncate(5) // beyond the end: nothing to forget
	if r.Len() != 3 {
		t.Fatalf("%d violations, want 3", r.Len())
	}
	r.Truncate(1)
	if got := paths(&r); !slices.Equal(got, []string{"name"}) {
		t.Errorf("paths %q after Truncate(1)", got)
	}
	x.ValidateInto(&r)
	if r.Len() != 4 {
		t.Errorf("%d violations, want 4", r.Len())
	}
}

func TestResetForgetsViolationsAndRow(t *testing.T) {
	var r validate.Report
	r.SetRow(3)
	x := broken()
	x.ValidateInto(&r)
	r.Reset()
	if r.Len() != 0 || r.Err() != nil {
		t.Errorf("%d violations left after Reset", r.Len())
	}
	x.ValidateInto(&r)
	for v := range r.All() {
		if v.Row() != -1 {
			t.Fatalf("row %d after Reset", v.Row())
		}
	}
}

func TestClockIsOneInstant(t *testing.T) {
	var r validate.Report
	first := r.Clock()
	if first.IsZero() || !r.Clock().Equal(first) {
		t.Error("the clock moved within a report")
	}
	fixed := time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)
	r.Now = fixed
	r.Reset()
	if !r.Clock().Equal(fixed) {
		t.Error("Reset forgot Now")
	}
	r.Now = time.Time{}
	first = r.Clock()
	r.Reset()
	if !r.Now.IsZero() || r.Clock().Before(first) {
		t.Error("Reset kept the time of an earlier use")
	}
	r.Now = fixed
	r.Reset()
	if !r.Clock().Equal(fixed) {
		t.Error("Reset forgot the Now that was set behind Clock")
	}
}

// broken is a station with violations at every kind of place.
func broken() station {
	return station{Readings: []reading{{}, cold(), cold()}, ByHour: map[string]reading{"12": cold()}}
}

func TestReusedReportAllocatesNothing(t *testing.T) {
	valid, bad := station{Name: "a", Readings: []reading{{}}}, broken()
	rows := []station{bad, valid, bad}
	var r validate.Report
	for name, run := range map[string]func(){
		"valid":     func() { valid.ValidateInto(&r) },
		"invalid":   func() { r.Reset(); bad.ValidateInto(&r) },
		"slice":     func() { r.Reset(); validate.Slice(rows, &r) },
		"map entry": func() { r.Reset(); r.AddUnder(&ruleStationName, "k", validate.Int(1)) },
		// A sink that takes a row's violations and truncates must not let the report grow.
		"truncated": func() { bad.ValidateInto(&r); r.Truncate(0) },
	} {
		r.Reset()
		// One allocation in a thousand runs shows, too: a report that grows allocates ever more rarely.
		thousand := func() {
			for range 1000 {
				run()
			}
		}
		if n := testing.AllocsPerRun(1, thousand); n != 0 {
			t.Errorf("%s: %v allocations in 1000 runs", name, n)
		}
	}
	if n := testing.AllocsPerRun(100, func() { _ = valid.Validate() }); n != 0 {
		t.Errorf("Validate of a valid value: %v allocations", n)
	}
}

func TestAnErrorIsOneAllocation(t *testing.T) {
	x := reading{Celsius: -100, Tags: []string{"a", "b", "c", "d", "e", "f", "g"}}
	for tags := range 8 {
		y := reading{Celsius: x.Celsius, Tags: x.Tags[:tags]}
		var err error
		allocations := testing.AllocsPerRun(100, func() {
			var r validate.Report
			y.ValidateInto(&r)
			err = r.Take()
		})
		if want := 1 + float64(tags/6); allocations != want {
			t.Errorf("%d violations: %v allocations, want %v", tags+1, allocations, want)
		}
		if got := len(err.(*validate.Error).Violations); got != tags+1 {
			t.Errorf("%d violations, want %d", got, tags+1)
		}
	}
}

func BenchmarkInvalid(b *testing.B) {
	bad := broken()
	b.Run("reused", func(b *testing.B) {
		var r validate.Report
		for b.Loop() {
			r.Reset()
			bad.ValidateInto(&r)
		}
	})
	b.Run("error", func(b *testing.B) {
		for b.Loop() {
			_ = bad.Validate()
		}
	})
}

// What a reset report keeps is its own memory: not the texts that violations showed.
func TestResetLetsGoOfTexts(t *testing.T) {
	var r validate.Report
	text := strings.Repeat("long", 100)
	memory := weak.Make(unsafe.StringData(text))
	r.Add(&validate.Rule{Name: "email"}, validate.String(text))
	text = ""
	r.Reset()
	runtime.GC()
	if memory.Value() != nil {
		t.Error("the text is still there" + text)
	}
	runtime.KeepAlive(&r)
}

// TestReusedReportIsLikeANewOne does the same random things to a report that is used again and to a new one each time: texts,
// elements, entries of maps, places and what is taken back must not shine through from an earlier use.
func TestReusedReportIsLikeANewOne(t *testing.T) {
	plain := &validate.Rule{Name: "gte", Param: "0", Path: "a"}
	secret := &validate.Rule{Name: "len", Param: "2", Path: "b", Sensitive: true}
	record := &validate.Rule{Name: "unknown"}
	wide, err := validate.ParseDecimal("-123456789012345678901234567.89")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	value := func() validate.Value {
		switch random.IntN(5) {
		case 0:
			return validate.String("text")
		case 1:
			return validate.DecimalValue(wide)
		case 2:
			return validate.Null()
		default:
			return validate.Int(random.IntN(9))
		}
	}
	steps := []func(n, k int, v validate.Value) func(*validate.Report){
		func(_, _ int, v validate.Value) func(*validate.Report) {
			return func(r *validate.Report) { r.Add(plain, v) }
		},
		func(_, _ int, v validate.Value) func(*validate.Report) {
			return func(r *validate.Report) { r.Add(secret, v) }
		},
		func(_, k int, v validate.Value) func(*validate.Report) {
			return func(r *validate.Report) { r.AddAt(plain, k, v) }
		},
		func(_, _ int, v validate.Value) func(*validate.Report) {
			return func(r *validate.Report) { r.AddUnder(record, "key", v) }
		},
		func(n, _ int, _ validate.Value) func(*validate.Report) {
			return func(r *validate.Report) { r.Nest(n, "in") }
		},
		func(n, k int, _ validate.Value) func(*validate.Report) {
			return func(r *validate.Report) { r.NestAt(n, "list", k) }
		},
		func(n, k int, _ validate.Value) func(*validate.Report) {
			return func(r *validate.Report) { r.NestKey(n, "map", "k"+string(rune('a'+k))); r.SortKeys(n) }
		},
		func(_, k int, _ validate.Value) func(*validate.Report) {
			return func(r *validate.Report) { r.Locate(k, k+1, k+2) }
		},
		func(n, _ int, _ validate.Value) func(*validate.Report) {
			return func(r *validate.Report) { r.Advance(min(n, max(0, r.Len()-1))) }
		},
		func(n, _ int, _ validate.Value) func(*validate.Report) {
			return func(r *validate.Report) { r.Truncate(n) }
		},
		func(_, k int, _ validate.Value) func(*validate.Report) {
			return func(r *validate.Report) { r.SetRow(k) }
		},
	}
	told := func(r *validate.Report) string {
		var b strings.Builder
		for v := range r.All() {
			offset, line, column, ok := v.Position()
			fmt.Fprintln(&b, v.String(), v.Index(), v.Row(), offset, line, column, ok)
		}
		return b.String()
	}
	var reused validate.Report
	for range 5000 {
		var fresh validate.Report
		reused.Reset()
		for range random.IntN(20) {
			step := steps[random.IntN(len(steps))](random.IntN(fresh.Len()+1), random.IntN(5), value())
			step(&reused)
			step(&fresh)
		}
		if got, want := told(&reused), told(&fresh); got != want {
			t.Fatalf("a reused report says\n%sa new one\n%s", got, want)
		}
		if random.IntN(50) == 0 {
			_ = reused.Take()
		}
	}
}
