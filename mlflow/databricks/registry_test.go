package databricks_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/databricks"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/model"
)

// stage is a client with a run, and what it logged.
type stage struct {
	mlflow.Client

	target *databricks.Target
	log    *bytes.Buffer
	run    *mlflow.Run
}

// newStage makes an experiment and a run, which are deleted when the test ends.
func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{target: databricks.Start(t), log: &bytes.Buffer{}}
	var err error
	s.Client, err = mlflow.Open(t.Context(), "databricks://?catalog="+s.target.Catalog+"&schema="+s.target.Schema,
		mlflow.WithLogger(slog.New(slog.NewTextHandler(s.log, nil))),
		mlflow.WithOptions(mlflow.Options{Sleep: func(ctx context.Context, _ time.Duration) error { return context.Cause(ctx) }}))
	require.NoError(t, err)
	s.run, err = s.StartRun(t.Context(), mlflow.RunOptions{Experiment: s.target.Prefix + "exp"})
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, s.DeleteExperiment(context.WithoutCancel(t.Context()), s.run.Info.ExperimentID))
		assert.NoError(t, s.Close())
	})
	return s
}

// logged logs a model of two files.
func (s *stage) logged(t *testing.T) *mlflow.LoggedModel {
	t.Helper()
	ctx := t.Context()
	m, err := s.CreateLoggedModel(ctx, mlflow.LoggedModelSpec{ExperimentID: s.run.Info.ExperimentID, Name: "m", SourceRunID: s.run.ID()})
	require.NoError(t, err)
	for name, text := range map[string]string{"MLmodel": "flavors:\n  python_function: {loader_module: mlflow.xgboost}\n", "data/größe 1.json": "{}"} {
		require.NoError(t, s.PutArtifact(ctx, m.ArtifactLocation, name, strings.NewReader(text)))
	}
	m, err = s.FinalizeLoggedModel(ctx, m.ID, mlflow.LoggedModelReady)
	require.NoError(t, err)
	return m
}

// name names a registered model that is removed when the test ends.
func (s *stage) name(t *testing.T, what string) string {
	t.Helper()
	name := s.target.Prefix + what
	t.Cleanup(func() {
		err := s.DeleteRegisteredModel(context.WithoutCancel(t.Context()), name)
		assert.True(t, err == nil || mlflow.IsNotFound(err), "%v", err)
	})
	return name
}

func TestVersions(t *testing.T) {
	s := newStage(t)
	ctx, name, m := t.Context(), s.name(t, "churn"), s.logged(t)
	v, err := model.Register(ctx, s, m, model.Registration{Name: name, Alias: "champion", Tags: map[string]string{"version": "1.0.0"}})
	require.NoError(t, err)
	assert.Equal(t, name, v.Name, "the last part of the name")
	assert.Equal(t, 1, v.Version)
	assert.Equal(t, mlflow.VersionReady, v.Status)
	assert.Equal(t, m.SourceRunID, v.RunID)
	assert.Equal(t, []string{"champion"}, v.Aliases)

	full := s.target.Name("churn")
	for _, uri := range []string{"models:/" + name + "@champion", "models:/" + name + "/1", "models:/" + name + "/latest", "models:/" + full + "/1", "models:/" + m.ID} {
		b, err := model.Download(ctx, s, uri)
		require.NoError(t, err, uri)
		assert.Equal(t, "{}", string(b.Files["data/größe 1.json"]), uri)
		assert.Len(t, b.Files, 2, uri)
	}

	second, err := s.CreateModelVersion(ctx, mlflow.ModelVersionSpec{Name: full, Source: "models:/" + m.ID, RunID: s.run.ID()})
	require.NoError(t, err)
	assert.Equal(t, 2, second.Version)
	require.NoError(t, s.SetModelVersionTag(ctx, name, 2, mlflow.Tag{Key: "version", Value: "2.0.0"}))
	_, err = s.UpdateModelVersion(ctx, name, 2, "changed")
	require.NoError(t, err)
	var found []string
	for v, err := range s.SearchModelVersions(ctx, mlflow.Query{Filter: "name = " + mlflow.Quote(name), PageSize: 1}) {
		require.NoError(t, err)
		found = append(found, v.Tags["version"])
	}
	assert.Equal(t, []string{"2.0.0", "1.0.0"}, found, "newest first, with tags")
	for v, err := range s.SearchModelVersions(ctx, mlflow.Query{Filter: "name = 'absent'"}) {
		t.Error(v, err)
	}

	require.NoError(t, s.DeleteModelVersion(ctx, name, 2))
	_, err = s.GetModelVersion(ctx, name, 2)
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	got, err := s.GetRegisteredModel(ctx, name)
	require.NoError(t, err)
	assert.Equal(t, map[string]int{"champion": 1}, got.Aliases)
}

