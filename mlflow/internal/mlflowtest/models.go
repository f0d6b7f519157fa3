package mlflowtest

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
)

func (s *suite) loggedModel(t *testing.T) {
	ctx, run := t.Context(), s.run(t)
	exp := run.Info.ExperimentID
	m, err := s.c.CreateLoggedModel(ctx, mlflow.LoggedModelSpec{
		ExperimentID: exp, Name: "churn", SourceRunID: run.ID(), ModelType: "classifier",
		Params: []mlflow.Param{{Key: "depth", Value: "6"}}, Tags: []mlflow.Tag{{Key: "team", Value: "risk"}},
	})
	require.NoError(t, err)
	require.Equal(t, mlflow.LoggedModelPending, m.Status)
	require.True(t, strings.HasPrefix(m.ID, "m-"))
	require.Equal(t, s.backend.ModelLocation(exp, m.ID), m.ArtifactLocation)

	require.NoError(t, s.c.PutArtifact(ctx, m.ArtifactLocation, "MLmodel", bytes.NewReader([]byte("flavors: {}"))))
	require.NoError(t, s.c.SetLoggedModelTags(ctx, m.ID, []mlflow.Tag{{Key: "team", Value: "fraud"}, {Key: "x", Value: "y"}}))
	require.NoError(t, s.c.LogLoggedModelParams(ctx, m.ID, []mlflow.Param{{Key: "lr", Value: "0.1"}}))
	require.NoError(t, s.c.LogOutputs(ctx, run.ID(), []mlflow.ModelOutput{{ModelID: m.ID, Step: 7}}))
	_, err = s.c.FinalizeLoggedModel(ctx, m.ID, mlflow.LoggedModelPending)
	code(t, mlflow.CodeInvalidParameter, err)
	m, err = s.c.FinalizeLoggedModel(ctx, m.ID, mlflow.LoggedModelReady)
	require.NoError(t, err)
	require.Equal(t, mlflow.LoggedModelReady, m.Status)

	m, err = s.c.GetLoggedModel(ctx, m.ID)
	require.NoError(t, err)
	require.Equal(t, "churn", m.Name)
	require.Equal(t, "classifier", m.ModelType)
	require.Equal(t, run.ID(), m.SourceRunID)
	require.Equal(t, exp, m.ExperimentID)
	require.Equal(t, map[string]string{"depth": "6", "lr": "0.1"}, m.Params)
	require.Equal(t, map[string]string{"team": "fraud", "x": "y"}, m.Tags)
	require.WithinDuration(t, time.Now(), m.Created, time.Minute)
	require.Equal(t, []mlflow.ModelOutput{{ModelID: m.ID, Step: 7}}, s.reload(t, run).Outputs)

	runFiles, err := s.c.ListArtifacts(ctx, run.Info.ArtifactURI, "")
	require.NoError(t, err)
	require.Empty(t, runFiles, "files of logged models are not the run's")

	require.NoError(t, s.c.DeleteLoggedModel(ctx, m.ID))
	_, err = s.c.GetLoggedModel(ctx, m.ID)
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	_, err = s.c.CreateLoggedModel(ctx, mlflow.LoggedModelSpec{ExperimentID: exp, Name: "a/b"})
	code(t, mlflow.CodeInvalidParameter, err)
	unnamed, err := s.c.CreateLoggedModel(ctx, mlflow.LoggedModelSpec{ExperimentID: exp})
	require.NoError(t, err)
	require.NotEmpty(t, unnamed.Name)
}

func (s *suite) loggedModelSearch(t *testing.T) {
	ctx, exp := t.Context(), s.experiment(t)
	for _, n := range []string{"a", "b", "c"} {
		_, err := s.c.CreateLoggedModel(ctx, mlflow.LoggedModelSpec{ExperimentID: exp, Name: n, Params: []mlflow.Param{{Key: "p", Value: n}}})
		require.NoError(t, err)
	}
	find := func(filter string) (names []string) {
		q := mlflow.LoggedModelQuery{ExperimentIDs: []string{exp}, Filter: filter, PageSize: 2}
		for _, m := range collect(t, s.c.SearchLoggedModels(ctx, q)) {
			names = append(names, m.Name)
		}
		return names
	}
	require.ElementsMatch(t, []string{"a", "b", "c"}, find(""))
	require.Equal(t, []string{"b"}, find("name = 'b'"))
	require.Equal(t, []string{"c"}, find("params.p = 'c'"))
}

func (s *suite) loggedModelMetrics(t *testing.T) {
	ctx, run := t.Context(), s.run(t)
	m, err := s.c.CreateLoggedModel(ctx, mlflow.LoggedModelSpec{ExperimentID: run.Info.ExperimentID, Name: "m"})
	require.NoError(t, err)
	at := time.UnixMilli(1700000000000).UTC()
	b := mlflow.Batch{Metrics: []mlflow.Metric{{Key: "auc", Value: 0.9, Time: at, Step: 2, ModelID: m.ID}, {Key: "other", Value: 1, Time: at}}}
	require.NoError(t, run.LogBatch(ctx, b))
	require.NoError(t, run.LogBatch(ctx, b), "an exact repetition is harmless")
	m, err = s.c.GetLoggedModel(ctx, m.ID)
	require.NoError(t, err)
	require.Len(t, m.Metrics, 1)
	require.Equal(t, "auc", m.Metrics[0].Key)
	require.Equal(t, 0.9, m.Metrics[0].Value)
	require.Equal(t, int64(2), m.Metrics[0].Step)
	require.Contains(t, s.reload(t, run).Data.Metrics, "auc", "it is the run's metric, too")

	err = run.LogBatch(ctx, mlflow.Batch{Metrics: []mlflow.Metric{{Key: "nan", Value: math.NaN(), ModelID: m.ID}}})
	code(t, mlflow.CodeInvalidParameter, err)
	require.ErrorContains(t, err, "nan", "MLflow stores it as 0")
}
