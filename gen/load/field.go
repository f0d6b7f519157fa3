package load

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strconv"
	"strings"
	"unicode"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// source is one Go field being read: where it stands and what its tag says.
type source struct {
	def      *definition
	selector string
	name     *ast.Ident // nil for an embedded field
	field    *ast.Field
	v        *types.Var
	tag      reflect.StructTag
	doc      string
}

// fields reads the fields of a struct into the definition; prefix is the selector of an embedded struct.
func (l *loader) fields(d *definition, st *ast.StructType, typ *types.Struct, prefix string) {
	n := 0
	for _, f := range st.Fields.List {
		tag, ok := l.structTag(f, d.opts.tag)
		names := f.Names
		if len(names) == 0 {
			names = []*ast.Ident{nil}
		}
		for _, name := range names {
			l.at = l.fset.Position(posOf(f, name))
			if n == typ.NumFields() || typ.Field(n).Name() != fieldName(f, name) {
				l.found.Errorf(l.at, diag.PackageError, "rename one", "the struct has two fields %s", fieldName(f, name))
				continue
			}
			v := typ.Field(n)
			n++
			if lock := lockIn(v.Type()); lock != "" {
				l.found.Errorf(l.fset.Position(posOf(f, name)), diag.UnsupportedType, "hold a pointer to it, or keep it outside of the definition",
					"field %s holds a %s, and generated code copies the struct", v.Name(), lock)
				continue
			}
			if !ok {
				continue
			}
			s := &source{
				def: d, selector: prefix + v.Name(), name: name, field: f, v: v, tag: tag,
				doc: docText(f.Doc),
			}
			if s.doc == "" {
				s.doc = docText(f.Comment)
			}
			if l.resolved(s) {
				l.read1(s)
			}
		}
	}
}

// fieldName is the name of a field; of an embedded one that of its type.
func fieldName(f *ast.Field, name *ast.Ident) string {
	if name != nil {
		return name.Name
	}
	typ := ast.Unparen(f.Type)
	for {
		switch t := typ.(type) {
		case *ast.Ident:
			return t.Name
		case *ast.SelectorExpr:
			return t.Sel.Name
		case *ast.StarExpr:
			typ = ast.Unparen(t.X)
		case *ast.IndexExpr:
			typ = t.X
		case *ast.IndexListExpr:
			typ = t.X
		default:
			return "_"
		}
	}
}

// read1 reads one field: passes over what is not exported and json:"-", flattens an embedded struct as encoding/json
// does, adds any other.
func (l *loader) read1(s *source) {
	jsonTag := s.tag.Get("json")
	jsonName, _, _ := strings.Cut(jsonTag, ",")
	switch {
	case jsonTag == "-":
		l.unvalidated(s)
		l.leftOut(s, `json:"-"`)
		s.def.keep(s.selector)
	case s.v.Embedded() && jsonName == "":
		l.embedded(s)
	case s.v.Exported():
		l.field(s)
	default:
		l.leftOut(s, "not exported")
		s.def.keep(s.selector)
	}
}

// leftOut warns when a field that is no part of the record has tags that say otherwise.
func (l *loader) leftOut(s *source, why string) {
	keys := []string{"default", "feature", "msg"}
	if !s.v.Exported() { // upstream does not validate it either
		keys = append(keys, s.def.opts.tag, "check")
	}
	for _, key := range keys {
		if text, ok := s.tag.Lookup(key); ok && text != skip {
			l.tagWarnf(s, key, text, diag.UnreachableRule, "remove the tag, or make the field a part of the record",
				"the tag %s of field %s counts for nothing: the field is %s", key, s.v.Name(), why)
		}
	}
}

