package dbos

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/pipeline/engine"
	"github.com/typedml/typedml/pipeline/job"
)

func TestOpenRefuses(t *testing.T) {
	for url, want := range map[string]string{
		"": "must begin with sqlite: or postgres://", "mysql://h/d": "must begin with", "sqlite:": "names no plain file", "sqlite::memory:": "take engine.Memory",
		"postgres://": "must look like", "postgres://host": "must look like", "postgres:// h:secret@/": "must look like",
	} {
		_, err := Open(url, Options{})
		require.ErrorContains(t, err, want, url)
		assert.NotContains(t, err.Error(), "secret")
	}
}

func open(t *testing.T, url string) *Engine {
	t.Helper()
	e, err := Open(url, Options{Executor: "test", Watch: engine.Watch{Logger: slog.New(slog.DiscardHandler)}})
	require.NoError(t, err)
	return e
}

// oneStep is a flow of one step, "work".
func oneStep(t *testing.T, task job.Task, run func(context.Context, int) (int, error), opts ...engine.FlowOption) *engine.Flow[int, int] {
	t.Helper()
	task.Key = "work"
	in := engine.Start[int]("one-step")
	flow, err := engine.Build(in, engine.Then(in, task, run), opts...)
	require.NoError(t, err)
	return flow
}

// A run that failed stays failed: the same key gives its failure again, and runs nothing.
func TestAFailureIsKept(t *testing.T) {
	e := open(t, sqliteFile(t.TempDir()))
	down := errors.New("the table is gone")
	runs, told := 0, 0
	flow := oneStep(t, job.Task{Retries: 2}, func(context.Context, int) (int, error) { runs++; return 0, down },
		engine.OnFailure(func(context.Context, error) error { told++; return nil }))
	_, err := flow.Run(t.Context(), e, "k", 1)
	require.ErrorIs(t, err, down)
	var step *engine.StepError
	require.ErrorAs(t, err, &step)
	assert.Equal(t, "work", step.Step)
	_, err = flow.Run(t.Context(), e, "k", 1)
	require.ErrorContains(t, err, "step work: the table is gone")
	assert.Equal(t, 3, runs)
	assert.Equal(t, 1, told)
	assert.Empty(t, unfinished(t, e, flow, 1), "a failure is handed out to nobody else")
	_, err = flow.Run(t.Context(), e, "other", 1)
	require.ErrorIs(t, err, down, "another key is another run")
}

func unfinished(t *testing.T, e *Engine, flow *engine.Flow[int, int], input int) []string {
	t.Helper()
	keys, err := e.Unfinished(t.Context(), flow.Plan(), input)
	require.NoError(t, err)
	return keys
}

// A run whose context ends is unfinished, and goes on in another engine with the same input, whatever the process is called.
func TestAStoppedRunGoesOn(t *testing.T) {
	url := sqliteFile(t.TempDir())
	ctx, cancel := context.WithCancelCause(t.Context())
	stopped := errors.New("SIGTERM")
	first := oneStep(t, job.Task{}, func(ctx context.Context, _ int) (int, error) {
		cancel(stopped)
		<-ctx.Done()
		return 0, ctx.Err()
	}, engine.OnFailure(func(context.Context, error) error { t.Error("it did not fail"); return nil }))
	_, err := first.Run(ctx, open(t, url), "k", 7)
	require.ErrorIs(t, err, stopped)
	require.ErrorContains(t, err, "goes on when it is run again")
	e, err := Open(url, Options{Executor: "another container", Watch: engine.Watch{Logger: slog.New(slog.DiscardHandler)}})
	require.NoError(t, err)
	assert.Equal(t, []string{"k"}, unfinished(t, e, first, 7))
	assert.Empty(t, unfinished(t, e, first, 100))
	again := oneStep(t, job.Task{}, func(_ context.Context, n int) (int, error) { return n + 1, nil })
	out, err := again.Run(t.Context(), e, "k", 7)
	require.NoError(t, err)
	assert.Equal(t, 8, out)
}

// A key belongs to its input: neither a run that ended nor one that goes on is taken for that of another input, and neither
// input is told.
func TestAnotherInputIsRefused(t *testing.T) {
	e := open(t, sqliteFile(t.TempDir()))
	flow := oneStep(t, job.Task{}, func(_ context.Context, n int) (int, error) { return n + 1, nil })
	_, err := flow.Run(t.Context(), e, "2026-11-25", 4711)
	require.NoError(t, err)
	_, err = flow.Run(t.Context(), e, "2026-11-25", 4712)
	require.ErrorContains(t, err, "run 2026-11-25: the key was run with another input than this one")
	assert.NotContains(t, err.Error(), "471")
	out, err := flow.Run(t.Context(), e, "2026-11-25", 4711)
	require.NoError(t, err)
	assert.Equal(t, 4712, out)
	ctx, cancel := context.WithCancel(t.Context())
	stopped := oneStep(t, job.Task{}, func(ctx context.Context, _ int) (int, error) { cancel(); <-ctx.Done(); return 0, ctx.Err() })
	_, err = stopped.Run(ctx, e, "k", 1)
	require.ErrorIs(t, err, context.Canceled)
	_, err = flow.Run(t.Context(), e, "k", 2)
	require.ErrorContains(t, err, "another input")
}

