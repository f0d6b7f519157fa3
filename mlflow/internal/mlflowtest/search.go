package mlflowtest

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
)

func (s *suite) runSearch(t *testing.T) {
	ctx, exp := t.Context(), s.experiment(t)
	for i, auc := range []float64{0.7, 0.9, math.NaN(), 0.8} {
		r, err := s.c.StartRun(ctx, mlflow.RunOptions{
			ExperimentID: exp, Name: fmt.Sprintf("r%d", i), StartTime: time.UnixMilli(int64(1000 * (i + 1))),
			Tags: map[string]string{"team name": []string{"risk", "Risk", "fraud", "risky"}[i]},
		})
		require.NoError(t, err)
		require.NoError(t, r.LogMetric(ctx, "auc", auc, 0))
		require.NoError(t, r.LogParam(ctx, "depth", fmt.Sprint(i)))
		if i == 3 {
			require.NoError(t, r.LogParam(ctx, "extra", "it's"))
			require.NoError(t, r.End(ctx, mlflow.RunFailed))
		}
	}
	find := func(filter string, order ...string) (names []string) {
		q := mlflow.RunQuery{ExperimentIDs: []string{exp}, Query: mlflow.Query{Filter: filter, OrderBy: order}}
		for _, r := range collect(t, s.c.SearchRuns(ctx, q)) {
			names = append(names, r.Info.Name)
		}
		return names
	}
	for _, tc := range []struct {
		filter string
		order  []string
		want   []string
	}{
		{"", nil, []string{"r3", "r2", "r1", "r0"}},
		{"metrics.auc > 0.75", nil, []string{"r3", "r1"}},
		{"metric.auc <= 0.8 and params.depth = '0'", nil, []string{"r0"}},
		{"metrics.auc != 0.7", nil, []string{"r3", "r2", "r1"}},
		{"metrics.auc = 0", nil, nil}, // NaN is stored as 0
		{"tags.`team name` = 'risk'", nil, []string{"r0"}},
		{`tags."team name" LIKE 'risk%'`, nil, []string{"r3", "r0"}},
		{"tags.`team name` ILIKE 'RISK%'", nil, []string{"r3", "r1", "r0"}},
		{"attributes.status = 'FAILED'", nil, []string{"r3"}},
		{"status != 'FAILED' AND start_time >= 2000", nil, []string{"r2", "r1"}},
		{"attributes.run_name = 'r2'", nil, []string{"r2"}},
		{"params.extra IS NOT NULL", nil, []string{"r3"}},
		{"params.extra IS NULL", nil, []string{"r2", "r1", "r0"}},
		{"", []string{"metrics.auc DESC"}, []string{"r1", "r3", "r0", "r2"}},
		{"", []string{"metrics.auc"}, []string{"r0", "r3", "r1", "r2"}},
		{"", []string{"start_time ASC"}, []string{"r0", "r1", "r2", "r3"}},
		{"", []string{"params.depth DESC"}, []string{"r3", "r2", "r1", "r0"}},
	} {
		require.Equal(t, tc.want, find(tc.filter, tc.order...), "%s %v", tc.filter, tc.order)
	}
	for _, bad := range []string{
		"metrics.auc > 'x'", "params.depth = 3", "metrics.auc > 1 OR metrics.auc < 0", "nonsense.a = 'b'",
		"metrics.auc >", "attributes.nothing = 'x'", "params.depth IN ('a')",
	} {
		q := mlflow.RunQuery{ExperimentIDs: []string{exp}, Query: mlflow.Query{Filter: bad}}
		n := 0
		for _, err := range s.c.SearchRuns(ctx, q) {
			n++
			require.True(t, mlflow.IsInvalid(err), "%s: %v", bad, err)
		}
		require.Equal(t, 1, n, bad)
	}
	for _, err := range s.c.SearchRuns(ctx, mlflow.RunQuery{}) {
		code(t, mlflow.CodeInvalidParameter, err)
	}
}

// pages: results longer than a page come whole and once, while the caller writes between them.
func (s *suite) pages(t *testing.T) {
	ctx, exp := t.Context(), s.experiment(t)
	for i := range 7 {
		_, err := s.c.StartRun(ctx, mlflow.RunOptions{ExperimentID: exp, StartTime: time.UnixMilli(int64(i + 1))})
		require.NoError(t, err)
	}
	seen := map[string]bool{}
	q := mlflow.RunQuery{ExperimentIDs: []string{exp}, Query: mlflow.Query{PageSize: 2}}
	for r, err := range s.c.SearchRuns(ctx, q) {
		require.NoError(t, err)
		require.False(t, seen[r.ID()])
		seen[r.ID()] = true
		require.NoError(t, r.SetTag(ctx, "seen", "yes"), "a run of a search is bound to its client")
	}
	require.Len(t, seen, 7)
	n := 0
	for range s.c.SearchRuns(ctx, q) {
		if n++; n == 3 {
			break
		}
	}
	require.Equal(t, 3, n)
	runs := collect(t, s.c.SearchRuns(ctx, q))
	require.NoError(t, s.c.DeleteRun(ctx, runs[0].ID()))
	require.Len(t, collect(t, s.c.SearchRuns(ctx, q)), 6)
	q.View = mlflow.ViewDeleted
	require.Len(t, collect(t, s.c.SearchRuns(ctx, q)), 1)
	q.View = mlflow.ViewAll
	require.Len(t, collect(t, s.c.SearchRuns(ctx, q)), 7)
}