// TestStagesAreAliases: a stage sets an alias, and the log says so.
func TestStagesAreAliases(t *testing.T) {
	s := newStage(t)
	ctx, name, m := t.Context(), s.name(t, "staged"), s.logged(t)
	v, err := model.Register(ctx, s, m, model.Registration{Name: name, Stage: mlflow.StageStaging, ArchiveExisting: true})
	require.NoError(t, err)
	assert.Equal(t, []string{"staging"}, v.Aliases)
	assert.Equal(t, mlflow.StageStaging, v.Stage)
	assert.Contains(t, s.log.String(), "Unity Catalog has no stages")
	assert.Contains(t, s.log.String(), "alias=staging")

	v, err = s.TransitionStage(ctx, name, 1, mlflow.StageProduction, false)
	require.NoError(t, err)
	assert.Equal(t, []string{"production"}, v.Aliases)
	latest, err := s.LatestVersions(ctx, name, mlflow.StageProduction, mlflow.StageStaging)
	require.NoError(t, err)
	require.Len(t, latest, 1)
	_, err = s.LatestVersions(ctx, name, mlflow.StageArchived)
	require.ErrorContains(t, err, "no stage archived")

	v, err = s.TransitionStage(ctx, name, 1, mlflow.StageNone, false)
	require.NoError(t, err)
	assert.Empty(t, v.Aliases)
}

// TestStageIsGivenBack: a registration that fails leaves the version before in its stage.
func TestStageIsGivenBack(t *testing.T) {
	s := newStage(t)
	f := s.target.OnlyFake(t)
	ctx, name, m := t.Context(), s.name(t, "staged"), s.logged(t)
	_, err := model.Register(ctx, s, m, model.Registration{Name: name, Stage: mlflow.StageProduction})
	require.NoError(t, err)
	f.Inject(databricks.Fault{Method: "POST", Path: "/api/2.0/mlflow/unity-catalog/registered-models/alias", Status: 403, Skip: 1, Times: 1})
	_, err = model.Register(ctx, s, m, model.Registration{Name: name, Stage: mlflow.StageProduction, Alias: "champion"})
	require.ErrorContains(t, err, "403")
	v, err := s.GetModelVersionByAlias(ctx, name, "production")
	require.NoError(t, err)
	assert.Equal(t, 1, v.Version)
	_, err = s.GetModelVersion(ctx, name, 2)
	require.True(t, mlflow.IsNotFound(err), "%v", err)
}

// TestNoVersionIsHalfDone: whichever call fails, no version is left.
func TestNoVersionIsHalfDone(t *testing.T) {
	const uc = "/api/2.0/mlflow/unity-catalog/"
	for name, fault := range map[string]databricks.Fault{
		"create":           {Method: "POST", Path: uc + "model-versions/create", Status: 403},
		"create, late":     {Method: "POST", Path: uc + "model-versions/create", Status: 500, Late: true},
		"first file":       {Method: "PUT", Path: "/api/2.0/fs/files/", Status: 403},
		"second file":      {Method: "PUT", Path: "/api/2.0/fs/files/", Status: 403, Skip: 1},
		"reading a file":   {Method: "GET", Path: "/storage/artifact/", Status: 500, Skip: 1},
		"finalize":         {Method: "POST", Path: uc + "model-versions/finalize", Status: 403},
		"finalize, 500":    {Method: "POST", Path: uc + "model-versions/finalize", Status: 500},
		"alias":            {Method: "POST", Path: uc + "registered-models/alias", Status: 403},
		"alias, too often": {Method: "POST", Path: uc + "registered-models/alias", Status: 429, RetryAfter: "6000"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			f := s.target.OnlyFake(t)
			m := s.logged(t)
			f.Inject(fault)
			_, err := model.Register(t.Context(), s, m, model.Registration{Name: s.name(t, "half"), Alias: "champion"})
			f.ClearFaults()
			require.Error(t, err)
			for _, secret := range []string{f.Token(), "sig="} {
				require.NotContains(t, err.Error(), secret)
				require.NotContains(t, s.log.String(), secret)
			}
			for v, err := range s.SearchModelVersions(t.Context(), mlflow.Query{Filter: "name = " + mlflow.Quote(s.target.Prefix+"half")}) {
				t.Errorf("left: %v %v", v, err)
			}
		})
	}
}

