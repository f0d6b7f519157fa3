package sql

import (
	"fmt"
	"regexp/syntax"
	"strings"
	"unicode"
)

// javaPattern rewrites an expression of Go's regexp syntax for java.util.regex, which matches the same texts: classes
// become ranges of code points, anchors \A and \z, \b the ASCII word boundary that Go means; groups capture nothing.
func javaPattern(text string) (string, error) {
	re, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return "", fmt.Errorf("the pattern %q: %w", text, err)
	}
	var b strings.Builder
	(&engine{javaFixed, "(?!)"}).node(&b, re)
	return b.String(), nil
}

const (
	javaWord   = "[0-9A-Z_a-z]"
	javaEdge   = "(?:(?<=" + javaWord + ")(?!" + javaWord + ")|(?<!" + javaWord + ")(?=" + javaWord + "))"
	javaNoEdge = "(?:(?<=" + javaWord + ")(?=" + javaWord + ")|(?<!" + javaWord + ")(?!" + javaWord + "))"
)

// javaFixed are the nodes without operands.
var javaFixed = map[syntax.Op]string{
	syntax.OpNoMatch: "(?!)", syntax.OpEmptyMatch: "(?:)", syntax.OpAnyCharNotNL: `[^\n]`, syntax.OpAnyChar: `[\x{0}-\x{10ffff}]`,
	syntax.OpBeginText: `\A`, syntax.OpEndText: `\z`, syntax.OpBeginLine: `(?:\A|(?<=\n))`, syntax.OpEndLine: `(?=\n|\z)`,
	syntax.OpWordBoundary: javaEdge, syntax.OpNoWordBoundary: javaNoEdge,
}

// engine spells regular expressions by classes of code points, which no engine has other tables for.
type engine struct {
	fixed   map[syntax.Op]string // the nodes without operands
	nothing string               // matches nothing
}

func (e *engine) node(b *strings.Builder, re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			e.rune(b, r, re.Flags&syntax.FoldCase != 0)
		}
	case syntax.OpCharClass:
		e.class(b, re.Rune)
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			e.node(b, sub)
		}
	case syntax.OpAlternate:
		for i, sub := range re.Sub {
			b.WriteString(map[bool]string{true: "(?:", false: "|"}[i == 0])
			e.node(b, sub)
		}
		b.WriteByte(')')
	case syntax.OpCapture:
		e.node(b, re.Sub[0])
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		e.group(b, re.Sub[0])
		b.WriteString(javaTimes(re))
	default:
		b.WriteString(e.fixed[re.Op])
	}
}

func (e *engine) group(b *strings.Builder, re *syntax.Regexp) {
	b.WriteString("(?:")
	e.node(b, re)
	b.WriteByte(')')
}

// javaTimes is how often; lazy and greedy match the same texts.
func javaTimes(re *syntax.Regexp) string {
	switch re.Op {
	case syntax.OpStar:
		return "*"
	case syntax.OpPlus:
		return "+"
	case syntax.OpQuest:
		return "?"
	}
	switch {
	case re.Max == re.Min:
		return fmt.Sprintf("{%d}", re.Min)
	case re.Max < 0:
		return fmt.Sprintf("{%d,}", re.Min)
	}
	return fmt.Sprintf("{%d,%d}", re.Min, re.Max)
}

func (e *engine) rune(b *strings.Builder, r rune, fold bool) {
	if !fold {
		b.WriteString(javaChar(r))
		return
	}
	pairs := []rune{r, r}
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		pairs = append(pairs, f, f)
	}
	e.class(b, pairs)
}

// javaClass writes the ranges of a class; one without any matches nothing.
func (e *engine) class(b *strings.Builder, ranges []rune) {
	if len(ranges) == 0 {
		b.WriteString(e.nothing)
		return
	}
	b.WriteByte('[')
	for i := 0; i < len(ranges); i += 2 {
		b.WriteString(javaChar(ranges[i]))
		if ranges[i+1] > ranges[i] {
			b.WriteByte('-')
			b.WriteString(javaChar(ranges[i+1]))
		}
	}
	b.WriteByte(']')
}

// javaChar writes letters and digits as they are, and every other rune by its code point.
func javaChar(r rune) string {
	if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return string(r)
	}
	return fmt.Sprintf(`\x{%x}`, r)
}
