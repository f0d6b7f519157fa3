package mlflowtest

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
)

func (s *suite) registeredModel(t *testing.T) {
	ctx, name := t.Context(), s.name("model")
	m, err := s.c.CreateRegisteredModel(ctx, mlflow.RegisteredModelSpec{Name: name, Description: "about", Tags: map[string]string{"a": "b"}})
	require.NoError(t, err)
	require.Equal(t, name, m.Name)
	_, err = s.c.CreateRegisteredModel(ctx, mlflow.RegisteredModelSpec{Name: name})
	require.True(t, mlflow.IsAlreadyExists(err), "%v", err)

	require.NoError(t, s.c.SetRegisteredModelTag(ctx, name, mlflow.Tag{Key: "a", Value: "c"}))
	_, err = s.c.UpdateRegisteredModel(ctx, name, "changed")
	require.NoError(t, err)
	s.version(t, name)
	require.NoError(t, s.c.SetAlias(ctx, name, "champion", 1))

	newName := s.name("renamed")
	_, err = s.c.RenameRegisteredModel(ctx, name, newName)
	require.NoError(t, err)
	m, err = s.c.GetRegisteredModel(ctx, newName)
	require.NoError(t, err)
	require.Equal(t, "changed", m.Description)
	require.Equal(t, map[string]string{"a": "c"}, m.Tags)
	require.Equal(t, map[string]int{"champion": 1}, m.Aliases)
	require.Len(t, m.Latest, 1)
	require.WithinDuration(t, time.Now(), m.Updated, time.Minute)
	_, err = s.c.GetRegisteredModel(ctx, name)
	require.True(t, mlflow.IsNotFound(err), "%v", err)

	require.NoError(t, s.c.DeleteRegisteredModel(ctx, newName))
	_, err = s.c.GetRegisteredModel(ctx, newName)
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	err = s.c.DeleteRegisteredModel(ctx, newName)
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	for _, bad := range []string{"", "a/b", "a:b", " ", "..", strings.Repeat("x", 257)} {
		_, err := s.c.CreateRegisteredModel(ctx, mlflow.RegisteredModelSpec{Name: bad})
		code(t, mlflow.CodeInvalidParameter, err)
	}
}

func (s *suite) registeredSearch(t *testing.T) {
	ctx, prefix := t.Context(), s.name("found")
	for _, n := range []string{"a", "b", "c"} {
		_, err := s.c.CreateRegisteredModel(ctx, mlflow.RegisteredModelSpec{Name: prefix + n, Tags: map[string]string{"l": n}})
		require.NoError(t, err)
	}
	find := func(q mlflow.Query) (names []string) {
		for _, m := range collect(t, s.c.SearchRegisteredModels(ctx, q)) {
			names = append(names, strings.TrimPrefix(m.Name, prefix))
		}
		return names
	}
	require.Equal(t, []string{"a", "b", "c"}, find(mlflow.Query{Filter: "name LIKE '" + prefix + "%'", PageSize: 2}))
	require.Equal(t, []string{"b"}, find(mlflow.Query{Filter: "name LIKE '" + prefix + "%' AND tags.l = 'b'"}))
	require.Equal(t, []string{"c", "b", "a"}, find(mlflow.Query{Filter: "name ILIKE '" + prefix + "%'", OrderBy: []string{"name DESC"}}))
}

// version registers a logged model as the next version and returns both.
func (s *suite) version(t *testing.T, name string) (*mlflow.ModelVersion, *mlflow.LoggedModel) {
	t.Helper()
	ctx, run := t.Context(), s.run(t)
	m, err := s.c.CreateLoggedModel(ctx, mlflow.LoggedModelSpec{ExperimentID: run.Info.ExperimentID, Name: "m", SourceRunID: run.ID()})
	require.NoError(t, err)
	require.NoError(t, s.c.PutArtifact(ctx, m.ArtifactLocation, "MLmodel", bytes.NewReader([]byte("flavors: {}"))))
	_, err = s.c.FinalizeLoggedModel(ctx, m.ID, mlflow.LoggedModelReady)
	require.NoError(t, err)
	v, err := s.c.CreateModelVersion(ctx, mlflow.ModelVersionSpec{
		Name: name, Source: "models:/" + m.ID, RunID: run.ID(), ModelID: m.ID, Description: "d", Tags: map[string]string{"k": "v"},
	})
	require.NoError(t, err)
	return v, m
}

// model creates a registered model with n versions.
func (s *suite) model(t *testing.T, n int) string {
	t.Helper()
	name := s.name("model")
	_, err := s.c.CreateRegisteredModel(t.Context(), mlflow.RegisteredModelSpec{Name: name})
	require.NoError(t, err)
	for range n {
		s.version(t, name)
	}
	return name
}

