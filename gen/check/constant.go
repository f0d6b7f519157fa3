package check

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"github.com/typedml/typedml/schema"
)

// constants are the kinds of the literals that a text is written for.
var constants = map[string]schema.Kind{
	"duration": schema.Duration, "timestamp": schema.Time, "decimal": schema.Decimal, "date": schema.Date,
}

// written are literals of the kinds that have a text.
var written = map[schema.Kind]string{
	schema.Duration: `duration("1h30m")`, schema.Time: `timestamp("2020-01-01T00:00:00Z")`, schema.Decimal: `decimal("19.99")`,
	schema.Date: `date("2020-01-01")`,
}

// constant demands that what duration("1h") and its like hold can be folded to literals.
func (c *compiler) constant(e ast.Expr, name string, args []ast.Expr) {
	example := written[constants[name]]
	if len(args) != 1 {
		c.problem(c.offset(e), "write "+example, "%s takes one text", spelled(name))
		return
	}
	s, ok := text(args[0])
	if !ok {
		c.problem(c.start(args[0]), "write "+example, "%s takes a literal text", spelled(name))
		return
	}
	if _, message := parseConstant(name, s); message != "" {
		c.problem(c.start(args[0]), "write it like "+example, "%s", message)
	}
}

// parseConstant returns the literal, or what is wrong with s.
func parseConstant(name, s string) (l schema.Literal, message string) {
	l.Kind = constants[name]
	switch l.Kind {
	case schema.Duration:
		d, err := time.ParseDuration(s)
		if err != nil {
			return l, "not a duration: " + s
		}
		l.Int = int64(d)
	case schema.Time:
		t, err := schema.ParseTime([]byte(s))
		if err != nil {
			return l, "not an RFC 3339 timestamp: " + s
		}
		if t.Nanosecond()%1000 != 0 {
			return l, "finer than a microsecond, which tables do not hold: " + s
		}
		l.Int = t.UnixMicro()
	case schema.Decimal:
		n, ok, fits := schema.ParseDecimal(s)
		switch {
		case !ok:
			return l, "not a decimal: " + s
		case !fits:
			return l, "a decimal has at most 38 digits: " + s
		}
		return n, ""
	case schema.Date:
		t, err := schema.ParseDate(s)
		if err != nil {
			return l, "not a date: " + s
		}
		l.Int = t.Unix() / int64(24*time.Hour/time.Second)
	}
	return l, ""
}

// numeral is a number as it is written in CEL and in JSON, but for one that begins with its point.
var numeral = regexp.MustCompile(`^-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?`)

// decimalOf makes a number beside a decimal one, with the digits that are written, which a double need not have. It leaves other
// operands as they are.
func (c *compiler) decimalOf(e ast.Expr) {
	number, sign := e, ""
	if e.Kind() == ast.CallKind && e.AsCall().FunctionName() == operators.Negate {
		number, sign = e.AsCall().Args()[0], "-"
	}
	if number.Kind() != ast.LiteralKind || !kindOfType(number.AsLiteral().Type().(*types.Type)).Number() {
		return
	}
	text := numeral.FindString(c.source[c.start(number):])
	if message := misread(number, text); message != "" {
		c.problem(c.start(e), "write "+written[schema.Decimal], "%s", message)
		return
	}
	factory := ast.NewExprFactory()
	c.ids--
	e.SetKindCase(factory.NewCall(e.ID(), "decimal", factory.NewLiteral(c.ids, types.String(sign+jsonForm(text)))))
}

// jsonForm is a number with a digit before its point.
func jsonForm(text string) string {
	if digits, bare := strings.CutPrefix(text, "."); bare {
		return "0." + digits
	}
	if digits, bare := strings.CutPrefix(text, "-."); bare {
		return "-0." + digits
	}
	return text
}

// misread says why a text is not the number that CEL has read, or no decimal.
func misread(e ast.Expr, text string) string {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || e.AsLiteral().ConvertToType(types.DoubleType).Equal(types.Double(x)) != types.True {
		return "the number beside a decimal is not written as one"
	}
	_, message := parseConstant("decimal", jsonForm(text))
	return message
}
