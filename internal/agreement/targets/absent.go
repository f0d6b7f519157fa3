package targets

import (
	"reflect"

	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// lacks reports whether the row has not all of the record's keys, and columns hold the others.
func (s Struct) lacks(h held) bool {
	return len(h.value) < len(h.rec.Fields) && h.unstorable() == ""
}

// absent reads a row whose source has no columns for the keys that the row lacks. Its findings are those of presence: a
// column that may not be absent is reported, as missing is by a decoder; the others give what a decoder gives for the key.
func (s Struct) absent(h held) []schema.Finding {
	batch, err := columns.NewBatch(must(columns.FieldsOf(h.rec)))
	if err != nil {
		return broken("%v", err)
	}
	h.AppendColumns(batch)
	missing := map[string]bool{}
	for i, f := range h.rec.Fields {
		if _, ok := h.value[f.Key]; !ok {
			missing[f.Key] = true
			batch.MarkAbsent(i)
		}
	}
	x, want := s.value(), s.value()
	r := validate.Report{Now: vectors.Now}
	x.ReadColumns(batch, 0, &r)
	found := []schema.Finding{}
	for v := range r.All() {
		if v.Rule() != validate.RuleNull || !missing[v.Path()] {
			found = append(found, broken("%s is %s", v.Path(), v.Rule())...)
			continue
		}
		found = append(found, schema.Finding{Path: v.Path(), Rule: validate.RuleMissing})
	}
	if err := fill(reflect.ValueOf(want).Elem(), h.rec, completed(h.rec, nil)); err != nil {
		return broken("%v", err)
	}
	whole := read(reflect.ValueOf(want).Elem(), h.rec)
	for key, v := range h.plain {
		if !missing[key] {
			whole[key] = v
		}
	}
	if at := differ(floored(whole), read(reflect.ValueOf(x).Elem(), h.rec)); at != "" {
		found = append(found, broken("another value at %s", at)...)
	}
	return found
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
