package spark

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/internal/sparkconnect"
)

// commit is an entry of the history with what its writer noted.
type commit struct {
	featurestore.Commit
	note string // userMetadata
}

// History returns the newest commits first; see featurestore.Store.
func (t *Store) History(ctx context.Context, limit int) ([]featurestore.Commit, error) {
	commits, err := t.commits(ctx, t.reads, t.address.table, limit)
	if err != nil {
		return nil, err
	}
	out := make([]featurestore.Commit, len(commits))
	for i := range commits {
		out[i] = commits[i].Commit
	}
	return out, nil
}

func (t *Store) commits(ctx context.Context, e engine, table string, limit int) ([]commit, error) {
	statement := "DESCRIBE HISTORY " + t.identifier(table)
	if limit > 0 {
		statement += fmt.Sprintf(" LIMIT %d", limit)
	}
	res, err := e.Query(ctx, statement)
	if err != nil {
		return nil, t.failure(ctx, "read the history of", err)
	}
	var out []commit
	res.Each(func(r sparkconnect.Row) {
		c := commit{note: r.Text("userMetadata")}
		c.Version, _ = r.Int("version")
		if at := sparkconnect.Column[*array.Timestamp](r, "timestamp"); at != nil {
			c.Time = time.UnixMicro(int64(at.Value(r.Index))).UTC()
		}
		c.Operation, c.Engine = r.Text("operation"), r.Text("engineInfo")
		c.Parameters, c.Metrics = quoted(r.Texts("operationParameters")), quoted(r.Texts("operationMetrics"))
		out = append(out, c)
	})
	return out, nil
}

// quoted makes JSON strings of texts.
func quoted(texts map[string]string) map[string]json.RawMessage {
	out := make(map[string]json.RawMessage, len(texts))
	for k, v := range texts {
		if text, err := json.Marshal(v); err == nil {
			out[k] = text
		}
	}
	return out
}
