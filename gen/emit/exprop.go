package emit

import (
	"strconv"
	"time"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/schema"
)

// comparisons are Go's operators and their opposites, which hold for every type but floats: NaN.
var comparisons = map[schema.ExprOp]schema.ExprOp{
	schema.OpEq: schema.OpNe, schema.OpNe: schema.OpEq, schema.OpLt: schema.OpGte, schema.OpGte: schema.OpLt,
	schema.OpGt: schema.OpLte, schema.OpLte: schema.OpGt,
}

func (l *lowering) comparison(e *schema.Expr) term {
	a, b := l.lower(e.Args[0]), l.lower(e.Args[1])
	ok := and(a.ok, b.ok)
	switch e.Args[0].Type {
	case schema.Bool:
		return boolean(sameTruth(e.Op, a.truth, b.truth), ok)
	case schema.Time:
		return boolean(compareTimes(e.Op, a.at(precPrimary), b.at(precPrimary)), ok)
	case schema.Decimal, schema.Date:
		compared := a.at(precPrimary).Dot("Compare").Call(b.code.Clone())
		return boolean(opposable(compared.Clone().Op(string(e.Op)).Lit(0), compared.Clone().Op(string(comparisons[e.Op])).Lit(0), precCompare), ok)
	}
	left, right := a.at(precAdd), b.at(precAdd)
	if e.Args[1].Op == schema.OpLiteral && a.meets(e.Args[1]) {
		left = a.raw.Clone()
	}
	if e.Args[0].Op == schema.OpLiteral && b.meets(e.Args[0]) {
		right = b.raw.Clone()
	}
	code := left.Clone().Op(string(e.Op)).Add(right)
	opposite := comparisons[e.Op]
	if e.Args[0].Type == schema.Float64 && e.Op != schema.OpEq && e.Op != schema.OpNe {
		return boolean(atom(code, precCompare), ok)
	}
	return boolean(opposable(code, left.Clone().Op(string(opposite)).Add(right), precCompare), ok)
}

// meets reports whether the term before its conversion can be compared with the literal: it fits the narrower type.
func (v term) meets(literal *schema.Expr) bool {
	if v.raw == nil {
		return false
	}
	shift := 64 - v.bits
	switch {
	case v.unsigned:
		return literal.Value.Int >= 0 && literal.Value.Int < 1<<v.bits
	case literal.Type == schema.Int64:
		return literal.Value.Int<<shift>>shift == literal.Value.Int
	case literal.Type == schema.Uint64:
		return literal.Value.Uint<<shift>>shift == literal.Value.Uint
	}
	return true
}

func sameTruth(op schema.ExprOp, a, b logic) logic {
	if op == schema.OpNe {
		b = not(b)
	}
	switch {
	case a.op == always || b.op == never && a.op != never:
		if a.op == always {
			return b
		}
		return not(a)
	case b.op == always:
		return a
	case a.op == never:
		return not(b)
	}
	left, right := a.source(precAdd), b.source(precAdd)
	return opposable(left.Clone().Op("==").Add(right), left.Clone().Op("!=").Add(right), precCompare)
}

// compareTimes compares instants: times have no operators.
func compareTimes(op schema.ExprOp, a, b *jen.Statement) logic {
	call := func(method string) logic { return atom(a.Clone().Dot(method).Call(b), precPrimary) }
	switch op {
	case schema.OpEq:
		return call("Equal")
	case schema.OpNe:
		return not(call("Equal"))
	case schema.OpLt:
		return call("Before")
	case schema.OpGte:
		return not(call("Before"))
	case schema.OpGt:
		return call("After")
	}
	return not(call("After"))
}

// maxSpelled is how many values of in are spelled out with ==.
const maxSpelled = 3

// membership compares with each literal, or looks into a list of many.
func (l *lowering) membership(e *schema.Expr) term {
	a := l.lower(e.Args[0])
	if e.Args[0].Type != schema.Bool && a.prec < precPrimary && e.Args[0].Op != schema.OpField {
		a = l.define(nameOf(e.Args[0].Op), a)
	}
	if k := e.Args[0].Type; len(e.Args) <= maxSpelled+1 || k == schema.Time || k == schema.Bool || method(k) {
		l.seen[exprKey(e.Args[0])] = a
		truth := logic{op: never}
		for _, literal := range e.Args[1:] {
			equal := l.comparison(&schema.Expr{Op: schema.OpEq, Type: schema.Bool, Args: []*schema.Expr{e.Args[0], literal}})
			truth = or(truth, equal.truth)
		}
		return boolean(truth, a.ok)
	}
	var values []jen.Code
	for _, literal := range e.Args[1:] {
		values = append(values, l.constant(literal).code)
	}
	list := jen.Index().Add(kindType(e.Args[0].Type)).Values(values...)
	return boolean(atom(jen.Qual("slices", "Contains").Call(list, a.code.Clone()), precPrimary), a.ok)
}

