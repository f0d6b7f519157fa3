package gosource_test

import (
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
