package main

import (
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/internal/interop/mlflowserver"
	"github.com/typedml/typedml/pipeline/train"
)

// TestTheSamePipelineOnAServer changes the tracking URI and nothing else.
func TestTheSamePipelineOnAServer(t *testing.T) {
	python := interop.Python(t, "mlflow")
	if _, err := train.FindXGBoost(); err != nil {
		interop.Skip(t, "xgboost", "%v", err)
	}
	server := mlflowserver.Start(t, "", "")
	require.NoError(t, tell(t.Context(), io.Discard, options{dir: t.TempDir(), tracking: server.URL}))
	agree(t, python, server.URL)
}
