package model_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/model"
)

var errStore = errors.New("the store is down")

// faulty is a store whose n-th writing call of a registration fails, or whose context ends there.
type faulty struct {
	mlflow.Store
	at    int
	stop  context.CancelFunc // ends the context instead of failing
	calls int
}

func (f *faulty) hit(ctx context.Context) error {
	f.calls++
	if f.calls != f.at {
		return ctx.Err()
	}
	if f.stop != nil {
		f.stop()
		return ctx.Err() // what a store says whose caller has gone; nil for one that goes on
	}
	return errStore
}

func (f *faulty) CreateRegisteredModel(ctx context.Context, s mlflow.RegisteredModelSpec) (*mlflow.RegisteredModel, error) {
	if err := f.hit(ctx); err != nil {
		return nil, err
	}
	return f.Store.CreateRegisteredModel(ctx, s)
}

func (f *faulty) CreateModelVersion(ctx context.Context, s mlflow.ModelVersionSpec) (*mlflow.ModelVersion, error) {
	v, err := f.Store.CreateModelVersion(ctx, s)
	if err = errors.Join(err, f.hit(ctx)); err != nil {
		return nil, err // the answer is lost, not the call
	}
	return v, nil
}

func (f *faulty) TransitionStage(ctx context.Context, name string, v int, s mlflow.Stage, archive bool) (*mlflow.ModelVersion, error) {
	out, err := f.Store.TransitionStage(ctx, name, v, s, archive)
	return out, errors.Join(err, f.hit(ctx)) // the answer is lost, not the call
}

func (f *faulty) SetAlias(ctx context.Context, name, alias string, v int) error {
	return errors.Join(f.Store.SetAlias(ctx, name, alias, v), f.hit(ctx))
}

func (f *faulty) GetModelVersion(ctx context.Context, name string, v int) (*mlflow.ModelVersion, error) {
	if err := f.hit(ctx); err != nil {
		return nil, err
	}
	return f.Store.GetModelVersion(ctx, name, v)
}

// TestRegistrationIsWholeOrNotAtAll breaks a registration at each of its calls: version, alias and stages are as they
// were, on a model that exists and on one that does not.
func TestRegistrationIsWholeOrNotAtAll(t *testing.T) {
	for _, exists := range []bool{false, true} {
		for at := 1; ; at++ {
			c := openStore(t)
			run := startRun(t, c)
			r := model.Registration{Name: "m", Alias: "champion", Stage: mlflow.StageStaging, ArchiveExisting: true}
			if exists {
				s := spec()
				s.Register = &r
				_, err := model.Log(t.Context(), run, s)
				require.NoError(t, err)
			}
			logged, err := model.Log(t.Context(), run, spec())
			require.NoError(t, err)
			f := &faulty{Store: c, at: at}
			_, err = model.Register(t.Context(), mlflow.NewClient(f), logged.Model, r)
			if f.calls < at {
				require.NoError(t, err)
				require.Greater(t, at, 4, "few calls were broken")
				break
			}
			require.ErrorIs(t, err, errStore, "call %d", at)
			m, err := c.GetRegisteredModel(t.Context(), "m")
			if !exists {
				if err == nil { // it may stay, as another program may use it by now
					assert.Empty(t, m.Latest, "call %d leaves a version", at)
				}
				continue
			}
			require.NoError(t, err)
			assert.Equal(t, map[string]int{"champion": 1}, m.Aliases, "call %d", at)
			require.Len(t, m.Latest, 1, "call %d leaves a version", at)
			assert.Equal(t, 1, m.Latest[0].Version)
			assert.Equal(t, mlflow.StageStaging, m.Latest[0].Stage, "call %d", at)
		}
	}
}

// TestRegistrationOutlivesItsContext ends the context at each call: the registration is completed all the same.
func TestRegistrationOutlivesItsContext(t *testing.T) {
	for at := 1; ; at++ {
		c := openStore(t)
		run := startRun(t, c)
		logged, err := model.Log(t.Context(), run, spec())
		require.NoError(t, err)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		f := &faulty{Store: c, at: at, stop: stop}
		v, err := model.Register(ctx, mlflow.NewClient(f), logged.Model, model.Registration{Name: "m", Alias: "champion", Stage: mlflow.StageStaging})
		require.NoError(t, err, "call %d", at)
		require.Equal(t, []string{"champion"}, v.Aliases)
		if f.calls < at {
			require.Greater(t, at, 4, "the context ended at few calls")
			return
		}
		require.Error(t, ctx.Err())
	}
}

// meddler is a store in which another program does something when the alias is set, which then fails.
type meddler struct {
	mlflow.Store
	meddle func()
}

func (m *meddler) SetAlias(ctx context.Context, name, alias string, v int) error {
	if meddle := m.meddle; meddle != nil {
		m.meddle = nil
		meddle()
		return errStore
	}
	return m.Store.SetAlias(ctx, name, alias, v)
}

