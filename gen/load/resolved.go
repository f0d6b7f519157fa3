package load

import (
	"go/ast"
	"go/types"

	"github.com/typedml/typedml/gen/diag"
)

// resolved refuses a field whose type does not resolve, or is one of C's. It does not matter whether the field is a part of the
// record: generated code has a guard that spells the whole struct.
func (l *loader) resolved(s *source) bool {
	if !invalid(s.v.Type()) {
		return true
	}
	what, unresolved := "field "+s.v.Name(), ": its type does not resolve"
	if s.name == nil {
		what, unresolved = "the embedded "+s.v.Name(), " does not resolve"
	}
	var cause error
	ast.Inspect(s.field.Type, func(n ast.Node) bool {
		if cause != nil {
			return false
		}
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if base, ok := n.X.(*ast.Ident); ok {
				cause = l.unselected(s.def.source, base, n.Sel)
				return false
			}
		case *ast.Ident:
			if info := s.def.source.info; info.Uses[n] == nil && info.Defs[n] == nil {
				cause = refuse(diag.PackageError, "declare it, or mend the name", "%s is not declared", n.Name)
			}
		}
		return true
	})
	switch r, known := cause.(*refusal); {
	case !known:
		l.errorf(s, diag.PackageError, "mend the type first", "%s%s", what, unresolved)
	case r.code == diag.PackageError:
		l.errorf(s, r.code, r.remedy, "%s%s: %v", what, unresolved, r)
	default: // it resolves where there is a C compiler
		l.errorf(s, r.code, r.remedy, "%s: %v", what, r)
	}
	return false
}

// unselected says why a name of a package does not resolve, nil when it does.
func (l *loader) unselected(p *pkg, base, name *ast.Ident) error {
	imported, ok := p.info.Uses[base].(*types.PkgName)
	switch {
	case !ok:
		return refuse(diag.PackageError, "import it", "the package %s is not imported", base.Name)
	case imported.Imported().Path() == "C":
		return refuse(diag.UnsupportedType, "hold it in a struct of your own without the directive, behind a pointer, and tag that json:\"-\"",
			"C.%s is a type of C, which generated code cannot name", name.Name)
	case p.info.Uses[name] != nil:
		return nil
	}
	path := imported.Imported().Path()
	if q := l.packages[path]; q == nil || q.name == "" {
		return refuse(diag.PackageError, "go get it, or mend the import", "the package %s is not found", path)
	}
	return refuse(diag.PackageError, "mend the name", "%s.%s is not declared", base.Name, name.Name)
}

// invalid reports whether a part of the type, as far as it is spelled, is none.
func invalid(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return t.Kind() == types.Invalid
	case *types.Map:
		return invalid(t.Key()) || invalid(t.Elem())
	case interface{ Elem() types.Type }: // pointers, slices, arrays, channels
		return invalid(t.Elem())
	case *types.Signature:
		return invalid(t.Params()) || invalid(t.Results())
	case *types.Tuple:
		for i := range t.Len() {
			if invalid(t.At(i).Type()) {
				return true
			}
		}
	case *types.Struct:
		for i := range t.NumFields() {
			if invalid(t.Field(i).Type()) {
				return true
			}
		}
	case *types.Interface:
		for i := range t.NumExplicitMethods() {
			if invalid(t.ExplicitMethod(i).Type()) {
				return true
			}
		}
	case *types.Named:
		for i := range t.TypeArgs().Len() {
			if invalid(t.TypeArgs().At(i)) {
				return true
			}
		}
	}
	return false
}