// embeddable returns the definition of an embedded struct, and its type; nil, with the reason told, where it has none that can be embedded.
func (l *loader) embeddable(s *source) (*definition, *types.Named) {
	named, ok := types.Unalias(s.v.Type()).(*types.Named)
	_, pointer := types.Unalias(s.v.Type()).(*types.Pointer)
	switch {
	case pointer:
		l.errorf(s, diag.UnsupportedType, "embed "+s.v.Name()+" itself, or name the field", "a pointer to %s is embedded: its fields would be there or not, all at once", s.v.Name())
		return nil, nil
	case !ok:
		l.errorf(s, diag.UnsupportedType, "embed the struct itself", "embedded %s is no struct", s.v.Name())
		return nil, nil
	}
	inner := l.named(named, s.def)
	_, isStruct := named.Underlying().(*types.Struct)
	switch {
	case !isStruct:
		l.errorf(s, diag.UnsupportedType, "name the field", "embedded %s is no struct", s.v.Name())
		return nil, nil
	case inner == nil:
		l.errorf(s, diag.MissingDirective, l.directiveRemedy(named), "the embedded %s has no //typedml:schema", typeName(s.def, named))
		return nil, nil
	case inner.building:
		l.errorf(s, diag.UnsupportedType, "hold the keys of what it refers to", "%s embeds itself, and recursion is not supported", typeName(s.def, named))
		return nil, nil
	case inner.record == nil:
		l.errorf(s, diag.UnsupportedType, "mend it first", "the definition of the embedded %s has errors", typeName(s.def, named))
		return nil, nil
	}
	if s.def.opts.standardJSON && !inner.opts.standardJSON {
		l.errorf(s, diag.MethodConflict, "write json=standard into the directive of "+typeName(s.def, named)+", too, or hold it in a field",
			"%s says json=standard and has UnmarshalJSON from the embedded %s", s.def.record.Type, typeName(s.def, named))
		return nil, nil
	}
	return inner, named
}

// embedded adds the fields and checks of an embedded definition, with the selector extended.
func (l *loader) embedded(s *source) {
	inner, named := l.embeddable(s)
	if inner == nil {
		return
	}
	if s.def.source.path != s.def.pkg.path && !s.v.Exported() {
		l.errorf(s, diag.UnsupportedType, "export it", "the embedded %s cannot be named in package %s, which holds the instance", s.v.Name(), s.def.pkg.name)
		return
	}
	skips := l.skipEmbedded(s, inner)
	abroad := inner.pkg.path != s.def.pkg.path
	for i, f := range inner.record.Fields {
		b := inner.fields[i]
		if name := hiddenAbroad(b, s.def.pkg.path); abroad && name != "" {
			l.errorf(s, diag.UnsupportedType, "export it, or hold "+typeName(s.def, named)+" in a field instead of embedding it",
				"field %s of the embedded %s has to do with %s, which cannot be named here", f.Name, typeName(s.def, named), name)
			return
		}
		f.Name = s.selector + "." + f.Name
		b.Selector = f.Name
		b.Type = qualify(b.Type, inner.pkg.path, s.def.pkg.path)
		if hasInstance(b.Type) { // another type stands in for it here
			t, _, _, err := l.optional(s.def, inner.types[i])
			if err != nil {
				l.errorf(s, diag.UnsupportedType, "hold "+typeName(s.def, named)+" in a field instead of embedding it", "field %s of the embedded %s: %v", f.Name, typeName(s.def, named), err)
				return
			}
			b.Type = t
		}
		if skips {
			f = unruled(f)
		}
		s.def.add(f, b, inner.types[i], s.pos())
	}
	s.def.keepBelow(s.selector, s.def.keptOf(inner))
	if skips {
		return
	}
	if !l.embeddedRules(s, inner) {
		return
	}
	if inner.unit != nil {
		for _, selector := range inner.unit.Checked {
			s.def.checked = append(s.def.checked, strings.TrimSuffix(s.selector+"."+selector, "."))
		}
	}
	s.def.record.Checks = append(s.def.record.Checks, inner.record.Checks...)
}

// hiddenAbroad returns a name that the code for a field needs and that the package at the path cannot write; "" when there is none.
func hiddenAbroad(b unit.Field, path string) string {
	return cmp.Or(hiddenIn(b.Selector), unexported(b.Type, path))
}

// hiddenIn returns the first name of a selector that is not exported, "" where all are.
func hiddenIn(selector string) string {
	for name := range strings.SplitSeq(selector, ".") {
		if !token.IsExported(name) {
			return name
		}
	}
	return ""
}

// unexported returns the name in a type that its package does not export.
func unexported(t unit.Type, path string) string {
	if t.Form == unit.Named && t.Basic != t.Name && (!token.IsExported(t.Name) || !importable(t.Package, path)) {
		return t.Name
	}
	for _, below := range []*unit.Type{t.Elem, t.Key} {
		if below != nil {
			if name := unexported(*below, path); name != "" {
				return name
			}
		}
	}
	return ""
}

// hasInstance reports whether a type is spelled with an instance of a generic one.
func hasInstance(t unit.Type) bool {
	return t.Spelled != nil || t.Elem != nil && hasInstance(*t.Elem) || t.Key != nil && hasInstance(*t.Key)
}

// qualify spells a type of package from for use in package in.
func qualify(t unit.Type, from, in string) unit.Type {
	if t.Form == unit.Named {
		switch {
		case from == in:
		case t.Package == "" && (t.Basic != t.Name):
			t.Package = from
		case t.Package == in:
			t.Package = ""
		}
	}
	for _, p := range []**unit.Type{&t.Elem, &t.Key} {
		if *p != nil {
			q := qualify(**p, from, in)
			*p = &q
		}
	}
	return t
}

