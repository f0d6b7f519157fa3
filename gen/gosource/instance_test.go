package gosource_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/typedml/typedml/gen/gosource"
	"github.com/typedml/typedml/schema"
)

// An instance of a generic struct is written as a struct of its own.
func TestInstance(t *testing.T) {
	pair := &schema.Record{Type: "Pair[string,float64]", Name: "stats.Pair[string,float64]", Fields: []schema.Field{
		{Name: "First", Key: "first", Type: schema.Type{Kind: schema.String}},
	}}
	holds := &schema.Record{Fields: []schema.Field{{Name: "Of", Key: "of", Type: schema.Type{Kind: schema.Struct, Record: pair}}}}
	f := gosource.New("stats")
	if err := f.Declare("Holds", holds, gosource.Style{Import: &gosource.Import{Pkg: "stats"}}); err != nil {
		t.Fatal(err)
	}
	source, err := f.Source()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(source), "type PairStringFloat64 struct {") {
		t.Errorf("%s", source)
	}
}

// The tolerance of a simplex is the shortest that gives its limits, although the sum with 1 has rounded them.
func TestSimplex(t *testing.T) {
	for _, want := range []string{"0.001", "0.05", "1e-09"} {
		eps, _ := strconv.ParseFloat(want, 64)
		limits := []schema.Literal{{Kind: schema.Float64, Float: 1 - eps}, {Kind: schema.Float64, Float: 1 + eps}}
		rec := &schema.Record{Fields: []schema.Field{{
			Name: "P", Key: "p", Type: schema.Type{Kind: schema.List, Elem: &schema.Element{Type: schema.Type{Kind: schema.Float64}}},
			Constraints: []schema.Constraint{{Kind: schema.Sum, Rule: "simplex", Limits: limits}},
		}}}
		f := gosource.New("stats")
		if err := f.Declare("P", rec, gosource.Style{}); err != nil {
			t.Fatal(err)
		}
		source, err := f.Source()
		if err != nil || !strings.Contains(string(source), `check:"simplex=`+want+`"`) {
			t.Errorf("%v\n%s", err, source)
		}
	}
}
