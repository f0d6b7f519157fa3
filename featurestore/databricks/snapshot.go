package databricks

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow/ipc"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/featurestore/internal/stored"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/registry"
)

// snapshot is the table at a version.
type snapshot struct {
	table      *table
	version    int64
	definition *registry.Definition
	schema     *delta.Schema
}

// load takes the columns from the definition: all, or those whose names are in had.
func (s *snapshot) load(had []string) error {
	all, err := schemaOf(s.definition)
	if err != nil {
		return err
	}
	s.schema = &delta.Schema{}
	for _, f := range all.Fields {
		if had == nil || slices.ContainsFunc(had, func(n string) bool { return strings.EqualFold(n, f.Name) }) {
			s.schema.Fields = append(s.schema.Fields, f)
		}
	}
	return nil
}

// Version implements [featurestore.Snapshot].
func (s *snapshot) Version() int64 { return s.version }

// Record implements [featurestore.Snapshot]. A column that may hold null is optional though its field is not: it was added
// when there were rows.
func (s *snapshot) Record(want *schema.Record) *schema.Record {
	r := delta.RecordOf(s.schema, s.definition.Properties, want)
	stored, err := s.definition.Record()
	if err != nil { // its properties are damaged: r was derived from the columns
		return r
	}
	for i := range r.Fields {
		switch r.Fields[i].Type.Kind {
		case schema.List, schema.Map, schema.Bytes: // Go's nil is null there
		default:
			f := stored.Field(r.Fields[i].Key)
			r.Fields[i].Optional = r.Fields[i].Optional || f != nil && f.Optional
		}
	}
	return r
}

// Unfit implements [featurestore.Snapshot].
func (s *snapshot) Unfit(r *schema.Record) ([]schema.Change, error) {
	own, err := registry.Define(s.table.name, r)
	if err != nil {
		return nil, err
	}
	mine, err := schemaOf(own)
	if err != nil {
		return nil, err
	}
	return delta.Unfit(s.schema, mine), nil
}

// Read yields every row, by the table's primary key: a warehouse keeps no other order. Chunks are those of the warehouse.
func (s *snapshot) Read(ctx context.Context, fields []columns.Field) iter.Seq2[featurestore.Chunk, error] {
	return func(yield func(featurestore.Chunk, error) bool) {
		text, ok := s.query(fields)
		if !ok { // no column of the fields: nothing to read a row from
			yield(featurestore.Chunk{}, fmt.Errorf("table %s has none of the struct's columns", s.table.uri))
			return
		}
		for body, err := range s.table.warehouse.Arrow(ctx, s.table.call("read table", "SELECT"), text) {
			if err != nil {
				yield(featurestore.Chunk{}, err)
				return
			}
			if !s.chunks(body, fields, yield) {
				return
			}
		}
	}
}

// query selects the fields that the table has.
func (s *snapshot) query(fields []columns.Field) (text string, ok bool) {
	var names []string
	for i := range fields {
		if s.schema.Field(fields[i].Name) != nil {
			names = append(names, registry.QuoteColumn(fields[i].Name))
		}
	}
	text = fmt.Sprintf("SELECT %s FROM %s VERSION AS OF %d", strings.Join(names, ", "), registry.QuoteTable(s.table.name), s.version)
	if key := s.definition.Key; key != nil {
		order := make([]string, len(key.Columns))
		for i, c := range key.Columns {
			order[i] = registry.QuoteColumn(c)
		}
		text += " ORDER BY " + strings.Join(order, ", ")
	}
	return text, len(names) > 0
}

// chunks yields the batches of one Arrow stream, and reports whether to go on.
func (s *snapshot) chunks(body []byte, fields []columns.Field, yield func(featurestore.Chunk, error) bool) bool {
	fail := func(err error) bool {
		yield(featurestore.Chunk{}, fmt.Errorf("table %s: reading the warehouse's Arrow stream: %w", s.table.uri, err))
		return false
	}
	r, err := ipc.NewReader(bytes.NewReader(body))
	if err != nil {
		return fail(err)
	}
	defer r.Release()
	for r.Next() {
		c, err := stored.Chunk(r.RecordBatch(), fields)
		if err != nil {
			return fail(err)
		}
		if !yield(c, nil) {
			return false
		}
	}
	if err := r.Err(); err != nil {
		return fail(err)
	}
	return true
}
