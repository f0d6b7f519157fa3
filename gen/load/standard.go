package load

import (
	"go/types"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/schema"
)

// standardForm warns of a field that json=standard leaves to encoding/json, which writes it in another form.
func (l *loader) standardForm(s *source, t schema.Type) {
	if form := otherForm(t); form != "" && s.def.opts.standardJSON {
		l.found.Warnf(l.fset.Position(s.pos()), diag.UnsupportedType, "hold a number or text instead, or remove json=standard",
			"field %s is %s in encoding/json, which json=standard leaves it to, and not in exported schemas, tables and DecodeJSON", s.v.Name(), form)
	}
}

// otherForm is how encoding/json writes a value that it writes in another form than typedml, "" of other values.
func otherForm(t schema.Type) string {
	switch {
	case t.Kind == schema.Duration:
		return "a number of nanoseconds"
	case t.Kind == schema.List && t.Elem.Type.Scalar() == schema.Uint8 && t.Len == 0:
		return "base64"
	case t.Elem != nil:
		return otherForm(t.Elem.Type)
	}
	return ""
}

// ownZero warns of omitzero on a type of the user's that says itself what is zero: what is left out is read back as Go's zero.
func (l *loader) ownZero(s *source) {
	n, ok := types.Unalias(s.v.Type()).(*types.Named)
	if !ok {
		return
	}
	if methodOf(n, "IsZero") != nil && !standardZero(n) {
		l.tagWarnf(s, "json", "omitzero", diag.UnreachableRule, "remove omitzero, or the method",
			"omitzero leaves field %s out where it is Go's zero, which is what an absent key is read as; encoding/json asks the method IsZero of %s", s.v.Name(), typeName(s.def, n))
	}
}

// standardZero reports whether the method IsZero of a type is true of Go's zero alone, or of what stands for it in JSON.
func standardZero(n *types.Named) bool {
	pkg := n.Obj().Pkg()
	return pkg != nil && (pkg.Path() == "time" || pkg.Path() == pathValidate)
}
