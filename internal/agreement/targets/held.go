package targets

import (
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// held is the Go value of a row.
type held struct {
	generated
	rec *schema.Record
	// value is the row's, plain the Go value as the evaluator reads it.
	value, plain map[string]any
	// found is where the targets' findings go.
	found map[string][]schema.Finding
}

func newHeld(x generated, rec *schema.Record, value map[string]any, found map[string][]schema.Finding) held {
	return held{generated: x, rec: rec, value: value, plain: read(reflect.ValueOf(x).Elem(), rec), found: found}
}

// rules are the findings of ValidateInto.
func (h held) rules() []schema.Finding {
	r := validate.Report{Now: vectors.Now}
	h.ValidateInto(&r)
	return findings(&r)
}

func (h held) validate() []schema.Finding {
	found := h.rules()
	err := h.Validate()
	var present validate.Report // Validate asks the clock
	h.ValidateInto(&present)
	if !slices.Equal(ofError(err), findings(&present)) {
		found = append(found, broken("Validate says %v", err)...)
	}
	r := validate.Report{Now: vectors.Now}
	h.ValidateInto(&r)
	for v := range r.All() {
		if v.Value().Kind() != validate.KindNone && sensitive(h.rec, v.Path()) {
			found = append(found, broken("%s keeps a sensitive value", v.Path())...)
		}
	}
	return found
}

// ofError returns the findings of a *validate.Error, none for nil.
func ofError(err error) []schema.Finding {
	found := []schema.Finding{}
	var list *validate.Error
	switch {
	case err == nil:
	case !errors.As(err, &list):
		return broken("an error of another kind: %v", err)
	default:
		for i := range list.Violations {
			found = append(found, schema.Finding{Path: list.Violations[i].Path(), Rule: list.Violations[i].Rule()})
		}
	}
	return found
}

// bulk validates all rows in one call.
func (s Struct) bulk(all []held) {
	rows := reflect.MakeSlice(reflect.SliceOf(s.typ), len(all), len(all))
	for i, h := range all {
		rows.Index(i).Set(reflect.ValueOf(h.generated).Elem())
		h.found[Slice] = []schema.Finding{}
	}
	r := validate.Report{Now: vectors.Now}
	panicked := guarded(func() []schema.Finding { s.slice(rows, &r); return nil })
	for v := range r.All() {
		found := all[v.Row()].found
		found[Slice] = append(found[Slice], schema.Finding{Path: v.Path(), Rule: v.Rule()})
	}
	for _, h := range all {
		h.found[Slice] = append(h.found[Slice], panicked...)
	}
}

// sensitive reports whether a path leads into a sensitive field.
func sensitive(rec *schema.Record, path string) bool {
	for i := range rec.Fields {
		f := &rec.Fields[i]
		rest, ok := strings.CutPrefix(path, f.Key)
		if !ok || rest != "" && rest[0] != '.' && rest[0] != '[' {
			continue
		}
		if f.Sensitive {
			return true
		}
		if f.Type.Kind == schema.Struct && rest != "" {
			return sensitive(f.Type.Record, rest[1:])
		}
	}
	return false
}
