package databricks

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/databricks/databricks-sdk-go/service/catalog"
)

// unity is the state of Unity Catalog: by full name, in lower case, as the catalog compares names.
type unity struct {
	fake     *Fake
	catalogs map[string]*catalog.CatalogInfo
	schemas  map[string]*catalog.SchemaInfo
	tables   map[string]*table
	models   map[string]*registeredModel
	results  map[string]*statement
}

const api21 = "/api/2.1/unity-catalog"

// mountUnity mounts Unity Catalog and what reads and writes its tables and models.
func mountUnity(f *Fake) {
	u := &unity{
		fake: f, catalogs: map[string]*catalog.CatalogInfo{}, schemas: map[string]*catalog.SchemaInfo{},
		tables: map[string]*table{}, models: map[string]*registeredModel{}, results: map[string]*statement{},
	}
	f.unity = u
	Handle(f, "POST "+api21+"/catalogs", u.createCatalog)
	Handle(f, "GET "+api21+"/catalogs", u.listCatalogs)
	Handle(f, "GET "+api21+"/catalogs/{name}", u.getCatalog)
	Handle(f, "PATCH "+api21+"/catalogs/{name}", u.updateCatalog)
	Handle(f, "DELETE "+api21+"/catalogs/{name}", u.deleteCatalog)
	Handle(f, "POST "+api21+"/schemas", u.createSchema)
	Handle(f, "GET "+api21+"/schemas", u.listSchemas)
	Handle(f, "GET "+api21+"/schemas/{full_name}", u.getSchema)
	Handle(f, "PATCH "+api21+"/schemas/{full_name}", u.updateSchema)
	Handle(f, "DELETE "+api21+"/schemas/{full_name}", u.deleteSchema)
	u.mountTables()
	u.mountStatements()
	u.mountModels()
}

// AddSchema makes a catalog and a schema in it, as an administrator would have.
func (f *Fake) AddSchema(catalogName, schemaName string) {
	f.Locked(func() {
		ctx := context.Background()
		_, _ = f.unity.createCatalog(ctx, catalog.CreateCatalog{Name: catalogName})                        // it may exist
		_, _ = f.unity.createSchema(ctx, catalog.CreateSchema{CatalogName: catalogName, Name: schemaName}) // likewise
	})
}

// now is the time in epoch milliseconds.
func (u *unity) now() int64 { return u.fake.Now().UnixMilli() }

// checkName refuses what Unity Catalog allows in no name.
func checkName(what, name string) error {
	if name == "" || len(name) > 255 || strings.ContainsAny(name, "./ ") || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 127 }) {
		return Invalid("%q is not a valid name of a %s: it is empty, too long, or holds a period, space, slash or control character", name, what)
	}
	return nil
}

func (u *unity) createCatalog(_ context.Context, in catalog.CreateCatalog) (*catalog.CatalogInfo, error) {
	if err := checkName("catalog", in.Name); err != nil {
		return nil, err
	}
	name := strings.ToLower(in.Name)
	if u.catalogs[name] != nil {
		return nil, Refuse(http.StatusBadRequest, "CATALOG_ALREADY_EXISTS", "Catalog '%s' already exists", name)
	}
	c := &catalog.CatalogInfo{
		Name: name, FullName: name, Comment: in.Comment, Properties: in.Properties, StorageRoot: in.StorageRoot, Owner: User,
		CatalogType: catalog.CatalogTypeManagedCatalog, CreatedAt: u.now(), CreatedBy: User, UpdatedAt: u.now(), UpdatedBy: User,
	}
	u.catalogs[name] = c
	return c, nil
}

func (u *unity) catalog(name string) (*catalog.CatalogInfo, error) {
	if c := u.catalogs[strings.ToLower(name)]; c != nil {
		return c, nil
	}
	return nil, Refuse(http.StatusNotFound, "CATALOG_DOES_NOT_EXIST", "Catalog '%s' does not exist.", name)
}

func (u *unity) getCatalog(_ context.Context, in catalog.GetCatalogRequest) (*catalog.CatalogInfo, error) {
	return u.catalog(in.Name)
}

func (u *unity) listCatalogs(_ context.Context, _ catalog.ListCatalogsRequest) (catalog.ListCatalogsResponse, error) {
	var out catalog.ListCatalogsResponse
	for _, name := range sortedKeys(u.catalogs) {
		out.Catalogs = append(out.Catalogs, *u.catalogs[name])
	}
	return out, nil
}

func (u *unity) updateCatalog(_ context.Context, in catalog.UpdateCatalog) (*catalog.CatalogInfo, error) {
	c, err := u.catalog(in.Name)
	if err != nil {
		return nil, err
	}
	if in.NewName != "" {
		return nil, Unsupported("renaming a catalog")
	}
	if in.Comment != "" {
		c.Comment = in.Comment
	}
	if in.Properties != nil {
		c.Properties = in.Properties
	}
	c.UpdatedAt = u.now()
	return c, nil
}

