package sql

import (
	"math"
	"math/big"
	"strconv"

	"github.com/typedml/typedml/schema"
)

// whole is an integer of a signed type, NULL where it has overflowed. An engine without checked operations turns to floats
// then, for good.
func (x expression) whole(e *schema.Expr) string {
	a := x.text(e)
	if leaf(e) || x.d.words[wordWhole] == "" || e.Type != schema.Int64 && e.Type != schema.Duration {
		return a
	}
	return x.say(wordWhole, a)
}

// compared renders two values as the engine compares them.
func (x expression) compared(l, r *schema.Expr) (a, b string) {
	if l.Type != schema.Uint64 || !x.d.json {
		return x.whole(l), x.whole(r)
	}
	_, narrowL := bound(x, l)
	_, narrowR := bound(x, r)
	a, b = x.natural64(l), x.natural64(r)
	switch {
	case narrowL && !narrowR:
		a = x.say(wordDigits, a)
	case narrowR && !narrowL:
		b = x.say(wordDigits, b)
	}
	return a, b
}

// bound is the largest value of an unsigned expression, and whether it and all that it is made of are below 2^63, so that
// signed integers hold them.
func bound(x expression, e *schema.Expr) (largest *big.Int, narrow bool) {
	switch e.Op {
	case schema.OpField:
		ways := x.ways(e.Path)
		bits := ways[len(ways)-1].field.Type.Scalar().Bits()
		largest = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), uint(bits)), big.NewInt(1))
		return largest, bits < 64
	case schema.OpLiteral:
		return new(big.Int).SetUint64(e.Value.Uint), e.Value.Uint <= math.MaxInt64
	}
	args := e.Args
	if e.Op == schema.OpCond {
		args = args[1:]
	}
	largest, narrow = bound(x, args[0])
	if len(args) == 1 {
		return largest, narrow
	}
	other, narrowToo := bound(x, args[1])
	switch e.Op {
	case schema.OpAdd:
		largest = new(big.Int).Add(largest, other)
	case schema.OpMul:
		largest = new(big.Int).Mul(largest, other)
	case schema.OpCond:
		if other.Cmp(largest) > 0 {
			largest = other
		}
	}
	return largest, narrow && narrowToo && largest.IsInt64()
}

// natural64 renders an unsigned expression for an engine whose integers are signed: as one of those where it is narrow, as
// a text of 20 digits where it is a wide field or literal.
func (x expression) natural64(e *schema.Expr) string {
	_, narrow := bound(x, e)
	switch {
	case e.Op == schema.OpLiteral && narrow:
		return strconv.FormatUint(e.Value.Uint, 10)
	case e.Op == schema.OpLiteral:
		return x.literal(schema.Literal{Kind: schema.Uint64, Uint: e.Value.Uint})
	case e.Op == schema.OpField && narrow:
		return x.field(e)
	case e.Op == schema.OpField:
		return x.say(wordDigits, x.field(e))
	case !narrow:
		return x.cannot(x.d.Name + "'s integers do not hold every value of an unsigned calculation")
	case e.Op == schema.OpCond:
		return x.choice(e)
	}
	a := x.natural64(e.Args[0])
	if len(e.Args) == 1 {
		if e.Op == schema.OpNeg {
			return "CASE WHEN " + binary(a, "=", "0") + " THEN " + a + " END"
		}
		return a // abs
	}
	b := x.natural64(e.Args[1])
	switch e.Op {
	case schema.OpSub:
		return "CASE WHEN " + binary(a, ">=", b) + " THEN " + binary(a, "-", b) + " END"
	case schema.OpDiv, schema.OpMod:
		return "CASE WHEN " + binary(b, "<>", "0") + " THEN " + binary(a, string(e.Op), b) + " END"
	}
	return binary(a, string(e.Op), b)
}

// fromNatural renders double() and int() of an unsigned expression.
func (x expression) fromNatural(op schema.ExprOp, e *schema.Expr) string {
	_, narrow := bound(x, e)
	a := x.natural64(e)
	switch {
	case op == schema.OpDouble && narrow:
		return x.say(wordToDouble, a)
	case op == schema.OpDouble:
		return x.cannot(x.d.Name + " rounds the digits of an integer of 64 bits")
	case narrow:
		return a
	}
	return "CASE WHEN " + binary(a, "<=", x.d.Text("09223372036854775807")) + " THEN " + x.say(wordTryInt, a) + " END"
}
