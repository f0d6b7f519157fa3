package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/lint"
)

// lintCommand is typedml lint.
type lintCommand struct {
	Patterns []string `arg:"" optional:"" name:"package" help:"Packages, as the go command names them (default: the current one)."`
	Fix      bool     `help:"Mend what a tool can, and print what is left."`
	Strict   bool     `help:"Treat warnings as errors."`
	NoTests  bool     `help:"Leave out test files."`
	output
}

var errFindings = errors.New("there are findings")

// mostRounds is how often --fix looks again: what one fix uncovers, the next mends.
const mostRounds = 5

// Run lints, mends where it is asked to, and prints what was found.
func (c lintCommand) Run(ctx context.Context, s streams) error {
	options := lint.Options{Patterns: c.Patterns, NoTests: c.NoTests}
	found, err := lint.Run(ctx, options)
	for round := 0; c.Fix && err == nil && round < mostRounds; round++ {
		var changed []string
		if changed, err = lint.Fix(found); err != nil || len(changed) == 0 {
			break
		}
		for _, name := range changed {
			fmt.Fprintln(s.err, "mended", relative(name))
		}
		found, err = lint.Run(ctx, options)
	}
	if err != nil {
		return err
	}
	if err := c.print(s, found); err != nil {
		return err
	}
	var list diag.List
	for _, d := range found {
		list.Add(d)
	}
	if list.Errors(c.Strict) > 0 {
		return errFindings
	}
	return nil
}

// vetting reports whether go vet runs the program as its -vettool: it asks for the version and the flags, and then gives
// it a file for each package.
func vetting(args []string) bool {
	if len(args) == 0 {
		return false
	}
	last := args[len(args)-1]
	return args[0] == "-V=full" || args[0] == "-flags" || strings.HasSuffix(last, ".cfg") && (len(args) == 1 || strings.HasPrefix(args[0], "-"))
}

// vet serves go vet, and ends the program.
func vet() { unitchecker.Main(lint.Analyzers()...) }
