package dbos

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// lock keeps a second run of a flow from an SQLite file as long as one is under way, in whatever process: DBOS would take the
// first for one that a killed process left behind, and run it twice. The lock is SQLite's own, on an empty file beside the
// database, so that it goes with its process. On Postgres the executor's name does this.
func (e *Engine) lock(ctx context.Context, flow string) (release func() error, err error) {
	if !e.onFile() {
		return func() error { return nil }, nil
	}
	file := strings.TrimPrefix(e.url, "sqlite:")
	if rest, slashes := strings.CutPrefix(file, "//"); slashes {
		file = rest
	}
	db, err := sql.Open("sqlite", file+"."+flow+".lock")
	if err != nil {
		return nil, fmt.Errorf("dbos: %w", err)
	}
	db.SetMaxOpenConns(1)
	if _, err = db.ExecContext(ctx, "BEGIN EXCLUSIVE"); err != nil {
		if strings.Contains(err.Error(), "locked") {
			err = errors.New("a run of the flow is under way, in this process or another: one at a time on an SQLite file")
		}
		return nil, errors.Join(fmt.Errorf("dbos: %w", err), db.Close())
	}
	return db.Close, nil
}

// onFile reports whether the database is an SQLite file.
func (e *Engine) onFile() bool { return strings.HasPrefix(e.url, "sqlite:") }
