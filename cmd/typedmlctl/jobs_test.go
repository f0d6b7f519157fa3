//go:build linux

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/databricks"
	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/pipeline/bundle"
	workflows "github.com/typedml/typedml/pipeline/databricks"
	"github.com/typedml/typedml/pipeline/job"
)

// churnJob is a bundle of a Go program with a typed configuration.
func churnJob(t *testing.T, tg *databricks.Target) string {
	t.Helper()
	dir := t.TempDir()
	b := &bundle.Bundle{
		Name: tg.Prefix + "churn", Volume: "/Volumes/" + tg.Catalog + "/" + tg.Schema + "/typedml",
		Job: job.Description{Config: "bundletest.config", Fingerprint: "sha256:00", Tasks: []job.Task{
			{Key: "load"}, {Key: "train", DependsOn: []string{"load"}}, {Key: "alert", DependsOn: []string{"train"}, RunIf: job.AtLeastOneFailed},
		}},
		Parameters: []job.Parameter{
			{Name: "table", Value: "main.ml.churn"},
			{Name: "columns", Value: "[]"},
			{Name: "end", Value: "done"},
			{Name: "training_config.learning_rate", Value: "0.1"},
			{Name: "training_config.max_depth", Value: "6"},
		},
	}
	program := "github.com/typedml/typedml/pipeline/bundle/internal/churn/churn-job"
	require.NoError(t, bundle.Write(t.Context(), b, bundle.Options{Dir: dir, Package: program}))
	return dir
}

// TestJobs is a job's life: on the fake workspace, its tasks are the real launcher and the real program.
func TestJobs(t *testing.T) {
	tg := databricks.Start(t)
	poll := "0s"
	if tg.Fake != nil {
		python, err := exec.LookPath("python3")
		if err != nil {
			interop.Skip(t, "python", "python3 is not installed")
		}
		tg.Fake.RunPython(t, python)
		poll = "1ms"
	}
	name := "[dev] " + tg.Prefix + "churn"
	dir := churnJob(t, tg)

	code, said := ctl("jobs", "create", dir)
	require.Zero(t, code, said)
	removed(t, dir, name)
	assert.Contains(t, said, "created job "+name)
	code, said = ctl("jobs", "create", dir, "--target", "dev")
	require.Zero(t, code, said)
	assert.Contains(t, said, "updated job "+name)

	code, said = ctl("jobs", "run", name, "training_config.max_depth=8", "--poll", poll)
	require.Zero(t, code, said)
	assert.Contains(t, said, "load RUNNING")
	assert.Regexp(t, `train +SUCCESS`, said)
	assert.Regexp(t, `alert +EXCLUDED`, said)

	// A parameter that breaks a rule fails the task, and the operator sees its path.
	code, said = ctl("jobs", "run", name, "training_config.learning_rate=7", "--poll", poll)
	assert.Equal(t, 1, code)
	assert.Contains(t, said, "training_config.learning_rate: must be at most 1 (lte=1), got 7")
	assert.Regexp(t, `load +FAILED`, said)
	assert.Regexp(t, `train +UPSTREAM_FAILED`, said)
	run := regexp.MustCompile(`typedmlctl jobs repair (\d+) runs the failed tasks again`).FindStringSubmatch(said)
	require.Len(t, run, 2, said)

	for _, which := range []string{run[1], name} {
		code, said = ctl("jobs", "status", which)
		require.Zero(t, code, said)
		assert.Contains(t, said, name+": ")
		assert.Regexp(t, `load +FAILED`, said)
	}
	code, said = ctl("jobs", "repair", run[1], "--poll", poll)
	assert.Equal(t, 1, code, said)
	assert.Regexp(t, `load +FAILED +\S+ +attempt 2`, said)

	code, said = ctl("jobs", "run", name, "--no-wait")
	require.Zero(t, code, said)
	code, said = ctl("jobs", "run", name, "max_depth=8")
	assert.Equal(t, 1, code)
	assert.Contains(t, said, "INVALID_PARAMETER_VALUE")
}

// removed takes a job back when the test ends, and ends its newest run before that.
func removed(t *testing.T, dir, name string) {
	t.Helper()
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		w, err := workflows.Open(ctx, workflows.Options{})
		require.NoError(t, err)
		job, err := w.Find(ctx, name)
		require.NoError(t, err)
		if run, err := w.Latest(ctx, job); err == nil {
			_ = w.Cancel(ctx, run) // it may have ended
			_, err = w.Wait(ctx, run, nil)
			assert.NoError(t, err)
		}
		assert.NoError(t, w.Remove(ctx, dir, "dev"))
	})
}

func TestJobsRefused(t *testing.T) {
	tg := databricks.Start(t)
	const absent = "4503599627370495"
	for want, args := range map[string][]string{
		`the workspace has no job named "` + tg.Prefix + `nothing"; typedmlctl jobs create makes it`: {"jobs", "run", tg.Prefix + "nothing"},
		`"x" is no parameter`:                            {"jobs", "run", "nothing", "x"},
		"typedml bundle writes it":                       {"jobs", "create", filepath.Join(t.TempDir(), "bundle")},
		"databricks: look at run " + absent + " at http": {"jobs", "status", absent},
		"databricks: find job " + absent:                 {"jobs", "run", absent},
		"databricks: connect: ":                          {"jobs", "status", absent, "--profile", tg.Prefix + "nowhere"},
	} {
		code, said := ctl(args...)
		assert.Equal(t, 1, code, said)
		assert.Contains(t, said, want)
		assert.NotContains(t, said, os.Getenv("DATABRICKS_TOKEN"))
	}
	code, _ := ctl("jobs", "run")
	assert.Equal(t, 2, code)
}

// TestJobsTimeout: a run that outlasts the operator's patience goes on.
func TestJobsTimeout(t *testing.T) {
	tg := databricks.Start(t)
	dir, name := churnJob(t, tg), "[dev] "+tg.Prefix+"churn"
	code, said := ctl("jobs", "create", dir)
	require.Zero(t, code, said)
	removed(t, dir, name)
	code, said = ctl("jobs", "run", name, "--poll", "1h", "--timeout", time.Second.String())
	assert.Equal(t, 1, code)
	assert.Regexp(t, `which goes on: .*; look at it by typedmlctl jobs status \d+`, said)
}
