package sqlite

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
)

func TestParseFilter(t *testing.T) {
	for in, want := range map[string][]comparison{
		"":                                 nil,
		"  ":                               nil,
		"metrics.auc > -1.5":               {{"metric", "auc", ">", -1.5}},
		"metrics.auc>=.5 AND params.a='b'": {{"metric", "auc", ">=", .5}, {"param", "a", "=", "b"}},
		"tags.`a b` like 'x%'":             {{"tag", "a b", "LIKE", "x%"}},
		`tags."a.b" != "it's"`:             {{"tag", "a.b", "!=", "it's"}},
		"params.p = 'it''s'":               {{"param", "p", "=", "it's"}},
		"run_id in ('a','b')":              {{"attribute", "run_id", "IN", []string{"a", "b"}}},
		"attributes.run_id NOT IN ( 'a' )": {{"attribute", "run_id", "NOT IN", []string{"a"}}},
		"params.mlflow.x IS NULL":          {{"param", "mlflow.x", "IS NULL", nil}},
		"tags.t is not null and name='n'":  {{"tag", "t", "IS NOT NULL", nil}, {"attribute", "name", "=", "n"}},
		"`Run name` = 'x'":                 {{"attribute", "Run name", "=", "x"}},
		"metrics.`m` = 1e3":                {{"metric", "m", "=", 1e3}},
	} {
		got, err := parseFilter(in)
		require.NoError(t, err, in)
		assert.Equal(t, want, got, in)
	}
	for _, in := range []string{
		"a", "a =", "a = b", "a = 'x", "a = 'x' OR b = 'y'", "a = 'x' AND", "AND", "a LIKE", "a IN 'x'", "a IN ('x'", "a IN ()", "a IN (1)",
		"x.y = 'z'", "a NOT 'x'", "a IS 'x'", "(a = 'x')", "a = 'x' b", "metrics. = 1", "`a", ";", "a = 'x'; DROP TABLE runs", "= 'x'", "a == 'x'",
	} {
		_, err := parseFilter(in)
		require.True(t, mlflow.IsInvalid(err), "%s: %v", in, err)
	}
}

// FuzzFilter: no filter panics, and none that parses makes SQL that SQLite refuses or that holds text of the filter.
func FuzzFilter(f *testing.F) {
	for _, s := range []string{
		"metrics.auc > 0.9 AND params.`a b` LIKE 'x%'", "tags.x IS NULL", "run_id IN ('a', 'b')", "name ILIKE \"x\"", "start_time < 3",
		"params.p = ''' OR 1=1 --'", "metrics.a != 1",
	} {
		f.Add(s, "metrics.auc DESC")
	}
	f.Add("", "params.`x y`")
	s, err := New(f.Context(), uriOf(f.TempDir()+"/mlflow.db"), mlflow.Options{})
	require.NoError(f, err)
	f.Cleanup(func() { require.NoError(f, s.Close()) })
	f.Fuzz(func(t *testing.T, filter, order string) {
		if strings.Contains(order, "\x00") || strings.Contains(filter, "\x00") {
			return
		}
		for _, e := range []entity{runEntity, experimentEntity, loggedModelEntity, registeredEntity, versionEntity} {
			query, args, err := e.sql(mlflow.Query{Filter: filter, OrderBy: []string{order}}, "1", nil)
			if err != nil {
				require.True(t, mlflow.IsInvalid(err), err)
				continue
			}
			require.NotContains(t, query, "''")
			rows, err := s.r.QueryContext(t.Context(), query, args...)
			require.NoError(t, err, query)
			require.NoError(t, rows.Close())
		}
	})
}
