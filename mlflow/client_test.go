package mlflow_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
)

// fakeStore keeps what reached it. The real back ends are tested by mlflowtest; here it is what a client sends.
type fakeStore struct {
	mlflow.Store

	batches     []mlflow.Batch
	failAt      int // the number of the batch that fails, from 1
	experiments map[string]string
	racing      bool // another process creates the experiment between the look-up and the creation
	specs       []mlflow.RunSpec
	updates     []mlflow.RunUpdate
}

var errStore = errors.New("store is down")

func (f *fakeStore) LogBatch(_ context.Context, _ string, b mlflow.Batch) error {
	if len(f.batches)+1 == f.failAt {
		return errStore
	}
	f.batches = append(f.batches, b)
	return nil
}

func (f *fakeStore) GetExperimentByName(_ context.Context, name string) (*mlflow.Experiment, error) {
	if id, ok := f.experiments[name]; ok {
		return &mlflow.Experiment{ID: id, Name: name, Lifecycle: mlflow.Active}, nil
	}
	return nil, &mlflow.Error{Code: mlflow.CodeNotFound}
}

func (f *fakeStore) CreateExperiment(_ context.Context, s mlflow.ExperimentSpec) (string, error) {
	f.experiments = map[string]string{s.Name: "7"}
	if f.racing {
		return "", &mlflow.Error{Code: mlflow.CodeAlreadyExists}
	}
	return "7", nil
}

func (f *fakeStore) CreateRun(_ context.Context, s mlflow.RunSpec) (*mlflow.Run, error) {
	f.specs = append(f.specs, s)
	return &mlflow.Run{Info: mlflow.RunInfo{ID: "r", ExperimentID: s.ExperimentID, ArtifactURI: "x:/"}}, nil
}

func (f *fakeStore) UpdateRun(_ context.Context, _ string, u mlflow.RunUpdate) (*mlflow.RunInfo, error) {
	f.updates = append(f.updates, u)
	return &mlflow.RunInfo{Status: u.Status}, nil
}

var now = time.UnixMilli(1700000000000).UTC()

func fakeClient(f *fakeStore, env map[string]string) mlflow.Client {
	return mlflow.NewClient(f, mlflow.WithOptions(mlflow.Options{
		Now: func() time.Time { return now }, User: "ada", Getenv: func(k string) string { return env[k] },
	}))
}

func TestStartRun(t *testing.T) {
	for name, tc := range map[string]struct {
		store fakeStore
		env   map[string]string
		o     mlflow.RunOptions
		want  string
	}{
		"by id":       {o: mlflow.RunOptions{ExperimentID: "3"}, want: "3"},
		"default":     {want: "0"},
		"found":       {store: fakeStore{experiments: map[string]string{"/Shared/churn": "4"}}, o: mlflow.RunOptions{Experiment: "/Shared/churn"}, want: "4"},
		"created":     {o: mlflow.RunOptions{Experiment: "churn"}, want: "7"},
		"raced":       {store: fakeStore{racing: true}, o: mlflow.RunOptions{Experiment: "churn"}, want: "7"},
		"env id":      {env: map[string]string{"MLFLOW_EXPERIMENT_ID": "5"}, want: "5"},
		"env name":    {env: map[string]string{"MLFLOW_EXPERIMENT_NAME": "n"}, want: "7"},
		"before env":  {env: map[string]string{"MLFLOW_EXPERIMENT_ID": "5"}, o: mlflow.RunOptions{Experiment: "n"}, want: "7"},
		"id over all": {env: map[string]string{"MLFLOW_EXPERIMENT_NAME": "n"}, o: mlflow.RunOptions{ExperimentID: "3"}, want: "3"},
	} {
		t.Run(name, func(t *testing.T) {
			run, err := fakeClient(&tc.store, tc.env).StartRun(t.Context(), tc.o)
			require.NoError(t, err)
			assert.Equal(t, tc.want, run.Info.ExperimentID)
			spec := tc.store.specs[0]
			assert.Equal(t, now, spec.Start)
			assert.Equal(t, "ada", spec.UserID)
			assert.Contains(t, spec.Tags, mlflow.Tag{Key: "mlflow.user", Value: "ada"})
			assert.Contains(t, spec.Tags, mlflow.Tag{Key: "mlflow.source.type", Value: "LOCAL"})
		})
	}
	_, err := fakeClient(&fakeStore{}, nil).StartRun(t.Context(), mlflow.RunOptions{Tags: map[string]string{"long": strings.Repeat("x", 8001)}})
	require.ErrorContains(t, err, `"long"`)
}

func TestLogBatchSplits(t *testing.T) {
	f := &fakeStore{}
	run, err := fakeClient(f, nil).StartRun(t.Context(), mlflow.RunOptions{})
	require.NoError(t, err)
	var b mlflow.Batch
	for i := range 1500 {
		b.Metrics = append(b.Metrics, mlflow.Metric{Key: fmt.Sprint("m", i)})
	}
	for i := range 250 {
		b.Params = append(b.Params, mlflow.Param{Key: fmt.Sprint("p", i), Value: strings.Repeat("\"", 6000)})
		b.Tags = append(b.Tags, mlflow.Tag{Key: fmt.Sprint("t", i), Value: strings.Repeat("\x01", 8000)})
	}
	require.NoError(t, run.LogBatch(t.Context(), b))
	var got mlflow.Batch
	for _, part := range f.batches {
		assert.LessOrEqual(t, len(part.Metrics), mlflow.MaxBatchMetrics)
		assert.LessOrEqual(t, len(part.Params), mlflow.MaxBatchParams)
		assert.LessOrEqual(t, len(part.Tags), mlflow.MaxBatchTags)
		assert.LessOrEqual(t, len(part.Metrics)+len(part.Params)+len(part.Tags), mlflow.MaxBatch)
		bytes := 0
		for _, p := range part.Params {
			bytes += len(p.Key) + 2*len(p.Value)
		}
		for _, tag := range part.Tags {
			bytes += len(tag.Key) + 6*len(tag.Value)
		}
		assert.Less(t, bytes, 1_000_000)
		got.Metrics = append(got.Metrics, part.Metrics...)
		got.Params = append(got.Params, part.Params...)
		got.Tags = append(got.Tags, part.Tags...)
	}
	for i := range b.Metrics {
		assert.True(t, b.Metrics[i].Time.IsZero(), "the caller's slice is not changed")
		b.Metrics[i].Time = now
	}
	assert.Equal(t, b, got)
}

