//go:build linux

package databricks_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/databricks/databricks-sdk-go/apierr"
	"github.com/databricks/databricks-sdk-go/service/files"
	"github.com/databricks/databricks-sdk-go/service/jobs"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	fakes "github.com/typedml/typedml/internal/databricks"
	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/internal/workspace"
	"github.com/typedml/typedml/pipeline/bundle"
	"github.com/typedml/typedml/pipeline/databricks"
	"github.com/typedml/typedml/pipeline/job"
)

// tool is the job's program: train fails two times and succeeds the third, counted in a file of the volume.
const tool = `#!/bin/sh
task=${1#--task=}
state=${2#state=}
echo "running $task" >&2
if [ "$task" = train ]; then
	echo x >> "$state"
	[ "$(wc -l < "$state")" -gt 2 ] || { echo "the table has no rows" >&2; exit 7; }
fi
`

// volume is the folder of a volume that tests may write to: on a real workspace the volume typedml of the schema.
func volume(tg *fakes.Target) string {
	return "/Volumes/" + tg.Catalog + "/" + tg.Schema + "/typedml"
}

// start connects to the target; the fake runs tasks by the real python3.
func start(t *testing.T) (*fakes.Target, *databricks.Workflows) {
	t.Helper()
	tg := fakes.Start(t)
	poll := time.Duration(0)
	if tg.Fake != nil {
		python, err := exec.LookPath("python3")
		if err != nil {
			interop.Skip(t, "python", "python3 is not installed")
		}
		tg.Fake.RunPython(t, python)
		poll = time.Millisecond
	}
	w, err := databricks.Open(t.Context(), databricks.Options{Poll: poll})
	require.NoError(t, err)
	return tg, w
}

// written is a bundle of the tool.
func written(t *testing.T, tg *fakes.Target) string {
	t.Helper()
	dir := t.TempDir()
	b := &bundle.Bundle{
		Name: strings.TrimSuffix(tg.Prefix, "_"), Volume: volume(tg),
		Job: job.Description{Config: "tool.config", Fingerprint: "sha256:00", Tasks: []job.Task{
			{Key: "load"},
			{Key: "train", DependsOn: []string{"load"}, Retries: 1},
			{Key: "report", DependsOn: []string{"train"}},
			{Key: "alert", DependsOn: []string{"train"}, RunIf: job.AtLeastOneFailed},
		}},
		Parameters: []job.Parameter{{Name: "state", Value: volume(tg) + "/" + tg.Prefix + "state"}, {Name: "note", Value: ""}},
		Schedule:   &bundle.Schedule{Cron: "0 0 2 * * ?", Timezone: "Europe/Berlin"},
	}
	require.NoError(t, bundle.Write(t.Context(), b, bundle.Options{Dir: dir, Build: func(_ context.Context, _, out string) error {
		return os.WriteFile(out, []byte(tool), 0o777)
	}}))
	return dir
}

func TestJob(t *testing.T) {
	tg, w := start(t)
	dir := written(t, tg)
	made, err := w.Create(t.Context(), dir, "dev")
	require.NoError(t, err)
	t.Cleanup(func() { remove(t, tg, w, dir) })
	assert.True(t, made.Created)
	again, err := w.Create(t.Context(), dir, "dev")
	require.NoError(t, err)
	assert.Equal(t, databricks.Job{ID: made.ID, Name: made.Name}, again)
	found, err := w.Find(t.Context(), made.Name)
	require.NoError(t, err)
	assert.Equal(t, made.ID, found.ID)

	_, err = w.Start(t.Context(), made.ID, map[string]string{"stat": "x"})
	require.ErrorContains(t, err, "databricks: run job")

	id, err := w.Start(t.Context(), made.ID, nil)
	require.NoError(t, err)
	var looks []string
	run, err := w.Wait(t.Context(), id, func(r *databricks.Run) { looks = append(looks, r.State) })
	require.NoError(t, err)
	assert.Contains(t, looks, "RUNNING")
	assert.Equal(t, "FAILED", run.State)
	assert.False(t, run.OK)
	assert.Equal(t, map[string]string{"load": "SUCCESS", "train": "FAILED", "report": "UPSTREAM_FAILED", "alert": "SUCCESS"}, states(run))
	train := task(run, "train")
	assert.Equal(t, 1, train.Attempt, "the retry")
	assert.Contains(t, train.Message, "the table has no rows")
	latest, err := w.Latest(t.Context(), made)
	require.NoError(t, err)
	assert.Equal(t, id, latest)

	require.NoError(t, w.Repair(t.Context(), id))
	run, err = w.Wait(t.Context(), id, nil)
	require.NoError(t, err)
	assert.True(t, run.OK, run.State)
	assert.Equal(t, "SUCCESS", states(run)["report"])
	assert.Equal(t, 0, task(run, "load").Attempt, "what succeeded ran again")
	require.ErrorContains(t, w.Repair(t.Context(), id), "has no failed task")

	require.NoError(t, w.Repair(t.Context(), id, "report"))
	run, err = w.Wait(t.Context(), id, nil)
	require.NoError(t, err)
	assert.True(t, run.OK)
	assert.Positive(t, task(run, "report").Attempt)
}

