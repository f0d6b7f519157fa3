package model_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/model"
	_ "github.com/typedml/typedml/mlflow/sqlite"
	"github.com/typedml/typedml/schema"
)

func openStore(t *testing.T) mlflow.Client {
	t.Helper()
	return openFile(t, filepath.Join(t.TempDir(), "mlflow.db"))
}

func openFile(t *testing.T, file string) mlflow.Client {
	t.Helper()
	c, err := mlflow.Open(t.Context(), "sqlite:///"+filepath.ToSlash(file), mlflow.WithOptions(mlflow.Options{Getenv: func(string) string { return "" }}))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	return c
}

func startRun(t *testing.T, c mlflow.Client) *mlflow.Run {
	t.Helper()
	run, err := c.StartRun(t.Context(), mlflow.RunOptions{Experiment: "churn"})
	require.NoError(t, err)
	return run
}

func record() *schema.Record {
	str := func(s string) schema.Literal { return schema.Literal{Kind: schema.String, Text: s} }
	return &schema.Record{Name: "churn.features", Version: "2.1.0", Fields: []schema.Field{
		{Key: "amount", Type: schema.Type{Kind: schema.Float64}},
		{Key: "count", Type: schema.Type{Kind: schema.Int64}},
		{Key: "age", Type: schema.Type{Kind: schema.Int32}, Optional: true},
		{Key: "housing", Type: schema.Type{Kind: schema.Enum, Base: schema.String, Values: []schema.Literal{str("own"), str("rent[1]")}}},
	}}
}

func spec() model.Spec {
	return model.Spec{
		Name: "churn", Record: record(), Flavor: model.XGBoost("3.2.0"), Data: strings.NewReader(`{"learner":{}}`), ModelType: "classifier",
		Params: []mlflow.Param{{Key: "depth", Value: "6"}}, Tags: []mlflow.Tag{{Key: "k", Value: "v"}},
		Files:    map[string][]byte{"typedml/schema.json": []byte("{}")},
		Example:  [][]float64{{1.5, 3, math.NaN(), 1, 0}, {2, 4, 30, 0, 1}},
		Metadata: map[string]any{"note": "yes"}, Step: 3,
	}
}

