// Command typedml is the compile-time tool: it generates and checks the code of tagged structs. It links the compiler
// and the schema only, so that a first go generate stays quick.
//
//	//go:generate go tool typedml generate
package main

import (
	"context"
	"errors"
	"go/token"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/internal/commandline"
)

// cli is the command line, one field a command.
type cli struct {
	Generate generate       `cmd:"" help:"Generate the code of tagged structs beside their source."`
	Diff     diff           `cmd:"" help:"Show what changed in the module's structs since typedml.lock.json, whom it breaks, and the version it needs; exit 1 when the declared one does not cover it."`
	Lock     lockCommand    `cmd:"" help:"Write typedml.lock.json, once the declared versions cover what changed."`
	Schema   schemaCommand  `cmd:"" help:"Print a struct as JSON Schema, OpenAPI, SQL, and what that cannot say."`
	Serve    serve          `cmd:"" help:"Answer MLflow's scoring protocol for a registered model, with requests of your struct."`
	Bundle   bundle         `cmd:"" help:"Write a Databricks Asset Bundle for a job's program, configured by your struct."`
	Explain  explain        `cmd:"" help:"Say what a code of a diagnostic means, why it matters and what to do."`
	Version  versionCommand `cmd:"" help:"Print the version."`
}

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // a short run: time counts more than memory, of which 200 structs take some 100 MB
	}
	os.Exit(run(os.Args[1:], streams{os.Stdout, os.Stderr}))
}

// run is main with its arguments and streams; it returns the exit code: 0 done, 1 findings or failure, 2 wrong usage.
// What panics is a failure.
func run(args []string, io streams) (exit int) {
	var fault error
	defer func() {
		if fault != nil {
			exit = io.fail(fault)
		}
	}()
	defer diag.Recover(&fault, &token.Position{})
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c cli
	command, code, ended := commandline.Parse(&c, "typedml", args, io.out, io.err,
		kong.Description("Type-safe MLOps from tagged Go structs."), kong.UsageOnError(),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(io))
	if ended {
		return code
	}
	err := command.Run()
	var exited exitCode
	switch {
	case errors.As(err, &exited):
		return int(exited)
	case err != nil:
		return io.fail(err)
	}
	return 0
}
