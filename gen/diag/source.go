package diag

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// sources reads the files of findings, each once.
type sources struct {
	read  func(name string) ([]byte, error)
	lines map[string][][]byte
}

// line returns a line of a file without its end, false when there is none.
func (s *sources) line(name string, number int) ([]byte, bool) {
	lines, ok := s.lines[name]
	if !ok {
		if data, err := s.read(name); err == nil {
			lines = bytes.Split(data, []byte("\n"))
		}
		if s.lines == nil {
			s.lines = map[string][][]byte{}
		}
		s.lines[name] = lines
	}
	if number < 1 || number > len(lines) {
		return nil, false
	}
	return bytes.TrimSuffix(lines[number-1], []byte("\r")), true
}

// columns returns the finding's first column and the one behind it, counted in characters from 1. Without its source the
// bytes are counted, as Go does.
func (s *sources) columns(d Diagnostic) (column, end int) {
	column = max(d.Pos.Column, 1)
	end = column + max(d.Length, 1)
	line, ok := s.line(d.Pos.Filename, d.Pos.Line)
	if !ok {
		return column, end
	}
	count := func(bytes int) int { return utf8.RuneCount(line[:min(bytes, len(line))]) + 1 }
	column, end = count(column-1), count(end-1)
	return column, max(end, column+1)
}

// marked returns the line of a finding and, to stand below it, a mark: "" where the source is not to be had.
func (s *sources) marked(d Diagnostic) (line, mark string) {
	text, ok := s.line(d.Pos.Filename, d.Pos.Line)
	if !ok {
		return "", ""
	}
	column, end := s.columns(d)
	var b strings.Builder
	before := []rune(string(text))
	for _, r := range before[:min(column-1, len(before))] {
		if r != '\t' {
			r = ' '
		}
		b.WriteRune(r)
	}
	return printable(string(text)), b.String() + "^" + strings.Repeat("~", end-column-1)
}

// printable replaces what would move a terminal's cursor.
func printable(line string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f {
			return utf8.RuneError
		}
		return r
	}, line)
}
