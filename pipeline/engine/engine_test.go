package engine_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/pipeline/engine"
	"github.com/typedml/typedml/pipeline/job"
	"github.com/typedml/typedml/validate"
)

func add(n int) func(context.Context, int) (int, error) {
	return func(_ context.Context, x int) (int, error) { return x + n, nil }
}

func sum(_ context.Context, a, b int) (string, error) { return fmt.Sprint(a + b), nil }

func quiet(observe func(engine.Event)) engine.Memory {
	return engine.Memory{Watch: engine.Watch{Logger: slog.New(slog.DiscardHandler), Observe: observe}}
}

// A diamond: both branches take the first step's result, the last one takes both of theirs.
func TestMemoryRunsAGraph(t *testing.T) {
	in := engine.Start[int]("diamond")
	first := engine.Then(in, job.Task{Key: "first"}, add(1))
	left := engine.Then(first, job.Task{Key: "left"}, add(10))
	right := engine.Then(first, job.Task{Key: "right", DependsOn: []string{"left"}}, add(100))
	both := engine.Join(left, right, job.Task{Key: "both"}, sum)
	flow, err := engine.Build(in, both)
	require.NoError(t, err)
	var events []string
	out, err := flow.Run(t.Context(), quiet(func(e engine.Event) { events = append(events, e.Kind.String()+" "+e.Step+" of "+e.Key) }), "k", 0)
	require.NoError(t, err)
	assert.Equal(t, "112", out)
	assert.Equal(t, []string{
		"begun first of k", "done first of k", "begun left of k", "done left of k", "begun right of k", "done right of k",
		"begun both of k", "done both of k",
	}, events)
	var on [][]string
	for _, task := range flow.Plan().Tasks() {
		on = append(on, task.DependsOn)
	}
	assert.Equal(t, [][]string{nil, {"first"}, {"left", "first"}, {"left", "right"}}, on, "a bundle can be written from it")
}

func TestBuildRefuses(t *testing.T) {
	task := func(key string, on ...string) job.Task { return job.Task{Key: key, DependsOn: on} }
	for name, c := range map[string]struct {
		build func() error
		want  string
	}{
		"a cycle of explicit dependencies": {func() error {
			in := engine.Start[int]("flow")
			a := engine.Then(in, task("a", "c"), add(1))
			b := engine.Then(a, task("b"), add(1))
			_, err := engine.Build(in, engine.Then(b, task("c"), add(1)))
			return err
		}, "tasks wait for each other: a → c → b → a"},
		"a step that waits for itself": {func() error {
			in := engine.Start[int]("flow")
			_, err := engine.Build(in, engine.Then(in, task("a", "a"), add(1)))
			return err
		}, "a → a"},
		"a dependency that is nowhere": {func() error {
			in := engine.Start[int]("flow")
			_, err := engine.Build(in, engine.Then(in, task("a", "x"), add(1)))
			return err
		}, `there is no task "x"`},
		"two steps of one key": {func() error {
			in := engine.Start[int]("flow")
			_, err := engine.Build(in, engine.Then(engine.Then(in, task("a"), add(1)), task("a"), add(1)))
			return err
		}, `the key "a" stands twice`},
		"a bad key and a bad name": {func() error {
			in := engine.Start[int]("My Flow")
			_, err := engine.Build(in, engine.Then(in, task("a b"), add(1)))
			return err
		}, "the name must match ^[a-z0-9_-]{3,100}$"},
		"no function": {func() error {
			in := engine.Start[int]("flow")
			_, err := engine.Build(in, engine.Then[int, int](in, task("a"), nil))
			return err
		}, `step "a": it has no function to run`},
		"another graph": {func() error {
			in, other := engine.Start[int]("flow"), engine.Start[int]("other")
			a, b := engine.Then(in, task("a"), add(1)), engine.Then(other, task("b"), add(1))
			_, err := engine.Build(in, engine.Join(a, b, task("c"), sum))
			return err
		}, `step "c": it takes results of two graphs, "flow" and "other"`},
		"a result of nothing": {func() error {
			in := engine.Start[int]("flow")
			_, err := engine.Build(in, engine.Join(in, engine.Result[int]{}, task("c"), sum))
			return err
		}, "it takes a result that no step gave"},
		"no step": {func() error {
			in := engine.Start[int]("flow")
			_, err := engine.Build(in, in)
			return err
		}, "it has no step"},
		"not the input": {func() error {
			in := engine.Start[int]("flow")
			a := engine.Then(in, task("a"), add(1))
			_, err := engine.Build(a, a)
			return err
		}, "the first argument is the graph's input"},
		"a condition": {func() error {
			in := engine.Start[int]("flow")
			_, err := engine.Build(in, engine.Then(in, job.Task{Key: "a", RunIf: job.AllFailed}, add(1)))
			return err
		}, `step "a": run_if ALL_FAILED cannot be`},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.build()
			if name == "a bad key and a bad name" {
				require.ErrorAs(t, err, new(*validate.Error))
			}
			require.ErrorContains(t, err, c.want)
		})
	}
}

