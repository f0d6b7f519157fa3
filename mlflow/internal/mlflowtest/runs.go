package mlflowtest

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
)

func (s *suite) runLifecycle(t *testing.T) {
	ctx := t.Context()
	exp := s.experiment(t)
	start := time.UnixMilli(1700000000123).UTC()
	run, err := s.c.CreateRun(ctx, mlflow.RunSpec{
		ExperimentID: exp, Name: "first", UserID: "ada", Start: start, Tags: []mlflow.Tag{{Key: "k", Value: "v"}},
	})
	require.NoError(t, err)
	require.Equal(t, "first", run.Info.Name)
	require.Equal(t, mlflow.RunRunning, run.Info.Status)
	require.Equal(t, start, run.Info.Start)
	require.True(t, run.Info.End.IsZero())
	require.Equal(t, "ada", run.Info.UserID)
	require.Equal(t, exp, run.Info.ExperimentID)
	require.Equal(t, s.backend.RunLocation(exp, run.ID()), run.Info.ArtifactURI)
	require.Equal(t, "v", run.Data.Tags["k"])
	require.Equal(t, "first", run.Data.Tags["mlflow.runName"])

	end := start.Add(time.Hour)
	info, err := s.c.UpdateRun(ctx, run.ID(), mlflow.RunUpdate{Status: mlflow.RunFailed, End: end, Name: "second"})
	require.NoError(t, err)
	require.Equal(t, mlflow.RunFailed, info.Status)
	got := s.reload(t, run)
	require.Equal(t, end, got.Info.End)
	require.Equal(t, "second", got.Info.Name)
	require.Equal(t, "second", got.Data.Tags["mlflow.runName"])

	require.NoError(t, s.c.DeleteRun(ctx, run.ID()))
	require.Equal(t, mlflow.Deleted, s.reload(t, run).Info.Lifecycle)
	code(t, mlflow.CodeInvalidParameter, run.LogParam(ctx, "x", "1"))
	require.NoError(t, s.c.RestoreRun(ctx, run.ID()))
	require.NoError(t, run.LogParam(ctx, "x", "1"))
}

func (s *suite) startRun(t *testing.T) {
	ctx, name := t.Context(), s.name("by name")
	parent, err := s.c.StartRun(ctx, mlflow.RunOptions{Experiment: name, Description: "why", Tags: map[string]string{"a": "b"}})
	require.NoError(t, err)
	require.NotEmpty(t, parent.Info.Name, "a name is made up")
	require.Equal(t, "why", parent.Data.Tags["mlflow.note.content"])
	require.Equal(t, "b", parent.Data.Tags["a"])
	require.WithinDuration(t, time.Now(), parent.Info.Start, time.Minute)

	child, err := s.c.StartRun(ctx, mlflow.RunOptions{Experiment: name, ParentRunID: parent.ID(), Name: "child"})
	require.NoError(t, err)
	require.Equal(t, parent.Info.ExperimentID, child.Info.ExperimentID)
	require.Equal(t, parent.ID(), child.Data.Tags["mlflow.parentRunId"])

	code(t, mlflow.CodeInvalidParameter, child.End(ctx, mlflow.RunRunning))
	require.NoError(t, child.End(ctx, mlflow.RunFinished))
	got := s.reload(t, child)
	require.Equal(t, mlflow.RunFinished, got.Info.Status)
	require.WithinDuration(t, time.Now(), got.Info.End, time.Minute)

	zero, err := s.c.StartRun(ctx, mlflow.RunOptions{})
	require.NoError(t, err)
	require.Equal(t, "0", zero.Info.ExperimentID)
	require.NoError(t, zero.End(ctx, mlflow.RunKilled))

	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	_, err = s.c.StartRun(cancelled, mlflow.RunOptions{})
	require.ErrorIs(t, err, context.Canceled)
}

func (s *suite) logBatch(t *testing.T) {
	ctx, run := t.Context(), s.run(t)
	at := time.UnixMilli(1700000000000).UTC()
	require.NoError(t, run.LogBatch(ctx, mlflow.Batch{
		Metrics: []mlflow.Metric{{Key: "auc", Value: 0.75, Time: at, Step: 3}, {Key: "loss/train", Value: -1e-300, Time: at}},
		Params:  []mlflow.Param{{Key: "depth", Value: "6"}, {Key: "empty", Value: ""}, {Key: "größe", Value: "ä\n\"€\U0001F600"}},
		Tags:    []mlflow.Tag{{Key: "t", Value: "1"}, {Key: "multi", Value: "a\nb"}},
	}))
	got := s.reload(t, run)
	require.Equal(t, mlflow.Metric{Key: "auc", Value: 0.75, Time: at, Step: 3}, got.Data.Metrics["auc"])
	require.Equal(t, -1e-300, got.Data.Metrics["loss/train"].Value)
	require.Equal(t, map[string]string{"depth": "6", "empty": "", "größe": "ä\n\"€\U0001F600"}, got.Data.Params)
	require.Equal(t, "a\nb", got.Data.Tags["multi"])
	require.NoError(t, run.LogBatch(ctx, mlflow.Batch{}))
}

