package check

import (
	"errors"
	"math"

	"github.com/typedml/typedml/schema"
)

// errNotFinite refuses constants that no target can spell.
var errNotFinite = errors.New("the result is no finite number")

// fold evaluates an operation on constants. Go would do so in its own, exact arithmetic, where 0.1 + 0.2 is 0.3 and
// 1.0 / 0.0 does not compile; a check means doubles and the checked integers of CEL. Bools that one constant decides
// are decided.
func fold(e *schema.Expr) (*schema.Expr, error) {
	switch e.Op {
	case schema.OpLiteral, schema.OpField, schema.OpHas:
		return e, nil
	case schema.OpAnd, schema.OpOr:
		return decided(e), nil
	case schema.OpCond:
		if c := e.Args[0]; c.Op == schema.OpLiteral {
			return e.Args[2-c.Value.Int], nil
		}
		return e, nil
	}
	for _, a := range e.Args {
		if a.Op != schema.OpLiteral {
			return e, nil
		}
	}
	v, err := e.Evaluate(nil)
	if err != nil {
		return e, err
	}
	return constantOf(e, v)
}

// constantOf is the literal of a value; instants and durations stay as they are written.
func constantOf(e *schema.Expr, v any) (*schema.Expr, error) {
	l := schema.Literal{Kind: e.Type}
	switch v := v.(type) {
	case bool:
		if v {
			l.Int = 1
		}
	case int64:
		l.Int = v
	case uint64:
		l.Uint = v
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return e, errNotFinite
		}
		l.Float = v
	default:
		return e, nil
	}
	return &schema.Expr{Op: schema.OpLiteral, Type: l.Kind, Value: &l}, nil
}

// decided simplifies && and || with a constant side.
func decided(e *schema.Expr) *schema.Expr {
	decisive := int64(0)
	if e.Op == schema.OpOr {
		decisive = 1
	}
	for i, a := range e.Args {
		switch {
		case a.Op != schema.OpLiteral:
		case a.Value.Int == decisive:
			return a
		default:
			return e.Args[1-i]
		}
	}
	return e
}