func TestLogBatchFails(t *testing.T) {
	f := &fakeStore{failAt: 2}
	run, err := fakeClient(f, nil).StartRun(t.Context(), mlflow.RunOptions{})
	require.NoError(t, err)
	var b mlflow.Batch
	for i := range 150 {
		b.Params = append(b.Params, mlflow.Param{Key: fmt.Sprint("p", i)})
	}
	err = run.LogBatch(t.Context(), b)
	require.ErrorIs(t, err, errStore)
	require.ErrorContains(t, err, "100 of 150 entries were written before")

	f = &fakeStore{}
	run, err = fakeClient(f, nil).StartRun(t.Context(), mlflow.RunOptions{})
	require.NoError(t, err)
	err = run.LogBatch(t.Context(), mlflow.Batch{
		Params:  []mlflow.Param{{Key: "good"}, {Key: "a,b"}, {Key: "long", Value: strings.Repeat("x", 6001)}},
		Metrics: []mlflow.Metric{{Key: "c[0]"}},
	})
	require.True(t, mlflow.IsInvalid(err))
	for _, want := range []string{`"a,b"`, `"long"`, `"c[0]"`, "6001"} {
		require.ErrorContains(t, err, want, "all that is wrong is reported")
	}
	require.Empty(t, f.batches, "nothing is sent when one entry is bad")
}

func TestEnd(t *testing.T) {
	f := &fakeStore{}
	run, err := fakeClient(f, nil).StartRun(t.Context(), mlflow.RunOptions{})
	require.NoError(t, err)
	require.NoError(t, run.End(t.Context(), mlflow.RunKilled))
	require.Equal(t, []mlflow.RunUpdate{{Status: mlflow.RunKilled, End: now}}, f.updates)
	for _, st := range []mlflow.RunStatus{0, mlflow.RunRunning, mlflow.RunScheduled, 9} {
		require.True(t, mlflow.IsInvalid(run.End(t.Context(), st)), st)
	}
	require.Len(t, f.updates, 1)
}

func TestUnboundRun(t *testing.T) {
	ctx, r := t.Context(), &mlflow.Run{}
	for name, err := range map[string]error{
		"End": r.End(ctx, mlflow.RunFinished), "LogParam": r.LogParam(ctx, "k", "v"), "LogJSON": mlflow.LogJSON(ctx, r, "x", 1),
		"LogFile": mlflow.LogFile(ctx, r, "x", ""), "nil": (*mlflow.Run)(nil).SetTag(ctx, "a", "b"),
	} {
		require.True(t, mlflow.IsInvalid(err), "%s: %v", name, err)
		require.ErrorContains(t, err, "belongs to no client")
	}
}

type source map[string]string

func (s source) MLflowParams() iter.Seq2[string, string] { return maps.All(s) }

type measures map[string]float64

func (m measures) MLflowMetrics() iter.Seq2[string, float64] { return maps.All(m) }

func TestTypedLogging(t *testing.T) {
	f := &fakeStore{}
	run, err := fakeClient(f, nil).StartRun(t.Context(), mlflow.RunOptions{})
	require.NoError(t, err)
	require.NoError(t, mlflow.LogParams(t.Context(), run, source{"lr": "0.1"}))
	require.NoError(t, mlflow.LogMetrics(t.Context(), run, measures{"auc": 0.9}, mlflow.AtStep(3), mlflow.OfModel("m-1")))
	require.NoError(t, mlflow.SetTags(t.Context(), run, map[string]string{"b": "2", "a": "1"}))
	require.Equal(t, []mlflow.Batch{
		{Params: []mlflow.Param{{Key: "lr", Value: "0.1"}}, Metrics: []mlflow.Metric{}},
		{Metrics: []mlflow.Metric{{Key: "auc", Value: 0.9, Step: 3, ModelID: "m-1", Time: now}}},
		{Tags: []mlflow.Tag{{Key: "a", Value: "1"}, {Key: "b", Value: "2"}}, Metrics: []mlflow.Metric{}},
	}, normal(f.batches))
}

func normal(bs []mlflow.Batch) []mlflow.Batch {
	for i := range bs {
		if bs[i].Metrics == nil {
			bs[i].Metrics = []mlflow.Metric{}
		}
	}
	return bs
}

func (f *fakeStore) PutArtifact(context.Context, string, string, io.ReadSeeker) error { return nil }

func TestLogFileErrors(t *testing.T) {
	run, err := fakeClient(&fakeStore{}, nil).StartRun(t.Context(), mlflow.RunOptions{})
	require.NoError(t, err)
	dir := t.TempDir()
	require.ErrorIs(t, mlflow.LogFile(t.Context(), run, filepath.Join(dir, "absent"), ""), os.ErrNotExist)
	require.ErrorContains(t, mlflow.LogFile(t.Context(), run, dir, ""), "folder")
	require.ErrorContains(t, mlflow.LogJSON(t.Context(), run, "x.json", func() {}), "x.json")
}
