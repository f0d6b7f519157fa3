package lint

import (
	"go/ast"
	"go/types"

	"github.com/typedml/typedml/gen/diag"
)

// Unvalidated finds values of definitions that another decoder than the generated one fills, and that the function doing
// so neither validates nor hands to one that does. Values are followed through assignments, loops and functions of the
// same package; a validation before the decoder is none of what it fills. Values that a program composes itself are not asked for: what they hold was validated, or written by hand.
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
	reported := map[*types.Var]bool{}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		args, decoder, isJSON := v.filled(call)
		for _, arg := range args {
			root := v.root(arg)
			if root == nil || reported[root] {
				continue
			}
			of := v.target(arg, root)
			if of == nil || isJSON && validatesJSON(of) && !v.stripped(arg) || v.validated(f.Body, root, call) {
				continue
			}
			reported[root] = true
			v.report(call.Pos(), call.End(), diag.Diagnostic{
				Severity: diag.Warning, Code: diag.NotValidated,
				Message: decoder + " fills " + root.Name() + " without the rules of " + of.Obj().Name() + ", and nobody validates it here",
				Remedy:  "call its Validate behind the decoder",
			})
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

// stripped reports whether an argument is a definition converted to a type without its methods: (*plain)(&o).
func (v *values) stripped(arg ast.Expr) bool {
	call, ok := ast.Unparen(arg).(*ast.CallExpr)
	return ok && v.converts(call) && definition(v.TypesInfo.TypeOf(call)) == nil && definition(v.TypesInfo.TypeOf(call.Args[0])) != nil
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

// validated reports whether a body validates a variable, or what was made of it, behind the decoder that fills it; nil
// means anywhere.
func (v *values) validated(body ast.Node, root *types.Var, decoder *ast.CallExpr) bool {
	same := v.aliases(body, root)
	found := false
	var again []ast.Node // loops and functions around a node: they run it more than once, or at another time
	var stack []ast.Node
	ast.Inspect(body, func(n ast.Node) bool {
		if n == nil {
			if last := len(again) - 1; last >= 0 && again[last] == stack[len(stack)-1] {
				again = again[:last]
			}
			stack = stack[:len(stack)-1]
			return true
		}
		if found {
			return false
		}
		stack = append(stack, n)
		switch x := n.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.FuncLit, *ast.DeferStmt:
			again = append(again, n)
		case *ast.CallExpr:
			found = v.validatedBy(x, same) && (decoder == nil || behind(x, decoder, again))
		}
		return true
	})
	return found
}

// behind reports whether a call may run behind another one: it ends later in the text, or a loop around both repeats it, or a
// function around it alone runs at another time.
func behind(call, other *ast.CallExpr, around []ast.Node) bool {
	if call.End() > other.End() {
		return true
	}
	for _, n := range around {
		within := n.Pos() <= other.Pos() && other.End() <= n.End()
		switch n.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			if within {
				return true
			}
		default:
			if !within {
				return true
			}
		}
	}
	return false
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
	v.known[param] = v.validated(decl.Body, param, nil)
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
