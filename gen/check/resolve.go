package check

import (
	"regexp"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"github.com/typedml/typedml/schema"
)

// resolve replaces paths by fields and refuses, by name, what no target renders.
func (c *compiler) resolve(e ast.Expr) {
	switch e.Kind() {
	case ast.LiteralKind:
		c.literal(e)
	case ast.IdentKind, ast.SelectKind:
		if chain, ok := c.names(e); ok {
			c.field(e, chain, true)
			return
		}
		c.problem(c.start(e), noElements, "a field of a computed value is not supported")
	case ast.CallKind:
		c.call(e)
	case ast.ListKind:
		c.problem(c.start(e), "use it on the right of in", "a list literal is not supported here")
	default:
		c.problem(c.start(e), inGo, "a map or message literal is not supported")
	}
}

func (c *compiler) literal(e ast.Expr) {
	switch v := e.AsLiteral(); v.Type() {
	case types.NullType:
		c.problem(c.start(e), "use has(path): a check whose field is null does not apply", "null is not supported")
	case types.BytesType:
		c.problem(c.start(e), inGo, "byte strings are not supported")
	}
}

// call refuses the unsupported functions and resolves the arguments of the others.
func (c *compiler) call(e ast.Expr) {
	name, args := c.callee(e)
	op, ok := supported[name]
	if !ok {
		remedy, known := refused[name]
		if !known {
			remedy = "supported are has, size, in, int, double, decimal, date, duration, timestamp, math.abs, startsWith, endsWith, contains, matches"
		}
		c.problem(c.place(e), remedy, "%s is not supported", spelled(name))
		return
	}
	switch op {
	case schema.OpHas:
		c.has(e, args)
	case schema.OpSize:
		c.size(e, args)
	case schema.OpIn:
		c.resolve(args[0])
		c.members(args[1])
	case schema.OpLiteral:
		c.constant(e, name, args)
	case schema.OpMatches:
		c.pattern(e, args)
	default:
		c.resolveAll(args)
	}
}

func (c *compiler) resolveAll(args []ast.Expr) {
	for _, a := range args {
		c.resolve(a)
	}
}

// callee returns the function's name and all arguments, a method's target first. math.abs is a function of the
// namespace math, unless the record has a field of that name; has becomes a function that takes any path.
func (c *compiler) callee(e ast.Expr) (string, []ast.Expr) {
	call, factory := e.AsCall(), ast.NewExprFactory()
	name, args := c.standIns.name(call.FunctionName()), call.Args()
	if call.IsMemberFunction() {
		target := call.Target()
		if target.Kind() == ast.IdentKind && target.AsIdent() == "math" && c.record.Field("math") == nil {
			name = "math." + name
			e.SetKindCase(factory.NewCall(e.ID(), name, args...))
			return name, args
		}
		return name, append([]ast.Expr{target}, args...)
	}
	if name == "has" {
		name = hasFunction
		e.SetKindCase(factory.NewCall(e.ID(), name, args...))
	}
	return name, args
}

// has takes one path that may hold null.
func (c *compiler) has(e ast.Expr, args []ast.Expr) {
	if len(args) != 1 {
		c.problem(c.offset(e), "write has(path)", "has() takes one field")
		return
	}
	chain, ok := c.names(args[0])
	if !ok {
		c.problem(c.start(args[0]), "write has(path)", "has() takes a field, not a value")
		return
	}
	path, v, err := c.lookup(chain)
	if err == nil && !v.nullable {
		c.problem(c.start(args[0]), "remove the test, or make the field a pointer or validate.Opt", "%s is never null", path)
		return
	}
	c.field(args[0], chain, false)
}

// size takes a text, list, map or byte string.
func (c *compiler) size(e ast.Expr, args []ast.Expr) {
	if len(args) != 1 {
		c.problem(c.offset(e), "write size(path)", "size() takes one value")
		return
	}
	chain, ok := c.names(args[0])
	if !ok {
		c.resolve(args[0])
		return
	}
	if _, v, err := c.lookup(chain); err == nil && v.typ.Kind == schema.Struct {
		c.problem(c.start(args[0]), "size() takes a text, list or map", "a record has no size")
		return
	}
	c.field(args[0], chain, false)
}

// members are the right side of in: a list of literals.
func (c *compiler) members(e ast.Expr) {
	if e.Kind() != ast.ListKind {
		c.problem(c.start(e), "write x in [a, b]; to look into a list or map, write a Check method in Go",
			"the right side of in is no list of literals")
		return
	}
	elements := e.AsList().Elements()
	if len(elements) == 0 {
		c.problem(c.start(e), "name the values", "nothing is in an empty list")
	}
	for _, m := range elements {
		c.member(m)
	}
}

func (c *compiler) member(e ast.Expr) {
	if e.Kind() == ast.CallKind {
		if name, args := c.callee(e); supported[name] == schema.OpLiteral {
			c.constant(e, name, args)
			return
		}
	}
	if e.Kind() != ast.LiteralKind {
		c.problem(c.start(e), "compare with each by ==, joined by ||", "a list on the right of in may hold literals only")
		return
	}
	c.literal(e)
}

// text returns a string literal.
func text(e ast.Expr) (string, bool) {
	if e.Kind() != ast.LiteralKind {
		return "", false
	}
	s, ok := e.AsLiteral().(types.String)
	return string(s), ok
}

// pattern checks a regular expression when it can be known: now.
func (c *compiler) pattern(e ast.Expr, args []ast.Expr) {
	if len(args) != 2 {
		c.problem(c.offset(e), `write path.matches("…")`, "matches() takes one pattern")
		return
	}
	c.resolve(args[0])
	s, ok := text(args[1])
	if !ok {
		c.problem(c.start(args[1]), "write the pattern as a literal", "the pattern of matches() is no literal")
		return
	}
	if _, err := regexp.Compile(s); err != nil {
		c.problem(c.start(args[1]), "write it in Go's syntax of package regexp", "%v", err)
	}
}

// place is where a refused call is pointed at: its operator or name, of an index what is indexed.
func (c *compiler) place(e ast.Expr) int {
	if e.AsCall().FunctionName() == operators.Index {
		return c.start(e)
	}
	return c.offset(e)
}

// offset is the place of e itself: of a call, its operator or name.
func (c *compiler) offset(e ast.Expr) int {
	r, ok := c.info.GetOffsetRange(e.ID())
	if !ok {
		return 0
	}
	at := c.bytes(int(r.Start))
	if e.Kind() == ast.CallKind && !isOperator(e.AsCall().FunctionName()) {
		return c.nameBefore(at)
	}
	return at
}

func isOperator(function string) bool {
	_, ok := symbols[function]
	return ok && function != hasFunction && function != operators.Index
}

// start is where the text of e begins.
func (c *compiler) start(e ast.Expr) int {
	at := c.offset(e)
	switch e.Kind() {
	case ast.SelectKind:
		return c.start(e.AsSelect().Operand())
	case ast.CallKind:
		call := e.AsCall()
		if call.IsMemberFunction() {
			at = min(at, c.start(call.Target()))
		}
		for _, a := range call.Args() {
			at = min(at, c.start(a))
		}
	}
	return at
}
