package endpoint_test

import (
	"net/http/httputil"
	"net/url"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/mlflow/serving/endpoint"
	_ "github.com/typedml/typedml/mlflow/sqlite"
)

// TestMLflowsServerTakesTheRequests puts the real mlflow models serve behind the fake workspace: Databricks serves a model
// by MLflow's scoring server. Its predictions are those of the model in Go.
func TestMLflowsServerTakesTheRequests(t *testing.T) {
	python := interop.Python(t, "mlflow")
	dir := filepath.ToSlash(t.TempDir())
	client, err := mlflow.Open(t.Context(), "sqlite:///"+dir+"/mlflow.db")
	require.NoError(t, err)
	defer client.Close()
	run, err := client.StartRun(t.Context(), mlflow.RunOptions{Experiment: "returns"})
	require.NoError(t, err)
	_, err = model.Log(t.Context(), run, model.Spec{
		Name: "returns", Record: (*order)(nil).TypedMLSchema(), Flavor: model.XGBoost("3.2.0"), Data: strings.NewReader(modelText()),
		Register: &model.Registration{Name: "returns"},
	})
	require.NoError(t, err)
	_, err = model.DownloadTo(t.Context(), client, "models:/returns/1", dir+"/model")
	require.NoError(t, err)
	port := interop.FreePort(t)
	cmd := exec.Command(interop.Bin(t, "mlflow", "mlflow"), "models", "serve", "-m", dir+"/model", "--env-manager", "local",
		"--host", "127.0.0.1", "--port", strconv.Itoa(port), "--workers", "1")
	cmd.Env = interop.Env(python)
	server := interop.Start(t, cmd, port, "/ping")

	f, m := workspace(t)
	to, err := url.Parse(server.URL)
	require.NoError(t, err)
	f.Endpoints.Models["main.ml.returns/1"] = &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Host = to.Host
	}}
	_, err = endpoint.Deploy(t.Context(), spec("1"), options)
	require.NoError(t, err)
	c, err := endpoint.Open[orderRequest](t.Context(), "returns", options)
	require.NoError(t, err)
	for n := 1; n <= 3; n++ { // alone, each column has another type in pandas
		got, err := c.Query(t.Context(), rows()[3-n:]...)
		require.NoError(t, err)
		for i, row := range rows()[3-n:] {
			want, err := m.Predict(&row)
			require.NoError(t, err)
			assert.InDelta(t, want, got[i], 1e-6)
		}
	}
}
