package mlflow_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
)

// TestStatus pins MLflow's numbers and names: the database holds both.
func TestStatus(t *testing.T) {
	for s, want := range map[fmt.Stringer]string{
		mlflow.RunStatus(1): "RUNNING", mlflow.RunStatus(2): "SCHEDULED", mlflow.RunStatus(3): "FINISHED",
		mlflow.RunStatus(4): "FAILED", mlflow.RunStatus(5): "KILLED",
		mlflow.LoggedModelStatus(1): "LOGGED_MODEL_PENDING", mlflow.LoggedModelStatus(2): "LOGGED_MODEL_READY",
		mlflow.LoggedModelStatus(3):  "LOGGED_MODEL_UPLOAD_FAILED",
		mlflow.ModelVersionStatus(1): "PENDING_REGISTRATION", mlflow.ModelVersionStatus(2): "FAILED_REGISTRATION",
		mlflow.ModelVersionStatus(3): "READY",
		mlflow.StageNone:             "None", mlflow.StageStaging: "Staging", mlflow.StageProduction: "Production", mlflow.StageArchived: "Archived",
		mlflow.ViewActive: "ACTIVE_ONLY", mlflow.ViewDeleted: "DELETED_ONLY", mlflow.ViewAll: "ALL",
		mlflow.RunStatus(77): "run status(77)",
	} {
		assert.Equal(t, want, s.String())
	}
	var st mlflow.RunStatus
	require.ErrorContains(t, json.Unmarshal([]byte(`"DONE"`), &st), `"DONE" is no run status`)
	require.NoError(t, json.Unmarshal([]byte(`"KILLED"`), &st))
	require.Equal(t, mlflow.RunKilled, st)
	_, err := json.Marshal(mlflow.RunStatus(0))
	require.Error(t, err)
	var stage mlflow.Stage
	require.Error(t, stage.UnmarshalText([]byte("")))
	require.Error(t, stage.UnmarshalText([]byte("staging")))
}

func TestError(t *testing.T) {
	cause := errors.New("cause")
	err := fmt.Errorf("step: %w", &mlflow.Error{Code: mlflow.CodeNotFound, Op: "get run", Object: "r1", Message: "no such run", Err: cause})
	assert.Equal(t, "step: mlflow: get run r1: no such run (RESOURCE_DOES_NOT_EXIST): cause", err.Error())
	assert.ErrorIs(t, err, cause)
	assert.True(t, mlflow.IsNotFound(err))
	assert.False(t, mlflow.IsAlreadyExists(err))
	assert.False(t, mlflow.IsNotFound(nil))
	assert.False(t, mlflow.IsUnavailable(cause))
}

func TestFormatMetric(t *testing.T) {
	for v, want := range map[float64]string{math.Inf(1): `"Infinity"`, math.Inf(-1): `"-Infinity"`, 0.5: `0.5`, 1e-300: `1e-300`} {
		b, err := json.Marshal(mlflow.FormatMetric(v))
		require.NoError(t, err)
		assert.Equal(t, want, string(b))
	}
	assert.Equal(t, "NaN", mlflow.FormatMetric(math.NaN()))
}

func TestNames(t *testing.T) {
	require.NoError(t, mlflow.CheckAlias("champion_2-x"))
	require.NoError(t, mlflow.CheckModelName("my model.v2"))
	require.NoError(t, mlflow.CheckExperimentName("/Shared/churn"))
	require.NoError(t, mlflow.CheckExperimentName(strings.Repeat("ä", 256)))
	require.ErrorContains(t, mlflow.CheckExperimentName(strings.Repeat("ä", 257)), "257")
	require.ErrorContains(t, mlflow.CheckAlias("v12"), "version number")
	require.ErrorContains(t, mlflow.CheckAlias("LATEST"), "reserved")
	require.ErrorContains(t, mlflow.CheckModelName("a/b"), `'/'`)
	require.Error(t, mlflow.CheckModelName("a\xff"))
}
