package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	driver "modernc.org/sqlite" // registers itself with database/sql, too
	lib "modernc.org/sqlite/lib"

	"github.com/typedml/typedml/mlflow"
)

func init() { //nolint:gochecknoinits // a leaf registers its URI scheme
	mlflow.Register("sqlite", open)
}

// Store is an MLflow database with its artifact folder. It is safe for concurrent use, by goroutines and by processes.
type Store struct {
	uri       string
	file      string
	artifacts string // folder
	o         mlflow.Options

	// Writers share one connection, whose transactions begin with the write lock: they queue here instead of in
	// SQLite's busy loop. Readers have their own and never hold one while the caller runs.
	w, r *sql.DB
}

var _ mlflow.Store = (*Store)(nil)

func open(ctx context.Context, uri string, o mlflow.Options) (mlflow.Store, error) {
	return New(ctx, uri, o)
}

// New opens the database at uri and creates it when the file is absent or empty. [mlflow.Open] is the usual way here.
func New(ctx context.Context, uri string, o mlflow.Options) (*Store, error) {
	o = o.Complete()
	l, err := parseURI(uri)
	if err != nil {
		return nil, &mlflow.Error{Code: mlflow.CodeInvalidParameter, Op: "open", Object: uri, Message: err.Error()}
	}
	dir := filepath.Dir(l.file)
	if st, err := os.Stat(dir); err != nil || !st.IsDir() {
		return nil, &mlflow.Error{
			Code: mlflow.CodeInvalidParameter, Op: "open", Object: uri, Err: err,
			Message: fmt.Sprintf("the folder %s does not exist; create it first", dir),
		}
	}
	if err := checkHeader(l.file); err != nil {
		return nil, &mlflow.Error{Code: mlflow.CodeInvalidState, Op: "open", Object: uri, Message: err.Error()}
	}
	s := &Store{uri: uri, file: l.file, artifacts: o.ArtifactRoot, o: o}
	if s.artifacts == "" {
		s.artifacts = filepath.Join(dir, "mlartifacts")
	}
	if s.artifacts, err = filepath.Abs(s.artifacts); err != nil {
		return nil, s.failed("open", uri, err)
	}
	if s.w, err = sql.Open("sqlite", l.dsn("&_txlock=immediate")); err != nil {
		return nil, s.failed("open", uri, err)
	}
	s.w.SetMaxOpenConns(1)
	if s.r, err = sql.Open("sqlite", l.dsn("")); err != nil {
		return nil, errors.Join(s.failed("open", uri, err), s.w.Close())
	}
	s.r.SetMaxOpenConns(4)
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// checkHeader refuses a file that is not empty and no database: SQLite takes one of less than 512 bytes for an empty
// database, and would overwrite it. What can't be read here is left to SQLite.
func checkHeader(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return nil
	}
	defer f.Close()
	const magic = "SQLite format 3\x00"
	b, err := io.ReadAll(io.LimitReader(f, int64(len(magic))))
	if err == nil && len(b) > 0 && string(b) != magic {
		return fmt.Errorf("%s is no SQLite database; choose another file name", file)
	}
	return nil
}

// URI implements [mlflow.Store].
func (s *Store) URI() string { return s.uri }

// File returns the absolute path of the database.
func (s *Store) File() string { return s.file }

// ArtifactRoot returns the absolute path of the artifact folder, for `mlflow server --artifacts-destination`.
func (s *Store) ArtifactRoot() string { return s.artifacts }

// Close implements [mlflow.Store].
func (s *Store) Close() error { return errors.Join(s.r.Close(), s.w.Close()) }

// write runs f in a transaction that holds the write lock; any error undoes it.
func (s *Store) write(ctx context.Context, op, object string, f func(*sql.Tx) error) error {
	return s.in(ctx, s.w, op, object, f)
}

// read runs f in a transaction that sees one state of the database.
func (s *Store) read(ctx context.Context, op, object string, f func(*sql.Tx) error) error {
	return s.in(ctx, s.r, op, object, f)
}

func (s *Store) in(ctx context.Context, db *sql.DB, op, object string, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return s.failed(op, object, err)
	}
	if err = f(tx); err != nil {
		_ = tx.Rollback() // err says why; the rollback of a transaction that ctx ended fails harmlessly
		return s.failed(op, object, err)
	}
	if err := tx.Commit(); err != nil {
		_ = tx.Rollback()
		return s.failed(op, object, err)
	}
	return nil
}

// failed names the operation in errors of ours, and explains those of SQLite.
func (s *Store) failed(op, object string, err error) error {
	var e *mlflow.Error
	if errors.As(err, &e) {
		if e.Op == "" {
			e.Op = op
		}
		if e.Object == "" {
			e.Object = object
		}
		return err
	}
	out := &mlflow.Error{Code: mlflow.CodeInternal, Op: op, Object: object, Err: err}
	var q *driver.Error
	if !errors.As(err, &q) {
		if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			out.Code, out.Message = mlflow.CodeCancelled, "stopped by the caller"
		}
		return out
	}
	switch q.Code() & 0xff {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		out.Code, out.Message = mlflow.CodeUnavailable, s.file+" is locked by another process; try again, or end that process"
	case lib.SQLITE_READONLY:
		out.Code, out.Message = mlflow.CodePermissionDenied, s.file+" is read-only; change its permissions or those of its folder, which holds the journal"
	case lib.SQLITE_CANTOPEN:
		out.Code, out.Message = mlflow.CodePermissionDenied, s.file+" can't be opened; it must be a file, and it and its folder readable and writable"
	case lib.SQLITE_PERM, lib.SQLITE_AUTH:
		out.Code, out.Message = mlflow.CodePermissionDenied, "no permission for "+s.file
	case lib.SQLITE_FULL:
		out.Code, out.Message = mlflow.CodeUnavailable, "the disk is full; nothing was written"
	case lib.SQLITE_NOTADB, lib.SQLITE_CORRUPT:
		out.Code, out.Message = mlflow.CodeInvalidState, s.file+" is no SQLite database, or a damaged one; restore it from a backup or choose another file name"
	case lib.SQLITE_INTERRUPT:
		out.Code, out.Message = mlflow.CodeCancelled, "stopped by the caller"
	case lib.SQLITE_IOERR:
		out.Code, out.Message = mlflow.CodeUnavailable, "reading or writing "+s.file+" failed"
	}
	return out
}

// isConstraint reports whether err is a broken UNIQUE or PRIMARY KEY.
func isConstraint(err error) bool {
	var q *driver.Error
	return errors.As(err, &q) && q.Code()&0xff == lib.SQLITE_CONSTRAINT
}

func notFound(format string, args ...any) error {
	return &mlflow.Error{Code: mlflow.CodeNotFound, Message: fmt.Sprintf(format, args...)}
}

func invalid(format string, args ...any) error {
	return &mlflow.Error{Code: mlflow.CodeInvalidParameter, Message: fmt.Sprintf(format, args...)}
}

func (s *Store) millis() int64 { return s.o.Now().UnixMilli() }
