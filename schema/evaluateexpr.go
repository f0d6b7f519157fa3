package schema

import (
	"fmt"
	"math"
	"math/big"
	"regexp"
	"strings"
	"time"
)

// Evaluate returns the expression's value: bool, int64, uint64, float64, string, time.Duration or time.Time, a *big.Rat of a
// decimal, and of a date the time that its day begins in UTC. The
// function returns the value of a field by its path in that form, or a list, map or byte string; nil for null. An error
// is overflow, division by zero, or a null that is read; && and || absorb it when the other side decides. It is the slow
// and obvious meaning of checks.
func (e *Expr) Evaluate(field func(path string) any) (any, error) {
	switch e.Op {
	case OpLiteral:
		if k := e.Value.Kind; k == Decimal || k == Date {
			v, _ := normalize(Type{Kind: k}, e.Value.Any())
			return v, nil
		}
		return e.Value.Any(), nil
	case OpField:
		if v := field(e.Path); v != nil {
			return v, nil
		}
		return nil, errNull
	case OpHas:
		return field(e.Path) != nil, nil
	case OpAnd, OpOr:
		return e.decide(field)
	case OpCond:
		return e.choose(field)
	}
	args := make([]any, len(e.Args))
	for i, a := range e.Args {
		v, err := a.Evaluate(field)
		if err != nil {
			return nil, err
		}
		args[i] = v
	}
	return e.apply(args)
}

// decide evaluates && and ||: one side may decide alone, whatever the other one is.
func (e *Expr) decide(field func(path string) any) (any, error) {
	decisive := e.Op == OpOr
	a, errA := e.Args[0].Evaluate(field)
	b, errB := e.Args[1].Evaluate(field)
	switch {
	case errA == nil && a == decisive, errB == nil && b == decisive:
		return decisive, nil
	case errA != nil:
		return nil, errA
	case errB != nil:
		return nil, errB
	}
	return !decisive, nil
}

func (e *Expr) choose(field func(path string) any) (any, error) {
	c, err := e.Args[0].Evaluate(field)
	if err != nil {
		return nil, err
	}
	if c == true {
		return e.Args[1].Evaluate(field)
	}
	return e.Args[2].Evaluate(field)
}

// apply evaluates an operation whose arguments are known.
func (e *Expr) apply(args []any) (any, error) {
	switch e.Op {
	case OpNot:
		return args[0] == false, nil
	case OpEq:
		return equalValues(args[0], args[1]), nil
	case OpNe:
		return !equalValues(args[0], args[1]), nil
	case OpLt, OpLte, OpGt, OpGte:
		return compareBy(e.Op, args[0], args[1]), nil
	case OpIn:
		for _, literal := range args[1:] {
			if equalValues(args[0], literal) {
				return true, nil
			}
		}
		return false, nil
	case OpSize:
		return int64(length(args[0])), nil
	case OpStartsWith:
		return strings.HasPrefix(args[0].(string), args[1].(string)), nil
	case OpEndsWith:
		return strings.HasSuffix(args[0].(string), args[1].(string)), nil
	case OpContains:
		return strings.Contains(args[0].(string), args[1].(string)), nil
	case OpMatches:
		return regexp.MatchString(args[1].(string), args[0].(string))
	}
	return calculate(e, args)
}

// compareBy orders two values; NaN is in no order.
func compareBy(op ExprOp, a, b any) bool {
	if x, ok := a.(float64); ok && (math.IsNaN(x) || math.IsNaN(b.(float64))) {
		return false
	}
	switch op {
	case OpLt:
		return order(a, b) < 0
	case OpLte:
		return order(a, b) <= 0
	case OpGt:
		return order(a, b) > 0
	}
	return order(a, b) >= 0
}

