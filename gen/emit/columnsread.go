package emit

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

func (f *file) readColumns(s *unit.Struct) {
	m := f.method(s, "ReadColumns",
		"sets x to a row of a batch with the columns of columns.FieldsOf. What may not be null and is goes to r; a\n"+
			"// column that the source lacks gives the default, or the zero of a field that may be absent.")
	if m == nil {
		return
	}
	m.Params(jen.Id("b").Op("*").Qual(pkgColumns, "Batch"), jen.Id("row").Int(), jen.Id("r").Op("*").Qual(pkgValidate, "Report")).BlockFunc(func(g *jen.Group) {
		g.Op("*").Id("x").Op("=").Id(s.Name).Values()
		g.Id("x").Dot("SetDefaults").Call()
		rd := columnReader{file: f}
		for i := range s.Record.Fields {
			x, b := &s.Record.Fields[i], s.Fields[i]
			rd.field(g, i, x, b.Type, value{
				owner: s, expr: "x." + b.Selector, typ: x.Type, goes: b.Type.Value(), path: x.Key, field: x.Name, unit: x.Unit, sensitive: x.Sensitive,
			})
		}
	})
}

// columnReader emits the reads of one record.
type columnReader struct{ file *file }

func (rd columnReader) field(g *jen.Group, i int, x *schema.Field, t unit.Type, v value) {
	notNull := jen.Op("!").Id("c").Dot("IsNull").Call(jen.Id("row"))
	stmt := g.If(jen.Id("c").Op(":=").Id("b").Dot("Column").Call(jen.Lit(i)), notNull).BlockFunc(func(g *jen.Group) {
		rd.present(g, v, t)
	})
	there := jen.Op("!").Id("c").Dot("Absent").Call()
	switch {
	case x.Default == nil && (x.Optional || x.Type.TakesNull()):
	case x.Optional || x.Type.TakesNull():
		stmt.Else().If(there).Block(jen.Id(v.expr).Op("=").Add(nilOf(t)))
	case x.MayBeAbsent:
		stmt.Else().If(there).Block(rd.null(v))
	default:
		stmt.Else().Block(rd.null(v))
	}
}

func nilOf(t unit.Type) *jen.Statement {
	if t.Form == unit.Opt {
		return goType(t).Values()
	}
	return jen.Nil()
}

// null emits the violation of a value that must not be null.
func (rd columnReader) null(v value) jen.Code {
	return jen.Id("r").Dot("Add").Call(rd.nullRule(v), jen.Qual(pkgValidate, "Null").Call())
}

func (rd columnReader) nullRule(v value) jen.Code {
	return rd.file.rules.ref(v.owner, rule{path: v.path, field: v.field, word: "null", sensitive: v.sensitive})
}

// present emits the read of a value that is not null into the field.
func (rd columnReader) present(g *jen.Group, v value, t unit.Type) {
	scalar := v.typ.Kind != schema.Struct && v.typ.Kind != schema.List && v.typ.Kind != schema.Map
	switch {
	case t.Form == unit.Pointer && scalar:
		g.Id("v").Op(":=").Add(scalarAt(v, "c", "row"))
		g.Id(v.expr).Op("=").Op("&").Id("v")
	case t.Form == unit.Opt && scalar:
		g.Id(v.expr).Op("=").Qual(pkgValidate, "Some").Call(scalarAt(v, "c", "row"))
	case v.typ.Kind == schema.Struct:
		switch t.Form {
		case unit.Pointer:
			g.Id(v.expr).Op("=").New(goType(*t.Elem))
			v.pointer = true
		case unit.Opt:
			g.Id(v.expr).Dot("Valid").Op("=").True()
			v.expr += ".Value"
		}
		g.Id("n").Op(":=").Id("r").Dot("Len").Call()
		rd.read(g, v, "c", "row")
		g.Id("r").Dot("Nest").Call(jen.Id("n"), jen.Lit(v.path))
	default:
		rd.read(g, v, "c", "row")
	}
}

