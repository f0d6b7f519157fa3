// Package story prints what the examples do: numbered steps, what came of them, what was refused. Colors are used on a
// terminal only, and not when NO_COLOR is set.
package story

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// Story prints to one writer.
type Story struct {
	out   io.Writer
	color bool
	step  int
}

// New starts a story with its title.
func New(out io.Writer, title string) *Story {
	s := &Story{out: out, color: colored(out)}
	fmt.Fprintf(out, "\n%s\n", s.paint(bold, title))
	return s
}

func colored(out io.Writer) bool {
	f, ok := out.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

const (
	bold  = "1"
	dim   = "2"
	red   = "31"
	green = "32"
)

func (s *Story) paint(code, text string) string {
	if !s.color {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// Step begins a numbered step.
func (s *Story) Step(format string, args ...any) {
	s.step++
	fmt.Fprintf(s.out, "\n%s %s\n", s.paint(bold, fmt.Sprintf("%2d", s.step)), s.paint(bold, fmt.Sprintf(format, args...)))
}

// Done says what came of the step.
func (s *Story) Done(format string, args ...any) {
	fmt.Fprintf(s.out, "   %s %s\n", s.paint(green, "✓"), indent(fmt.Sprintf(format, args...)))
}

// Refused shows an error that was meant to come.
func (s *Story) Refused(err error) {
	fmt.Fprintf(s.out, "   %s %s\n", s.paint(red, "✗"), indent(err.Error()))
}

// Note adds a remark.
func (s *Story) Note(format string, args ...any) {
	fmt.Fprintf(s.out, "     %s\n", s.paint(dim, indent(fmt.Sprintf(format, args...))))
}

// Table prints rows of two columns.
func (s *Story) Table(rows ...[2]string) {
	width := 0
	for _, r := range rows {
		width = max(width, len(r[0]))
	}
	for _, r := range rows {
		fmt.Fprintf(s.out, "     %-*s  %s\n", width, r[0], r[1])
	}
}

func indent(text string) string { return strings.ReplaceAll(text, "\n", "\n     ") }