// What does not fit does not compile.
func TestIllTypedGraphsDoNotCompile(t *testing.T) {
	const program = `package main

import (
	"context"

	"github.com/typedml/typedml/pipeline/engine"
	"github.com/typedml/typedml/pipeline/job"
)

func text(context.Context, int) (string, error) { return "", nil }
func half(context.Context, int) (int, error)    { return 0, nil }

func main() {
	in := engine.Start[int]("flow")
	a := engine.Then(in, job.Task{Key: "a"}, text)
	b := engine.Then(%s, job.Task{Key: "b"}, half)
	engine.Build(in, b)
	_ = a
}
`
	for from, want := range map[string]string{"in": "", "a": "type func(context.Context, int) (int, error)"} {
		source := filepath.Join(t.TempDir(), "main.go")
		require.NoError(t, os.WriteFile(source, fmt.Appendf(nil, program, from), 0o600))
		here, err := filepath.Abs("illtyped")
		require.NoError(t, err)
		overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(here, "main.go"): source}})
		require.NoError(t, err)
		files := filepath.Join(t.TempDir(), "overlay.json")
		require.NoError(t, os.WriteFile(files, overlay, 0o600))
		out, err := exec.CommandContext(t.Context(), "go", "build", "-overlay", files, "-o", os.DevNull, "./illtyped").CombinedOutput()
		if want == "" {
			require.NoError(t, err, string(out))
			continue
		}
		require.Error(t, err)
		assert.Contains(t, string(out), want)
	}
}

func TestRetriesHaveLimits(t *testing.T) {
	down := errors.New("down")
	late := func(ctx context.Context, _ int) (int, error) { <-ctx.Done(); return 0, ctx.Err() }
	for name, c := range map[string]struct {
		task     job.Task
		run      func(context.Context, int) (int, error)
		attempts int
		want     string
	}{
		"none":            {job.Task{}, func(context.Context, int) (int, error) { return 0, down }, 1, "step a: down"},
		"two":             {job.Task{Retries: 2, RetryInterval: time.Millisecond}, func(context.Context, int) (int, error) { return 0, down }, 3, "step a: down"},
		"bad data":        {job.Task{Retries: 5}, func(context.Context, int) (int, error) { return 0, &validate.Error{} }, 1, "step a: "},
		"panic":           {job.Task{}, func(context.Context, int) (int, error) { panic("oh") }, 1, "step a: panic: oh"},
		"timeout":         {job.Task{Timeout: time.Second, Retries: 1}, late, 1, "it took longer than its timeout of 1s"},
		"timeout retried": {job.Task{Timeout: time.Second, Retries: 1, RetryOnTimeout: true}, late, 2, "it took longer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.task.Key = "a"
			in := engine.Start[int]("flow")
			failed := 0
			flow, err := engine.Build(in, engine.Then(in, c.task, c.run), engine.OnFailure(func(ctx context.Context, cause error) error {
				failed++
				assert.Equal(t, "k", engine.Key(ctx))
				return nil
			}))
			require.NoError(t, err)
			begun := 0
			_, err = flow.Run(t.Context(), quiet(func(e engine.Event) {
				if e.Kind == engine.Begun {
					begun++
				}
			}), "k", 0)
			require.ErrorContains(t, err, c.want)
			require.ErrorAs(t, err, new(*engine.StepError))
			assert.Equal(t, c.attempts, begun)
			assert.Equal(t, 1, failed)
		})
	}
}

// The end of the context ends a step, and the waiting between two attempts.
func TestTheContextEndsARun(t *testing.T) {
	why := errors.New("the operator had enough")
	for name, task := range map[string]job.Task{"in a step": {Key: "a"}, "between two": {Key: "a", Retries: -1, RetryInterval: time.Hour}} {
		ctx, cancel := context.WithCancelCause(t.Context())
		in := engine.Start[int]("flow")
		flow, err := engine.Build(in, engine.Then(in, task, func(ctx context.Context, n int) (int, error) {
			if name == "between two" {
				time.AfterFunc(20*time.Millisecond, func() { cancel(why) })
				return 0, errors.New("down")
			}
			cancel(why)
			<-ctx.Done()
			return n, ctx.Err()
		}))
		require.NoError(t, err)
		_, err = flow.Run(ctx, quiet(nil), "", 0)
		require.ErrorIs(t, err, why, name)
	}
}

