package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/internal/mlflowtest"
	_ "github.com/typedml/typedml/mlflow/sqlite"
)

func openAt(t testing.TB, file string) mlflow.Client {
	t.Helper()
	c, err := mlflow.Open(t.Context(), "sqlite:///"+filepath.ToSlash(file), mlflow.WithOptions(mlflow.Options{Getenv: func(string) string { return "" }}))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	return c
}

func TestConformance(t *testing.T) {
	mlflowtest.Run(t, openAt(t, filepath.Join(t.TempDir(), "mlflow.db")))
}
