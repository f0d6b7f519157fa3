package emit

import (
	"math"
	"slices"
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// step is the statement of one rule. An if can stand behind an else without a block.
type step struct {
	code *jen.Statement
	isIf bool
	// broken is the condition under which the rule is broken, where the statement is no more than an if with it.
	broken *logic
}

// rulesOf emits the constraints of a value, in order. A shape that fails keeps the later ones from running: they stand
// in its else.
func (f *file) rulesOf(v value, cs []schema.Constraint) []step {
	if len(cs) == 0 {
		return nil
	}
	c := cs[0]
	if c.Kind == schema.Omit {
		return f.omitting(v, c, cs[1:])
	}
	if f.deciding {
		if s, n := inside(v, cs); n > 0 {
			return f.decided(s, f.rulesOf(v, cs[n:]))
		}
	}
	s := f.constraint(v, c)
	rest := f.rulesOf(v, cs[1:])
	switch {
	case s.code == nil:
		return rest
	case f.deciding:
		return f.decided(s, rest)
	case !c.Shape(v.typ) || len(rest) == 0:
		return append([]step{s}, rest...)
	case len(rest) == 1 && rest[0].isIf:
		return []step{{code: s.code.Else().Add(rest[0].code), isIf: true}}
	}
	return []step{{code: s.code.Else().Block(codes(rest)...), isIf: true}}
}

func codes(steps []step) []jen.Code {
	out := make([]jen.Code, len(steps))
	for i, s := range steps {
		out[i] = s.code
	}
	return out
}

// omitting wraps the later rules in a condition: the value is not omitted.
func (f *file) omitting(v value, c schema.Constraint, later []schema.Constraint) []step {
	if c.Text == omitAlways {
		return nil
	}
	rest := f.rulesOf(v, later)
	there := omitted(v, c)
	if there.op == always || len(rest) == 0 {
		return rest
	}
	return f.where(there, rest)
}

// omitAlways is the condition of an Omit that ends the rules of every value.
const omitAlways = "always"

// skipped reports whether the rules of what a value holds never run.
func skipped(cs []schema.Constraint) bool {
	return slices.ContainsFunc(cs, func(c schema.Constraint) bool { return c.Kind == schema.Omit && c.Text == omitAlways })
}

// omitted is the condition under which the value's later rules run.
func omitted(v value, c schema.Constraint) logic {
	switch {
	case v.present && c.Text != "zero", !v.typ.TakesNull() && c.Text == "nil":
		return logic{op: always}
	case v.typ.TakesNull() && c.Text == "zero":
		return atom(jen.Len(v.code()).Op(">").Lit(0), precCompare)
	}
	return not(zero(v))
}

// omittedBelow returns the condition under which the rules of what a record or an array holds run; nil when they always
// do. Lists and maps that are omitted hold nothing.
func omittedBelow(v value, cs []schema.Constraint) *jen.Statement {
	if v.typ.Kind != schema.Struct && (v.typ.Kind != schema.List || v.typ.Len == 0) {
		return nil
	}
	for _, c := range cs {
		if c.Kind == schema.Omit {
			if there := omitted(v, c); there.op != always {
				return there.source(precOr)
			}
		}
	}
	return nil
}

// compared compares a record or an array with its zero. Where Go compares no such values, package reflect does.
func compared(place *jen.Statement, t unit.Type, op string) *jen.Statement {
	if t.Comparable {
		return place.Op(op).Parens(goType(t).Values())
	}
	zero := jen.Qual("reflect", "ValueOf").Call(jen.Op("&").Add(place)).Dot("Elem").Call().Dot("IsZero").Call()
	if op == "!=" {
		return jen.Op("!").Add(zero)
	}
	return zero
}

// constraint emits the statement of one constraint; nothing when it cannot fail on the type.
func (f *file) constraint(v value, c schema.Constraint) step {
	switch c.Kind {
	case schema.OneOf:
		if !c.Fold {
			return step{code: f.oneOf(v, c)}
		}
	case schema.Decimals:
		return f.numeric(v, c, "Decimals", jen.Id(strconv.FormatInt(c.Count, 10)))
	case schema.Finite:
		return f.numeric(v, c, "Finite")
	case schema.Interval:
		return f.interval(v, c)
	case schema.Sorted:
		return step{code: f.sorted(v, c)}
	case schema.Norm, schema.Sum:
		return step{code: f.aggregate(v, c), isIf: true}
	}
	shown := v.shown()
	if c.Kind == schema.NotZero && v.typ.TakesNull() {
		shown = jen.Qual(pkgValidate, "Null").Call()
	}
	broken := and(f.applies(v, c.When), f.broken(v, c))
	if broken.op == never {
		return step{}
	}
	return unless(broken, f.add(v, c, shown))
}

// unless is the step of a rule with a plain condition.
func unless(broken logic, violation jen.Code) step {
	if broken.op == always {
		return step{code: jen.Add(violation), broken: &broken}
	}
	return step{code: jen.If(broken.source(precOr)).Block(violation), isIf: true, broken: &broken}
}

// symbols are the operators of Range and Length, and negated those that say that the rule is broken.
var symbols = map[schema.Op]string{
	schema.Eq: "==", schema.Ne: "!=", schema.Lt: "<", schema.Lte: "<=", schema.Gt: ">", schema.Gte: ">=",
}

var negated = map[schema.Op]string{
	schema.Eq: "!=", schema.Ne: "==", schema.Lt: ">=", schema.Lte: ">", schema.Gt: "<=", schema.Gte: "<",
}

// oneOf emits a switch whose default is the violation, or whose case is, where what is listed is refused.
func (f *file) oneOf(v value, c schema.Constraint) *jen.Statement {
	broken := f.add(v, c, v.shown())
	return jen.Switch(v.code()).BlockFunc(func(g *jen.Group) {
		if len(c.Limits) > 0 {
			listed := g.CaseFunc(func(g *jen.Group) {
				for _, l := range c.Limits {
					g.Add(literal(l))
				}
			})
			if c.Op == schema.Ne {
				listed.Block(broken)
			}
		}
		if c.Op != schema.Ne {
			g.Default().Block(broken)
		}
	})
}

// numeric emits a predicate of package is on a float, or on every element of a list.
func (f *file) numeric(v value, c schema.Constraint, predicate string, args ...jen.Code) step {
	if v.typ.Kind == schema.List {
		e := element(v)
		return step{code: f.scan(v, []schema.Constraint{c}, f.each(v, e, f.numeric(e, c, predicate, args...).code))}
	}
	basic := string(v.typ.Kind)
	if v.typ.Kind == schema.Float32 {
		predicate += "32"
	}
	return unless(not(call(jen.Qual(pkgIs, predicate).Call(append([]jen.Code{v.as(basic)}, args...)...))), f.add(v, c, v.shown()))
}

// each emits a loop over the elements e of the list v.
func (f *file) each(v, e value, body ...jen.Code) *jen.Statement {
	i := e.index
	if f.deciding {
		i = "_" // what names the element is left out
	}
	return jen.For(jen.List(jen.Id(i), jen.Id(e.expr)).Op(":=").Range().Add(v.code())).Block(body...)
}

// aggregate emits norm and sum: one pass in package vec, and a comparison that NaN fails.
func (f *file) aggregate(v value, c schema.Constraint) *jen.Statement {
	name, function := "norm", "Norm"
	low, high := c.Limits[0].Float, c.Limits[1].Float
	switch {
	case c.Kind == schema.Sum:
		name, function = "sum", "Sum"
	case f.deciding:
		name, function = "squares", "SumSquares"
		low, high = leastSquare(low), greatestSquare(high)
	}
	if v.typ.Elem.Type.Kind == schema.Float32 {
		function += "32"
	}
	within := jen.Id(name).Op(">=").Add(double(low)).Op("&&").Id(name).Op("<=").Add(double(high))
	return jen.If(jen.Id(name).Op(":=").Qual(pkgVec, function).Call(v.slice()), jen.Op("!").Parens(within)).
		Block(f.add(v, c, jen.Qual(pkgValidate, "Float").Call(jen.Id(name))))
}

// leastSquare is the smallest double whose square root is not below root: to compare with it decides the same, and saves the
// square root.
func leastSquare(root float64) float64 {
	if root <= 0 {
		return 0
	}
	square := root * root
	for math.Sqrt(square) >= root {
		square = math.Nextafter(square, 0)
	}
	for math.Sqrt(square) < root {
		square = math.Nextafter(square, math.Inf(1))
	}
	return square
}

// greatestSquare is the greatest double whose square root is not above root, which is not negative.
func greatestSquare(root float64) float64 {
	if math.IsInf(root, 1) {
		return root
	}
	return math.Nextafter(leastSquare(math.Nextafter(root, math.Inf(1))), 0)
}
