package check

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// bytes converts CEL's offsets, which count runes, to bytes.
func (c *compiler) bytes(runes int) int {
	at := 0
	for ; runes > 0 && at < len(c.source); runes-- {
		_, size := utf8.DecodeRuneInString(c.source[at:])
		at += size
	}
	return at
}

// nameBefore is where the name of a call begins whose "(" stands at the offset: CEL places a call there.
func (c *compiler) nameBefore(at int) int {
	if at >= len(c.source) || c.source[at] != '(' {
		return at
	}
	begin := len(strings.TrimRight(c.source[:at], " \t\n"))
	for begin > 0 {
		r, size := utf8.DecodeLastRuneInString(c.source[:begin])
		if !isNameRune(r) {
			break
		}
		begin -= size
	}
	return begin
}

func isNameRune(r rune) bool {
	return r == '_' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r)
}
