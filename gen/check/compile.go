package check

import (
	"cmp"
	"fmt"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"

	"github.com/typedml/typedml/schema"
)

// Problem is one reason why a check does not compile.
type Problem struct {
	// Offset is where, in bytes from the start of the source.
	Offset int
	// Message says what is wrong, Remedy what to do about it; a remedy may be empty.
	Message, Remedy string
}

// Compile parses source, type-checks it against the record's fields and lowers it to an expression of type bool. The
// expression is nil when there are problems; all that one stage finds are returned at once, by offset.
func Compile(rec *schema.Record, source string) (*schema.Expr, []Problem) {
	c := &compiler{record: rec, source: source, fields: map[string]variable{}}
	c.text, c.standIns = substitute(source)
	expr := c.compile()
	if len(c.problems) > 0 {
		slices.SortStableFunc(c.problems, func(a, b Problem) int { return cmp.Compare(a.Offset, b.Offset) })
		return nil, slices.Compact(c.problems)
	}
	return expr, nil
}

// compiler holds one compilation.
type compiler struct {
	record   *schema.Record
	source   string
	text     string // the source as it is parsed
	standIns standIns
	parsed   *ast.AST
	info     *ast.SourceInfo
	fields   map[string]variable // those that the check reads, by path
	problems []Problem
	ids      int64 // of nodes that the source has not, downwards
}

func (c *compiler) compile() *schema.Expr {
	env, err := environment()
	if err != nil {
		c.problem(0, "", "the CEL environment cannot be made: %v", err)
		return nil
	}
	parsed, issues := env.Parse(c.text)
	if issues.Err() != nil {
		c.syntax(issues.Errors())
		return nil
	}
	c.parsed, c.info = parsed.NativeRep(), parsed.NativeRep().SourceInfo()
	c.resolve(c.parsed.Expr())
	if len(c.problems) > 0 {
		return nil
	}
	c.retype(c.parsed.Expr())
	if len(c.problems) > 0 {
		return nil
	}
	if env, err = env.Extend(c.variables()...); err != nil {
		c.problem(0, "", "the CEL environment cannot be made: %v", err)
		return nil
	}
	checked, issues := env.Check(parsed)
	if issues.Err() != nil {
		c.mistyped(issues.Errors())
		return nil
	}
	return c.result(checked)
}

// result lowers the checked tree and demands a bool that depends on the record.
func (c *compiler) result(checked *cel.Ast) *schema.Expr {
	root := checked.NativeRep().Expr()
	if checked.OutputType() != cel.BoolType {
		c.problem(c.start(root), "compare it with a limit", "the check is %s, not bool", article(kindOfType(checked.OutputType())))
		return nil
	}
	if len(c.fields) == 0 {
		c.problem(c.start(root), "name a field by its key", "the check reads no field")
		return nil
	}
	expr := c.lower(root, checked.NativeRep().TypeMap())
	if expr.Op == schema.OpLiteral {
		c.problem(c.start(root), "compare with a field", "the check is always %s", expr.Value)
	}
	return expr
}

func (c *compiler) problem(offset int, remedy, format string, args ...any) {
	c.problems = append(c.problems, Problem{Offset: offset, Message: fmt.Sprintf(format, args...), Remedy: remedy})
}
