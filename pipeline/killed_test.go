package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/pipeline/engine"
)

// mortal is a store whose program ends at its n-th writing call. A killed one ends before the call took effect or behind it:
// nothing that it does from then on arrives, no undoing either. One that is told to end by its context may still write.
type mortal struct {
	mlflow.Store
	at    int
	end   ending
	stop  context.CancelFunc // ends the program's context
	calls int
	last  string
}

type ending int

const (
	before ending = iota
	behind
	told
)

func (m *mortal) dead() bool { return m.calls >= m.at }

func (m *mortal) write(call string, do func() error) error {
	if m.dead() && m.end == told {
		return do()
	}
	if m.dead() {
		return errDown
	}
	if m.calls++; !m.dead() {
		return do()
	}
	m.last = call
	switch m.end {
	case told:
		m.stop()
		return do()
	case behind:
		return errors.Join(do(), errDown)
	}
	return errDown
}

func (m *mortal) CreateExperiment(ctx context.Context, s mlflow.ExperimentSpec) (id string, err error) {
	err = m.write("create experiment", func() (e error) { id, e = m.Store.CreateExperiment(ctx, s); return e })
	return id, err
}

func (m *mortal) CreateRun(ctx context.Context, s mlflow.RunSpec) (run *mlflow.Run, err error) {
	err = m.write("create run", func() (e error) { run, e = m.Store.CreateRun(ctx, s); return e })
	return run, err
}

func (m *mortal) UpdateRun(ctx context.Context, id string, u mlflow.RunUpdate) (info *mlflow.RunInfo, err error) {
	err = m.write("update run", func() (e error) { info, e = m.Store.UpdateRun(ctx, id, u); return e })
	return info, err
}

func (m *mortal) LogBatch(ctx context.Context, id string, b mlflow.Batch) error {
	return m.write("log batch", func() error { return m.Store.LogBatch(ctx, id, b) })
}

func (m *mortal) PutArtifact(ctx context.Context, location, path string, body io.ReadSeeker) error {
	return m.write("put "+path, func() error { return m.Store.PutArtifact(ctx, location, path, body) })
}

func (m *mortal) CreateLoggedModel(ctx context.Context, s mlflow.LoggedModelSpec) (l *mlflow.LoggedModel, err error) {
	err = m.write("create logged model", func() (e error) { l, e = m.Store.CreateLoggedModel(ctx, s); return e })
	return l, err
}

func (m *mortal) FinalizeLoggedModel(ctx context.Context, id string, s mlflow.LoggedModelStatus) (l *mlflow.LoggedModel, err error) {
	err = m.write("finalize logged model", func() (e error) { l, e = m.Store.FinalizeLoggedModel(ctx, id, s); return e })
	return l, err
}

func (m *mortal) LogOutputs(ctx context.Context, id string, outputs []mlflow.ModelOutput) error {
	return m.write("log outputs", func() error { return m.Store.LogOutputs(ctx, id, outputs) })
}

func (m *mortal) CreateRegisteredModel(ctx context.Context, s mlflow.RegisteredModelSpec) (r *mlflow.RegisteredModel, err error) {
	err = m.write("create registered model", func() (e error) { r, e = m.Store.CreateRegisteredModel(ctx, s); return e })
	return r, err
}

func (m *mortal) CreateModelVersion(ctx context.Context, s mlflow.ModelVersionSpec) (v *mlflow.ModelVersion, err error) {
	err = m.write("create model version", func() (e error) { v, e = m.Store.CreateModelVersion(ctx, s); return e })
	return v, err
}

func (m *mortal) DeleteModelVersion(ctx context.Context, name string, v int) error {
	return m.write("delete model version", func() error { return m.Store.DeleteModelVersion(ctx, name, v) })
}

func (m *mortal) SetModelVersionTag(ctx context.Context, name string, v int, tag mlflow.Tag) error {
	return m.write("tag model version", func() error { return m.Store.SetModelVersionTag(ctx, name, v, tag) })
}

func (m *mortal) TransitionStage(ctx context.Context, name string, v int, s mlflow.Stage, archive bool) (out *mlflow.ModelVersion, err error) {
	err = m.write("transition stage", func() (e error) { out, e = m.Store.TransitionStage(ctx, name, v, s, archive); return e })
	return out, err
}

func (m *mortal) SetAlias(ctx context.Context, name, alias string, v int) error {
	return m.write("set alias", func() error { return m.Store.SetAlias(ctx, name, alias, v) })
}

// keeper is an engine that keeps results from one Run to the next, as one with a database does, and forgets nothing.
type keeper struct {
	kept map[string][]byte
	key  string // the run that was begun, "" once it is acknowledged
	// killed ends the program when the run has ended, before Run returns.
	killed bool
}

func (k *keeper) Unfinished(context.Context, *engine.Plan, any) ([]string, error) {
	if k.key == "" {
		return nil, nil
	}
	return []string{k.key}, nil
}

func (k *keeper) Acknowledge(context.Context, *engine.Plan, string) error {
	*k = keeper{kept: map[string][]byte{}}
	return nil
}