// TestAFailedRegistrationLeavesOthersAlone lets another program register while one fails.
func TestAFailedRegistrationLeavesOthersAlone(t *testing.T) {
	for _, exists := range []bool{false, true} {
		c := openStore(t)
		run := startRun(t, c)
		r := model.Registration{Name: "m", Alias: "champion", Stage: mlflow.StageProduction, ArchiveExisting: true}
		register := func(client mlflow.Client) error {
			logged, err := model.Log(t.Context(), run, spec())
			require.NoError(t, err)
			_, err = model.Register(t.Context(), client, logged.Model, r)
			return err
		}
		theirs := 2
		if exists {
			require.NoError(t, register(c))
			theirs = 3
		}
		m := &meddler{Store: c}
		m.meddle = func() { require.NoError(t, register(c)) }
		require.ErrorIs(t, register(mlflow.NewClient(m)), errStore)

		v, err := c.GetModelVersionByAlias(t.Context(), "m", "champion")
		require.NoError(t, err)
		assert.Equal(t, theirs, v.Version, "the other program's alias stays")
		stages := map[int]mlflow.Stage{}
		for v, err := range c.SearchModelVersions(t.Context(), mlflow.Query{}) {
			require.NoError(t, err)
			stages[v.Version] = v.Stage
		}
		want := map[int]mlflow.Stage{theirs: mlflow.StageProduction}
		if exists {
			want[1] = mlflow.StageArchived
		}
		assert.Equal(t, want, stages)
	}
}

// TestATakenOverVersionStays breaks each call of a registration that takes a version over: alias and stages are as they
// were. A version that was in use stays, one that was only made goes.
func TestATakenOverVersionStays(t *testing.T) {
	for _, whole := range []bool{true, false} {
		for at := 1; ; at++ {
			c := openStore(t)
			run := startRun(t, c)
			r := model.Registration{Name: "m", Alias: "champion", Stage: mlflow.StageStaging, ArchiveExisting: true}
			s := spec()
			s.Register = &r
			_, err := model.Log(t.Context(), run, s)
			require.NoError(t, err)
			logged, err := model.Log(t.Context(), run, spec())
			require.NoError(t, err)
			made := model.Registration{Name: "m"}
			if whole {
				made = r
			}
			_, err = model.Register(t.Context(), c, logged.Model, made)
			require.NoError(t, err)
			state := func() (out []string) {
				for v, err := range c.SearchModelVersions(t.Context(), mlflow.Query{Filter: "name = 'm'"}) {
					require.NoError(t, err)
					out = append(out, fmt.Sprint(v.Version, v.Stage, v.Aliases))
				}
				slices.Sort(out) // they come by their last change
				return out
			}
			before := state()
			require.Len(t, before, 2)
			if !whole && at > 2 { // nothing was done by the first two calls
				before = before[:1]
			}
			r.TakeOver = true
			f := &faulty{Store: c, at: at}
			_, err = model.Register(t.Context(), mlflow.NewClient(f), logged.Model, r)
			if f.calls < at {
				require.NoError(t, err)
				require.Greater(t, at, 3, "few calls were broken")
				break
			}
			require.ErrorIs(t, err, errStore, "call %d", at)
			assert.Equal(t, before, state(), "call %d, whole %t", at, whole)
		}
	}
}

// TestATakenOverVersionLeavesStages: the versions that a taken-over one stood beside in the stage stay there.
func TestATakenOverVersionLeavesStages(t *testing.T) {
	c := openStore(t)
	run := startRun(t, c)
	var last *mlflow.LoggedModel
	for range 2 {
		logged, err := model.Log(t.Context(), run, spec())
		require.NoError(t, err)
		last = logged.Model
		_, err = model.Register(t.Context(), c, last, model.Registration{Name: "m", Stage: mlflow.StageStaging})
		require.NoError(t, err)
	}
	r := model.Registration{Name: "m", Stage: mlflow.StageStaging, ArchiveExisting: true, Alias: "champion", TakeOver: true}
	_, err := model.Register(t.Context(), mlflow.NewClient(&faulty{Store: c, at: 4}), last, r)
	require.ErrorIs(t, err, errStore)
	for v, err := range c.SearchModelVersions(t.Context(), mlflow.Query{Filter: "name = 'm'"}) {
		require.NoError(t, err)
		assert.Equal(t, mlflow.StageStaging, v.Stage, "version %d", v.Version)
	}
}

// forgetful is a store that tells no aliases in a search, as MLflow's server.
type forgetful struct{ mlflow.Store }

func (f forgetful) SearchModelVersions(ctx context.Context, q mlflow.Query) iter.Seq2[*mlflow.ModelVersion, error] {
	return func(yield func(*mlflow.ModelVersion, error) bool) {
		for v, err := range f.Store.SearchModelVersions(ctx, q) {
			if v != nil {
				bare := *v
				bare.Aliases = nil
				v = &bare
			}
			if !yield(v, err) {
				return
			}
		}
	}
}

// TestATakenOverVersionInUseStays: an alias alone is use enough.
func TestATakenOverVersionInUseStays(t *testing.T) {
	c := openStore(t)
	logged, err := model.Log(t.Context(), startRun(t, c), spec())
	require.NoError(t, err)
	r := model.Registration{Name: "m", Alias: "champion"}
	_, err = model.Register(t.Context(), c, logged.Model, r)
	require.NoError(t, err)
	r.TakeOver, r.Numbered = true, func(context.Context, *mlflow.ModelVersion) error { return errStore }
	_, err = model.Register(t.Context(), mlflow.NewClient(forgetful{c}), logged.Model, r)
	require.ErrorIs(t, err, errStore)
	v, err := c.GetModelVersionByAlias(t.Context(), "m", "champion")
	require.NoError(t, err)
	assert.Equal(t, 1, v.Version)
}
