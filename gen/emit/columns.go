package emit

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// columnMethods emits AppendColumns and ReadColumns.
func (f *file) columnMethods(s *unit.Struct) {
	f.appendColumns(s)
	f.readColumns(s)
}

// accessors names the methods of columns.Column for a kind: AppendX, X and AppendXs, with the Go type that they take.
var accessors = map[schema.Kind]struct{ name, basic string }{
	schema.Bool: {"Bool", "bool"}, schema.Int8: {"Int8", "int8"}, schema.Int16: {"Int16", "int16"},
	schema.Int32: {"Int32", "int32"}, schema.Int64: {"Int64", "int64"}, schema.Uint8: {"Uint8", "uint8"},
	schema.Uint16: {"Uint16", "uint16"}, schema.Uint32: {"Uint32", "uint32"}, schema.Uint64: {"Uint64", "uint64"},
	schema.Float32: {"Float32", "float32"}, schema.Float64: {"Float64", "float64"}, schema.String: {"String", "string"},
	schema.Bytes: {"Bytes", ""}, schema.Time: {"Time", ""}, schema.Duration: {"Duration", ""},
}

func (f *file) appendColumns(s *unit.Struct) {
	m := f.method(s, "AppendColumns", "appends x as one row to a batch with the columns of columns.FieldsOf.")
	if m == nil {
		return
	}
	m.Params(jen.Id("b").Op("*").Qual(pkgColumns, "Batch")).BlockFunc(func(g *jen.Group) {
		for i := range s.Record.Fields {
			x, b := &s.Record.Fields[i], s.Fields[i]
			v := value{owner: s, expr: "x." + b.Selector, typ: x.Type, goes: b.Type.Value()}
			column := func() *jen.Statement { return jen.Id("b").Dot("Column").Call(jen.Lit(i)) }
			appendField(g, v, b.Type.Form, column)
		}
		g.Id("b").Dot("EndRow").Call()
	})
}

// columnOf spells the column that a value goes to.
type columnOf func() *jen.Statement

func appendField(g *jen.Group, v value, form unit.Form, c columnOf) {
	switch form {
	case unit.Pointer:
		inner := v
		if v.typ.Kind != schema.Struct {
			inner.expr = "*" + v.expr
		}
		g.If(jen.Id(v.expr).Op("==").Nil()).Block(c().Dot("AppendNull").Call()).
			Else().BlockFunc(func(g *jen.Group) { appendValue(g, inner, c) })
	case unit.Opt:
		inner := v
		inner.expr += ".Value"
		g.If(jen.Op("!").Id(v.expr).Dot("Valid")).Block(c().Dot("AppendNull").Call()).
			Else().BlockFunc(func(g *jen.Group) { appendValue(g, inner, c) })
	default:
		appendValue(g, v, c)
	}
}

func appendValue(g *jen.Group, v value, c columnOf) {
	switch v.typ.Kind {
	case schema.Struct:
		g.Id(v.expr).Dot("AppendColumns").Call(c().Dot("Struct").Call())
		g.Add(c().Dot("EndStruct").Call())
	case schema.List:
		appendList(g, v, c)
	case schema.Map:
		appendMap(g, v, c)
	default:
		a := accessors[v.typ.Scalar()]
		arg := v.code()
		if a.basic != "" {
			arg = v.as(a.basic)
		}
		g.Add(c().Dot("Append" + a.name).Call(arg))
	}
}

// whole reports whether the elements are appended and read in one call: predeclared numbers of the column's own type.
func whole(v value) bool {
	e := v.typ.Elem.Type.Kind
	return e.Number() && v.goes.Elem.Form == unit.Named && v.goes.Elem.Package == "" && v.goes.Elem.Name == accessors[e].basic
}

func appendList(g *jen.Group, v value, c columnOf) {
	if whole(v) {
		list := v.code()
		if v.typ.Len > 0 {
			list.Index(jen.Op(":"))
		}
		g.Add(c().Dot("Append" + accessors[v.typ.Elem.Type.Kind].name + "s").Call(list))
		return
	}
	loop := func(g *jen.Group) {
		g.For(jen.Id("i").Op(":=").Range().Add(v.code())).BlockFunc(func(g *jen.Group) {
			e := v
			e.typ, e.goes, e.expr = v.typ.Elem.Type, *v.goes.Elem, v.expr+"[i]"
			nestedLoops(g, &e)
			appendValue(g, e, func() *jen.Statement { return c().Dot("Child").Call() })
		})
		g.Add(c().Dot("EndList").Call())
	}
	nullable(g, v, c, loop)
}

// nestedLoops gives the element of a list in a list a name of its own: the inner loop's i would hide the outer one.
func nestedLoops(g *jen.Group, e *value) {
	if e.typ.Kind == schema.List || e.typ.Kind == schema.Map {
		g.Id("e").Op(":=").Id(e.expr)
		e.expr = "e"
	}
}

