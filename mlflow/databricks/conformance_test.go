package databricks_test

import (
	"testing"

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

// TestConformance is the suite of every back end, on the fake: its experiments would stay in a real workspace.
func TestConformance(t *testing.T) {
	tg := databricks.Start(t)
	tg.OnlyFake(t)
	mlflowtest.RunOn(t, open(t, tg), mlflowtest.Backend{
		Skip: map[string]string{
			"ExperimentSearch":      "experiments of Databricks are paths: filters by name take those",
			"RegisteredModelSearch": "Unity Catalog searches models by no filter",
			"VersionSearch":         "Unity Catalog searches versions by name or run alone; see TestVersions",
			"Versions":              "files are copied into Unity Catalog, and the logged model is not tagged; see TestVersions",
			"Stages":                "Unity Catalog has no stages; see TestStagesAreAliases",
		},
		ExperimentLocation: func(e string) string { return "dbfs:/databricks/mlflow-tracking/" + e },
		RunLocation:        func(e, r string) string { return "dbfs:/databricks/mlflow-tracking/" + e + "/" + r + "/artifacts" },
		ModelLocation: func(e, m string) string {
			return "dbfs:/databricks/mlflow-tracking/" + e + "/logged_models/" + m + "/artifacts"
		},
	})
}