// read emits the read of a value at a row that is not null.
func (rd columnReader) read(g *jen.Group, v value, c, row string) {
	switch v.typ.Kind {
	case schema.Struct:
		g.Add(v.callable()).Dot("ReadColumns").Call(jen.Id(c).Dot("Struct").Call(), jen.Id(row), jen.Id("r"))
	case schema.List:
		rd.list(g, v, c, row)
	case schema.Map:
		rd.entries(g, v, c, row)
	default:
		g.Id(v.expr).Op("=").Add(scalarAt(v, c, row))
	}
}

// scalarAt reads one value of a column. Bytes are copied, because they are a view of the batch; none are empty, not nil.
func scalarAt(v value, c, row string) *jen.Statement {
	a := accessors[v.typ.Scalar()]
	get := jen.Id(c).Dot(a.name).Call(jen.Id(row))
	switch {
	case v.typ.Kind == schema.Bytes:
		return jen.Append(jen.Index().Byte().Values(), get.Op("..."))
	case a.basic != "" && (v.goes.Name != a.basic || v.goes.Package != ""):
		return goType(v.goes).Call(get)
	}
	return get
}

// span emits the range of a list's or map's elements, and their column.
func span(g *jen.Group, v value, c, row string) (start, size, child *jen.Statement) {
	first, last, name := at("start", v.depth), at("end", v.depth), at("child", v.depth)
	g.List(jen.Id(first), jen.Id(last)).Op(":=").Id(c).Dot("List").Call(jen.Id(row))
	g.Id(name).Op(":=").Id(c).Dot("Child").Call()
	return jen.Id(first), jen.Id(last).Op("-").Id(first), jen.Id(name)
}

func (rd columnReader) list(g *jen.Group, v value, c, row string) {
	start, size, child := span(g, v, c, row)
	if v.typ.Len > 0 {
		rd.array(g, v, start, size, child)
		return
	}
	rd.elements(g, v, start, size, child)
}

// array emits the read of a list of fixed length: a table may hold it as one of any.
func (rd columnReader) array(g *jen.Group, v value, start, size, child *jen.Statement) {
	n := strconv.Itoa(v.typ.Len)
	wrong := rd.file.rules.ref(v.owner, rule{path: v.path, field: v.field, word: "type", param: v.typ.String(), sensitive: v.sensitive})
	g.If(size.Clone().Op("!=").Id(n)).Block(
		jen.Id("r").Dot("Add").Call(wrong, jen.Qual(pkgValidate, "Items").Call(size.Clone())),
	).Else().BlockFunc(func(g *jen.Group) { rd.elements(g, v, start, size, child) })
}

func (rd columnReader) elements(g *jen.Group, v value, start, size, child *jen.Statement) {
	if whole(v) {
		rd.copyWhole(g, v)
		return
	}
	if v.typ.Len == 0 {
		g.Id(v.expr).Op("=").Make(goType(v.goes), size.Clone())
	}
	i, place := index(v.depth), at("at", v.depth)
	g.For(jen.Id(i).Op(":=").Range().Add(size)).BlockFunc(func(g *jen.Group) {
		g.Id(place).Op(":=").Add(start).Op("+").Id(i)
		e := below(v, v.expr+"["+i+"]")
		isNull := jen.If(child.Clone().Dot("IsNull").Call(jen.Id(place)))
		if e.typ.TakesNull() {
			g.Add(isNull.Block(jen.Continue()))
		} else {
			g.Add(isNull.Block(rd.nullAt(v, i), jen.Continue()))
		}
		rd.nested(g, e, at("child", v.depth), place, jen.Id("r").Dot("NestAt").Call(jen.Id("n"), jen.Lit(v.path), jen.Id(i)))
	})
}

func (rd columnReader) nullAt(v value, i string) jen.Code {
	return jen.Id("r").Dot("AddAt").Call(rd.nullRule(v), jen.Id(i), jen.Qual(pkgValidate, "Null").Call())
}