func nullable(g *jen.Group, v value, c columnOf, some func(*jen.Group)) {
	if v.typ.Kind == schema.List && v.typ.Len > 0 {
		some(g)
		return
	}
	g.If(v.code().Op("==").Nil()).Block(c().Dot("AppendNull").Call()).Else().BlockFunc(some)
}

func appendMap(g *jen.Group, v value, c columnOf) {
	nullable(g, v, c, func(g *jen.Group) {
		g.For(jen.List(jen.Id("_"), jen.Id("k")).Op(":=").Range().Qual(pkgColumns, "SortedKeys").Call(c(), v.code())).BlockFunc(func(g *jen.Group) {
			g.Add(c().Dot("Keys").Call().Dot("AppendString").Call(jen.Id("k")))
			key := jen.Id("k")
			if v.goes.Key.Name != "string" {
				key = goType(*v.goes.Key).Call(jen.Id("k"))
			}
			e := v
			e.typ, e.goes, e.expr = v.typ.Elem.Type, *v.goes.Elem, "e"
			g.Id("e").Op(":=").Add(v.code()).Index(key)
			appendValue(g, e, func() *jen.Statement { return c().Dot("Child").Call() })
		})
		g.Add(c().Dot("EndMap").Call())
	})
}

func (f *file) readColumns(s *unit.Struct) {
	m := f.method(s, "ReadColumns",
		"sets x to a row of a batch with the columns of columns.FieldsOf. What may not be null and is goes to r; a\n"+
			"// column that the source lacks gives the default.")
	if m == nil {
		return
	}
	m.Params(jen.Id("b").Op("*").Qual(pkgColumns, "Batch"), jen.Id("row").Int(), jen.Id("r").Op("*").Qual(pkgValidate, "Report")).BlockFunc(func(g *jen.Group) {
		g.Op("*").Id("x").Op("=").Id(s.Name).Values()
		g.Id("x").Dot("SetDefaults").Call()
		rd := columnReader{file: f, owner: s}
		for i := range s.Record.Fields {
			rd.field(g, i, &s.Record.Fields[i], s.Fields[i])
		}
	})
}

// columnReader emits the reads of one record.
type columnReader struct {
	file  *file
	owner *unit.Struct
}

func (rd columnReader) field(g *jen.Group, i int, x *schema.Field, b unit.Field) {
	v := value{owner: rd.owner, expr: "x." + b.Selector, typ: x.Type, goes: b.Type.Value(), path: x.Key, field: x.Name, sensitive: x.Sensitive}
	null := jen.Op("!").Id("c").Dot("IsNull").Call(jen.Id("row"))
	stmt := g.If(jen.Id("c").Op(":=").Id("b").Dot("Column").Call(jen.Lit(i)), null).BlockFunc(func(g *jen.Group) {
		rd.present(g, v, b.Type)
	})
	switch {
	case x.Optional && x.Default == nil, nilable(x.Type):
	case x.Optional:
		stmt.Else().If(jen.Op("!").Id("c").Dot("Absent").Call()).Block(jen.Id(v.expr).Op("=").Add(nilOf(b.Type)))
	case x.Default != nil:
		stmt.Else().If(jen.Op("!").Id("c").Dot("Absent").Call()).Block(rd.null(v))
	default:
		stmt.Else().Block(rd.null(v))
	}
}

func nilable(t schema.Type) bool {
	return t.Kind == schema.Map || t.Kind == schema.Bytes || t.Kind == schema.List && t.Len == 0
}

func nilOf(t unit.Type) *jen.Statement {
	if t.Form == unit.Opt {
		return goType(t).Values()
	}
	return jen.Nil()
}

func (rd columnReader) null(v value) jen.Code {
	ref := rd.file.rules.ref(v.owner, rule{path: v.path, field: v.field, word: "null", sensitive: v.sensitive})
	return jen.Id("r").Dot("Add").Call(ref, jen.Qual(pkgValidate, "Null").Call())
}

// present emits the read of a value that is not null into the field.
func (rd columnReader) present(g *jen.Group, v value, t unit.Type) {
	switch {
	case v.typ.Kind == schema.Struct:
		if t.Form == unit.Pointer {
			g.Id(v.expr).Op("=").New(goType(*t.Elem))
		}
		g.Id("n").Op(":=").Id("r").Dot("Len").Call()
		target := v.expr
		if t.Form == unit.Opt {
			g.Id(v.expr).Dot("Valid").Op("=").True()
			target += ".Value"
		}
		g.Id(target).Dot("ReadColumns").Call(jen.Id("c").Dot("Struct").Call(), jen.Id("row"), jen.Id("r"))
		g.Id("r").Dot("Nest").Call(jen.Id("n"), jen.Lit(v.path))
	case v.typ.Kind == schema.List || v.typ.Kind == schema.Map:
		rd.many(g, v, "c", "row", 0)
	case t.Form == unit.Pointer:
		g.Id("v").Op(":=").Add(scalarAt(v, "c", "row"))
		g.Id(v.expr).Op("=").Op("&").Id("v")
	case t.Form == unit.Opt:
		g.Id(v.expr).Op("=").Qual(pkgValidate, "Some").Call(scalarAt(v, "c", "row"))
	default:
		g.Id(v.expr).Op("=").Add(scalarAt(v, "c", "row"))
	}
}

