package validate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/typedml/typedml/validate"
)

var (
	ruleField   = validate.Rule{Path: "price", Field: "Price", Name: "gte", Param: "0"}
	ruleRecord  = validate.Rule{Name: "ratios_sum", Message: "ratios must sum to 1"}
	ruleInlined = validate.Rule{Path: "base.id", Field: "Base.ID", Name: "required"}
	ruleUnknown = validate.Rule{Name: validate.RuleUnknown}
	ruleMap     = validate.Rule{Path: "importance", Field: "Importance", Name: "gte", Param: "0"}
	ruleRow     = validate.Rule{Name: "gte", Param: "0"} // an element of a list inside of a list
)

func TestPath(t *testing.T) {
	for _, c := range []struct {
		want, pattern string
		steps         int
		report        func(*validate.Report)
	}{
		{"", "", 0, func(r *validate.Report) { r.Add(&ruleRecord, validate.None()) }},
		{"price", "price", 1, func(r *validate.Report) { r.Add(&ruleField, validate.Int(-1)) }},
		{"base.id", "base.id", 1, func(r *validate.Report) { r.Add(&ruleInlined, validate.Int(0)) }},
		{"price[3]", "price[]", 1, func(r *validate.Report) { r.AddAt(&ruleField, 3, validate.Int(-1)) }},
		{"item", "item", 1, func(r *validate.Report) { r.Add(&ruleRecord, validate.None()); r.Nest(0, "item") }},
		{"items[3].price", "items[].price", 2, func(r *validate.Report) {
			r.Add(&ruleField, validate.Int(-1))
			r.NestAt(0, "items", 3)
		}},
		{`order.items["a.b"].price[0]`, "order.items[].price[]", 3, func(r *validate.Report) {
			r.AddAt(&ruleField, 0, validate.Int(-1))
			r.NestKey(0, "items", "a.b")
			r.Nest(0, "order")
		}},
		{"matrix[1][2]", "matrix[][]", 2, func(r *validate.Report) {
			r.AddAt(&ruleRow, 2, validate.Int(-1))
			r.NestAt(0, "matrix", 1)
		}},
		{`importance["age"]`, "importance[]", 1, func(r *validate.Report) { r.AddUnder(&ruleMap, "age", validate.Int(-1)) }},
		{`model.importance["age"]`, "model.importance[]", 2, func(r *validate.Report) {
			r.AddUnder(&ruleMap, "age", validate.Int(-1))
			r.Nest(0, "model")
		}},
		// The keys of a sensitive map are left out.
		{"ssn.count", "ssn.count", 2, func(r *validate.Report) {
			r.Add(&validate.Rule{Path: "count", Name: "gte"}, validate.Int(-1))
			r.NestKey(0, "ssn", "078-05-1120")
			r.HideKeys(0)
		}},
		{"ssn", "ssn", 1, func(r *validate.Report) {
			r.AddUnder(&validate.Rule{Path: "ssn", Name: "type", Sensitive: true}, "078-05-1120", validate.Int(-1))
		}},
		{"amuont", "amuont", 1, func(r *validate.Report) { r.AddUnder(&ruleUnknown, "amuont", validate.None()) }},
		{"items[0].naïve-2", "items[].naïve-2", 2, func(r *validate.Report) {
			r.AddUnder(&ruleUnknown, "naïve-2", validate.None())
			r.NestAt(0, "items", 0)
		}},
		// Keys of the input that could forge a path, a line or a terminal sequence are quoted.
		{`["a.b"]`, `["a.b"]`, 1, func(r *validate.Report) { r.AddUnder(&ruleUnknown, "a.b", validate.None()) }},
		{`[""]`, `[""]`, 1, func(r *validate.Report) { r.AddUnder(&ruleUnknown, "", validate.None()) }},
		{`x["a\nb\x1b[2J"]`, `x["a\nb\x1b[2J"]`, 2, func(r *validate.Report) {
			r.AddUnder(&ruleUnknown, "a\nb\x1b[2J", validate.None())
			r.Nest(0, "x")
		}},
		{`["\xff"]`, `["\xff"]`, 1, func(r *validate.Report) { r.AddUnder(&ruleUnknown, "\xff", validate.None()) }},
	} {
		var r validate.Report
		c.report(&r)
		err := r.Err().(*validate.Error)
		v := &err.Violations[0]
		if got := v.Path(); got != c.want {
			t.Errorf("path %q, want %q", got, c.want)
		}
		if got := err.Groups()[0].Path; got != c.pattern {
			t.Errorf("%s: pattern %q, want %q", c.want, got, c.pattern)
		}
		if got := v.Steps(); len(got) != c.steps {
			t.Errorf("%s: steps %+v, want %d", c.want, got, c.steps)
		}
		if taken := r.Take().(*validate.Error); taken.Violations[0].Path() != c.want {
			t.Errorf("path %q after Take, want %q", taken.Violations[0].Path(), c.want)
		}
	}
}

