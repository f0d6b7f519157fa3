package validate_test

import (
	"testing"

	"github.com/typedml/typedml/validate"
)

// TestLimitElements bounds the violations of list elements, of records in lists too, and of nothing else.
func TestLimitElements(t *testing.T) {
	item, field := validate.Rule{Path: "items", Name: "gte"}, validate.Rule{Path: "a", Name: "lte"}
	var r validate.Report
	r.AddAt(&item, 7, validate.None())
	if n, rule := r.Hidden(); n != 0 || rule != nil {
		t.Fatal(n, rule)
	}
	r.LimitElements(3)
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
	var got string
	for v := range r.All() {
		got += v.Path() + " "
	}
	const want = "items[7] items[0] items[1] records[0].inner.a records[0].inner.items[0] a map[\"k\"] "
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	n, rule := r.Hidden()
	if n != 9 || rule == nil || rule.Name != "lte" && rule.Name != "gte" {
		t.Errorf("%d hidden, first %v", n, rule)
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
	if n, _ := r.Hidden(); n != 5 || r.Len() != 4 {
		t.Errorf("a long list in a list: %d kept, %d hidden", r.Len(), n)
	}
	r.LimitElements(0)
	r.Reset()
	r.AddAt(&item, 1, validate.None())
	if r.Len() != 1 {
		t.Error("the limit outlives Reset")
	}
}
