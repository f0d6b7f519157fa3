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
	Init       initCommand    `cmd:"" help:"Write an example of a tagged struct to start from, and say what comes next; it writes over nothing."`
	Generate   generate       `cmd:"" help:"Generate the code of tagged structs beside their source."`
	Check      check          `cmd:"" help:"Judge the whole module without writing: definitions, generated files, and versions where there is a typedml.lock.json."`
	Diff       diff           `cmd:"" help:"Show what changed in the module's structs since typedml.lock.json, whom it breaks, and the version it needs; exit 1 when the declared one does not cover it."`
	Lock       lockCommand    `cmd:"" help:"Write typedml.lock.json, once the declared versions cover what changed."`
	Schema     schemaCommand  `cmd:"" help:"Write a struct as JSON Schema, OpenAPI, SQL or Pydantic models, and what that cannot say."`
	Validate   validate       `cmd:"" help:"Validate files of rows against your struct: JSON, JSON lines, CSV; exit 1 when a row breaks a rule."`
	Import     importCommand  `cmd:"" help:"Write a Go struct from a JSON Schema, a Pydantic model, an MLflow signature or a CSV file, ready to edit."`
	Serve      serve          `cmd:"" help:"Answer MLflow's scoring protocol for a registered model, with requests of your struct."`
	Bundle     bundle         `cmd:"" help:"Write a Databricks Asset Bundle for a job's program, configured by your struct."`
	Lint       lintCommand    `cmd:"" help:"Find mistakes in definitions and in code that uses them; go vet -vettool=$(go tool -n typedml) runs the same analyzers."`
	Explain    explain        `cmd:"" help:"Say what a code of a diagnostic means, why it matters and what to do."`
	Doctor     doctor         `cmd:"" help:"Look at what generation leans on: Go, versions, generated files; and say what to do about what is not in order."`
	Completion completion     `cmd:"" help:"Print a script that completes commands and flags in a shell."`
	Version    versionCommand `cmd:"" help:"Print the version, its revision and the Go that built it."`
}

func main() {
	if vetting(os.Args[1:]) {
		vet()
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // a short run: time counts more than memory, of which 200 structs take some 100 MB
	}
	os.Exit(run(os.Args[1:], streams{os.Stdout, os.Stderr}))
}

// description is what --help says of the program.
func description() kong.Option {
	return kong.Description("Type-safe MLOps from tagged Go structs.\n\nExit codes: 0 done, 1 findings or a failure, 2 wrong usage. " +
		"What was asked for goes to stdout, everything else to stderr.")
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
	context.AfterFunc(ctx, stop) // the second signal ends what does not heed the first
	var c cli
	command, code, ended := commandline.Parse(&c, "typedml", args, io.out, io.err, description(), kong.UsageOnError(),
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
