package check

import (
	"math"
	"slices"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/typedml/typedml/schema"
)

// retype gives integer literals directly beside a double or unsigned value that type, and numbers beside a decimal: ratio <= 1
// means ratio <= 1.0.
func (c *compiler) retype(e ast.Expr) {
	if e.Kind() != ast.CallKind {
		return
	}
	name, args := c.callee(e)
	for _, a := range args {
		c.retype(a)
	}
	peers := args
	switch supported[name] {
	case schema.OpEq, schema.OpNe, schema.OpLt, schema.OpLte, schema.OpGt, schema.OpGte,
		schema.OpAdd, schema.OpSub, schema.OpMul, schema.OpDiv, schema.OpMod:
	case schema.OpCond:
		peers = args[1:]
	case schema.OpIn:
		peers = append([]ast.Expr{args[0]}, args[1].AsList().Elements()...)
		if !integerOnly(args[0]) { // the values take the type of what is looked for, and not each other's
			switch k := c.kind(args[0]); k {
			case schema.Decimal, schema.Float64, schema.Uint64:
				c.retypeAll(peers, k)
			}
			return
		}
	default:
		return
	}
	kinds := make([]schema.Kind, len(peers))
	for i, p := range peers {
		kinds[i] = c.kind(p)
	}
	for _, k := range []schema.Kind{schema.Decimal, schema.Float64, schema.Uint64} {
		if slices.Contains(kinds, k) {
			c.retypeAll(peers, k)
			return
		}
	}
}

func (c *compiler) retypeAll(peers []ast.Expr, k schema.Kind) {
	for _, p := range peers {
		switch {
		case k == schema.Decimal:
			c.decimalOf(p)
		case integerOnly(p):
			c.convert(p, k)
		}
	}
}

// integerOnly reports whether e is an integer literal, or a sum, difference or product of such: these have one
// meaning in every numeric type. A quotient does not.
func integerOnly(e ast.Expr) bool {
	switch e.Kind() {
	case ast.LiteralKind:
		return e.AsLiteral().Type() == types.IntType
	case ast.CallKind:
		switch e.AsCall().FunctionName() {
		case operators.Add, operators.Subtract, operators.Multiply, operators.Negate:
			for _, a := range e.AsCall().Args() {
				if !integerOnly(a) {
					return false
				}
			}
			return true
		}
	}
	return false
}

func (c *compiler) convert(e ast.Expr, k schema.Kind) {
	if e.Kind() == ast.CallKind {
		for _, a := range e.AsCall().Args() {
			c.convert(a, k)
		}
		return
	}
	n := int64(e.AsLiteral().(types.Int))
	var to ref.Val
	switch {
	case k == schema.Uint64 && n < 0:
		c.problem(c.start(e), "the field is unsigned: compare with 0 or more, or convert it with int()", "%d is no unsigned number", n)
		return
	case k == schema.Uint64:
		to = types.Uint(n)
	case !exact(n):
		c.problem(c.start(e), "write it as a double, such as 1e18", "no double is exactly %d", n)
		return
	default:
		to = types.Double(n)
	}
	e.SetKindCase(ast.NewExprFactory().NewLiteral(e.ID(), to))
}

// exact reports whether a double holds n.
func exact(n int64) bool {
	f := float64(n)
	return f < math.MaxInt64 && int64(f) == n
}

// kind is the kind of a value before type-checking, "" where it is not known.
func (c *compiler) kind(e ast.Expr) schema.Kind {
	switch e.Kind() {
	case ast.LiteralKind:
		return kindOfType(e.AsLiteral().Type().(*types.Type))
	case ast.IdentKind:
		return c.fields[e.AsIdent()].kind()
	case ast.CallKind:
		name, args := c.callee(e)
		switch supported[name] {
		case schema.OpLiteral:
			return constants[name]
		case schema.OpDouble:
			return schema.Float64
		case schema.OpInt, schema.OpSize:
			return schema.Int64
		case schema.OpAdd, schema.OpSub, schema.OpMul, schema.OpDiv, schema.OpMod, schema.OpNeg, schema.OpAbs:
			return c.kind(args[0])
		case schema.OpCond:
			return c.kind(args[1])
		}
	}
	return ""
}

// kindOfType is the kind of a CEL type, "" for one that has none here.
func kindOfType(t *types.Type) schema.Kind {
	for _, k := range []schema.Kind{
		schema.Bool, schema.Int64, schema.Uint64, schema.Float64, schema.String, schema.Bytes, schema.Time, schema.Duration,
		schema.Decimal, schema.Date,
	} {
		if celType(k).IsExactType(t) {
			return k
		}
	}
	switch t.Kind() {
	case types.ListKind:
		return schema.List
	case types.MapKind:
		return schema.Map
	}
	return ""
}
