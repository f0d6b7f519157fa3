package bundle

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/typedml/typedml/internal/commandline"
	"github.com/typedml/typedml/pipeline/config"
	"github.com/typedml/typedml/pipeline/job"
	"github.com/typedml/typedml/validate"
)

// command is the command line of [Main].
type command struct {
	Program           string        `arg:"" help:"The main package of the job's program, such as ./cmd/churn; its main function calls job.Main."`
	Name              string        `help:"Name of the bundle, its job and its program (default: the last part of the package's path)."`
	Description       string        `help:"What the job is for."`
	Volume            string        `required:"" placeholder:"PATH" help:"Folder for programs: /Volumes/CATALOG/SCHEMA/VOLUME."`
	Config            string        `placeholder:"FILE" help:"A .yaml or .json file with the values of the job's parameters (default: the struct's defaults)."`
	Out               string        `default:"bundle" placeholder:"DIR" help:"Where the bundle is written."`
	Cron              string        `placeholder:"CRON" help:"Schedule in Quartz cron, such as '0 0 2 * * ?'."`
	Timezone          string        `default:"UTC" help:"Time zone of the schedule."`
	MaxConcurrentRuns int           `default:"1" help:"How many runs there may be at a time."`
	Timeout           time.Duration `help:"Ends a run of the job."`
	NodeType          string        `help:"Run on a cluster of one such machine instead of serverless compute."`
	SparkVersion      string        `help:"Databricks Runtime of that cluster, such as 16.4.x-scala2.12."`
	Packages          []string      `name:"package" placeholder:"REQUIREMENT" help:"pip requirement for serverless compute, such as xgboost-cpu==3.2.0."`
}

// Main writes a bundle as a command: it asks the program for its tasks, takes the job's parameters from the validated
// configuration T, builds and writes. It returns the exit code: 0 written, 1 failed, 2 wrong usage.
func Main[T any, P job.Config[T]](args []string) int { return run[T, P](args, os.Stdout, os.Stderr) }

func run[T any, P job.Config[T]](args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c command
	_, code, ended := commandline.Parse(&c, "bundle", args, stdout, stderr,
		kong.Description("Writes a Databricks Asset Bundle for a job's program."))
	if ended {
		return code
	}
	if err := write[T, P](ctx, &c); err != nil {
		fmt.Fprintln(stderr, "bundle:", err)
		return 1
	}
	fmt.Fprintf(stdout, "wrote %s\n", c.Out)
	return 0
}

func write[T any, P job.Config[T]](ctx context.Context, c *command) error {
	params, err := values[T, P](c.Config)
	if err != nil {
		return err
	}
	b := &Bundle{
		Name: c.Name, Description: c.Description, Parameters: params, MaxConcurrentRuns: c.MaxConcurrentRuns,
		Timeout: c.Timeout, Volume: strings.TrimSuffix(c.Volume, "/"), Packages: c.Packages,
	}
	if b.Name == "" {
		path, err := goList(ctx, "{{.ImportPath}}", c.Program)
		if err != nil {
			return err
		}
		b.Name = path[strings.LastIndexByte(path, '/')+1:]
	}
	if c.Cron != "" {
		b.Schedule = &Schedule{c.Cron, c.Timezone}
	}
	if c.NodeType != "" || c.SparkVersion != "" {
		b.Cluster = &Cluster{c.NodeType, c.SparkVersion}
	}
	if b.Job, err = describe(ctx, c.Program); err != nil {
		return err
	}
	if want := P(nil).TypedMLSchema(); b.Job.Fingerprint != want.Fingerprint() {
		return fmt.Errorf("the program %s is configured by %s, not by %s as it is here; give --type its type", c.Program, b.Job.Config, want.Name)
	}
	return Write(ctx, b, Options{Dir: c.Out, Package: c.Program})
}

// values are the job's parameters: the file's, or the struct's defaults.
func values[T any, P job.Config[T]](file string) ([]job.Parameter, error) {
	var x T
	if file != "" {
		var err error
		if x, err = config.Load[T, P](file); err != nil {
			return nil, err
		}
	} else if err := job.Decode[T, P](nil, &x); err != nil {
		return nil, fmt.Errorf("the struct's defaults are no whole configuration; give the rest in --config FILE: %w", err)
	}
	return job.Parameters[T, P](&x)
}

// describe asks the program for its tasks.
func describe(ctx context.Context, pkg string) (d job.Description, err error) {
	deps, err := goList(ctx, `{{.Name}}{{range .Deps}} {{.}}{{end}}`, pkg)
	if err != nil {
		return d, err
	}
	const runtime = "github.com/typedml/typedml/pipeline/job"
	if list := strings.Fields(deps); list[0] != "main" || !slices.Contains(list, runtime) {
		return d, fmt.Errorf("%s is no program of a job: its main function calls job.Main of %s", pkg, runtime)
	}
	said, err := output(exec.CommandContext(ctx, "go", "run", pkg, "--describe"))
	if err != nil {
		return d, fmt.Errorf("asking %s for its tasks: %w", pkg, err)
	}
	var r validate.Report
	d.DecodeJSON(said, &r)
	if err := r.Err(); err != nil {
		return d, fmt.Errorf("what %s says of its tasks with --describe: %w", pkg, err)
	}
	return d, nil
}

func goList(ctx context.Context, format, pkg string) (string, error) {
	out, err := output(exec.CommandContext(ctx, "go", "list", "-f", format, "--", pkg))
	if err != nil {
		return "", fmt.Errorf("finding the program %s: %w", pkg, err)
	}
	if bytes.Contains(out, []byte("\n")) {
		return "", fmt.Errorf("%s is several packages; name one", pkg)
	}
	return string(out), nil
}

// output returns what a command prints; its complaints are in the error.
func output(cmd *exec.Cmd) ([]byte, error) {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, errors.Join(err, errors.New(strings.TrimSpace(stderr.String())))
	}
	return bytes.TrimSpace(out), nil
}
