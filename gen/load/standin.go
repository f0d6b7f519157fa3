package load

import (
	"go/types"
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/unit"
)

// standsIn makes the unit of an instance that of the type which stands in for it.
func (l *loader) standsIn(d *definition) {
	s := d.unit
	s.Name, s.Of, s.Seal, s.StandardJSON = d.standIn, spell(d.pkg.types, d.instance), 0, false
	s.Unchecked, s.Checked = l.unchecked(d, d.source), d.checked
	for i := range d.instance.NumMethods() {
		m := d.instance.Method(i)
		got := signature(m)
		switch {
		case m.Name() == "Check" && isTest(l.fset.Position(m.Pos()).Filename) && d.group == "":
			l.checkInTest(l.fset.Position(m.Pos()), d.record.Type)
		case m.Name() == "Check":
			l.checkMethod(d, m, got)
		case signatures[m.Name()] != "":
			l.found.Errorf(l.fset.Position(m.Pos()), diag.MethodConflict, "rename it, or define a struct for each instance",
				"method %s of the generic %s has the name of a generated one, which is not a method of its instances", m.Name(), d.spec.spec.Name.Name)
		}
	}
}

// standInsOf gives each type that stands in for an instance to the first file that needs it, of those that are compiled together.
func (l *loader) standInsOf(p *pkg, u *unit.Package) {
	byName := map[string]*unit.Struct{}
	for _, d := range l.definitions {
		if d.pkg.path == p.path && d.instance != nil && d.unit != nil {
			byName[d.standIn] = d.unit
		}
	}
	declared := map[string]bool{}
	for _, f := range u.Files {
		var need func(fields []unit.Field)
		need = func(fields []unit.Field) {
			for _, x := range fields {
				name := standInOf(x.Type)
				s := byName[name]
				if s == nil || declared[name] {
					continue
				}
				declared[name] = true
				f.Instances = append(f.Instances, s)
				need(s.Fields)
			}
		}
		for _, s := range f.Structs {
			need(s.Fields)
		}
	}
}

// standInOf is the type that stands in for the record that a value holds, "" where none does.
func standInOf(t unit.Type) string {
	for t.Elem != nil {
		t = *t.Elem
	}
	return t.StandIn
}

// spellableBy reports whether the package at one path can write a struct type whose fields another declares.
func spellableBy(by, source string, st *types.Struct) bool {
	for i := range st.NumFields() {
		if !st.Field(i).Exported() || !nameableBy(by, source, guarded(st, i)) {
			return false
		}
	}
	return true
}

func nameableBy(by, source string, t types.Type) bool {
	return nameableWhere(t, func(obj *types.TypeName) bool {
		return obj.Pkg() != nil && obj.Pkg().Path() == by || nameableObject(obj, source)
	})
}

// packagesOf are the packages that a spelled type names.
func packagesOf(spelled []unit.Word) []string {
	var out []string
	for _, w := range spelled {
		if w.Package != "" && !slices.Contains(out, w.Package) {
			out = append(out, w.Package)
		}
	}
	return out
}

// namesIn are the names of the package itself in a spelled type.
func namesIn(spelled []unit.Word) []string {
	var out []string
	for _, w := range spelled {
		if w.Package == "" {
			out = append(out, strings.FieldsFunc(w.Text, func(r rune) bool { return !identifierRune(r) })...)
		}
	}
	return out
}

func identifierRune(r rune) bool { return r < 0x80 && nameByte(byte(r)) || r >= 0x80 }
