package load

import (
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/unit"
)

// request derives the view that a caller of the model sends, unless it is the record itself: without a label, looked-up
// or derived field there is nothing to leave out.
func request(s *unit.Struct) *unit.Struct {
	view := s.Record.RequestView()
	if len(view.Fields) == len(s.Record.Fields) {
		return nil
	}
	out := &unit.Struct{Name: view.Type, Record: view, Rules: s.Rules, StandardJSON: s.StandardJSON}
	names := map[string]int{}
	for _, f := range view.Fields {
		names[promoted(f.Name)]++
	}
	for i, f := range s.Record.Fields {
		if !f.Role.Sent() {
			continue
		}
		name := promoted(f.Name)
		if names[name] > 1 {
			name = strings.ReplaceAll(f.Name, ".", "")
		}
		view.Fields[len(out.Fields)].Name = name
		field := s.Fields[i]
		field.Selector = name
		out.Fields = append(out.Fields, field)
	}
	return out
}

// promoted is the name by which Go knows the field of an embedded struct.
func promoted(selector string) string { return selector[strings.LastIndexByte(selector, '.')+1:] }

// requestNames refuses fields whose names the request cannot have: it has them side by side, those of embedded structs,
// too, and beside its methods.
func (l *loader) requestNames(d *definition) {
	if d.unit.Request == nil {
		return
	}
	first, sent := map[string]string{}, d.unit.Request.Fields
	for i, f := range d.record.Fields {
		if !f.Role.Sent() {
			continue
		}
		name := sent[0].Selector
		sent = sent[1:]
		other, twice := first[name]
		joined := name != promoted(f.Name) // methodFields has seen the others
		switch {
		case name == "Row" || joined && signatures[name] != "":
			l.found.Errorf(l.fset.Position(d.at[i]), diag.MethodConflict, "rename the field; its json tag may stay",
				"field %s of %s is the field %s of the generated type %s, which has a method of that name", f.Name, d.record.Type, name, d.unit.Request.Name)
		case twice:
			l.found.Errorf(l.fset.Position(d.at[i]), diag.NameConflict, "rename one of them; its json tag may stay",
				"the fields %s and %s of %s are both the field %s of the generated type %s", other, f.Name, d.record.Type, name, d.unit.Request.Name)
		}
		first[name] = f.Name
	}
}
