package sql

import "strings"

// Spaceless is a condition without the spaces outside of quotes: Delta keeps one with a space between any two words.
func Spaceless(condition string) string {
	var b strings.Builder
	quote, escaped := rune(0), false
	for _, r := range condition {
		switch {
		case escaped:
			escaped = false
		case quote == '\'' && r == '\\':
			escaped = true
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '\'' || r == '`':
			quote = r
		case r == ' ' || r == '\n' || r == '\t':
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
