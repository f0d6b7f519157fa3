package unity

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/databricks/databricks-sdk-go/service/catalog"

	"github.com/typedml/typedml/internal/warehouse"
	"github.com/typedml/typedml/internal/workspace"
	"github.com/typedml/typedml/schema/registry"
)

// Create implements [registry.Catalog]. A table that exists is an error.
func (c *Catalog) Create(ctx context.Context, d *registry.Definition) error {
	keyed, err := c.create(ctx, d)
	if err != nil {
		return err
	}
	made, err := c.Table(ctx, d.Name)
	if err == nil {
		want := *d
		if !keyed {
			want.Key = nil
		}
		if differs := registry.Differs(&want, made); differs != "" {
			err = fmt.Errorf("databricks: create table %s: the server made another table: %s", d.Name, differs)
		}
	}
	if err != nil {
		return c.TakeBack(ctx, d.Name, err)
	}
	return nil
}

// create makes the table and reports whether the server keeps primary keys. A table that is there as it was defined was
// made, though its answer was lost.
func (c *Catalog) create(ctx context.Context, d *registry.Definition) (keyed bool, err error) {
	call := workspace.Call{Op: "create table", Object: d.Name, Needs: createNeeds(d.Name)}
	if c.warehouse != nil {
		err := c.warehouse.Exec(ctx, call, d.CreateStatement())
		if unknown(err) && c.holds(ctx, *d) {
			err = nil
		}
		return true, err
	}
	in, err := c.external(d)
	if err != nil {
		return false, err
	}
	schema := d.Name[:strings.LastIndex(d.Name, ".")]
	call.Needs += fmt.Sprintf(", EXTERNAL USE SCHEMA on %s, and CREATE EXTERNAL TABLE and EXTERNAL USE LOCATION on the location of %s", schema, in.StorageLocation)
	if _, err := c.tables.Create(ctx, in); err != nil {
		keyless := *d
		keyless.Key = nil
		if err = c.client.Explain(call, err); !unknown(err) || !c.holds(ctx, keyless) {
			return false, err
		}
	}
	if d.Key == nil {
		return true, nil
	}
	if keyed, err = c.AddKey(ctx, d); err != nil {
		err = c.TakeBack(ctx, d.Name, err)
	}
	return keyed, err
}

// unknown reports whether err leaves open what became of a call.
func unknown(err error) bool {
	var ran *warehouse.Error
	if errors.As(err, &ran) {
		return ran.Unknown
	}
	return workspace.IsUncertain(err)
}

// holds reports whether the table is there as it was defined.
func (c *Catalog) holds(ctx context.Context, d registry.Definition) bool {
	have, err := c.Table(ctx, d.Name)
	return err == nil && registry.Differs(&d, have) == "" && have.Properties[registry.PropFingerprint] == d.Properties[registry.PropFingerprint]
}

// AddKey implements [registry.Catalog]. A server that has no constraints is told to the log.
func (c *Catalog) AddKey(ctx context.Context, d *registry.Definition) (keyed bool, err error) {
	pk := &catalog.PrimaryKeyConstraint{Name: d.Key.Name, ChildColumns: d.Key.Columns}
	if d.Key.Timeseries != "" {
		pk.TimeseriesColumns = []string{d.Key.Timeseries}
	}
	_, err = c.constraints.Create(ctx, catalog.CreateTableConstraint{FullNameArg: d.Name, Constraint: catalog.TableConstraint{PrimaryKeyConstraint: pk}})
	if err == nil {
		return true, nil
	}
	err = c.client.Explain(workspace.Call{Op: "add primary key to table", Object: d.Name, Needs: createNeeds(d.Name)}, err)
	switch {
	case noSuchCall(err):
		c.logger.WarnContext(ctx, "unity: the server has no table constraints: the table has no primary key, its columns say which fields are one",
			"table", d.Name, "host", c.client.Host())
		return false, nil
	case unknown(err) && c.holds(ctx, *d):
		return true, nil
	}
	return false, err
}

func createNeeds(name string) string {
	schema := name[:strings.LastIndex(name, ".")]
	return needs(name, "CREATE TABLE on "+schema)
}

// noSuchCall reports whether the server lacks the call: Databricks says so, other servers answer a path that they do not
// know with 404 and no code of the catalog's.
func noSuchCall(err error) bool {
	var e *workspace.Error
	return errors.As(err, &e) && (e.Code == "ENDPOINT_NOT_FOUND" || e.Status == 404 && !workspace.IsNotFound(err) || e.Status == 404 && !strings.Contains(e.Code, "_"))
}

// TakeBack drops a table that [Catalog.Create] made a moment ago, because of cause, and returns cause with what went wrong
// with it. A table that somebody wrote to since then stays. Between that look and the drop lies the time of one call;
// Databricks keeps a dropped table for UNDROP.
func (c *Catalog) TakeBack(ctx context.Context, name string, cause error) error {
	ctx = context.WithoutCancel(ctx)
	fresh, err := c.fresh(ctx, name)
	if err == nil && fresh {
		err = c.Drop(ctx, name)
	}
	if err != nil {
		return errors.Join(cause, fmt.Errorf("the table that was created for it is still there: %w", err))
	}
	return cause
}

// fresh reports whether a table is there as it was created. One that is only registered holds its rows elsewhere.
func (c *Catalog) fresh(ctx context.Context, name string) (bool, error) {
	if c.warehouse == nil {
		return true, nil
	}
	call := workspace.Call{Op: "read the history of table", Object: name, Needs: needs(name, "SELECT on "+name)}
	rows, err := c.warehouse.Rows(ctx, call, "DESCRIBE HISTORY "+registry.QuoteTable(name)+" LIMIT 1")
	if warehouse.HasState(err, "42P01") { // gone
		return false, nil
	}
	return len(rows) == 1 && rows[0]["version"] == "0", err
}

// external describes a table that is registered without a warehouse.
func (c *Catalog) external(d *registry.Definition) (catalog.CreateTableRequest, error) {
	var in catalog.CreateTableRequest
	if c.root == "" {
		return in, errors.New("databricks: create table " + d.Name + ": name a SQL warehouse, which makes managed tables, " +
			"or a storage root such as s3://bucket/tables (StorageRoot, --storage-root), below which an external one is registered")
	}
	parts := strings.SplitN(d.Name, ".", 3)
	in = catalog.CreateTableRequest{
		CatalogName: parts[0], SchemaName: parts[1], Name: parts[2], TableType: catalog.TableTypeExternal,
		DataSourceFormat: catalog.DataSourceFormatDelta, StorageLocation: c.root + "/" + strings.Join(parts, "/"), Properties: d.Properties,
	}
	for i, k := range d.Columns {
		text, err := k.TypeJSON()
		if err != nil {
			return in, err
		}
		in.Columns = append(in.Columns, catalog.ColumnInfo{
			Name: k.Name, Comment: k.Comment, Nullable: k.Nullable, Position: i, TypeJson: text, TypeText: k.TypeText(),
			TypeName: catalog.ColumnTypeName(k.TypeName()), TypePrecision: k.Precision(), TypeScale: k.Scale(),
			ForceSendFields: []string{"Nullable", "Position"},
		})
	}
	return in, nil
}
