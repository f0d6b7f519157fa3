package serving_test

import (
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/mlflow/predict"
	"github.com/typedml/typedml/mlflow/serving"
	_ "github.com/typedml/typedml/mlflow/sqlite"
)

// logged logs the model to a store of its own, and returns it bound and as a folder.
func logged(t *testing.T) (*predict.Model[orderRequest], string) {
	t.Helper()
	ctx := t.Context()
	dir := filepath.ToSlash(t.TempDir())
	client, err := mlflow.Open(ctx, "sqlite:///"+dir+"/mlflow.db")
	require.NoError(t, err)
	t.Cleanup(func() { client.Close() })
	run, err := client.StartRun(ctx, mlflow.RunOptions{Experiment: "returns"})
	require.NoError(t, err)
	_, err = model.Log(ctx, run, model.Spec{
		Name: "returns", Record: (*order)(nil).TypedMLSchema(), Flavor: model.XGBoost("3.2.0"), Data: strings.NewReader(orderModel),
		Register: &model.Registration{Name: "returns", Alias: "champion"},
	})
	require.NoError(t, err)
	const uri = "models:/returns@champion"
	m, err := predict.Load[orderRequest](ctx, client, uri)
	require.NoError(t, err)
	_, err = model.DownloadTo(ctx, client, uri, dir+"/model")
	require.NoError(t, err)
	return m, dir + "/model"
}

// modelServer starts mlflow models serve on a folder.
func modelServer(t *testing.T, dir string) *interop.Server {
	t.Helper()
	port := interop.FreePort(t)
	cmd := exec.Command(interop.Bin(t, "mlflow", "mlflow"), "models", "serve", "-m", dir, "--env-manager", "local",
		"--host", "127.0.0.1", "--port", strconv.Itoa(port), "--workers", "1")
	cmd.Env = interop.Env(interop.Python(t, "mlflow"))
	return interop.Start(t, cmd, port, "/ping")
}

// TestCompatibleModeAnswersAsMLflow sends each request to the real scoring server and to ours: the same predictions and
// the same class of status, but for the differences that docs/serving.md lists with their reasons.
func TestCompatibleModeAnswersAsMLflow(t *testing.T) {
	m, dir := logged(t)
	server := modelServer(t, dir)
	h, err := serving.New(m, serving.Options{Compatible: true, Logger: quiet()})
	require.NoError(t, err)
	page, err := os.ReadFile("../../docs/serving.md")
	require.NoError(t, err)
	for _, p := range probes {
		kind := cmp.Or(p.kind, "application/json")
		ours := call(h, http.MethodPost, "/invocations", kind, p.body)
		status, theirs := send(t, server.URL+"/invocations", kind, p.body)
		same := ours.Code/100 == status/100
		if same && status == http.StatusOK && p.differs != "" {
			same = slices.Equal(predicted(t, theirs), predicted(t, ours.Body.Bytes()))
		}
		switch {
		case p.differs != "":
			assert.False(t, same, "%s: the difference is gone: %s", p.name, p.differs)
			assert.Contains(t, string(page), p.differs, "%s: docs/serving.md does not list the difference", p.name)
		case !same:
			assert.Fail(t, "another status", "%s: ours %d %s, MLflow's %d %s", p.name, ours.Code, ours.Body, status, theirs)
		case status == http.StatusOK:
			assert.Equal(t, predicted(t, theirs), predicted(t, ours.Body.Bytes()), p.name)
		}
	}
}

func send(t *testing.T, url, kind, body string) (int, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Content-Type", kind)
	res, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return res.StatusCode, data
}

func predicted(t *testing.T, body []byte) []float64 {
	t.Helper()
	var out struct{ Predictions []float64 }
	require.NoError(t, json.Unmarshal(body, &out), "%s", body)
	return out.Predictions
}

// A probe is one request; differs says why ours is answered otherwise.
type probe struct{ name, kind, body, differs string }

const cells = `"amount": 12.5, "count": 3, "premium": true, "rate": 0.5, "weights_0": 0, "weights_1": 1.0`

func with(old, now string) string {
	return `{"dataframe_records": [{` + strings.Replace(cells, old, now, 1) + `}]}`
}

func both(second string) string { return `{"dataframe_records": [{` + cells + `}, {` + second + `}]}` }

