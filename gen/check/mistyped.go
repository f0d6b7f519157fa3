package check

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"

	"github.com/typedml/typedml/schema"
)

// reserved are the words that CEL does not take as names; true, false and null are its literals.
var reserved = []string{
	"namespace", "package", "import", "function", "var", "loop", "const", "as", "for", "if", "let", "while",
	"return", "void", "in", "break", "continue", "else",
}

// token finds the text that the lexer does not know.
var token = regexp.MustCompile(`token recognition error at: '(.*)'$`)

// syntax words the parser's errors. The first one tells; those that follow it are its echo.
func (c *compiler) syntax(errs []*common.Error) {
	e := errs[0]
	runes := c.locate(e)
	at := c.bytes(runes)
	if word := c.reservedAt(at); word != "" {
		c.problem(at, c.instead(word), "%s is a word of CEL, and no name", word)
		return
	}
	if m := token.FindStringSubmatch(e.Message); m != nil {
		stray := strings.TrimSpace(c.source[at:c.bytes(runes+utf8.RuneCountInString(m[1]))])
		c.problem(at, strayToken(stray), "unexpected %s", stray)
		return
	}
	c.problem(at, "", "%s", c.standIns.message(parserMessage(e.Message)))
}

// locate is the place of an error in runes.
func (c *compiler) locate(e *common.Error) int {
	at := 0
	for range e.Location.Line() - 1 {
		end := strings.IndexByte(c.source[c.bytes(at):], '\n')
		if end < 0 {
			break
		}
		at += len([]rune(c.source[c.bytes(at) : c.bytes(at)+end+1]))
	}
	return at + max(e.Location.Column(), 0)
}

// reservedAt is the reserved word at an offset, or after the dot there.
func (c *compiler) reservedAt(at int) string {
	rest := strings.TrimPrefix(c.source[at:], ".")
	word := rest
	if end := strings.IndexFunc(rest, func(r rune) bool { return r == '.' || !isNameRune(r) }); end >= 0 {
		word = rest[:end]
	}
	if slices.Contains(reserved, word) {
		return word
	}
	return ""
}

func (c *compiler) instead(word string) string {
	if c.record.Field(word) == nil && word == "in" {
		return "write x in [a, b]"
	}
	if word == "in" {
		return "name the field this.`in`"
	}
	return "name the field " + root + "." + word
}

func strayToken(s string) string {
	switch {
	case s == ";":
		return "put the message first, in quotes: //typedml:check name \"message\" expression"
	case strings.HasPrefix(s, "'") || strings.HasPrefix(s, `"`):
		return "close the text with the quote that opened it"
	case s == "&" || s == "|":
		return "write " + s + s
	case s == "=":
		return "write =="
	}
	return "keys that are no identifiers are named this.`key`"
}

// expecting is the parser's list of what could stand there: longer than it helps.
var expecting = regexp.MustCompile(` expecting \{.*\}$`)

func parserMessage(s string) string {
	s = strings.TrimPrefix(s, "Syntax error: ")
	s = expecting.ReplaceAllString(s, "")
	s = strings.ReplaceAll(s, "'<EOF>'", "the end")
	return strings.ToLower(s[:1]) + s[1:]
}

// mistyped words the type checker's errors.
func (c *compiler) mistyped(errs []*common.Error) {
	for _, e := range errs {
		node := c.node(e.ExprID)
		if node == nil || node.Kind() != ast.CallKind {
			c.problem(c.bytes(c.locate(e)), "", "%s", e.Message)
			continue
		}
		name, args := c.callee(node)
		kinds := make([]string, len(args))
		for i, a := range args {
			kinds[i] = article(c.kind(a))
		}
		if !strings.HasPrefix(e.Message, "found no matching overload") {
			c.problem(c.offset(node), "", "%s", e.Message)
			continue
		}
		if supported[name] == schema.OpIn { // of one wrong type: lower finds those of several
			first := args[1].AsList().Elements()[0]
			c.strange(args[0], c.kind(args[0]), first, c.kind(first))
			continue
		}
		c.problem(c.offset(node), c.conversion(args), "%s does not take %s", spelled(name), strings.Join(kinds, " and "))
	}
}

// node finds an expression by its id.
func (c *compiler) node(id int64) (found ast.Expr) {
	ast.PreOrderVisit(c.parsed.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.ID() == id {
			found = e
		}
	}))
	return found
}

// conversion says how two operands come to one type.
func (c *compiler) conversion(args []ast.Expr) string {
	if ka := c.kind(args[0]); len(args) == 1 {
		if ka == schema.Decimal || ka == schema.Date {
			return noCounting
		}
		return ""
	}
	a, b := args[len(args)-2], args[len(args)-1]
	if ka := c.kind(a); ka == c.kind(b) && (ka == schema.Decimal || ka == schema.Date) {
		return noCounting
	}
	for range 2 {
		switch ka, kb := c.kind(a), c.kind(b); {
		case ka == schema.Float64 && (kb == schema.Int64 || kb == schema.Uint64):
			return "convert the integer: " + c.wrapped("double", b)
		case ka == schema.Int64 && kb == schema.Uint64:
			return "convert the unsigned side: " + c.wrapped("int", b)
		case kb == schema.String && written[ka] != "":
			return "write it as " + written[ka]
		case ka == schema.Date && kb == schema.Time:
			return "compare dates with dates, such as " + written[ka] + ": a day is no instant"
		case ka == schema.Decimal && kb.Number():
			return "make both decimals, or write a Check method in Go"
		}
		a, b = b, a
	}
	return "compare values of one type"
}

// wrapped is a conversion of e, spelled out where e is a field.
func (c *compiler) wrapped(function string, e ast.Expr) string {
	if e.Kind() == ast.IdentKind {
		return function + "(" + e.AsIdent() + ")"
	}
	return function + "(…)"
}

// article names a kind in a sentence.
func article(k schema.Kind) string {
	switch k {
	case "":
		return "a value of another type"
	case schema.Float64:
		return "a double"
	case schema.Int64:
		return "an int"
	case schema.Uint64:
		return "a uint"
	case schema.Bytes:
		return "a byte string"
	case schema.Time:
		return "a timestamp"
	}
	return "a " + string(k)
}