func (k *keeper) Run(ctx context.Context, p *engine.Plan, key string, in any) (any, error) {
	k.key = key
	x := engine.Begin(p, key, in, quietly.Watch)
	for _, s := range p.Steps {
		b, done := k.kept[s.Task.Key]
		if !done {
			v, err := x.Do(ctx, s)
			if err != nil {
				return nil, err
			}
			if b, err = x.Encode(s, v); err != nil {
				return nil, err
			}
			k.kept[s.Task.Key] = b
		}
		if err := x.Restore(ctx, s, b, done); err != nil {
			return nil, err
		}
	}
	if k.killed {
		return nil, errDown
	}
	return x.Result(), nil
}

// TestKilledAtAnyWriteOneRunAndOneVersionComeOfIt kills the program at each of its calls to the store, before and behind the
// effect, or ends its context there, and runs the pipeline again in another program.
func TestKilledAtAnyWriteOneRunAndOneVersionComeOfIt(t *testing.T) {
	rows := rowsOf(60)
	for _, end := range []ending{before, behind, told} {
		for at := 1; ; at++ {
			l := newLake(t, rows)
			k := &keeper{kept: map[string][]byte{}}
			ctx, stop := context.WithCancel(t.Context())
			m := &mortal{Store: l.client, at: at, end: end, stop: stop}
			run := func(ctx context.Context, client mlflow.Client) error {
				p, err := New[wide](t.Context(), l.config(), WithClient(client), WithTrainer(&stub{model: stump(t)}), WithLogger(quiet),
					WithEngine(k), WithRegistration(RegisterOptions{Alias: "champion", Stage: mlflow.StageStaging, Version: "4.0.0"}))
				require.NoError(t, err)
				defer p.Close()
				_, err = p.Run(ctx)
				return err
			}
			err := run(ctx, mlflow.NewClient(m))
			if !m.dead() {
				require.NoError(t, err)
				require.Greater(t, at, 25, "few calls were hit")
				break
			}
			if err != nil { // else it was undone or awaited so late that it does not matter
				require.NoError(t, run(t.Context(), l.client), "killed at %s", m.last)
			}
			t.Run(fmt.Sprintf("%d_%s_%d", at, m.last, end), func(t *testing.T) { checkOnce(t, l) })
		}
	}
}

// forgetful is a store whose artifacts cannot be read.
type forgetful struct {
	mlflow.Store
	err error
}

func (f forgetful) OpenArtifact(context.Context, string, string) (io.ReadCloser, error) {
	return nil, f.err
}

// Whatever ends the program between the end of its last step and the moment in which Run returns the artifact, the next one
// returns it, and begins no other run.
func TestAnArtifactThatWasNotReturnedIsReturnedByTheNextRun(t *testing.T) {
	l := newLake(t, rowsOf(60))
	k := &keeper{kept: map[string][]byte{}}
	run := func(client mlflow.Client) (ModelArtifact, error) {
		p, err := New[wide](t.Context(), l.config(), WithClient(client), WithTrainer(&stub{model: stump(t)}), WithLogger(quiet), WithEngine(k),
			WithRegistration(RegisterOptions{Alias: "champion", Stage: mlflow.StageStaging}))
		require.NoError(t, err)
		defer p.Close()
		return p.Run(t.Context())
	}
	k.killed = true
	_, err := run(l.client)
	require.ErrorIs(t, err, errDown)
	k.killed = false
	_, err = run(mlflow.NewClient(forgetful{l.client, errDown}))
	require.ErrorIs(t, err, errDown, "the model is not there for now")
	a, err := run(l.client)
	require.NoError(t, err)
	assert.Equal(t, "1.0.0", a.Version)
	assert.NotNil(t, a.trained)
	checkOnce(t, l)
	a, err = run(l.client)
	require.NoError(t, err)
	assert.Equal(t, "2.0.0", a.Version, "an artifact that was returned is followed by another run")
}

// An artifact whose run or model is gone is told of once: it does not keep the runs to come.
func TestALostArtifactIsNotReturnedForEver(t *testing.T) {
	for name, lose := range map[string]func(t *testing.T, l lake, run *mlflow.Run) mlflow.Client{
		"its MLflow run": func(t *testing.T, l lake, run *mlflow.Run) mlflow.Client {
			require.NoError(t, l.client.DeleteRun(t.Context(), run.ID()))
			return l.client
		},
		"the kept model": func(_ *testing.T, l lake, _ *mlflow.Run) mlflow.Client {
			return mlflow.NewClient(forgetful{l.client, &mlflow.Error{Code: mlflow.CodeNotFound}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLake(t, rowsOf(60))
			k := &keeper{kept: map[string][]byte{}}
			run := func(client mlflow.Client) error {
				p, err := New[wide](t.Context(), l.config(), WithClient(client), WithTrainer(&stub{model: stump(t)}), WithLogger(quiet), WithEngine(k))
				require.NoError(t, err)
				defer p.Close()
				_, err = p.Run(t.Context())
				return err
			}
			k.killed = true
			require.ErrorIs(t, run(l.client), errDown)
			k.killed = false
			client := lose(t, l, onlyRun(t, l.client, "/Shared/drift"))
			require.ErrorContains(t, run(client), name)
			require.NoError(t, run(client))
		})
	}
}
