package pydantic

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/typedml/typedml/schema"
)

// width is how long a line may be, as formatters of Python have it.
const width = 88

// node is an expression of Python that knows how to stand on one line or on several.
type node struct {
	open  string // text of a leaf; or all up to the bracket, and with it
	items []node // between the brackets, nil for a leaf
	close string // the bracket, and what is behind it
}

func leaf(text string) node { return node{open: text} }

func call(function string, args ...node) node {
	return node{open: function + "(", items: args, close: ")"}
}

func subscript(of string, args ...node) node {
	return node{open: of + "[", items: args, close: "]"}
}

// named is an argument by name.
func named(name string, value node) node {
	value.open = name + "=" + value.open
	return value
}

// then is an expression with text behind it.
func (n node) then(text string) node {
	if n.close == "" {
		n.open += text
	} else {
		n.close += text
	}
	return n
}

// flat is the expression on one line.
func (n node) flat() string {
	texts := make([]string, len(n.items))
	for i, item := range n.items {
		texts[i] = item.flat()
	}
	return n.open + strings.Join(texts, ", ") + n.close
}

// write writes the expression at an indentation, so many characters behind it and so many still to come on its last line:
// on one line where it fits, else an item a line.
func (n node) write(b *strings.Builder, indent, before, behind int) {
	flat := n.flat()
	if before+utf8.RuneCountInString(flat)+behind <= width || len(n.items) == 0 {
		b.WriteString(flat)
		return
	}
	b.WriteString(n.open)
	for _, item := range n.items {
		b.WriteString("\n" + strings.Repeat(" ", indent+4))
		item.write(b, indent+4, indent+4, len(","))
		b.WriteByte(',')
	}
	b.WriteString("\n" + strings.Repeat(" ", indent) + n.close)
}

// text is a literal of a text, as formatters spell it.
func text(s string) string {
	quote := byte('"')
	if strings.Count(s, `"`) > strings.Count(s, "'") {
		quote = '\''
	}
	var b strings.Builder
	b.WriteByte(quote)
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd"): // a byte that is not UTF-8 has no text in Python
			b.WriteString(`\ufffd`)
		case r == rune(quote) || r == '\\':
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r <= unicode.MaxLatin1:
			b.WriteString(`\x` + hex(r, 2))
		case r <= 0xffff:
			b.WriteString(`\u` + hex(r, 4))
		default:
			b.WriteString(`\U` + hex(r, 8))
		}
	}
	b.WriteByte(quote)
	return b.String()
}

func hex(r rune, digits int) string {
	s := strconv.FormatInt(int64(r), 16)
	return strings.Repeat("0", digits-len(s)) + s
}

// raw is a literal of a pattern, without escapes of its own where it can be.
func raw(s string) string {
	plain := strings.ContainsRune(s, '\\') && !strings.HasSuffix(s, `\`) && !strings.Contains(s, `"`) && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
	if !plain {
		return text(s)
	}
	return `r"` + s + `"`
}

// number is a literal of a float.
func number(x float64) string {
	switch {
	case math.IsInf(x, 0):
		return `float("` + strings.TrimPrefix(strconv.FormatFloat(x, 'g', -1, 64), "+") + `")`
	case math.IsNaN(x):
		return `float("nan")`
	}
	s := strconv.FormatFloat(x, 'g', -1, 64)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return strings.NewReplacer("e+0", "e", "e+", "e", "e-0", "e-").Replace(s)
}

// docstring is a text between three quotes at an indentation.
func docstring(doc string, indent int) string {
	doc = strings.NewReplacer(`\`, `\\`, `"""`, `\"\"\"`).Replace(strings.TrimSpace(doc))
	if strings.HasSuffix(doc, `"`) {
		doc = doc[:len(doc)-1] + `\"`
	}
	in := strings.Repeat(" ", indent)
	lines := strings.Split(doc, "\n")
	for i := range lines {
		lines[i] = strings.TrimRightFunc(strings.ReplaceAll(lines[i], "\t", "    "), unicode.IsSpace)
		if i > 0 && lines[i] != "" {
			lines[i] = in + lines[i]
		}
	}
	if len(lines) > 1 {
		return in + `"""` + strings.Join(lines, "\n") + "\n" + in + `"""` + "\n"
	}
	return in + `"""` + lines[0] + `"""` + "\n"
}

// value is the literal of a constant of a kind, as the models hold it.
func (m *module) value(l schema.Literal) node {
	switch k := l.Kind; {
	case k == schema.Bool:
		return leaf(map[bool]string{true: "True", false: "False"}[l.Int != 0])
	case k.Integer():
		return leaf(l.String())
	case k.Float():
		return leaf(number(l.Float))
	case k == schema.String:
		return leaf(text(l.Text))
	case k == schema.Decimal:
		m.use("decimal", "Decimal")
		return call("Decimal", leaf(text(l.Text)))
	case k == schema.Date:
		m.use("datetime", "date")
		t := l.String()
		parts := strings.Split(t, "-")
		return call("date", leaf(strings.TrimLeft(parts[0], "0")), leaf(strings.TrimLeft(parts[1], "0")), leaf(strings.TrimLeft(parts[2], "0")))
	case k == schema.Duration:
		m.use("datetime", "timedelta")
		return call("timedelta", named("microseconds", leaf(strconv.FormatInt(floor(l.Int, 1000), 10))))
	case k == schema.Time:
		m.use("datetime", "datetime", "timezone")
		return call("datetime.fromisoformat", leaf(text(strings.Replace(l.String(), "Z", "+00:00", 1))))
	}
	return leaf("None")
}

// floor is the quotient, rounded down.
func floor(n, by int64) int64 {
	q := n / by
	if n%by < 0 {
		q--
	}
	return q
}