// scalarAt reads one value of a column; bytes are copied, because they are a view of the batch.
func scalarAt(v value, c, row string) *jen.Statement {
	a := accessors[v.typ.Scalar()]
	get := jen.Id(c).Dot(a.name).Call(jen.Id(row))
	switch {
	case v.typ.Kind == schema.Bytes:
		return jen.Qual("bytes", "Clone").Call(get)
	case a.basic != "" && (v.goes.Name != a.basic || v.goes.Package != ""):
		return goType(v.goes).Call(get)
	}
	return get
}

// many reads a list or map: its range, then its elements.
func (rd columnReader) many(g *jen.Group, v value, c, row string, depth int) {
	suffix := ""
	if depth > 0 {
		suffix = strconv.Itoa(depth + 1)
	}
	start, end, child, i := "start"+suffix, "end"+suffix, "child"+suffix, indexes[depth%len(indexes)]
	g.List(jen.Id(start), jen.Id(end)).Op(":=").Id(c).Dot("List").Call(jen.Id(row))
	g.Id(child).Op(":=").Id(c).Dot("Child").Call()
	if v.typ.Kind == schema.List && whole(v) {
		rd.copyWhole(g, v, child, start, end)
		return
	}
	size := jen.Id(end).Op("-").Id(start)
	switch {
	case v.typ.Kind == schema.Map:
		g.Id(v.expr).Op("=").Make(goType(v.goes), size)
	case v.typ.Len == 0:
		g.Id(v.expr).Op("=").Make(goType(v.goes), size)
	}
	g.For(jen.Id(i).Op(":=").Range().Add(size.Clone())).BlockFunc(func(g *jen.Group) {
		e := v
		e.typ, e.goes, e.path = v.typ.Elem.Type, *v.goes.Elem, ""
		at := "at" + suffix
		g.Id(at).Op(":=").Id(start).Op("+").Id(i)
		if v.typ.Kind == schema.Map {
			rd.entry(g, v, e, c, child, at, depth)
			return
		}
		e.expr = v.expr + "[" + i + "]"
		rd.element(g, v, e, child, at, depth, func() jen.Code {
			return jen.Id("r").Dot("NestAt").Call(jen.Id("n"), jen.Lit(v.path), jen.Id(i))
		})
	})
}

func (rd columnReader) copyWhole(g *jen.Group, v value, child, start, end string) {
	values := jen.Id(child).Dot(accessors[v.typ.Elem.Type.Kind].name + "s").Call().Index(jen.Id(start).Op(":").Id(end))
	if v.typ.Len > 0 {
		g.Copy(v.code().Index(jen.Op(":")), values)
		return
	}
	g.Id(v.expr).Op("=").Append(jen.Add(goType(v.goes)).Values(), values.Op("..."))
}

// element reads one element into a place.
func (rd columnReader) element(g *jen.Group, _, e value, child, at string, depth int, nest func() jen.Code) {
	switch e.typ.Kind {
	case schema.Struct:
		g.Id("n").Op(":=").Id("r").Dot("Len").Call()
		g.Id(e.expr).Dot("ReadColumns").Call(jen.Id(child).Dot("Struct").Call(), jen.Id(at), jen.Id("r"))
		g.Add(nest())
	case schema.List, schema.Map:
		rd.many(g, e, child, at, depth+1)
	default:
		g.Id(e.expr).Op("=").Add(scalarAt(e, child, at))
	}
}

func (rd columnReader) entry(g *jen.Group, v, e value, c, child, at string, depth int) {
	g.Id("k").Op(":=").Add(goKey(v, jen.Id(c).Dot("Keys").Call().Dot("String").Call(jen.Id(at))))
	g.Var().Id("e").Add(goType(e.goes))
	e.expr = "e"
	rd.element(g, v, e, child, at, depth, func() jen.Code {
		return jen.Id("r").Dot("NestKey").Call(jen.Id("n"), jen.Lit(v.path), jen.String().Call(jen.Id("k")))
	})
	g.Id(v.expr).Index(jen.Id("k")).Op("=").Id("e")
}

func goKey(v value, text *jen.Statement) *jen.Statement {
	if v.goes.Key.Package == "" && v.goes.Key.Name == "string" {
		return text
	}
	return goType(*v.goes.Key).Call(text)
}
