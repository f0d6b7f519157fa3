package databricks

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/internal/warehouse"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/registry"
)

// maxRows bounds the JSON of the rows of one write, in bytes. The API takes 16 MiB a statement, with its parameters, as
// the request spells them.
const maxRows = 8 << 20

// Write adds or replaces rows in one statement, which is one commit; see featurestore.Store. A table that is created for it
// is dropped again when the rows cannot be written and nobody else wrote to it by then. With writers at the same time the
// version may be a later one of theirs.
//
// When a statement's end cannot be learnt, or its submission was not answered, the error says that the rows may be in the
// table.
func (t *table) Write(ctx context.Context, w featurestore.Write) (version int64, err error) {
	own, err := registry.Define(t.name, w.Record)
	if err != nil {
		return 0, err
	}
	text, err := statement(t.name, own, w)
	if err != nil {
		return 0, err
	}
	s, found, err := t.prepare(ctx, own, w)
	if err != nil {
		return 0, err
	}
	rows, err := encode(w, t.uri)
	if err != nil {
		return 0, err
	}
	if !found {
		err := t.catalog.Create(ctx, own)
		if warehouse.HasState(err, "42P07") { // another program was faster
			s, found, err = t.prepare(ctx, own, w)
		}
		if err != nil {
			return 0, err
		}
	}
	if rows == "[]" && !w.Overwrite {
		return s.version, nil
	}
	err = t.warehouse.Exec(ctx, t.call("write to table", "MODIFY"), text, warehouse.Parameter{Name: "rows", Type: "STRING", Value: rows})
	if err != nil {
		return 0, t.undo(ctx, found, warehouse.Discreet(err)) // Spark's words may hold values
	}
	version, err = t.newest(ctx)
	if err != nil { // the rows are in: that counts
		return s.version + 1, nil
	}
	return version, nil
}

// prepare finds the table and checks that the rows fit it. A table that is not there begins at version 0.
func (t *table) prepare(ctx context.Context, own *registry.Definition, w featurestore.Write) (s *snapshot, found bool, err error) {
	now, err := t.Snapshot(ctx, featurestore.Latest)
	if errors.Is(err, featurestore.ErrNotFound) {
		return &snapshot{table: t, definition: own}, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	s, ok := now.(*snapshot)
	if !ok {
		return nil, false, fmt.Errorf("table %s: no snapshot", t.uri)
	}
	if w.Overwrite && w.ReplaceSchema && s.Record(nil).Fingerprint() != w.Record.Fingerprint() {
		return nil, false, fmt.Errorf("table %s: its columns and rules are not replaced here: publish the record's next version with schema/registry, "+
			"or drop the table, and the next write creates it anew", t.uri)
	}
	changes, err := s.Unfit(w.Record)
	if err != nil {
		return nil, false, err
	}
	if len(changes) > 0 {
		return nil, false, &schema.MismatchError{
			Subject: "table " + t.uri, Record: w.Record.Name, Changes: changes,
			Remedy: "A table's columns are not replaced here: publish the record's next version with schema/registry, or drop the table.",
		}
	}
	if w.Found != nil {
		w.Found(s)
	}
	return s, true, nil
}

// undo drops a table that this write created, unless there may be rows in it, its own or another writer's.
func (t *table) undo(ctx context.Context, found bool, cause error) error {
	var e *warehouse.Error
	if found || errors.As(cause, &e) && e.Unknown {
		return cause
	}
	return t.catalog.TakeBack(ctx, t.name, cause)
}

// statement is the INSERT of a record's columns from the parameter :rows, a JSON array of objects. FAILFAST because
// from_json otherwise turns what it cannot read into null.
func statement(name string, d *registry.Definition, w featurestore.Write) (string, error) {
	var names, sources, types []string
	var errs []error
	for i, c := range d.Columns {
		quoted := registry.QuoteColumn(c.Name)
		source, typ := quoted, c.SQLType()
		switch typ {
		case "TIMESTAMP":
			source, typ = "timestamp_micros("+quoted+")", "BIGINT"
		case "BINARY":
			source, typ = "unbase64("+quoted+")", "STRING"
		default:
			if strings.Contains(typ, "TIMESTAMP") || strings.Contains(typ, "BINARY") {
				errs = append(errs, fmt.Errorf("field %s (%s): times and bytes inside lists, maps and records are not written by this back end", w.Record.Fields[i].Name, w.Record.Fields[i].Type))
			}
		}
		names, sources, types = append(names, quoted), append(sources, source), append(types, quoted+": "+typ)
	}
	verb := "INSERT INTO "
	if w.Overwrite {
		verb = "INSERT OVERWRITE "
	}
	text := fmt.Sprintf("%s%s (%s)\nSELECT %s\nFROM (SELECT inline(from_json(:rows, %s, map('mode', 'FAILFAST'))))",
		verb, registry.QuoteTable(name), strings.Join(names, ", "), strings.Join(sources, ", "),
		registry.QuoteText("ARRAY<STRUCT<"+strings.Join(types, ", ")+">>"))
	if err := errors.Join(errs...); err != nil {
		return "", fmt.Errorf("table %s: %w", name, err)
	}
	return text, nil
}