// nested emits the read of an element, and puts what it reports under the element's place.
func (rd columnReader) nested(g *jen.Group, e value, c, row string, nest jen.Code) {
	reports := e.typ.Kind == schema.Struct || e.typ.Kind == schema.List || e.typ.Kind == schema.Map
	if reports {
		g.Id("n").Op(":=").Id("r").Dot("Len").Call()
	}
	rd.read(g, e, c, row)
	if reports {
		g.Add(nest)
	}
}

// copyWhole copies the elements in one call. Nulls among them are looked for only where the column has some.
func (rd columnReader) copyWhole(g *jen.Group, v value) {
	start, end, child := at("start", v.depth), at("end", v.depth), at("child", v.depth)
	values := jen.Id(child).Dot(accessors[v.typ.Elem.Type.Kind].name + "s").Call().Index(jen.Id(start).Op(":").Id(end))
	if v.typ.Len > 0 {
		g.Copy(v.code().Index(jen.Op(":")), values)
	} else {
		g.Id(v.expr).Op("=").Append(jen.Add(goType(v.goes)).Values(), values.Op("..."))
	}
	i := index(v.depth)
	g.If(jen.Id(child).Dot("NullsIn").Call(jen.Id(start), jen.Id(end)).Op(">").Lit(0)).Block(
		jen.For(jen.Id(i).Op(":=").Range().Id(end).Op("-").Id(start)).Block(
			jen.If(jen.Id(child).Dot("IsNull").Call(jen.Id(start).Op("+").Id(i))).Block(rd.nullAt(v, i)),
		),
	)
}

func (rd columnReader) entries(g *jen.Group, v value, c, row string) {
	start, size, child := span(g, v, c, row)
	k, place := at("k", v.depth), at("at", v.depth)
	g.Id(v.expr).Op("=").Make(goType(v.goes), size.Clone())
	g.For(jen.Id(place).Op(":=").Add(start), jen.Id(place).Op("<").Id(at("end", v.depth)), jen.Id(place).Op("++")).BlockFunc(func(g *jen.Group) {
		g.Id(k).Op(":=").Add(goKey(v, jen.Id(c).Dot("Keys").Call().Dot("String").Call(jen.Id(place))))
		entry := func() *jen.Statement { return v.code().Index(jen.Id(k)) }
		e := below(v, at("e", v.depth))
		isNull := jen.If(child.Clone().Dot("IsNull").Call(jen.Id(place)))
		key := jen.Id(k)
		if v.goes.Key.Package != "" || v.goes.Key.Name != "string" {
			key = jen.String().Call(key)
		}
		if e.typ.TakesNull() {
			g.Add(isNull.Block(entry().Op("=").Nil(), jen.Continue()))
		} else {
			g.Add(isNull.Block(
				jen.Id("r").Dot("AddUnder").Call(rd.nullRule(v), key.Clone(), jen.Qual(pkgValidate, "Null").Call()), jen.Continue(),
			))
		}
		if e.typ.Kind != schema.Struct && e.typ.Kind != schema.List && e.typ.Kind != schema.Map {
			g.Add(entry().Op("=").Add(scalarAt(e, at("child", v.depth), place)))
			return
		}
		g.Var().Id(e.expr).Add(goType(e.goes))
		rd.nested(g, e, at("child", v.depth), place, nestEntry(v, key))
		g.Add(entry().Op("=").Id(e.expr))
	})
}

// nestEntry puts the violations from n on under an entry of a map, the keys of a sensitive map left out.
func nestEntry(v value, key jen.Code) *jen.Statement {
	if v.sensitive {
		return jen.Id("r").Dot("Nest").Call(jen.Id("n"), jen.Lit(v.path))
	}
	return jen.Id("r").Dot("NestKey").Call(jen.Id("n"), jen.Lit(v.path), key)
}
