package mlflowtest

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
)

func (s *suite) experiments(t *testing.T) {
	ctx, name := t.Context(), s.name("exp")
	id, err := s.c.CreateExperiment(ctx, mlflow.ExperimentSpec{Name: name, Tags: map[string]string{"team": "risk"}})
	require.NoError(t, err)

	_, err = s.c.CreateExperiment(ctx, mlflow.ExperimentSpec{Name: name})
	require.True(t, mlflow.IsAlreadyExists(err), "%v", err)

	e, err := s.c.GetExperiment(ctx, id)
	require.NoError(t, err)
	require.Equal(t, name, e.Name)
	require.Equal(t, mlflow.Active, e.Lifecycle)
	require.Equal(t, "risk", e.Tags["team"])
	require.Equal(t, s.backend.ExperimentLocation(id), e.ArtifactLocation)
	require.WithinDuration(t, time.Now(), e.Created, time.Minute)

	require.NoError(t, s.c.SetExperimentTag(ctx, id, mlflow.Tag{Key: "team", Value: "fraud"}))
	require.NoError(t, s.c.RenameExperiment(ctx, id, name+"-renamed"))
	byName, err := s.c.GetExperimentByName(ctx, name+"-renamed")
	require.NoError(t, err)
	require.Equal(t, id, byName.ID)
	require.Equal(t, "fraud", byName.Tags["team"])
	other, err := s.c.CreateExperiment(ctx, mlflow.ExperimentSpec{Name: name})
	require.NoError(t, err)
	err = s.c.RenameExperiment(ctx, other, name+"-renamed")
	require.True(t, mlflow.IsAlreadyExists(err), "%v", err)

	run, err := s.c.StartRun(ctx, mlflow.RunOptions{ExperimentID: id})
	require.NoError(t, err)
	require.NoError(t, s.c.DeleteExperiment(ctx, id))
	e, err = s.c.GetExperiment(ctx, id)
	require.NoError(t, err)
	require.Equal(t, mlflow.Deleted, e.Lifecycle)
	require.Equal(t, mlflow.Deleted, s.reload(t, run).Info.Lifecycle)

	_, err = s.c.StartRun(ctx, mlflow.RunOptions{Experiment: name + "-renamed"})
	code(t, mlflow.CodeInvalidState, err)
	require.ErrorContains(t, err, "restore it")

	require.NoError(t, s.c.RestoreExperiment(ctx, id))
	require.Equal(t, mlflow.Active, s.reload(t, run).Info.Lifecycle)

	_, err = s.c.GetExperimentByName(ctx, s.name("absent"))
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	_, err = s.c.GetExperiment(ctx, "987654321")
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	_, err = s.c.CreateExperiment(ctx, mlflow.ExperimentSpec{})
	code(t, mlflow.CodeInvalidParameter, err)
	_, err = s.c.CreateExperiment(ctx, mlflow.ExperimentSpec{Name: strings.Repeat("x", 257)})
	code(t, mlflow.CodeInvalidParameter, err)
}

func (s *suite) experimentSearch(t *testing.T) {
	ctx, prefix := t.Context(), s.name("find")
	for _, n := range []string{"a", "b", "c"} {
		_, err := s.c.CreateExperiment(ctx, mlflow.ExperimentSpec{Name: prefix + n, Tags: map[string]string{"letter": n}})
		require.NoError(t, err)
	}
	names := func(q mlflow.Query) (ns []string) {
		for _, e := range collect(t, s.c.SearchExperiments(ctx, q)) {
			ns = append(ns, strings.TrimPrefix(e.Name, prefix))
		}
		return ns
	}
	require.Equal(t, []string{"a", "b", "c"}, names(mlflow.Query{Filter: "name LIKE '" + prefix + "%'", OrderBy: []string{"name ASC"}}))
	require.Equal(t, []string{"c", "b", "a"}, names(mlflow.Query{Filter: "name LIKE '" + prefix + "%'", OrderBy: []string{"name DESC"}, PageSize: 2}))
	require.Equal(t, []string{"b"}, names(mlflow.Query{Filter: "name LIKE '" + prefix + "%' AND tags.letter = 'b'"}))
	require.Empty(t, names(mlflow.Query{Filter: "name LIKE '" + prefix + "%'", View: mlflow.ViewDeleted}))
	for _, err := range s.c.SearchExperiments(ctx, mlflow.Query{Filter: "name LIKE"}) {
		code(t, mlflow.CodeInvalidParameter, err)
	}
}
