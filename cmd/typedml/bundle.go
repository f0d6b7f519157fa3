package main

import (
	"context"

	"github.com/typedml/typedml/gen/launch"
)

// bundle is typedml bundle.
type bundle struct {
	Type string   `required:"" placeholder:"PACKAGE.TYPE" help:"The struct that configures the job, such as ./churn.Config; its fields become the job's parameters."`
	Args []string `arg:"" passthrough:"" name:"program and flags" help:"The job's main package, such as ./cmd/churn, and the flags of the bundle behind it; --help there lists them."`
}

// Run writes a bundle by a program around the type.
func (c bundle) Run(ctx context.Context, s streams) error {
	return s.launch(ctx, launch.Options{
		Type: c.Type, Whole: true, Args: c.Args,
		Program: launch.Program{Package: module + "/pipeline/bundle", Func: "Main"},
	})
}
