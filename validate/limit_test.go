package validate_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/typedml/typedml/validate"
)

// TestLimitElements bounds the violations of list elements, of records in lists too, and keeps those of fields.
func TestLimitElements(t *testing.T) {
	item, field := validate.Rule{Path: "items", Name: "gte"}, validate.Rule{Path: "a", Name: "lte"}
	var r validate.Report
	r.AddAt(&item, 7, validate.None())
	if n, m, rule := r.Hidden(); n != 0 || m != 0 || rule != nil {
		t.Fatal(n, m, rule)
	}
	r.LimitElements(4)
	for i := range 2 {
		r.AddAt(&item, i, validate.None())
	}
	for i := range 5 {
		n := r.Len()
		r.Add(&field, validate.None())
		r.AddAt(&item, 0, validate.None())
		r.Nest(n, "inner")
		r.NestAt(n, "records", i)
	}
	r.AddAt(&item, 9, validate.None())
	r.Add(&field, validate.None())
	r.AddUnder(&validate.Rule{Path: "map", Name: "gt"}, "k", validate.None())
	const want = "items[7] items[0] items[1] records[0].inner.a records[0].inner.items[0] a map[\"k\"] "
	if got := places(&r); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	n, m, rule := r.Hidden()
	if n != 9 || m != 0 || rule == nil || rule.Name != "gte" {
		t.Errorf("%d and %d hidden, rule %v", n, m, rule)
	}
	r.AddAt(&item, 1, validate.None())
	if r.Len() != 8 {
		t.Error("the limit outlives Hidden")
	}
	r.Hidden()
	r.Reset()
	r.LimitElements(4)
	n = r.Len()
	for i := range 9 {
		r.AddAt(&item, i, validate.None())
	}
	r.NestAt(n, "grid", 0)
	if n, _, _ := r.Hidden(); n != 5 || r.Len() != 4 {
		t.Errorf("a long list in a list: %d kept, %d hidden", r.Len(), n)
	}
	r.LimitElements(0)
	r.Reset()
	r.AddAt(&item, 1, validate.None())
	if r.Len() != 1 {
		t.Error("the limit outlives Reset")
	}
}

func places(r *validate.Report) string {
	var b strings.Builder
	for v := range r.All() {
		b.WriteString(v.Path() + " ")
	}
	return b.String()
}

// node is walked as generated code walks a record with a field, lists, and maps of values and of records.
type node struct {
	bad    bool
	list   int // elements, all of them broken
	values map[string]int
	nodes  map[string]*node
	inner  *node
	items  []node
}

var (
	badRule   = validate.Rule{Path: "bad", Field: "Bad", Name: "b"}
	listRule  = validate.Rule{Path: "list", Field: "List", Name: "l"}
	keyRule   = validate.Rule{Field: "Values", Name: "k"}
	valueRule = validate.Rule{Field: "Values", Name: "v"}
)

func (x *node) validateInto(r *validate.Report) {
	if x.bad {
		r.Add(&badRule, validate.None())
	}
	for i := range x.list {
		r.AddAt(&listRule, i, validate.None())
	}
	first := r.Len()
	for k, e := range x.values {
		n := r.Len()
		if len(k) > 3 {
			r.Add(&keyRule, validate.String(k))
		}
		if e < 0 {
			r.Add(&valueRule, validate.Int(e))
		}
		r.NestKey(n, "values", k)
	}
	r.SortKeys(first)
	first = r.Len()
	for k, e := range x.nodes {
		n := r.Len()
		e.validateInto(r)
		r.NestKey(n, "nodes", k)
	}
	r.SortKeys(first)
	if x.inner != nil {
		n := r.Len()
		x.inner.validateInto(r)
		r.Nest(n, "inner")
	}
	for i := range x.items {
		n := r.Len()
		x.items[i].validateInto(r)
		r.NestAt(n, "items", i)
	}
}

func numbers(n int) map[string]int {
	m := map[string]int{}
	for i := range n {
		m[fmt.Sprintf("%04d", i)] = -i % 7
	}
	return m
}

