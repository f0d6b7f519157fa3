package unity_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"strings"
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
	t.Run("SQL", func(t *testing.T) { test(t, warehoused(t)) })
	t.Run("REST", func(t *testing.T) {
		if url := os.Getenv("TYPEDML_UC_URL"); url != "" {
			t.Log("runs on the Unity Catalog server at", url)
			test(t, server(t, url))
			return
		}
		tg := databricks.Start(t)
		if tg.Storage == "" {
			t.Skip("set " + databricks.EnvStorage + " to an external location: without a warehouse only external tables are registered")
		}
		t.Setenv("DATABRICKS_WAREHOUSE_ID", "")
		c, err := unity.Open(t.Context(), unity.Options{StorageRoot: tg.Storage + "/"})
		require.NoError(t, err)
		test(t, target{c: c, name: tg.Name, keys: true, fake: tg.Fake})
	})
}

// warehoused is a workspace whose SQL warehouse makes tables.
func warehoused(t *testing.T) target {
	t.Helper()
	tg := databricks.Start(t)
	c, err := unity.Open(t.Context(), unity.Options{Warehouse: tg.Warehouse})
	require.NoError(t, err)
	return target{c: c, name: tg.Name, keys: true, sql: true, fake: tg.Fake}
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
		catalog, _, _ := strings.Cut(tg.name("t"), ".")
		_, err := registry.Publish(t.Context(), tg.c, catalog+".typedml_absent.t", churn())
		require.Error(t, err)
		require.NotErrorIs(t, err, registry.ErrNotFound)
		require.ErrorContains(t, err, "typedml_absent")
		if tg.fake != nil {
			require.ErrorContains(t, err, "Schema 'main.typedml_absent' does not exist")
		}
	})
}

func TestNoWarehouseAndNoRoot(t *testing.T) {
	tg := databricks.Start(t)
	t.Setenv("DATABRICKS_WAREHOUSE_ID", "")
	c, err := unity.Open(t.Context(), unity.Options{})
	require.NoError(t, err)
	_, err = registry.Publish(t.Context(), c, tg.Name("t"), churn())
	require.ErrorContains(t, err, "name a SQL warehouse")
}

// TestDropTwice: what is not there need not be dropped.
func TestDropTwice(t *testing.T) {
	targets(t, func(t *testing.T, tg target) {
		require.NoError(t, tg.c.Drop(t.Context(), tg.name("never")))
	})
}
