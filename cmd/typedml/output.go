package main

import (
	"io"
	"os"

	"github.com/typedml/typedml/gen/diag"
)

// output is how a command prints diagnostics.
type output struct {
	Format  diag.Format `enum:"text,json,github,sarif" default:"text" help:"How to print what was found: text, json, github (annotations of GitHub Actions) or sarif; all but text go to stdout."`
	Verbose bool        `short:"v" help:"Show the source line of each finding, as a terminal does."`
}

// print writes the diagnostics: text to stderr, everything else to stdout, with paths as short as they can be.
func (o output) print(s streams, found []diag.Diagnostic) error {
	p := diag.Printer{Format: o.Format, Dir: folder(), Source: o.Verbose || terminal(s.err), Version: version()}
	if o.Format == diag.Text {
		return p.Write(s.err, found)
	}
	if root := os.Getenv("GITHUB_WORKSPACE"); root != "" && o.Format != diag.JSON {
		p.Dir = root // what GitHub's paths are relative to, whichever folder the step runs in
	}
	return p.Write(s.out, found)
}

// alone reports whether stdout holds the diagnostics and nothing else.
func (o output) alone() bool { return o.Format != diag.Text }

// folder is the current folder, "" when it cannot be told.
func folder() string {
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	return dir
}

// terminal reports whether the stream is a terminal, or a device like one.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
