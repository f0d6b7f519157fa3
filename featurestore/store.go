package featurestore

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"time"

	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// ErrNotFound says that there is no table behind the URI, or not the version that was asked for. Back ends wrap it.
var ErrNotFound = errors.New("not found")

// Latest asks for a table's newest version.
const Latest int64 = -1

// Store is one table behind a URI: what a back end implements and [Table] uses. It knows records and columns, no Go
// types. A Store is safe for concurrent use.
type Store interface {
	// Snapshot returns the table at a version, or at Latest. ErrNotFound: no table, or no such version.
	Snapshot(ctx context.Context, version int64) (Snapshot, error)
	// Write adds or replaces all rows in one commit and returns its version. It creates a table that does not exist. A
	// table whose columns the write does not fit is a *schema.MismatchError.
	//
	// An error means that nothing was committed. A commit that others can see counts: what fails after it (syncing it
	// to disk, a checkpoint) is logged as a warning by slog.Default, and Write returns the version.
	Write(ctx context.Context, w Write) (version int64, err error)
	// History returns the newest commits first, at most limit of them, all for limit ≤ 0.
	History(ctx context.Context, limit int) ([]Commit, error)
	// Close lets go of connections.
	Close() error
}

// Snapshot is a table at one version.
type Snapshot interface {
	// Version is the table's version.
	Version() int64
	// Record is what is stored, as seen by a reader of want: a column that can be read as want's type has that type.
	Record(want *schema.Record) *schema.Record
	// Unfit lists what keeps rows of the record from being added: columns that are absent or cannot hold the values, and
	// columns that the rows would leave null and that may not be.
	Unfit(r *schema.Record) ([]schema.Change, error)
	// Read yields every row in batches that have exactly the fields, found by name, in the order of the commits and of
	// the rows that each was given. An error ends the sequence.
	Read(ctx context.Context, fields []columns.Field) iter.Seq2[Chunk, error]
}

// Chunk is a batch with the values that the stored type allows and the field's does not, such as 300 in a column that
// the struct holds as uint8. They are null in the batch.
type Chunk struct {
	Batch   *columns.Batch
	Misfits []Misfit
}

// Misfit is one such value.
type Misfit struct {
	Row    int             // of the batch
	Column string          // the column that it is or stands in
	Path   []validate.Step // from there; empty for the column's value itself
	Type   string          // the type that it does not fit
}

// Write is what a Store writes in one commit.
type Write struct {
	Record *schema.Record
	Fields []columns.Field
	// Batches are pulled once. A batch is good until the next is pulled. An error ends the write.
	Batches iter.Seq2[*columns.Batch, error]
	// Overwrite replaces every row instead of adding to them.
	Overwrite bool
	// ReplaceSchema lets an overwrite change the table's columns and rules to Record's.
	ReplaceSchema bool
	// Found, if not nil, is called with the table that the write begins from, before a batch is pulled; not when it
	// creates the table.
	Found func(Snapshot)
}

// Commit is one entry of a table's history.
type Commit struct {
	Version    int64
	Time       time.Time
	Operation  string // such as "WRITE", "MERGE", "OPTIMIZE"
	Parameters map[string]json.RawMessage
	Metrics    map[string]json.RawMessage
	Engine     string // who wrote it
}
