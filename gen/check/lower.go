package check

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/typedml/typedml/schema"
)

// lower translates the checked tree. It reports the operations that CEL has and some target lacks.
func (c *compiler) lower(e ast.Expr, typeOf map[int64]*types.Type) *schema.Expr {
	switch e.Kind() {
	case ast.LiteralKind:
		return literal(e.AsLiteral())
	case ast.IdentKind:
		path := e.AsIdent()
		return &schema.Expr{Op: schema.OpField, Type: c.fields[path].kind(), Path: path}
	}
	name, args := c.callee(e)
	op := supported[name]
	if op == schema.OpHas {
		return &schema.Expr{Op: op, Type: schema.Bool, Path: args[0].AsIdent()}
	}
	if op == schema.OpIn {
		args = append([]ast.Expr{args[0]}, args[1].AsList().Elements()...)
	}
	if op == schema.OpLiteral {
		s, _ := text(args[0])
		value, _ := parseConstant(name, s)
		return &schema.Expr{Op: op, Type: value.Kind, Value: &value}
	}
	out := &schema.Expr{Op: op, Type: kindOfType(typeOf[e.ID()])}
	for _, a := range args {
		out.Args = append(out.Args, c.lower(a, typeOf))
	}
	if op == schema.OpIn && c.foreignMember(out, args) {
		return out
	}
	if remedy, ok := misfit(out); ok {
		c.problem(c.offset(e), remedy, "%s does not take %s here", spelled(name), article(out.Args[0].Type))
		return out
	}
	folded, err := fold(simplify(out))
	if err != nil {
		c.problem(c.offset(e), "write the value itself", "the constants of %s cannot be evaluated: %v", spelled(name), err)
	}
	return folded
}

// foreignMember refuses the values in the list of in that are not of the type of what is looked for: CEL takes a list of
// several types, of which no value can be equal to most.
func (c *compiler) foreignMember(e *schema.Expr, args []ast.Expr) bool {
	found := false
	for i, m := range e.Args[1:] {
		if m.Type != e.Args[0].Type {
			c.strange(args[0], e.Args[0].Type, args[i+1], m.Type)
			found = true
		}
	}
	return found
}

// strange reports one such value.
func (c *compiler) strange(sought ast.Expr, is schema.Kind, value ast.Expr, of schema.Kind) {
	c.problem(c.start(value), c.conversion([]ast.Expr{sought, value}), "in looks for %s, and this is %s", article(is), article(of))
}

// misfit refuses the overloads of CEL that have no form in every target.
func misfit(e *schema.Expr) (remedy string, found bool) {
	first := e.Args[0].Type
	switch e.Op {
	case schema.OpLt, schema.OpLte, schema.OpGt, schema.OpGte:
		return "compare with == or !=", first == schema.Bool
	case schema.OpAdd:
		return "compare the parts, or write a Check method in Go", first == schema.String
	case schema.OpInt, schema.OpDouble:
		return inGo, !first.Number()
	case schema.OpCond: // no decimal need hold the digits of both
		return "compare each: c && a < x || !c && b < x", e.Type == schema.Decimal
	}
	return "", false
}

// simplify drops conversions of a value to its own type and the absolute value of an unsigned one, and converts
// literals.
func simplify(e *schema.Expr) *schema.Expr {
	switch e.Op {
	case schema.OpInt, schema.OpDouble:
		if e.Args[0].Type == e.Type {
			return e.Args[0]
		}
		if l := e.Args[0]; e.Op == schema.OpDouble && l.Op == schema.OpLiteral && l.Type == schema.Int64 && exact(l.Value.Int) {
			return &schema.Expr{
				Op: schema.OpLiteral, Type: schema.Float64,
				Value: &schema.Literal{Kind: schema.Float64, Float: float64(l.Value.Int)},
			}
		}
	case schema.OpAbs:
		if e.Type == schema.Uint64 {
			return e.Args[0]
		}
	}
	return e
}

func literal(v ref.Val) *schema.Expr {
	l := schema.Literal{}
	switch v := v.(type) {
	case types.Bool:
		l.Kind = schema.Bool
		if v {
			l.Int = 1
		}
	case types.Int:
		l.Kind, l.Int = schema.Int64, int64(v)
	case types.Uint:
		l.Kind, l.Uint = schema.Uint64, uint64(v)
	case types.Double:
		l.Kind, l.Float = schema.Float64, float64(v)
	case types.String:
		l.Kind, l.Text = schema.String, string(v)
	}
	return &schema.Expr{Op: schema.OpLiteral, Type: l.Kind, Value: &l}
}
