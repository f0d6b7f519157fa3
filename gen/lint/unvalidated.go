package lint

import (
	"go/ast"
	"go/types"

	"github.com/typedml/typedml/gen/diag"
)

// Unvalidated finds values of definitions that another decoder than the generated one fills, and that the function doing
// so neither validates nor hands to one that does. Values are followed through assignments, loops and functions of the
// same package. Values that a program composes itself are not asked for: what they hold was validated, or written by hand.
var Unvalidated = analyzer("typedmlunvalidated", "report values that YAML, XML, gob, form, environment and database decoders fill and nobody validates", unvalidated)

func unvalidated(p *pass) {
	v := &values{pass: p, decls: map[*types.Func]*ast.FuncDecl{}, known: map[*types.Var]bool{}}
	p.bodies(func(f *ast.FuncDecl) {
		if obj, ok := p.TypesInfo.Defs[f.Name].(*types.Func); ok {
			v.decls[obj] = f
		}
	})
	p.bodies(v.decoded)
}

// values follows the values of a package.
type values struct {
	*pass
	decls map[*types.Func]*ast.FuncDecl
	known map[*types.Var]bool // parameters: whether their function validates them; false while it is being found out
}

// decoded reports the values that a function decodes and does not validate, each variable once.
func (v *values) decoded(f *ast.FuncDecl) {
	done := map[*types.Var]bool{}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		args, decoder, isJSON := v.filled(call)
		for _, arg := range args {
			root := v.root(arg)
			if root == nil || done[root] {
				continue
			}
			if of := v.target(arg, root); of != nil && !(isJSON && validatesJSON(of)) {
				if done[root] = true; !v.validated(f.Body, root) {
					v.report(call.Pos(), call.End(), diag.Diagnostic{
						Severity: diag.Warning, Code: diag.NotValidated,
						Message: decoder + " fills " + root.Name() + " without the rules of " + of.Obj().Name() + ", and nobody validates it here",
						Remedy:  "call its Validate behind the decoder",
					})
				}
			}
		}
		return true
	})
}

// validatesJSON reports whether a definition decodes JSON itself: with json=standard it does not.
func validatesJSON(of *types.Named) bool {
	obj, _, _ := types.LookupFieldOrMethod(of, true, of.Obj().Pkg(), "UnmarshalJSON")
	_, ok := obj.(*types.Func)
	return ok
}

// target returns the definition that an argument of a decoder is or holds, or whose field it is.
func (v *values) target(arg ast.Expr, root *types.Var) *types.Named {
	if t := v.TypesInfo.TypeOf(arg); t != nil {
		if d := holds(t); d != nil {
			return d
		}
	}
	if ast.Unparen(arg) == arg {
		return definition(root.Type())
	}
	return nil
}

// validated reports whether a body validates a variable, or what was made of it.
func (v *values) validated(body ast.Node, root *types.Var) bool {
	same := v.aliases(body, root)
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if found || !ok {
			return !found
		}
		found = v.validatedBy(call, same)
		return !found
	})
	return found
}

// validatedBy reports whether a call validates one of the variables: by a method of its own, or as an argument.
func (v *values) validatedBy(call *ast.CallExpr, same map[*types.Var]bool) bool {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && same[v.root(sel.X)] {
		if validates(sel.Sel.Name, "") {
			return true
		}
	}
	for i, arg := range call.Args {
		if r := v.root(arg); r == nil || !same[r] {
			continue
		}
		switch f := v.callee(call); {
		case f == nil:
			if validates(types.ExprString(call.Fun), "") {
				return true
			}
		case validates(f.Name(), pathOf(f)) || v.takes(f, i):
			return true
		}
	}
	return false
}

func pathOf(f *types.Func) string {
	if f.Pkg() == nil {
		return ""
	}
	return f.Pkg().Path()
}

// takes reports whether a function of the package validates its i-th parameter.
func (v *values) takes(f *types.Func, i int) bool {
	decl := v.decls[f.Origin()]
	if decl == nil {
		return false
	}
	params := f.Origin().Signature().Params()
	param := params.At(min(i, params.Len()-1))
	if known, ok := v.known[param]; ok {
		return known
	}
	v.known[param] = false // a recursive call does not make it so
	v.known[param] = v.validated(decl.Body, param)
	return v.known[param]
}

// aliases returns the variable and those that a body makes of it: by assignments and loops.
func (v *values) aliases(body ast.Node, root *types.Var) map[*types.Var]bool {
	same := map[*types.Var]bool{root: true}
	for grown := true; grown; {
		grown = false
		add := func(e ast.Expr) {
			id, ok := e.(*ast.Ident)
			if !ok {
				return
			}
			if to, ok := v.TypesInfo.ObjectOf(id).(*types.Var); ok && !same[to] {
				same[to], grown = true, true
			}
		}
		ast.Inspect(body, func(n ast.Node) bool {
			switch s := n.(type) {
			case *ast.AssignStmt:
				for i, right := range s.Rhs {
					if len(s.Lhs) == len(s.Rhs) && v.part(right, same) {
						add(s.Lhs[i])
					}
				}
			case *ast.RangeStmt:
				if v.part(s.X, same) && s.Value != nil {
					add(s.Value)
				}
			}
			return true
		})
	}
	return same
}

// part reports whether an expression is a part of one of the variables, and holds something to validate.
func (v *values) part(e ast.Expr, same map[*types.Var]bool) bool {
	r := v.root(e)
	if r == nil || !same[r] {
		return false
	}
	t := v.TypesInfo.TypeOf(e)
	return t != nil && holds(t) != nil
}
