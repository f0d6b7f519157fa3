package pipeline

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/predict"
)

// runOnce trains on a fresh lake and returns it with its artifact.
func runOnce(t *testing.T) (lake, ModelArtifact) {
	t.Helper()
	l := newLake(t, rowsOf(200))
	p, err := New[wide](t.Context(), l.config(), WithClient(l.client), WithTrainer(xgboost(t)), WithLogger(quiet))
	require.NoError(t, err)
	a, err := p.Run(t.Context())
	require.NoError(t, err)
	return l, a
}

func versions(t *testing.T, client mlflow.Client) []*mlflow.ModelVersion {
	t.Helper()
	var out []*mlflow.ModelVersion
	for v, err := range client.SearchModelVersions(t.Context(), mlflow.Query{}) {
		require.NoError(t, err)
		out = append(out, v)
	}
	return out
}

func TestRegisterInAnotherStore(t *testing.T) {
	_, a := runOnce(t)
	other := newLake(t, nil)
	require.NoError(t, Register(t.Context(), other.client, &a, RegisterOptions{Alias: "champion", Stage: mlflow.StageStaging, Name: "drift_copy"}))
	assert.Equal(t, "drift_copy", a.ModelName)
	assert.Equal(t, "1.0.0", a.Version)
	v, err := other.client.GetModelVersionByAlias(t.Context(), "drift_copy", "champion")
	require.NoError(t, err)
	assert.Equal(t, mlflow.StageStaging, v.Stage)
	run, err := other.client.GetRun(t.Context(), v.RunID)
	require.NoError(t, err)
	assert.Equal(t, mlflow.RunFinished, run.Info.Status)
	assert.Equal(t, "0.1", run.Data.Params["learning_rate"])
	assert.Equal(t, "/Shared/drift", run.Data.Params["experiment_name"])
	assert.Equal(t, "1.0.0", run.Data.Tags[TagSchemaVersion])
	assert.Equal(t, "0", run.Data.Tags[TagTableVersion])
	assert.NotEmpty(t, run.Data.Tags[tagCommit], "every run names its commit")
	_, err = mlflow.ReadArtifact(t.Context(), run, "feature_importance.json")
	require.NoError(t, err)

	m, err := predict.Load[wide](t.Context(), other.client, "models:/drift_copy/Staging")
	require.NoError(t, err)
	_, err = m.Predict(&rowsOf(1)[0])
	require.NoError(t, err)
}

func TestVersionsAreTheNextFreeOneOrTheCallers(t *testing.T) {
	l, a := runOnce(t)
	require.NoError(t, Register(t.Context(), l.client, &a, RegisterOptions{}))
	assert.Equal(t, "2.0.0", a.Version)
	require.NoError(t, Register(t.Context(), l.client, &a, RegisterOptions{Version: "2.1.7"}))
	assert.Equal(t, "2.1.7", a.Version)
	require.Len(t, versions(t, l.client), 3)

	require.NoError(t, Register(t.Context(), l.client, &a, RegisterOptions{Version: "10.0.0"}))
	require.NoError(t, Register(t.Context(), l.client, &a, RegisterOptions{}))
	assert.Equal(t, "11.0.0", a.Version, "above every version that there is")
	require.NoError(t, Register(t.Context(), l.client, &a, RegisterOptions{Version: "2.1.6"}))

	err := Register(t.Context(), l.client, &a, RegisterOptions{Version: "2.1.7"})
	require.ErrorContains(t, err, "already has a version 2.1.7")
	assert.Len(t, versions(t, l.client), 6, "nothing was registered")
	assert.Equal(t, "2.1.6", a.Version, "the artifact is as it was")
}

func TestRegisterRefuses(t *testing.T) {
	l, a := runOnce(t)
	byHand := ModelArtifact{ModelName: "drift", Version: "1.0.0"}
	require.ErrorContains(t, Register(t.Context(), l.client, &byHand, RegisterOptions{}), "holds no model")
	require.ErrorContains(t, Register(t.Context(), l.client, &a, RegisterOptions{Alias: "latest"}), "latest")
	require.ErrorContains(t, Register(t.Context(), l.client, &a, RegisterOptions{Version: "v2"}), "semantic version")
	require.ErrorContains(t, Register(t.Context(), l.client, &a, RegisterOptions{Name: "My-Model"}), `"My-Model" must match`)
	assert.Len(t, versions(t, l.client), 1)
}

