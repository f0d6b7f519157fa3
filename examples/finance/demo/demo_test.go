package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/finance"
	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/internal/interop/mlflowserver"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/pipeline"
	"github.com/typedml/typedml/pipeline/train"
)

var (
	//go:embed testdata/readback.py
	readback string
	//go:embed testdata/readtable.py
	readtable string
)

// told runs the demo in a folder and returns what it printed.
func told(t *testing.T, dir string) string {
	t.Helper()
	if _, err := train.FindXGBoost(); err != nil {
		interop.Skip(t, "xgboost", "%v", err)
	}
	var out bytes.Buffer
	require.NoError(t, tell(t.Context(), &out, options{dir: dir}))
	return out.String()
}

func TestDemo(t *testing.T) {
	dir := t.TempDir()
	out := told(t, dir)
	for _, words := range []string{
		"1000 applications, 21 typed columns", "corrupted.csv, lines ", "housing  enum=", "version 0", "model credit_risk, version 1.0.0",
		"probability of a bad outcome", "duration_in_month: is missing",
	} {
		assert.Contains(t, out, words)
	}
	assert.Contains(t, told(t, dir), "model credit_risk, version 2.0.0", "a second demo adds a version")
}

// findings is what readback.py prints.
type findings struct {
	Version     int
	Status      string
	Params      map[string]string
	Metrics     map[string]float64
	Tags        map[string]string
	Importance  map[string]float64
	Predictions []float64
}

// request is what readback.py reads.
type request struct {
	URI     string      `json:"uri"`
	Model   string      `json:"model"`
	Alias   string      `json:"alias"`
	Columns []string    `json:"columns"`
	Rows    [][]float64 `json:"rows"`
}

func TestMLflowSeesTheDemo(t *testing.T) {
	python := interop.Python(t, "mlflow")
	dir := t.TempDir()
	told(t, dir)
	server := mlflowserver.Start(t, filepath.Join(dir, "mlflow.db"), filepath.Join(dir, "mlartifacts"))
	agree(t, python, server.URL)
}

// agree lets Python read back what the demo registered at a tracking URI, and compares all of it with Go's view.
func agree(t *testing.T, python, uri string) {
	t.Helper()
	rows, err := finance.Load()
	require.NoError(t, err)
	q := request{URI: uri, Model: "credit_risk", Alias: alias, Columns: rows[0].FeatureNames()}
	for i := range rows[:200] {
		q.Rows = append(q.Rows, rows[i].AppendFeatures64(nil))
	}
	var got findings
	interop.RunJSON(t, python, readback, q, &got)

	client, err := mlflow.Open(t.Context(), uri)
	require.NoError(t, err)
	defer client.Close()
	v, err := client.GetModelVersionByAlias(t.Context(), "credit_risk", alias)
	require.NoError(t, err)
	assert.Equal(t, v.Version, got.Version)
	seen, err := client.GetRun(t.Context(), v.RunID)
	require.NoError(t, err)
	assert.Equal(t, "FINISHED", got.Status)
	assert.Equal(t, seen.Data.Params, got.Params)
	assert.Equal(t, "300", got.Params["n_estimators"])
	assert.Equal(t, "1.0.0", got.Tags[pipeline.TagSchemaVersion])
	for key, m := range seen.Data.Metrics {
		assert.InDelta(t, m.Value, got.Metrics[key], 1e-15, key)
	}
	for _, key := range []string{"accuracy", "precision", "recall", "f1_score", "auc_roc", "log_loss"} {
		assert.Contains(t, got.Metrics, key)
	}
	assert.Len(t, got.Importance, len(q.Columns))
	model, err := predict.Load[finance.Application](t.Context(), client, "models:/credit_risk@"+alias)
	require.NoError(t, err)
	require.Len(t, got.Predictions, 200)
	for i, p := range got.Predictions {
		mine, err := model.Predict(&rows[i])
		require.NoError(t, err)
		assert.InDelta(t, p, mine, 1e-6, "row %d", i)
	}
}

func TestDeltalakeReadsTheTable(t *testing.T) {
	python := interop.Python(t, "delta")
	dir := t.TempDir()
	told(t, dir)
	var got struct {
		Version int
		Rows    []json.RawMessage
	}
	interop.RunJSON(t, python, readtable, nil, &got, filepath.Join(dir, "lake", "credit"))
	rows, err := finance.Load()
	require.NoError(t, err)
	require.Len(t, got.Rows, len(rows))
	for i, raw := range got.Rows {
		var x finance.Application
		require.NoError(t, json.Unmarshal(raw, &x), "row %d", i)
		assert.Equal(t, rows[i], x, "row %d", i)
	}
}
