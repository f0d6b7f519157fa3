package spark

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/arrow/util"
	"github.com/google/uuid"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/arrow"
	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/schema"
)

// partBytes is how much Arrow data is sent in one message. Spark takes 128 MiB.
const partBytes = 16 << 20

// Write adds or replaces rows in one commit; see featurestore.Store. Rows are sent first, in parts, and are in the
// table when one INSERT statement has ended. When the answer to that is lost the table's history tells whether it was
// committed; where it cannot be asked the error says so.
func (t *Store) Write(ctx context.Context, w featurestore.Write) (version int64, err error) {
	t.writing.Lock()
	defer t.writing.Unlock()
	now, err := t.snapshot(ctx, featurestore.Latest)
	switch {
	case errors.Is(err, featurestore.ErrNotFound):
		version, err = t.writeNew(ctx, w)
	case err != nil:
		return 0, err
	default:
		version, err = t.writeTo(ctx, now, w)
	}
	return version, err
}

// writeNew creates the table with the rows.
func (t *Store) writeNew(ctx context.Context, w featurestore.Write) (version int64, err error) {
	u := t.upload(w)
	defer u.forget(ctx)
	if err := u.send(ctx, w.Batches); err != nil {
		return 0, err
	}
	err = t.create(ctx, w.Record, u, func(table string) error {
		if u.rows == 0 {
			commits, err := t.commits(ctx, t.writes, table, 1)
			if err == nil && len(commits) > 0 {
				version = commits[0].Version
			}
			return err
		}
		version, err = u.insert(ctx, table, false)
		return err
	})
	if !errors.Is(err, errExists) {
		return version, err
	}
	if w.Overwrite {
		return 0, fmt.Errorf("spark: overwrite %s: another program created the table in the meantime; nothing was written", t.address.table)
	}
	now, err := t.snapshot(ctx, featurestore.Latest)
	if err != nil {
		return 0, err
	}
	if err := t.fits(now, w); err != nil {
		return 0, err
	}
	return u.insert(ctx, t.address.table, false)
}

// writeTo adds rows to a table that exists, or replaces its rows.
func (t *Store) writeTo(ctx context.Context, now *snapshot, w featurestore.Write) (int64, error) {
	if err := t.fits(now, w); err != nil {
		return 0, err
	}
	if w.Found != nil {
		w.Found(now)
	}
	u := t.upload(w)
	u.base = now.version
	defer u.forget(ctx)
	if err := u.send(ctx, w.Batches); err != nil {
		return 0, err
	}
	if u.rows == 0 && !w.Overwrite {
		return now.version, nil // nothing to add
	}
	return u.insert(ctx, t.address.table, w.Overwrite)
}

// fits checks that the table can hold the record's rows.
func (t *Store) fits(now *snapshot, w featurestore.Write) error {
	stored := now.Record(nil)
	if w.Overwrite && w.ReplaceSchema && stored.Fingerprint() != w.Record.Fingerprint() {
		return fmt.Errorf("spark: overwrite %s: columns and rules of a table behind Spark cannot be replaced in one commit: "+
			"drop the table, and the next write creates it anew, or write to a table of another name", t.address.table)
	}
	changes, err := now.Unfit(w.Record)
	if err != nil || len(changes) == 0 {
		return err
	}
	return &schema.MismatchError{
		Subject: "table " + t.address.uri, Record: w.Record.Name, Changes: changes, Remedy: "Write to a table of another name, or alter this one.",
	}
}

