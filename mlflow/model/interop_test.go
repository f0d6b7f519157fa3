package model_test

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/internal/interop/mlflowserver"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/model"
	_ "github.com/typedml/typedml/mlflow/rest"
	"github.com/typedml/typedml/mlflow/tree"
)

// train makes a small booster of each library on encoded rows and returns them, XGBoost's in both of its forms, with
// their predictions.
const train = `
import base64, json, sys
import lightgbm as lgb, numpy as np, xgboost as xgb
q = json.load(sys.stdin)
x = np.array([[np.nan if v is None else v for v in row] for row in q["rows"]], dtype=np.float32)
y = np.array([1 if r[0] > 2 and r[3] else 0 for r in q["rows"]])
d = xgb.DMatrix(x, label=y, feature_names=q["names"])
b = xgb.train({"objective": "binary:logistic", "max_depth": 3, "seed": 1}, d, 5)
l = lgb.train({"objective": "binary", "min_data_in_leaf": 2, "verbosity": -1, "num_threads": 1},
    lgb.Dataset(x, y, feature_name=q["lightgbm"]), 5)
print(json.dumps({"JSON": base64.b64encode(bytes(b.save_raw("json"))).decode(), "UBJ": base64.b64encode(bytes(b.save_raw("ubj"))).decode(),
    "Predictions": [float(p) for p in b.predict(d)],
    "Text": base64.b64encode(l.model_to_string().encode()).decode(), "LightGBM": l.predict(x).tolist()}))
`

// load asks MLflow's Python for the predictions of models by their URIs, on a frame with pandas' usual dtypes.
const load = `
import json, sys
import mlflow, numpy as np, pandas as pd
q = json.load(sys.stdin)
mlflow.set_tracking_uri(q["uri"])
kinds = {"long": "int64", "boolean": "bool", "double": "float64"}
out = {}
for uri in q["models"]:
    m = mlflow.pyfunc.load_model(uri)
    names = m.metadata.signature.inputs.input_names()
    types = [c.type.name for c in m.metadata.signature.inputs.inputs]
    rows = [[np.nan if v is None else v for v in r] for r in q["rows"]]
    f = pd.DataFrame(rows, columns=names).astype({n: kinds[t] for n, t in zip(names, types)})
    e = m.input_example
    out[uri] = {"Names": names, "Types": types, "Predictions": [float(p) for p in m.predict(f)],
        "Reversed": [float(p) for p in m.predict(f[list(reversed(names))])],
        "Example": [float(p) for p in m.predict(e.astype({n: kinds[t] for n, t in zip(names, types)}))],
        "Features": [x["name"] for x in m.metadata.metadata["typedml"]["features"]], "Note": m.metadata.metadata["note"]}
print(json.dumps(out))
`

type predictions struct {
	Names, Types, Features         []string
	Predictions, Reversed, Example []float64
	Note                           string
}

func rows() [][]any {
	var out [][]any
	for i := range 80 {
		var age any = 20 + i
		if i%7 == 0 {
			age = nil
		}
		own := (i/3)%2 == 0
		out = append(out, []any{float64(i) / 10, i % 5, age, own, !own})
	}
	return out
}

// number encodes bools as the booster sees them.
func number(rows [][]any) [][]any {
	out := make([][]any, len(rows))
	for i, r := range rows {
		for _, v := range r {
			if b, ok := v.(bool); ok {
				v = 0
				if b {
					v = 1
				}
			}
			out[i] = append(out[i], v)
		}
	}
	return out
}

