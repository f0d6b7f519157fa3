package agreement

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/agreement/targets"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate/is"
)

// Every target reports of every row of the vectors what the reference evaluator does, but for what is declared.
func TestTargetsAgree(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	c := newCorpus(t, both, filepath.Join("..", "..", "schema", "testdata", "vectors"), filepath.Join("testdata", "vectors"))
	for name, why := range c.unsaid {
		assert.Contains(t, unsaid, name, "no Go source says it: %s", why)
	}
	for name := range unsaid {
		assert.Contains(t, c.unsaid, name, "Go source says it now")
	}
	evaluated(t, c.files)
	found := c.run(t)
	require.NotEmpty(t, found)
	for _, target := range targets.All() {
		rows := map[string]bool{}
		problems := vectors.Disagreements(c.files, stances(target), func(v vectors.Case, r vectors.Row) (got, want []schema.Finding, ok bool) {
			if got, want, ok = found.of(target, v, r); ok {
				rows[v.Kind] = true
			}
			return got, want, ok
		})
		assert.Empty(t, problems, target)
		for _, f := range c.files {
			assert.Equal(t, seen(f, target), rows[f.Kind], "%s sees rows of %s", target, f.Kind)
		}
	}
}

// evaluated demands that the vectors say what the reference evaluator does.
func evaluated(t *testing.T, files []vectors.File) {
	t.Helper()
	e := schema.Evaluator{Format: is.Format, User: vectors.User, Now: vectors.Now}
	for _, f := range files {
		for _, c := range f.Cases {
			for _, r := range c.Rows {
				if got := e.Evaluate(c.Record, r.Value); r.Go {
					assert.True(t, vectors.Same(got, r.Broken), "%s: the evaluator finds %v", r.Name, got)
				}
				got := e.EvaluateInput(c.Record, r.Value)
				assert.True(t, vectors.Same(got, r.Decoded), "%s: the evaluator finds %v in the input", r.Name, got)
			}
		}
	}
}