var probes = []probe{
	{name: "good", body: with("", "")},
	{name: "instances", body: `{"instances": [{` + cells + `}]}`},
	{name: "inputs dict", body: `{"inputs": {"amount": [12.5], "count": [3], "premium": [true], "rate": [0.5], "weights_0": [0], "weights_1": [1.0]}}`},
	{name: "inputs scalars", body: `{"inputs": {` + cells + `}}`},
	{name: "inputs records", body: `{"inputs": [{` + cells + `}]}`},
	{name: "split", body: `{"dataframe_split": {"columns": ["weights_1", "amount", "count", "premium", "rate", "weights_0"], "data": [[1.0, 12.5, 3, true, 0.5, 0.0], [0.0, 2.5, 7, false, null, 0.0]]}}`},
	{name: "split no columns", body: `{"dataframe_split": {"data": [[12.5, 3, true, 0.5, 0.0, 1.0]]}}`},
	{name: "split without rows", body: `{"dataframe_split": {"columns": ["weights_1", "amount", "count", "premium", "rate", "weights_0"], "data": []}}`},
	{name: "split without rows and a column", body: `{"dataframe_split": {"columns": ["weights_1", "amount", "premium", "rate", "weights_0"], "data": []}}`},
	{name: "split column twice", body: `{"dataframe_split": {"columns": ["weights_1", "amount", "count", "premium", "rate", "weights_0", "amount"], "data": [[1.0, 12.5, 3, true, 0.5, 0.0, 2.5]]}}`},
	{name: "split other column twice", body: `{"dataframe_split": {"columns": ["weights_1", "amount", "count", "premium", "rate", "weights_0", "x", "x"], "data": [[1.0, 12.5, 3, true, 0.5, 0.0, 2, 2]]}}`},
	{name: "split index too long", body: `{"dataframe_split": {"index": [4, 5], "columns": ["weights_1", "amount", "count", "premium", "rate", "weights_0"], "data": [[1.0, 12.5, 3, true, 0.5, 0.0]]}}`, differs: `an index that is longer than the data: MLflow answers a row more, ours as many as there are`},
	{name: "inputs without rows", body: `{"inputs": {"amount": [], "count": [], "premium": [], "rate": [], "weights_0": [], "weights_1": []}}`},
	{name: "instances object", body: `{"instances": {` + cells + `}}`, differs: `one object for a list of instances: MLflow takes it for one row, ours refuses it`},
	{name: "largest long", body: with(`3`, `9223372036854775807`)},
	{name: "smallest long", body: with(`3`, `-9223372036854775808`)},
	{name: "underscored long", body: with(`3`, `"1_000"`), differs: `text that Python alone takes for an integer ("1_000", "٣"): ours refuses it`},
	{name: "underscored double", body: with(`12.5`, `"1_000.5"`)},
	{name: "list for a boolean", body: with(`true`, `[true]`), differs: `a list for a boolean: MLflow takes it for true, ours refuses it`},
	{name: "byte order mark", body: "\ufeff" + with(``, ``), differs: `a byte order mark before the JSON: MLflow takes it, ours refuses it`},
	{name: "split index", body: `{"dataframe_split": {"index": [4], "columns": ["weights_1", "amount", "count", "premium", "rate", "weights_0"], "data": [[1.0, 12.5, 3, true, 0.5, 0.0]]}}`},
	{name: "split ragged", body: `{"dataframe_split": {"columns": ["a", "b"], "data": [[1]]}}`},
	{name: "split other key", body: `{"dataframe_split": {"columns": ["a", "b"], "rows": [], "data": [[1, 2]]}}`},
	{name: "split no data", body: `{"dataframe_split": {"columns": ["a", "b"]}}`},
	{name: "missing", body: with(`"count": 3, `, ``)},
	{name: "missing optional", body: with(`"rate": 0.5, `, ``)},
	{name: "extra", body: with(`"count": 3, `, `"count": 3, "more": "x", `)},
	{name: "label", body: with(`"count": 3, `, `"count": 3, "returned": true, `)},
	{name: "null double", body: with(`12.5`, `null`)},
	{name: "null optional", body: with(`0.5`, `null`)},
	{name: "null long", body: with(`3`, `null`)},
	{name: "null bool", body: with(`true`, `null`), differs: `null for a boolean: MLflow takes it for a value, ours refuses it`},
	{name: "NaN double", body: with(`12.5`, `NaN`), differs: `NaN: MLflow takes this word that JSON does not have; ours refuses it, and null means missing`},
	{name: "Infinity", body: with(`12.5`, `Infinity`)},
	{name: "beyond float32", body: with(`12.5`, `1e300`)},
	{name: "text number", body: with(`12.5`, `"12.5"`)},
	{name: "text", body: with(`12.5`, `"much"`)},
	{name: "text long", body: with(`3`, `"3"`)},
	{name: "text fraction long", body: with(`3`, `"3.5"`)},
	{name: "fraction long", body: with(`3`, `7.9`)},
	{name: "3.0 long", body: with(`3`, `3.0`)},
	{name: "huge long", body: with(`3`, `1e30`), differs: `a number beyond the bits of a column of integers: MLflow takes it for another one, ours refuses it`},
	{name: "bool long", body: with(`3`, `true`)},
	{name: "bool double", body: with(`12.5`, `true`)},
	{name: "1 bool", body: with(`true`, `1`)},
	{name: "2 bool", body: with(`true`, `2`)},
	{name: "0.5 bool", body: with(`true`, `0.5`)},
	{name: "text bool", body: with(`true`, `"false"`), differs: `text for a boolean: MLflow takes any text, "false" too, for true; ours refuses it`},
	{name: "int double", body: with(`12.5`, `12`)},
	{name: "list cell", body: with(`12.5`, `[12.5]`)},
	{name: "object cell", body: with(`12.5`, `{"a": 1}`)},
	{name: "breaks rules", body: with(`12.5`, `-3.333`)},
	{name: "duplicate key", body: with(`12.5`, `2, "amount": 12.5`)},
	{name: "two inputs", body: `{"instances": [], "inputs": {}}`},
	{name: "none", body: `{}`},
	{name: "other key", body: `{"instances": [{` + cells + `}], "params": {"a": 1}}`},
	{name: "unknown top key", body: `{"dataframe_records": [{` + cells + `}], "more": 1}`},
	{name: "unknown top key instances", body: `{"instances": [{` + cells + `}], "more": 1}`},
	{name: "empty rows", body: `{"dataframe_records": []}`},
	{name: "a list", body: `[{` + cells + `}]`},
	{name: "no JSON", body: `instances`},
	{name: "empty", body: ``},
	{name: "number", body: `1`},
	{name: "records dict", body: `{"dataframe_records": {` + cells + `}}`},
	{name: "records lists", body: `{"dataframe_records": [[12.5, 3, true, 0.5, 0.0, 1.0]]}`},
	{name: "instances lists", body: `{"instances": [[12.5, 3, true, 0.5, 0.0, 1.0]]}`},
	{name: "instances scalar", body: `{"instances": 3}`},
	{name: "ragged inputs", body: `{"inputs": {"amount": [12.5, 1], "count": [3], "premium": [true], "rate": [0.5], "weights_0": [0], "weights_1": [1.0]}}`},
	{name: "csv", kind: "text/csv", body: "amount,count,premium,rate,weights_0,weights_1\n12.5,3,True,0.5,0,1.0\n", differs: `text/csv and Parquet: ours takes JSON only`},
	{name: "form", kind: "application/x-www-form-urlencoded", body: `a=1`},
	{name: "charset", kind: "application/json; charset=latin1", body: with("", "")},
	{name: "utf-8", kind: "application/json; charset=utf-8", body: with("", "")},
	{name: "mixed row", body: `{"dataframe_records": [{` + cells + `}, {` + strings.Replace(cells, `"count": 3, `, ``, 1) + `}]}`},
	{name: "mixed row without a double", body: both(strings.Replace(cells, `"amount": 12.5, `, ``, 1))},
	{name: "mixed row without an optional", body: both(strings.Replace(cells, `"rate": 0.5, `, ``, 1))},
	{name: "mixed row without a boolean", body: both(strings.Replace(cells, `"premium": true, `, ``, 1)), differs: `a boolean that one of several records lacks: MLflow takes it for true, ours refuses it`},
	{name: "mixed instances", body: strings.Replace(both(strings.Replace(cells, `"amount": 12.5, `, ``, 1)), `dataframe_records`, `instances`, 1)},
	{name: "longer instance", body: strings.Replace(both(cells+`, "more": 1`), `dataframe_records`, `instances`, 1), differs: `instances of different keys: MLflow refuses them, ours looks at the model's columns of each`},
	{name: "hexadecimal text", body: with(`12.5`, `"0x1p3"`)},
	{name: "text nan", body: with(`12.5`, `"nan"`)},
	{name: "text infinity", body: with(`12.5`, `"inf"`)},
	{name: "split short row", body: `{"dataframe_split": {"columns": ["amount", "count", "premium", "rate", "weights_0", "weights_1"], "data": [[12.5, 3, true, 0.5, 0.0, 1.0], [12.5, 3, true, 0.5, 0.0]]}}`, differs: `rows of a split that are shorter than its columns: MLflow takes NaN for the rest, ours refuses them`},
	{name: "split index too short", body: `{"dataframe_split": {"index": [4], "columns": ["amount", "count", "premium", "rate", "weights_0", "weights_1"], "data": [[12.5, 3, true, 0.5, 0.0, 1.0], [12.5, 3, true, 0.5, 0.0, 1.0]]}}`, differs: `an index that is shorter than the data: MLflow refuses it, ours passes over it`},
	{name: "split numbered column", body: `{"dataframe_split": {"columns": ["amount", "count", "premium", "rate", "weights_0", "weights_1", 7], "data": [[12.5, 3, true, 0.5, 0.0, 1.0, 1]]}}`, differs: `columns that are named by numbers: MLflow passes over them, ours refuses them`},
	{name: "inputs scalar among lists", body: `{"inputs": {"amount": 12.5, "count": [3, 4], "premium": [true, true], "rate": [0.5, 0.5], "weights_0": [0, 0], "weights_1": [1.0, 1.0]}}`, differs: `one value among lists of inputs: MLflow takes it for every row, ours refuses it`},
	{name: "top key twice", body: `{"dataframe_records": [], "dataframe_records": [{` + cells + `}]}`, differs: `an input that stands twice: MLflow takes the last one, ours refuses it`},
	{name: "mixed text", body: `{"dataframe_records": [{` + cells + `}, {` + strings.Replace(cells, `12.5`, `"12.5"`, 1) + `}]}`},
}
