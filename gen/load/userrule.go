package load

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/gen/unit"
)

// rule is a function that is declared as one: //typedml:rule NAME.
type rule struct {
	name string // of the function
	// takes is the type of its values, nil where the function is none that decides a rule: that is reported.
	takes    types.Type
	argument bool
}

// ruleLine is the directive in the comment of a function.
type ruleLine struct {
	line directive
	decl *ast.FuncDecl
}

func ruleLines(file *ast.File) []ruleLine {
	var out []ruleLine
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		for _, line := range directives(f.Doc) {
			if line.verb == "rule" {
				out = append(out, ruleLine{line, f})
			}
		}
	}
	return out
}

// rulesOf returns the rules that a package declares, by their names.
func (l *loader) rulesOf(p *pkg) map[string]*rule {
	if p.rules != nil {
		return p.rules
	}
	p.rules = map[string]*rule{}
	for _, file := range p.files {
		for _, r := range ruleLines(file) {
			name := r.line.args
			switch {
			case !ruleName(name):
				l.directiveError(r.line, "write //typedml:rule name, of letters, digits, _ and -", "%q is no name of a rule", name)
			case ofDecoders(name):
				l.directiveError(r.line, "choose another name", ownWord, name)
			case tag.Check("validate").Knows(name) || tag.Validate("validate").Knows(name):
				l.directiveError(r.line, "choose another name", "the rule %s would hide the rule of that name", name)
			case p.rules[name] != nil:
				l.directiveError(r.line, "keep one of them", "the rule %s stands twice in the package", name)
			default:
				p.rules[name] = l.rule(p, r)
			}
		}
	}
	return p.rules
}

// rule reads the signature of a function that is to decide a rule.
func (l *loader) rule(p *pkg, r ruleLine) *rule {
	name := r.decl.Name.Name
	out := &rule{name: name}
	fn, _ := p.info.Defs[r.decl.Name].(*types.Func)
	switch {
	case r.decl.Recv != nil:
		l.directiveError(r.line, "write a function that calls it", "the rule %s stands on a method", r.line.args)
		return out
	case name == "_" || name == "init" || fn == nil:
		l.directiveError(r.line, "give the function a name of its own", "the rule %s stands on a function that cannot be called", r.line.args)
		return out
	}
	sig := fn.Signature()
	params, results := sig.Params(), sig.Results()
	returnsBool := results.Len() == 1 && types.Identical(results.At(0).Type(), types.Typ[types.Bool])
	out.argument = params.Len() == 2 && types.Identical(params.At(1).Type(), types.Typ[types.String])
	if sig.TypeParams() != nil || sig.Variadic() || !returnsBool || params.Len() != 1 && !out.argument {
		l.directiveError(r.line, fmt.Sprintf("write func %s(T) bool, or func %s(T, string) bool for a rule with a parameter", name, name),
			"the function %s decides no rule: it is %s", name, types.TypeString(sig, types.RelativeTo(p.types)))
		return out
	}
	takes := params.At(0).Type()
	names := func(of *types.Package) string {
		if of == p.types {
			return ""
		}
		return of.Name()
	}
	if remedy := noValue(name, takes, names); remedy != "" {
		l.directiveError(r.line, remedy, "the function %s decides no rule: a rule's value is never %s", name, types.TypeString(takes, names))
		return out
	}
	out.takes = takes
	return out
}

// noValue says what to write instead of a function on a type that no rule is asked about, "" for other types. A rule is asked about
// what a pointer or validate.Opt holds, where it holds one.
func noValue(function string, t types.Type, names types.Qualifier) string {
	var held types.Type
	switch u := types.Unalias(t).(type) {
	case *types.Pointer:
		held = u.Elem()
	case *types.Named:
		if isOpt(u) {
			held = u.TypeArgs().At(0)
		}
	}
	if held != nil {
		return fmt.Sprintf("write func %s(%s) bool: it is asked about pointers and validate.Opt that hold a value; required refuses the others",
			function, types.TypeString(held, names))
	}
	switch t.Underlying().(type) {
	case *types.Interface, *types.Signature, *types.Chan, *types.Pointer:
		return fmt.Sprintf("write func %s(T) bool with the type of the fields, such as string", function)
	}
	return ""
}

// userRule says what the rule of that name takes, and whether a value of the Go type is one. The definition calls its function from
// then on.
func (l *loader) userRule(s *source, name string, goes unit.Type) *tag.UserRule {
	d := s.def
	r := l.rulesOf(d.source)[name]
	if r.takes == nil { // which is reported where it is declared
		return &tag.UserRule{Fits: true, Argument: r.argument}
	}
	out := &tag.UserRule{Takes: typeName(d, r.takes), Argument: r.argument}
	takes, _, err := l.value(d, r.takes)
	if out.Fits = err == nil && passes(goes, takes); !out.Fits {
		return out
	}
	rule := unit.Rule{Func: r.name, Takes: takes, Argument: r.argument}
	if d.source.path != d.pkg.path {
		rule.Package = d.source.path
		if !token.IsExported(r.name) {
			l.ruleErrorf(s, name, diag.UnsupportedType, "export it",
				"the rule %s of field %s calls %s, which package %s, where the instance is held, cannot name", name, s.v.Name(), r.name, d.pkg.name)
		}
	}
	d.calls(name, rule)
	return out
}

// calls notes a function or method that the definition's rule of the name calls.
func (d *definition) calls(name string, r unit.Rule) {
	if d.rules == nil {
		d.rules = map[string]unit.Rule{}
	}
	d.rules[name] = r
}

// passes reports whether a value is of the type that a function takes, or one that is defined from it.
func passes(value, takes unit.Type) bool {
	predeclared := takes.Form == unit.Named && takes.Package == "" && takes.Basic != "" && basic(takes.Basic) == basic(takes.Name)
	return value.Equal(takes) || predeclared && value.Form == unit.Named && basic(value.Basic) == basic(takes.Basic)
}

// basic is the one name of a predeclared type that has two.
func basic(name string) string {
	switch name {
	case "byte":
		return "uint8"
	case "rune":
		return "int32"
	}
	return name
}

// embeddedRules takes over the functions that the rules of an embedded definition call, or says why that cannot be.
func (l *loader) embeddedRules(s *source, inner *definition) bool {
	d := s.def
	for _, name := range slices.Sorted(maps.Keys(inner.rules)) {
		r := inner.rules[name]
		if !r.Method && r.Package == "" && inner.pkg.path != d.pkg.path {
			if !token.IsExported(r.Func) {
				l.errorf(s, diag.UnsupportedType, "export it, or hold "+inner.record.Type+" in a field instead of embedding it",
					"the rule %s of the embedded %s calls %s, which cannot be named here", name, inner.record.Type, r.Func)
				return false
			}
			r.Package = inner.pkg.path
		}
		r.Takes = qualify(r.Takes, inner.pkg.path, d.pkg.path)
		if other, twice := d.rules[name]; twice && (other.Func != r.Func || other.Package != r.Package) || !twice && r.Package != "" && l.rulesOf(d.pkg)[name] != nil {
			l.errorf(s, diag.NameConflict, "rename one of the rules", "the embedded %s has a rule %s, and another rule has that name here", inner.record.Type, name)
			return false
		}
		d.calls(name, r)
	}
	return true
}
