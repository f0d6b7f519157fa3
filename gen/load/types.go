package load

import (
	"cmp"
	"fmt"
	"go/types"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// refusal says why a type has no form in typedml.
type refusal struct {
	code   diag.Code
	what   string
	remedy string
}

func (r *refusal) Error() string { return r.what }

func refuse(code diag.Code, remedy, format string, args ...any) error {
	return &refusal{code: code, what: fmt.Sprintf(format, args...), remedy: remedy}
}

// fieldType reads the field's type and reports what it cannot be.
func (l *loader) fieldType(s *source) (unit.Type, schema.Type, bool, bool) {
	goType, typ, optional, err := l.optional(s.def, s.v.Type())
	if n := nested(typ); err == nil && n > maxNested {
		err = refuse(diag.UnsupportedType, "give the inner ones a struct of their own with //typedml:schema",
			"lists and maps nested %d deep, and generated code has a loop for each of %d at most", n, maxNested)
	}
	if err != nil {
		code, remedy := diag.UnsupportedType, ""
		if r, ok := err.(*refusal); ok {
			code, remedy = r.code, r.remedy
		}
		l.errorf(s, code, remedy, "field %s: %v", s.v.Name(), err)
		return unit.Type{}, schema.Type{}, false, false
	}
	return goType, typ, optional, true
}

// maxNested is how deep lists and maps of one field may nest: go/format and the compiler give up on many times that.
const maxNested = 32

// nested is how deep lists and maps nest in a type, without those inside of records.
func nested(t schema.Type) int {
	n := 0
	for ; t.Elem != nil; t = t.Elem.Type {
		n++
	}
	return n
}

// optional reads a type that may be a pointer or validate.Opt.
func (l *loader) optional(d *definition, t types.Type) (unit.Type, schema.Type, bool, error) {
	form, inner := unit.Named, t
	switch u := types.Unalias(t).(type) {
	case *types.Pointer:
		form, inner = unit.Pointer, u.Elem()
	case *types.Named:
		if isOpt(u) {
			form, inner = unit.Opt, u.TypeArgs().At(0)
		}
	}
	goType, typ, err := l.value(d, inner)
	if form == unit.Named || err != nil {
		return goType, typ, false, err
	}
	if typ.Kind == schema.List || typ.Kind == schema.Map || typ.Kind == schema.Bytes {
		return goType, typ, false, refuseNullable(form, typ)
	}
	return unit.Type{Form: form, Elem: &goType}, typ, true, nil
}

// refuseNullable refuses a pointer to, or an Opt of, what has a null of its own.
func refuseNullable(form unit.Form, t schema.Type) error {
	what, wrapper := "a pointer to ", "the pointer"
	if form == unit.Opt {
		what, wrapper = "an Opt of ", "validate.Opt"
	}
	switch {
	case t.Kind == schema.List && t.Len > 0:
		return refuse(diag.UnsupportedType, fmt.Sprintf(`use a slice with validate:"len=%d": its nil is null`, t.Len), "%san array", what)
	case t.Kind == schema.Bytes:
		return refuse(diag.UnsupportedType, "remove "+wrapper+": a nil []byte is null already", "%sa byte string", what)
	}
	return refuse(diag.UnsupportedType, fmt.Sprintf("remove %s: a nil %s is null already", wrapper, t.Kind), "%sa %s", what, t.Kind)
}

func isOpt(n *types.Named) bool {
	obj := n.Obj()
	return obj.Pkg() != nil && obj.Pkg().Path() == pathValidate && obj.Name() == "Opt" && n.TypeArgs().Len() == 1
}

// value reads a type that is no pointer.
func (l *loader) value(d *definition, t types.Type) (unit.Type, schema.Type, error) {
	goType, typ, err := l.form(d, t)
	goType.Comparable = types.Comparable(t)
	return goType, typ, err
}

func (l *loader) form(d *definition, t types.Type) (unit.Type, schema.Type, error) {
	switch u := types.Unalias(t).(type) {
	case *types.Basic:
		return l.basic(u)
	case *types.Named:
		return l.namedType(d, u)
	case *types.Slice:
		return l.list(d, unit.Type{Form: unit.Slice}, u.Elem(), 0)
	case *types.Array:
		return l.list(d, unit.Type{Form: unit.Array, Len: int(u.Len())}, u.Elem(), int(u.Len()))
	case *types.Map:
		return l.mapType(d, u)
	case *types.Pointer:
		return unit.Type{}, schema.Type{}, refuse(diag.UnsupportedType, "use one pointer at most, and none in a list", "a pointer here has no form")
	case *types.Struct:
		return unit.Type{}, schema.Type{}, refuse(diag.MissingDirective, "name the struct and add //typedml:schema", "an anonymous struct")
	}
	return unit.Type{}, schema.Type{}, refuse(diag.UnsupportedType, `exclude it with json:"-"`, "type %s has no form in JSON, tables and models", typeName(d, t))
}

func typeName(d *definition, t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p.Path() == d.pkg.path {
			return ""
		}
		return p.Name()
	})
}

