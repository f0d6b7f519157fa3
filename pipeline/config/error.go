package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/typedml/typedml/validate"
)

// Error says that a configuration file is wrong. errors.As finds the *validate.Error behind it.
type Error struct {
	// File is the name that the file was read by.
	File string
	// Findings in the order of the file.
	Findings []Finding

	broken *validate.Error
}

// Finding is a violation and its place.
type Finding struct {
	// Line and Column count from 1; columns count characters. They are those of the value, of the key when the key is what
	// is wrong, and of the record when a key is missing.
	Line, Column int
	Violation    validate.Violation
}

// String is "line:col: path: message".
func (f Finding) String() string {
	return fmt.Sprintf("%d:%d: %s", f.Line, f.Column, f.Violation.String())
}

// Error lists every finding as "file:line:col: path: message".
func (e *Error) Error() string {
	var b strings.Builder
	separator := ""
	if len(e.Findings) > 1 {
		fmt.Fprintf(&b, "%d violations in %s:", len(e.Findings), e.File)
		separator = "\n  "
	}
	for _, f := range e.Findings {
		b.WriteString(separator + e.File + ":" + f.String())
	}
	return b.String()
}

// Unwrap returns the *validate.Error with the same violations.
func (e *Error) Unwrap() error { return e.broken }

// locate finds the place of every violation.
func (doc *document) locate(name string, broken *validate.Error) *Error {
	e := &Error{File: name, broken: broken}
	for i := range broken.Violations {
		v := &broken.Violations[i]
		at := doc.root.find(v)
		if doc.broken != nil && v.Rule() == validate.RuleSyntax {
			at = *doc.broken
		}
		e.Findings = append(e.Findings, Finding{Line: at.line, Column: at.column, Violation: *v})
	}
	e.sort()
	return e
}

func (e *Error) sort() {
	slices.SortStableFunc(e.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// flaws collects what keeps a file from being read at all.
type flaws struct {
	report validate.Report
	places []place
}

func (f *flaws) add(at place, format string, args ...any) {
	f.places = append(f.places, at)
	f.report.Add(&validate.Rule{Name: validate.RuleSyntax, Message: fmt.Sprintf(format, args...)}, validate.None())
}

// err returns nil, or an *Error with all flaws.
func (f *flaws) err(name string) error {
	broken, ok := f.report.Err().(*validate.Error)
	if !ok {
		return nil
	}
	e := &Error{File: name, broken: broken}
	for i, v := range broken.Violations {
		e.Findings = append(e.Findings, Finding{Line: f.places[i].line, Column: f.places[i].column, Violation: v})
	}
	e.sort()
	return e
}
