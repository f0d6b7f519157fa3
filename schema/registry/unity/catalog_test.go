package unity_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"testing"

	"github.com/databricks/databricks-sdk-go/client"
	"github.com/databricks/databricks-sdk-go/config"
	sdk "github.com/databricks/databricks-sdk-go/service/catalog"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/databricks"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/registry"
	"github.com/typedml/typedml/schema/registry/unity"
)

// churn is a record with a key, a time series, a list and rules.
func churn() *schema.Record {
	text := schema.Type{Kind: schema.String}
	return &schema.Record{
		Name: "churn.features", Version: "1.0.0", Doc: "Features of a customer's churn.",
		Fields: []schema.Field{
			{Name: "ID", Key: "id", Doc: "ID isn't shared; \\ and `.", Type: text, Role: schema.RoleKey, Constraints: []schema.Constraint{{Kind: schema.NotZero, Rule: "required"}}},
			{Name: "At", Key: "at", Type: schema.Type{Kind: schema.Time}, Role: schema.RoleTimestamp},
			{Name: "Amount", Key: "amount", Doc: "Amount in dollars.", Type: schema.Type{Kind: schema.Float64}, Optional: true},
			{Name: "Big", Key: "big", Type: schema.Type{Kind: schema.Uint64}},
			{Name: "Embedding", Key: "embedding", Type: schema.Type{Kind: schema.List, Elem: &schema.Element{Type: schema.Type{Kind: schema.Float64}}}},
			{Name: "Address", Key: "address", Type: schema.Type{Kind: schema.Struct, Record: &schema.Record{Name: "a", Fields: []schema.Field{{Name: "City", Key: "city", Doc: "City's name.", Type: text}}}}},
		},
	}
}

// target is a catalog to test against: the fake, a workspace, or a Unity Catalog server.
type target struct {
	c    *unity.Catalog
	name func(string) string
	keys bool // it keeps primary keys
	sql  bool // it changes tables
	fake *databricks.Fake
}

// targets runs the test on a SQL warehouse, and by REST without one.
func targets(t *testing.T, test func(t *testing.T, tg target)) {
	t.Run("SQL", func(t *testing.T) {
		tg := databricks.Start(t)
		c, err := unity.Open(t.Context(), unity.Options{Warehouse: tg.Warehouse})
		require.NoError(t, err)
		test(t, target{c: c, name: tg.Name, keys: true, sql: true, fake: tg.Fake})
	})
	t.Run("REST", func(t *testing.T) {
		if url := os.Getenv("TYPEDML_UC_URL"); url != "" {
			t.Log("runs on the Unity Catalog server at", url)
			test(t, server(t, url))
			return
		}
		t.Log("runs on the fake workspace; set TYPEDML_UC_URL for a Unity Catalog server")
		f := databricks.NewFake()
		t.Cleanup(f.Close)
		f.AddSchema("main", "ml")
		c, err := unity.Open(t.Context(), unity.Options{Host: f.URL(), Token: f.Token(), StorageRoot: "s3://bucket/tables/"})
		require.NoError(t, err)
		test(t, target{c: c, name: func(s string) string { return "main.ml." + s }, keys: true, fake: f})
	})
}

// server makes a catalog and a schema of its own on a Unity Catalog server, and removes them.
func server(t *testing.T, url string) target {
	t.Helper()
	api, err := client.New(&config.Config{Host: url, Token: "none", AuthType: "pat", Loaders: []config.Loader{config.ConfigAttributes}})
	require.NoError(t, err)
	name := "typedml_test"
	_, err = sdk.NewCatalogs(api).Create(t.Context(), sdk.CreateCatalog{Name: name, StorageRoot: "file:///tmp/typedml_test"})
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		_ = sdk.NewSchemas(api).Delete(ctx, sdk.DeleteSchemaRequest{FullName: name + ".ml", Force: true})
		assert.NoError(t, sdk.NewCatalogs(api).Delete(ctx, sdk.DeleteCatalogRequest{Name: name, Force: true}))
	})
	_, err = sdk.NewSchemas(api).Create(t.Context(), sdk.CreateSchema{CatalogName: name, Name: "ml"})
	require.NoError(t, err)
	c, err := unity.Open(t.Context(), unity.Options{Host: url, Token: "none", StorageRoot: "file:///tmp/typedml_test"})
	require.NoError(t, err)
	return target{c: c, name: func(s string) string { return name + ".ml." + s }}
}

