package rest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop/mlflowserver"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/internal/mlflowtest"
	_ "github.com/typedml/typedml/mlflow/rest"
)

func TestConformance(t *testing.T) {
	if testing.Short() {
		t.Skip("starts an MLflow server")
	}
	url := mlflowserver.Start(t, "", "").URL
	c, err := mlflow.Open(t.Context(), url, mlflow.WithOptions(mlflow.Options{Getenv: func(string) string { return "" }}))
	require.NoError(t, err)
	defer c.Close()
	mlflowtest.Run(t, c)
}
