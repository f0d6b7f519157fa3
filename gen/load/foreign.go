package load

import (
	"fmt"
	"go/token"
	"go/types"
	"hash/fnv"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// foreign finds the records of other packages that a struct embeds or holds, at any depth: its output depends on their
// fields and tags as on its own. Instances of generic structs that no type of this package stands in for belong to them.
func (l *loader) foreign(d *definition, st *types.Struct) []unit.Foreign {
	w := &abroad{loader: l, holder: d, here: d.pkg, seen: map[string]bool{}}
	w.fields(st, false)
	w.embedded(st)
	return w.found
}

// abroad walks the types of one definition.
type abroad struct {
	loader *loader
	holder *definition
	here   *pkg
	seen   map[string]bool
	found  []unit.Foreign
}

// fields walks the fields of a struct, which is a part of another package's record or not.
func (w *abroad) fields(st *types.Struct, within bool) {
	for i := range st.NumFields() {
		w.typ(st.Field(i).Type(), within || st.Field(i).Embedded())
	}
}

func (w *abroad) typ(t types.Type, within bool) {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		w.typ(t.Elem(), within)
	case *types.Slice:
		w.typ(t.Elem(), within)
	case *types.Array:
		w.typ(t.Elem(), within)
	case *types.Map:
		w.typ(t.Elem(), within)
	case *types.Named:
		if isOpt(t) {
			w.typ(t.TypeArgs().At(0), within)
			return
		}
		w.named(t, within)
	}
}

func (w *abroad) named(n *types.Named, within bool) {
	st, ok := n.Underlying().(*types.Struct)
	key := n.String()
	if !ok || w.seen[key] {
		return
	}
	d := w.definition(n, within)
	if d == nil || d.record == nil {
		return
	}
	if d.instance != nil {
		if w.seen[key+" below"] {
			return
		}
		w.seen[key+" below"] = true
		if within && d.unit != nil && d.unit.Guard != nil { // else its stand-in is guarded
			w.seen[key] = true
			w.found = append(w.found, unit.Foreign{Of: d.unit.Of, Guard: d.unit.Guard})
		}
		w.fields(st, within)
		return
	}
	w.seen[key] = true
	// Another one is a part of one that can be named here.
	foreign := d.pkg.path != w.here.path
	if foreign && n.Obj().Exported() && importable(d.pkg.path, w.here.path) {
		r := unit.Foreign{Package: d.pkg.path, Name: n.Obj().Name(), Seal: sealOf(d, st)}
		if r.Seal == 0 {
			r.Guard = guard(w.here, st)
		}
		w.found = append(w.found, r)
	}
	w.fields(st, within || foreign)
}

// definition is the definition of a type. An instance within a record of another package stands there: what keeps this one from holding
// it is no finding, and it is forgotten then.
func (w *abroad) definition(n *types.Named, within bool) *definition {
	l := w.loader
	if !within || n.TypeArgs().Len() == 0 {
		return l.named(n, w.holder)
	}
	found, shared := l.found, maps.Clone(l.shared)
	l.found = &diag.List{}
	d := l.named(n, w.holder)
	if l.found.Errors(false) > 0 {
		maps.DeleteFunc(l.definitions, func(_ string, built *definition) bool { return built == d })
		d, l.shared = nil, shared
	}
	l.found = found
	return d
}

// embedded marks the records whose Check would be called where they are embedded, once they have one.
func (w *abroad) embedded(st *types.Struct) {
	for i := range st.NumFields() {
		n, ok := types.Unalias(st.Field(i).Type()).(*types.Named)
		if !ok || !st.Field(i).Embedded() {
			continue
		}
		inner, ok := n.Underlying().(*types.Struct)
		d := w.loader.named(n, w.holder)
		if !ok || d == nil || d.unit == nil {
			continue
		}
		at := slices.IndexFunc(w.found, func(r unit.Foreign) bool {
			if d.instance != nil {
				return slices.Equal(r.Of, d.unit.Of)
			}
			return r.Package == d.pkg.path && r.Name == d.unit.Name
		})
		if at >= 0 {
			w.found[at].Unchecked = w.loader.unchecked(d, d.source) // what its tests add counts there
		}
		w.embedded(inner)
	}
}

// sealOf hashes what the output of other packages takes from a record, where one of them may be unable to spell its type; 0
// where all can.
func sealOf(d *definition, st *types.Struct) int32 {
	if spellable(d.pkg, st) || !token.IsExported(d.spec.spec.Name.Name) {
		return 0
	}
	return seal(d.record)
}

func seal(r *schema.Record) int32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(r.Canonical()))
	for _, f := range r.Fields {
		_, _ = fmt.Fprintf(h, "\n%q %q %q %q %t %t", f.Name, f.MLflow, f.Artifact, f.Was, f.OmitEmpty, f.OmitZero)
	}
	return max(int32(h.Sum32()&math.MaxInt32), 1)
}

// spellable reports whether every package that imports this one can write the struct's type.
func spellable(p *pkg, st *types.Struct) bool {
	for i := range st.NumFields() {
		if !st.Field(i).Exported() || !nameable(guarded(st, i), p.path) {
			return false
		}
	}
	return true
}

// nameable reports whether a package that imports the one at the path can name the type, as far as types of fields go.
func nameable(t types.Type, path string) bool {
	return nameableWhere(t, func(obj *types.TypeName) bool { return nameableObject(obj, path) })
}

// nameableWhere reports whether a type can be named, given which defined types can.
func nameableWhere(t types.Type, can func(*types.TypeName) bool) bool {
	switch t := t.(type) {
	case *types.Basic:
		return t.Kind() != types.Invalid
	case *types.Pointer:
		return nameableWhere(t.Elem(), can)
	case *types.Slice:
		return nameableWhere(t.Elem(), can)
	case *types.Array:
		return nameableWhere(t.Elem(), can)
	case *types.Map:
		return nameableWhere(t.Key(), can) && nameableWhere(t.Elem(), can)
	case *types.Interface:
		return t.Empty()
	case *types.Alias:
		return can(t.Obj())
	case *types.Named:
		for i := range t.TypeArgs().Len() {
			if !nameableWhere(t.TypeArgs().At(i), can) {
				return false
			}
		}
		return can(t.Obj())
	}
	return false
}

// importable reports whether the package at a path may be imported by the one at another, by Go's rule for internal ones.
func importable(path, by string) bool {
	for rest, at := path, 0; ; {
		i := strings.Index("/"+rest+"/", "/internal/")
		if i < 0 {
			return true
		}
		above := strings.TrimSuffix(path[:at+i], "/")
		if above != "" && by != above && !strings.HasPrefix(by, above+"/") {
			return false
		}
		at += i + len("internal")
		rest = path[at:]
	}
}

// nameableObject reports whether a type has a name abroad: it is exported, and its package is internal to none.
func nameableObject(obj *types.TypeName, path string) bool {
	if obj.Pkg() == nil || obj.Exported() && obj.Pkg().Path() == path {
		return true
	}
	return obj.Exported() && !slices.Contains(strings.Split(obj.Pkg().Path(), "/"), "internal")
}
