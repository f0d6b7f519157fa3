package sqlite

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate/is"
)

// SQLite reports what the reference evaluator reports, of every vector that a table can hold, but for the rules that are
// listed as unexpressed; and its tables take and refuse rows accordingly.
func TestVectorsAgree(t *testing.T) {
	db := open(t)
	files, err := vectors.Load(filepath.Join("..", "..", "..", "schema", "testdata", "vectors"))
	require.NoError(t, err)
	evaluator := &schema.Evaluator{Format: is.Format, User: vectors.User, Now: vectors.Now}
	unexpressed := map[string]bool{}
	rows := 0
	for _, f := range files {
		for _, c := range f.Cases {
			j := &judged{record: c.Record}
			var names []string
			for _, r := range c.Rows {
				if row, ok := rowOf(c.Record, r.Value); ok {
					j.rows, names = append(j.rows, row), append(names, r.Name)
				}
			}
			if len(j.rows) == 0 {
				continue
			}
			require.NoError(t, j.judge(db), "%s/%s", c.Kind, c.Name)
			for i, name := range names {
				if want := j.want(evaluator, i); !vectors.Same(j.got[i], want) {
					t.Errorf("%s: row %v:\n got %v\nwant %v", name, j.rows[i], j.got[i], want)
				}
				rows++
			}
			wrong, err := j.tables(db, evaluator)
			require.NoError(t, err, "%s/%s", c.Kind, c.Name)
			for _, w := range wrong {
				t.Errorf("%s/%s: %s", c.Kind, c.Name, w)
			}
			for _, u := range j.unexpressed {
				unexpressed[c.Kind+"/"+c.Name+": "+u.String()] = true
			}
		}
	}
	require.Greater(t, rows, 500, "the vectors are not those that were meant")
	for u := range unexpressed {
		t.Log("unexpressed:", u)
	}
	t.Logf("%d rows", rows)
}