var kinds = map[string]schema.Kind{
	"bool": schema.Bool, "int": schema.Int64, "int8": schema.Int8, "int16": schema.Int16, "int32": schema.Int32,
	"int64": schema.Int64, "uint": schema.Uint64, "uint8": schema.Uint8, "uint16": schema.Uint16, "uint32": schema.Uint32,
	"uint64": schema.Uint64, "float32": schema.Float32, "float64": schema.Float64, "string": schema.String,
	"rune": schema.Int32, "byte": schema.Uint8,
}

func (l *loader) basic(b *types.Basic) (unit.Type, schema.Type, error) {
	kind, ok := kinds[b.Name()]
	if !ok {
		return unit.Type{}, schema.Type{}, refuse(diag.UnsupportedType, `exclude it with json:"-"`, "type %s has no form in JSON, tables and models", b.Name())
	}
	return unit.Type{Name: b.Name(), Basic: b.Name()}, schema.Type{Kind: kind}, nil
}

// namedType reads a defined type: time.Time, time.Duration, validate.Decimal, validate.Date, an enum, a record, or a type defined from a basic one.
func (l *loader) namedType(d *definition, n *types.Named) (unit.Type, schema.Type, error) {
	obj := n.Obj()
	out := unit.Type{Name: obj.Name()}
	path := ""
	if obj.Pkg() != nil {
		path = obj.Pkg().Path()
	}
	if path != d.pkg.path {
		out.Package = path
	}
	switch path + "." + obj.Name() {
	case "time.Time":
		return out, schema.Type{Kind: schema.Time}, nil
	case "time.Duration":
		out.Basic = "int64"
		return out, schema.Type{Kind: schema.Duration}, nil
	case pathValidate + ".Decimal":
		return out, schema.Type{Kind: schema.Decimal}, nil
	case pathValidate + ".Date":
		return out, schema.Type{Kind: schema.Date}, nil
	case "encoding/json.Number":
		return out, schema.Type{}, refuse(diag.UnsupportedType, "use float64, an integer type or validate.Decimal", "json.Number does not tell which numbers it holds")
	case "encoding/json.RawMessage":
		return out, schema.Type{}, refuse(diag.UnsupportedType, "give the value a struct of its own", "json.RawMessage promises nothing")
	}
	if n.TypeArgs().Len() > 0 {
		out.Spelled = spell(d.pkg.types, n)
		if arg := l.unnameable(d, n); arg != "" {
			return out, schema.Type{}, refuse(diag.UnsupportedType, "export it", "type %s cannot be named here: it has to do with %s", typeName(d, n), arg)
		}
		if err := satisfied(n); err != nil {
			return out, schema.Type{}, refuse(diag.PackageError, "mend the type first", "%v", err)
		}
	}
	if out.Package != "" && !obj.Exported() {
		return out, schema.Type{}, refuse(diag.UnsupportedType, "export it", "type %s cannot be named here", obj.Name())
	}
	if !importable(path, d.pkg.path) {
		return out, schema.Type{}, refuse(diag.UnsupportedType, "move it out of the internal folder, or define a type here",
			"type %s cannot be named here: its package %s is internal to another", obj.Name(), path)
	}
	if err := ownForm(d, n); err != nil {
		return out, schema.Type{}, err
	}
	if err := valuer(d, n); err != nil {
		return out, schema.Type{}, err
	}
	if single := singleBehind(n); single != nil {
		return out, schema.Type{}, refuse(diag.UnsupportedType, "use "+typeName(d, single)+" itself", "type %s is defined from %s, and has none of its methods", typeName(d, n), typeName(d, single))
	}
	switch under := n.Underlying().(type) {
	case *types.Basic:
		return l.definedBasic(out, n, under)
	case *types.Struct:
		return l.nested(d, out, n)
	case *types.Interface:
		return out, schema.Type{}, refuse(diag.UnsupportedType, `exclude it with json:"-"`, "the interface %s has no form in JSON, tables and models", typeName(d, n))
	}
	remedy := "use the type that it is defined from"
	if writesText(n) {
		remedy = textRemedy
	}
	return out, schema.Type{}, refuse(diag.UnsupportedType, remedy, "type %s is defined as a %s", typeName(d, n), composite(n.Underlying()))
}

// exportedSelector is how another package names a field: by its own name, where embedding promotes it from a struct that is not
// exported.
func exportedSelector(r *schema.Record, selector string) string {
	name := selector[strings.LastIndexByte(selector, '.')+1:]
	if hiddenIn(selector) != "" && tag.Promoted(r, name).Name == selector {
		return name
	}
	return selector
}

func (l *loader) definedBasic(out unit.Type, n *types.Named, b *types.Basic) (unit.Type, schema.Type, error) {
	kind, ok := kinds[b.Name()]
	if !ok {
		return out, schema.Type{}, refuse(diag.UnsupportedType, `exclude it with json:"-"`, "type %s has no form in JSON, tables and models", n.Obj().Name())
	}
	out.Basic = b.Name()
	if values := enumValues(n, kind); len(values) > 0 {
		return out, schema.Type{Kind: schema.Enum, Base: kind, Values: values}, nil
	}
	return out, schema.Type{Kind: kind}, nil
}

