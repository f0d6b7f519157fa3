// Package pattern rewrites regular expressions of Go for other languages, so that they match the same texts.
package pattern

import (
	"fmt"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
)

// ECMA rewrites an expression of Go's regexp syntax for ECMA-262 with the flag u, which matches the same texts: classes
// become ranges of code points, \b the ASCII word boundary that Go means; groups capture nothing. Go reads the result
// back unless it looks around.
func ECMA(text string) (pattern string, looksAround bool, err error) { return rewrite(text, "$") }

// Python is ECMA for Python's package re, whose $ takes a line feed behind it.
func Python(text string) (pattern string, err error) {
	pattern, _, err = rewrite(text, `\Z`)
	return pattern, err
}

func rewrite(text, end string) (pattern string, looksAround bool, err error) {
	re, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return "", false, fmt.Errorf("the pattern %q: %w", text, err)
	}
	w := writer{end: end}
	w.node(re)
	return w.String(), w.looksAround, nil
}

// Class is the pattern of one of the characters of a text.
func Class(text string) string {
	var w writer
	var ranges []rune
	for _, r := range text {
		ranges = append(ranges, r, r)
	}
	w.class(ranges)
	return w.String()
}

// Folded is the pattern of a text under simple Unicode case folding.
func Folded(text string) string {
	var w writer
	for _, r := range text {
		w.literal(r, true)
	}
	return w.String()
}

// Quote is the pattern of a text.
func Quote(text string) string {
	var w writer
	for _, r := range text {
		w.WriteString(ecmaRune(r, ecmaSyntax))
	}
	return w.String()
}

const (
	ecmaSyntax = `^$\.*+?()[]{}|`
	ecmaClass  = `\]^-[`
	ecmaWord   = "[0-9A-Z_a-z]"
	ecmaEdge   = "(?:(?<=" + ecmaWord + ")(?!" + ecmaWord + ")|(?<!" + ecmaWord + ")(?=" + ecmaWord + "))"
	ecmaNoEdge = "(?:(?<=" + ecmaWord + ")(?=" + ecmaWord + ")|(?<!" + ecmaWord + ")(?!" + ecmaWord + "))"
)

// ecmaFixed are the nodes without operands.
var ecmaFixed = map[syntax.Op]string{
	syntax.OpNoMatch: `[^\s\S]`, syntax.OpEmptyMatch: "(?:)", syntax.OpAnyCharNotNL: `[^\n]`, syntax.OpAnyChar: `[\s\S]`,
	syntax.OpBeginText: "^", syntax.OpBeginLine: `(?:^|(?<=\n))`,
	syntax.OpWordBoundary: ecmaEdge, syntax.OpNoWordBoundary: ecmaNoEdge,
}

type writer struct {
	strings.Builder
	end         string // of the text
	looksAround bool
}

func (w *writer) node(re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			w.literal(r, re.Flags&syntax.FoldCase != 0)
		}
	case syntax.OpCharClass:
		w.class(re.Rune)
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			w.node(sub)
		}
	case syntax.OpAlternate:
		for i, sub := range re.Sub {
			w.WriteString(map[bool]string{true: "(?:", false: "|"}[i == 0])
			w.node(sub)
		}
		w.WriteByte(')')
	case syntax.OpCapture:
		w.WriteString("(?:")
		w.node(re.Sub[0])
		w.WriteByte(')')
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		w.repeat(re)
	case syntax.OpEndText:
		w.WriteString(w.end)
	case syntax.OpEndLine:
		w.looksAround = true
		w.WriteString(`(?=\n|` + w.end + ")")
	default:
		switch re.Op {
		case syntax.OpBeginLine, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
			w.looksAround = true
		}
		w.WriteString(ecmaFixed[re.Op])
	}
}

// repeat says how often; lazy and greedy match the same texts.
func (w *writer) repeat(re *syntax.Regexp) {
	sub := re.Sub[0]
	bare := sub.Op == syntax.OpCharClass && len(sub.Rune) > 0 || sub.Op == syntax.OpLiteral && len(sub.Rune) == 1 ||
		sub.Op == syntax.OpAnyCharNotNL || sub.Op == syntax.OpAnyChar || sub.Op == syntax.OpAlternate || sub.Op == syntax.OpCapture
	if !bare {
		w.WriteString("(?:")
	}
	w.node(sub)
	if !bare {
		w.WriteByte(')')
	}
	switch {
	case re.Op == syntax.OpStar:
		w.WriteByte('*')
	case re.Op == syntax.OpPlus:
		w.WriteByte('+')
	case re.Op == syntax.OpQuest:
		w.WriteByte('?')
	case re.Max == re.Min:
		fmt.Fprintf(w, "{%d}", re.Min)
	case re.Max < 0:
		fmt.Fprintf(w, "{%d,}", re.Min)
	default:
		fmt.Fprintf(w, "{%d,%d}", re.Min, re.Max)
	}
}

func (w *writer) literal(r rune, fold bool) {
	if !fold {
		w.WriteString(ecmaRune(r, ecmaSyntax))
		return
	}
	w.class(orbit(r))
}

// orbit are the ranges of the runes that equal r under simple folding.
func orbit(r rune) []rune {
	pairs := []rune{r, r}
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		pairs = append(pairs, f, f)
	}
	return pairs
}

// class writes the ranges of a class; one without any matches nothing.
func (w *writer) class(ranges []rune) {
	switch {
	case len(ranges) == 0:
		w.WriteString(ecmaFixed[syntax.OpNoMatch])
		return
	case slices.Equal(ranges, []rune{0, '\n' - 1, '\n' + 1, unicode.MaxRune}): // as a dot is read back
		w.WriteString(ecmaFixed[syntax.OpAnyCharNotNL])
		return
	case slices.Equal(ranges, []rune{0, unicode.MaxRune}):
		w.WriteString(ecmaFixed[syntax.OpAnyChar])
		return
	case len(ranges) == 2 && ranges[0] == ranges[1]:
		w.WriteString(ecmaRune(ranges[0], ecmaSyntax))
		return
	}
	w.WriteByte('[')
	for i := 0; i < len(ranges); i += 2 {
		w.WriteString(ecmaRune(ranges[i], ecmaClass))
		if ranges[i+1] > ranges[i] {
			if ranges[i+1] > ranges[i]+1 {
				w.WriteByte('-')
			}
			w.WriteString(ecmaRune(ranges[i+1], ecmaClass))
		}
	}
	w.WriteByte(']')
}

// ecmaRune spells a rune: printable ones as they are, those of escaped behind a backslash.
func ecmaRune(r rune, escaped string) string {
	switch {
	case strings.ContainsRune(escaped, r):
		return `\` + string(r)
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r <= unicode.MaxLatin1 && !unicode.IsPrint(r):
		return fmt.Sprintf(`\x%02x`, r)
	}
	return string(r)
}
