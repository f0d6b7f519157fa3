package lint

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/typedml/typedml/gen/diag"
)

// Ignored finds calls whose violations nobody looks at: a statement that calls a generated method and drops its result, and
// a report that is filled and never read. An error that is assigned to _ is dropped on purpose, and benchmarks may drop
// theirs.
var Ignored = analyzer("typedmlignored", "report calls of generated methods whose violations nobody looks at", ignored)

func ignored(p *pass) {
	p.bodies(func(f *ast.FuncDecl) {
		if strings.HasPrefix(f.Name.Name, "Benchmark") {
			return
		}
		p.dropped(f)
		p.unread(f)
	})
}

// dropped finds statements that call a method of a definition and drop what it says.
func (p *pass) dropped(f *ast.FuncDecl) {
	var results []*types.Signature // of the functions around a node
	var stack []ast.Node
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			if isFunc(stack[len(stack)-1]) {
				results = results[:len(results)-1]
			}
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		if isFunc(n) {
			results = append(results, p.signature(n))
		}
		call, plain := statement(n)
		if call == nil {
			return true
		}
		name, of := p.method(call)
		if of == nil || name != asks && !returnsError(p.callee(call)) {
			return true
		}
		d := diag.Diagnostic{Code: diag.IgnoredResult, Remedy: "handle it, or assign it to _"}
		says := " is dropped: it says whether " + types.ExprString(p.receiver(call)) + " is a valid " + of.Obj().Name()
		switch name {
		case "MarshalJSON", "AppendJSON":
			d.Message = "the result of " + name + " is dropped"
		case asks:
			d.Message = "the result of " + name + says
		default:
			d.Message = "the error of " + name + says
			if plain {
				d.Fix = p.returned(n, call, results[len(results)-1])
			}
		}
		p.report(call.Pos(), call.End(), d)
		return true
	})
}

func isFunc(n ast.Node) bool {
	switch n.(type) {
	case *ast.FuncDecl, *ast.FuncLit:
		return true
	}
	return false
}

// signature is the type of a function declaration or literal; nil where it does not type-check.
func (p *pass) signature(n ast.Node) *types.Signature {
	var t types.Type
	switch f := n.(type) {
	case *ast.FuncDecl:
		if obj := p.TypesInfo.Defs[f.Name]; obj != nil {
			t = obj.Type()
		}
	case *ast.FuncLit:
		t = p.TypesInfo.TypeOf(f)
	}
	sig, _ := t.(*types.Signature)
	return sig
}

// statement returns the call that a statement is, and whether it is nothing else: go and defer are more.
func statement(n ast.Node) (call *ast.CallExpr, plain bool) {
	switch s := n.(type) {
	case *ast.ExprStmt:
		call, _ = ast.Unparen(s.X).(*ast.CallExpr)
		return call, true
	case *ast.GoStmt:
		return s.Call, false
	case *ast.DeferStmt:
		return s.Call, false
	}
	return nil, false
}

func returnsError(f *types.Func) bool {
	results := f.Signature().Results()
	return results.Len() > 0 && types.Identical(results.At(results.Len()-1).Type(), types.Universe.Lookup("error").Type())
}

// returned is the fix that returns the error from a function which returns nothing else.
func (p *pass) returned(n ast.Node, call *ast.CallExpr, sig *types.Signature) diag.Fix {
	if sig == nil || sig.Results().Len() != 1 || !types.Identical(sig.Results().At(0).Type(), types.Universe.Lookup("error").Type()) {
		return diag.Fix{}
	}
	from, to := p.Fset.Position(n.Pos()), p.Fset.Position(n.End())
	data, err := p.ReadFile(from.Filename)
	if err != nil || to.Offset > len(data) {
		return diag.Fix{}
	}
	start := strings.LastIndexByte(string(data[:from.Offset]), '\n') + 1
	indent := string(data[start:from.Offset])
	block := " {\n" + indent + "\treturn err\n" + indent + "}"
	if strings.Trim(indent, " \t") != "" { // something else stands on the line
		block = " { return err }"
	}
	text := string(data[p.Fset.Position(call.Pos()).Offset:p.Fset.Position(call.End()).Offset])
	return diag.Fix{
		Title: "return the error", Offset: from.Offset, Length: to.Offset - from.Offset,
		Text: "if err := " + text + "; err != nil" + block,
	}
}

// unread finds reports that are filled and never read: a local variable of type validate.Report of which nothing is used
// but its address, as what generated methods and validate.Slice fill.
func (p *pass) unread(f *ast.FuncDecl) {
	filled := map[*types.Var]*ast.CallExpr{} // with the first call that fills it
	only := map[*ast.Ident]bool{}            // uses that fill it
	ast.Inspect(f.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || !p.fills(call) {
			return true
		}
		for _, arg := range call.Args {
			id, v := p.localReport(f, arg)
			if v == nil {
				continue
			}
			only[id] = true
			if filled[v] == nil {
				filled[v] = call
			}
		}
		return true
	})
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && !only[id] {
			if v, ok := p.TypesInfo.Uses[id].(*types.Var); ok {
				delete(filled, v)
			}
		}
		return true
	})
	for v, call := range filled {
		p.report(call.Pos(), call.End(), diag.Diagnostic{
			Code: diag.IgnoredResult, Message: "nobody reads the report " + v.Name() + ", which holds the violations",
			Remedy: "use " + v.Name() + ".Err() or its violations behind the call",
		})
	}
}

// fills reports whether a call fills a report with violations.
func (p *pass) fills(call *ast.CallExpr) bool {
	if name, _ := p.method(call); name == "ValidateInto" || name == "DecodeJSON" || name == "ValidateColumns" {
		return true
	}
	f := p.callee(call)
	return f != nil && f.Pkg() != nil && f.Pkg().Path() == pathValidate && f.Name() == "Slice"
}

// localReport returns the local variable whose address an argument is, when that is a report: declared in the function's
// body, and so known to nobody else.
func (p *pass) localReport(f *ast.FuncDecl, arg ast.Expr) (*ast.Ident, *types.Var) {
	e := ast.Unparen(arg)
	if u, ok := e.(*ast.UnaryExpr); ok && u.Op == token.AND {
		e = ast.Unparen(u.X)
	}
	id, ok := e.(*ast.Ident)
	if !ok {
		return nil, nil
	}
	v, ok := p.TypesInfo.Uses[id].(*types.Var)
	if !ok || v.Pos() < f.Body.Pos() || v.Pos() > f.Body.End() || !isNamed(v.Type(), pathValidate, "Report") {
		return nil, nil
	}
	return id, v
}
