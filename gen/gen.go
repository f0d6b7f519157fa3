package gen

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/load"
	"github.com/typedml/typedml/gen/memo"
	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/gen/write"
)

// Options say what to generate.
type Options struct {
	// Dir is the folder that Patterns are relative to; "" is the current one.
	Dir string
	// Patterns name packages as the go command does; none means ".".
	Patterns []string
	// Check changes no file and finds what is stale: each such file is a diagnostic, too.
	Check bool
	// Strict makes warnings errors.
	Strict bool
	// Memo is a folder in which runs remember what definitions gave, such as memo.Folder(); what has not changed is not rendered
	// again. "" is none. Check renders all the same.
	Memo string
	// NoTests leaves out the definitions of test files.
	NoTests bool
	// ReadFile reads the sources; nil is os.ReadFile. An editor has newer ones than the disk.
	ReadFile func(name string) ([]byte, error)
}

// Result says what a run found and did.
type Result struct {
	Packages    []*unit.Package
	Diagnostics []diag.Diagnostic
	// Changes are the files that were written, or with Check the stale ones.
	Changes []write.Change
}

// ErrStale is what a run with Check ends with when a file is stale.
var ErrStale = errors.New("generated files are stale: run go generate")

// ErrNoModule is what a run outside of a module ends with.
var ErrNoModule = load.ErrNoModule

// Generate loads the packages and brings their generated files up to date. With an error among the diagnostics it
// returns diag.ErrFound and touches no file. The result is valid with every error. Cost: that of type-checking the
// packages; the context ends it early.
func Generate(ctx context.Context, o Options) (Result, error) {
	res, err := Load(ctx, o)
	if err != nil {
		return res, err
	}
	var known *memo.Memo
	if !o.Check {
		known = memo.Open(o.Memo)
	}
	files, err := render(ctx, res.Packages, known)
	if err != nil {
		return res, err
	}
	if !o.Check {
		res.Changes, err = write.Apply(files)
		return res, err
	}
	res.Changes, err = write.Stale(files)
	if err == nil && len(res.Changes) > 0 {
		res.Diagnostics, err = append(res.Diagnostics, stale(res.Changes)...), ErrStale
	}
	return res, err
}

// Load reads the definitions of the packages and renders nothing: Result has no changes. It errs as Generate does.
func Load(ctx context.Context, o Options) (Result, error) {
	var (
		res   Result
		found diag.List
	)
	patterns := o.Patterns
	if len(patterns) == 0 {
		patterns = []string{"."}
	}
	for _, p := range patterns {
		if strings.HasSuffix(p, ".go") {
			return res, fmt.Errorf("%s is a file: name its package instead, such as \".\" or \"./...\"", p)
		}
	}
	pkgs, err := load.Packages(ctx, load.Config{Dir: o.Dir, Tests: !o.NoTests, ReadFile: o.ReadFile}, patterns, &found)
	res.Packages, res.Diagnostics = pkgs, found.All()
	switch {
	case err != nil:
		return res, err
	case found.Errors(o.Strict) > 0:
		return res, diag.ErrFound
	}
	return res, nil
}
