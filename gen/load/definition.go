package load

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// definition is one annotated struct on its way to a unit.Struct.
type definition struct {
	pkg    *pkg
	spec   *annotation
	opts   options
	record *schema.Record
	fields []unit.Field
	at     []token.Pos // of the fields
	unit   *unit.Struct
	// checked are the selectors of embedded definitions with a Check of the user's.
	checked []string
	// constants are those that its tags name, with their texts.
	constants map[string]string
	// rules are the functions of the rules that its tags name.
	rules map[string]unit.Rule
	// ruled are the fields whose rules are read last.
	ruled []ruled
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
			if a := annotate(spec, docOf(g, spec)); a != nil {
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
func (l *loader) definition(p *pkg, a *annotation) *definition {
	key := p.path + "." + a.spec.Name.Name
	if d := l.definitions[key]; d != nil {
		return d
	}
	l.check(p)
	d := &definition{pkg: p, spec: a}
	l.definitions[key] = d
	l.build(d)
	return d
}

func (l *loader) build(d *definition) {
	name := d.spec.spec.Name
	l.at = l.fset.Position(name.Pos())
	syntax, st := l.structType(d)
	if st == nil {
		return
	}
	d.opts = l.options(d.spec.schema)
	d.record = &schema.Record{
		Name: d.opts.name, Type: name.Name, Version: d.opts.version, Doc: docText(d.spec.doc), IgnoreUnknown: d.opts.ignoreUnknown,
		Fields: []schema.Field{},
	}
	if d.record.Name == "" {
		d.record.Name = d.pkg.name + "." + name.Name
	}
	d.building = true
	l.fields(d, syntax, st, "")
	l.ruleFields(d)
	d.building = false
	l.duplicates(d)
	l.duplicateFeatures(d)
	l.oneLabel(d)
	l.checks(d)
	l.exactFeatures(d)
	d.unit = &unit.Struct{
		Name: name.Name, Record: d.record, Was: d.opts.was, Fields: d.fields, Checked: d.checked, StandardJSON: d.opts.standardJSON,
		Guard: guard(d.pkg, st), Seal: sealOf(d, st), Foreign: l.foreign(d, st), Constants: d.namedConstants(), Rules: d.rules, Unchecked: l.unchecked(d, d.pkg.whole()),
	}
	l.methods(d)
	d.unit.Request = request(d.unit)
	l.requestNames(d)
}

// structType returns the struct as it is written and as it is checked, or says why the type is no definition.
func (l *loader) structType(d *definition) (*ast.StructType, *types.Struct) {
	spec := d.spec.spec
	name, at := spec.Name.Name, l.fset.Position(spec.Name.Pos())
	st, ok := structOf(d.pkg, spec.Name)
	syntax, written := ast.Unparen(spec.Type).(*ast.StructType)
	switch {
	case name == "_":
		l.found.Errorf(at, diag.NameConflict, "give it a name", "a struct named _ can have no methods")
	case name == "init" || name == "main" && d.pkg.name == "main":
		l.found.Errorf(at, diag.NameConflict, "rename it", "Go keeps the name %s for a function", name)
	case spec.TypeParams != nil:
		l.found.Errorf(at, diag.GenericRoot, "define a struct for each instance", "%s is generic: a definition is one concrete struct", name)
	case spec.Assign.IsValid():
		l.found.Errorf(at, diag.UnsupportedType, "put the directive on the struct that it names", "%s is another name of %s", name, types.ExprString(spec.Type))
	case written && !ok:
		l.found.Errorf(at, diag.UnsupportedType, "hold the keys of what it refers to", "%s holds itself, and recursion is not supported: records are finite trees", name)
	case ok && !written:
		l.found.Errorf(at, diag.UnsupportedType, "embed "+types.ExprString(spec.Type)+", or write the fields here",
			"%s takes its fields from %s, and a definition holds its own", name, types.ExprString(spec.Type))
	case !ok:
		l.found.Errorf(at, diag.UnsupportedType, "put the directive on a struct type", "%s is no struct type", name)
	default:
		return syntax, st
	}
	return nil, nil
}

func structOf(p *pkg, name *ast.Ident) (*types.Struct, bool) {
	obj := p.info.Defs[name]
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

// oneLabel refuses a second label: a model learns one.
func (l *loader) oneLabel(d *definition) {
	labels := d.record.WithRole(schema.RoleLabel)
	if len(labels) < 2 {
		return
	}
	l.found.Errorf(l.fset.Position(d.spec.spec.Name.Pos()), diag.BadRole, `keep the tag feature:"label" on one of them`,
		"%s has the labels %s and %s, and a model learns one", d.record.Type, labels[0].Name, labels[1].Name)
}

// duplicates refuses two fields with one key.
func (l *loader) duplicates(d *definition) {
	first := map[string]string{}
	for i, f := range d.record.Fields {
		if other, ok := first[f.Key]; ok {
			l.found.Errorf(l.fset.Position(d.at[i]), diag.DuplicateKey, `give one of them another json:"name"`,
				"the fields %s and %s of %s have the key %q", other, f.Name, d.record.Type, f.Key)
		}
		first[f.Key] = f.Name
	}
}

// duplicateFeatures refuses two fields whose encoded features have one name: a model could not tell them apart.
func (l *loader) duplicateFeatures(d *definition) {
	first := map[string]int{}
	for i := range d.record.Fields {
		alone := schema.Record{Fields: d.record.Fields[i : i+1]}
		for _, name := range alone.FeatureNames() {
			other, ok := first[name]
			if !ok {
				first[name] = i
				continue
			}
			if a, b := &d.record.Fields[other], &d.record.Fields[i]; a.Key != b.Key { // that is refused already
				l.found.Errorf(l.fset.Position(d.at[i]), diag.DuplicateKey, `give one of them another json:"name", or take it out with feature:"-"`,
					"the fields %s and %s of %s both give the feature %q", a.Name, b.Name, d.record.Type, name)
			}
			break
		}
	}
}

// named returns the definition of a named struct type of any package, nil when it carries no directive.
func (l *loader) named(n *types.Named) *definition {
	obj := n.Obj()
	if obj.Pkg() == nil {
		return nil
	}
	p := l.packages[obj.Pkg().Path()]
	if p == nil {
		return nil
	}
	for _, v := range p.variants() {
		if a := v.annotationOf(obj.Name()); a != nil {
			return l.definition(v, a)
		}
	}
	return nil
}

// directiveRemedy says how a struct without a directive gets one.
func (l *loader) directiveRemedy(n *types.Named) string {
	if obj := n.Obj(); obj.Pkg() != nil {
		if p := l.packages[obj.Pkg().Path()]; p != nil && p.own {
			return "add //typedml:schema to it"
		}
	}
	return `use a struct of your own with //typedml:schema, or exclude the field with json:"-"`
}
