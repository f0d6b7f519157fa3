package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/schema"
)

// interval emits a comparison with both limits that NaN fails; of a list on every element.
func (f *file) interval(v value, c schema.Constraint) step {
	if v.typ.Kind == schema.List {
		e := element(v)
		return step{code: f.scan(v, []schema.Constraint{c}, f.each(v, e, f.interval(e, c).code))}
	}
	within := v.code().Op(">=").Add(literal(c.Limits[0])).Op("&&").Add(v.code()).Op("<=").Add(literal(c.Limits[1]))
	return unless(not(atom(within, precAnd)), f.add(v, c, v.shown()))
}

// sorted emits a loop that ends at the first item which does not follow its predecessor.
func (f *file) sorted(v value, c schema.Constraint) *jen.Statement {
	second := element(v)
	i := second.index
	first := second
	first.expr, second.expr = v.expr+"["+i+"-1]", v.expr+"["+i+"]"
	broken := []jen.Code{f.add(v, c, second.shown())}
	if !f.deciding { // which returns
		broken = append(broken, jen.Break())
	}
	return jen.For(jen.Id(i).Op(":=").Lit(1), jen.Id(i).Op("<").Len(v.code()), jen.Id(i).Op("++")).Block(
		jen.If(related(c.Op, first, second).opposite(precOr)).Block(broken...),
	)
}

// oneHot is the condition that one item of a list is 1 or true, and each other 0 or false.
func oneHot(v value) logic {
	function := "OneHot"
	if v.typ.Elem.Type.Kind == schema.Bool {
		function = "OneHotBools"
	}
	return call(jen.Qual(pkgIs, function).Call(v.slice()))
}
