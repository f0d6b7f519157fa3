package pipeline

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/pipeline/engine"
)

// quietly is the engine in memory that logs nowhere.
var quietly = engine.Memory{Watch: engine.Watch{Logger: quiet}}

// The flow's steps come to the same as Run without an engine: the same run, artifact and bytes.
func TestTheFlowDoesWhatRunDoes(t *testing.T) {
	rows := rowsOf(300)
	type outcome struct {
		artifact ModelArtifact
		bytes    []byte
		run      *mlflow.Run
	}
	run := func(opts ...Option) outcome {
		l := newLake(t, rows)
		p, err := New[wide](t.Context(), l.config(), append(opts, WithClient(l.client), WithTrainer(xgboost(t)), WithLogger(quiet),
			WithRegistration(RegisterOptions{Alias: "champion"}))...)
		require.NoError(t, err)
		defer p.Close()
		a, err := p.Run(t.Context())
		require.NoError(t, err)
		bundle, err := model.Download(t.Context(), l.client, "models:/drift@champion")
		require.NoError(t, err)
		data, err := bundle.Data("xgboost")
		require.NoError(t, err)
		require.NoError(t, Register(t.Context(), newLake(t, nil).client, &a, RegisterOptions{Alias: "copy"}), "the artifact holds its model")
		return outcome{a, data, onlyRun(t, l.client, "/Shared/drift")}
	}
	plain, flow := run(), run(WithEngine(quietly))
	assert.Equal(t, plain.bytes, flow.bytes)
	assert.Equal(t, plain.artifact.Metrics, flow.artifact.Metrics)
	assert.Equal(t, plain.artifact.FeatureImportance, flow.artifact.FeatureImportance)
	assert.Equal(t, plain.artifact.Version, flow.artifact.Version)
	assert.Equal(t, mlflow.RunFinished, flow.run.Info.Status)
	assert.Len(t, flow.run.Data.Params, len(plain.run.Data.Params))
	for key, m := range plain.run.Data.Metrics {
		assert.Equal(t, m.Value, flow.run.Data.Metrics[key].Value, key)
	}
}

// twice is an engine that runs each step twice, as if the process had ended before its result was kept.
type twice struct{ engine.Memory }

func (e twice) Run(ctx context.Context, p *engine.Plan, key string, in any) (any, error) {
	x := engine.Begin(p, key, in, e.Watch)
	for _, s := range p.Steps {
		for range 2 {
			v, err := x.Do(ctx, s)
			if err != nil {
				return nil, err
			}
			b, err := x.Encode(s, v)
			if err != nil {
				return nil, err
			}
			if err := x.Restore(ctx, s, b, false); err != nil {
				return nil, err
			}
		}
	}
	return x.Result(), nil
}

// Steps that run again take over what they find done: one run, one logged model, one version, each metric once.
func TestStepsAreIdempotent(t *testing.T) {
	l := newLake(t, rowsOf(60))
	s := &stub{model: stump(t)}
	p, err := New[wide](t.Context(), l.config(), WithClient(l.client), WithTrainer(s), WithLogger(quiet), WithEngine(twice{quietly}),
		WithRegistration(RegisterOptions{Alias: "champion", Version: "3.0.0", Stage: mlflow.StageStaging, ArchiveExisting: true}))
	require.NoError(t, err)
	defer p.Close()
	a, err := p.Run(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "3.0.0", a.Version)
	checkOnce(t, l)
}

// checkOnce demands one finished run with one model and one complete version, and each metric once.
func checkOnce(t *testing.T, l lake) {
	t.Helper()
	run := onlyRun(t, l.client, "/Shared/drift")
	assert.Equal(t, mlflow.RunFinished, run.Info.Status)
	for m, err := range l.client.MetricHistory(t.Context(), run.ID(), "auc_roc") {
		require.NoError(t, err)
		assert.Equal(t, run.Data.Metrics["auc_roc"].Time, m.Time, "auc_roc is there twice")
	}
	require.Len(t, run.Outputs, 1)
	var models []mlflow.LoggedModelStatus
	for m, err := range l.client.SearchLoggedModels(t.Context(), mlflow.LoggedModelQuery{ExperimentIDs: []string{run.Info.ExperimentID}}) {
		require.NoError(t, err)
		models = append(models, m.Status)
	}
	assert.Equal(t, []mlflow.LoggedModelStatus{mlflow.LoggedModelReady}, models)
	all := versions(t, l.client)
	require.Len(t, all, 1)
	v, err := l.client.GetModelVersionByAlias(t.Context(), "drift", "champion")
	require.NoError(t, err)
	assert.Equal(t, 1, v.Version)
	assert.Equal(t, mlflow.StageStaging, v.Stage)
	assert.Equal(t, run.ID(), v.RunID)
	assert.NotEmpty(t, v.Tags["version"])
}

// A flow that fails ends its run as FAILED, as Run does, in whatever step.
func TestAFlowThatFailsFailsItsRun(t *testing.T) {
	l := newLake(t, rowsOf(60))
	broken := errors.New("the library is broken")
	s := &stub{err: broken}
	p, err := New[wide](t.Context(), l.config(), WithClient(l.client), WithTrainer(s), WithLogger(quiet), WithEngine(quietly), WithRetries(2, 0))
	require.NoError(t, err)
	defer p.Close()
	_, err = p.Run(t.Context())
	require.ErrorIs(t, err, broken)
	var step *StepError
	require.ErrorAs(t, err, &step)
	assert.Equal(t, "train", step.Step)
	run := onlyRun(t, l.client, "/Shared/drift")
	assert.Equal(t, mlflow.RunFailed, run.Info.Status)
	assert.Contains(t, run.Data.Tags[TagError], "the library is broken")
	assert.Empty(t, versions(t, l.client))
}
