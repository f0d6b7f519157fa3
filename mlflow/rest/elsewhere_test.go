package rest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/rest"
)

// TestSignInPages: an answer that is a page, or leads to one, is an error; no credential goes to where it leads.
func TestSignInPages(t *testing.T) {
	asked := 0
	login := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer login.Close()
	for name, answer := range map[string]http.HandlerFunc{
		"302": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, login.URL+"/login", http.StatusFound)
		},
		"307": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, login.URL+"/login", http.StatusTemporaryRedirect)
		},
		"page": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>Sign in</html>") },
	} {
		server := httptest.NewServer(answer)
		s, err := rest.New(server.URL, mlflow.Options{})
		require.NoError(t, err)
		c := mlflow.NewClient(s)
		run := strings.Repeat("a", 32)
		_, err = c.GetRun(t.Context(), run)
		assert.ErrorContains(t, err, "not as a tracking server; nothing was done", name)
		err = s.LogBatch(t.Context(), run, mlflow.Batch{Metrics: []mlflow.Metric{{Key: "loss", Value: 1, Time: time.Now()}}})
		assert.ErrorContains(t, err, "not as a tracking server", name)
		if err = s.PutArtifact(t.Context(), "mlflow-artifacts:/0/"+run+"/artifacts", "a.txt", strings.NewReader("a")); name == "page" {
			assert.ErrorContains(t, err, "with a web page")
		} else {
			assert.ErrorContains(t, err, "by leading to "+login.URL+"/login", name)
		}
		server.Close()
	}
	assert.Zero(t, asked)
}
