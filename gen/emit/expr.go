package emit

import (
	"encoding/json"
	"go/token"
	"strconv"
	"time"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// lowering turns the expression of one check into Go. Statements that must run first (checked arithmetic, values used
// twice) are collected in before, in order; the rest is one condition.
//
// Errors are values, as in CEL: each part carries the condition under which it could be evaluated, and && and || may
// decide without a part that could not. Nothing is evaluated lazily: the generated code is straight.
type lowering struct {
	file *file
	unit *unit.Struct
	expr *schema.Expr
	// before are the statements to run first; initializes says that the only one may stand in the if.
	before      []jen.Code
	initializes bool
	// seen are the values that have a variable, by key; names are the taken names.
	seen   map[string]term
	counts map[string]int
	names  map[string]bool
}

// term is a lowered expression: code of its Go type, or truth of a bool.
type term struct {
	code *jen.Statement
	prec int
	// raw is the term before its conversion to the expression's type: it meets literals directly. It is nil where
	// there is no conversion, or where comparing before it would mean something else.
	raw *jen.Statement
	// bits is the width of an integer that was widened; 0 for others.
	bits int
	// unsigned says that the raw term is, though the term is not.
	unsigned bool
	truth    logic
	// ok is when the term could be evaluated.
	ok logic
	// product is a float product that must be rounded before it meets a sum.
	product bool
	// counted says that the term is the length of a list, map or byte string, not the value itself.
	counted bool
}

// rounded is the code of a term that is kept: Go may fuse a product with a later sum, even across statements, unless a
// conversion rounds it.
func (v term) rounded() *jen.Statement {
	if v.product {
		return jen.Float64().Call(v.code.Clone())
	}
	return v.code.Clone()
}

// at renders the term for a place that binds as tightly as prec.
func (v term) at(prec int) *jen.Statement { return parens(v.code, v.prec, prec) }

func primary(code *jen.Statement, ok logic) term {
	return term{code: code, prec: precPrimary, ok: ok}
}

func boolean(truth, ok logic) term { return term{truth: truth, ok: ok} }

// lower lowers e, once: an arithmetic expression that occurs again gets a variable.
func (l *lowering) lower(e *schema.Expr) term {
	key := exprKey(e)
	if v, ok := l.seen[key]; ok {
		return v
	}
	v := l.operation(e)
	if l.repeated(e, key) && len(e.Args) > 0 && e.Type != schema.Bool && v.prec < precPrimary {
		v = l.define(nameOf(e.Op), v)
	}
	l.seen[key] = v
	return v
}

// exprKey is equal for equal expressions.
func exprKey(e *schema.Expr) string {
	b, _ := json.Marshal(e) // plain data without NaN or Inf: it cannot fail
	return string(b)
}

// repeated reports whether e occurs more than once, beside occurrences inside something that itself is repeated.
func (l *lowering) repeated(e *schema.Expr, key string) bool {
	if l.counts == nil {
		l.counts = map[string]int{}
		l.count(l.expr)
	}
	return l.counts[key] > 1
}

func (l *lowering) count(e *schema.Expr) {
	key := exprKey(e)
	l.counts[key]++
	if l.counts[key] > 1 {
		return
	}
	for _, a := range e.Args {
		l.count(a)
	}
}

func (l *lowering) operation(e *schema.Expr) term {
	switch e.Op {
	case schema.OpLiteral:
		return l.constant(e)
	case schema.OpField:
		return l.field(e)
	case schema.OpHas:
		return boolean(l.present(l.resolve(e.Path)), logic{op: always})
	case schema.OpNot, schema.OpAnd, schema.OpOr:
		return l.logical(e)
	case schema.OpCond:
		return l.conditional(e)
	case schema.OpEq, schema.OpNe, schema.OpLt, schema.OpLte, schema.OpGt, schema.OpGte:
		return l.comparison(e)
	case schema.OpIn:
		return l.membership(e)
	case schema.OpSize:
		return l.size(e)
	case schema.OpStartsWith, schema.OpEndsWith, schema.OpContains, schema.OpMatches:
		return l.textual(e)
	}
	return l.arithmetic(e)
}

// constant spells a literal so that it takes the type of its peer.
func (l *lowering) constant(e *schema.Expr) term {
	ok := logic{op: always}
	switch e.Type {
	case schema.Bool:
		if e.Value.Int != 0 {
			return boolean(logic{op: always}, ok)
		}
		return boolean(logic{op: never}, ok)
	case schema.Time:
		return primary(instant(e.Value.Int), ok)
	case schema.Duration:
		return term{code: duration(time.Duration(e.Value.Int)), prec: precMul, ok: ok}
	}
	return primary(literal(*e.Value), ok)
}

// logical joins truths as CEL does: an error counts only when the other side does not decide.
func (l *lowering) logical(e *schema.Expr) term {
	a := l.lower(e.Args[0])
	if e.Op == schema.OpNot {
		return boolean(not(a.truth), a.ok)
	}
	b := l.lower(e.Args[1])
	both := and(a.ok, b.ok)
	if e.Op == schema.OpAnd {
		return boolean(and(a.truth, b.truth), or(both, or(decides(a, not(a.truth)), decides(b, not(b.truth)))))
	}
	return boolean(or(a.truth, b.truth), or(both, or(decides(a, a.truth), decides(b, b.truth))))
}

// decides is the condition under which v alone decides; a part that cannot fail decides where the other one fails.
func decides(v term, truth logic) logic { return and(v.ok, truth) }

// conditional evaluates both branches and takes one.
func (l *lowering) conditional(e *schema.Expr) term {
	c, a, b := l.lower(e.Args[0]), l.lower(e.Args[1]), l.lower(e.Args[2])
	ok := and(c.ok, choose(c.truth, a.ok, b.ok))
	if e.Type == schema.Bool {
		return boolean(choose(c.truth, a.truth, b.truth), ok)
	}
	name := l.name("choice")
	if e.Args[2].Op == schema.OpLiteral {
		l.statement(jen.Var().Id(name).Add(kindType(e.Type)).Op("=").Add(b.rounded()), false)
	} else {
		l.statement(jen.Id(name).Op(":=").Add(b.rounded()), false)
	}
	l.statement(jen.If(c.truth.source(precOr)).Block(jen.Id(name).Op("=").Add(a.rounded())), false)
	return primary(jen.Id(name), ok)
}

func choose(c, a, b logic) logic {
	if a.equal(b) {
		return a
	}
	return or(and(c, a), and(not(c), b))
}

// size counts runes of a text, items of others.
func (l *lowering) size(e *schema.Expr) term {
	a := l.lower(e.Args[0])
	n := jen.Len(a.code.Clone())
	switch {
	case e.Args[0].Type == schema.String:
		n = jen.Qual("unicode/utf8", "RuneCountInString").Call(a.code.Clone())
	case a.counted:
		n = a.code.Clone()
	}
	return term{code: jen.Int64().Call(n), raw: n.Clone(), bits: 64, prec: precPrimary, ok: a.ok}
}

// define gives a term a variable, so that it is computed once.
func (l *lowering) define(name string, v term) term {
	name = l.name(name)
	l.statement(jen.Id(name).Op(":=").Add(v.rounded()), true)
	return primary(jen.Id(name), v.ok)
}

// fallible calls a function of package checked and returns its result.
func (l *lowering) fallible(name, function string, ok logic, args ...jen.Code) term {
	name, check := l.name(name), l.name("ok")
	l.statement(jen.List(jen.Id(name), jen.Id(check)).Op(":=").Qual(pkgChecked, function).Call(args...), true)
	return primary(jen.Id(name), and(ok, atom(jen.Id(check), precPrimary)))
}

func (l *lowering) statement(s jen.Code, initializes bool) {
	l.before = append(l.before, s)
	l.initializes = initializes
}

// name returns a free local name.
func (l *lowering) name(base string) string {
	name := base
	for n := 2; l.names[name] || token.IsKeyword(name); n++ {
		name = base + strconv.Itoa(n)
	}
	l.names[name] = true
	return name
}

// nameOf names the result of an operation.
func nameOf(op schema.ExprOp) string {
	switch op {
	case schema.OpAdd:
		return "sum"
	case schema.OpSub:
		return "difference"
	case schema.OpMul:
		return "product"
	case schema.OpDiv:
		return "quotient"
	case schema.OpMod:
		return "remainder"
	case schema.OpAbs:
		return "magnitude"
	case schema.OpSize:
		return "size"
	}
	return "operand"
}

// kindType is the Go type of an expression's kind.
func kindType(k schema.Kind) *jen.Statement {
	switch k {
	case schema.Time:
		return jen.Qual("time", "Time")
	case schema.Duration:
		return jen.Qual("time", "Duration")
	case schema.Decimal:
		return jen.Qual(pkgValidate, "Decimal")
	case schema.Date:
		return jen.Qual(pkgValidate, "Date")
	}
	return jen.Id(string(k))
}
