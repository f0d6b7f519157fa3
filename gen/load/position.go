package load

import (
	"go/token"
	"strconv"
	"strings"
)

// position reads "file:line:col" as go list prints it.
func position(s string) token.Position {
	var p token.Position
	rest, col, ok := cutLast(s)
	if !ok {
		return token.Position{Filename: s}
	}
	file, line, ok := cutLast(rest)
	if !ok {
		return token.Position{Filename: rest, Line: col}
	}
	p.Filename, p.Line, p.Column = file, line, col
	return p
}

func cutLast(s string) (string, int, bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return s, 0, false
	}
	n, err := strconv.Atoi(s[i+1:])
	return s[:i], n, err == nil
}