// Unfit implements [featurestore.Snapshot].
func (s *snapshot) Unfit(r *schema.Record) (changes []schema.Change, err error) {
	fields, err := columns.FieldsOf(r)
	if err != nil {
		return nil, fmt.Errorf("spark: %w", err)
	}
	written := s.written()
	for i := range fields {
		f := &fields[i]
		at := s.schema.FieldIndices(f.Name)
		want := storedType(f)
		switch {
		case len(at) == 0:
			changes = append(changes, schema.Change{Kind: schema.Absent, Column: f.Name, Want: want.String()})
		case !holds(s.schema.Field(at[0]).Type, want):
			changes = append(changes, schema.Change{Kind: schema.Retyped, Column: f.Name, Want: want.String(), Have: s.schema.Field(at[0]).Type.String()})
		default:
			old, mine := written.Field(f.Name), r.Field(f.Name)
			if old != nil && mine != nil && readable(s.schema.Field(at[0]), old.Type) && old.Type.Refuses(mine.Type) {
				changes = append(changes, schema.Change{Kind: schema.Retyped, Column: f.Name, Want: mine.Type.String(), Have: old.Type.String()})
			}
		}
	}
	for _, c := range s.schema.Fields() {
		if r.Field(c.Name) == nil && !c.Nullable {
			changes = append(changes, schema.Change{Kind: schema.Extra, Column: c.Name, Have: c.Type.String() + " NOT NULL"})
		}
	}
	return changes, nil
}

// holds reports whether a column takes every value of a type without loss.
func holds(column, t goarrow.DataType) bool {
	switch column := column.(type) {
	case *goarrow.ListType:
		list, ok := t.(*goarrow.ListType)
		return ok && holds(column.Elem(), list.Elem())
	case *goarrow.MapType:
		m, ok := t.(*goarrow.MapType)
		return ok && holds(column.KeyType(), m.KeyType()) && holds(column.ItemType(), m.ItemType())
	case *goarrow.StructType:
		s, ok := t.(*goarrow.StructType)
		if !ok || s.NumFields() != column.NumFields() {
			return false
		}
		for i, f := range column.Fields() {
			if s.Field(i).Name != f.Name || !holds(f.Type, s.Field(i).Type) {
				return false
			}
		}
		return true
	case *goarrow.TimestampType:
		from, ok := t.(*goarrow.TimestampType)
		return ok && (column.TimeZone == "") == (from.TimeZone == "")
	case goarrow.FixedWidthDataType:
		from, ok := t.(goarrow.FixedWidthDataType)
		wider := goarrow.IsSignedInteger(column.ID()) && goarrow.IsSignedInteger(t.ID()) || goarrow.IsFloating(column.ID()) && goarrow.IsFloating(t.ID())
		return ok && (goarrow.TypeEqual(column, t) || wider && from.BitWidth() <= column.BitWidth())
	}
	return goarrow.TypeEqual(column, t)
}

// upload is the rows of one write, on their way.
type upload struct {
	store   *Store
	op      string
	columns []string
	schema  *goarrow.Schema
	note    string // what the commit is called in the history
	base    int64  // the version that the write began from
	views   []string
	rows    int64

	pending []goarrow.RecordBatch
	bytes   int64
}

func (t *Store) upload(w featurestore.Write) *upload {
	u := &upload{store: t, op: "append to", schema: storedSchema(w.Fields), note: "typedml " + uuid.NewString()}
	if w.Overwrite {
		u.op = "overwrite"
	}
	for _, f := range w.Fields {
		u.columns = append(u.columns, t.dialect.Identifier(f.Name))
	}
	return u
}

// send puts the rows into views of the session.
func (u *upload) send(ctx context.Context, batches func(func(*columns.Batch, error) bool)) error {
	for b, err := range batches {
		if err != nil {
			return err
		}
		if err := u.add(ctx, b); err != nil {
			return err
		}
	}
	if len(u.pending) > 0 {
		return u.flush(ctx)
	}
	return nil
}

// add converts a batch to what Spark holds. Its memory is the sender's, so that it is copied.
func (u *upload) add(ctx context.Context, b *columns.Batch) error {
	natural, err := arrow.Record(b)
	if err != nil {
		return fmt.Errorf("spark: %s %s: %w", u.op, u.store.address.table, err)
	}
	arrays := make([]goarrow.Array, natural.NumCols())
	for i := range arrays {
		a, misfits, err := arrow.Convert(natural.Column(i), u.schema.Field(i).Type)
		if err == nil && len(misfits) > 0 {
			err = fmt.Errorf("%d values do not fit %s", len(misfits), u.schema.Field(i).Type)
		}
		if err == nil {
			a, err = copied(a)
		}
		if err != nil {
			return fmt.Errorf("spark: %s %s: column %s: %w", u.op, u.store.address.table, natural.ColumnName(i), err)
		}
		arrays[i] = a
	}
	rec := array.NewRecordBatch(u.schema, arrays, natural.NumRows())
	u.pending = append(u.pending, rec)
	u.bytes += util.TotalRecordSize(rec)
	u.rows += rec.NumRows()
	if u.bytes >= u.store.part {
		return u.flush(ctx)
	}
	return nil
}

