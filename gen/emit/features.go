package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// featureMethods emits AppendFeatures, AppendFeatures64, FeatureNames and, for a record with a label, TypedMLLabel.
func (f *file) featureMethods(s *unit.Struct) {
	names := s.Record.FeatureNames()
	f.appendFeatures(s, "AppendFeatures", "float32", "rounded to float32")
	f.appendFeatures(s, "AppendFeatures64", "float64", "exact but for integers beyond 2^53")
	if s.Of != nil {
		return
	}
	if m := f.method(s, "FeatureNames", "returns the names of the features, in the order of AppendFeatures. Do not change the result."); m != nil {
		m.Params().Index().String().Block(jen.Return(jen.Id("features" + s.Name)))
	}
	f.jen.Var().Id("features" + s.Name).Op("=").Index().String().Add(jen.Custom(
		jen.Options{Open: "{", Close: "}", Separator: ",", Multi: len(names) > 8}, literals(names)...))
	for i := range s.Record.Fields {
		if s.Record.Fields[i].Role == schema.RoleLabel {
			f.label(s, &s.Record.Fields[i], s.Fields[i])
		}
	}
}

func literals(texts []string) []jen.Code {
	out := make([]jen.Code, len(texts))
	for i, t := range texts {
		out[i] = jen.Lit(t)
	}
	return out
}

func (f *file) appendFeatures(s *unit.Struct, name, float, how string) {
	m := f.method(s, name, "appends the features of x to dst, "+how+": one for each of FeatureNames,\n// NaN where a value is null.")
	if m == nil {
		return
	}
	m.Params(jen.Id("dst").Index().Id(float)).Index().Id(float).BlockFunc(func(g *jen.Group) {
		e := featureList{group: g, float: float, method: name}
		for i := range s.Record.Fields {
			e.field(&s.Record.Fields[i], s.Fields[i])
		}
		e.flush()
		g.Return(jen.Id("dst"))
	})
}

// featureList emits appends; neighbours share one call.
type featureList struct {
	group         *jen.Group
	float, method string
	pending       []jen.Code
}

func (e *featureList) flush() {
	if len(e.pending) == 0 {
		return
	}
	if len(e.pending) > 3 {
		lines := jen.Options{Open: "append(dst,", Close: ")", Separator: ",", Multi: true}
		e.group.Id("dst").Op("=").Custom(lines, e.pending...)
	} else {
		e.group.Id("dst").Op("=").Append(append([]jen.Code{jen.Id("dst")}, e.pending...)...)
	}
	e.pending = nil
}

func (e *featureList) field(x *schema.Field, b unit.Field) {
	record := schema.Record{Fields: []schema.Field{*x}}
	features := record.Features()
	if len(features) == 0 {
		return
	}
	v := value{expr: "x." + b.Selector, typ: x.Type, goes: b.Type.Value()}
	switch {
	case x.Type.Kind == schema.Struct:
		e.flush()
		e.group.Id("dst").Op("=").Add(v.callable()).Dot(e.method).Call(jen.Id("dst"))
	case x.Type.Kind == schema.List:
		e.flush()
		e.list(v, len(features))
	case x.Optional:
		e.flush()
		e.optional(v, b.Type.Form, features)
	default:
		e.scalar(v, features)
	}
}

func (e *featureList) scalar(v value, features []schema.Feature) {
	for _, x := range features {
		switch {
		case x.Value != nil:
			e.pending = append(e.pending, e.indicator(v.code().Op("==").Add(literal(*x.Value))))
		case v.typ.Kind == schema.Bool:
			e.pending = append(e.pending, e.indicator(v.as("bool")))
		default:
			e.pending = append(e.pending, v.number(e.float))
		}
	}
}

func (e *featureList) indicator(cond jen.Code) jen.Code {
	return jen.Qual(pkgValidate, "Indicator").Index(jen.Id(e.float)).Call(cond)
}

