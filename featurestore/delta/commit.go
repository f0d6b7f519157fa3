package delta

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"time"

	"github.com/google/uuid"
)

// ConflictError says that another writer committed something that this write cannot be added to. Nothing was written;
// load the table again and decide anew.
type ConflictError struct {
	Table   string
	Version int64  // the version that was lost to the other writer
	Reason  string // what the other writer did
}

// Error names table, version and reason.
func (e *ConflictError) Error() string {
	return fmt.Sprintf("delta: table %s: version %d was committed by another writer meanwhile: %s; nothing was written, read the table again and retry",
		e.Table, e.Version, e.Reason)
}

// maxAttempts bounds the retries of one commit: each lost attempt means that another writer won.
const maxAttempts = 1000

// commit makes the actions of build the next version. build is called with the newest state, nil when there is no
// table; when another writer takes the version, it is called again with what that writer made. It returns the version;
// an error means that nothing was committed.
func (t *table) commit(ctx context.Context, state *Snapshot, build func(*Snapshot) ([]Action, error)) (int64, error) {
	dir := filepath.Join(t.folder, logDir)
	for attempt := range maxAttempts {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		actions, err := build(state)
		if err != nil {
			return 0, err
		}
		data, err := formatCommit(actions)
		if err != nil {
			return 0, err
		}
		version := int64(0)
		if state != nil {
			version = state.Version + 1
		}
		err = putIfAbsent(dir, commitFile(version), data)
		if err == nil {
			t.syncCommit(ctx, version)
			return version, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return 0, fmt.Errorf("delta: commit version %d of table %s: %w", version, t.folder, err)
		}
		if state, err = t.afterLoss(ctx, attempt); err != nil {
			return 0, err
		}
	}
	return 0, fmt.Errorf("delta: table %s: other writers won %d commits in a row", t.folder, maxAttempts)
}

// syncCommit makes a commit's name durable, and with the first one the folder of the log. The commit is visible and
// stands: taking its files back would break the table, so a failure is logged.
func (t *table) syncCommit(ctx context.Context, version int64) {
	err := t.sync(filepath.Join(t.folder, logDir))
	if version == 0 {
		err = errors.Join(err, t.sync(t.folder), t.sync(filepath.Dir(t.folder)))
	}
	if err != nil {
		slog.WarnContext(ctx, "delta: a commit stands, but may not survive a power failure: its folder could not be synced",
			"table", t.folder, "version", version, "error", err)
	}
}

// afterLoss waits a moment that grows with the attempts and loads the newest state.
func (t *table) afterLoss(ctx context.Context, attempt int) (*Snapshot, error) {
	wait := time.Duration(rand.Int64N(int64(min(attempt, 20)+1) * int64(time.Millisecond)))
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(wait):
	}
	return t.load(ctx, Latest)
}

// commitInfo describes a write for the history.
func commitInfo(read *Snapshot, mode string, adds []Add, removed int, rows int64) *CommitInfo {
	blind := mode == "Append"
	c := &CommitInfo{
		Timestamp: time.Now().UnixMilli(), Operation: "WRITE", IsBlindAppend: &blind, EngineInfo: "typedml", TxnID: uuid.NewString(),
		OperationParameters: map[string]json.RawMessage{"mode": quoted(mode), "partitionBy": quoted("[]")},
	}
	if read != nil {
		c.ReadVersion = &read.Version
	}
	bytes := int64(0)
	for _, a := range adds {
		bytes += a.Size
	}
	c.OperationMetrics = map[string]json.RawMessage{
		"numFiles": quotedInt(int64(len(adds))), "numRemovedFiles": quotedInt(int64(removed)),
		"numOutputRows": quotedInt(rows), "numOutputBytes": quotedInt(bytes),
	}
	return c
}

// quoted and quotedInt are JSON texts: engines write parameters and metrics so.
func quoted(s string) json.RawMessage { return json.RawMessage(strconv.Quote(s)) }

func quotedInt(n int64) json.RawMessage { return quoted(strconv.FormatInt(n, 10)) }