func TestLog(t *testing.T) {
	c := openStore(t)
	run := startRun(t, c)
	s := spec()
	s.Register = &model.Registration{Name: "churn", Version: 1, Alias: "champion", Stage: mlflow.StageStaging, Description: "d", Tags: map[string]string{"a": "b"}}
	logged, err := model.Log(t.Context(), run, s)
	require.NoError(t, err)
	assert.Equal(t, mlflow.LoggedModelReady, logged.Model.Status)
	assert.Equal(t, 1, logged.Version.Version)
	assert.Equal(t, mlflow.StageStaging, logged.Version.Stage)
	assert.Equal(t, []string{"champion"}, logged.Version.Aliases)
	assert.Equal(t, "models:/"+logged.Model.ID, logged.URI())
	again, err := c.GetRun(t.Context(), run.ID())
	require.NoError(t, err)
	assert.Equal(t, []mlflow.ModelOutput{{ModelID: logged.Model.ID, Step: 3}}, again.Outputs)

	for _, uri := range []string{
		"models:/churn@champion", "models:/churn/1", "models:/churn/latest", "models:/churn/Staging", logged.URI(), "runs:/" + run.ID() + "/churn",
		logged.Model.ArtifactLocation,
	} {
		b, err := model.Download(t.Context(), c, uri)
		require.NoError(t, err, uri)
		assert.Equal(t, uri, b.Source.URI)
		data, err := b.Data("xgboost")
		require.NoError(t, err)
		assert.Equal(t, `{"learner":{}}`, string(data))
		var names []string
		for n := range b.Files {
			names = append(names, n)
		}
		assert.ElementsMatch(t, []string{
			"MLmodel", "conda.yaml", "input_example.json", "model.json", "python_env.yaml", "requirements.txt",
			"serving_input_example.json", "typedml/schema.json", model.SchemaFile,
		}, names)
		info := b.MLmodel.Info
		assert.Equal(t, []string{"amount", "count", "age", "housing=own", "housing=rent%5B1%5D"}, info.FeatureNames())
		assert.Equal(t, record().Fingerprint(), info.Fingerprint)
		assert.Equal(t, "xgboost", info.Engine)
		assert.Equal(t, "3.2.0", info.EngineVersion)
		assert.Equal(t, "2.1.0", info.SchemaVersion)
		assert.Equal(t, logged.Model.ID, b.MLmodel.ModelID)
		assert.Equal(t, run.ID(), b.MLmodel.RunID)
		assert.Equal(t, map[string]any{"note": "yes"}, b.MLmodel.Metadata)
	}
	b, err := model.Download(t.Context(), c, "models:/churn@champion")
	require.NoError(t, err)
	assert.Equal(t, logged.Model.ID, b.Source.ModelID)
	assert.Equal(t, run.ID(), b.Source.RunID)
	assert.Equal(t, 1, b.Source.Version.Version)
	assert.JSONEq(t, `{"columns":["amount","count","age","housing=own","housing=rent%5B1%5D"],
		"data":[[1.5,3,null,true,false],[2,4,30,false,true]]}`, string(b.Files["input_example.json"]))
	assert.True(t, json.Valid(b.Files["serving_input_example.json"]))
	assert.Equal(t, "mlflow==3.17.2\nxgboost==3.2.0\n", string(b.Files["requirements.txt"]))

	dir := filepath.Join(t.TempDir(), "model")
	m, err := model.DownloadTo(t.Context(), c, "models:/churn@champion", dir)
	require.NoError(t, err)
	assert.Equal(t, b.MLmodel, m)
	got, err := os.ReadFile(filepath.Join(dir, "typedml", "schema.json"))
	require.NoError(t, err)
	assert.Equal(t, "{}", string(got))
	_, err = model.DownloadTo(t.Context(), c, "models:/churn@champion", dir)
	require.ErrorContains(t, err, "exists already")

	run2 := startRun(t, c)
	s = spec()
	s.Register = &model.Registration{Name: "churn", Alias: "champion", Stage: mlflow.StageStaging, ArchiveExisting: true}
	logged, err = model.Log(t.Context(), run2, s)
	require.NoError(t, err)
	assert.Equal(t, 2, logged.Version.Version)
	v, err := c.GetModelVersion(t.Context(), "churn", 1)
	require.NoError(t, err)
	assert.Equal(t, mlflow.StageArchived, v.Stage)
	assert.Empty(t, v.Aliases)
}

// TestLogRefuses: what is wrong is found before anything is created.
func TestLogRefuses(t *testing.T) {
	for want, change := range map[string]func(*model.Spec){
		"the flavor is missing":     func(s *model.Spec) { s.Flavor = model.Flavor{} },
		"Data is missing":           func(s *model.Spec) { s.Data = nil },
		"Data is empty":             func(s *model.Spec) { s.Data = bytes.NewReader(nil) },
		"row 0 has 1 values":        func(s *model.Spec) { s.Example = [][]float64{{1}} },
		"count is 1.5":              func(s *model.Spec) { s.Example[0][1] = 1.5 },
		"housing=own is 0.5":        func(s *model.Spec) { s.Example[0][3] = 0.5 },
		"amount is +Inf":            func(s *model.Spec) { s.Example[0][0] = math.Inf(1) },
		"written by Log itself":     func(s *model.Spec) { s.Files["MLmodel"] = nil },
		"not a clean relative path": func(s *model.Spec) { s.Files["../x"] = nil },
		"features and its signature": func(s *model.Spec) {
			s.Example, s.Signature.Inputs = nil, []model.Column{{Name: "x", Type: model.Double}}
		},
		"several lines":         func(s *model.Spec) { s.Environment = model.Environment{Python: "3.12", Requirements: []string{"a\nb"}} },
		"MLflow refuses / : .":  func(s *model.Spec) { s.Name = "a/b" },
		`"depth,"`:              func(s *model.Spec) { s.Params[0].Key = "depth," },
		"registered model name": func(s *model.Spec) { s.Register = &model.Registration{Name: "a/b"} },
		"reserved":              func(s *model.Spec) { s.Register = &model.Registration{Name: "a", Alias: "v1"} },
		"77 is no stage":        func(s *model.Spec) { s.Register = &model.Registration{Name: "a", Stage: 77} },
		"-1 is no version":      func(s *model.Spec) { s.Register = &model.Registration{Name: "a", Version: -1} },
		"next free one is 2":    func(s *model.Spec) { s.Register = &model.Registration{Name: "taken", Version: 1} },
	} {
		t.Run(want, func(t *testing.T) {
			c := openStore(t)
			run := startRun(t, c)
			first := spec()
			first.Register = &model.Registration{Name: "taken"}
			_, err := model.Log(t.Context(), run, first)
			require.NoError(t, err)
			s := spec()
			change(&s)
			_, err = model.Log(t.Context(), run, s)
			require.ErrorContains(t, err, want)
			require.Equal(t, 1, count(t, c, run), "no model was created")
		})
	}
	_, err := model.Log(t.Context(), &mlflow.Run{}, spec())
	require.ErrorContains(t, err, "belongs to no client")
}

