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
	pkg  *pkg
	spec *annotation
	// source is the package whose files hold the fields: another one than that of the definition for an instance of its generic
	// struct. Constants, aliases and rules that tags name are its.
	source *pkg
	// instance is the instance of a generic struct that the definition is of, nil for others; standIn is the type with its methods.
	instance *types.Named
	standIn  string
	// origin is the annotation of the generic struct that a definition takes its fields from, nil where there is none.
	origin *annotation
	// group are the files of the package that the output is compiled with: see groupOf.
	group  string
	opts   options
	record *schema.Record
	fields []unit.Field
	types  []types.Type // of the fields
	at     []token.Pos  // of the fields
	unit   *unit.Struct
	// checked are the selectors of embedded definitions with a Check of the user's.
	checked []string
	// constants are those that its tags name, with their texts.
	constants map[string]string
	// rules are the functions of the rules that its tags name.
	rules map[string]unit.Rule
	// kept are the fields that are no part of the record.
	kept []unit.Kept
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
	d := &definition{pkg: p, source: p, spec: a}
	if in, ok := p.decls[a.spec.Name.Name]; ok {
		d.group = l.groupOf(in.file)
	}
	l.definitions[key] = d
	l.build(d)
	return d
}

func (l *loader) build(d *definition) {
	l.at = l.fset.Position(d.spec.spec.Name.Pos())
	syntax, st := l.structType(d)
	if st == nil || l.ctx.Err() != nil {
		return
	}
	d.opts = l.options(d.spec.schema)
	d.record = &schema.Record{
		Name: d.opts.name, Type: d.typeName(), Version: d.opts.version, Doc: docText(d.spec.doc), IgnoreUnknown: d.opts.ignoreUnknown,
		Fields: []schema.Field{},
	}
	switch {
	case d.instance != nil:
		d.record.Name = d.source.name + "." + d.record.Type
	case d.record.Name == "":
		d.record.Name = d.pkg.name + "." + d.record.Type
	}
	d.building = true
	l.fields(d, syntax, st, "")
	l.ruleFields(d)
	d.building = false
	if l.tooManyFeatures(d) {
		return
	}
	l.duplicates(d)
	l.duplicateFeatures(d)
	l.oneLabel(d)
	if d.origin != nil {
		l.checks(d, d.origin)
	}
	l.checks(d, d.spec)
	l.exactFeatures(d)
	d.unit = &unit.Struct{
		Name: d.record.Type, Record: d.record, Was: d.opts.was, Fields: d.fields, Checked: d.checked, StandardJSON: d.opts.standardJSON,
		Guard: guard(d.pkg, st), Seal: sealOf(d, st), Foreign: l.foreign(d, st), Constants: d.namedConstants(), Rules: d.rules,
		Kept: d.kept,
	}
	if d.source.path != d.pkg.path && !spellableBy(d.pkg.path, d.source.path, st) {
		d.unit.Guard = nil
	}
	if d.instance != nil {
		l.standsIn(d)
		return
	}
	d.unit.Unchecked = l.unchecked(d, d.pkg.whole())
	l.methods(d)
	d.unit.Request = request(d.unit)
	l.requestNames(d)
}

// structType returns the struct as it is written and as it is checked, or says why the type is no definition.
func (l *loader) structType(d *definition) (*ast.StructType, *types.Struct) {
	spec := d.spec.spec
	syntax, written := ast.Unparen(spec.Type).(*ast.StructType)
	if d.instance != nil {
		st, _ := d.instance.Underlying().(*types.Struct)
		return syntax, st
	}
	name, at := spec.Name.Name, l.fset.Position(spec.Name.Pos())
	st, ok := structOf(d.pkg, spec.Name)
	if ok && !written && spec.TypeParams == nil && !spec.Assign.IsValid() {
		if p, of, fields := l.origin(d.pkg, spec); fields != nil {
			d.source, d.origin = p, annotate(of.typ, of.doc)
			return fields, st
		}
	}
	switch {
	case name == "_":
		l.found.Errorf(at, diag.NameConflict, "give it a name", "a struct named _ can have no methods")
	case name == "init" || name == "main" && d.pkg.name == "main":
		l.found.Errorf(at, diag.NameConflict, "rename it", "Go keeps the name %s for a function", name)
	case spec.TypeParams != nil:
		l.generic(d)
	case spec.Assign.IsValid():
		remedy := "put the directive on the struct that it names"
		if _, _, fields := l.origin(d.pkg, spec); fields != nil {
			remedy = "write type " + name + " " + types.ExprString(spec.Type) + ": an instance of a generic struct can have no methods, and a type that is defined from it can"
		}
		l.found.Errorf(at, diag.UnsupportedType, remedy, "%s is another name of %s", name, types.ExprString(spec.Type))
	case written && !ok:
		l.found.Errorf(at, diag.UnsupportedType, "hold the keys of what it refers to", "%s holds itself, and recursion is not supported: records are finite trees", name)
	case ok && singleBehind(d.pkg.types.Scope().Lookup(name).Type().(*types.Named)) != nil:
		l.found.Errorf(at, diag.UnsupportedType, "remove the directive, and use "+types.ExprString(spec.Type)+" itself in the fields",
			"%s is defined from %s, which is a single value and no record", name, types.ExprString(spec.Type))
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

// named returns the definition of a named struct type of any package that a definition holds, nil when it carries no directive.
func (l *loader) named(n *types.Named, holder *definition) *definition {
	p, a := l.annotationOf(n)
	switch {
	case a == nil:
		return nil
	case n.TypeArgs().Len() > 0:
		return l.instance(p, a, n, holder)
	case a.spec.TypeParams != nil:
		return nil // its instances are definitions
	}
	return l.definition(p, a)
}

// annotationOf finds the directive of a named type, and the package that it stands in.
func (l *loader) annotationOf(n *types.Named) (*pkg, *annotation) {
	obj := n.Obj()
	if obj.Pkg() == nil {
		return nil, nil
	}
	p := l.packages[obj.Pkg().Path()]
	if p == nil {
		return nil, nil
	}
	for _, v := range p.variants() {
		if a := v.annotationOf(obj.Name()); a != nil {
			return v, a
		}
	}
	return nil, nil
}

// directiveRemedy says how a struct without a directive gets one.
func (l *loader) directiveRemedy(n *types.Named) string {
	if obj := n.Obj(); obj.Pkg() != nil {
		if p := l.packages[obj.Pkg().Path()]; p != nil && p.own {
			return "add //typedml:schema to it"
		}
	}
	if writesText(n) {
		return textRemedy
	}
	return `use a struct of your own with //typedml:schema, or exclude the field with json:"-"`
}

// textRemedy is what holds the value of a type that writes itself as text.
const textRemedy = "use string, which holds the text that it is in JSON, with a rule of its form"

// writesText reports whether a type is text in JSON: a uuid.UUID, a net.IP.
func writesText(n *types.Named) bool {
	return methodOf(n, "MarshalText") != nil
}
