package unity

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"

	"github.com/databricks/databricks-sdk-go/service/catalog"

	"github.com/typedml/typedml/internal/warehouse"
	"github.com/typedml/typedml/internal/workspace"
	"github.com/typedml/typedml/schema/registry"
)

// Options say where the catalog is. The zero value follows the SDK's environment: DATABRICKS_HOST, DATABRICKS_TOKEN, its
// other variables and ~/.databrickscfg.
type Options struct {
	// Profile of the SDK's configuration file; it is used whole, whatever the environment says.
	Profile string
	// Host and Token name a server without the SDK's configuration, such as http://127.0.0.1:8080.
	Host, Token string
	// Warehouse is the id of the SQL warehouse that makes and changes tables; default DATABRICKS_WAREHOUSE_ID.
	Warehouse string
	// StorageRoot is where tables lie that are registered without a warehouse, such as s3://bucket/tables.
	StorageRoot string
	// Logger is told what a server could not keep, such as a primary key; default slog.Default.
	Logger *slog.Logger
}

// Catalog is a Unity Catalog. It is safe for concurrent use.
type Catalog struct {
	client      *workspace.Client
	warehouse   *warehouse.Warehouse // nil: tables are registered by REST
	tables      *catalog.TablesAPI
	constraints *catalog.TableConstraintsAPI
	root        string
	logger      *slog.Logger
}

var _ registry.Catalog = (*Catalog)(nil)

