package main

import (
	"context"
	"os"

	"github.com/typedml/typedml/gen/launch"
)

// serve is typedml serve.
type serve struct {
	Type string   `required:"" placeholder:"PACKAGE.TYPE" help:"The struct whose requests are answered, such as ./credit.Application; its request view is taken where there is one."`
	Args []string `arg:"" passthrough:"" name:"model and flags" help:"The model's URI, such as models:/NAME@ALIAS, and the server's flags; --help lists them."`
}

// Run builds a server around the type and runs it until it is interrupted.
func (c serve) Run(ctx context.Context, s streams) error {
	code, err := launch.Run(ctx, launch.Options{
		Type: c.Type, Args: c.Args, In: os.Stdin, Out: s.out, Err: s.err,
		Program: launch.Program{
			Package: "github.com/typedml/typedml/mlflow/serving", Func: "Main", Imports: []string{"github.com/typedml/typedml/mlflow/all"},
		},
	})
	if err == nil && code != 0 {
		err = exitCode(code)
	}
	return err
}
