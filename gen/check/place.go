package check

import (
	"strings"
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
	end := len(strings.TrimRight(c.source[:at], " \t\n"))
	begin := end
	for begin > 0 && isNameByte(c.source[begin-1]) {
		begin--
	}
	return begin
}

func isNameByte(b byte) bool {
	return b == '_' || b == '.' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}
