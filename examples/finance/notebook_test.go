package finance_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/internal/interop/notebook"
	"github.com/typedml/typedml/pipeline/train"
)

var update = flag.Bool("update", false, "write the notebook with the outputs of this run")

// TestNotebook runs credit.ipynb and demands the outputs that it was committed with.
func TestNotebook(t *testing.T) {
	if _, err := train.FindXGBoost(); err != nil {
		interop.Skip(t, "xgboost", "%v", err)
	}
	file, err := filepath.Abs("credit.ipynb")
	require.NoError(t, err)
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	got := notebook.Run(t, root, file)
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o644))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got), "make notebook writes the outputs of this run")
}
