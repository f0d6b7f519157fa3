package load

import (
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// keep notes a field that is no part of the record. The blank one cannot be named, and one of a generic struct of another package
// that is not exported neither.
func (d *definition) keep(selector string) {
	if selector != "_" && (d.instance != nil || d.source.path == d.pkg.path || hiddenIn(selector) == "") {
		d.kept = append(d.kept, unit.Kept{Selector: selector})
	}
}

// keepBelow notes those of a record that a field holds by value, or that is embedded.
func (d *definition) keepBelow(selector string, kept []unit.Kept) {
	for _, k := range kept {
		d.kept = append(d.kept, unit.Kept{Selector: strings.TrimSuffix(selector+"."+k.Selector, "."), But: k.But})
	}
}

// keptOf are the fields of a record that are no part of it, as the package of the definition that holds it reaches them: where it
// cannot name one, they are the record as a whole, but for its fields.
func (d *definition) keptOf(inner *definition) []unit.Kept {
	if inner.source.path == d.pkg.path || !slices.ContainsFunc(inner.kept, func(k unit.Kept) bool { return hiddenIn(k.Selector) != "" }) {
		return inner.kept
	}
	return []unit.Kept{{But: fieldsOf(inner.record, inner.fields)}}
}

// fieldsOf are the selectors of a record's fields as another package names them; those of a record in it that has something to keep,
// in the place of its own.
func fieldsOf(r *schema.Record, fields []unit.Field) []string {
	var out []string
	for i, f := range fields {
		at := exportedSelector(r, f.Selector)
		if f.Type.Form != unit.Named || len(f.Type.Kept) == 0 {
			out = append(out, at)
			continue
		}
		for _, below := range fieldsOf(r.Fields[i].Type.Record, f.Type.Fields) {
			out = append(out, at+"."+below)
		}
	}
	return out
}
