package featurestore

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// Table is a table of rows of type T. It is safe for concurrent use.
type Table[T any] struct {
	uri     string
	store   Store
	record  *schema.Record
	fields  []columns.Field
	opts    options
	methods methods[T]
	told    told
}

// methods are T's generated methods, taken once: P is not part of Table's type.
type methods[T any] struct {
	validate func(*T, *validate.Report)
	append   func(*T, *columns.Batch)
	read     func(*T, *columns.Batch, int, *validate.Report)
}

// Open opens the table that the URI names for rows of type T. A table that does not exist is created by the first
// write. One that exists and does not fit T is a *schema.MismatchError that names each column; no row is read. Other
// differences (changed rules, further columns) are logged, as are those that later reads and writes find: each once in
// the table handle's life.
func Open[T any, P Row[T]](ctx context.Context, uri string, opts ...Option) (*Table[T], error) {
	store, err := OpenStore(ctx, uri)
	if err != nil {
		return nil, err
	}
	t, err := OpenIn[T, P](ctx, store, uri, opts...)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return t, nil
}

// OpenIn is Open with a store that the caller has, for back ends that need more than a URI. uri names the table in
// messages. The table's Close closes the store.
func OpenIn[T any, P Row[T]](ctx context.Context, store Store, uri string, opts ...Option) (*Table[T], error) {
	t := &Table[T]{uri: uri, store: store, record: P(new(T)).TypedMLSchema()}
	for _, opt := range opts {
		opt(&t.opts)
	}
	if t.opts.logger == nil {
		t.opts.logger = slog.Default()
	}
	t.opts.writes.Name, t.opts.writes.Logger = "table "+uri+", write", t.opts.logger
	t.opts.reads.Name, t.opts.reads.Logger = "table "+uri+", read", t.opts.logger
	t.methods = methods[T]{
		validate: func(x *T, r *validate.Report) { P(x).ValidateInto(r) },
		append:   func(x *T, b *columns.Batch) { P(x).AppendColumns(b) },
		read:     func(x *T, b *columns.Batch, row int, r *validate.Report) { P(x).ReadColumns(b, row, r) },
	}
	var err error
	if t.fields, err = columns.FieldsOf(t.record); err != nil {
		return nil, fmt.Errorf("featurestore: %s: %w", uri, err)
	}
	_, notices, err := t.snapshot(ctx, readOptionsOf(nil))
	if err != nil && !errors.Is(err, ErrNotFound) {
		var mismatch *schema.MismatchError
		if !t.opts.replaceSchema || !errors.As(err, &mismatch) {
			return nil, err
		}
	}
	t.notice(ctx, notices)
	return t, nil
}

// Close lets go of the back end's connections.
func (t *Table[T]) Close() error { return t.store.Close() }

// URI returns the URI that the table was opened with.
func (t *Table[T]) URI() string { return t.uri }

// Record returns the definition of T.
func (t *Table[T]) Record() *schema.Record { return t.record }

// Version returns the newest version, ErrNotFound when the table does not exist yet.
func (t *Table[T]) Version(ctx context.Context) (int64, error) {
	s, err := t.store.Snapshot(ctx, Latest)
	if err != nil {
		return 0, err
	}
	return s.Version(), nil
}

// Schema returns what the table stores, newest version: the record that it was written with, or for a table that
// another engine made one derived from its columns. ErrNotFound: the table does not exist yet.
func (t *Table[T]) Schema(ctx context.Context) (*schema.Record, error) {
	s, err := t.store.Snapshot(ctx, Latest)
	if err != nil {
		return nil, err
	}
	return s.Record(t.record), nil
}

// History returns the newest commits first, at most limit, all that the table remembers for limit ≤ 0.
func (t *Table[T]) History(ctx context.Context, limit int) ([]Commit, error) {
	return t.store.History(ctx, limit)
}

// snapshot loads a version and compares it with T. The notices are returned.
func (t *Table[T]) snapshot(ctx context.Context, o readOptions) (Snapshot, []schema.Change, error) {
	version := o.version
	if o.asOf && version < 0 {
		return nil, nil, fmt.Errorf("featurestore: table %s has no version %d; they count from 0: %w", t.uri, version, ErrNotFound)
	}
	s, err := t.store.Snapshot(ctx, version)
	if err != nil {
		return nil, nil, err
	}
	notices, mismatch := schema.Mismatch("table "+t.uri, t.record, s.Record(t.record))
	if mismatch != nil {
		mismatch.Remedy = "Change the struct, or open the table with ReplaceSchema and overwrite it."
		return nil, nil, mismatch
	}
	return s, notices, nil
}
