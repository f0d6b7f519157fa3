package pipeline

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/mlflow/predict"
)

// pyfunc asks MLflow's Python for the predictions of a folder with a model, on a frame of doubles.
const pyfunc = `
import json, sys
import mlflow, pandas as pd
q = json.load(sys.stdin)
m = mlflow.pyfunc.load_model(q["model"])
f = pd.DataFrame(q["rows"], columns=q["names"])
flavor = [n for n in m.metadata.flavors if n != "python_function"]
print(json.dumps({"Predictions": [float(p) for p in m.predict(f)],
    "Reversed": [float(p) for p in m.predict(f[list(reversed(q["names"]))])], "Flavors": flavor}))
`

// What each type of model is logged as, MLflow's Python loads and its server serves, and both predict what Go predicts
// from the same doubles.
func TestPythonPredictsAsGo(t *testing.T) {
	python := interop.Python(t, "mlflow")
	rows := rowsOf(400)
	names := (*wide)(nil).FeatureNames()
	values := make([][]float64, 200)
	for i := range values {
		values[i] = rows[i].AppendFeatures64(nil)
	}
	for _, m := range modelTypes() {
		t.Run(string(m), func(t *testing.T) {
			l := newLake(t, rows)
			cfg := l.config()
			cfg.TrainingConfig.ModelType = m
			p, err := New[wide](t.Context(), cfg, WithClient(l.client), WithTrainer(engineOf(t, m)), WithLogger(quiet))
			require.NoError(t, err)
			a, err := p.Run(t.Context())
			require.NoError(t, err)
			require.NoError(t, p.Close())
			const uri = "models:/drift/1"
			served, err := predict.Load[wide](t.Context(), l.client, uri)
			require.NoError(t, err)
			dir := filepath.ToSlash(t.TempDir()) + "/model"
			_, err = model.DownloadTo(t.Context(), l.client, uri, dir)
			require.NoError(t, err)

			var answer struct {
				Predictions, Reversed []float64
				Flavors               []string
			}
			request := map[string]any{"model": dir, "names": names, "rows": values}
			interop.RunJSON(t, python, pyfunc, request, &answer)
			answers := invoke(t, python, dir, names, values)
			require.Len(t, answers, len(values))
			assert.Equal(t, []string{a.trained.model.Flavor}, answer.Flavors)
			tolerance := 1e-6
			if m == LightGBM {
				tolerance = 1e-12 // it computes in float64
			}
			for i := range values {
				want, err := served.Predict(&rows[i])
				require.NoError(t, err)
				assert.InDelta(t, want, answer.Predictions[i], tolerance, "row %d", i)
				assert.Equal(t, answer.Predictions[i], answer.Reversed[i], "columns bind by name")
				assert.InDelta(t, want, answers[i], tolerance, "row %d", i)
			}
		})
	}
}

// invoke asks mlflow models serve.
func invoke(t *testing.T, python, dir string, names []string, rows [][]float64) []float64 {
	t.Helper()
	port := interop.FreePort(t)
	cmd := exec.Command(interop.Bin(t, "mlflow", "mlflow"), "models", "serve", "-m", dir, "--env-manager", "local",
		"--host", "127.0.0.1", "--port", strconv.Itoa(port), "--workers", "1")
	cmd.Env = interop.Env(python)
	server := interop.Start(t, cmd, port, "/ping")
	body, err := json.Marshal(map[string]any{"dataframe_split": map[string]any{"columns": names, "data": rows}})
	require.NoError(t, err)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/invocations", bytes.NewReader(body))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	require.Equal(t, http.StatusOK, response.StatusCode)
	var out struct{ Predictions []float64 }
	require.NoError(t, json.NewDecoder(response.Body).Decode(&out))
	return out.Predictions
}
