package job

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/typedml/typedml/internal/commandline"
	"github.com/typedml/typedml/pipeline/config"
)

// Step is a task with what it does. Run returns when the task is done; when ctx ends it stops soon, with an error.
type Step[T any] struct {
	Task
	Run func(ctx context.Context, config *T) error
}

// Exit codes of [Main]. A program that a signal stopped ends with 128 and the signal's number, as shells have it.
const (
	ExitFailed  = 1 // a task failed, or panicked
	ExitInvalid = 2 // the parameters or the command line are wrong; nothing was run
)

// command is the command line of [Main].
type command struct {
	Task       string   `placeholder:"KEY" help:"The task to run; without it all are run, one after another in the order of their dependencies, each once."`
	Config     string   `placeholder:"FILE" help:"A .yaml or .json file with the configuration; parameters change single fields of it."`
	Describe   bool     `help:"Print the tasks and the name of the configuration's record as JSON, and run nothing."`
	Parameters []string `arg:"" optional:"" name:"NAME=VALUE" help:"Fields of the configuration, by their paths."`
}

// Main is a job's program: it reads the configuration from the arguments and runs one task, or all. It returns the exit
// code: 0 done, [ExitFailed], [ExitInvalid], or 128 and the number of the signal that stopped it. SIGTERM and SIGINT end
// the context of the task. Logs and errors go to standard error.
func Main[T any, P Config[T]](args []string, steps ...Step[T]) int {
	return run[T, P](args, os.Stdout, os.Stderr, steps)
}

func run[T any, P Config[T]](args []string, stdout, stderr io.Writer, steps []Step[T]) int {
	var c command
	_, code, ended := commandline.Parse(&c, "job", args, stdout, stderr, kong.Description("Runs the tasks of a job."))
	if ended {
		return code
	}
	p := program[T, P]{command: c, steps: steps, stdout: stdout, log: slog.New(slog.NewTextHandler(stderr, nil))}
	if err := p.prepare(); err != nil {
		fmt.Fprintln(stderr, "job:", err)
		return ExitInvalid
	}
	if c.Describe {
		return p.describe(stderr)
	}
	return p.guarded(stderr)
}

// program is one run of [Main].
type program[T any, P Config[T]] struct {
	command
	steps  []Step[T]
	stdout io.Writer
	log    *slog.Logger

	description Description
	chosen      []Step[T]
	config      T
}

// prepare checks everything that can be wrong before a task runs.
func (p *program[T, P]) prepare() error {
	record := P(nil).TypedMLSchema()
	p.description = Description{Config: record.Name, Fingerprint: record.Fingerprint()}
	for _, s := range p.steps {
		p.description.Tasks = append(p.description.Tasks, s.Task)
	}
	if err := p.description.Validate(); err != nil {
		return err
	}
	if p.Describe {
		return nil
	}
	return errors.Join(p.choose(), p.configure())
}

func (p *program[T, P]) choose() error {
	ordered, _ := Order(p.description.Tasks)
	var keys []string
	for _, t := range ordered {
		keys = append(keys, t.Key)
		for _, s := range p.steps {
			if s.Key == t.Key && (p.Task == "" || p.Task == t.Key) {
				p.chosen = append(p.chosen, s)
			}
		}
	}
	if len(p.chosen) == 0 {
		return fmt.Errorf("there is no task %q; the tasks are %s", p.Task, strings.Join(keys, ", "))
	}
	return nil
}

// configure reads the configuration: the file's values, then the parameters' in their place.
func (p *program[T, P]) configure() error {
	given, err := parse(p.Parameters)
	if err != nil {
		return err
	}
	if p.command.Config != "" {
		base, err := config.Load[T, P](p.command.Config)
		if err != nil {
			return err
		}
		under, err := parameters[T, P](&base, true)
		if err != nil {
			return err
		}
		given = merge(under, given)
	}
	if err := Decode[T, P](given, &p.config); err != nil {
		return fmt.Errorf("the parameters of the job are refused: %w", err)
	}
	return nil
}

func parse(args []string) ([]Parameter, error) {
	params := make([]Parameter, 0, len(args))
	for _, a := range args {
		name, value, ok := strings.Cut(a, "=")
		if !ok {
			return nil, fmt.Errorf("%q is no parameter; write NAME=VALUE", a)
		}
		params = append(params, Parameter{name, value})
	}
	return params, nil
}

// merge returns both, without those of the first that the second has, too.
func merge(under, over []Parameter) []Parameter {
	named := map[string]bool{}
	for _, p := range over {
		named[p.Name] = true
	}
	out := over
	for _, p := range under {
		if !named[p.Name] {
			out = append(out, p)
		}
	}
	return out
}

func (p *program[T, P]) describe(stderr io.Writer) int {
	b, err := p.description.AppendJSON(nil)
	if err == nil {
		_, err = p.stdout.Write(append(b, '\n'))
	}
	if err != nil {
		fmt.Fprintln(stderr, "job:", err)
		return ExitFailed
	}
	return 0
}

// guarded runs the tasks until a signal comes.
func (p *program[T, P]) guarded(stderr io.Writer) int {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	go func() {
		select {
		case s := <-signals:
			cancel(stopped{s})
		case <-ctx.Done():
		}
	}()
	err := p.runAll(ctx)
	if err == nil {
		return 0
	}
	fmt.Fprintln(stderr, "job:", err)
	var by stopped
	if errors.As(context.Cause(ctx), &by) {
		if n, ok := by.signal.(syscall.Signal); ok {
			return 128 + int(n)
		}
	}
	return ExitFailed
}

func (p *program[T, P]) runAll(ctx context.Context) error {
	for _, s := range p.chosen {
		begun := time.Now()
		p.log.Info("task begins", "task", s.Key)
		config := p.config
		err := p.attempt(ctx, s, &config)
		if err == nil && ctx.Err() != nil && len(p.chosen) > 1 {
			err = context.Cause(ctx)
		}
		if err != nil {
			if by := context.Cause(ctx); by != nil {
				err = fmt.Errorf("%w (%w)", err, by)
			}
			return fmt.Errorf("task %s: %w", s.Key, err)
		}
		p.log.Info("task is done", "task", s.Key, "took", time.Since(begun).Round(time.Millisecond).String())
	}
	return nil
}

// attempt runs a task. One that panics has failed: Go itself would exit with 2, which says that nothing was run.
func (p *program[T, P]) attempt(ctx context.Context, s Step[T], config *T) (err error) {
	defer func() {
		if why := recover(); why != nil {
			p.log.Error("task panics", "task", s.Key, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", why)
		}
	}()
	return s.Run(ctx, config)
}

// stopped is why the context of a task ended.
type stopped struct{ signal os.Signal }

// Error implements error.
func (s stopped) Error() string { return "stopped by the signal " + s.signal.String() }