func TestSteps(t *testing.T) {
	var r validate.Report
	r.AddAt(&ruleField, 0, validate.Int(-1))
	r.NestKey(0, "items", "a.b")
	r.Nest(0, "order")
	r.AddUnder(&ruleMap, "age", validate.Int(-1))
	r.AddUnder(&ruleUnknown, "extra", validate.None())
	want := [][]validate.Step{
		{
			{Kind: validate.StepField, Name: "order"},
			{Kind: validate.StepKey, Name: "items", Key: "a.b"},
			{Kind: validate.StepIndex, Name: "price", Index: 0},
		},
		{{Kind: validate.StepKey, Name: "importance", Key: "age"}},
		{{Kind: validate.StepInput, Name: "extra"}},
	}
	indexes := []int{0, -1, -1}
	i := 0
	for v := range r.All() {
		if got := v.Steps(); !slices.Equal(got, want[i]) {
			t.Errorf("%s: steps %+v, want %+v", v.Path(), got, want[i])
		}
		if v.Index() != indexes[i] {
			t.Errorf("%s: index %d, want %d", v.Path(), v.Index(), indexes[i])
		}
		i++
	}
}

func TestLongKeysAreCutInPathsOnly(t *testing.T) {
	key := strings.Repeat("ключ", 1000)
	var r validate.Report
	r.AddUnder(&ruleMap, key, validate.Int(-1))
	for v := range r.All() {
		if p := v.Path(); len(p) > 300 || !strings.Contains(p, "8000 bytes") || strings.ContainsRune(p, '\uFFFD') {
			t.Errorf("path %q", p)
		}
		if v.Steps()[0].Key != key {
			t.Error("the step lost its key")
		}
	}
}

// A container's segment is shared by its violations, and older ones keep theirs when the memory of a report moves.
func TestSharedSegmentsSurviveGrowth(t *testing.T) {
	const items, depth = 100, 3
	var r validate.Report
	var want []string
	for i := range items {
		n := r.Len()
		r.Add(&ruleField, validate.Int(-1))
		r.AddAt(&ruleField, 7, validate.Int(-1))
		r.AddUnder(&ruleMap, "k", validate.Int(-1))
		r.NestAt(n, "items", i)
		prefix := fmt.Sprintf("items[%d]", i)
		for d := range depth {
			name := fmt.Sprintf("level%d", d)
			r.NestKey(n, name, fmt.Sprint(i))
			prefix = fmt.Sprintf("%s[\"%d\"].%s", name, i, prefix)
		}
		want = append(want, prefix+".price", prefix+".price[7]", prefix+`.importance["k"]`)
	}
	r.Nest(0, "root")
	for i := range want {
		want[i] = "root." + want[i]
	}
	if got := paths(&r); !slices.Equal(got, want) {
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("violation %d: path %q, want %q", i, got[i], want[i])
			}
		}
	}
	err := r.Err().(*validate.Error)
	r.Reset()
	for i := range err.Violations {
		if got := err.Violations[i].Path(); got != want[i] {
			t.Fatalf("copy %d: path %q, want %q", i, got, want[i])
		}
	}
	r.Nest(0, "nothing") // no violation, no effect
	if r.Len() != 0 {
		t.Error("Nest made a violation")
	}
}