// TestCreateModelVersionCleansUp: it leaves nothing behind itself, whoever calls it.
func TestCreateModelVersionCleansUp(t *testing.T) {
	s := newStage(t)
	f := s.target.OnlyFake(t)
	m, name := s.logged(t), s.name(t, "clean")
	_, err := s.CreateRegisteredModel(t.Context(), mlflow.RegisteredModelSpec{Name: name})
	require.NoError(t, err)
	f.Inject(databricks.Fault{Method: "PUT", Path: "/api/2.0/fs/files/", Status: 403, Skip: 1})
	_, err = s.CreateModelVersion(t.Context(), mlflow.ModelVersionSpec{Name: name, Source: "models:/" + m.ID})
	require.ErrorContains(t, err, "403")
	_, err = s.GetModelVersion(t.Context(), name, 1)
	require.True(t, mlflow.IsNotFound(err), "%v", err)

	empty, err := s.CreateLoggedModel(t.Context(), mlflow.LoggedModelSpec{ExperimentID: s.run.Info.ExperimentID, Name: "empty"})
	require.NoError(t, err)
	f.ClearFaults()
	_, err = s.CreateModelVersion(t.Context(), mlflow.ModelVersionSpec{Name: name, Source: "models:/" + empty.ID})
	require.ErrorContains(t, err, "there are no files")
	_, err = s.GetModelVersion(t.Context(), name, 2)
	require.True(t, mlflow.IsNotFound(err), "%v", err)
}

// TestFinalizeAnswerIsLost: it took effect, and that counts.
func TestFinalizeAnswerIsLost(t *testing.T) {
	s := newStage(t)
	f := s.target.OnlyFake(t)
	m := s.logged(t)
	f.Inject(databricks.Fault{Method: "POST", Path: "/api/2.0/mlflow/unity-catalog/model-versions/finalize", Status: 500, Late: true, Times: 1})
	v, err := model.Register(t.Context(), s, m, model.Registration{Name: s.name(t, "lost")})
	require.NoError(t, err)
	assert.Equal(t, mlflow.VersionReady, v.Status)
}

func TestRefusalsSayWhatToDo(t *testing.T) {
	const tracking, models = "/api/2.0/mlflow/runs/get", "/api/2.0/mlflow/unity-catalog/registered-models/get"
	for name, tc := range map[string]struct {
		path   string
		status int
		code   mlflow.Code
		says   []string // nothing: it succeeds
		times  int
	}{
		"401 of tracking":       {tracking, 401, mlflow.CodeUnauthenticated, []string{"renew it; it comes from DATABRICKS_TOKEN (pat)"}, 0},
		"403 of tracking":       {tracking, 403, mlflow.CodePermissionDenied, []string{"grant CAN EDIT on the experiment"}, 0},
		"429 of tracking once":  {tracking, 429, "", nil, 2},
		"500 of tracking stays": {tracking, 500, mlflow.CodeInternal, []string{"An internal error occurred"}, 0},
		"401 of models":         {models, 401, mlflow.CodeUnauthenticated, []string{"renew it; it comes from DATABRICKS_TOKEN (pat)"}, 0},
		"403 of models":         {models, 403, mlflow.CodePermissionDenied, []string{"grant USE CATALOG on main, USE SCHEMA on main.ml, EXECUTE on main.ml."}, 0},
		"429 of models once":    {models, 429, "", nil, 2},
		"500 of models stays":   {models, 500, mlflow.CodeUnavailable, []string{"given up after 4 tries"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			f := s.target.OnlyFake(t)
			model := s.name(t, "m")
			_, err := s.CreateRegisteredModel(t.Context(), mlflow.RegisteredModelSpec{Name: model})
			require.NoError(t, err)
			f.Inject(databricks.Fault{Path: tc.path, Status: tc.status, RetryAfter: "3", Times: tc.times})
			if tc.path == tracking {
				_, err = s.GetRun(t.Context(), s.run.ID())
			} else {
				_, err = s.GetRegisteredModel(t.Context(), model)
			}
			f.ClearFaults()
			if tc.says == nil {
				require.NoError(t, err)
				return
			}
			var e *mlflow.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, tc.code, e.Code, "%v", err)
			for _, words := range tc.says {
				require.ErrorContains(t, err, words)
			}
			require.NotContains(t, err.Error(), f.Token())
			require.NotContains(t, s.log.String(), f.Token())
		})
	}
}

// TestWrongToken: Databricks refuses an unknown token with 403, which is no matter of permissions.
func TestWrongToken(t *testing.T) {
	databricks.Start(t)
	t.Setenv("DATABRICKS_TOKEN", "dapi-stale")
	t.Setenv("MLFLOW_TRACKING_TOKEN", "other") // does not count
	c, err := mlflow.Open(t.Context(), "databricks")
	require.NoError(t, err)
	_, err = c.GetRun(t.Context(), "r")
	var e *mlflow.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, mlflow.CodeUnauthenticated, e.Code)
	require.ErrorContains(t, err, "Invalid access token")
	require.NotContains(t, err.Error(), "dapi-stale")
}