func (tg target) publish(t *testing.T, name string, r *schema.Record) registry.Outcome {
	t.Helper()
	outcome, err := registry.Publish(t.Context(), tg.c, name, r)
	require.NoError(t, err)
	if outcome == registry.Created {
		t.Cleanup(func() { assert.NoError(t, tg.c.Drop(context.WithoutCancel(t.Context()), name)) })
	}
	return outcome
}

func TestPublishAndRead(t *testing.T) {
	targets(t, func(t *testing.T, tg target) {
		name := tg.name("churn")
		_, err := registry.Read(t.Context(), tg.c, name)
		require.ErrorIs(t, err, registry.ErrNotFound)
		assert.Equal(t, registry.Created, tg.publish(t, name, churn()))
		assert.Equal(t, registry.Unchanged, tg.publish(t, name, churn()))

		got, err := registry.Read(t.Context(), tg.c, name)
		require.NoError(t, err)
		assert.Equal(t, churn(), got)
		d, err := tg.c.Table(t.Context(), name)
		require.NoError(t, err)
		assert.Equal(t, "1.0.0", d.Properties[registry.PropVersion])
		assert.Equal(t, churn().Fingerprint(), d.Properties[registry.PropFingerprint])
		if tg.keys {
			assert.Equal(t, &registry.PrimaryKey{Name: name[len(tg.name("")):] + "_pk", Columns: []string{"id", "at"}, Timeseries: "at"},
				&registry.PrimaryKey{Name: d.Key.Name[len(d.Key.Name)-len("churn_pk"):], Columns: d.Key.Columns, Timeseries: d.Key.Timeseries})
		}

		other := churn()
		other.Field("amount").Type.Kind = schema.String
		_, err = registry.Compare(t.Context(), tg.c, name, other)
		var mismatch *schema.MismatchError
		require.ErrorAs(t, err, &mismatch)
		assert.Equal(t, "amount", mismatch.Changes[0].Column)
	})
}

func TestNextVersion(t *testing.T) {
	targets(t, func(t *testing.T, tg target) {
		name := tg.name("next")
		tg.publish(t, name, churn())
		next := churn()
		next.Fields = append(next.Fields, schema.Field{Name: "Visits", Key: "visits", Doc: "Visits of a day.", Type: schema.Type{Kind: schema.Int64}})
		next.Field("amount").Doc = "Amount in euros."
		_, err := registry.Publish(t.Context(), tg.c, name, next)
		var mismatch *schema.MismatchError
		require.ErrorAs(t, err, &mismatch)
		require.ErrorContains(t, err, "visits")
		next.Version = "2.0.0"
		if !tg.sql {
			_, err := registry.Publish(t.Context(), tg.c, name, next)
			require.ErrorContains(t, err, "only a SQL warehouse changes tables")
			return
		}
		assert.Equal(t, registry.Updated, tg.publish(t, name, next))
		assert.Equal(t, registry.Unchanged, tg.publish(t, name, next))
		notices, err := registry.Compare(t.Context(), tg.c, name, next)
		require.NoError(t, err)
		require.Len(t, notices, 1)
		assert.Equal(t, "column visits may hold null, the struct's may not", notices[0].String())
	})
}