func (u *unity) deleteCatalog(_ context.Context, in catalog.DeleteCatalogRequest) (Empty, error) {
	c, err := u.catalog(in.Name)
	if err != nil {
		return Empty{}, err
	}
	inside := slices.DeleteFunc(sortedKeys(u.schemas), func(s string) bool { return !strings.HasPrefix(s, c.Name+".") })
	if len(inside) > 0 && !in.Force {
		return Empty{}, Refuse(http.StatusBadRequest, "INVALID_STATE", "Cannot delete the catalog '%s': it has schemas", c.Name)
	}
	for _, s := range inside {
		u.dropSchema(s)
	}
	delete(u.catalogs, c.Name)
	return Empty{}, nil
}

func (u *unity) createSchema(_ context.Context, in catalog.CreateSchema) (*catalog.SchemaInfo, error) {
	if err := checkName("schema", in.Name); err != nil {
		return nil, err
	}
	c, err := u.catalog(in.CatalogName)
	if err != nil {
		return nil, err
	}
	name := strings.ToLower(in.Name)
	full := c.Name + "." + name
	if u.schemas[full] != nil {
		return nil, Refuse(http.StatusBadRequest, "SCHEMA_ALREADY_EXISTS", "Schema '%s' already exists", full)
	}
	s := &catalog.SchemaInfo{
		Name: name, FullName: full, CatalogName: c.Name, Comment: in.Comment, Properties: in.Properties, StorageRoot: in.StorageRoot,
		Owner: User, CreatedAt: u.now(), CreatedBy: User, UpdatedAt: u.now(), UpdatedBy: User, SchemaId: randomHex(16),
	}
	u.schemas[full] = s
	return s, nil
}

// schema finds a schema by its two-level name.
func (u *unity) schema(full string) (*catalog.SchemaInfo, error) {
	c, _, _ := strings.Cut(full, ".")
	if _, err := u.catalog(c); err != nil {
		return nil, err
	}
	if s := u.schemas[strings.ToLower(full)]; s != nil {
		return s, nil
	}
	return nil, Refuse(http.StatusNotFound, "SCHEMA_DOES_NOT_EXIST", "Schema '%s' does not exist.", full)
}

func (u *unity) getSchema(_ context.Context, in catalog.GetSchemaRequest) (*catalog.SchemaInfo, error) {
	return u.schema(in.FullName)
}

func (u *unity) listSchemas(_ context.Context, in catalog.ListSchemasRequest) (catalog.ListSchemasResponse, error) {
	var out catalog.ListSchemasResponse
	c, err := u.catalog(in.CatalogName)
	if err != nil {
		return out, err
	}
	for _, name := range sortedKeys(u.schemas) {
		if u.schemas[name].CatalogName == c.Name {
			out.Schemas = append(out.Schemas, *u.schemas[name])
		}
	}
	return out, nil
}

func (u *unity) updateSchema(_ context.Context, in catalog.UpdateSchema) (*catalog.SchemaInfo, error) {
	s, err := u.schema(in.FullName)
	if err != nil {
		return nil, err
	}
	if in.NewName != "" {
		return nil, Unsupported("renaming a schema")
	}
	if in.Comment != "" {
		s.Comment = in.Comment
	}
	if in.Properties != nil {
		s.Properties = in.Properties
	}
	s.UpdatedAt = u.now()
	return s, nil
}

func (u *unity) deleteSchema(_ context.Context, in catalog.DeleteSchemaRequest) (Empty, error) {
	s, err := u.schema(in.FullName)
	if err != nil {
		return Empty{}, err
	}
	if !in.Force && u.holds(s.FullName) {
		return Empty{}, Refuse(http.StatusBadRequest, "INVALID_STATE", "Cannot delete the schema '%s': it is not empty", s.FullName)
	}
	u.dropSchema(s.FullName)
	return Empty{}, nil
}

// holds reports whether something is in the schema.
func (u *unity) holds(schema string) bool {
	inside := func(name string) bool { return strings.HasPrefix(name, schema+".") }
	return slices.ContainsFunc(sortedKeys(u.tables), inside) || slices.ContainsFunc(sortedKeys(u.models), inside)
}

func (u *unity) dropSchema(full string) {
	for name := range u.tables {
		if strings.HasPrefix(name, full+".") {
			delete(u.tables, name)
		}
	}
	for name := range u.models {
		if strings.HasPrefix(name, full+".") {
			delete(u.models, name)
		}
	}
	delete(u.schemas, full)
}