// optional appends NaN for each feature of a null.
func (e *featureList) optional(v value, form unit.Form, features []schema.Feature) {
	present := jen.Id(v.expr).Op("!=").Nil()
	inner := v
	inner.expr = "*" + v.expr
	if form == unit.Opt {
		present, inner.expr = jen.Id(v.expr).Dot("Valid"), v.expr+".Value"
	}
	outer := e.group
	outer.If(present).BlockFunc(func(g *jen.Group) {
		e.group = g
		e.scalar(inner, features)
		e.flush()
	}).Else().BlockFunc(func(g *jen.Group) {
		e.group = g
		for range features {
			e.pending = append(e.pending, e.nan())
		}
		e.flush()
	})
	e.group = outer
}

// list appends the elements of a list of fixed length.
func (e *featureList) list(v value, n int) {
	list := v.slice()
	if k := v.typ.Elem.Type.Kind; k == schema.Bool || k == schema.Decimal {
		e.each(v, n)
		return
	}
	e.group.Id("dst").Op("=").Qual(pkgValidate, "AppendFixed").Call(jen.Id("dst"), list, jen.Lit(n))
}

// each appends the elements of a list of bools or decimals; those that a slice of another length lacks are NaN, as AppendFixed has
// it.
func (e *featureList) each(v value, n int) {
	item := value{expr: v.expr + "[i]", typ: v.typ.Elem.Type, goes: *v.goes.Elem}
	number := jen.Code(item.number(e.float))
	if item.typ.Kind == schema.Bool {
		number = e.indicator(item.as("bool"))
	}
	element := jen.Id("dst").Op("=").Append(jen.Id("dst"), number)
	loop := e.group.For(jen.Id("i").Op(":=").Range().Lit(n))
	if v.typ.Len > 0 {
		loop.Block(element)
		return
	}
	loop.Block(jen.If(jen.Id("i").Op("<").Len(v.code())).Block(element).Else().Block(
		jen.Id("dst").Op("=").Append(jen.Id("dst"), e.nan()),
	))
}

func (e *featureList) nan() *jen.Statement {
	nan := jen.Qual("math", "NaN").Call()
	if e.float == "float32" {
		return jen.Id(e.float).Call(nan)
	}
	return nan
}

// label emits the label as a number: a bool or an enum with a positive value as 0 or 1.
func (f *file) label(s *unit.Struct, x *schema.Field, b unit.Field) {
	v := value{expr: "x." + b.Selector, typ: x.Type, goes: b.Type.Value()}
	if b.Type.Form == unit.Pointer {
		v.expr = "*" + v.expr
	} else if b.Type.Form == unit.Opt {
		v.expr += ".Value"
	}
	var number jen.Code
	switch {
	case x.Positive != nil:
		number = jen.Qual(pkgValidate, "Indicator").Index(jen.Float64()).Call(v.code().Op("==").Add(literal(*x.Positive)))
	case x.Type.Kind == schema.Bool:
		number = jen.Qual(pkgValidate, "Indicator").Index(jen.Float64()).Call(v.as("bool"))
	case x.Type.Kind.Number() || x.Type.Kind == schema.Decimal:
		number = v.number("float64")
	default:
		return
	}
	m := f.method(s, "TypedMLLabel", "returns the label "+x.Key+" as a number, and whether it is there.")
	if m == nil {
		return
	}
	m.Params().Params(jen.Float64(), jen.Bool()).BlockFunc(func(g *jen.Group) {
		switch b.Type.Form {
		case unit.Pointer:
			g.If(jen.Id("x." + b.Selector).Op("==").Nil()).Block(jen.Return(jen.Lit(0), jen.False()))
		case unit.Opt:
			g.If(jen.Op("!").Id("x." + b.Selector).Dot("Valid")).Block(jen.Return(jen.Lit(0), jen.False()))
		}
		g.Return(number, jen.True())
	})
}
