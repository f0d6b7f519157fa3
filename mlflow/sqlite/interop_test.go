package sqlite_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"maps"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/internal/interop/mlflowserver"
	"github.com/typedml/typedml/mlflow"
	_ "github.com/typedml/typedml/mlflow/rest"
)

// constraint splits a definition at its constraints: Alembic writes those of some tables in random order.
var constraint = regexp.MustCompile(`, (CONSTRAINT|FOREIGN KEY|CHECK)|\)$`)

// master returns the definition of every object of a database, with blanks and the order of constraints normalised.
func master(t *testing.T, file string) map[string]string {
	t.Helper()
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: filepath.ToSlash(file)}).String())
	require.NoError(t, err)
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), `SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master`)
	require.NoError(t, err)
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var name, def string
		require.NoError(t, rows.Scan(&name, &def))
		def = strings.Join(strings.Fields(def), " ")
		var parts []string
		from := 0
		for _, at := range constraint.FindAllStringIndex(def, -1) {
			parts, from = append(parts, strings.TrimSpace(def[from:at[0]])), at[0]
		}
		slices.Sort(parts)
		out[name] = strings.Join(append(parts, def[from:]), "\n")
	}
	require.NoError(t, rows.Err())
	return out
}

// TestSchema: what this package creates is what MLflow creates, object by object, and each opens the other's file.
func TestSchema(t *testing.T) {
	python := interop.Python(t, "mlflow")
	dir := t.TempDir()
	theirs, ours := filepath.Join(dir, "theirs.db"), filepath.Join(dir, "ours.db")
	c := openAt(t, ours)
	run, err := c.StartRun(t.Context(), mlflow.RunOptions{Experiment: "go"})
	require.NoError(t, err)
	require.NoError(t, run.LogParam(t.Context(), "p", "ä"))

	var got struct {
		Revision, Param, Status string
		RunID                   string
	}
	interop.RunJSON(t, python, `
import json, sys
from mlflow import MlflowClient
ours, theirs, run_id = sys.argv[1:]
c = MlflowClient("sqlite:///" + ours)                 # opens Go's file, without a migration
run = c.get_run(run_id)
c.log_metric(run_id, "from_python", 0.5, step=3)
d = MlflowClient("sqlite:///" + theirs)               # creates one
e = d.create_experiment("python", tags={"k": "v"})
r = d.create_run(e, run_name="by python")
d.log_param(r.info.run_id, "q", "1")
d.log_metric(r.info.run_id, "nan", float("nan"))
d.log_text(r.info.run_id, "hello", "notes/hello.txt")
print(json.dumps({"Param": run.data.params["p"], "Status": run.info.status, "RunID": r.info.run_id}))
`, nil, &got, filepath.ToSlash(ours), filepath.ToSlash(theirs), run.ID())
	assert.Equal(t, "ä", got.Param)
	assert.Equal(t, "RUNNING", got.Status)
	have := master(t, ours)
	for name, def := range master(t, theirs) {
		assert.Equal(t, def, have[name], name)
		delete(have, name)
	}
	assert.Empty(t, have)

	run, err = c.GetRun(t.Context(), run.ID())
	require.NoError(t, err)
	assert.Equal(t, 0.5, run.Data.Metrics["from_python"].Value)
	assert.EqualValues(t, 3, run.Data.Metrics["from_python"].Step)

	p := openAt(t, theirs)
	run, err = p.GetRun(t.Context(), got.RunID)
	require.NoError(t, err)
	assert.Equal(t, "by python", run.Info.Name)
	assert.Equal(t, map[string]string{"q": "1"}, run.Data.Params)
	assert.True(t, math.IsNaN(run.Data.Metrics["nan"].Value))
	b, err := mlflow.ReadArtifact(t.Context(), run, "notes/hello.txt") // Python's location is a plain path
	require.NoError(t, err)
	assert.Equal(t, "hello", string(b))
}