// Open connects by the options. A wrong host or token is found by the first call.
func Open(ctx context.Context, o Options) (*Catalog, error) {
	client, err := workspace.Open(ctx, workspace.Options{Profile: o.Profile, Host: o.Host, Token: o.Token, Logger: o.Logger})
	if err != nil {
		return nil, err
	}
	c := New(client, nil, o.Logger)
	c.root = strings.TrimRight(o.StorageRoot, "/")
	if o.Warehouse != "" || client.Warehouse() != "" {
		if c.warehouse, err = warehouse.New(client, o.Warehouse); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// New returns the catalog of a connection that the back ends share; w may be nil.
func New(client *workspace.Client, w *warehouse.Warehouse, logger *slog.Logger) *Catalog {
	if logger == nil {
		logger = slog.Default()
	}
	return &Catalog{
		client: client, warehouse: w, logger: logger,
		tables: catalog.NewTables(client.API), constraints: catalog.NewTableConstraints(client.API),
	}
}

// Table implements [registry.Catalog]. A catalog or schema that does not exist is an error of its own.
func (c *Catalog) Table(ctx context.Context, name string) (*registry.Definition, error) {
	if err := registry.CheckName(name); err != nil {
		return nil, err
	}
	info, err := c.tables.Get(ctx, catalog.GetTableRequest{FullName: url.PathEscape(name)})
	if err != nil {
		err = c.client.Explain(workspace.Call{Op: "get table", Object: name, Needs: needs(name, "SELECT on "+name)}, err)
		var e *workspace.Error
		if workspace.IsNotFound(err) && errors.As(err, &e) && !strings.HasPrefix(e.Code, "CATALOG_") && !strings.HasPrefix(e.Code, "SCHEMA_") {
			return nil, fmt.Errorf("%w: %w", registry.ErrNotFound, err)
		}
		return nil, err
	}
	return definitionOf(name, info)
}

// needs names the privileges for something in a schema.
func needs(name, last string) string {
	parts := strings.SplitN(name, ".", 3)
	return fmt.Sprintf("USE CATALOG on %s, USE SCHEMA on %s.%s, %s", parts[0], parts[0], parts[1], last)
}

// definitionOf reads what the catalog says of a table.
func definitionOf(name string, info *catalog.TableInfo) (*registry.Definition, error) {
	d := &registry.Definition{Name: name, Comment: info.Comment, Properties: info.Properties}
	columns := slices.Clone(info.Columns)
	slices.SortStableFunc(columns, func(a, b catalog.ColumnInfo) int { return cmp.Compare(a.Position, b.Position) })
	for _, k := range columns {
		column, err := registry.ColumnOf(k.Name, k.TypeJson, k.Comment, k.Nullable, info.Properties)
		if err != nil {
			return nil, fmt.Errorf("table %s: %w", name, err)
		}
		d.Columns = append(d.Columns, column)
	}
	for _, k := range info.TableConstraints {
		if pk := k.PrimaryKeyConstraint; pk != nil {
			d.Key = &registry.PrimaryKey{Name: pk.Name, Columns: pk.ChildColumns}
			if len(pk.TimeseriesColumns) > 0 {
				d.Key.Timeseries = pk.TimeseriesColumns[0]
			}
		}
	}
	return d, nil
}

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

// create makes the table and reports whether the server keeps primary keys.
func (c *Catalog) create(ctx context.Context, d *registry.Definition) (keyed bool, err error) {
	call := workspace.Call{Op: "create table", Object: d.Name, Needs: createNeeds(d.Name)}
	if c.warehouse != nil {
		return true, c.warehouse.Exec(ctx, call, d.CreateStatement())
	}
	in, err := c.external(d)
	if err != nil {
		return false, err
	}
	if _, err := c.tables.Create(ctx, in); err != nil {
		return false, c.client.Explain(call, err)
	}
	if d.Key == nil {
		return true, nil
	}
	return c.addKey(ctx, d)
}

// addKey adds the primary key to a table that was just registered.
func (c *Catalog) addKey(ctx context.Context, d *registry.Definition) (keyed bool, err error) {
	pk := &catalog.PrimaryKeyConstraint{Name: d.Key.Name, ChildColumns: d.Key.Columns}
	if d.Key.Timeseries != "" {
		pk.TimeseriesColumns = []string{d.Key.Timeseries}
	}
	_, err = c.constraints.Create(ctx, catalog.CreateTableConstraint{FullNameArg: d.Name, Constraint: catalog.TableConstraint{PrimaryKeyConstraint: pk}})
	if err == nil {
		return true, nil
	}
	err = c.client.Explain(workspace.Call{Op: "add primary key to table", Object: d.Name, Needs: createNeeds(d.Name)}, err)
	if noSuchCall(err) {
		c.logger.WarnContext(ctx, "unity: the server has no table constraints: the table has no primary key, its columns say which fields are one",
			"table", d.Name, "host", c.client.Host())
		return false, nil
	}
	return false, c.TakeBack(ctx, d.Name, err)
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

// fresh reports whether a table is as it was created. One that is only registered holds its rows elsewhere.
func (c *Catalog) fresh(ctx context.Context, name string) (bool, error) {
	if c.warehouse == nil {
		return true, nil
	}
	call := workspace.Call{Op: "read the history of table", Object: name, Needs: needs(name, "SELECT on "+name)}
	rows, err := c.warehouse.Rows(ctx, call, "DESCRIBE HISTORY "+registry.QuoteTable(name)+" LIMIT 1")
	return len(rows) == 1 && rows[0]["version"] == "0", err
}

// external describes a table that is registered without a warehouse.
func (c *Catalog) external(d *registry.Definition) (catalog.CreateTableRequest, error) {
	var in catalog.CreateTableRequest
	if c.root == "" {
		return in, errors.New("databricks: create table " + d.Name + ": name a SQL warehouse, which makes managed tables, " +
			"or a StorageRoot such as s3://bucket/tables, below which an external one is registered")
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

// Alter implements [registry.Catalog]; it needs a warehouse. When a step fails the ones before it are taken back.
func (c *Catalog) Alter(ctx context.Context, a *registry.Alteration) error {
	if c.warehouse == nil {
		return fmt.Errorf("databricks: alter table %s: only a SQL warehouse changes tables; name one, or publish under another name", a.Table)
	}
	call := workspace.Call{Op: "alter table", Object: a.Table, Needs: needs(a.Table, "MODIFY on "+a.Table)}
	do, undo := a.Statements()
	for i, text := range do {
		err := c.warehouse.Exec(ctx, call, text)
		if err == nil {
			continue
		}
		if i == 0 {
			return err
		}
		for _, text := range undo {
			if undoErr := c.warehouse.Exec(context.WithoutCancel(ctx), call, text); undoErr != nil {
				err = errors.Join(err, fmt.Errorf("taking back what was changed: %w", undoErr))
			}
		}
		return err
	}
	return nil
}

// Drop removes a table with its rows.
func (c *Catalog) Drop(ctx context.Context, name string) error {
	if err := registry.CheckName(name); err != nil {
		return err
	}
	err := c.tables.Delete(ctx, catalog.DeleteTableRequest{FullName: url.PathEscape(name)})
	return c.client.Explain(workspace.Call{Op: "drop table", Object: name, Needs: needs(name, "ownership of "+name)}, err)
}
