package sql

import (
	"math"

	"github.com/typedml/typedml/schema"
)

// arithmetic renders + - * / % and the sign operations; overflow and division by zero are NULL.
func (x expression) arithmetic(e *schema.Expr) string {
	a := e.Args[0]
	if a.Type == schema.Time || len(e.Args) > 1 && e.Args[1].Type == schema.Time {
		return x.times(e)
	}
	l, r := x.text(a), ""
	if len(e.Args) > 1 {
		r = x.text(e.Args[1])
	}
	switch a.Type {
	case schema.Float64:
		return x.doubles(e, l, r)
	case schema.Uint64:
		return x.unsigned(e.Op, l, r)
	case schema.Int64, schema.Duration:
		return x.integers(e, l, r)
	}
	return x.cannot("the operation " + string(e.Op) + " of " + string(a.Type))
}

// doubles follow IEEE 754, division by zero, too, where engines have NULL or an error.
func (x expression) doubles(e *schema.Expr, a, b string) string {
	if x.d.json {
		return x.reals(e, a, b)
	}
	switch e.Op {
	case schema.OpNeg:
		return "(-" + a + ")"
	case schema.OpAbs:
		return "abs(" + a + ")"
	case schema.OpDiv:
		infinity := "CASE WHEN " + x.say(wordIsMinus0, b) + " THEN " + x.double(math.Inf(-1)) + " ELSE " + x.double(math.Inf(1)) + " END"
		return "CASE WHEN " + binary(b, "=", x.double(0)) + " THEN " + binary(a, "*", infinity) + " ELSE " + binary(a, "/", b) + " END"
	}
	return binary(a, string(e.Op), b)
}

func (x expression) integers(e *schema.Expr, a, b string) string {
	switch e.Op {
	case schema.OpNeg:
		return x.say(wordTrySub, x.integer(0), a)
	case schema.OpAbs:
		a = x.whole(e.Args[0])
		return "CASE WHEN " + binary(a, "<", x.integer(0)) + " THEN " + x.say(wordTrySub, x.integer(0), a) + " ELSE " + a + " END"
	case schema.OpAdd:
		return x.say(wordTryAdd, a, b)
	case schema.OpSub:
		return x.say(wordTrySub, a, b)
	case schema.OpMul:
		return x.say(wordTryMul, a, b)
	}
	a, b = x.whole(e.Args[0]), x.whole(e.Args[1])
	// The quotient of the least integer by -1 does not fit, nor does CEL take its remainder.
	whole := or(binary(b, "=", x.integer(0)), and(binary(b, "=", x.integer(-1)), binary(a, "=", x.integer(math.MinInt64))))
	result := binary(a, "%", b)
	if e.Op == schema.OpDiv {
		result = x.say(wordQuotient, a, b)
	}
	return "CASE WHEN " + whole + " THEN NULL ELSE " + result + " END"
}

// unsigned calculates with DECIMAL(20,0).
func (x expression) unsigned(op schema.ExprOp, a, b string) string {
	zero := x.decimal("0")
	switch op {
	case schema.OpAbs:
		return a
	case schema.OpNeg:
		return "CASE WHEN " + binary(a, "=", zero) + " THEN " + a + " END"
	case schema.OpAdd:
		return x.natural(x.say(wordTryAdd, a, b))
	case schema.OpSub:
		return x.natural(x.say(wordTrySub, a, b))
	case schema.OpMul:
		return x.natural(x.say(wordTryMul, a, b))
	}
	result := x.say(wordToDecimal, binary(a, "%", b))
	if op == schema.OpDiv && x.d.words[wordWideQuotient] != "" {
		result = x.say(wordWideQuotient, a, b)
	} else if op == schema.OpDiv { // without the remainder the quotient of decimals is exact
		result = x.say(wordToDecimal, binary(binary(a, "-", result), "/", b))
	}
	return "CASE WHEN " + binary(b, "=", zero) + " THEN NULL ELSE " + result + " END"
}

// natural is the decimal n, NULL when it is no uint64.
func (x expression) natural(n string) string {
	n = x.say(wordTryDecimal, n)
	return "CASE WHEN " + n + " BETWEEN " + x.decimal("0") + " AND " + x.decimal("18446744073709551615") + " THEN " + n + " END"
}

// times calculates with nanoseconds. Instants lie in the years 1 to 9999, as in CEL.
func (x expression) times(e *schema.Expr) string {
	l, r := e.Args[0], e.Args[1]
	switch between := x.d.words[wordBetween]; {
	case l.Type == schema.Time && r.Type == schema.Time && between != "" && leaf(l) && leaf(r):
		return x.say(wordBetween, x.text(l), x.text(r))
	case x.d.json:
		return x.cannot(x.d.Name + "'s integers do not hold the nanoseconds of every time")
	case l.Type == schema.Time && r.Type == schema.Time:
		return x.say(wordTryInt, binary(x.nanoseconds(l), "-", x.nanoseconds(r)))
	}
	if r.Type == schema.Time {
		l, r = r, l
	}
	by := x.text(r)
	wide := x.say(wordToWide, by)
	if e.Op == schema.OpSub { // the least duration has no opposite
		wide = x.say(wordToWide, x.say(wordTrySub, x.integer(0), by))
	}
	at := binary(x.nanoseconds(l), "+", wide)
	return "CASE WHEN " + at + " BETWEEN " + x.say(wordWideInt, "-62135596800000000000") + " AND " +
		x.say(wordWideInt, "253402300799999999999") + " THEN " + at + " END"
}
