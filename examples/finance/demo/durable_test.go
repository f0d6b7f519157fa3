package main

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/internal/story"
	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/pipeline/engine"
	"github.com/typedml/typedml/pipeline/train"
)

// TestMain is the demo on the durable engine where a test started this program for it.
func TestMain(m *testing.M) {
	dir := os.Getenv("TYPEDML_DEMO")
	if dir == "" {
		os.Exit(spark.Main(m))
	}
	tellDurably(dir)
}

// tellDurably says what happens to the steps on standard output, and waits to be killed behind the line that TYPEDML_STOP
// names. It ends the program.
func tellDurably(dir string) {
	err := tell(context.Background(), io.Discard, options{dir: dir, engine: "dbos", observe: func(e engine.Event) {
		line := fmt.Sprintf("%s %s", e.Kind, e.Step)
		fmt.Println(line)
		if line == os.Getenv("TYPEDML_STOP") {
			select {}
		}
	}})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// A program is this test program, built to be killed: without the race detector, with which a run takes five times as long.
type program string

func build(t *testing.T) program {
	t.Helper()
	file := filepath.Join(t.TempDir(), "demo.test")
	out, err := exec.CommandContext(t.Context(), "go", "test", "-c", "-o", file, ".").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return program(file)
}

// demonstrate runs the demo as a process of its own, kills it with SIGKILL behind a line, and returns its lines.
func (p program) demonstrate(t *testing.T, dir, stop string) []string {
	t.Helper()
	return p.demonstrated(t, dir, stop, 0)
}

// demonstrated kills the process some time behind the line; with 0 the process waits for it there.
func (p program) demonstrated(t *testing.T, dir, stop string, later time.Duration) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), string(p))
	cmd.Env = append(os.Environ(), "TYPEDML_DEMO="+dir)
	if later == 0 {
		cmd.Env = append(cmd.Env, "TYPEDML_STOP="+stop)
	}
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	var lines []string
	for scanner := bufio.NewScanner(out); scanner.Scan(); {
		lines = append(lines, scanner.Text())
		if scanner.Text() == stop {
			time.Sleep(later)
			require.NoError(t, cmd.Process.Kill())
		}
	}
	if err = cmd.Wait(); stop == "" {
		require.NoError(t, err, strings.Join(lines, "\n"))
	} else {
		require.ErrorContains(t, err, "killed", "it ended before %q: %v", stop, lines)
	}
	return lines
}

var flow = []string{"begin", "train", "evaluate", "log", "register"}

// The demo is killed with SIGKILL behind each step of its pipeline in turn, and in the middle of each, and started again: it
// goes on where it was, and one finished run and one version with the same bytes as undisturbed is what came of it.
func TestTheDemoSurvivesAKillBetweenAnyTwoSteps(t *testing.T) {
	if _, err := train.FindXGBoost(); err != nil {
		interop.Skip(t, "xgboost", "%v", err)
	}
	demo, undisturbed := build(t), t.TempDir()
	demo.demonstrate(t, undisturbed, "")
	want := registered(t, undisturbed)
	for i, step := range flow {
		for _, kind := range []engine.Kind{engine.Begun, engine.Done} {
			t.Run(kind.String()+"_"+step, func(t *testing.T) {
				dir := t.TempDir()
				demo.demonstrate(t, dir, kind.String()+" "+step)
				lines := demo.demonstrate(t, dir, "")
				before := i
				if kind == engine.Done {
					before++
				}
				var told []string
				for k, s := range flow {
					if k < before {
						told = append(told, "resumed "+s)
					} else {
						told = append(told, "begun "+s, "done "+s)
					}
				}
				assert.Equal(t, told, lines)
				assert.True(t, slices.Equal(want, registered(t, dir)), "the model has other bytes")
			})
		}
	}
	t.Run("before_run_returns", func(t *testing.T) {
		dir := demo.killedWithAResult(t)
		assert.Empty(t, demo.demonstrate(t, dir, ""), "the run had ended")
		assert.True(t, slices.Equal(want, registered(t, dir)), "the model has other bytes")
	})
	assert.Equal(t, 1, versionsOf(t, undisturbed))
	demo.demonstrate(t, undisturbed, "")
	assert.Equal(t, 2, versionsOf(t, undisturbed), "a demo that ended is followed by a new run")
}

// killedWithAResult returns the folder of a demo that was killed when its run had ended, and nobody had been given the result.
// A process that goes on with a run learns of its end by asking now and then, so that its Run returns long after the last step.
func (p program) killedWithAResult(t *testing.T) string {
	t.Helper()
	for later := 20 * time.Millisecond; ; {
		dir := t.TempDir()
		p.demonstrate(t, dir, "begun train")
		p.demonstrated(t, dir, "done register", later)
		db, err := sql.Open("sqlite", filepath.Join(dir, "workflows.db"))
		require.NoError(t, err)
		var ended, returned bool
		err = db.QueryRowContext(t.Context(), "SELECT status = 'SUCCESS', attributes IS NULL FROM workflow_status").Scan(&ended, &returned)
		require.NoError(t, errors.Join(err, db.Close()))
		switch {
		case ended && !returned:
			return dir
		case !ended:
			later *= 2
			require.Less(t, later, 10*time.Second, "the run does not end")
		}
	}
}

func store(t *testing.T, dir string) mlflow.Client {
	t.Helper()
	client, err := mlflow.Open(t.Context(), story.SQLiteURI(filepath.Join(dir, "mlflow.db")))
	require.NoError(t, err)
	t.Cleanup(func() { client.Close() })
	return client
}

// registered demands one run, finished, with one version under the alias, and returns the bytes of its model.
func registered(t *testing.T, dir string) []byte {
	t.Helper()
	client := store(t, dir)
	v, err := client.GetModelVersionByAlias(t.Context(), "credit_risk", alias)
	require.NoError(t, err)
	assert.Equal(t, 1, v.Version)
	assert.Equal(t, 1, versionsOf(t, dir))
	run, err := client.GetRun(t.Context(), v.RunID)
	require.NoError(t, err)
	assert.Equal(t, mlflow.RunFinished, run.Info.Status)
	assert.Len(t, run.Outputs, 1)
	runs := 0
	for _, err := range client.SearchRuns(t.Context(), mlflow.RunQuery{ExperimentIDs: []string{run.Info.ExperimentID}}) {
		require.NoError(t, err)
		runs++
	}
	assert.Equal(t, 1, runs, "runs")
	bundle, err := model.Download(t.Context(), client, "models:/credit_risk@"+alias)
	require.NoError(t, err)
	data, err := bundle.Data("xgboost")
	require.NoError(t, err)
	return data
}

func versionsOf(t *testing.T, dir string) int {
	t.Helper()
	n := 0
	for _, err := range store(t, dir).SearchModelVersions(t.Context(), mlflow.Query{Filter: "name = 'credit_risk'"}) {
		require.NoError(t, err)
		n++
	}
	return n
}
