package vectors_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate/is"
)

// dir is the folder of the vectors, seen from this package.
var dir = filepath.Join("..", "..", "schema", "testdata", "vectors")

func load(t *testing.T) []vectors.File {
	t.Helper()
	files, err := vectors.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// The reference evaluator reports what the vectors say, in their order.
func TestEvaluator(t *testing.T) {
	e := &schema.Evaluator{Format: is.Format, User: vectors.User, Now: vectors.Now}
	for _, f := range load(t) {
		for _, c := range f.Cases {
			for _, r := range c.Rows {
				if r.Go {
					if got := e.Evaluate(c.Record, r.Value); !slices.Equal(got, r.Broken) {
						t.Errorf("%s:\n got %v\nwant %v", r.Name, got, r.Broken)
					}
				}
				if got := e.EvaluateInput(c.Record, r.Value); !vectors.Same(got, r.Decoded) {
					t.Errorf("%s as input:\n got %v\nwant %v", r.Name, got, r.Decoded)
				}
			}
		}
	}
}

// Every kind of constraint has vectors, with values that meet it and values that break it.
func TestEveryKindHasVectors(t *testing.T) {
	files := load(t)
	for _, kind := range schema.ConstraintKinds() {
		i := slices.IndexFunc(files, func(f vectors.File) bool { return f.Kind == string(kind) })
		if i < 0 {
			t.Errorf("no vectors for the constraint %s", kind)
			continue
		}
		meets, breaks := 0, 0
		for _, c := range files[i].Cases {
			for _, r := range c.Rows {
				if len(r.Broken) == 0 {
					meets++
				} else {
					breaks++
				}
			}
		}
		if meets < 3 || breaks < 3 {
			t.Errorf("%s has %d values that meet it and %d that break it", kind, meets, breaks)
		}
	}
}

func TestNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range load(t) {
		for _, c := range f.Cases {
			for _, r := range c.Rows {
				if seen[r.Name] {
					t.Errorf("%s stands twice", r.Name)
				}
				seen[r.Name] = true
			}
		}
	}
}

func TestDisagreements(t *testing.T) {
	files := load(t)
	e := &schema.Evaluator{Format: is.Format, User: vectors.User, Now: vectors.Now}
	name := files[0].Cases[0].Rows[0].Name
	agree := func(c vectors.Case, r vectors.Row) (got, want []schema.Finding, ok bool) {
		return e.Evaluate(c.Record, r.Value), r.Broken, r.Go
	}
	wrong := func(c vectors.Case, r vectors.Row) (got, want []schema.Finding, ok bool) {
		got, want, ok = agree(c, r)
		if r.Name == name {
			got = append(slices.Clone(got), schema.Finding{Rule: "wrong"})
		}
		return got, want, ok
	}
	declared := vectors.Stance{Kind: files[0].Kind, Differs: []string{name}, Words: "because"}
	for _, c := range []struct {
		about   string
		stances []vectors.Stance
		run     func(vectors.Case, vectors.Row) (got, want []schema.Finding, ok bool)
		want    int
	}{
		{"agreement", nil, agree, 0},
		{"an undeclared difference", nil, wrong, 1},
		{"a declared difference", []vectors.Stance{declared}, wrong, 0},
		{"a declared difference that is gone", []vectors.Stance{declared}, agree, 1},
		{"a declared difference of no row", []vectors.Stance{{Kind: files[0].Kind, Differs: []string{"x"}, Words: "because"}}, agree, 1},
		{"a stance without words", []vectors.Stance{{Kind: files[0].Kind, Cannot: true}}, agree, 1},
		{"a stance on nothing", []vectors.Stance{{Kind: "nothing", Words: "because"}}, agree, 1},
		{"what a target cannot is not run", []vectors.Stance{{Kind: files[0].Kind, Cannot: true, Words: "because"}}, wrong, 0},
	} {
		if got := vectors.Disagreements(files, c.stances, c.run); len(got) != c.want {
			t.Errorf("%s: %v", c.about, got)
		}
	}
}