// remove takes back what a test made.
func remove(t *testing.T, tg *fakes.Target, w *databricks.Workflows, dir string) {
	ctx := context.WithoutCancel(t.Context())
	require.NoError(t, w.Remove(ctx, dir, "dev"))
	if tg.Fake != nil {
		assert.Empty(t, tg.Fake.Files.Names())
		return // the state lies in a folder of the test
	}
	c, err := workspace.Open(ctx, workspace.Options{})
	require.NoError(t, err)
	err = files.NewFiles(c.API).DeleteByFilePath(ctx, volume(tg)+"/"+tg.Prefix+"state")
	assert.True(t, err == nil || errors.Is(err, apierr.ErrNotFound), "%v", err)
}

func states(r *databricks.Run) map[string]string {
	out := map[string]string{}
	for _, t := range r.Tasks {
		out[t.Key] = t.State
	}
	return out
}

func task(r *databricks.Run, key string) databricks.Task {
	for _, t := range r.Tasks {
		if t.Key == key {
			return t
		}
	}
	return databricks.Task{}
}

func TestForeignJobIsLeftAlone(t *testing.T) {
	tg, w := start(t)
	dir := written(t, tg)
	made, err := w.Create(t.Context(), dir, "dev")
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		require.NoError(t, w.Delete(ctx, made.ID))
		require.NoError(t, w.Remove(ctx, dir, "dev"))
	})
	c, err := workspace.Open(t.Context(), workspace.Options{})
	require.NoError(t, err)
	api := jobs.NewJobs(c.API)
	have, err := api.GetByJobId(t.Context(), made.ID)
	require.NoError(t, err)
	tags := have.Settings.Tags
	for want, change := range map[string]func(*jobs.JobSettings){
		"was not made from a bundle; rename one of them": func(s *jobs.JobSettings) { s.Tags, s.Deployment = nil, nil },
		"was deployed by the Databricks CLI; bring it up to": func(s *jobs.JobSettings) {
			s.Tags, s.Deployment = tags, &jobs.JobDeployment{Kind: jobs.JobDeploymentKindBundle}
		},
	} {
		change(have.Settings)
		require.NoError(t, api.Reset(t.Context(), jobs.ResetJob{JobId: made.ID, NewSettings: *have.Settings}))
		calls := sent(tg)
		_, err = w.Create(t.Context(), dir, "dev")
		require.ErrorContains(t, err, want)
		for _, c := range sent(tg)[len(calls):] {
			assert.Equal(t, "GET", c.Method, "%s %s", c.Method, c.Path)
		}
	}
}

// sent are the calls so far; nobody counts those of a real workspace.
func sent(tg *fakes.Target) []fakes.Call {
	if tg.Fake == nil {
		return nil
	}
	return tg.Fake.Calls()
}

func TestUnknownSettings(t *testing.T) {
	tg, w := start(t)
	dir := written(t, tg)
	file := filepath.Join(dir, "databricks.yml")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(text), "max_concurrent_runs", "max_runs", 1)), 0o666))
	_, err = w.Create(t.Context(), dir, "dev")
	require.ErrorContains(t, err, "job.max_runs, which Databricks Jobs 2.2 does not know")
	for _, c := range sent(tg) {
		assert.NotEqual(t, "POST", c.Method)
	}
}

