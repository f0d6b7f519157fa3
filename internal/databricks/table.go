package databricks

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/databricks/databricks-sdk-go/service/catalog"
)

// table is a table with what its Delta log would hold.
type table struct {
	info catalog.TableInfo
	log  []commit
}

// commit is one version of a table.
type commit struct {
	at         time.Time
	operation  string
	parameters map[string]string
	rows       []map[string]any // all rows of the version, by column name; values as encoding/json has them, numbers as json.Number
	columns    []catalog.ColumnInfo
}

func (t *table) rows() []map[string]any {
	if len(t.log) == 0 {
		return nil
	}
	return t.log[len(t.log)-1].rows
}

// commit adds a version with all its rows.
func (t *table) commit(at time.Time, operation string, parameters map[string]string, rows []map[string]any) {
	t.log = append(t.log, commit{at: at, operation: operation, parameters: parameters, rows: rows, columns: slices.Clone(t.info.Columns)})
	t.info.UpdatedAt = at.UnixMilli()
}

// column finds a column as SQL does: whatever the case.
func (t *table) column(name string) *catalog.ColumnInfo {
	for i := range t.info.Columns {
		if strings.EqualFold(t.info.Columns[i].Name, name) {
			return &t.info.Columns[i]
		}
	}
	return nil
}

func (u *unity) mountTables() {
	f := u.fake
	Handle(f, "POST "+api21+"/tables", u.createTable)
	Handle(f, "GET "+api21+"/tables", u.listTables)
	Handle(f, "GET "+api21+"/tables/{full_name}", u.getTable)
	Handle(f, "GET "+api21+"/tables/{full_name}/exists", u.tableExists)
	Handle(f, "PATCH "+api21+"/tables/{full_name}", u.updateTable)
	Handle(f, "DELETE "+api21+"/tables/{full_name}", u.deleteTable)
	Handle(f, "POST "+api21+"/constraints", u.createConstraint)
	Handle(f, "DELETE "+api21+"/constraints/{full_name}", u.deleteConstraint)
}

// split takes a three-level name apart and finds its schema.
func (u *unity) split(full string) (schema *catalog.SchemaInfo, name string, err error) {
	parts := strings.Split(full, ".")
	if len(parts) != 3 {
		return nil, "", Invalid("'%s' is not a valid name: it has not three parts", full)
	}
	schema, err = u.schema(parts[0] + "." + parts[1])
	return schema, strings.ToLower(parts[2]), err
}

func (u *unity) table(full string) (*table, error) {
	if _, _, err := u.split(full); err != nil {
		return nil, err
	}
	if t := u.tables[strings.ToLower(full)]; t != nil {
		return t, nil
	}
	return nil, Refuse(http.StatusNotFound, "TABLE_DOES_NOT_EXIST", "Table '%s' does not exist.", full)
}

// newTable adds an empty table; both ways of creating one end here.
func (u *unity) newTable(schema *catalog.SchemaInfo, info catalog.TableInfo) (*table, error) {
	if err := checkName("table", info.Name); err != nil {
		return nil, err
	}
	full := schema.FullName + "." + info.Name
	if u.tables[full] != nil {
		return nil, Refuse(http.StatusBadRequest, "TABLE_ALREADY_EXISTS", "Table '%s' already exists", full)
	}
	seen := map[string]bool{}
	for i := range info.Columns {
		c := &info.Columns[i]
		name := strings.ToLower(c.Name)
		if seen[name] {
			return nil, Invalid("Column '%s' occurs twice", c.Name)
		}
		seen[name] = true
	}
	info.CatalogName, info.SchemaName, info.FullName = schema.CatalogName, schema.Name, full
	info.Owner, info.CreatedBy, info.UpdatedBy, info.TableId = User, User, User, randomHex(16)
	info.CreatedAt, info.UpdatedAt = u.now(), u.now()
	t := &table{info: info}
	u.tables[full] = t
	return t, nil
}

// createTable registers an external Delta table: the documentation allows nothing else by this call.
func (u *unity) createTable(_ context.Context, in catalog.CreateTableRequest) (*catalog.TableInfo, error) {
	schema, err := u.schema(in.CatalogName + "." + in.SchemaName)
	if err != nil {
		return nil, err
	}
	if in.TableType != catalog.TableTypeExternal || in.DataSourceFormat != catalog.DataSourceFormatDelta {
		return nil, Invalid("Only external Delta tables are created by this call, not %s %s", in.TableType, in.DataSourceFormat)
	}
	for i, c := range in.Columns {
		var field struct {
			Name string `json:"name"`
			Type any    `json:"type"`
		}
		switch {
		case c.Name == "" || c.TypeText == "" || c.TypeName == "":
			return nil, Invalid("Column %d lacks its name, type_text or type_name", i)
		case c.Position != i:
			return nil, Invalid("Column %s has the position %d, not %d", c.Name, c.Position, i)
		case json.Unmarshal([]byte(c.TypeJson), &field) != nil || field.Name != c.Name || field.Type == nil:
			return nil, Invalid("Column %s: type_json is not the JSON of a field of that name", c.Name)
		}
	}
	t, err := u.newTable(schema, catalog.TableInfo{
		Name: strings.ToLower(in.Name), Columns: in.Columns, Properties: in.Properties, StorageLocation: in.StorageLocation,
		TableType: in.TableType, DataSourceFormat: in.DataSourceFormat,
	})
	if err != nil {
		return nil, err
	}
	return &t.info, nil
}

func (u *unity) getTable(_ context.Context, in catalog.GetTableRequest) (*catalog.TableInfo, error) {
	t, err := u.table(in.FullName)
	if err != nil {
		return nil, err
	}
	return &t.info, nil
}

func (u *unity) tableExists(_ context.Context, in catalog.ExistsRequest) (catalog.TableExistsResponse, error) {
	_, err := u.table(in.FullName)
	return catalog.TableExistsResponse{TableExists: err == nil, ForceSendFields: []string{"TableExists"}}, nil
}

func (u *unity) listTables(_ context.Context, in catalog.ListTablesRequest) (catalog.ListTablesResponse, error) {
	var out catalog.ListTablesResponse
	s, err := u.schema(in.CatalogName + "." + in.SchemaName)
	if err != nil {
		return out, err
	}
	for _, name := range sortedKeys(u.tables) {
		info := u.tables[name].info
		if !strings.HasPrefix(name, s.FullName+".") {
			continue
		}
		info.TableConstraints = nil // as documented
		if in.OmitColumns {
			info.Columns = nil
		}
		out.Tables = append(out.Tables, info)
	}
	return out, nil
}

func (u *unity) updateTable(_ context.Context, in catalog.UpdateTableRequest) (Empty, error) {
	t, err := u.table(in.FullName)
	if err == nil && in.Owner != "" {
		t.info.Owner = in.Owner
	}
	return Empty{}, err
}

func (u *unity) deleteTable(_ context.Context, in catalog.DeleteTableRequest) (Empty, error) {
	t, err := u.table(in.FullName)
	if err == nil {
		delete(u.tables, t.info.FullName)
	}
	return Empty{}, err
}