// A run is unfinished until its result has arrived, and is not run again for that.
func TestAResultIsUnfinishedUntilItHasArrived(t *testing.T) {
	e := open(t, sqliteFile(t.TempDir()))
	runs := 0
	flow := oneStep(t, job.Task{}, func(_ context.Context, n int) (int, error) { runs++; return n + 1, nil })
	full := errors.New("the disk is full")
	err := flow.Deliver(t.Context(), e, "k", 1, func(context.Context, int) error { return full })
	require.ErrorIs(t, err, full)
	assert.Equal(t, []string{"k"}, unfinished(t, e, flow, 1))
	assert.Empty(t, unfinished(t, e, flow, 2), "it is for this input")
	var got int
	require.NoError(t, flow.Deliver(t.Context(), e, "k", 1, func(_ context.Context, n int) error { got = n; return nil }))
	assert.Equal(t, 2, got)
	assert.Equal(t, 1, runs)
	assert.Empty(t, unfinished(t, e, flow, 1))
	_, err = flow.Run(t.Context(), e, "k", 1)
	require.NoError(t, err)
	assert.Empty(t, unfinished(t, e, flow, 1), "asked for once more, it stays acknowledged")
}

// A program whose flow has other steps does not go on with a run, and does not wait for it either.
func TestAnotherFlowIsRefused(t *testing.T) {
	url := sqliteFile(t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	flow := oneStep(t, job.Task{}, func(ctx context.Context, _ int) (int, error) { cancel(); <-ctx.Done(); return 0, ctx.Err() })
	_, err := flow.Run(ctx, open(t, url), "k", 7)
	require.ErrorIs(t, err, context.Canceled)
	in := engine.Start[int]("one-step")
	work := engine.Then(in, job.Task{Key: "work"}, func(context.Context, int) (int, error) { return 0, nil })
	more, err := engine.Build(in, engine.Then(work, job.Task{Key: "more"}, func(context.Context, int) (int, error) { return 0, nil }))
	require.NoError(t, err)
	_, err = more.Run(t.Context(), open(t, url), "k", 7)
	require.ErrorContains(t, err, "it was begun by version "+flow.Plan().Version())
	require.ErrorContains(t, err, "choose another key")
}

func TestWhatCannotBeKeptIsRefused(t *testing.T) {
	in := engine.Start[int]("flow")
	flow, err := engine.Build(in, engine.Then(in, job.Task{Key: "a"}, func(context.Context, int) (chan int, error) { return nil, nil }))
	require.NoError(t, err)
	dir := t.TempDir()
	_, err = flow.Run(t.Context(), open(t, sqliteFile(dir)), "k", 1)
	require.ErrorContains(t, err, `the result of step "a": chan int is a chan, which cannot be kept`)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, entries)
	fine := oneStep(t, job.Task{}, func(context.Context, int) (int, error) { return 0, nil })
	require.NoError(t, os.WriteFile(dir+"/file", nil, 0o600))
	_, err = fine.Run(t.Context(), open(t, "sqlite:"+dir+"/file/workflows.db"), "k", 1)
	require.ErrorContains(t, err, "dbos: opening the database")
}

// The same on Postgres, when TYPEDML_POSTGRES_URL names a database: tables are made in a schema of DBOS's own, "dbos".
func TestPostgres(t *testing.T) {
	url := os.Getenv("TYPEDML_POSTGRES_URL")
	if url == "" {
		interop.SkipData(t, "postgres", "TYPEDML_POSTGRES_URL names no database; set it to postgres://user:password@host:port/name")
	}
	for _, name := range steps {
		dir := t.TempDir()
		t.Setenv("TYPEDML_KEY", strings.ReplaceAll(t.Name()+time.Now().Format(time.RFC3339Nano), "/", "-"))
		spawn(t, "count", url, dir, "done "+name)
		spawn(t, "count", url, dir, "")
		assert.Equal(t, steps, ran(t, dir, os.Getenv("TYPEDML_KEY")))
	}
	t.Run("executors", func(t *testing.T) { executors(t, url) })
	t.Run("schedules", func(t *testing.T) { schedules(t, url) })
}

// executors demands that what one executor began is unfinished for it alone, and that a result which another one asked for by
// its key stays the first one's.
func executors(t *testing.T, url string) {
	named := func(name string) *Engine {
		e, err := Open(url, Options{Executor: name, Watch: engine.Watch{Logger: slog.New(slog.DiscardHandler)}})
		require.NoError(t, err)
		return e
	}
	a, b, key, input := named("a"), named("b"), rand.Text(), int(time.Now().UnixNano())
	flow := oneStep(t, job.Task{}, func(_ context.Context, n int) (int, error) { return n, nil })
	lost := errors.New("the process ended")
	require.ErrorIs(t, flow.Deliver(t.Context(), a, key, input, func(context.Context, int) error { return lost }), lost)
	assert.Equal(t, []string{key}, unfinished(t, a, flow, input))
	assert.Empty(t, unfinished(t, b, flow, input))
	_, err := flow.Run(t.Context(), b, key, input)
	require.NoError(t, err)
	assert.Equal(t, []string{key}, unfinished(t, a, flow, input))
	_, err = flow.Run(t.Context(), a, key, input)
	require.NoError(t, err)
	assert.Empty(t, unfinished(t, a, flow, input))
}

// A second run while the first is under way is refused: it would run the first one's steps beside it.
func TestOneRunAtATime(t *testing.T) {
	url := sqliteFile(t.TempDir())
	under, end := make(chan struct{}), make(chan struct{})
	flow := oneStep(t, job.Task{}, func(_ context.Context, n int) (int, error) { close(under); <-end; return n, nil })
	first := make(chan error)
	go func() {
		_, err := flow.Run(t.Context(), open(t, url), "a", 1)
		first <- err
	}()
	<-under
	_, err := flow.Run(t.Context(), open(t, url), "b", 1)
	require.ErrorContains(t, err, "a run of the flow is under way")
	close(end)
	require.NoError(t, <-first)
	other := oneStep(t, job.Task{}, func(_ context.Context, n int) (int, error) { return n, nil })
	_, err = other.Run(t.Context(), open(t, url), "b", 1)
	require.NoError(t, err)
}
