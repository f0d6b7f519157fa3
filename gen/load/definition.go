package load

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// definition is one annotated struct on its way to a unit.Struct.
type definition struct {
	pkg    *packages.Package
	spec   *annotation
	opts   options
	record *schema.Record
	fields []unit.Field
	unit   *unit.Struct
	// building guards against a record that holds itself by value.
	building bool
}

// annotation is a type declaration with //typedml:schema.
type annotation struct {
	spec   *ast.TypeSpec
	doc    *ast.CommentGroup
	lines  []directive
	schema directive
}

// annotated finds the annotated type declarations of a file, in order.
func annotated(file *ast.File) []*annotation {
	var out []*annotation
	for _, decl := range file.Decls {
		g, ok := decl.(*ast.GenDecl)
		if !ok || g.Tok != token.TYPE {
			continue
		}
		for _, s := range g.Specs {
			spec := s.(*ast.TypeSpec)
			doc := spec.Doc
			if doc == nil && len(g.Specs) == 1 {
				doc = g.Doc
			}
			if a := annotate(spec, doc); a != nil {
				out = append(out, a)
			}
		}
	}
	return out
}

func annotate(spec *ast.TypeSpec, doc *ast.CommentGroup) *annotation {
	a := &annotation{spec: spec, doc: doc, lines: directives(doc)}
	for _, d := range a.lines {
		if d.verb == "schema" {
			a.schema = d
			return a
		}
	}
	return nil
}

// definition returns the definition of an annotated type, built once. Its unit is nil when it is no plain struct.
func (l *loader) definition(pkg *packages.Package, a *annotation) *definition {
	key := pkg.PkgPath + "." + a.spec.Name.Name
	if d := l.definitions[key]; d != nil {
		return d
	}
	d := &definition{pkg: pkg, spec: a}
	l.definitions[key] = d
	l.build(d)
	return d
}

func (l *loader) build(d *definition) {
	name := d.spec.spec.Name
	at := l.fset.Position(name.Pos())
	st, ok := structOf(d.pkg, name)
	switch {
	case d.spec.spec.TypeParams != nil:
		l.found.Errorf(at, diag.GenericRoot, "define a struct for each instance", "%s is generic: a definition is one concrete struct", name.Name)
		return
	case d.spec.spec.Assign.IsValid() || !ok:
		l.found.Errorf(at, diag.UnsupportedType, "put the directive on a struct type", "%s is no struct type", name.Name)
		return
	}
	d.opts = l.options(d.spec.schema)
	d.record = &schema.Record{
		Name: d.opts.name, Type: name.Name, Version: d.opts.version, Doc: docText(d.spec.doc), IgnoreUnknown: d.opts.ignoreUnknown,
	}
	if d.record.Name == "" {
		d.record.Name = d.pkg.Name + "." + name.Name
	}
	d.building = true
	l.fields(d, d.spec.spec.Type.(*ast.StructType), st, "")
	d.building = false
	l.duplicates(d)
	l.checks(d)
	l.exactFeatures(d)
	d.unit = &unit.Struct{Name: name.Name, Record: d.record, Fields: d.fields, Guard: guard(d.pkg, st)}
	l.methods(d)
	d.unit.Request = request(d.unit)
}

// request derives the view that a caller of the model sends, unless it is the record itself: without a label, looked-up
// or derived field there is nothing to leave out.
func request(s *unit.Struct) *unit.Struct {
	view := s.Record.RequestView()
	if len(view.Fields) == len(s.Record.Fields) {
		return nil
	}
	out := &unit.Struct{Name: view.Type, Record: view}
	for i, f := range s.Record.Fields {
		if f.Role.Sent() {
			out.Fields = append(out.Fields, s.Fields[i])
		}
	}
	return out
}

func structOf(pkg *packages.Package, name *ast.Ident) (*types.Struct, bool) {
	obj := pkg.TypesInfo.Defs[name]
	if obj == nil {
		return nil, false
	}
	st, ok := obj.Type().Underlying().(*types.Struct)
	return st, ok
}

// docText is the comment without its directives.
func docText(doc *ast.CommentGroup) string {
	if doc == nil {
		return ""
	}
	return strings.TrimSpace(doc.Text())
}

// duplicates refuses two fields with one key.
func (l *loader) duplicates(d *definition) {
	first := map[string]string{}
	for _, f := range d.record.Fields {
		if other, ok := first[f.Key]; ok {
			l.found.Errorf(l.fset.Position(d.spec.spec.Name.Pos()), diag.DuplicateKey, `give one of them another json:"name"`,
				"the fields %s and %s of %s have the key %q", other, f.Name, d.record.Type, f.Key)
		}
		first[f.Key] = f.Name
	}
}

// named returns the definition of a named struct type of any package, nil when it carries no directive.
func (l *loader) named(n *types.Named) (*definition, error) {
	obj := n.Obj()
	if obj.Pkg() == nil {
		return nil, nil
	}
	pkg, err := l.packageOf(obj.Pkg().Path())
	if err != nil {
		return nil, err
	}
	for _, file := range pkg.Syntax {
		for _, a := range annotated(file) {
			if a.spec.Name.Name == obj.Name() {
				return l.definition(pkg, a), nil
			}
		}
	}
	return nil, nil
}

// packageOf loads the syntax of a package that a definition refers to.
func (l *loader) packageOf(path string) (*packages.Package, error) {
	if p := l.byPath[path]; p != nil {
		return p, nil
	}
	pkgs, err := l.read([]string{path})
	if err != nil {
		return nil, err
	}
	if len(pkgs) != 1 {
		return nil, fmt.Errorf("loading %s: %d packages", path, len(pkgs))
	}
	l.byPath[path] = pkgs[0]
	return pkgs[0], nil
}
