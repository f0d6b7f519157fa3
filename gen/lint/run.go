package lint

import (
	"context"
	"errors"
	"fmt"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/typedml/typedml/gen"
	"github.com/typedml/typedml/gen/diag"
)

// Options say what to lint.
type Options struct {
	// Dir is the folder that Patterns are relative to; "" is the current one.
	Dir string
	// Patterns name packages as the go command does; none means ".".
	Patterns []string
	// NoTests leaves out test files.
	NoTests bool
}

// Run returns what all analyzers find in the packages, sorted. Cost: that of compiling what the packages import, as go
// vet's. An error means that the packages could not be loaded; findings are none.
func Run(ctx context.Context, o Options) ([]diag.Diagnostic, error) {
	patterns := o.Patterns
	if len(patterns) == 0 {
		patterns = []string{"."}
	}
	res, err := gen.Generate(ctx, gen.Options{Dir: o.Dir, Patterns: patterns, Check: true, NoTests: o.NoTests})
	if err != nil && !errors.Is(err, diag.ErrFound) && !errors.Is(err, gen.ErrStale) {
		return nil, err
	}
	var found diag.List
	for _, d := range res.Diagnostics {
		found.Add(d)
	}
	pkgs, err := packages.Load(&packages.Config{Context: ctx, Mode: packages.LoadSyntax | packages.NeedModule, Dir: o.Dir, Tests: !o.NoTests}, patterns...)
	if err != nil {
		return nil, fmt.Errorf("loading the packages: %w", err)
	}
	graph, err := checker.Analyze(usage(), pkgs, nil)
	if err != nil {
		return nil, fmt.Errorf("analyzing the packages: %w", err)
	}
	for _, act := range graph.Roots {
		if act.Err != nil {
			return nil, fmt.Errorf("analyzing the packages: %w", act.Err)
		}
		for _, d := range act.Result.([]diag.Diagnostic) {
			found.Add(d)
		}
	}
	if found.Errors(false) == 0 { // else that may be why they do not compile
		broken(pkgs, &found)
	}
	return found.All(), nil
}

// broken reports the packages that do not compile: of code that does not type-check little can be said.
func broken(pkgs []*packages.Package, found *diag.List) {
	for _, p := range pkgs {
		if len(p.Errors) == 0 {
			continue
		}
		e := p.Errors[0]
		if i := slices.IndexFunc(p.Errors, func(e packages.Error) bool { return e.Kind == packages.TypeError }); i >= 0 {
			e = p.Errors[i] // it has a place; the go command's own words may have none
		}
		found.Errorf(place(e.Pos), diag.PackageError, "mend it first: code that does not compile is not looked at closely", "%s", e.Msg)
	}
}

// place reads file:line:col, of which any part may be missing.
func place(text string) token.Position {
	pos := token.Position{Filename: text}
	for range 2 {
		i := strings.LastIndexByte(pos.Filename, ':')
		if i < 0 {
			break
		}
		n, err := strconv.Atoi(pos.Filename[i+1:])
		if err != nil {
			break
		}
		pos.Filename, pos.Line, pos.Column = pos.Filename[:i], n, pos.Line
	}
	if pos.Filename == "-" {
		pos = token.Position{}
	}
	return pos
}
