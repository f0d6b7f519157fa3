package databricks_test

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/databricks"
	"github.com/typedml/typedml/mlflow"
	_ "github.com/typedml/typedml/mlflow/databricks"
	"github.com/typedml/typedml/mlflow/internal/mlflowtest"
)

func open(t *testing.T, tg *databricks.Target) mlflow.Client {
	t.Helper()
	c, err := mlflow.Open(t.Context(), "databricks://?catalog="+tg.Catalog+"&schema="+tg.Schema)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	return c
}

// removing is a client that remembers the experiments and registered models that are made by it.
type removing struct {
	mlflow.Client

	experiments, models []string
}

// CreateExperiment implements [mlflow.Tracker].
func (r *removing) CreateExperiment(ctx context.Context, spec mlflow.ExperimentSpec) (string, error) {
	id, err := r.Client.CreateExperiment(ctx, spec)
	if err == nil {
		r.experiments = append(r.experiments, id)
	}
	return id, err
}

// StartRun implements [mlflow.Client].
func (r *removing) StartRun(ctx context.Context, o mlflow.RunOptions) (*mlflow.Run, error) {
	run, err := r.Client.StartRun(ctx, o)
	if err == nil {
		r.experiments = append(r.experiments, run.Info.ExperimentID)
	}
	return run, err
}

// CreateRegisteredModel implements [mlflow.Registry].
func (r *removing) CreateRegisteredModel(ctx context.Context, spec mlflow.RegisteredModelSpec) (*mlflow.RegisteredModel, error) {
	m, err := r.Client.CreateRegisteredModel(ctx, spec)
	if err == nil {
		r.models = append(r.models, spec.Name)
	}
	return m, err
}

// RenameRegisteredModel implements [mlflow.Registry].
func (r *removing) RenameRegisteredModel(ctx context.Context, name, newName string) (*mlflow.RegisteredModel, error) {
	r.models = append(r.models, newName)
	return r.Client.RenameRegisteredModel(ctx, name, newName)
}

// remove deletes what is there of it.
func (r *removing) remove(t *testing.T) {
	ctx := context.WithoutCancel(t.Context())
	slices.Sort(r.experiments)
	for _, id := range slices.Compact(r.experiments) {
		e, err := r.GetExperiment(ctx, id)
		if err == nil && e.Lifecycle == mlflow.Active {
			err = r.DeleteExperiment(ctx, id)
		}
		assert.NoError(t, err)
	}
	for _, name := range r.models {
		err := r.DeleteRegisteredModel(ctx, name)
		assert.True(t, err == nil || mlflow.IsNotFound(err), "%v", err)
	}
}

// TestConformance is the suite of every back end.
func TestConformance(t *testing.T) {
	client := &removing{Client: open(t, databricks.Start(t))}
	t.Cleanup(func() { client.remove(t) })
	mlflowtest.RunOn(t, client, mlflowtest.Backend{
		Skip: map[string]string{
			"ArtifactFolders":       "cloud storage has no folders",
			"ExperimentSearch":      "experiments of Databricks are paths: filters by name take those",
			"RegisteredModelSearch": "Unity Catalog searches models by no filter",
			"VersionSearch":         "Unity Catalog searches versions by name or run alone; see TestVersions",
			"Versions":              "files are copied into Unity Catalog, and the logged model is not tagged; see TestVersions",
			"VersionSources":        "the source alone says where the files are; see TestVersions",
			"Stages":                "Unity Catalog has no stages; see TestStagesAreAliases",
		},
		ExperimentLocation: func(e string) string { return "dbfs:/databricks/mlflow-tracking/" + e },
		RunLocation:        func(e, r string) string { return "dbfs:/databricks/mlflow-tracking/" + e + "/" + r + "/artifacts" },
		ModelLocation: func(e, m string) string {
			return "dbfs:/databricks/mlflow-tracking/" + e + "/logged_models/" + m + "/artifacts"
		},
	})
}
