package emit

import (
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
	schema.Bytes: {"Bytes", ""}, schema.Time: {"Time", ""}, schema.Duration: {"Duration", ""}, schema.Decimal: {"Decimal", ""},
	schema.Date: {"Date", ""},
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
		if inner.pointer = v.typ.Kind == schema.Struct; !inner.pointer {
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
		g.Add(v.callable()).Dot("AppendColumns").Call(c().Dot("Struct").Call())
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
		g.Add(c().Dot("Append" + accessors[v.typ.Elem.Type.Kind].name + "s").Call(v.slice()))
		return
	}
	nullable(g, v, c, func(g *jen.Group) {
		i := index(v.depth)
		g.For(jen.Id(i).Op(":=").Range().Add(v.code())).BlockFunc(func(g *jen.Group) {
			appendValue(g, below(v, v.expr+"["+i+"]"), child(c))
		})
		g.Add(c().Dot("EndList").Call())
	})
}

func child(c columnOf) columnOf {
	return func() *jen.Statement { return c().Dot("Child").Call() }
}

// below is what a list or map holds, by an expression of its own.
func below(v value, expr string) value {
	e := v
	e.typ, e.goes, e.expr, e.path, e.depth, e.pointer = v.typ.Elem.Type, *v.goes.Elem, expr, "", v.depth+1, false
	return e
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
		k, e := at("k", v.depth), at("e", v.depth)
		g.For(jen.List(jen.Id("_"), jen.Id(k)).Op(":=").Range().Qual(pkgColumns, "SortedKeys").Call(c(), v.code())).BlockFunc(func(g *jen.Group) {
			g.Add(c().Dot("Keys").Call().Dot("AppendString").Call(jen.Id(k)))
			g.Id(e).Op(":=").Add(v.code()).Index(goKey(v, jen.Id(k)))
			appendValue(g, below(v, e), child(c))
		})
		g.Add(c().Dot("EndMap").Call())
	})
}

func goKey(v value, text *jen.Statement) *jen.Statement {
	if v.goes.Key.Package == "" && v.goes.Key.Name == "string" {
		return text
	}
	return goType(*v.goes.Key).Call(text)
}
