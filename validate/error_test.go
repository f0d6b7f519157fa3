package validate_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/typedml/typedml/validate"
)

func TestErrorText(t *testing.T) {
	rule := &validate.Rule{Path: "n", Name: "gte", Param: "0"}
	text := func(n int) string {
		var r validate.Report
		for i := range n {
			r.Add(rule, validate.Int(-i-1))
		}
		return r.Err().Error()
	}
	line := func(i int) string { return fmt.Sprintf("n: must be at least 0 (gte=0), got -%d", i) }

	if got, want := text(1), "1 violation: "+line(1); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := text(2), "2 violations:\n  "+line(1)+"\n  "+line(2); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := text(10); strings.Count(got, "\n") != 10 || strings.Contains(got, "more") {
		t.Errorf("ten violations are not printed in full:\n%s", got)
	}
	if got := text(25); strings.Count(got, "\n") != 11 || !strings.HasSuffix(got, "\n  … and 15 more") {
		t.Errorf("25 violations:\n%s", got)
	}
}

// batch has 4 broken rows of 6, with 2 + 2 + 2 + 1 violations.
func batch() []station {
	ok := station{Name: "a"}
	nameless := station{Readings: []reading{{Celsius: -91}}}
	return []station{ok, nameless, nameless, ok, nameless, {Name: "a", Readings: []reading{{}, {Tags: []string{"x"}}}}}
}

