package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/typedml/typedml/pipeline/databricks"
)

// jobsCommand is typedmlctl jobs.
type jobsCommand struct {
	Create jobsCreate `cmd:"" help:"Upload a bundle's programs, and create its job or bring it up to date."`
	Run    jobsRun    `cmd:"" help:"Run a job and wait until it has ended; exit 1 when it failed."`
	Status jobsStatus `cmd:"" help:"Show a run's tasks."`
	Repair jobsRepair `cmd:"" help:"Run the failed tasks of a run again, and those that depend on them."`
}

// workspaceFlags say which workspace.
type workspaceFlags struct {
	Profile string `help:"Section of .databrickscfg (default: the environment, as all Databricks tools have it)."`
}

func (f workspaceFlags) open(ctx context.Context) (*databricks.Workflows, error) {
	return databricks.Open(ctx, databricks.Options{Profile: f.Profile})
}

type jobsCreate struct {
	workspaceFlags

	Dir    string `arg:"" optional:"" default:"bundle" help:"The bundle's folder, which typedml bundle writes."`
	Target string `default:"dev" help:"The bundle's target: dev or prod."`
}

// Run prints the job's id.
func (c jobsCreate) Run(ctx context.Context, s streams) error {
	w, err := c.open(ctx)
	if err != nil {
		return err
	}
	job, err := w.Create(ctx, c.Dir, c.Target)
	if err != nil {
		return err
	}
	done := "updated"
	if job.Created {
		done = "created"
	}
	fmt.Fprintf(s.out, "%s job %s: %d\n", done, job.Name, job.ID)
	return nil
}

// watching is how commands wait for a run.
type watching struct {
	NoWait  bool          `help:"Print the run's id and do not wait."`
	Timeout time.Duration `help:"How long to wait; the run goes on after that."`
	Poll    time.Duration `hidden:"" help:"Time between two looks at the run."`
}

type jobsRun struct {
	workspaceFlags
	watching

	Job        string   `arg:"" help:"The job's name or id."`
	Parameters []string `arg:"" optional:"" name:"NAME=VALUE" help:"Parameters of the job, such as training_config.max_depth=8."`
}

// Run starts a run and watches it.
func (c jobsRun) Run(ctx context.Context, s streams) error {
	params, err := parameters(c.Parameters)
	if err != nil {
		return err
	}
	w, err := databricks.Open(ctx, databricks.Options{Profile: c.Profile, Poll: c.Poll})
	if err != nil {
		return err
	}
	job, err := w.Find(ctx, c.Job)
	if err != nil {
		return err
	}
	run, err := w.Start(ctx, job.ID, params)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "run %d of %s\n", run, job.Name)
	return c.watch(ctx, s, w, run)
}

func parameters(args []string) (map[string]string, error) {
	params := map[string]string{}
	for _, a := range args {
		name, value, ok := strings.Cut(a, "=")
		if _, twice := params[name]; !ok || twice {
			return nil, fmt.Errorf("%q is no parameter, or stands twice; write NAME=VALUE", a)
		}
		params[name] = value
	}
	return params, nil
}

// watch prints what changes, and the tasks at the end; a run that failed is an error.
func (c watching) watch(ctx context.Context, s streams, w *databricks.Workflows, id int64) error {
	if c.NoWait {
		return nil
	}
	if c.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.Timeout)
		defer cancel()
	}
	seen := map[string]string{}
	run, err := w.Wait(ctx, id, func(r *databricks.Run) {
		for _, t := range r.Tasks {
			if now := fmt.Sprintf("%s %d", t.State, t.Attempt); seen[t.Key] != now {
				seen[t.Key] = now
				fmt.Fprintf(s.err, "%s  %s %s%s\n", time.Now().Format(time.TimeOnly), t.Key, t.State, attempt(t))
			}
		}
	})
	if err != nil {
		if ctx.Err() != nil {
			err = fmt.Errorf("%w; look at it by typedmlctl jobs status %d", err, id)
		}
		return err
	}
	show(s, run)
	if !run.OK {
		return fmt.Errorf("run %d ended with %s; typedmlctl jobs repair %d runs the failed tasks again", id, run.State, id)
	}
	return nil
}

func attempt(t databricks.Task) string {
	if t.Attempt == 0 {
		return ""
	}
	return ", attempt " + strconv.Itoa(t.Attempt+1)
}

// show prints a run and its tasks.
func show(s streams, run *databricks.Run) {
	fmt.Fprintf(s.out, "%s: %s\n", run.Name, run.State)
	if run.URL != "" {
		fmt.Fprintln(s.out, run.URL)
	}
	table := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	for _, t := range run.Tasks {
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", t.Key, t.State, t.Took.Round(time.Second), strings.TrimPrefix(attempt(t), ", "))
	}
	_ = table.Flush() // as Fprintf above
	for _, t := range run.Tasks {
		if t.Failed() && t.Message != "" {
			fmt.Fprintf(s.out, "%s: %s\n", t.Key, strings.ReplaceAll(strings.TrimSpace(t.Message), "\n", "\n  "))
		}
	}
}

type jobsStatus struct {
	workspaceFlags

	Of string `arg:"" name:"run" help:"A run's id, or a job's name: its newest run."`
}

// Run prints the run.
func (c jobsStatus) Run(ctx context.Context, s streams) error {
	w, err := c.open(ctx)
	if err != nil {
		return err
	}
	id, err := findRun(ctx, w, c.Of)
	if err != nil {
		return err
	}
	run, err := w.Status(ctx, id)
	if err != nil {
		return err
	}
	show(s, run)
	return nil
}

func findRun(ctx context.Context, w *databricks.Workflows, run string) (int64, error) {
	if id, err := strconv.ParseInt(run, 10, 64); err == nil {
		return id, nil
	}
	if run == "" {
		return 0, errors.New("name a run by its id, or a job by its name")
	}
	job, err := w.Find(ctx, run)
	if err != nil {
		return 0, err
	}
	return w.Latest(ctx, job)
}

type jobsRepair struct {
	workspaceFlags
	watching

	Of   string   `arg:"" name:"run" help:"A run's id, or a job's name: its newest run."`
	Task []string `placeholder:"KEY" help:"Run this task again, and those that depend on it, instead of all that failed."`
}

// Run repairs the run and watches it.
func (c jobsRepair) Run(ctx context.Context, s streams) error {
	w, err := databricks.Open(ctx, databricks.Options{Profile: c.Profile, Poll: c.Poll})
	if err != nil {
		return err
	}
	id, err := findRun(ctx, w, c.Of)
	if err != nil {
		return err
	}
	if err := w.Repair(ctx, id, c.Task...); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "run %d is repaired\n", id)
	return c.watch(ctx, s, w, id)
}
