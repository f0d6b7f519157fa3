package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// unique is the condition that no two items of a list, or values of a map, are equal.
func (f *file) unique(v value, c schema.Constraint) logic {
	function := "Unique"
	arg := v.code()
	switch {
	case v.typ.Kind == schema.Map:
		function = "UniqueValues"
	case v.typ.Len > 0:
		arg.Index(jen.Op(":"))
	}
	args := []jen.Code{arg}
	if key := f.itemKey(*v.goes.Elem, v.typ.Elem, c.Text); key != nil {
		function += "By"
		args = append(args, key)
	}
	return call(jen.Qual(pkgIs, function).Call(args...))
}

// itemKey is a function literal that returns what is compared of an item, and whether it is there; nil when the items
// themselves are compared.
func (f *file) itemKey(t unit.Type, el *schema.Element, key string) *jen.Statement {
	var body []jen.Code
	of, compared := el.Type, jen.Id("e")
	switch {
	case key != "":
		field := el.Type.Record.Field(key)
		in := goOf(el.Type.Record, t.Fields, field)
		of, compared = field.Type, jen.Id("e").Op("."+in.Selector)
		if field.Optional {
			body, compared = unwrap(compared, in.Type)
		}
	case el.Type.Kind != schema.Time:
		return nil
	}
	basic := jen.Id(string(of.Scalar()))
	switch of.Scalar() {
	case schema.Time: // equal instants are equal values then
		basic = jen.Qual("time", "Time")
		if len(body) > 0 {
			compared = jen.Parens(compared)
		}
		compared = compared.Dot("Round").Call(jen.Lit(0)).Dot("UTC").Call()
	case schema.Decimal, schema.Date: // their equal values are equal
		basic = jen.Qual(pkgValidate, exported(string(of.Scalar())))
	case schema.Duration:
		basic = jen.Qual("time", "Duration")
	default:
		compared = basic.Clone().Call(compared)
	}
	body = append(body, jen.Return(compared, jen.True()))
	return jen.Func().Params(jen.Id("e").Add(goType(t))).Params(jen.Id("key").Add(basic), jen.Id("there").Bool()).Block(body...)
}

// unwrap returns the value below a pointer or Opt, behind the return for one that is not there.
func unwrap(x *jen.Statement, t unit.Type) (body []jen.Code, value *jen.Statement) {
	absent, value := x.Clone().Op("==").Nil(), jen.Op("*").Add(x)
	if t.Form == unit.Opt {
		absent, value = jen.Op("!").Add(x.Clone()).Dot("Valid"), x.Clone().Dot("Value")
	}
	return []jen.Code{jen.If(absent).Block(jen.Return(jen.Id("key"), jen.False()))}, value
}