// functions of package checked, by operation and type; an absent one cannot fail.
var functions = map[schema.Kind]map[schema.ExprOp]string{
	schema.Int64: {
		schema.OpAdd: "AddInt64", schema.OpSub: "SubInt64", schema.OpMul: "MulInt64", schema.OpDiv: "DivInt64",
		schema.OpMod: "ModInt64", schema.OpNeg: "NegInt64", schema.OpAbs: "AbsInt64",
	},
	schema.Uint64: {
		schema.OpAdd: "AddUint64", schema.OpSub: "SubUint64", schema.OpMul: "MulUint64", schema.OpDiv: "DivUint64",
		schema.OpMod: "ModUint64",
	},
	schema.Duration: {schema.OpAdd: "AddDuration", schema.OpSub: "SubDuration"},
	schema.Time:     {schema.OpAdd: "AddTime", schema.OpSub: "SubTime"},
}

func (l *lowering) arithmetic(e *schema.Expr) term {
	args := make([]term, len(e.Args))
	ok := logic{op: always}
	for i, a := range e.Args {
		args[i] = l.lower(a)
		ok = and(ok, args[i].ok)
	}
	switch {
	case e.Op == schema.OpDouble:
		if args[0].raw != nil {
			return primary(jen.Float64().Call(args[0].raw.Clone()), ok)
		}
		return primary(jen.Float64().Call(args[0].code.Clone()), ok)
	case e.Op == schema.OpInt:
		return l.toInt(e, args[0], ok)
	case e.Type == schema.Float64:
		return floatArithmetic(e.Op, args, ok)
	}
	function := functions[e.Type][e.Op]
	switch first := e.Args[0].Type; {
	case e.Type == schema.Duration && first == schema.Time:
		function = "Since"
	case e.Type == schema.Time && first == schema.Duration:
		args[0], args[1] = args[1], args[0]
	}
	codes := make([]jen.Code, len(args))
	for i := range args {
		codes[i] = args[i].code.Clone()
	}
	return l.fallible(nameOf(e.Op), function, ok, codes...)
}

// toInt converts to a signed integer: an unsigned field that is narrower always fits.
func (l *lowering) toInt(e *schema.Expr, a term, ok logic) term {
	if e.Args[0].Type == schema.Float64 {
		return l.fallible("whole", "Int64OfFloat64", ok, a.code.Clone())
	}
	if a.raw != nil && a.bits < 64 {
		return term{code: jen.Int64().Call(a.raw.Clone()), raw: a.raw, bits: a.bits, unsigned: true, prec: precPrimary, ok: ok}
	}
	return l.fallible("whole", "Int64OfUint64", ok, a.code.Clone())
}

// floatArithmetic is Go's own, with each product rounded before it meets a sum: no fused multiply-add.
func floatArithmetic(op schema.ExprOp, args []term, ok logic) term {
	rounded := func(v term, prec int) *jen.Statement {
		if v.product {
			return v.rounded()
		}
		return v.at(prec)
	}
	switch op {
	case schema.OpAbs:
		return primary(jen.Qual("math", "Abs").Call(args[0].code.Clone()), ok)
	case schema.OpNeg:
		return term{code: jen.Op("-").Add(rounded(args[0], precPrimary)), prec: precUnary, ok: ok}
	case schema.OpMul, schema.OpDiv:
		code := args[0].at(precMul).Op(string(op)).Add(args[1].at(precUnary))
		return term{code: code, prec: precMul, ok: ok, product: op == schema.OpMul}
	}
	code := rounded(args[0], precAdd).Op(string(op)).Add(rounded(args[1], precMul))
	return term{code: code, prec: precAdd, ok: ok}
}

// textual calls the functions of package strings; a pattern is compiled once per program.
func (l *lowering) textual(e *schema.Expr) term {
	a, b := l.lower(e.Args[0]), l.lower(e.Args[1])
	ok := and(a.ok, b.ok)
	name := map[schema.ExprOp]string{schema.OpStartsWith: "HasPrefix", schema.OpEndsWith: "HasSuffix", schema.OpContains: "Contains"}[e.Op]
	if e.Op != schema.OpMatches {
		return boolean(atom(jen.Qual("strings", name).Call(a.code.Clone(), b.code.Clone()), precPrimary), ok)
	}
	pattern := l.file.patterns.ref(l.unit, "", e.Args[1].Value.Text)
	return boolean(atom(jen.Id(pattern).Dot("MatchString").Call(a.code.Clone()), precPrimary), ok)
}

// instant spells a literal time.
func instant(microseconds int64) *jen.Statement {
	t := time.UnixMicro(microseconds).UTC()
	number := func(n int) jen.Code { return jen.Id(strconv.Itoa(n)) }
	return jen.Qual("time", "Date").Call(number(t.Year()), jen.Qual("time", t.Month().String()), number(t.Day()),
		number(t.Hour()), number(t.Minute()), number(t.Second()), number(t.Nanosecond()), jen.Qual("time", "UTC"))
}
