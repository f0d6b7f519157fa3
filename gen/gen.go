package gen

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/emit"
	"github.com/typedml/typedml/gen/load"
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
	// NoTests leaves out the definitions of test files.
	NoTests bool
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

// Generate loads the packages and brings their generated files up to date. With an error among the diagnostics it
// returns diag.ErrFound and touches no file. The result is valid with every error. Cost: that of type-checking the
// packages; the context ends it early.
func Generate(ctx context.Context, o Options) (Result, error) {
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
	pkgs, err := load.Packages(ctx, load.Config{Dir: o.Dir, Tests: !o.NoTests}, patterns, &found)
	res.Packages, res.Diagnostics = pkgs, found.All()
	switch {
	case err != nil:
		return res, err
	case found.Errors(o.Strict) > 0:
		return res, diag.ErrFound
	}
	files, err := render(pkgs)
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

// render emits every file of the packages; outputs whose source is gone are to be removed.
func render(pkgs []*unit.Package) (files []write.File, err error) {
	var at token.Position
	defer diag.Recover(&err, &at)
	for _, pkg := range pkgs {
		for _, f := range pkg.Files {
			at.Filename = filepath.Join(pkg.Dir, f.Source)
			data, err := emit.Source(f)
			if err != nil {
				return nil, fmt.Errorf("package %s: %w", pkg.Path, err)
			}
			files = append(files, write.File{Path: filepath.Join(pkg.Dir, f.Output), Data: data})
		}
		for _, orphan := range pkg.Orphans {
			files = append(files, write.File{Path: orphan})
		}
	}
	slices.SortFunc(files, func(a, b write.File) int { return cmp.Compare(a.Path, b.Path) })
	return files, nil
}
