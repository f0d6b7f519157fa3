package featurestore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/validate"
)

// batchRows is how many rows are handed to the store at once.
const batchRows = 8192

// Append validates every row and adds them in one commit. When rows are bad nothing is written, and the *validate.Error
// holds every violation with its row's index in rows, unless [Quarantine] or [WithWriteMode] is given. Appending no row creates the table
// if there is none; rows that all go to the quarantine do not. The table keeps the rules that it was written with: where T's are looser a warning names the
// columns, since programs with the stored rules may refuse the rows.
func (t *Table[T]) Append(ctx context.Context, rows []T, opts ...WriteOption) error {
	return t.write(ctx, rows, Write{}, opts)
}

// Overwrite validates every row and replaces the table's rows by them in one commit; older versions stay readable. Bad
// rows are treated as by Append, but when [Quarantine] would leave no row of those given, the table stays as it is and
// the *validate.Error is returned. With the option [ReplaceSchema] of Open the table's columns and rules become T's.
func (t *Table[T]) Overwrite(ctx context.Context, rows []T, opts ...WriteOption) error {
	return t.write(ctx, rows, Write{Overwrite: true, ReplaceSchema: t.opts.replaceSchema}, opts)
}

func (t *Table[T]) write(ctx context.Context, rows []T, w Write, opts []WriteOption) error {
	var o writeOptions
	for _, opt := range opts {
		opt(&o)
	}
	if o.quarantined != nil {
		*o.quarantined = 0
	}
	bad, err := t.judge(ctx, rows, w.Overwrite, o)
	if err != nil {
		return err
	}
	if nothing, err := t.nothingYet(ctx, len(rows), len(bad)); nothing || err != nil {
		if err == nil && o.version != nil {
			*o.version = -1
		}
		return err
	}
	w.Record, w.Fields = t.record, t.fields
	w.Found = func(s Snapshot) { t.compare(ctx, s, w.ReplaceSchema) }
	w.Batches = t.batches(rows, bad)
	version, err := t.store.Write(ctx, w)
	if err == nil && o.version != nil {
		*o.version = version
	}
	return err
}

// nothingYet reports whether a write would create a table of which no row is valid.
func (t *Table[T]) nothingYet(ctx context.Context, rows, bad int) (bool, error) {
	if rows == 0 || bad < rows {
		return false, nil
	}
	_, err := t.store.Snapshot(ctx, Latest)
	if errors.Is(err, ErrNotFound) {
		return true, nil
	}
	return false, err
}

// judge validates the rows. It is the one place that decides what becomes of bad rows: an error, or the quarantine,
// whose indexes it returns.
func (t *Table[T]) judge(ctx context.Context, rows []T, overwrite bool, o writeOptions) (map[int]bool, error) {
	var r validate.Report
	for i := range rows {
		r.SetRow(i)
		t.methods.validate(&rows[i], &r)
	}
	// Where no row is refused yet the write itself finds those that columns cannot hold.
	if o.sink != nil || r.Len() > 0 && t.opts.writes.Mode == validate.Enforce {
		if err := t.storable(rows, &r); err != nil {
			return nil, err
		}
	}
	err := r.Take()
	if err == nil {
		return nil, nil
	}
	var broken *validate.Error
	if !errors.As(err, &broken) {
		return nil, err
	}
	slices.SortStableFunc(broken.Violations, func(a, b validate.Violation) int { return cmp.Compare(a.Row(), b.Row()) })
	if o.sink == nil {
		return nil, t.opts.writes.Judge(ctx, broken)
	}
	t.opts.writes.Tally.Add(broken)
	rejected := t.rejected(rows, broken)
	if err := o.sink.Reject(ctx, rejected); err != nil {
		return nil, fmt.Errorf("featurestore: quarantine %d rows for table %s; nothing was written: %w", len(rejected), t.uri, err)
	}
	if o.quarantined != nil {
		*o.quarantined = len(rejected)
	}
	if overwrite && len(rejected) == len(rows) {
		return nil, fmt.Errorf("featurestore: overwrite table %s: none of the %d rows is valid and no row would be left; the table is unchanged, "+
			"the rows are in the quarantine; mend them, or overwrite with no rows to empty the table: %w", t.uri, len(rows), err)
	}
	t.opts.logger.WarnContext(ctx, "featurestore: bad rows were quarantined", "table", t.uri, "rows", len(rows), "quarantined", len(rejected))
	bad := make(map[int]bool, len(rejected))
	for _, x := range rejected {
		bad[x.Row] = true
	}
	return bad, nil
}

// storable finds, before a write, the rows that columns cannot hold (such as invalid UTF-8).
func (t *Table[T]) storable(rows []T, r *validate.Report) error {
	b, err := columns.NewBatch(t.fields)
	if err != nil {
		return err
	}
	for i := range rows {
		if b.Len() == batchRows {
			b.Reset()
		}
		t.append(b, &rows[i], i, r)
	}
	return nil
}

// append adds a row to the batch, or takes it back and reports why it can't be held.
func (t *Table[T]) append(b *columns.Batch, x *T, i int, r *validate.Report) {
	n := b.Len()
	t.methods.append(x, b)
	if b.Err() == nil {
		return
	}
	var e *columns.Error
	if errors.As(b.Err(), &e) {
		r.SetRow(i)
		r.Add(&validate.Rule{Path: e.Path, Name: "column", Message: e.Reason}, validate.None())
	}
	b.Truncate(n)
}

// batches yields the rows that are not bad. Rows that columns can't hold are collected over the whole write and end it
// with a *validate.Error, so that the store commits nothing.
func (t *Table[T]) batches(rows []T, bad map[int]bool) iter.Seq2[*columns.Batch, error] {
	return func(yield func(*columns.Batch, error) bool) {
		b, err := columns.NewBatch(t.fields)
		if err != nil {
			yield(nil, err)
			return
		}
		var r validate.Report
		for i := range rows {
			if bad[i] {
				continue
			}
			t.append(b, &rows[i], i, &r)
			if b.Len() == batchRows {
				if r.Len() == 0 && !yield(b, nil) {
					return
				}
				b.Reset()
			}
		}
		if err := r.Take(); err != nil {
			yield(nil, err)
			return
		}
		if err := b.Check(); err != nil || b.Len() > 0 {
			yield(b, err)
		}
	}
}
