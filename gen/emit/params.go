package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// paramMethods emits MLflowParams and MLflowMetrics.
func (f *file) paramMethods(s *unit.Struct) {
	f.sequence(s, "MLflowParams", "yields the params of "+s.Name+" by key, spelled as Python spells them. Sensitive fields are\n// left out.",
		jen.String(), param)
	f.sequence(s, "MLflowMetrics", "yields the metrics of "+s.Name+" by key; what is nil is left out.",
		jen.Float64(), metric)
}

// logged returns the expression of a scalar as MLflow gets it, nil when the field is not for this target.
type logged func(*schema.Field, value) *jen.Statement

// sequence emits one of the methods: a loop body of yields that stops when the consumer does.
func (f *file) sequence(s *unit.Struct, name, doc string, elem jen.Code, spell logged) {
	m := f.method(s, name, doc)
	if m == nil {
		return
	}
	m.Params().Qual("iter", "Seq2").Index(jen.List(jen.String(), elem)).Block(
		jen.Return(jen.Func().Params(jen.Id("yield").Func().Params(jen.String(), elem).Bool()).BlockFunc(func(g *jen.Group) {
			for i := range s.Record.Fields {
				f.yield(g, s, &s.Record.Fields[i], s.Fields[i], name, spell)
			}
		})),
	)
}

func (f *file) yield(g *jen.Group, s *unit.Struct, x *schema.Field, b unit.Field, method string, spell logged) {
	v := value{owner: s, expr: "x." + b.Selector, typ: x.Type, goes: b.Type.Value(), path: x.Key}
	if x.Sensitive || x.MLflow == schema.TargetNone {
		return
	}
	if x.Type.Kind == schema.Struct {
		f.yieldRecord(g, x, b.Type.Form, v, method)
		return
	}
	present := jen.Id(v.expr).Op("!=").Nil()
	switch b.Type.Form {
	case unit.Pointer:
		v.expr, v.goes = "*"+v.expr, *b.Type.Elem
	case unit.Opt:
		present = jen.Id(v.expr).Dot("Valid")
		v.expr, v.goes = v.expr+".Value", *b.Type.Elem
	}
	text := spell(x, v)
	switch {
	case text == nil:
	case !x.Optional:
		g.Add(yieldOr(x.Key, text))
	case method == "MLflowParams":
		g.If(present).Block(yieldOr(x.Key, text)).Else().Add(yieldOr(x.Key, jen.Qual(pkgValidate, "ParamNone")))
	default:
		g.If(present).Block(yieldOr(x.Key, text))
	}
}

func yieldOr(key string, text jen.Code) *jen.Statement {
	return jen.If(jen.Op("!").Id("yield").Call(jen.Lit(key), text)).Block(jen.Return())
}

// yieldRecord yields a nested record's, with its key and a dot before theirs.
func (f *file) yieldRecord(g *jen.Group, x *schema.Field, form unit.Form, v value, method string) {
	present := jen.Id(v.expr).Op("!=").Nil()
	if v.pointer = form == unit.Pointer; form == unit.Opt {
		present = jen.Id(v.expr).Dot("Valid")
		v.expr += ".Value"
	}
	loop := jen.For(jen.List(jen.Id("k"), jen.Id("v")).Op(":=").Range().Add(v.callable()).Dot(method).Call()).Block(
		jen.If(jen.Op("!").Id("yield").Call(jen.Lit(x.Key+".").Op("+").Id("k"), jen.Id("v"))).Block(jen.Return()),
	)
	if x.Optional {
		g.If(present).Block(loop)
		return
	}
	g.Add(loop)
}

func param(x *schema.Field, v value) *jen.Statement {
	if x.MLflow != schema.TargetAny && x.MLflow != schema.TargetParam {
		return nil
	}
	switch k := x.Type.Scalar(); {
	case k == schema.Bool:
		return jen.Qual(pkgValidate, "ParamBool").Call(v.as("bool"))
	case k.Signed():
		return jen.Qual("strconv", "FormatInt").Call(v.as("int64"), jen.Lit(10))
	case k.Unsigned():
		return jen.Qual("strconv", "FormatUint").Call(v.as("uint64"), jen.Lit(10))
	case k.Float():
		return jen.Qual(pkgValidate, "ParamFloat").Call(v.as("float64"), jen.Lit(k.Bits()))
	case k == schema.String:
		return v.as("string")
	case k == schema.Duration || method(k):
		return receiver(v).Dot("String").Call()
	case k == schema.Time:
		return receiver(v).Dot("Format").Call(jen.Qual("time", "RFC3339Nano"))
	}
	return nil
}

func metric(x *schema.Field, v value) *jen.Statement {
	if x.MLflow != schema.TargetAny && x.MLflow != schema.TargetMetric || !x.Type.Kind.Number() && x.Type.Kind != schema.Decimal {
		return nil
	}
	return v.number("float64")
}

// receiver spells a value that a method is called on: a dereference needs parentheses.
func receiver(v value) *jen.Statement {
	if strings.HasPrefix(v.expr, "*") {
		return jen.Parens(v.code())
	}
	return v.code()
}
