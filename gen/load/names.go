package load

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/unit"
)

// names tells the files which names they cannot use and how their imports are called, and refuses what would not
// compile: a name of the user's that the output declares, uses as predeclared, or hides. Names of test files count, too:
// tests are compiled with all of the output.
func (l *loader) names(p *pkg, u *unit.Package) {
	if len(u.Files) == 0 {
		return
	}
	p = p.whole()
	scope := p.types.Scope()
	for _, name := range unit.Builtins() {
		l.conflict(scope.Lookup(name), "generated code uses the predeclared %s, which this hides", name)
	}
	for _, f := range u.Files {
		f.Reserved = scope.Names()
		f.Imports = map[string]string{}
		for _, s := range slices.Concat(f.Structs, f.Instances) {
			if l.declared(p, f, s); s.Of != nil {
				l.conflict(scope.Lookup(s.Name), "the code generated for "+s.Record.Type+" declares %s, too", s.Name)
				l.spelled(p, f, s.Of)
			}
			for _, c := range s.Constants {
				l.imported(f, c.Package)
			}
			for _, x := range s.Fields {
				l.used(p, f, x.Type)
			}
			l.guarded(f, s.Guard)
			for _, r := range s.Foreign {
				l.imported(f, r.Package)
				l.spelled(p, f, r.Of)
				l.guarded(f, r.Guard)
			}
		}
	}
}

// guarded notes the packages that a guard names.
func (l *loader) guarded(f *unit.File, fields []unit.GuardField) {
	for _, g := range fields {
		for _, w := range slices.Concat(g.Type, g.Alias) {
			l.imported(f, w.Package)
		}
	}
}

func (l *loader) conflict(obj types.Object, format, name string) {
	if obj != nil {
		l.found.Errorf(l.fset.Position(obj.Pos()), diag.NameConflict, "rename it", format, name)
	}
}

// declared refuses what the user declares under a name of the output. A function New of the user's wins.
func (l *loader) declared(p *pkg, f *unit.File, s *unit.Struct) {
	l.hidden(p, s.Name)
	for _, r := range s.Rules {
		if r.Method {
			continue
		}
		if l.imported(f, r.Package); r.Package == "" && unit.Local(r.Func) {
			l.conflict(p.types.Scope().Lookup(r.Func), "generated code has a variable %s, which would hide this function", r.Func)
		}
		l.used(p, f, r.Takes)
	}
	for _, name := range unit.Generated(s) {
		if !s.Own[name] {
			l.conflict(p.types.Scope().Lookup(name), "the code generated for "+s.Name+" declares %s, too", name)
		}
	}
	for _, name := range p.types.Scope().Names() {
		for _, prefix := range unit.GeneratedPrefixes(s.Name) {
			if strings.HasPrefix(name, prefix) {
				l.conflict(p.types.Scope().Lookup(name), "the code generated for "+s.Name+" declares names such as %s", name)
			}
		}
	}
	if s.Request != nil {
		l.requestMethods(p, f, s.Request)
	}
}

// requestMethods finds what the user wrote for a request, a type that is generated: a Check to call, and names that its own
// methods have.
func (l *loader) requestMethods(p *pkg, f *unit.File, s *unit.Struct) {
	s.Unchecked = !slices.ContainsFunc(s.Fields, func(x unit.Field) bool { return x.Selector == "Check" })
	for _, file := range p.files {
		for _, d := range file.Decls {
			m, ok := d.(*ast.FuncDecl)
			if !ok || m.Recv == nil || !receives(m, s.Name) {
				continue
			}
			at := l.fset.Position(m.Name.Pos())
			s.Unchecked = s.Unchecked && m.Name.Name != "Check"
			switch {
			case m.Name.Name == "Check" && m.Type.Params.NumFields() == 1 && m.Type.Results.NumFields() == 0:
				if isTest(at.Filename) && !isTest(f.Source) {
					l.checkInTest(at, s.Name)
				}
				s.Checked = []string{""}
			case signatures[m.Name.Name] != "" || m.Name.Name == "Row":
				l.found.Errorf(at, diag.MethodConflict, "rename it", "the generated type %s has a method %s of its own", s.Name, m.Name.Name)
			}
		}
	}
}

// receives reports whether the method's receiver is of the type, or a pointer to it.
func receives(f *ast.FuncDecl, typ string) bool {
	if len(f.Recv.List) != 1 {
		return false
	}
	recv := ast.Unparen(f.Recv.List[0].Type)
	if star, ok := recv.(*ast.StarExpr); ok {
		recv = ast.Unparen(star.X)
	}
	id, ok := recv.(*ast.Ident)
	return ok && id.Name == typ
}

// used notes the packages of a field's type, and refuses a type that variables of the output hide.
func (l *loader) used(p *pkg, f *unit.File, t unit.Type) {
	l.imported(f, t.Package)
	l.spelled(p, f, t.Spelled)
	if t.Form == unit.Named && t.Package == "" {
		l.hidden(p, t.Name)
	}
	for _, below := range []*unit.Type{t.Elem, t.Key} {
		if below != nil {
			l.used(p, f, *below)
		}
	}
}

// spelled notes the packages of a spelled type, and refuses a type among its arguments that variables of the output hide.
func (l *loader) spelled(p *pkg, f *unit.File, words []unit.Word) {
	for _, path := range packagesOf(words) {
		l.imported(f, path)
	}
	for _, name := range namesIn(words) {
		l.hidden(p, name)
	}
}

// hidden refuses a type whose name variables of the output have.
func (l *loader) hidden(p *pkg, typ string) {
	if unit.Local(typ) {
		l.conflict(p.types.Scope().Lookup(typ), "generated code has a variable %s, which would hide this type", typ)
	}
}

func (l *loader) imported(f *unit.File, path string) {
	if p := l.packages[path]; p != nil && p.name != "" {
		f.Imports[path] = p.name
	}
}
