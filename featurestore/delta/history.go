package delta

import (
	"context"
	"slices"
	"time"

	"github.com/typedml/typedml/featurestore"
)

// History returns the newest commits first, at most limit, all that the log still has for limit ≤ 0. A commit without
// commitInfo has a version only.
func (t *table) History(ctx context.Context, limit int) ([]featurestore.Commit, error) {
	l, err := list(t.folder)
	if err != nil {
		return nil, err
	}
	versions := make([]int64, 0, len(l.commits))
	for v := range l.commits {
		versions = append(versions, v)
	}
	slices.SortFunc(versions, func(a, b int64) int { return int(b - a) })
	if limit > 0 && len(versions) > limit {
		versions = versions[:limit]
	}
	out := make([]featurestore.Commit, 0, len(versions))
	for _, v := range versions {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		actions, err := readCommit(t.folder, v)
		if err != nil {
			return nil, err
		}
		out = append(out, entry(v, actions))
	}
	return out, nil
}

func entry(version int64, actions []Action) featurestore.Commit {
	c := featurestore.Commit{Version: version}
	for _, a := range actions {
		if i := a.CommitInfo; i != nil {
			c.Time = time.UnixMilli(i.Timestamp).UTC()
			c.Operation, c.Engine = i.Operation, i.EngineInfo
			c.Parameters, c.Metrics = i.OperationParameters, i.OperationMetrics
		}
	}
	return c
}