// TestBothWrite: Python and Go write to one file at the same time; nothing is lost and nothing is damaged.
func TestBothWrite(t *testing.T) {
	python := interop.Python(t, "mlflow")
	file := filepath.Join(t.TempDir(), "mlflow.db")
	c := openAt(t, file)
	run, err := c.StartRun(t.Context(), mlflow.RunOptions{})
	require.NoError(t, err)
	const n = 200
	started := filepath.Join(t.TempDir(), "started")
	done := make(chan error, 1)
	go func() {
		for {
			if _, err := os.Stat(started); err == nil || t.Context().Err() != nil {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		for i := range n {
			if err := run.LogMetric(t.Context(), "go", float64(i), int64(i)); err != nil {
				done <- fmt.Errorf("metric %d: %w", i, err)
				return
			}
		}
		done <- nil
	}()
	interop.Run(t, python, `
import pathlib, sys
from mlflow import MlflowClient
c = MlflowClient("sqlite:///" + sys.argv[1])
c.log_metric(sys.argv[2], "python", -1, step=0)
pathlib.Path(sys.argv[3]).write_text("x")
for i in range(1, int(sys.argv[4])):
    c.log_metric(sys.argv[2], "python", float(i), step=i)
`, nil, filepath.ToSlash(file), run.ID(), started, fmt.Sprint(n))
	require.NoError(t, <-done)
	for _, key := range []string{"go", "python"} {
		count := 0
		for _, err := range c.MetricHistory(t.Context(), run.ID(), key) {
			require.NoError(t, err)
			count++
		}
		assert.Equal(t, n, count, key)
	}
	run, err = c.GetRun(t.Context(), run.ID())
	require.NoError(t, err)
	assert.EqualValues(t, n-1, run.Data.Metrics["go"].Value)
	assert.EqualValues(t, n-1, run.Data.Metrics["python"].Value)
}

// world is everything that writeWorld wrote.
type world struct {
	run                 *mlflow.Run
	model               *mlflow.LoggedModel
	name                string
	experimentID, runID string
}

func writeWorld(t *testing.T, c mlflow.Client) world {
	t.Helper()
	ctx := t.Context()
	run, err := c.StartRun(ctx, mlflow.RunOptions{Experiment: "/Shared/churn", Name: "first", Description: "why"})
	require.NoError(t, err)
	at := time.UnixMilli(1700000000000)
	require.NoError(t, run.LogBatch(ctx, mlflow.Batch{
		Params: []mlflow.Param{{Key: "lr", Value: "0.1"}, {Key: "größe", Value: strings.Repeat("ä", 6000)}},
		Metrics: []mlflow.Metric{
			{Key: "auc", Value: 0.5, Time: at, Step: 1},
			{Key: "auc", Value: 0.9, Time: at, Step: 2},
			{Key: "nan", Value: math.NaN(), Time: at},
			{Key: "inf", Value: math.Inf(-1), Time: at},
		},
		Tags: []mlflow.Tag{{Key: "team", Value: "risk"}},
	}))
	require.NoError(t, mlflow.LogJSON(ctx, run, "feature_importance.json", map[string]float64{"age": 1}))
	m, err := c.CreateLoggedModel(ctx, mlflow.LoggedModelSpec{
		ExperimentID: run.Info.ExperimentID, Name: "churn", SourceRunID: run.ID(), ModelType: "classifier",
		Params: []mlflow.Param{{Key: "depth", Value: "6"}}, Tags: []mlflow.Tag{{Key: "k", Value: "v"}},
	})
	require.NoError(t, err)
	require.NoError(t, c.PutArtifact(ctx, m.ArtifactLocation, "model.json", strings.NewReader("{}")))
	_, err = c.FinalizeLoggedModel(ctx, m.ID, mlflow.LoggedModelReady)
	require.NoError(t, err)
	require.NoError(t, c.LogOutputs(ctx, run.ID(), []mlflow.ModelOutput{{ModelID: m.ID, Step: 4}}))
	require.NoError(t, run.LogBatch(ctx, mlflow.Batch{Metrics: []mlflow.Metric{{Key: "f1", Value: 0.7, Time: at, ModelID: m.ID}}}))
	_, err = c.CreateRegisteredModel(ctx, mlflow.RegisteredModelSpec{Name: "churn", Description: "about", Tags: map[string]string{"a": "b"}})
	require.NoError(t, err)
	for range 3 {
		_, err = c.CreateModelVersion(ctx, mlflow.ModelVersionSpec{
			Name: "churn", Source: "models:/" + m.ID, ModelID: m.ID, Description: "d", Tags: map[string]string{"x": "y"},
		})
		require.NoError(t, err)
	}
	require.NoError(t, c.DeleteModelVersion(ctx, "churn", 3))
	require.NoError(t, c.SetAlias(ctx, "churn", "champion", 2))
	_, err = c.TransitionStage(ctx, "churn", 1, mlflow.StageStaging, false)
	require.NoError(t, err)
	require.NoError(t, run.End(ctx, mlflow.RunFinished))
	return world{run: run, model: m, name: "churn", experimentID: run.Info.ExperimentID, runID: run.ID()}
}

// check reads the world back.
func (w world) check(t *testing.T, c mlflow.Client) {
	t.Helper()
	ctx := t.Context()
	e, err := c.GetExperimentByName(ctx, "/Shared/churn")
	require.NoError(t, err)
	assert.Equal(t, w.experimentID, e.ID)
	run, err := c.GetRun(ctx, w.runID)
	require.NoError(t, err)
	assert.Equal(t, mlflow.RunFinished, run.Info.Status)
	assert.Equal(t, "first", run.Info.Name)
	assert.False(t, run.Info.End.IsZero())
	assert.Equal(t, map[string]string{"lr": "0.1", "größe": strings.Repeat("ä", 6000)}, run.Data.Params)
	assert.Equal(t, "risk", run.Data.Tags["team"])
	assert.Equal(t, "why", run.Data.Tags["mlflow.note.content"])
	assert.ElementsMatch(t, []string{"auc", "nan", "inf", "f1"}, slices.Collect(maps.Keys(run.Data.Metrics)))
	assert.Equal(t, 0.9, run.Data.Metrics["auc"].Value)
	assert.True(t, math.IsNaN(run.Data.Metrics["nan"].Value))
	assert.Equal(t, -math.MaxFloat64, run.Data.Metrics["inf"].Value)
	assert.Equal(t, []mlflow.ModelOutput{{ModelID: w.model.ID, Step: 4}}, run.Outputs)
	b, err := mlflow.ReadArtifact(ctx, run, "feature_importance.json")
	require.NoError(t, err)
	assert.JSONEq(t, `{"age":1}`, string(b))

	m, err := c.GetLoggedModel(ctx, w.model.ID)
	require.NoError(t, err)
	assert.Equal(t, mlflow.LoggedModelReady, m.Status)
	assert.Equal(t, "classifier", m.ModelType)
	assert.Equal(t, map[string]string{"depth": "6"}, m.Params)
	assert.Equal(t, "v", m.Tags["k"])
	assert.Contains(t, m.Tags["mlflow.modelVersions"], "churn")
	require.Len(t, m.Metrics, 1)
	assert.Equal(t, 0.7, m.Metrics[0].Value)
	rc, err := c.OpenArtifact(ctx, m.ArtifactLocation, "model.json")
	require.NoError(t, err)
	require.NoError(t, rc.Close())

	r, err := c.GetRegisteredModel(ctx, w.name)
	require.NoError(t, err)
	assert.Equal(t, "about", r.Description)
	assert.Equal(t, map[string]string{"a": "b"}, r.Tags)
	assert.Equal(t, 2, r.Aliases["champion"])
	v, err := c.GetModelVersionByAlias(ctx, w.name, "champion")
	require.NoError(t, err)
	assert.Equal(t, 2, v.Version)
	assert.Equal(t, mlflow.VersionReady, v.Status)
	assert.Equal(t, w.runID, v.RunID)
	assert.Equal(t, map[string]string{"x": "y"}, v.Tags)
	latest, err := c.LatestVersions(ctx, w.name, mlflow.StageStaging)
	require.NoError(t, err)
	require.Len(t, latest, 1)
	assert.Equal(t, 1, latest[0].Version)
	_, err = c.GetModelVersion(ctx, w.name, 3)
	assert.True(t, mlflow.IsNotFound(err))
	uri, err := c.ModelVersionDownloadURI(ctx, w.name, 2)
	require.NoError(t, err)
	assert.Equal(t, m.ArtifactLocation, uri)
}

// TestServerOpensFile: all that the embedded store wrote, the real server reads; what the server then appends, the
// store reads, while both have the file open.
func TestServerOpensFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "mlflow.db")
	embedded := openAt(t, file)
	w := writeWorld(t, embedded)
	w.check(t, embedded)

	url := mlflowserver.Start(t, file, filepath.Join(dir, "mlartifacts")).URL
	server, err := mlflow.Open(t.Context(), url)
	require.NoError(t, err)
	defer server.Close()
	w.check(t, server)

	ctx := t.Context()
	run, err := server.GetRun(ctx, w.runID)
	require.NoError(t, err)
	require.NoError(t, run.LogMetric(ctx, "auc", 0.95, 3))
	require.NoError(t, run.LogParam(ctx, "late", "1"))
	require.NoError(t, mlflow.LogBytes(ctx, run, "late/x.bin", bytes.Repeat([]byte{1}, 1000)))
	v, err := server.CreateModelVersion(ctx, mlflow.ModelVersionSpec{Name: w.name, Source: "models:/" + w.model.ID, ModelID: w.model.ID})
	require.NoError(t, err)
	assert.Equal(t, 4, v.Version, "the number of the deleted version is not used again")
	require.NoError(t, server.SetAlias(ctx, w.name, "champion", 4))
	_, err = server.StartRun(ctx, mlflow.RunOptions{Experiment: "of the server"})
	require.NoError(t, err)

	run, err = embedded.GetRun(ctx, w.runID)
	require.NoError(t, err)
	assert.Equal(t, 0.95, run.Data.Metrics["auc"].Value)
	assert.Equal(t, "1", run.Data.Params["late"])
	b, err := mlflow.ReadArtifact(ctx, run, "late/x.bin")
	require.NoError(t, err)
	assert.Len(t, b, 1000)
	v, err = embedded.GetModelVersionByAlias(ctx, w.name, "champion")
	require.NoError(t, err)
	assert.Equal(t, 4, v.Version)
	e, err := embedded.GetExperimentByName(ctx, "of the server")
	require.NoError(t, err)
	require.NoError(t, embedded.SetExperimentTag(ctx, e.ID, mlflow.Tag{Key: "by", Value: "go"}))
	e, err = server.GetExperiment(ctx, e.ID)
	require.NoError(t, err)
	assert.Equal(t, "go", e.Tags["by"])
}
