package sql

import (
	"math"

	"github.com/typedml/typedml/schema"
)

// reals renders operations of doubles for an engine that has NULL for NaN: what is NULL without an error is NaN. It tells
// no sign of a zero, so that only what has none may divide.
func (x expression) reals(e *schema.Expr, a, b string) string {
	switch e.Op {
	case schema.OpNeg:
		return binary(a, "*", "-1.0") // its minus is 0 - a
	case schema.OpAbs:
		return binary("abs("+a+")", "+", "0.0") // its abs leaves -0
	case schema.OpDiv:
		if !unsignedZero(e.Args[1]) {
			return x.cannot(x.d.Name + " does not tell the sign of a zero that divides")
		}
		return "CASE WHEN " + binary(b, "=", "0.0") + " THEN " + binary(a, "*", x.double(math.Inf(1))) + " ELSE " + binary(a, "/", b) + " END"
	}
	return binary(a, string(e.Op), b)
}

// unsignedZero reports whether an expression is never -0: tables have none.
func unsignedZero(e *schema.Expr) bool {
	switch e.Op {
	case schema.OpField, schema.OpDouble, schema.OpAbs:
		return true
	case schema.OpLiteral:
		return e.Value.Float != 0 || !math.Signbit(e.Value.Float)
	case schema.OpCond:
		return unsignedZero(e.Args[1]) && unsignedZero(e.Args[2])
	}
	return false
}

// unlessNaN makes a condition on doubles false where one of them is NaN, and NULL where one is an error.
func (x expression) unlessNaN(condition string, args ...*schema.Expr) string {
	var failed, nan []string
	for _, e := range args {
		if mayBeNaN(e) {
			nan = append(nan, isNull(x.text(e)))
		}
		failed = append(failed, x.failed(e))
	}
	if len(nan) == 0 {
		return condition
	}
	text := "CASE WHEN "
	if errs := or(failed...); errs != "" {
		text += errs + " THEN NULL WHEN "
	}
	return text + or(nan...) + " THEN FALSE ELSE " + condition + " END"
}

// mayBeNaN reports whether an expression of doubles can be NaN: tables have none.
func mayBeNaN(e *schema.Expr) bool {
	switch e.Op {
	case schema.OpField, schema.OpLiteral, schema.OpDouble:
		return false
	case schema.OpNeg, schema.OpAbs:
		return mayBeNaN(e.Args[0])
	case schema.OpCond:
		return mayBeNaN(e.Args[1]) || mayBeNaN(e.Args[2])
	}
	return true
}

// failed is true where an expression of doubles is an error, "" when it never is.
func (x expression) failed(e *schema.Expr) string {
	switch e.Op {
	case schema.OpLiteral:
		return ""
	case schema.OpField:
		if ways := x.ways(e.Path); len(ways) == 1 && !ways[0].field.Optional {
			return ""
		}
		return isNull(x.text(e))
	case schema.OpDouble:
		return isNull(x.text(e))
	case schema.OpCond:
		c := x.text(e.Args[0])
		then, otherwise := x.failed(e.Args[1]), x.failed(e.Args[2])
		if then == "" && otherwise == "" {
			return isNull(c)
		}
		return "CASE WHEN " + c + " THEN " + settled(falseIfNone(then)) + " WHEN " + not(c) + " THEN " + settled(falseIfNone(otherwise)) + " ELSE TRUE END"
	}
	failed := make([]string, len(e.Args))
	for i, a := range e.Args {
		failed[i] = x.failed(a)
	}
	return or(failed...)
}

func falseIfNone(condition string) string {
	if condition == "" {
		return "FALSE"
	}
	return condition
}

// offGrid is true when x is not the double nearest to some k/10^places. Where x has so many units that a neighbour of the
// nearest k might be meant (from 2^51), the three are tried; from 2^53 on every double is one.
func (c *compiler) offGrid(t schema.Type, x string, places int64) string {
	if t.Kind == schema.Float32 {
		return c.cannot(c.d.Name + " does not round to float32")
	}
	scale := c.double(math.Pow10(int(places)))
	scaled := binary(x, "*", scale)
	k := "round(" + scaled + ")"
	grid := binary(k, "/", scale) + ", " + binary(binary(k, "-", "1"), "/", scale) + ", " + binary(binary(k, "+", "1"), "/", scale)
	return or(c.infinite(x), and(binary("abs("+scaled+")", "<=", c.double(1<<53)), "("+x+" NOT IN ("+grid+"))"))
}
