package sparksql

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/agreement/stored"
	"github.com/typedml/typedml/internal/interop/sparkserver"
	"github.com/typedml/typedml/internal/sparkconnect"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate/is"
)

var spark sparkserver.Shared

func TestMain(m *testing.M) { os.Exit(spark.Main(m)) }

func session(t *testing.T) *sparkconnect.Session {
	c, err := sparkconnect.Dial(sparkconnect.Options{Address: spark.Address(t)})
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	return c.Session()
}

// stances are where the SQL of Spark stands on the vectors.
func stances() []vectors.Stance {
	return []vectors.Stance{
		{Kind: "format", Cannot: true, Words: "a format is a function of Go's: SQL lists it as unexpressed"},
	}
}

// Spark reports what the reference evaluator reports, of every vector that a table can hold.
func TestVectorsAgree(t *testing.T) {
	e := session(t)
	files, err := vectors.Load(filepath.Join("..", "..", "..", "schema", "testdata", "vectors"))
	require.NoError(t, err)
	evaluator := &schema.Evaluator{Format: is.Format, User: vectors.User, Now: vectors.Now}
	got, want := map[string][]schema.Finding{}, map[string][]schema.Finding{}
	unexpressed := map[string]bool{}
	rows := 0
	for _, f := range files {
		for _, c := range f.Cases {
			j := &judged{record: c.Record}
			var names []string
			for _, r := range c.Rows {
				if row, ok := stored.Row(c.Record, r.Value); ok {
					j.rows, names = append(j.rows, row), append(names, r.Name)
				}
			}
			if len(j.rows) == 0 {
				continue
			}
			if err := j.judge(t, e); err != nil {
				t.Errorf("%s/%s: %v", c.Kind, c.Name, err)
				continue
			}
			for _, u := range j.unexpressed {
				unexpressed[c.Kind+"/"+c.Name+": "+u.String()] = true
			}
			for i, name := range names {
				got[name], want[name] = j.got[i], j.want(evaluator, i)
				rows++
			}
		}
	}
	for _, d := range vectors.Disagreements(files, stances(), func(_ vectors.Case, r vectors.Row) (a, b []schema.Finding, ok bool) {
		_, ok = want[r.Name]
		return got[r.Name], want[r.Name], ok
	}) {
		t.Error(d)
	}
	require.Greater(t, rows, 500, "the vectors are not those that were meant")
	for u := range unexpressed {
		t.Log("unexpressed:", u)
	}
	t.Logf("%d rows", rows)
}
