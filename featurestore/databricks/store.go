package databricks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/internal/warehouse"
	"github.com/typedml/typedml/internal/workspace"
	"github.com/typedml/typedml/schema/registry"
	"github.com/typedml/typedml/schema/registry/unity"
)

func init() {
	featurestore.Register("databricks", Open)
}

// table is one table of a workspace.
type table struct {
	name, uri string
	catalog   *unity.Catalog
	warehouse *warehouse.Warehouse
}

var _ featurestore.Store = (*table)(nil)

// Open returns the table that a URI names, which need not exist: see the package. The configuration is read, and the
// table's catalog is not asked yet.
func Open(ctx context.Context, uri string) (featurestore.Store, error) {
	to, err := parse(uri)
	if err != nil {
		return nil, err
	}
	client, err := workspace.Open(ctx, workspace.Options{Profile: to.profile})
	if err != nil {
		return nil, err
	}
	w, err := warehouse.New(client, to.warehouse)
	if err != nil {
		return nil, fmt.Errorf("table %s: %w", uri, err)
	}
	return &table{name: to.table, uri: uri, catalog: unity.New(client, w, nil), warehouse: w}, nil
}

// Close does nothing: connections are the program's.
func (t *table) Close() error { return nil }

// call describes what is done to the table; needs is the privilege on it.
func (t *table) call(op, needs string) workspace.Call {
	parts := strings.SplitN(t.name, ".", 3)
	return workspace.Call{
		Op: op, Object: t.name,
		Needs: fmt.Sprintf("USE CATALOG on %s, USE SCHEMA on %s.%s, %s on %s", parts[0], parts[0], parts[1], needs, t.name),
	}
}

// definition asks for the table's definition; featurestore.ErrNotFound: there is none.
func (t *table) definition(ctx context.Context) (*registry.Definition, error) {
	d, err := t.catalog.Table(ctx, t.name)
	if errors.Is(err, registry.ErrNotFound) {
		return nil, fmt.Errorf("table %s: %w: %w", t.uri, featurestore.ErrNotFound, err)
	}
	return d, err
}

// Snapshot returns the table at a version; see featurestore.Store. Of an older version the columns are those that it had
// among today's.
func (t *table) Snapshot(ctx context.Context, version int64) (featurestore.Snapshot, error) {
	d, err := t.definition(ctx)
	if err != nil {
		return nil, err
	}
	newest, err := t.newest(ctx)
	if err != nil {
		return nil, err
	}
	s := &snapshot{table: t, version: newest, definition: d}
	if version == featurestore.Latest || version == newest {
		return s, s.load(nil)
	}
	if version < 0 || version > newest {
		return nil, fmt.Errorf("table %s has no version %d, the newest is %d: %w", t.uri, version, newest, featurestore.ErrNotFound)
	}
	s.version = version
	had, err := t.warehouse.Columns(ctx, t.call("read version "+strconv.FormatInt(version, 10)+" of table", "SELECT"),
		fmt.Sprintf("SELECT * FROM %s VERSION AS OF %d LIMIT 0", registry.QuoteTable(t.name), version))
	if err != nil {
		return nil, err
	}
	return s, s.load(had)
}

// newest returns the number of the newest version.
func (t *table) newest(ctx context.Context) (int64, error) {
	commits, err := t.History(ctx, 1)
	if err != nil {
		return 0, err
	}
	if len(commits) == 0 {
		return 0, fmt.Errorf("table %s has no history: it is no Delta table", t.uri)
	}
	return commits[0].Version, nil
}

// History returns the newest commits first, at most limit, all that the table remembers for limit ≤ 0.
func (t *table) History(ctx context.Context, limit int) ([]featurestore.Commit, error) {
	text := "DESCRIBE HISTORY " + registry.QuoteTable(t.name)
	if limit > 0 {
		text += " LIMIT " + strconv.Itoa(limit)
	}
	rows, err := t.warehouse.Rows(ctx, t.call("read the history of table", "SELECT"), text)
	if warehouse.HasState(err, "42P01") {
		return nil, fmt.Errorf("table %s: %w: %w", t.uri, featurestore.ErrNotFound, err)
	}
	if err != nil {
		return nil, err
	}
	commits := make([]featurestore.Commit, len(rows))
	for i, row := range rows {
		n, err := strconv.ParseInt(row["version"], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("table %s: DESCRIBE HISTORY gives the version %q", t.uri, row["version"])
		}
		commits[i] = featurestore.Commit{
			Version: n, Time: parseTime(row["timestamp"]), Operation: row["operation"], Engine: row["engineInfo"],
			Parameters: object(row["operationParameters"]), Metrics: object(row["operationMetrics"]),
		}
	}
	return commits, nil
}

// parseTime reads the instants of statement results; the zero time for what is none.
func parseTime(text string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999", "2006-01-02T15:04:05.999999999"} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC()
		}
	}
	return time.Time{}
}

// object reads a map that is written as JSON, nil for what is none.
func object(text string) map[string]json.RawMessage {
	var m map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &m) != nil {
		return nil
	}
	return m
}

// schemaOf returns a definition as the Delta schema that it is, for what package delta knows of such.
func schemaOf(d *registry.Definition) (*delta.Schema, error) {
	s := &delta.Schema{}
	for _, c := range d.Columns {
		text, err := c.TypeJSON()
		if err != nil {
			return nil, err
		}
		var f delta.Field
		if err := json.Unmarshal([]byte(text), &f); err != nil {
			return nil, fmt.Errorf("table %s: column %s: %w", d.Name, c.Name, err)
		}
		s.Fields = append(s.Fields, f)
	}
	return s, nil
}