func TestStepsStopAtTheFirstError(t *testing.T) {
	boom := errors.New("boom")
	double := Step[int, int]{Name: "double", Run: func(_ context.Context, n int) (int, error) { return 2 * n, nil }}
	fails := Step[int, string]{Name: "fails", Run: func(context.Context, int) (string, error) { return "", boom }}
	never := Step[string, int]{Name: "never", Run: func(context.Context, string) (int, error) { t.Error("ran"); return 0, nil }}
	flow := Then(Then(observed(quiet, double), observed(quiet, fails)), observed(quiet, never))
	assert.Equal(t, "double → fails → never", flow.Name)
	_, err := flow.Run(t.Context(), 21)
	require.ErrorIs(t, err, boom)
	var step *StepError
	require.ErrorAs(t, err, &step)
	assert.Equal(t, "fails", step.Step)
}

// TestProgramsThatRegisterAtOnceGetVersionsOfTheirOwn has several clients of one store register at the same time.
func TestProgramsThatRegisterAtOnceGetVersionsOfTheirOwn(t *testing.T) {
	l, a := runOnce(t)
	const programs = 4
	errs := make(chan error, programs)
	for range programs {
		go func() {
			copied := a
			client, err := mlflow.Open(t.Context(), l.tracking)
			if err == nil {
				err = errors.Join(Register(t.Context(), client, &copied, RegisterOptions{}), client.Close())
			}
			errs <- err
		}()
	}
	for range programs {
		require.NoError(t, <-errs)
	}
	seen := map[string]bool{}
	for _, v := range versions(t, l.client) {
		assert.False(t, seen[v.Tags["version"]], "%s twice", v.Tags["version"])
		seen[v.Tags["version"]] = true
		run, err := l.client.GetRun(t.Context(), v.RunID)
		require.NoError(t, err)
		data, err := mlflow.ReadArtifact(t.Context(), run, artifactFile)
		require.NoError(t, err)
		var described ModelArtifact
		require.NoError(t, described.UnmarshalJSON(data))
		assert.Equal(t, v.Tags["version"], described.Version, "the file says which version it is")
	}
	assert.Len(t, seen, programs+1)
}

// late is a store in which another program registers right before a version is tagged.
type late struct {
	mlflow.Store
	other func()
}

func (l *late) SetModelVersionTag(ctx context.Context, name string, v int, tag mlflow.Tag) error {
	if other := l.other; other != nil {
		l.other = nil
		other()
	}
	return l.Store.SetModelVersionTag(ctx, name, v, tag)
}

// TestAVersionIsNotGivenTwiceThoughAnotherProgramIsFaster lets one program register between another's choice and tag.
func TestAVersionIsNotGivenTwiceThoughAnotherProgramIsFaster(t *testing.T) {
	for _, asked := range []string{"", "7.0.0"} {
		l, a := runOnce(t)
		fast, slow := a, a
		s := &late{Store: l.client}
		s.other = func() { require.NoError(t, Register(t.Context(), l.client, &fast, RegisterOptions{Version: asked})) }
		err := Register(t.Context(), mlflow.NewClient(s), &slow, RegisterOptions{Version: asked})
		if asked != "" {
			require.ErrorContains(t, err, "another program registered version 7.0.0")
			assert.Len(t, versions(t, l.client), 2)
			continue
		}
		require.NoError(t, err)
		assert.NotEqual(t, fast.Version, slow.Version)
		seen := map[string]bool{}
		for _, v := range versions(t, l.client) {
			assert.False(t, seen[v.Tags["version"]], "%s twice", v.Tags["version"])
			seen[v.Tags["version"]] = true
		}
		assert.Len(t, seen, 3)
	}
}
