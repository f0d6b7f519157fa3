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

// Drop removes a table with its rows. One that is not there is no error.
func (c *Catalog) Drop(ctx context.Context, name string) error {
	if err := registry.CheckName(name); err != nil {
		return err
	}
	err := c.tables.Delete(ctx, catalog.DeleteTableRequest{FullName: url.PathEscape(name)})
	err = c.client.Explain(workspace.Call{Op: "drop table", Object: name, Needs: needs(name, "ownership of "+name)}, err)
	if workspace.IsNotFound(err) { // gone before, or by a try whose answer was lost
		return nil
	}
	return err
}
