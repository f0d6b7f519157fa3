package lint

import (
	"go/ast"
	"go/types"
)

const (
	pathSchema   = "github.com/typedml/typedml/schema"
	pathValidate = "github.com/typedml/typedml/validate"
)

// definition returns the definition that a type is, or points to; nil when it is none. What a type has from a definition
// that it embeds does not make it one.
func definition(t types.Type) *types.Named {
	named := pointed(t)
	if named == nil {
		return nil
	}
	for i := range named.NumMethods() {
		m := named.Method(i)
		if m.Name() != "TypedMLSchema" {
			continue
		}
		if results := m.Signature().Results(); results.Len() == 1 && isNamed(results.At(0).Type(), pathSchema, "Record") {
			return named
		}
	}
	return nil
}

// holds returns a definition that values of the type are or hold, through pointers, lists, maps and fields of structs that
// are none; nil when there is none.
func holds(t types.Type) *types.Named { return within(t, 0) }

// deepest is how far below a value definitions are looked for: configurations nest, graphs have no end.
const deepest = 8

func within(t types.Type, depth int) *types.Named {
	if d := definition(t); d != nil || depth == deepest {
		return d
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		return within(u.Elem(), depth+1)
	case *types.Slice:
		return within(u.Elem(), depth+1)
	case *types.Array:
		return within(u.Elem(), depth+1)
	case *types.Map:
		return within(u.Elem(), depth+1)
	case *types.Struct:
		for i := range u.NumFields() {
			if f := u.Field(i); f.Exported() || f.Embedded() {
				if d := within(f.Type(), depth+1); d != nil {
					return d
				}
			}
		}
	}
	return nil
}

// isNamed reports whether a type is, or points to, the named one.
func isNamed(t types.Type, path, name string) bool {
	named := pointed(t)
	return named != nil && named.Obj().Name() == name && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == path
}

// pointed is the defined type that a type is, or points to; nil when it is none.
func pointed(t types.Type) *types.Named {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	named, _ := types.Unalias(t).(*types.Named)
	return named
}

// method returns the name of the definition's own method that a call is of; "" when it is of none.
func (p *pass) method(call *ast.CallExpr) (name string, of *types.Named) {
	f := p.callee(call)
	if f == nil {
		return "", nil
	}
	recv := f.Signature().Recv()
	if recv == nil {
		return "", nil
	}
	if of = definition(recv.Type()); of == nil {
		return "", nil
	}
	return f.Name(), of
}

// receiver returns the value whose method a call is of: in a method expression, (*Order).Validate(o), it is the first argument.
func (p *pass) receiver(call *ast.CallExpr) ast.Expr {
	sel := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if s := p.TypesInfo.Selections[sel]; s != nil && s.Kind() == types.MethodExpr && len(call.Args) > 0 {
		return call.Args[0]
	}
	return sel.X
}

// callee returns the function or method that is called; nil where that is a value, or a conversion.
func (p *pass) callee(call *ast.CallExpr) *types.Func {
	fun := ast.Unparen(call.Fun)
	switch x := fun.(type) {
	case *ast.IndexExpr:
		fun = x.X
	case *ast.IndexListExpr:
		fun = x.X
	}
	var id *ast.Ident
	switch x := fun.(type) {
	case *ast.Ident:
		id = x
	case *ast.SelectorExpr:
		id = x.Sel
	default:
		return nil
	}
	f, _ := p.TypesInfo.Uses[id].(*types.Func)
	return f
}

// root returns the variable that an expression is a part of, or converts: x of &x.rows[0].total and of (*T)(&x). It is nil
// where there is none.
func (p *pass) root(e ast.Expr) *types.Var {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.UnaryExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.SelectorExpr:
			if id, ok := x.X.(*ast.Ident); ok {
				if _, ok := p.TypesInfo.Uses[id].(*types.PkgName); ok {
					e = x.Sel
					continue
				}
			}
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.CallExpr:
			if !p.converts(x) {
				return nil
			}
			e = x.Args[0]
		case *ast.Ident:
			v, _ := p.TypesInfo.ObjectOf(x).(*types.Var)
			return v
		default:
			return nil
		}
	}
}

// converts reports whether a call is a conversion.
func (p *pass) converts(call *ast.CallExpr) bool {
	return len(call.Args) == 1 && p.TypesInfo.Types[call.Fun].IsType()
}

// bodies calls visit with each function of the package that was written by hand: functions within are a part of it.
func (p *pass) bodies(visit func(f *ast.FuncDecl)) {
	for _, file := range p.written() {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
				visit(f)
			}
		}
	}
}

// written are the files that are not generated, by whatever tool.
func (p *pass) written() []*ast.File {
	var out []*ast.File
	for _, f := range p.Files {
		if !ast.IsGenerated(f) {
			out = append(out, f)
		}
	}
	return out
}
