package databricks

import (
	"strings"
	"unicode"
)

// token is a word of SQL.
type token struct {
	kind tokenKind
	text string // of names and strings what they mean, of others what they say
}

type tokenKind int

const (
	end    tokenKind = iota
	name             // `quoted` or bare
	text             // 'string'
	number           // digits
	symbol           // one character
	marker           // :parameter
)

// tokenize takes a statement apart. It knows what we write: names in backticks, strings with backslashes.
func tokenize(sql string) ([]token, error) {
	var out []token
	r := []rune(sql)
	for i := 0; i < len(r); {
		switch c := r[i]; {
		case unicode.IsSpace(c):
			i++
		case c == '`' || c == '\'':
			value, next, ok := quoted(r, i)
			if !ok {
				return nil, parseError("%c is not closed", c)
			}
			kind := name
			if c == '\'' {
				kind = text
			}
			out = append(out, token{kind, value})
			i = next
		case unicode.IsDigit(c):
			start := i
			for i < len(r) && unicode.IsDigit(r[i]) {
				i++
			}
			out = append(out, token{number, string(r[start:i])})
		case isWord(c) || c == ':' && i+1 < len(r) && isWord(r[i+1]):
			start := i
			for i++; i < len(r) && (isWord(r[i]) || unicode.IsDigit(r[i])); i++ {
			}
			if c == ':' {
				out = append(out, token{marker, string(r[start+1 : i])})
			} else {
				out = append(out, token{name, string(r[start:i])})
			}
		default:
			out = append(out, token{symbol, string(c)})
			i++
		}
	}
	return out, nil
}

func isWord(c rune) bool { return unicode.IsLetter(c) || c == '_' }

// quoted reads a quoted name or string from i and returns what it means and where it ends. In a name “ is one backtick;
// in a string a backslash escapes.
func quoted(r []rune, i int) (value string, next int, ok bool) {
	quote := r[i]
	var b strings.Builder
	for i++; i < len(r); i++ {
		switch {
		case quote == '\'' && r[i] == '\\' && i+1 < len(r):
			i++
			b.WriteRune(unescape(r[i]))
		case r[i] == quote && quote == '`' && i+1 < len(r) && r[i+1] == quote:
			i++
			b.WriteRune(quote)
		case r[i] == quote:
			return b.String(), i + 1, true
		default:
			b.WriteRune(r[i])
		}
	}
	return "", 0, false
}

func unescape(c rune) rune {
	switch c {
	case 'n':
		return '\n'
	case 't':
		return '\t'
	case 'r':
		return '\r'
	case '0':
		return 0
	}
	return c
}