func (s *suite) versions(t *testing.T) {
	ctx, name := t.Context(), s.model(t, 0)
	v, m := s.version(t, name)
	require.Equal(t, 1, v.Version)
	require.Equal(t, mlflow.VersionReady, v.Status)
	require.Equal(t, mlflow.StageNone, v.Stage)
	require.Equal(t, "models:/"+m.ID, v.Source)
	require.Equal(t, m.SourceRunID, v.RunID)

	uri, err := s.c.ModelVersionDownloadURI(ctx, name, 1)
	require.NoError(t, err)
	require.Equal(t, m.ArtifactLocation, uri)
	m, err = s.c.GetLoggedModel(ctx, m.ID)
	require.NoError(t, err)
	require.Contains(t, m.Tags["mlflow.modelVersions"], name, "the logged model knows its versions")

	_, err = s.c.UpdateModelVersion(ctx, name, 1, "changed")
	require.NoError(t, err)
	require.NoError(t, s.c.SetModelVersionTag(ctx, name, 1, mlflow.Tag{Key: "k", Value: "w"}))
	v, err = s.c.GetModelVersion(ctx, name, 1)
	require.NoError(t, err)
	require.Equal(t, "changed", v.Description)
	require.Equal(t, map[string]string{"k": "w"}, v.Tags)

	second, _ := s.version(t, name)
	require.Equal(t, 2, second.Version)
	require.NoError(t, s.c.DeleteModelVersion(ctx, name, 2))
	_, err = s.c.GetModelVersion(ctx, name, 2)
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	third, _ := s.version(t, name)
	require.Equal(t, 3, third.Version, "a deleted number is not used again")

	_, err = s.c.CreateModelVersion(ctx, mlflow.ModelVersionSpec{Name: s.name("absent"), Source: "models:/" + m.ID, ModelID: m.ID})
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	_, err = s.c.CreateModelVersion(ctx, mlflow.ModelVersionSpec{Name: name})
	code(t, mlflow.CodeInvalidParameter, err)
}

// sources: a version's source is inside the run or the logged model that the spec names, or outside of all of them.
func (s *suite) sources(t *testing.T) {
	ctx, name, run, other := t.Context(), s.model(t, 0), s.run(t), s.run(t)
	v, m := s.version(t, name)
	for _, good := range []mlflow.ModelVersionSpec{
		{Source: "runs:/" + run.ID() + "/model", RunID: run.ID()},
		{Source: run.Info.ArtifactURI + "/model", RunID: run.ID()},
		{Source: m.ArtifactLocation, ModelID: m.ID},
		{Source: "models:/" + m.ID, ModelID: m.ID},
		{Source: "models:/" + name + "/1"},
		{Source: "models:/" + name + "/1", RunID: v.RunID},
		{Source: "s3://bucket/model", RunID: run.ID()},
		{Source: "s3://bucket/model"},
	} {
		good.Name = name
		v, err := s.c.CreateModelVersion(ctx, good)
		require.NoError(t, err, "%+v", good)
		switch {
		case good.RunID != "":
			require.Equal(t, good.RunID, v.RunID, "%+v", good)
		case !strings.HasPrefix(good.Source, "s3:"):
			require.Equal(t, m.SourceRunID, v.RunID, "%+v", good)
		}
	}
	absent := strings.Repeat("0", 32)
	for _, bad := range []mlflow.ModelVersionSpec{
		{Source: "runs:/" + run.ID() + "/model"},
		{Source: "runs:/" + run.ID() + "/model", RunID: other.ID()},
		{Source: "runs:/" + run.ID() + "/model", RunID: run.ID(), ModelID: m.ID},
		{Source: "models:/" + m.ID},
		{Source: "models:/" + m.ID, ModelID: "m-" + absent},
		{Source: "models:/" + name + "/1", RunID: other.ID()},
		{Source: "models:/" + name + "/1", ModelID: m.ID},
		{Source: run.Info.ArtifactURI + "/model"},
		{Source: run.Info.ArtifactURI + "/model", RunID: other.ID()},
		{Source: run.Info.ArtifactURI + "/model", RunID: absent},
		{Source: run.Info.ArtifactURI + "x/model", RunID: run.ID()},
		{Source: m.ArtifactLocation, ModelID: "m-" + absent},
		{Source: "mlflow-artifacts:/../../x", RunID: run.ID()},
		{Source: run.Info.ArtifactURI + "/../../x", RunID: run.ID()},
		{Source: run.Info.ArtifactURI + "/%252e%252e/x", RunID: run.ID()},
		{Source: "s3://bucket/a/../b"},
		{Source: "s3://bucket/a/./b"},
		{Source: "s3://bucket"},
		{Source: "/etc/passwd"},
		{Source: "/etc/passwd", RunID: run.ID()},
		{Source: "file:///etc/passwd", RunID: run.ID()},
		{Source: "etc/passwd", RunID: run.ID()},
	} {
		bad.Name = name
		_, err := s.c.CreateModelVersion(ctx, bad)
		require.True(t, mlflow.IsInvalid(err), "%+v: %v", bad, err)
	}
	_, err := s.c.CreateModelVersion(ctx, mlflow.ModelVersionSpec{Name: s.name("absent"), Source: "s3://bucket/model"})
	require.True(t, mlflow.IsNotFound(err), "%v", err)
}

