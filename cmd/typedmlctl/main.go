// Command typedmlctl is the operator's tool: it looks at tables, files, models and jobs without a type of the user's. What it
// knows of structs comes from typedml.lock.json, which typedml lock writes.
//
//	go install github.com/typedml/typedml/cmd/typedmlctl@latest
//	typedmlctl check churn.features --against delta:///data/lake/churn
//	typedmlctl publish churn.features --to main.ml.churn --warehouse 1a2b3c
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	_ "github.com/typedml/typedml/featurestore/all"
	"github.com/typedml/typedml/internal/commandline"
	_ "github.com/typedml/typedml/mlflow/all"
)

// cli is the command line, one field a command.
type cli struct {
	Check   check         `cmd:"" help:"Compare a struct, as it was locked, with a feature table, a Parquet file or a registered model; exit 1 when they do not fit."`
	Import  importCommand `cmd:"" help:"Write a Go struct from a Parquet file, a Delta table or a table in Unity Catalog, ready to edit; typedml import reads what needs no driver."`
	Publish publish       `cmd:"" help:"Publish a struct, as it was locked, to Unity Catalog as a table's definition; exit 1 when its version does not cover the change."`

	Jobs jobsCommand `cmd:"" help:"Create, run, watch and repair jobs of Databricks Workflows."`
}

// streams are where a command writes.
type streams struct{ out, err io.Writer }

func main() { os.Exit(run(os.Args[1:], streams{os.Stdout, os.Stderr})) }

// run is main with its arguments and streams; it returns the exit code: 0 done, 1 findings or failure, 2 wrong usage.
func run(args []string, io streams) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c cli
	command, code, ended := commandline.Parse(&c, "typedmlctl", args, io.out, io.err,
		kong.Description("Looks at tables, files, models and jobs of typedml."), kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(io))
	if ended {
		return code
	}
	if err := command.Run(); err != nil {
		fmt.Fprintln(io.err, "typedmlctl:", err)
		return 1
	}
	return 0
}
