package diag

import (
	"cmp"
	"errors"
	"fmt"
	"go/token"
	"slices"
)

// Severity tells an error, which stops the generation, from a warning.
type Severity uint8

// Severities.
const (
	Error Severity = iota
	Warning
)

// String is "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Diagnostic is one finding.
type Diagnostic struct {
	Pos token.Position
	// Length is how many bytes of the line the finding is about; 0 when only its start is known.
	Length   int
	Severity Severity
	Code     Code
	// Message says what is wrong, Remedy what to do about it.
	Message, Remedy string
	// Fix mends the finding where a tool can; the zero Fix is none.
	Fix Fix
}

// Fix is a change of the file that a finding stands in: Length bytes at Offset become Text.
type Fix struct {
	// Title says what it does: "write gte". It is "" when there is no fix.
	Title          string
	Offset, Length int
	Text           string
}

// String is "file:line:col: CODE: message; remedy".
func (d Diagnostic) String() string {
	return d.Pos.String() + ": " + string(d.Code) + ": " + d.Text()
}

// Text is "message; remedy", with "warning: " before it where it is one.
func (d Diagnostic) Text() string {
	if d.Severity == Warning {
		return "warning: " + d.words()
	}
	return d.words()
}

// words is "message; remedy".
func (d Diagnostic) words() string {
	if d.Remedy == "" {
		return d.Message
	}
	return d.Message + "; " + d.Remedy
}

// List collects diagnostics. The zero List is empty and ready to use; it is not safe for concurrent use.
type List struct {
	found []Diagnostic
}

// Errorf records an error. The remedy may be empty.
func (l *List) Errorf(pos token.Position, code Code, remedy, format string, args ...any) {
	l.Add(Diagnostic{Pos: pos, Code: code, Message: fmt.Sprintf(format, args...), Remedy: remedy})
}

// Warnf records a warning.
func (l *List) Warnf(pos token.Position, code Code, remedy, format string, args ...any) {
	l.Add(Diagnostic{Pos: pos, Severity: Warning, Code: code, Message: fmt.Sprintf(format, args...), Remedy: remedy})
}

// Add records d, unless the same finding at the same place is there already.
func (l *List) Add(d Diagnostic) {
	if !slices.Contains(l.found, d) {
		l.found = append(l.found, d)
	}
}

// All returns the diagnostics sorted by file, line, column and code.
func (l *List) All() []Diagnostic {
	out := slices.Clone(l.found)
	slices.SortStableFunc(out, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Pos.Filename, b.Pos.Filename), cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column), cmp.Compare(a.Code, b.Code))
	})
	return out
}

// Errors counts the errors; with strict, warnings count as errors.
func (l *List) Errors(strict bool) int {
	n := 0
	for _, d := range l.found {
		if strict || d.Severity == Error {
			n++
		}
	}
	return n
}

// ErrFound is what a run that found errors ends with; the diagnostics say the rest.
var ErrFound = errors.New("the definitions have errors")