// calculate evaluates arithmetic and conversions: integers in exact arithmetic that must fit in the end.
func calculate(e *Expr, args []any) (any, error) {
	switch x := args[0].(type) {
	case float64:
		return calculateFloat(e, x, args)
	case time.Time:
		return calculateTime(e.Op, x, args[1])
	case time.Duration:
		if t, ok := args[1].(time.Time); ok {
			return calculateTime(e.Op, t, x)
		}
		n, err := calculateInt(e.Op, []any{int64(x), int64(args[1].(time.Duration))})
		return fit(n, err, Duration)
	}
	n, err := calculateInt(e.Op, args)
	if e.Op == OpDouble && err == nil {
		f, _ := new(big.Float).SetInt(n).Float64()
		return f, nil
	}
	return fit(n, err, e.Type)
}

func calculateFloat(e *Expr, x float64, args []any) (any, error) {
	switch e.Op {
	case OpNeg:
		return -x, nil
	case OpAbs:
		return math.Abs(x), nil
	case OpInt:
		if !(x > math.MinInt64 && x < -math.MinInt64) {
			return nil, errOverflow // -2^63 itself, too: CEL has it so
		}
		return int64(x), nil
	}
	y := args[1].(float64)
	switch e.Op {
	case OpAdd:
		return x + y, nil
	case OpSub:
		return x - y, nil
	case OpMul:
		return float64(x * y), nil
	case OpDiv:
		return x / y, nil
	}
	return nil, fmt.Errorf("no operation %s of doubles", e.Op)
}

func calculateInt(op ExprOp, args []any) (*big.Int, error) {
	n := make([]*big.Int, len(args))
	for i, a := range args {
		switch v := a.(type) {
		case int64:
			n[i] = big.NewInt(v)
		case uint64:
			n[i] = new(big.Int).SetUint64(v)
		}
	}
	z := new(big.Int)
	switch op {
	case OpNeg:
		return z.Neg(n[0]), nil
	case OpAbs:
		return z.Abs(n[0]), nil
	case OpInt, OpDouble:
		return n[0], nil
	case OpAdd:
		return z.Add(n[0], n[1]), nil
	case OpSub:
		return z.Sub(n[0], n[1]), nil
	case OpMul:
		return z.Mul(n[0], n[1]), nil
	}
	if n[1].Sign() == 0 {
		return nil, errZero
	}
	if q := z.Quo(n[0], n[1]); op == OpDiv || !q.IsInt64() && n[0].Sign() < 0 {
		return q, nil // also of %, where CEL refuses the quotient that overflows
	}
	return new(big.Int).Rem(n[0], n[1]), nil
}

// fit returns a whole number in the kind, if it fits.
func fit(n *big.Int, err error, k Kind) (any, error) {
	switch {
	case err != nil:
		return nil, err
	case k == Uint64 && n.IsUint64():
		return n.Uint64(), nil
	case k == Int64 && n.IsInt64():
		return n.Int64(), nil
	case k == Duration && n.IsInt64():
		return time.Duration(n.Int64()), nil
	}
	return nil, errOverflow
}

// calculateTime adds to instants and subtracts them. Instants lie in the years 1 to 9999, as in CEL.
func calculateTime(op ExprOp, t time.Time, by any) (any, error) {
	if u, ok := by.(time.Time); ok {
		return fit(new(big.Int).Sub(nanoseconds(t), nanoseconds(u)), nil, Duration)
	}
	d := big.NewInt(int64(by.(time.Duration)))
	if op == OpSub {
		if d.Neg(d); !d.IsInt64() {
			return nil, errOverflow
		}
	}
	at := new(big.Int).Add(nanoseconds(t), d)
	seconds, rest := new(big.Int).DivMod(at, big.NewInt(1e9), new(big.Int))
	if !seconds.IsInt64() {
		return nil, errOverflow
	}
	sum := time.Unix(seconds.Int64(), rest.Int64()).UTC()
	if sum.Year() < 1 || sum.Year() > 9999 {
		return nil, errOverflow
	}
	return sum, nil
}

// nanoseconds since 1970, exactly.
func nanoseconds(t time.Time) *big.Int {
	n := new(big.Int).Mul(big.NewInt(t.Unix()), big.NewInt(1e9))
	return n.Add(n, big.NewInt(int64(t.Nanosecond())))
}