// field adds one field.
func (l *loader) field(s *source) {
	f := schema.Field{Name: s.selector, Key: s.v.Name(), Doc: s.doc}
	l.jsonTag(s, &f)
	goType, typ, optional, ok := l.fieldType(s)
	if !ok {
		return
	}
	f.Type, f.Optional = typ, optional
	l.standardForm(s, typ)
	l.featureTag(s, &f)
	l.lostRole(s, &f)
	l.mlflowTag(s, &f)
	s.def.keepBelow(s.selector, goType.Kept)
	s.def.ruled = append(s.def.ruled, ruled{s, len(s.def.record.Fields)})
	s.def.add(f, unit.Field{Selector: s.selector, Type: goType}, s.v.Type(), s.pos())
}

// ruled is a field whose rules are still to be read, and its place in the record.
type ruled struct {
	source *source
	at     int
}

// ruleFields reads the rules of the definition's own fields, which may name each other, and their defaults.
func (l *loader) ruleFields(d *definition) {
	for _, r := range d.ruled {
		f := &d.record.Fields[r.at]
		l.at = l.fset.Position(r.source.pos())
		l.rules(r.source, f, d.fields[r.at].Type.Value())
		l.messageTag(r.source, f, &d.fields[r.at])
		l.defaultTag(r.source, f)
		f.MayBeAbsent = f.Optional || f.Default != nil || f.OmitEmpty || f.OmitZero || omittable(f.Constraints)
	}
	for _, r := range d.ruled {
		l.conditions(r.source, &d.record.Fields[r.at])
		l.related(r.source, &d.record.Fields[r.at])
	}
}

func (d *definition) add(f schema.Field, b unit.Field, t types.Type, at token.Pos) {
	d.record.Fields = append(d.record.Fields, f)
	d.fields = append(d.fields, b)
	d.types = append(d.types, t)
	d.at = append(d.at, at)
}

func omittable(cs []schema.Constraint) bool {
	for _, c := range cs {
		if c.Kind == schema.Omit {
			return true
		}
	}
	return false
}

func (l *loader) jsonTag(s *source, f *schema.Field) {
	name, flags, _ := strings.Cut(s.tag.Get("json"), ",")
	if name != "" {
		f.Key = name
		if !keyText(name) {
			l.tagErrorf(s, "json", name, diag.BadTag, "use letters, digits and punctuation without quotes, backslash and comma",
				"encoding/json would pass over the name %q of field %s", name, s.v.Name())
		}
	}
	for flag := range strings.SplitSeq(flags, ",") {
		switch flag {
		case "omitempty":
			f.OmitEmpty = true
		case "omitzero":
			f.OmitZero = true
			l.ownZero(s)
		case "":
		case "string":
			l.tagErrorf(s, "json", "string", diag.BadTag, "remove ,string", "json's option string of field %s is not supported: a number has one form", s.v.Name())
		default:
			l.tagWarnf(s, "json", flag, diag.UnreachableRule, "the options are omitempty and omitzero",
				"the option %q in the json tag of field %s counts for nothing", flag, s.v.Name())
		}
	}
}

// keyText reports whether encoding/json takes the text as a name.
func keyText(s string) bool {
	for _, r := range s {
		if !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", r) && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	return true
}

// structTag unquotes and checks the tag: what reflect cannot read is refused, because it would silently not count.
func (l *loader) structTag(f *ast.Field, rules string) (reflect.StructTag, bool) {
	if f.Tag == nil {
		return "", true
	}
	var ps []pair
	text, err := strconv.Unquote(f.Tag.Value)
	if err == nil {
		ps, err = pairs(text)
	}
	if err != nil {
		l.found.Errorf(l.fset.Position(f.Tag.Pos()), diag.BadTag,
			`write key:"value" pairs separated by one space; a backslash in a value is written \\`, "the struct tag does not unquote: %v", err)
		return "", false
	}
	l.misspelt(f, ps, rules)
	return reflect.StructTag(text), true
}

func (l *loader) errorf(s *source, code diag.Code, remedy, format string, args ...any) {
	l.found.Errorf(l.fset.Position(s.pos()), code, remedy, format, args...)
}

func (s *source) pos() token.Pos { return posOf(s.field, s.name) }

func posOf(f *ast.Field, name *ast.Ident) token.Pos {
	if name != nil {
		return name.Pos()
	}
	return f.Type.Pos()
}
