package main

import (
	"context"

	"github.com/typedml/typedml/gen/launch"
)

// validate is typedml validate.
type validate struct {
	Type string   `required:"" placeholder:"PACKAGE.TYPE" help:"The struct that the rows are of, such as ./credit.Application. A module with a vendor folder has to import github.com/typedml/typedml/featurestore/rows for it, or say GOFLAGS=-mod=readonly."`
	Args []string `arg:"" passthrough:"" name:"files and flags" help:"Files of rows (.json, .jsonl, .csv, or - for stdin), and flags behind them: --as, --json, --max; --help behind a file describes them."`
}

// Run validates files by a program around the type.
func (c validate) Run(ctx context.Context, s streams) error {
	return s.launch(ctx, launch.Options{
		Type: c.Type, Whole: true, Args: c.Args,
		Program: launch.Program{Package: module + "/featurestore/rows", Func: "Main"},
	})
}