// flush makes a view of what is pending.
func (u *upload) flush(ctx context.Context) error {
	name := "typedml_" + strings.ReplaceAll(uuid.NewString(), "-", "_")
	if err := u.store.writes.View(ctx, name, u.schema, u.pending); err != nil {
		return u.store.failure(ctx, u.op, err)
	}
	u.views = append(u.views, name)
	u.pending, u.bytes = nil, 0
	return nil
}

// forget drops the views.
func (u *upload) forget(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanup)
	defer cancel()
	for _, v := range u.views {
		if _, err := u.store.writes.Query(ctx, "DROP VIEW IF EXISTS "+u.store.dialect.Identifier(v)); err != nil {
			return // the session is gone, and its views with it
		}
	}
}

// insert commits the rows, in their order, and returns the version.
func (u *upload) insert(ctx context.Context, table string, overwrite bool) (int64, error) {
	if _, err := u.store.writes.Query(ctx, "SET spark.databricks.delta.commitInfo.userMetadata="+u.note); err != nil {
		return 0, u.store.failure(ctx, u.op, err)
	}
	list := strings.Join(u.columns, ", ")
	var parts []string
	for _, v := range u.views {
		parts = append(parts, "SELECT "+list+" FROM "+u.store.dialect.Identifier(v))
	}
	if len(parts) == 0 {
		parts = []string{"SELECT " + list + " FROM " + u.store.identifier(table) + " WHERE FALSE"}
	}
	verb := "INSERT INTO "
	if overwrite {
		verb = "INSERT OVERWRITE "
	}
	// One task writes: a commit's rows stand in one file, in their order.
	_, err := u.store.writes.Query(ctx, verb+u.store.identifier(table)+" ("+list+") SELECT /*+ COALESCE(1) */ "+list+
		" FROM ("+strings.Join(parts, " UNION ALL ")+")")
	if err == nil {
		return u.version(ctx, table), nil
	}
	err = u.store.failure(ctx, u.op, err)
	var refused *Error
	if errors.As(err, &refused) {
		return 0, err
	}
	return u.recover(ctx, table, err)
}

// version finds the version of a commit that was made. What hinders it is logged, and the version is the one after the
// version that the write began from, which it is unless others wrote meanwhile.
func (u *upload) version(ctx context.Context, table string) int64 {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanup)
	defer cancel()
	version, found, err := u.committed(ctx, table)
	if found {
		return version
	}
	slog.WarnContext(ctx, "spark: the rows are committed, and their version could not be read; it is assumed",
		"table", table, "version", u.base+1, "commit", u.note, "error", err)
	return u.base + 1
}

// recover asks the history what became of an insert whose answer was lost.
func (u *upload) recover(ctx context.Context, table string, lost error) (int64, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanup)
	defer cancel()
	version, found, err := u.committed(ctx, table)
	switch {
	case err != nil:
		return 0, fmt.Errorf("%w; whether it was committed is not known: the table's history has it as %q if it was", lost, u.note)
	case found:
		return version, nil
	}
	return 0, lost
}

// committed looks for the commit of this upload.
func (u *upload) committed(ctx context.Context, table string) (version int64, found bool, err error) {
	commits, err := u.store.commits(ctx, u.store.writes, table, 50)
	if err != nil {
		return 0, false, err
	}
	for _, c := range commits {
		if c.note == u.note {
			return c.Version, true, nil
		}
	}
	return 0, false, nil
}

// copied returns an array with memory of its own.
func copied(a goarrow.Array) (goarrow.Array, error) {
	return array.Concatenate([]goarrow.Array{a}, memory.DefaultAllocator)
}