func nodes(prefix string, n int, of func(i int) node) map[string]*node {
	m := map[string]*node{}
	for i := range n {
		e := of(i)
		m[fmt.Sprintf("%s%03d", prefix, i)] = &e
	}
	return m
}

// TestLimitEntries has maps with too many violations: what is kept is the start of what an unlimited report holds, whatever
// the order of the map, and the rest is counted.
func TestLimitEntries(t *testing.T) {
	const limit = 40
	for name, x := range map[string]node{
		"few":            {values: numbers(5)},
		"values":         {values: numbers(3000)},
		"behind a field": {bad: true, values: numbers(3000), inner: &node{bad: true, values: numbers(9)}},
		"behind a list":  {list: 39, values: numbers(300)},
		"no room":        {list: 100, values: numbers(300), nodes: nodes("n", 100, func(int) node { return node{inner: &node{bad: true}} })},
		"records":        {nodes: nodes("n", 500, func(i int) node { return node{bad: i%2 == 0, inner: &node{bad: true, list: 3}} })},
		"maps in maps":   {nodes: nodes("n", 100, func(i int) node { return node{bad: i%3 == 0, values: numbers(i)} })},
		"long lists":     {nodes: nodes("n", 100, func(i int) node { return node{list: 10 * i} })},
		"a map of its own name": {nodes: nodes("n", 100, func(i int) node {
			return node{nodes: nodes("n", i, func(j int) node { return node{bad: j%2 == 0, list: 1} })}
		})},
		"a map of its own name with smaller keys": {nodes: nodes("z", 100, func(int) node {
			return node{nodes: nodes("n", 30, func(int) node { return node{bad: true} })}
		})},
		"before a list": {inner: &node{values: map[string]int{"k": -1}, list: 39}, items: []node{{bad: true}, {values: numbers(3)}}},
		"siblings":      {nodes: nodes("n", 30, func(int) node { return node{inner: &node{values: numbers(20)}} }), inner: &node{bad: true, values: numbers(9), list: 5}},
	} {
		t.Run(name, func(t *testing.T) {
			var all validate.Report
			x.validateInto(&all)
			rules := map[*validate.Rule]bool{}
			for range 5 {
				var r validate.Report
				r.LimitElements(limit)
				x.validateInto(&r)
				rules[checkStart(t, &all, &r, limit)] = true
			}
			if len(rules) != 1 {
				t.Error("the order of the map chose the rule")
			}
		})
	}
}

// checkStart compares a limited report with the whole one. Fields outside of lists and maps are always kept.
func checkStart(t *testing.T, all, r *validate.Report, limit int) *validate.Rule {
	t.Helper()
	var want []string
	for v := range all.All() {
		if plain := !strings.ContainsAny(v.Path(), "[]"); plain || len(want) < limit {
			want = append(want, v.String())
		}
	}
	var got []string
	for v := range r.All() {
		got = append(got, v.String())
	}
	if !slices.Equal(got, want) {
		t.Fatalf("kept %d: %v\nwant %d: %v", len(got), got, len(want), want)
	}
	elements, entries, rule := r.Hidden()
	if elements+entries+len(got) != all.Len() || (rule == nil) != (len(got) == all.Len()) {
		t.Fatalf("%d and %d hidden, %d kept of %d, rule %v", elements, entries, len(got), all.Len(), rule)
	}
	return rule
}

// TestLimitEntriesMemory has maps of many broken entries: the report does not grow with them.
func TestLimitEntriesMemory(t *testing.T) {
	for name, x := range map[string]node{
		"values":  {values: numbers(50000)},
		"records": {nodes: nodes("n", 50000, func(int) node { return node{inner: &node{bad: true}} })},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			var r validate.Report
			r.LimitElements(100)
			x.validateInto(&r)
			runtime.ReadMemStats(&after)
			got := after.TotalAlloc - before.TotalAlloc
			if got > 1<<20 {
				t.Errorf("%d bytes", got)
			}
		})
	}
}
