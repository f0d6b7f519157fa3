package dbos

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/pipeline/engine"
	"github.com/typedml/typedml/pipeline/job"
)

// TestMain runs a flow instead of the tests where a test started this program for it.
func TestMain(m *testing.M) {
	switch os.Getenv("TYPEDML_CHILD") {
	case "":
		os.Exit(m.Run())
	case "count":
		child(countdown)
	case "deliver":
		child(deliver)
	case "schedule":
		child(schedule)
	}
}

// child runs a flow in a database. It says on standard output what happens to steps ("done train"), and waits to be killed
// behind the line that TYPEDML_STOP names.
func child(run func(ctx context.Context, e *Engine, dir string) error) {
	observe := func(ev engine.Event) { say(fmt.Sprintf("%s %s", ev.Kind, ev.Step)) }
	e, err := Open(os.Getenv("TYPEDML_DATABASE"), Options{Executor: "test", Watch: engine.Watch{Observe: observe, Logger: slog.New(slog.DiscardHandler)}})
	if err == nil {
		err = run(context.Background(), e, os.Getenv("TYPEDML_DIR"))
	}
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	fmt.Println("ended")
	os.Exit(0)
}

// say prints a line, and waits to be killed behind it where it is TYPEDML_STOP.
func say(line string) {
	fmt.Println(line)
	if line == os.Getenv("TYPEDML_STOP") {
		select {}
	}
}

// spawn runs a child, kills it with SIGKILL behind a line where one is named, and returns its lines.
func spawn(t *testing.T, kind, database, dir, stop string) []string {
	t.Helper()
	program, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Env = append(os.Environ(), "TYPEDML_CHILD="+kind, "TYPEDML_DATABASE="+database, "TYPEDML_DIR="+dir, "TYPEDML_STOP="+stop)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	var lines []string
	scanner := bufio.NewScanner(out)
	for scanner.Scan() {
		lines = append(lines, scanner.Text())
		if stop != "" && scanner.Text() == stop {
			require.NoError(t, cmd.Process.Kill())
		}
	}
	io.Copy(io.Discard, out)
	err = cmd.Wait()
	if stop == "" {
		require.NoError(t, err, strings.Join(lines, "\n"))
		return lines
	}
	require.ErrorContains(t, err, "killed", "the child ended before %q: %v", stop, lines)
	return lines
}

var steps = []string{"one", "two", "three", "four"}

// counted is a flow of four steps, each of which notes that it ran and adds 1.
func counted(dir string) (*engine.Flow[int, int], error) {
	in := engine.Start[int]("countdown")
	last := in
	for _, name := range steps {
		last = engine.Then(last, job.Task{Key: name}, func(ctx context.Context, n int) (int, error) {
			f, err := os.OpenFile(filepath.Join(dir, "ran"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
			if err != nil {
				return 0, err
			}
			defer f.Close()
			_, err = fmt.Fprintln(f, engine.Key(ctx), name)
			return n + 1, err
		})
	}
	return engine.Build(in, last)
}

func countdown(ctx context.Context, e *Engine, dir string) error {
	flow, err := counted(dir)
	if err != nil {
		return err
	}
	key := os.Getenv("TYPEDML_KEY")
	if key == "" {
		key = "tonight"
	}
	n, err := flow.Run(ctx, e, key, 10)
	if err == nil && n != 14 {
		err = fmt.Errorf("the result is %d", n)
	}
	return err
}

// deliver runs the flow under a key that nobody names, as a pipeline does.
func deliver(ctx context.Context, e *Engine, dir string) error {
	flow, err := counted(dir)
	if err != nil {
		return err
	}
	keys, err := e.Unfinished(ctx, flow.Plan(), 10)
	if err != nil {
		return err
	}
	return flow.Deliver(ctx, e, append(keys, "")[0], 10, func(_ context.Context, n int) error {
		say(fmt.Sprint("delivered ", n))
		return nil
	})
}

// schedule runs the flow each second.
func schedule(ctx context.Context, e *Engine, dir string) error {
	flow, err := counted(dir)
	if err != nil {
		return err
	}
	second, err := engine.NewSchedule("* * * * * ?", "")
	if err != nil {
		return err
	}
	return flow.Schedule(ctx, e, second, 10)
}

// ran lists the steps that ran under a key.
func ran(t *testing.T, dir, key string) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "ran"))
	require.NoError(t, err)
	var names []string
	for line := range strings.Lines(string(b)) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), key+" "); ok {
			names = append(names, name)
		}
	}
	return names
}

func sqliteFile(dir string) string { return "sqlite:" + filepath.Join(dir, "workflows.db") }

// Killed behind any step, a run goes on with the next one: each step has run once.
func TestKilledBehindEachStepItResumesAtTheNext(t *testing.T) {
	for i, name := range steps {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			spawn(t, "count", sqliteFile(dir), dir, "done "+name)
			lines := spawn(t, "count", sqliteFile(dir), dir, "")
			want := []string{}
			for k, other := range steps {
				if k <= i {
					want = append(want, "resumed "+other)
				} else {
					want = append(want, "begun "+other, "done "+other)
				}
			}
			assert.Equal(t, append(want, "ended"), lines)
			assert.Equal(t, steps, ran(t, dir, "tonight"))
		})
	}
}

// Killed in the middle of a step, a run goes on with that step: it has run twice, the others once.
func TestKilledInAStepItRunsAgain(t *testing.T) {
	dir := t.TempDir()
	spawn(t, "count", sqliteFile(dir), dir, "begun three")
	lines := spawn(t, "count", sqliteFile(dir), dir, "")
	assert.Equal(t, []string{"resumed one", "resumed two", "begun three", "done three", "begun four", "done four", "ended"}, lines)
	assert.Equal(t, []string{"ended"}, spawn(t, "count", sqliteFile(dir), dir, ""), "a run that ended gives its result again")
}

// Killed when the run has ended, and nobody has its result yet, the run is not begun anew: the result is delivered by the next
// process, and the one behind that begins another run.
func TestKilledBeforeItsResultArrivedItIsDeliveredAgain(t *testing.T) {
	dir := t.TempDir()
	spawn(t, "deliver", sqliteFile(dir), dir, "begun two")
	lines := spawn(t, "deliver", sqliteFile(dir), dir, "delivered 14")
	assert.Contains(t, lines, "resumed one")
	assert.Equal(t, []string{"delivered 14"}, spawn(t, "deliver", sqliteFile(dir), dir, "delivered 14"))
	assert.Equal(t, []string{"delivered 14", "ended"}, spawn(t, "deliver", sqliteFile(dir), dir, ""))
	assert.Contains(t, spawn(t, "deliver", sqliteFile(dir), dir, ""), "begun one")
}
