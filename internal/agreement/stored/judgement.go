package stored

import (
	"slices"

	"github.com/typedml/typedml/internal/agreement/random"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/sql"
)

// Found are the evaluator's findings of a row, in general paths and each once.
func Found(e *schema.Evaluator, r *schema.Record, row map[string]any) []schema.Finding {
	var out []schema.Finding
	for _, f := range e.EvaluateInput(r, row) {
		if f.Path = schema.GeneralPath(f.Path); !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// Cannot reports whether a rule of the place is not judged. Another one of the same name there has no say then, either.
func Cannot(list []sql.Unexpressed, path, rule string) bool {
	return slices.ContainsFunc(list, func(u sql.Unexpressed) bool { return u.Path == path && u.Rule == rule })
}

// Without are the findings of rules that are judged.
func Without(findings []schema.Finding, list []sql.Unexpressed) []schema.Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f schema.Finding) bool { return Cannot(list, f.Path, f.Rule) })
}

// Drawn are rows of so many values of a record, one in three an input that need not fit its types, as far as a table can
// hold them: as is [Row], or a table's own.
func Drawn(source *random.Source, r *schema.Record, values int, as func(*schema.Record, map[string]any) (map[string]any, bool)) []map[string]any {
	var rows []map[string]any
	for n := range values {
		v := source.Value(r)
		if n%3 == 2 {
			v = source.Input(r)
		}
		if row, ok := as(r, v); ok {
			rows = append(rows, row)
		}
	}
	return rows
}