func (s *suite) versionSearch(t *testing.T) {
	ctx, name := t.Context(), s.model(t, 3)
	find := func(q mlflow.Query) (ns []int) {
		for _, v := range collect(t, s.c.SearchModelVersions(ctx, q)) {
			ns = append(ns, v.Version)
		}
		return ns
	}
	require.ElementsMatch(t, []int{1, 2, 3}, find(mlflow.Query{Filter: "name = '" + name + "'"}))
	require.Equal(t, []int{1, 2, 3}, find(mlflow.Query{Filter: "name = '" + name + "'", OrderBy: []string{"version_number ASC"}, PageSize: 2}))
	require.NoError(t, s.c.SetModelVersionTag(ctx, name, 2, mlflow.Tag{Key: "x", Value: "1"}))
	require.Equal(t, []int{2}, find(mlflow.Query{Filter: "name = '" + name + "' AND tags.x = '1'"}))
	require.NoError(t, s.c.DeleteModelVersion(ctx, name, 3))
	require.ElementsMatch(t, []int{1, 2}, find(mlflow.Query{Filter: "name = '" + name + "'"}))
}

func (s *suite) aliases(t *testing.T) {
	ctx, name := t.Context(), s.model(t, 2)
	require.NoError(t, s.c.SetAlias(ctx, name, "champion", 1))
	require.NoError(t, s.c.SetAlias(ctx, name, "next_best-1", 1))
	require.NoError(t, s.c.SetAlias(ctx, name, "champion", 2))
	v, err := s.c.GetModelVersionByAlias(ctx, name, "champion")
	require.NoError(t, err)
	require.Equal(t, 2, v.Version)
	require.Equal(t, []string{"champion"}, v.Aliases)

	require.NoError(t, s.c.DeleteAlias(ctx, name, "champion"))
	require.NoError(t, s.c.DeleteAlias(ctx, name, "champion"))
	_, err = s.c.GetModelVersionByAlias(ctx, name, "champion")
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	_, err = s.c.GetModelVersionByAlias(ctx, s.name("absent"), "champion")
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	err = s.c.SetAlias(ctx, name, "ghost", 99)
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	for _, bad := range []string{"", "v1", "V22", "latest", "Latest", "a b", "a/b", "a.b", strings.Repeat("a", 256)} {
		code(t, mlflow.CodeInvalidParameter, s.c.SetAlias(ctx, name, bad, 1))
	}
	require.NoError(t, s.c.DeleteModelVersion(ctx, name, 1))
	m, err := s.c.GetRegisteredModel(ctx, name)
	require.NoError(t, err)
	require.Empty(t, m.Aliases, "the aliases of a deleted version go with it")
}

func (s *suite) stages(t *testing.T) {
	ctx, name := t.Context(), s.model(t, 3)
	v, err := s.c.TransitionStage(ctx, name, 1, mlflow.StageStaging, false)
	require.NoError(t, err)
	require.Equal(t, mlflow.StageStaging, v.Stage)
	_, err = s.c.TransitionStage(ctx, name, 2, mlflow.StageStaging, true)
	require.NoError(t, err)
	v, err = s.c.GetModelVersion(ctx, name, 1)
	require.NoError(t, err)
	require.Equal(t, mlflow.StageArchived, v.Stage)

	latest, err := s.c.LatestVersions(ctx, name)
	require.NoError(t, err)
	got := map[mlflow.Stage]int{}
	for _, v := range latest {
		got[v.Stage] = v.Version
	}
	require.Equal(t, map[mlflow.Stage]int{mlflow.StageArchived: 1, mlflow.StageStaging: 2, mlflow.StageNone: 3}, got)
	latest, err = s.c.LatestVersions(ctx, name, mlflow.StageStaging)
	require.NoError(t, err)
	require.Len(t, latest, 1)
	require.Equal(t, 2, latest[0].Version)

	_, err = s.c.TransitionStage(ctx, name, 1, mlflow.StageNone, true)
	code(t, mlflow.CodeInvalidParameter, err)
	_, err = s.c.TransitionStage(ctx, name, 99, mlflow.StageProduction, false)
	require.True(t, mlflow.IsNotFound(err), "%v", err)
}