// TestNothingHalfDone: whatever fails, no table is left that is not what was asked for.
func TestNothingHalfDone(t *testing.T) {
	const constraints, statements, tables = "/api/2.1/unity-catalog/constraints", "/api/2.0/sql/statements", "/api/2.1/unity-catalog/tables/"
	targets(t, func(t *testing.T, tg target) {
		if tg.fake == nil {
			t.Skip("only the fake workspace can be made to fail")
		}
		faults := map[string]databricks.Fault{"403 on reading back": {Method: "GET", Path: tables, Status: 403, Skip: 1, Times: 1}}
		if tg.sql {
			faults["403 on the statement"] = databricks.Fault{Method: "POST", Path: statements, Status: 403}
			faults["500 on the statement"] = databricks.Fault{Method: "POST", Path: statements, Status: 500}
		} else {
			faults["403 on the key"] = databricks.Fault{Path: constraints, Status: 403}
			faults["500 on the key"] = databricks.Fault{Path: constraints, Status: 500}
		}
		for title, fault := range faults {
			t.Run(title, func(t *testing.T) {
				tg.fake.Inject(fault)
				_, err := registry.Publish(t.Context(), tg.c, "main.ml.half", churn())
				tg.fake.ClearFaults()
				require.Error(t, err)
				require.NotContains(t, err.Error(), tg.fake.Token())
				if fault.Status == 403 {
					require.ErrorContains(t, err, "USE SCHEMA on main.ml")
				}
				_, err = registry.Read(t.Context(), tg.c, "main.ml.half")
				require.ErrorIs(t, err, registry.ErrNotFound)
			})
		}
	})
}

// TestAlterIsTakenBack: the second statement of a change fails, and the first is undone.
func TestAlterIsTakenBack(t *testing.T) {
	targets(t, func(t *testing.T, tg target) {
		if tg.fake == nil || !tg.sql {
			t.Skip("needs a warehouse that can be made to fail")
		}
		tg.publish(t, "main.ml.back", churn())
		before, err := tg.c.Table(t.Context(), "main.ml.back")
		require.NoError(t, err)
		next := churn()
		next.Version = "2.0.0"
		next.Fields = append(next.Fields, schema.Field{Name: "Visits", Key: "visits", Type: schema.Type{Kind: schema.Int64}})
		tg.fake.Inject(databricks.Fault{Method: "POST", Path: "/api/2.0/sql/statements", Status: 403, Skip: 1, Times: 1})
		_, err = registry.Publish(t.Context(), tg.c, "main.ml.back", next)
		require.ErrorContains(t, err, "MODIFY on main.ml.back")
		after, err := tg.c.Table(t.Context(), "main.ml.back")
		require.NoError(t, err)
		assert.Equal(t, before, after)
	})
}

// TestServerWithoutConstraints is how Unity Catalog's own server answers.
func TestServerWithoutConstraints(t *testing.T) {
	f := databricks.NewFake()
	t.Cleanup(f.Close)
	f.AddSchema("main", "ml")
	f.Inject(databricks.Fault{Path: "/api/2.1/unity-catalog/constraints", Status: 404, Code: "ENDPOINT_NOT_FOUND", Message: "none"})
	var log bytes.Buffer
	c, err := unity.Open(t.Context(), unity.Options{Host: f.URL(), Token: f.Token(), StorageRoot: "s3://b", Logger: slog.New(slog.NewTextHandler(&log, nil))})
	require.NoError(t, err)
	_, err = registry.Publish(t.Context(), c, "main.ml.churn", churn())
	require.NoError(t, err)
	assert.Contains(t, log.String(), "the server has no table constraints")
	got, err := registry.Read(t.Context(), c, "main.ml.churn")
	require.NoError(t, err)
	assert.Equal(t, churn(), got)
}

func TestSchemaIsMissing(t *testing.T) {
	targets(t, func(t *testing.T, tg target) {
		if tg.fake == nil {
			t.Skip("the words are the fake's")
		}
		_, err := registry.Publish(t.Context(), tg.c, "main.absent.t", churn())
		require.ErrorContains(t, err, "Schema 'main.absent' does not exist")
	})
}

func TestNoWarehouseAndNoRoot(t *testing.T) {
	f := databricks.NewFake()
	t.Cleanup(f.Close)
	f.AddSchema("main", "ml")
	c, err := unity.Open(t.Context(), unity.Options{Host: f.URL(), Token: f.Token()})
	require.NoError(t, err)
	_, err = registry.Publish(t.Context(), c, "main.ml.t", churn())
	require.ErrorContains(t, err, "name a SQL warehouse")
}