func count(t *testing.T, c mlflow.Client, run *mlflow.Run) (n int) {
	t.Helper()
	for _, err := range c.SearchLoggedModels(t.Context(), mlflow.LoggedModelQuery{ExperimentIDs: []string{run.Info.ExperimentID}}) {
		require.NoError(t, err)
		n++
	}
	return n
}

// TestDemandedVersion: a number that MLflow would not give leaves no version behind.
func TestDemandedVersion(t *testing.T) {
	c := openStore(t)
	run := startRun(t, c)
	s := spec()
	s.Register = &model.Registration{Name: "m", Version: 5, Alias: "champion"}
	_, err := model.Log(t.Context(), run, s)
	require.True(t, mlflow.IsInvalid(err), "%v", err)
	require.ErrorContains(t, err, "version 5 was asked for, but the next free one is 1")
	vs, err := c.LatestVersions(t.Context(), "m")
	require.NoError(t, err)
	require.Empty(t, vs)
	_, err = c.GetModelVersionByAlias(t.Context(), "m", "champion")
	require.True(t, mlflow.IsNotFound(err))
}

// broken fails the upload of one file, or one of the calls behind that.
type broken struct {
	mlflow.Store

	file   string
	cancel func()
}

func (b *broken) LogOutputs(ctx context.Context, runID string, outputs []mlflow.ModelOutput) error {
	if b.file == "outputs" {
		b.cancel()
		return errUpload
	}
	return b.Store.LogOutputs(ctx, runID, outputs)
}

func (b *broken) FinalizeLoggedModel(ctx context.Context, id string, s mlflow.LoggedModelStatus) (*mlflow.LoggedModel, error) {
	if b.file == "status" && s == mlflow.LoggedModelReady {
		b.cancel()
		return nil, errUpload
	}
	return b.Store.FinalizeLoggedModel(ctx, id, s)
}

var errUpload = errors.New("disk full")

func (b *broken) PutArtifact(ctx context.Context, location, path string, body io.ReadSeeker) error {
	if path == b.file {
		b.cancel()
		return errUpload
	}
	return b.Store.PutArtifact(ctx, location, path, body)
}

func TestFailedUpload(t *testing.T) {
	for _, file := range []string{"model.json", "MLmodel", "requirements.txt", "status", "outputs"} {
		t.Run(file, func(t *testing.T) {
			inner := openStore(t)
			ctx, cancel := context.WithCancel(t.Context())
			c := mlflow.NewClient(&broken{Store: inner, file: file, cancel: cancel})
			run := startRun(t, c)
			s := spec()
			s.Register = &model.Registration{Name: "m"}
			_, err := model.Log(ctx, run, s)
			require.ErrorIs(t, err, errUpload)
			n := 0
			for m, err := range inner.SearchLoggedModels(t.Context(), mlflow.LoggedModelQuery{ExperimentIDs: []string{run.Info.ExperimentID}}) {
				require.NoError(t, err)
				require.Equal(t, mlflow.LoggedModelUploadFailed, m.Status, "though the context was cancelled")
				n++
				_, err = model.Download(t.Context(), inner, "models:/"+m.ID)
				require.ErrorContains(t, err, "not ready")
			}
			require.Equal(t, 1, n)
			_, err = inner.GetRegisteredModel(t.Context(), "m")
			require.True(t, mlflow.IsNotFound(err), "nothing is registered: %v", err)
		})
	}
}

