package delta

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/schema"
)

// table is a Delta table in a folder of the local file system.
type table struct {
	folder string
	uri    string
	sync   func(dir string) error // syncDir

	damaged damaged
}

// load is LoadSnapshot, which warns of a damaged checkpoint once in the table's life.
func (t *table) load(ctx context.Context, version int64) (*Snapshot, error) {
	return load(ctx, t.folder, version, &t.damaged)
}

// plan is a write against the state that it read.
type plan struct {
	write  featurestore.Write
	read   *Snapshot // nil: no table yet
	schema *Schema   // of the data files
	fresh  bool      // the schema is the record's own: create the table or replace its schema
}

// Write adds or replaces rows in one commit; see featurestore.Store. Concurrent appends are retried on top of each
// other; a concurrent change that an overwrite or a change of schema would undo is a *ConflictError.
func (t *table) Write(ctx context.Context, w featurestore.Write) (version int64, err error) {
	p, err := t.plan(ctx, w)
	if err != nil {
		return 0, err
	}
	configuration := map[string]string(nil)
	if p.read != nil {
		configuration = p.read.MetaData.Configuration
		if w.Found != nil {
			w.Found(snapshot{p.read})
		}
	}
	d, err := newDataWriter(t.folder, p.schema, configuration)
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			d.abort()
		}
	}()
	for b, err := range w.Batches {
		if err == nil {
			err = d.write(ctx, b)
		}
		if err != nil {
			return 0, err
		}
	}
	if err := d.finish(); err != nil {
		return 0, err
	}
	if len(d.adds) == 0 && !w.Overwrite && p.read != nil {
		return p.read.Version, nil // nothing to add
	}
	if err := os.MkdirAll(filepath.Join(t.folder, logDir), 0o755); err != nil {
		return 0, fmt.Errorf("delta: create table %s: %w", t.folder, err)
	}
	version, err = t.commit(ctx, p.read, func(now *Snapshot) ([]Action, error) { return t.actions(p, now, d) })
	if err != nil {
		return 0, err
	}
	t.maybeCheckpoint(ctx, version, configuration)
	return version, nil
}