func TestSlice(t *testing.T) {
	var r validate.Report
	r.SetRow(99)
	validate.Slice(batch(), &r)
	var got []string
	for v := range r.All() {
		got = append(got, fmt.Sprint(v.Row(), " ", v.Path()))
	}
	want := []string{
		"1 name", "1 readings[0].celsius", "2 name", "2 readings[0].celsius", "4 name", "4 readings[0].celsius", "5 readings[1].tags[0]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	err := r.Err().(*validate.Error)
	if rows := err.Rows(); !slices.Equal(rows, []int{1, 2, 4, 5}) {
		t.Errorf("rows %v", rows)
	}
	r.Add(&ruleRecord, validate.None())
	for v := range r.Since(len(want)) {
		if v.Row() != -1 {
			t.Errorf("row %d after Slice", v.Row())
		}
	}
	if rows := r.Err().(*validate.Error).Rows(); !slices.Equal(rows, []int{1, 2, 4, 5}) {
		t.Errorf("rows %v beside a violation outside of the batch", rows)
	}
	r.Reset()
	validate.Slice[station](nil, &r)
	if r.Err() != nil {
		t.Error("no rows, but violations")
	}
}

func TestGroups(t *testing.T) {
	rows := batch()
	rows[5].Readings[1].Tags = []string{"x", "y", "z", "w"}
	var r validate.Report
	validate.Slice(rows, &r)
	err := r.Err().(*validate.Error)
	type summary struct {
		path, rule, limit string
		count, rows, some int
	}
	want := []summary{
		{"readings[].tags[]", "min", "2", 4, 1, 3}, // the most frequent first
		{"name", "required", "", 3, 3, 3},          // ties in order of appearance
		{"readings[].celsius", "gte", "-90", 3, 3, 3},
	}
	var got []summary
	for _, g := range err.Groups() {
		got = append(got, summary{g.Path, g.Rule, g.Limit, g.Count, g.Rows, len(g.Examples)})
	}
	if !slices.Equal(got, want) {
		t.Errorf("groups\n%+v, want\n%+v", got, want)
	}
	text := `10 violations in 4 rows, 3 kinds:
  readings[].tags[]  min=2  ×4
      row 5: readings[1].tags[0]: must have at least 2 characters (min=2), got "x"
      row 5: readings[1].tags[1]: must have at least 2 characters (min=2), got "y"
      row 5: readings[1].tags[2]: must have at least 2 characters (min=2), got "z"
      … and 1 more
  name  required  ×3
      row 1: name: is required and must not be empty (required), got ""
      row 2: name: is required and must not be empty (required), got ""
      row 4: name: is required and must not be empty (required), got ""
  readings[].celsius  gte=-90  ×3
      row 1: readings[0].celsius: must be at least -90 (gte=-90), got -91
      row 2: readings[0].celsius: must be at least -90 (gte=-90), got -91
      row 4: readings[0].celsius: must be at least -90 (gte=-90), got -91`
	if err.Error() != text {
		t.Errorf("got\n%s\nwant\n%s", err.Error(), text)
	}
}

func TestSummaryIsBounded(t *testing.T) {
	var r validate.Report
	for i := range 1000 {
		r.SetRow(i)
		r.Add(&validate.Rule{Path: fmt.Sprintf("c%d", i%15), Name: "required"}, validate.Null())
		r.Add(&ruleRecord, validate.None())
	}
	got := r.Err().(*validate.Error).Summary()
	if !strings.HasPrefix(got, "2000 violations in 1000 rows, 1001 kinds:\n  (record)  ratios_sum  ×1000\n") {
		t.Errorf("summary starts with %s", got[:100])
	}
	if !strings.HasSuffix(got, "\n  … and 991 kinds more") || strings.Count(got, "\n") > 50 {
		t.Errorf("summary is not bounded:\n%s", got)
	}
}

// Nothing that a sensitive field held may come out of its violation, in whatever form.
func TestSensitiveValuesAreNowhere(t *testing.T) {
	const secret = "hunter2-хунтер"
	rules := []*validate.Rule{
		{Path: "password", Field: "Password", Name: "min", Param: "20", Sensitive: true},
		{Path: "password", Field: "Password", Name: "oneof", Param: "hunter3-хунтер b", Sensitive: true},
		{Path: "password", Field: "Password", Name: validate.RuleType, Param: "int64", Sensitive: true},
		{Path: "password", Field: "Password", Name: "required", Sensitive: true},
	}
	values := []validate.Value{validate.String(secret), validate.JSON(`"` + secret + `"`)}
	var r validate.Report
	for i, rule := range rules {
		for _, value := range values {
			r.SetRow(i)
			r.Add(rule, value)
			r.AddAt(rule, 1, value)
			r.AddUnder(rule, "entry", value)
			r.NestAt(r.Len()-1, "accounts", i)
		}
	}
	err := r.Err().(*validate.Error)
	text, failure := err.MarshalJSON()
	if failure != nil {
		t.Fatal(failure)
	}
	out := string(text) + err.Error() + err.Summary() + fmt.Sprintf("%v %+v %#v %+v", err, err, err, err.Violations)
	for _, v := range err.Violations {
		if v.Value().Kind() != validate.KindNone || v.Value().Any() != nil {
			t.Errorf("%s holds a value", v.Path())
		}
		out += v.String() + v.Message() + v.Value().String() + fmt.Sprintf("%#v", v)
	}
	if strings.Contains(out, "hunter2") {
		t.Error("the secret came out")
	}
	// The kind of the field is no secret: sizes are worded by it.
	if want := "must have at least 20 characters (min=20)"; err.Violations[0].Message() != want {
		t.Errorf("got %s, want %s", err.Violations[0].Message(), want)
	}
}

// A record outside of a batch is one row of its groups.
func TestGroupsOfARecord(t *testing.T) {
	var r validate.Report
	rule := &validate.Rule{Path: "scores", Name: "gte", Param: "0"}
	r.AddAt(rule, 0, validate.Int(-1))
	r.AddAt(rule, 1, validate.Int(-2))
	var e *validate.Error
	if !errors.As(r.Err(), &e) {
		t.Fatal("no error")
	}
	if g := e.Groups(); len(g) != 1 || g[0].Count != 2 || g[0].Rows != 1 {
		t.Errorf("%+v", g)
	}
}