// TestPythonLoads: what Log wrote, through the embedded store and through a server, Python loads by every kind of URI and
// predicts what the booster predicted.
func TestPythonLoads(t *testing.T) {
	python := interop.Python(t, "mlflow")
	var trained struct {
		JSON, UBJ, Text       string
		Predictions, LightGBM []float64
	}
	names := model.InfoOf(record()).FeatureNames()
	encoded := make([]string, len(names))
	for i, n := range names {
		var err error
		encoded[i], err = tree.LightGBMName(n)
		require.NoError(t, err)
	}
	interop.RunJSON(t, python, train, map[string]any{"rows": number(rows()), "names": names, "lightgbm": encoded}, &trained)
	logTo := func(c mlflow.Client, name, data string, f model.Flavor) *model.Logged {
		b, err := base64.StdEncoding.DecodeString(data)
		require.NoError(t, err)
		run := startRun(t, c)
		s := spec()
		s.Name, s.Flavor, s.Data = name, f, strings.NewReader(string(b))
		s.Register = &model.Registration{Name: name, Alias: "champion", Stage: mlflow.StageProduction}
		logged, err := model.Log(t.Context(), run, s)
		require.NoError(t, err)
		require.NoError(t, run.End(t.Context(), mlflow.RunFinished))
		return logged
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "mlflow.db")
	embedded := openFile(t, file)
	first := logTo(embedded, "embedded", trained.JSON, model.XGBoost("3.2.0"))
	url := mlflowserver.Start(t, file, filepath.Join(dir, "mlartifacts")).URL
	server, err := mlflow.Open(t.Context(), url)
	require.NoError(t, err)
	defer server.Close()
	second := logTo(server, "served", trained.UBJ, model.XGBoostUBJ("3.2.0"))
	logTo(embedded, "leaves", trained.Text, model.LightGBM("4.7.0"))

	uris := []string{
		"models:/embedded@champion", "models:/embedded/1", "models:/embedded/Production", "models:/embedded/latest", first.URI(),
		"runs:/" + first.Model.SourceRunID + "/embedded",
		"models:/served@champion", "models:/served/1", second.URI(), "runs:/" + second.Model.SourceRunID + "/served",
		"models:/leaves@champion",
	}
	var got map[string]predictions
	interop.RunJSON(t, python, load, map[string]any{"uri": url, "models": uris, "rows": rows()}, &got)
	for _, uri := range uris {
		p := got[uri]
		assert.Equal(t, names, p.Names, uri)
		assert.Equal(t, []string{"double", "long", "double", "boolean", "boolean"}, p.Types)
		assert.Equal(t, names, p.Features)
		assert.Equal(t, "yes", p.Note)
		predictions := trained.Predictions
		if strings.Contains(uri, "leaves") {
			predictions = trained.LightGBM
		}
		require.Len(t, p.Predictions, len(predictions), uri)
		for i, want := range predictions {
			assert.LessOrEqual(t, math.Abs(want-p.Predictions[i]), 1e-7, uri)
			assert.Equal(t, p.Predictions[i], p.Reversed[i], "columns bind by name")
		}
		assert.Len(t, p.Example, 2)
	}
	for _, c := range []mlflow.Client{embedded, server} { // and Go reads each back
		for _, uri := range uris {
			b, err := model.Download(t.Context(), c, uri)
			require.NoError(t, err, uri)
			assert.Equal(t, names, b.MLmodel.Info.FeatureNames())
		}
	}
}

// TestPythonReads: MLflow's own classes read the file, with the texts that YAML's versions disagree about.
func TestPythonReads(t *testing.T) {
	python := interop.Python(t, "mlflow")
	m := &model.MLmodel{
		ModelID: "m-1", RunID: "0123", MLflowVersion: model.MLflowVersion, ArtifactPath: "1:30",
		Flavors:  map[string]map[string]any{"python_function": {"loader_module": "mlflow.xgboost"}},
		Metadata: map[string]any{"yes": "no", "n": "012"},
		Signature: model.Signature{
			Params: []model.Param{{Name: "threshold", Type: model.Double, Default: 0.5}, {Name: "ids", Type: model.Long, Default: []int{1, 2}, Shape: []int{-1}}},
		},
	}
	want := []string{
		"yes", "no", "NULL", "~", "012", "0x1F", "1_000", "1:30", "1e3", ".nan", "2026-11-24", "=", "<<", "- a", "a: b", "a #b", "'", "\"", "\\", "a\nb\n", "\t",
		" lead", "größe", "日本", "😀", "\u0007", "\u007f", "\u0085", "\u00a0", "\u2028", "\ufeff", "\ufffe", "credit_history=critical/other", "x%5B0%5D",
	}
	for _, n := range want {
		m.Signature.Inputs = append(m.Signature.Inputs, model.Column{Name: n, Type: model.Double, Optional: n == "no"})
		m.Info.Features = append(m.Info.Features, model.Feature{Name: n, Kind: "float64"})
	}
	m.Signature.Outputs = []model.Column{
		{Name: "a", Type: model.Array, Items: &model.Column{Type: model.String}},
		{Name: "m", Type: model.Map, Values: &model.Column{Type: model.Long}},
		{Name: "o", Type: model.Object, Properties: map[string]model.Column{"x": {Type: model.Datetime, Optional: true}}},
	}
	b, err := m.Marshal()
	require.NoError(t, err)
	var got struct {
		Names, Features      []string
		Optional             []string
		Path, RunID, Outputs string
		Metadata             map[string]any
		Params               []any
	}
	out := interop.Run(t, python, `
import json, pathlib, sys
from mlflow.models import Model
pathlib.Path("MLmodel").write_bytes(sys.stdin.buffer.read())
m = Model.load("MLmodel")
s = m.signature
print(json.dumps({"Names": s.inputs.input_names(), "Optional": s.inputs.optional_input_names(), "Path": m.artifact_path, "RunID": m.run_id,
    "Outputs": s.outputs.to_json(), "Params": [p.default for p in s.params.params],
    "Features": [f["name"] for f in m.metadata.pop("typedml")["features"]], "Metadata": m.metadata}))
`, b)
	require.NoError(t, json.Unmarshal(out, &got))
	assert.Equal(t, want, got.Names)
	assert.Equal(t, want, got.Features)
	assert.Equal(t, []string{"no"}, got.Optional)
	assert.Equal(t, "1:30", got.Path)
	assert.Equal(t, "0123", got.RunID)
	assert.Equal(t, map[string]any{"yes": "no", "n": "012"}, got.Metadata)
	assert.Equal(t, []any{0.5, []any{1., 2.}}, got.Params)
	outputs, err := model.UnmarshalColumns(got.Outputs)
	require.NoError(t, err)
	assert.Equal(t, m.Signature.Outputs, outputs, "Python writes the signature as Go does")
}