// What JSON would lose is found before anything runs.
func TestDurableRefusesWhatCannotBeKept(t *testing.T) {
	type hidden struct {
		Path  string
		cache int
	}
	type nested struct{ List []map[string]hidden }
	in := engine.Start[int]("flow")
	a := engine.Then(in, job.Task{Key: "a"}, func(context.Context, int) (nested, error) { return nested{}, nil })
	b := engine.Then(a, job.Task{Key: "b"}, func(context.Context, nested) (func(), error) { return nil, nil })
	c := engine.Then(b, job.Task{Key: "c"}, func(context.Context, func()) (time.Time, error) { return time.Time{}, nil })
	flow, err := engine.Build(in, c)
	require.NoError(t, err)
	_, err = flow.Run(t.Context(), quiet(nil), "k", 1)
	require.NoError(t, err, "in memory everything goes")
	err = flow.Plan().Durable()
	require.ErrorContains(t, err, `the result of step "a": engine_test.nested.List.cache is not exported, and would be lost`)
	require.ErrorContains(t, err, `the result of step "b": func() is a func, which cannot be kept`)
	assert.NotContains(t, err.Error(), `"c"`)
	_ = hidden{cache: 1}
}

// kept is a result with a rule.
type kept struct {
	N int `json:"n"`
}

func (k *kept) Validate() error {
	if k.N < 0 {
		return errors.New("n is negative")
	}
	return nil
}

// What comes back from a database is checked: its type, its keys, its rules, its length.
func TestResultsAreCheckedOnTheirWayIn(t *testing.T) {
	in := engine.Start[kept]("flow")
	flow, err := engine.Build(in, engine.Then(in, job.Task{Key: "a"}, func(context.Context, kept) ([]byte, error) { return nil, nil }))
	require.NoError(t, err)
	p := flow.Plan()
	for text, want := range map[string]string{
		`{"n":-1}`: "n is negative", `{"n":1,"m":2}`: `unknown field "m"`, `{"n":"1"}`: "cannot unmarshal string", `{"n":1} 2`: "text stands behind it",
		``: "EOF", `{"n":1}`: "",
	} {
		_, err := p.DecodeInput([]byte(text))
		if want == "" {
			require.NoError(t, err)
			continue
		}
		require.ErrorContains(t, err, want, text)
	}
	x := engine.Begin(p, "k", kept{}, engine.Watch{})
	_, err = x.Encode(p.Steps[0], bytes.Repeat([]byte("x"), engine.MaxResult))
	require.ErrorContains(t, err, "pass a table's version or an artifact's path instead")
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"n":1}`))
	in := engine.Start[kept]("flow")
	flow, err := engine.Build(in, engine.Then(in, job.Task{Key: "a"}, func(_ context.Context, k kept) (kept, error) { return k, nil }))
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, b []byte) {
		if v, err := flow.Plan().DecodeInput(b); err == nil && v.(kept).N < 0 {
			t.Errorf("%s breaks the rule", b)
		}
	})
}

// The version is the shape: steps, their order, their types; not what they do.
func TestVersion(t *testing.T) {
	version := func(key string, on []string, run func(context.Context, int) (int, error)) string {
		in := engine.Start[int]("flow")
		first := engine.Then(in, job.Task{Key: "zero"}, add(0))
		flow, err := engine.Build(in, engine.Then(first, job.Task{Key: key, DependsOn: on}, run))
		require.NoError(t, err)
		return flow.Plan().Version()
	}
	base := version("a", nil, add(1))
	assert.Equal(t, base, version("a", nil, add(2)))
	assert.NotEqual(t, base, version("b", nil, add(1)))
	type renamed struct {
		M int `json:"n"`
	}
	in := engine.Start[int]("flow")
	first := engine.Then(in, job.Task{Key: "zero"}, add(0))
	flow, err := engine.Build(in, engine.Then(first, job.Task{Key: "a"}, func(context.Context, int) (renamed, error) { return renamed{}, nil }))
	require.NoError(t, err)
	assert.NotEqual(t, base, flow.Plan().Version())
}

func TestNewSchedule(t *testing.T) {
	s, err := engine.NewSchedule("0 30 2 ? * MON-FRI", "Europe/Berlin")
	require.NoError(t, err)
	tab, err := s.Crontab()
	require.NoError(t, err)
	assert.Equal(t, "0 30 2 * * 1,2,3,4,5", tab)
	for cron, want := range map[string]string{
		"30 2 * * *":   `in Quartz, which Databricks takes, write "0 30 2 * * ?"`,
		"0 0 25 * * ?": `"25" is no hours; it takes 0 to 23`,
		"":             "has 0 fields",
	} {
		_, err := engine.NewSchedule(cron, "")
		require.ErrorContains(t, err, want, cron)
	}
	_, err = engine.NewSchedule("0 0 2 * * ?", "Mars/Olympus")
	require.ErrorContains(t, err, `"Mars/Olympus" is no time zone`)
}
