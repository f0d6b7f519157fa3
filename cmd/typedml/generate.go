package main

import (
	"context"
	"fmt"
	"time"

	"github.com/typedml/typedml/gen"
	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/memo"
)

// generate is typedml generate.
type generate struct {
	Patterns []string `arg:"" optional:"" name:"package" help:"Packages, as the go command names them (default: the current one)."`
	Check    bool     `xor:"mode" help:"Change nothing; exit 1 with a diff when a generated file is stale."`
	Watch    bool     `xor:"mode" help:"Generate again whenever a Go file of the module changes, until Ctrl-C."`
	Strict   bool     `help:"Treat warnings as errors."`
	output
}

// Run generates, prints the diagnostics and what changed; in a format for other tools the diagnostics alone stand on
// stdout.
func (g generate) Run(ctx context.Context, s streams) error {
	if !g.Watch {
		return g.once(ctx, s)
	}
	root, err := moduleRoot(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.err, "typedml: watching", relative(root)+"; Ctrl-C ends it")
	return watcher{root: root, pause: 300 * time.Millisecond, run: func(ctx context.Context) {
		if err := g.once(ctx, s); err != nil && ctx.Err() == nil {
			s.fail(err)
		}
	}}.watch(ctx)
}

func (g generate) once(ctx context.Context, s streams) error {
	done := s.progress("generating")
	res, err := gen.Generate(ctx, gen.Options{Patterns: g.Patterns, Check: g.Check, Strict: g.Strict, Memo: memo.Folder()})
	done()
	if failed := g.print(s, res.Diagnostics); failed != nil {
		return failed
	}
	for _, c := range res.Changes {
		c.Path = relative(c.Path)
		switch {
		case !g.Check && g.alone():
			fmt.Fprintln(s.err, c.Path)
		case !g.Check:
			fmt.Fprintln(s.out, c.Path)
		case !g.alone():
			fmt.Fprint(s.out, c.Diff())
		}
	}
	if err == nil && len(res.Packages) == 0 {
		fmt.Fprintln(s.err, "typedml: no struct with //typedml:schema in these packages")
	}
	return err
}

// relative shortens a path below the current folder.
func relative(path string) string { return diag.Relative(folder(), path) }