// plan loads the table and checks that it can be written to, and with this record.
func (t *table) plan(ctx context.Context, w featurestore.Write) (*plan, error) {
	own, err := SchemaOf(w.Record)
	if err != nil {
		return nil, err
	}
	p := &plan{write: w, schema: own, fresh: true}
	p.read, err = t.load(ctx, Latest)
	if errors.Is(err, ErrNotFound) {
		if l, _ := list(t.folder); l != nil {
			return nil, err // there is a log, but with a gap
		}
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	if err := t.writable(p.read, w); err != nil {
		return nil, err
	}
	if !w.Overwrite || !w.ReplaceSchema {
		p.fresh = false
		p.schema = p.read.Schema
		if err := t.fits(p.read, own, w.Record); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// writable refuses tables whose rules we can't keep.
func (t *table) writable(s *Snapshot, w featurestore.Write) error {
	if err := checkWrite(t.folder, &s.Protocol, &s.MetaData, s.Schema); err != nil {
		return err
	}
	if len(s.MetaData.PartitionColumns) > 0 {
		return &UnsupportedError{Table: t.folder, Op: "write", Feature: "partitioning", Detail: "by " + strings.Join(s.MetaData.PartitionColumns, ", ")}
	}
	if w.Overwrite && s.MetaData.Configuration["delta.appendOnly"] == "true" {
		return fmt.Errorf("delta: table %s takes appends only (delta.appendOnly=true): it cannot be overwritten", t.folder)
	}
	return nil
}

// fits checks that rows with the schema own can be stored in the table; the table's own schema stays.
func (t *table) fits(s *Snapshot, own *Schema, r *schema.Record) error {
	changes := Unfit(s.Schema, own)
	if len(changes) == 0 {
		return nil
	}
	return &schema.MismatchError{
		Subject: "table " + t.uri, Record: r.Name, Changes: changes, Remedy: "Overwrite with ReplaceSchema changes the table's columns.",
	}
}

// Unfit lists what keeps rows with the schema own from a table with the schema stored: columns, and fields of records, that
// are absent, or cannot hold the values, and those that rows would leave null and may not. It serves other back ends, too.
func Unfit(stored, own *Schema) (changes []schema.Change) {
	var u unfit
	u.fields("", own.Fields, stored.Fields)
	return u.changes
}

type unfit struct{ changes []schema.Change }

func (u *unfit) add(kind schema.ChangeKind, column, want, have string) {
	u.changes = append(u.changes, schema.Change{Kind: kind, Column: column, Want: want, Have: have})
}

func (u *unfit) fields(prefix string, own, stored []Field) {
	mine, table := &Schema{Fields: own}, &Schema{Fields: stored}
	for i := range own {
		f := &own[i]
		at := table.Field(f.Name)
		if at == nil {
			u.add(schema.Absent, prefix+f.Name, f.Type.String(), "")
			continue
		}
		before := len(u.changes)
		u.types(prefix+f.Name, f.Type, at.Type)
		written, ok := writtenField(at, nil)
		if now, known := writtenField(f, nil); len(u.changes) == before && ok && known && written.Type.Refuses(now.Type) {
			u.add(schema.Retyped, prefix+f.Name, now.Type.String(), written.Type.String())
		}
	}
	for i := range stored {
		if f := &stored[i]; mine.Field(f.Name) == nil && !f.Nullable {
			u.add(schema.Extra, prefix+f.Name, "", f.Type.String()+" NOT NULL")
		}
	}
}

func (u *unfit) types(column string, own, stored Type) {
	switch {
	case own.Name == TypeStruct && stored.Name == TypeStruct:
		u.fields(column+".", own.Fields, stored.Fields)
	case own.Name == TypeArray && stored.Name == TypeArray:
		u.types(column+"[]", *own.Elem, *stored.Elem)
	case own.Name == TypeMap && stored.Name == TypeMap && own.Key.Equal(*stored.Key):
		u.types(column+"[]", *own.Elem, *stored.Elem)
	case !assignable(own, stored):
		u.add(schema.Retyped, column, own.String(), stored.String())
	}
}

// actions builds the commit on top of the newest state.
func (t *table) actions(p *plan, now *Snapshot, d *dataWriter) ([]Action, error) {
	if err := t.compatible(p, now); err != nil {
		return nil, err
	}
	mode := "Append"
	if p.write.Overwrite {
		mode = "Overwrite"
	}
	var removes []Action
	if p.write.Overwrite && now != nil {
		removes = removeAll(now)
	}
	actions := []Action{{CommitInfo: commitInfo(now, mode, d.adds, len(removes), d.rows)}}
	if now == nil {
		actions = append(actions, Action{Protocol: &Protocol{MinReaderVersion: 1, MinWriterVersion: 2}})
	}
	if now == nil || p.fresh && p.read != nil {
		m, err := t.metaData(p, now)
		if err != nil {
			return nil, err
		}
		actions = append(actions, Action{MetaData: m})
	}
	actions = append(actions, removes...)
	version := int64(0)
	if now != nil {
		version = now.Version + 1
	}
	for i := range d.adds {
		f := file{add: &d.adds[i], version: version, part: i}
		actions = append(actions, Action{Add: f.tagged()})
	}
	return actions, nil
}

// compatible checks what other writers committed since the plan was made.
func (t *table) compatible(p *plan, now *Snapshot) error {
	switch {
	case now == nil || p.read != nil && now.Version == p.read.Version:
		return nil
	case p.write.Overwrite && p.read == nil:
		return &ConflictError{Table: t.folder, Version: now.Version, Reason: "it created the table"}
	case p.write.Overwrite:
		return t.untouched(p.read, now)
	}
	if err := t.writable(now, p.write); err != nil {
		return err
	}
	// The rows were checked against the columns as they were: what they mean counts, too, and whether they may be null.
	mine, err := p.schema.MarshalJSON()
	if err != nil {
		return err
	}
	theirs, err := now.Schema.MarshalJSON()
	if err != nil {
		return err
	}
	if !bytes.Equal(mine, theirs) {
		return &ConflictError{Table: t.folder, Version: now.Version, Reason: "it changed the table's columns"}
	}
	return nil
}

// untouched refuses an overwrite when files, schema or protocol changed after it read the table.
func (t *table) untouched(read, now *Snapshot) error {
	for v := read.Version + 1; v <= now.Version; v++ {
		actions, err := readCommit(t.folder, v)
		if err != nil {
			return err
		}
		for _, a := range actions {
			if a.Add != nil || a.Remove != nil || a.MetaData != nil || a.Protocol != nil {
				return &ConflictError{Table: t.folder, Version: v, Reason: "it changed rows or schema that this overwrite would undo"}
			}
		}
	}
	return nil
}

func removeAll(s *Snapshot) []Action {
	var actions []Action
	for _, a := range s.Files() {
		actions = append(actions, Action{Remove: &Remove{
			Path: a.Path, DeletionTimestamp: time.Now().UnixMilli(), DataChange: true,
			ExtendedFileMetadata: true, PartitionValues: a.PartitionValues, Size: a.Size,
		}})
	}
	return actions
}

// metaData describes a new table, or the old one with the record's schema.
func (t *table) metaData(p *plan, now *Snapshot) (*MetaData, error) {
	text, err := p.schema.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("delta: schema of table %s: %w", t.folder, err)
	}
	props, err := properties(p.write.Record)
	if err != nil {
		return nil, err
	}
	m := &MetaData{
		ID: uuid.NewString(), Description: strings.TrimSpace(p.write.Record.Doc), CreatedTime: time.Now().UnixMilli(),
		Configuration: map[string]string{},
	}
	if now != nil {
		*m = now.MetaData
		m.Configuration = map[string]string{}
		for k, v := range now.MetaData.Configuration {
			m.Configuration[k] = v
		}
		delete(m.Configuration, PropVersion)
	}
	m.Format = Format{Provider: "parquet", Options: map[string]string{}}
	m.PartitionColumns = []string{}
	m.SchemaString = string(text)
	for k, v := range props {
		m.Configuration[k] = v
	}
	return m, nil
}
