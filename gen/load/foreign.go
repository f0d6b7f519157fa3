package load

import (
	"go/types"

	"github.com/typedml/typedml/gen/unit"
)

// foreign finds the records of other packages that a struct embeds or holds, at any depth: its output depends on their
// fields and tags as on its own. One with a field that only its own package can spell is left out.
func (l *loader) foreign(d *definition, st *types.Struct) []unit.Foreign {
	w := &abroad{loader: l, here: d.pkg, seen: map[string]bool{}}
	w.fields(st)
	return w.found
}

// abroad walks the types of one definition.
type abroad struct {
	loader *loader
	here   *pkg
	seen   map[string]bool
	found  []unit.Foreign
}

func (w *abroad) fields(st *types.Struct) {
	for i := range st.NumFields() {
		w.typ(st.Field(i).Type())
	}
}

func (w *abroad) typ(t types.Type) {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		w.typ(t.Elem())
	case *types.Slice:
		w.typ(t.Elem())
	case *types.Array:
		w.typ(t.Elem())
	case *types.Map:
		w.typ(t.Elem())
	case *types.Named:
		for i := range t.TypeArgs().Len() {
			w.typ(t.TypeArgs().At(i))
		}
		w.named(t)
	}
}

func (w *abroad) named(n *types.Named) {
	st, ok := n.Underlying().(*types.Struct)
	key := n.String()
	if !ok || w.seen[key] || w.loader.named(n) == nil {
		return
	}
	w.seen[key] = true
	if path := n.Obj().Pkg().Path(); path != w.here.path && spellable(st) {
		w.found = append(w.found, unit.Foreign{Package: path, Name: n.Obj().Name(), Guard: guard(w.here, st)})
	}
	w.fields(st)
}

// spellable reports whether another package can write the struct's type: every field is exported and resolves.
func spellable(st *types.Struct) bool {
	for i := range st.NumFields() {
		f := st.Field(i)
		named, isNamed := types.Unalias(f.Type()).(*types.Named)
		if !f.Exported() || f.Type() == types.Typ[types.Invalid] || isNamed && named.Obj().Pkg() != nil && !named.Obj().Exported() {
			return false
		}
	}
	return true
}
