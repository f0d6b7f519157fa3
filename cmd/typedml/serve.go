package main

import (
	"context"
	"os"
	"strings"

	"github.com/typedml/typedml/gen/launch"
)

// serve is typedml serve.
type serve struct {
	Type string   `required:"" placeholder:"PACKAGE.TYPE" help:"The struct whose requests are answered, such as ./credit.Application; its request view is taken where there is one."`
	Args []string `arg:"" passthrough:"" name:"model and flags" help:"The model's URI, such as models:/NAME@ALIAS, and the server's flags behind it; --help there lists them."`
}

// Run builds a server around the type and runs it until it is interrupted.
func (c serve) Run(ctx context.Context, s streams) error {
	return s.launch(ctx, launch.Options{
		Type: c.Type, Args: c.Args,
		Program: launch.Program{
			Package: module + "/mlflow/serving", Func: "Main", Imports: stores(c.Args, os.Getenv),
		},
	})
}

// stores are the back ends that the server links: Databricks' only when it is asked for, since its SDK is as large as all
// the rest, and the user's module would have to require it.
func stores(args []string, getenv func(string) string) []string {
	const mlflow = module + "/mlflow/"
	leaves := []string{mlflow + "rest", mlflow + "sqlite"}
	for _, text := range append([]string{getenv("MLFLOW_TRACKING_URI")}, args...) {
		if strings.HasPrefix(strings.TrimPrefix(text, "--tracking-uri="), "databricks") {
			return append(leaves, mlflow+"databricks")
		}
	}
	return leaves
}
