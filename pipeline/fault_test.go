package pipeline

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
)

var errDown = errors.New("the store is down")

// faulty is a store in which the n-th writing call fails, or in the middle of which the caller's context ends.
type faulty struct {
	mlflow.Store
	at    int
	stop  context.CancelFunc // ends the context instead
	calls int
	last  string // the call that was hit
}

// hit counts a call. A call whose context ends has no answer.
func (f *faulty) hit(ctx context.Context, call string) error {
	f.calls++
	if f.calls != f.at {
		return nil
	}
	f.last = call
	if f.stop == nil {
		return errDown
	}
	f.stop()
	return ctx.Err()
}

func (f *faulty) CreateExperiment(ctx context.Context, s mlflow.ExperimentSpec) (string, error) {
	id, err := f.Store.CreateExperiment(ctx, s)
	return id, errors.Join(err, f.hit(ctx, "create experiment"))
}

func (f *faulty) CreateRun(ctx context.Context, s mlflow.RunSpec) (*mlflow.Run, error) {
	run, err := f.Store.CreateRun(ctx, s)
	if err = errors.Join(err, f.hit(ctx, "create run")); err != nil {
		return nil, err // the answer is lost, not the call
	}
	return run, nil
}

func (f *faulty) UpdateRun(ctx context.Context, id string, u mlflow.RunUpdate) (*mlflow.RunInfo, error) {
	if err := f.hit(ctx, "update run"); err != nil {
		return nil, err
	}
	return f.Store.UpdateRun(ctx, id, u)
}

func (f *faulty) LogBatch(ctx context.Context, id string, b mlflow.Batch) error {
	if err := f.hit(ctx, "log batch"); err != nil {
		return err
	}
	return f.Store.LogBatch(ctx, id, b)
}

func (f *faulty) PutArtifact(ctx context.Context, location, path string, body io.ReadSeeker) error {
	if err := f.hit(ctx, "put "+path); err != nil {
		return err
	}
	return f.Store.PutArtifact(ctx, location, path, body)
}

func (f *faulty) CreateLoggedModel(ctx context.Context, s mlflow.LoggedModelSpec) (*mlflow.LoggedModel, error) {
	if err := f.hit(ctx, "create logged model"); err != nil {
		return nil, err
	}
	return f.Store.CreateLoggedModel(ctx, s)
}

func (f *faulty) FinalizeLoggedModel(ctx context.Context, id string, s mlflow.LoggedModelStatus) (*mlflow.LoggedModel, error) {
	if err := f.hit(ctx, "finalize logged model"); err != nil {
		return nil, err
	}
	return f.Store.FinalizeLoggedModel(ctx, id, s)
}

func (f *faulty) LogOutputs(ctx context.Context, id string, outputs []mlflow.ModelOutput) error {
	if err := f.hit(ctx, "log outputs"); err != nil {
		return err
	}
	return f.Store.LogOutputs(ctx, id, outputs)
}

func (f *faulty) CreateModelVersion(ctx context.Context, s mlflow.ModelVersionSpec) (*mlflow.ModelVersion, error) {
	v, err := f.Store.CreateModelVersion(ctx, s)
	if err = errors.Join(err, f.hit(ctx, "create model version")); err != nil {
		return nil, err
	}
	return v, nil
}

func (f *faulty) SetModelVersionTag(ctx context.Context, name string, v int, tag mlflow.Tag) error {
	return errors.Join(f.Store.SetModelVersionTag(ctx, name, v, tag), f.hit(ctx, "tag model version"))
}

func (f *faulty) TransitionStage(ctx context.Context, name string, v int, s mlflow.Stage, archive bool) (*mlflow.ModelVersion, error) {
	out, err := f.Store.TransitionStage(ctx, name, v, s, archive)
	return out, errors.Join(err, f.hit(ctx, "transition stage"))
}

func (f *faulty) SetAlias(ctx context.Context, name, alias string, v int) error {
	return errors.Join(f.Store.SetAlias(ctx, name, alias, v), f.hit(ctx, "set alias"))
}

// TestWhateverFailsTheRunIsFailedAndNothingIsRegistered breaks a run at each of its calls to the store, by an error and
// by the end of its context.
func TestWhateverFailsTheRunIsFailedAndNothingIsRegistered(t *testing.T) {
	rows := rowsOf(60)
	for _, cancelled := range []bool{false, true} {
		registered := 0
		for at := 1; ; at++ {
			l := newLake(t, rows)
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			f := &faulty{Store: l.client, at: at}
			if cancelled {
				f.stop = stop
			}
			p, err := New[wide](t.Context(), l.config(), WithClient(mlflow.NewClient(f)), WithTrainer(&stub{model: stump(t)}), WithLogger(quiet),
				WithRegistration(RegisterOptions{Alias: "champion", Stage: mlflow.StageStaging}))
			require.NoError(t, err)
			_, err = p.Run(ctx)
			if f.calls < at {
				require.NoError(t, err)
				require.Greater(t, at, 20, "few calls were broken")
				break
			}
			if err == nil { // the context ended so late that the work was completed
				require.True(t, cancelled, "the error of %s is lost", f.last)
				registered++
				assert.Equal(t, mlflow.RunFinished, onlyRun(t, l.client, "/Shared/drift").Info.Status)
				assert.Len(t, versions(t, l.client), 1, f.last)
				continue
			}
			assert.Empty(t, versions(t, l.client), "%s: a version is registered though the run failed: %v", f.last, err)
			failedOrAbsent(t, l.client, f.last)
		}
		if cancelled {
			assert.GreaterOrEqual(t, registered, 4, "a registration that has begun goes on")
		}
	}
}

// failedOrAbsent demands that every run of the experiment ended as FAILED with its error as a tag.
func failedOrAbsent(t *testing.T, client mlflow.Client, call string) {
	t.Helper()
	e, err := client.GetExperimentByName(t.Context(), "/Shared/drift")
	if mlflow.IsNotFound(err) {
		return
	}
	require.NoError(t, err)
	for r, err := range client.SearchRuns(t.Context(), mlflow.RunQuery{ExperimentIDs: []string{e.ID}}) {
		require.NoError(t, err)
		assert.Equal(t, mlflow.RunFailed, r.Info.Status, call)
		assert.NotEmpty(t, r.Data.Tags[TagError], call)
	}
}