// TestFaults answers as a workspace does that is closed, busy or broken.
func TestFaults(t *testing.T) {
	tg, w := start(t)
	fake := tg.OnlyFake(t)
	made, err := w.Create(t.Context(), written(t, tg), "dev")
	require.NoError(t, err)
	for status, want := range map[int]string{
		401: "(401 UNAUTHENTICATED); the credential was refused: renew it; it comes from DATABRICKS_TOKEN (pat)",
		403: "User does not have the permission for this operation. (403 PERMISSION_DENIED); grant CAN MANAGE RUN on the job to the user of",
	} {
		fake.ClearFaults()
		fake.Inject(fakes.Fault{Path: "/api/2.2/jobs/run-now", Status: status})
		before := len(fake.Calls())
		_, err := w.Start(t.Context(), made.ID, nil)
		require.ErrorContains(t, err, want)
		assert.Len(t, fake.Calls(), before+1, "%d was asked again", status)
		assert.NotContains(t, err.Error(), fake.Token())
	}
	fake.ClearFaults()
	fake.Inject(fakes.Fault{Path: "/api/2.2/jobs/run-now", Status: 429, RetryAfter: "1", Times: 1})
	began := time.Now()
	id, err := w.Start(t.Context(), made.ID, nil)
	require.NoError(t, err)
	assert.GreaterOrEqual(t, time.Since(began), time.Second, "Retry-After was not awaited")
	_, err = w.Wait(t.Context(), id, nil)
	require.NoError(t, err)

	// The run began, and nobody was told: asked again, it is the same.
	fake.ClearFaults()
	fake.Inject(fakes.Fault{Path: "/api/2.2/jobs/run-now", Status: 500, Late: true, Times: 1})
	second, err := w.Start(t.Context(), made.ID, nil)
	require.NoError(t, err)
	assert.NotEqual(t, id, second)
	latest, err := w.Latest(t.Context(), made)
	require.NoError(t, err)
	assert.Equal(t, second, latest)
	assert.Equal(t, 2, fake.Jobs.Runs(), "a lost answer began two runs")
	fake.Inject(fakes.Fault{Path: "/api/2.2/jobs/create", Status: 500, Times: 1})
	other := written(t, &fakes.Target{Catalog: "main", Schema: "ml", Prefix: "other_"})
	_, err = w.Create(t.Context(), other, "dev")
	require.ErrorContains(t, err, "databricks: create job [dev] other at "+fake.URL())
	require.ErrorContains(t, err, "(500 INTERNAL_ERROR)")
}

func TestWaitEndsWithItsContext(t *testing.T) {
	tg, w := start(t)
	patient, err := databricks.Open(t.Context(), databricks.Options{Poll: time.Hour})
	require.NoError(t, err)
	dir := written(t, tg)
	made, err := w.Create(t.Context(), dir, "dev")
	require.NoError(t, err)
	t.Cleanup(func() { remove(t, tg, w, dir) })
	id, err := w.Start(t.Context(), made.ID, nil)
	require.NoError(t, err)
	require.ErrorContains(t, w.Repair(t.Context(), id), "it can be repaired when it has ended")
	ctx, cancel := context.WithCancel(t.Context())
	_, err = patient.Wait(ctx, id, func(*databricks.Run) { cancel() })
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorContains(t, err, "which goes on")
	require.NoError(t, w.Cancel(t.Context(), id))
	run, err := w.Wait(t.Context(), id, nil)
	require.NoError(t, err)
	assert.Equal(t, "CANCELED", run.State)
}

func TestOpenWithoutAWorkspace(t *testing.T) {
	for _, name := range []string{"DATABRICKS_HOST", "DATABRICKS_TOKEN", "DATABRICKS_CONFIG_PROFILE"} {
		t.Setenv(name, "")
	}
	t.Setenv("DATABRICKS_CONFIG_FILE", filepath.Join(t.TempDir(), "absent"))
	_, err := databricks.Open(t.Context(), databricks.Options{})
	require.ErrorContains(t, err, "databricks: connect:")
	require.ErrorContains(t, err, "set DATABRICKS_HOST and DATABRICKS_TOKEN, or name a profile of ~/.databrickscfg")
	t.Setenv("DATABRICKS_HOST", "http://127.0.0.1:1")
	t.Setenv("DATABRICKS_TOKEN", "dapi-very-secret")
	w, err := databricks.Open(t.Context(), databricks.Options{})
	require.NoError(t, err)
	_, err = w.Find(t.Context(), "churn")
	require.ErrorContains(t, err, "connection refused")
	require.ErrorContains(t, err, "check the address (DATABRICKS_HOST, or the profile's host), the network and the proxy")
	assert.NotContains(t, err.Error(), "secret")
}
