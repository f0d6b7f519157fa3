package mlflow_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
)

func environment(kv map[string]string) mlflow.Option {
	return mlflow.WithOptions(mlflow.Options{Getenv: func(k string) string { return kv[k] }})
}

// TestOpenUnlinked must run in a binary that links no leaf: this package's tests import none.
func TestOpenUnlinked(t *testing.T) {
	for uri, want := range map[string]string{
		"sqlite:///mlflow.db":              `import _ "github.com/typedml/typedml/mlflow/sqlite"`,
		"http://localhost:5000":            `import _ "github.com/typedml/typedml/mlflow/rest"`,
		"HTTPS://user:secret@host/x":       `import _ "github.com/typedml/typedml/mlflow/rest"`,
		"./mlruns":                         "use sqlite:///",
		"file:///data/mlruns":              "use sqlite:///",
		"postgresql+psycopg://u:pw@h/db":   "mlflow server --backend-store-uri",
		"gopher://x":                       `the scheme "gopher" is not known`,
		"databricks":                       "mlflow/databricks",
		"":                                 "mlflow/sqlite",
		"http://user:se@cret@host/x?a=b@c": "mlflow/rest",
	} {
		_, err := mlflow.Open(t.Context(), uri, environment(nil))
		require.True(t, mlflow.IsInvalid(err), "%s: %v", uri, err)
		assert.ErrorContains(t, err, want, uri)
		assert.NotContains(t, err.Error(), "secret")
		assert.NotContains(t, err.Error(), "cret@")
		assert.NotContains(t, err.Error(), "pw")
	}
}

func TestOpenEnvironment(t *testing.T) {
	var opened []string
	mlflow.Register("faketest", func(_ context.Context, uri string, o mlflow.Options) (mlflow.Store, error) {
		assert.NotNil(t, o.Now)
		assert.NotNil(t, o.Sleep)
		assert.NotEmpty(t, o.User)
		opened = append(opened, uri)
		return &fakeStore{}, nil
	})
	require.Contains(t, mlflow.Schemes(), "faketest")
	env := map[string]string{"MLFLOW_TRACKING_URI": "faketest://env"}
	for _, uri := range []string{"", "faketest://given"} {
		_, err := mlflow.Open(t.Context(), uri, environment(env))
		require.NoError(t, err)
	}
	require.Equal(t, []string{"faketest://env", "faketest://given"}, opened)

	env["MLFLOW_REGISTRY_URI"] = "http://u:pw@elsewhere"
	_, err := mlflow.Open(t.Context(), "", environment(env))
	require.ErrorContains(t, err, `MLFLOW_REGISTRY_URI is "http://elsewhere"`)
	env["MLFLOW_REGISTRY_URI"] = env["MLFLOW_TRACKING_URI"]
	_, err = mlflow.Open(t.Context(), "", environment(env))
	require.NoError(t, err)
}

func TestRedact(t *testing.T) {
	for in, want := range map[string]string{
		"http://u:p@h:1/x": "http://h:1/x", "http://h/x@y": "http://y", "http://u:p@w@h": "http://h",
		"sqlite:///a@b.db": "sqlite:///a@b.db", "plain": "plain", "http://u@h": "http://h",
		"https://bob:hunter2?@h": "https://…", "http://h/x?token=a": "http://h/x?…", "http://u:p@h/x?token=a": "http://h/x?…",
	} {
		assert.Equal(t, want, mlflow.Redact(in))
	}
}
