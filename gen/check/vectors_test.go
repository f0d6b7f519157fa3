package check_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/check"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
)

// The expressions of the vectors are what their sources compile to.
func TestVectorsAreCompiled(t *testing.T) {
	files, err := vectors.Load(filepath.Join("..", "..", "schema", "testdata", "vectors"))
	require.NoError(t, err)
	n := 0
	for _, f := range files {
		for _, c := range f.Cases {
			n += compiled(t, c.Name, c.Record)
		}
	}
	assert.Greater(t, n, 20)
}

// compiled checks the record and the records in it, and counts their checks.
func compiled(t *testing.T, name string, rec *schema.Record) int {
	t.Helper()
	n := len(rec.Checks)
	for _, c := range rec.Checks {
		expr, problems := check.Compile(rec, c.Source)
		require.Empty(t, problems, "%s: %s", name, c.Source)
		want, err := json.Marshal(expr)
		require.NoError(t, err)
		have, err := json.Marshal(c.Expr)
		require.NoError(t, err)
		assert.Equal(t, string(want), string(have), "%s: %s", name, c.Source)
	}
	for _, f := range rec.Fields {
		for _, held := range []*schema.Element{{Type: f.Type}, f.Type.Elem} {
			if held != nil && held.Type.Record != nil {
				n += compiled(t, name, held.Type.Record)
			}
		}
	}
	return n
}
