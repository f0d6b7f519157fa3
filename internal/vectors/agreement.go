package vectors

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/typedml/typedml/schema"
)

// Stance is where a target stands on a kind of vectors. Without one it agrees on every row.
type Stance struct {
	// Kind is the file's.
	Kind string
	// Cannot says that the target does not render the kind at all; its rows are not run.
	Cannot bool
	// Differs are the names of the rows where the target reports something else.
	Differs []string
	// Words say why, for the documentation.
	Words string
}

// Disagreements holds a target against the vectors. Run returns what the target reports of a row; ok is false for a row
// that is none of the target's. An undeclared difference is a disagreement, and so is a declared one that no longer
// exists, a stance without words, and a stance on a kind that has no file. Findings are compared as sets.
func Disagreements(files []File, stances []Stance, run func(Case, Row) (got, want []schema.Finding, ok bool)) []string {
	var out []string
	for _, s := range stances {
		if s.Words == "" {
			out = append(out, s.Kind+": a stance needs words")
		}
		if !slices.ContainsFunc(files, func(f File) bool { return f.Kind == s.Kind }) {
			out = append(out, s.Kind+": a stance on vectors that do not exist")
		}
	}
	for _, f := range files {
		i := slices.IndexFunc(stances, func(s Stance) bool { return s.Kind == f.Kind })
		stance := Stance{Kind: f.Kind}
		if i >= 0 {
			stance = stances[i]
		}
		if !stance.Cannot {
			out = append(out, stance.hold(f, run)...)
		}
	}
	return out
}

func (s Stance) hold(f File, run func(Case, Row) (got, want []schema.Finding, ok bool)) []string {
	var out []string
	unused := slices.Clone(s.Differs)
	for _, c := range f.Cases {
		for _, r := range c.Rows {
			got, want, ok := run(c, r)
			if !ok {
				continue
			}
			declared := slices.Index(unused, r.Name)
			if declared >= 0 {
				unused = slices.Delete(unused, declared, declared+1)
			}
			switch same := Same(got, want); {
			case same && declared >= 0:
				out = append(out, r.Name+": the declared difference no longer exists")
			case !same && declared < 0:
				out = append(out, fmt.Sprintf("%s: got %v, want %v", r.Name, got, want))
			}
		}
	}
	for _, name := range unused {
		out = append(out, name+": a declared difference of no row")
	}
	return out
}

// Same reports whether two lists hold the same findings, in any order.
func Same(a, b []schema.Finding) bool {
	return slices.Equal(sorted(a), sorted(b))
}

func sorted(findings []schema.Finding) []schema.Finding {
	return slices.SortedFunc(slices.Values(findings), func(a, b schema.Finding) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Rule, b.Rule))
	})
}