// bigBatch needs more than one request by every limit: count of each kind, count together, bytes.
func (s *suite) bigBatch(t *testing.T) {
	ctx, run := t.Context(), s.run(t)
	var b mlflow.Batch
	for i := range 2100 {
		b.Metrics = append(b.Metrics, mlflow.Metric{Key: fmt.Sprintf("m%d", i%7), Value: float64(i), Step: int64(i)})
	}
	for i := range 230 {
		b.Params = append(b.Params, mlflow.Param{Key: fmt.Sprintf("p%d", i), Value: strings.Repeat("ä", mlflow.MaxParamValue)})
		b.Tags = append(b.Tags, mlflow.Tag{Key: fmt.Sprintf("t%d", i), Value: strings.Repeat("<", 1000)})
	}
	require.NoError(t, run.LogBatch(ctx, b))
	got := s.reload(t, run)
	require.Len(t, got.Data.Params, 230)
	require.Equal(t, strings.Repeat("ä", mlflow.MaxParamValue), got.Data.Params["p229"])
	require.Equal(t, strings.Repeat("<", 1000), got.Data.Tags["t229"])
	require.Len(t, collect(t, s.c.MetricHistory(ctx, run.ID(), "m3")), 300)
	require.Equal(t, int64(2099), got.Data.Metrics["m6"].Step)
}

func (s *suite) specialFloats(t *testing.T) {
	ctx, run := t.Context(), s.run(t)
	for k, v := range map[string]float64{
		"nan": math.NaN(), "inf": math.Inf(1), "ninf": math.Inf(-1), "tiny": math.SmallestNonzeroFloat64, "pi": math.Pi,
	} {
		require.NoError(t, run.LogMetric(ctx, k, v, 0))
	}
	m := s.reload(t, run).Data.Metrics
	require.True(t, math.IsNaN(m["nan"].Value))
	require.WithinDuration(t, time.Now(), m["nan"].Time, time.Minute, "unquoted NaN would be 0 at time 0")
	require.Equal(t, math.MaxFloat64, m["inf"].Value, "SQL has no infinity")
	require.Equal(t, -math.MaxFloat64, m["ninf"].Value)
	require.Equal(t, math.SmallestNonzeroFloat64, m["tiny"].Value)
	require.Equal(t, math.Pi, m["pi"].Value)
	h := collect(t, s.c.MetricHistory(ctx, run.ID(), "nan"))
	require.Len(t, h, 1)
	require.True(t, math.IsNaN(h[0].Value))
}