func TestNamesAndURIs(t *testing.T) {
	databricks.Start(t)
	file := t.TempDir() + "/cfg"
	dev := "[dev]\nhost = " + os.Getenv("DATABRICKS_HOST") + "\ntoken = " + os.Getenv("DATABRICKS_TOKEN") + "\n"
	require.NoError(t, os.WriteFile(file, []byte(dev), 0o600))
	t.Setenv("DATABRICKS_CONFIG_FILE", file)
	t.Setenv("DATABRICKS_HOST", "https://elsewhere.invalid")
	for uri, says := range map[string]string{
		"databricks://dev": "", "databricks://dev?catalog=main&schema=ml": "",
		"databricks://absent":                   "has no absent profile configured",
		"databricks://dev?catalog=main":         "catalog and schema belong together",
		"databricks://dev?catalg=main":          "there is no parameter catalg",
		"databricks://dev?experiments=Shared":   "experiments is a folder",
		"databricks://dev/x":                    "the name of a profile",
		"databricks://?catalog=a.b&schema=ml":   "names of one part each",
		"databricks://dev?schema=a&schema=b":    "given twice",
		"databricks://dev?catalog=a&schema=%zz": "do not parse",
	} {
		c, err := mlflow.Open(t.Context(), uri)
		if says != "" {
			assert.ErrorContains(t, err, says, uri)
			continue
		}
		require.NoError(t, err, uri)
		assert.Equal(t, uri, c.URI())
		for name, says := range map[string]string{"ml.churn": "catalog.schema.model", "a..b": "is empty", "a.b.c d": "no slash, colon or space"} {
			_, err := c.GetRegisteredModel(t.Context(), name)
			assert.ErrorContains(t, err, says, name)
		}
	}
	c, err := mlflow.Open(t.Context(), "databricks://dev")
	require.NoError(t, err)
	_, err = c.GetRegisteredModel(t.Context(), "churn")
	require.ErrorContains(t, err, "Write catalog.schema.churn")
	for _, err := range c.SearchRegisteredModels(t.Context(), mlflow.Query{Filter: "name LIKE 'x%'"}) {
		require.ErrorContains(t, err, "by no filter")
	}
	for _, err := range c.SearchModelVersions(t.Context(), mlflow.Query{Filter: "tags.x = '1'"}) {
		require.ErrorContains(t, err, "name = '…' or run_id = '…'")
	}
	_, err = c.ListArtifacts(t.Context(), "s3://bucket/x", "")
	require.ErrorContains(t, err, "are not reached through the workspace")
}

// TestRegistryVariable: MLFLOW_REGISTRY_URI=databricks-uc says what is so anyway.
func TestRegistryVariable(t *testing.T) {
	databricks.Start(t)
	t.Setenv("MLFLOW_TRACKING_URI", "databricks")
	t.Setenv("MLFLOW_REGISTRY_URI", "databricks-uc")
	c, err := mlflow.Open(t.Context(), "")
	require.NoError(t, err)
	assert.Equal(t, "databricks", c.URI())
}

// TestATakenOverVersionGivesTheStageBack: the alias that takes a stage's place is where it was when a registration fails
// that took a version over, whether the version was in use or only made.
func TestATakenOverVersionGivesTheStageBack(t *testing.T) {
	for _, used := range []bool{true, false} {
		s := newStage(t)
		f := s.target.OnlyFake(t)
		name := s.name(t, "staged")
		first, second := s.logged(t), s.logged(t)
		_, err := model.Register(t.Context(), s, first, model.Registration{Name: name, Stage: mlflow.StageProduction})
		require.NoError(t, err)
		made, want := model.Registration{Name: name}, map[string]int{"production": 1}
		if used {
			made.Alias, want["shadow"] = "shadow", 2
		}
		_, err = model.Register(t.Context(), s, second, made)
		require.NoError(t, err)
		f.Inject(databricks.Fault{Method: "POST", Path: "/api/2.0/mlflow/unity-catalog/registered-models/alias", Status: 403, Skip: 1, Times: 1})
		_, err = model.Register(t.Context(), s, second, model.Registration{Name: name, Stage: mlflow.StageProduction, Alias: "champion", TakeOver: true})
		require.ErrorContains(t, err, "403")
		m, err := s.GetRegisteredModel(t.Context(), name)
		require.NoError(t, err)
		assert.Equal(t, want, m.Aliases, "used %t", used)
	}
}