func (l *loader) nested(d *definition, out unit.Type, n *types.Named) (unit.Type, schema.Type, error) {
	inner := l.named(n, d)
	switch {
	case inner == nil:
		return out, schema.Type{}, refuse(diag.MissingDirective, l.directiveRemedy(n), "the struct %s has no //typedml:schema", typeName(d, n))
	case inner.building:
		return out, schema.Type{}, refuse(diag.UnsupportedType, "hold the key of what it refers to: records are finite trees", "%s holds itself", typeName(d, n))
	case inner.unit == nil:
		return out, schema.Type{}, refuse(diag.UnsupportedType, "mend it first", "the definition of %s has errors", typeName(d, n))
	}
	out.StandIn, out.Kept = inner.standIn, d.keptOf(inner)
	out.Marshals = inner.unit.Own["MarshalJSON"] && !inner.unit.Own["AppendJSON"]
	out.Fields = make([]unit.Field, len(inner.fields))
	for i, f := range inner.fields {
		f.Type = qualify(f.Type, inner.pkg.path, d.pkg.path)
		if inner.source.path != d.pkg.path {
			f.Selector = exportedSelector(inner.record, f.Selector)
		}
		out.Fields[i] = f
	}
	return out, schema.Type{Kind: schema.Struct, Record: inner.record}, nil
}

// composite names what a type is made of.
func composite(t types.Type) string {
	switch t.(type) {
	case *types.Slice, *types.Array:
		return "list"
	case *types.Map:
		return "map"
	case *types.Pointer:
		return "pointer"
	}
	return "type without a form in JSON, tables and models"
}

func (l *loader) list(d *definition, out unit.Type, elem types.Type, n int) (unit.Type, schema.Type, error) {
	if out.Form == unit.Array && n == 0 {
		return out, schema.Type{}, refuse(diag.UnsupportedType, "give it a length", "an array of length 0")
	}
	goElem, typ, optional, err := l.optional(d, elem)
	if err != nil {
		return out, schema.Type{}, err
	}
	if typ.Kind == schema.Uint8 && out.Form == unit.Slice && goElem.Name == "uint8" || goElem.Name == "byte" && out.Form == unit.Slice {
		out.Elem = &goElem
		return out, schema.Type{Kind: schema.Bytes}, nil
	}
	if optional {
		return out, schema.Type{}, refuse(diag.UnsupportedType, "use the type itself", "a list of pointers or of Opt")
	}
	out.Elem = &goElem
	return out, schema.Type{Kind: schema.List, Len: n, Elem: element(typ)}, nil
}

func (l *loader) mapType(d *definition, m *types.Map) (unit.Type, schema.Type, error) {
	out := unit.Type{Form: unit.Map}
	goKey, key, err := l.value(d, m.Key())
	if err != nil {
		return out, schema.Type{}, err
	}
	if key.Scalar() != schema.String {
		return out, schema.Type{}, refuse(diag.UnsupportedType, "use string keys", "a map with %s keys", key.Kind)
	}
	goElem, elem, optional, err := l.optional(d, m.Elem())
	if err != nil {
		return out, schema.Type{}, err
	}
	if optional {
		return out, schema.Type{}, refuse(diag.UnsupportedType, "use the type itself", "a map of pointers or of Opt")
	}
	out.Key, out.Elem = &goKey, &goElem
	return out, schema.Type{Kind: schema.Map, Key: element(key), Elem: element(elem)}, nil
}

// element wraps a type with its implicit rules.
func element(t schema.Type) *schema.Element {
	return &schema.Element{Type: t, Constraints: implicit(t)}
}

// satisfied says which type argument of an instance its constraint refuses.
func satisfied(n *types.Named) error {
	args := make([]types.Type, n.TypeArgs().Len())
	for i := range args {
		args[i] = n.TypeArgs().At(i)
	}
	_, err := types.Instantiate(nil, n.Origin(), args, true)
	return err
}

// unnameable returns the name of a type among the type arguments that the package of the definition cannot write, "" when there is none.
func (l *loader) unnameable(d *definition, t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		return l.unnameable(d, t.Elem())
	case *types.Slice:
		return l.unnameable(d, t.Elem())
	case *types.Array:
		return l.unnameable(d, t.Elem())
	case *types.Map:
		return cmp.Or(l.unnameable(d, t.Key()), l.unnameable(d, t.Elem()))
	case *types.Named:
		for i := range t.TypeArgs().Len() {
			if name := l.unnameable(d, t.TypeArgs().At(i)); name != "" {
				return name
			}
		}
		if obj := t.Obj(); obj.Pkg() != nil && obj.Pkg().Path() != d.pkg.path && (!obj.Exported() || !importable(obj.Pkg().Path(), d.pkg.path)) {
			return obj.Name()
		}
	}
	return ""
}