// latestMetric: the latest value is that of the highest step, then time, then value, in whatever order they come.
func (s *suite) latestMetric(t *testing.T) {
	ctx, run := t.Context(), s.run(t)
	at := func(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
	for _, m := range []mlflow.Metric{
		{Key: "m", Step: 5, Time: at(1000), Value: 1},
		{Key: "m", Step: 4, Time: at(9000), Value: 9},
		{Key: "m", Step: 5, Time: at(2000), Value: 2},
		{Key: "m", Step: 5, Time: at(2000), Value: 3},
		{Key: "m", Step: 5, Time: at(2000), Value: 3}, // an exact repetition is harmless
		{Key: "m", Step: 5, Time: at(1500), Value: 7},
		{Key: "m", Step: -1, Time: at(9999), Value: 8},
	} {
		require.NoError(t, run.LogBatch(ctx, mlflow.Batch{Metrics: []mlflow.Metric{m}}))
	}
	require.Equal(t, mlflow.Metric{Key: "m", Step: 5, Time: at(2000), Value: 3}, s.reload(t, run).Data.Metrics["m"])
	require.Len(t, collect(t, s.c.MetricHistory(ctx, run.ID(), "m")), 6)
	require.Empty(t, collect(t, s.c.MetricHistory(ctx, run.ID(), "never logged")))
}

func (s *suite) paramTwice(t *testing.T) {
	ctx, run := t.Context(), s.run(t)
	require.NoError(t, run.LogParam(ctx, "lr", "0.1"))
	require.NoError(t, run.LogParam(ctx, "lr", "0.1"))
	code(t, mlflow.CodeInvalidParameter, run.LogParam(ctx, "lr", "0.2"))
	err := run.LogBatch(ctx, mlflow.Batch{
		Params: []mlflow.Param{{Key: "new", Value: "1"}, {Key: "lr", Value: "0.3"}}, Tags: []mlflow.Tag{{Key: "t", Value: "1"}},
	})
	code(t, mlflow.CodeInvalidParameter, err)
	got := s.reload(t, run)
	require.Equal(t, map[string]string{"lr": "0.1"}, got.Data.Params)
	require.NotContains(t, got.Data.Tags, "t")
	for _, second := range []string{"1", "2"} {
		err = run.LogBatch(ctx, mlflow.Batch{Params: []mlflow.Param{{Key: "a", Value: "1"}, {Key: "a", Value: second}}})
		code(t, mlflow.CodeInvalidParameter, err)
		require.ErrorContains(t, err, `"a"`)
	}
}

// keys: what the client lets through the back end keeps, what it refuses names the key.
func (s *suite) keys(t *testing.T) {
	ctx, run := t.Context(), s.run(t)
	good := []string{"a/b", "a.b-c_d e:f", "größe", "日本語", "a..b", strings.Repeat("k", 250)}
	for _, k := range good {
		require.NoError(t, run.LogBatch(ctx, mlflow.Batch{
			Metrics: []mlflow.Metric{{Key: k}}, Params: []mlflow.Param{{Key: k, Value: "v"}}, Tags: []mlflow.Tag{{Key: k, Value: "v"}},
		}), k)
	}
	got := s.reload(t, run)
	for _, k := range good {
		require.Contains(t, got.Data.Metrics, k)
		require.Contains(t, got.Data.Params, k)
		require.Contains(t, got.Data.Tags, k)
	}
	for _, k := range []string{"", ".", "/a", "a/", "a//b", "./a", "../a", "..", "a,b", "a=b", "a\nb", "a\n", "a[0]", "a\xff", strings.Repeat("k", 251)} {
		for _, b := range []mlflow.Batch{
			{Metrics: []mlflow.Metric{{Key: k}}}, {Params: []mlflow.Param{{Key: k, Value: "v"}}}, {Tags: []mlflow.Tag{{Key: k, Value: "v"}}},
		} {
			code(t, mlflow.CodeInvalidParameter, run.LogBatch(ctx, b))
		}
	}
}

// limits: the server truncates these with 200; the client must refuse them and name the key.
func (s *suite) limits(t *testing.T) {
	ctx, run := t.Context(), s.run(t)
	require.NoError(t, run.LogParam(ctx, "fits", strings.Repeat("ä", mlflow.MaxParamValue)))
	err := run.LogParam(ctx, "too_long", strings.Repeat("x", mlflow.MaxParamValue+1))
	code(t, mlflow.CodeInvalidParameter, err)
	require.ErrorContains(t, err, "too_long")
	require.ErrorContains(t, err, "6001")

	require.NoError(t, run.SetTag(ctx, "fits", strings.Repeat("ä", mlflow.MaxTagValue)))
	err = run.SetTag(ctx, "too_long", strings.Repeat("x", mlflow.MaxTagValue+1))
	code(t, mlflow.CodeInvalidParameter, err)
	require.ErrorContains(t, err, "too_long")

	got := s.reload(t, run)
	require.Equal(t, strings.Repeat("ä", mlflow.MaxParamValue), got.Data.Params["fits"])
	require.Equal(t, strings.Repeat("ä", mlflow.MaxTagValue), got.Data.Tags["fits"])
	require.NotContains(t, got.Data.Params, "too_long")

	err = run.LogBatch(ctx, mlflow.Batch{Metrics: []mlflow.Metric{{Key: "old", Time: time.UnixMilli(-1)}}})
	code(t, mlflow.CodeInvalidParameter, err)
}

func (s *suite) tags(t *testing.T) {
	ctx, run := t.Context(), s.run(t)
	require.NoError(t, mlflow.SetTags(ctx, run, map[string]string{"a": "1", "b": "2", "mlflow.runName": "renamed"}))
	require.NoError(t, run.SetTag(ctx, "a", "3"))
	require.NoError(t, s.c.DeleteTag(ctx, run.ID(), "b"))
	got := s.reload(t, run)
	require.Equal(t, "3", got.Data.Tags["a"])
	require.NotContains(t, got.Data.Tags, "b")
	require.Equal(t, "renamed", got.Info.Name, "the tag and the name are one")
	err := s.c.DeleteTag(ctx, run.ID(), "b")
	require.True(t, mlflow.IsNotFound(err), "%v", err)
}

func (s *suite) missing(t *testing.T) {
	ctx, id := t.Context(), strings.Repeat("0", 32)
	_, err := s.c.GetRun(ctx, id)
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	_, err = s.c.UpdateRun(ctx, id, mlflow.RunUpdate{Status: mlflow.RunFinished})
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	err = s.c.LogBatch(ctx, id, mlflow.Batch{Params: []mlflow.Param{{Key: "a", Value: "b"}}})
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	var histories []error
	for _, err := range s.c.MetricHistory(ctx, id, "a") {
		histories = append(histories, err)
	}
	require.Len(t, histories, 1)
	require.True(t, mlflow.IsNotFound(histories[0]), "%v", histories[0])
	err = s.c.DeleteRun(ctx, id)
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	_, err = s.c.CreateRun(ctx, mlflow.RunSpec{ExperimentID: "987654321"})
	require.True(t, mlflow.IsNotFound(err), "%v", err)
}
