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
	// is wrong, and of the record when a key is missing. A record, list or map that begins on the line after its key, in
	// YAML's block style, is placed at the key.
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
	keys := repeats{}
	for i := range broken.Violations {
		v := &broken.Violations[i]
		at := doc.root.find(v, keys.nth(v))
		if doc.broken != nil && v.Rule() == validate.RuleSyntax {
			at = *doc.broken
		}
		e.Findings = append(e.Findings, Finding{Line: at.line, Column: at.column, Violation: *v})
	}
	e.sort()
	return e
}

// repeats counts the violations of each key: a decoder reports one whenever the key stands there, of a known key but the
// first time, in the order of the text.
type repeats map[string]int

// nth says which of the entries with the key, from 0, the violation is about; 0 when it is about no key.
func (r repeats) nth(v *validate.Violation) int {
	if !ofKey(v.Rule()) {
		return 0
	}
	path := v.Path()
	n := r[path]
	r[path]++
	if v.Rule() == validate.RuleDuplicate {
		n++
	}
	return n
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
