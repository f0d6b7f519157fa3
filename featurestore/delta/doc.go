// Package delta reads and writes Delta Lake tables in folders of the local file system, with a log of its own: no JVM,
// no Rust, no cgo. Importing it registers the scheme delta: with featurestore.Open.
//
//	import _ "github.com/typedml/typedml/featurestore/delta"
//
//	tbl, err := featurestore.Open[FeatureVector](ctx, "delta:///data/lake/churn")
//
// It reads tables of the reader versions 1 to 3 as long as nothing is in use that it lacks: deletion vectors, column
// mapping and v2 checkpoints are refused by name (*[UnsupportedError]), unknown reader features always. It writes
// tables of the writer versions up to 7 on the same terms, creates tables of protocol 1/2, and refuses CHECK
// constraints, invariants, generated and identity columns, since it cannot evaluate them, and partitioned tables.
//
// A commit is atomic: the data files are written and synced under temporary names and renamed, then the log entry is
// linked into place, which fails if another writer took the version. Appends are then retried on top of it; an
// overwrite that would undo the other's rows is a *[ConflictError]. Every tenth commit writes a checkpoint. A failed
// write removes its files. One that is killed leaves files in the table's folder and in _delta_log whose names begin with
// .tmp-, and perhaps a whole data file that the log does not name: no engine reads them. A write that makes a checkpoint
// removes those with .tmp- that are older than a day; nothing here removes data files (VACUUM of other engines does).
//
// A data file whose size is not the one in the log is an error that names it.
//
// Rows are read in the order of the commits. The add actions carry it as a tag, since a checkpoint forgets the commits
// and the files' names are random. A damaged checkpoint is passed over, with a warning, while older ones or the commits
// are there. Warnings of this package go to slog.Default.
//
// Programs without a Go struct use [LoadSnapshot] and its Records, in Arrow.
//
// Sources: PROTOCOL.md of delta-io/delta.
package delta