func TestResolveRefuses(t *testing.T) {
	c := openStore(t)
	run := startRun(t, c)
	s := spec()
	s.Register = &model.Registration{Name: "m"}
	_, err := model.Log(t.Context(), run, s)
	require.NoError(t, err)
	require.NoError(t, mlflow.LogBytes(t.Context(), run, "folder/x.txt", []byte("x")))
	for uri, want := range map[string]string{
		"":                              "it looks like",
		"churn":                         "it looks like",
		"models://m/1":                  "it looks like",
		"models:/":                      "after models:/",
		"models:/m/":                    "after models:/",
		"models:/m/1/2":                 "after models:/",
		"models:/m/champion":            "an alias is written m@champion",
		"models:/m@champion":            "no alias",
		"models:/m/2":                   "no version 2",
		"models:/m/Production":          "no version of m is in the stage Production",
		"models:/absent/latest":         "absent",
		"models:/m-0":                   "no logged model",
		"runs:/" + run.ID():             "after runs:/",
		"runs:/" + run.ID() + "/../x":   "not a clean relative path",
		"runs:/0/model":                 "no run",
		"runs:/" + run.ID() + "/folder": "there is no MLmodel file",
		"runs:/" + run.ID() + "/absent": "there is no MLmodel file",
		"s3:/bucket/x":                  `"s3" is not a place of models`,
		"mlflow-artifacts:/nothing":     "there is no MLmodel file",
	} {
		_, err := model.Download(t.Context(), c, uri)
		require.ErrorContains(t, err, want, uri)
		dir := filepath.Join(t.TempDir(), "d")
		_, err = model.DownloadTo(t.Context(), c, uri, dir)
		require.Error(t, err, uri)
		left, err := os.ReadDir(filepath.Dir(dir))
		require.NoError(t, err)
		require.Empty(t, left, "nothing half-written")
	}
}

// TestRunLoggedTwice: of the models that a run logged by one name, the newest is its model, whatever its step.
func TestRunLoggedTwice(t *testing.T) {
	c := openStore(t)
	run := startRun(t, c)
	for i, step := range []int64{1, 3, 3, 2, 0} {
		s := spec()
		s.Step = step
		s.Data = strings.NewReader(strings.Repeat(" ", i) + "{}")
		_, err := model.Log(t.Context(), run, s)
		require.NoError(t, err)
	}
	b, err := model.Download(t.Context(), c, "runs:/"+run.ID()+"/churn")
	require.NoError(t, err)
	data, err := b.Data("xgboost")
	require.NoError(t, err)
	require.Equal(t, "    {}", string(data))
}

// TestRunFolder loads a model that lies among a run's artifacts, as MLflow 2 stored it.
func TestRunFolder(t *testing.T) {
	c := openStore(t)
	run := startRun(t, c)
	require.NoError(t, mlflow.LogBytes(t.Context(), run, "old/model/MLmodel", []byte("flavors: {xgboost: {data: model.json}}")))
	require.NoError(t, mlflow.LogBytes(t.Context(), run, "old/model/model.json", []byte("{}")))
	b, err := model.Download(t.Context(), c, "runs:/"+run.ID()+"/old/model")
	require.NoError(t, err)
	require.Len(t, b.Files, 2)
	data, err := b.Data("xgboost")
	require.NoError(t, err)
	require.Equal(t, "{}", string(data))
	delete(b.Files, "model.json")
	_, err = b.Data("xgboost")
	require.ErrorContains(t, err, "the file model.json of flavor xgboost is missing")
}
