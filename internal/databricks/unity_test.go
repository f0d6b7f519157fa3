package databricks

import (
	"context"
	"testing"

	"github.com/databricks/databricks-sdk-go/apierr"
	"github.com/databricks/databricks-sdk-go/config"
	"github.com/databricks/databricks-sdk-go/service/catalog"
	"github.com/databricks/databricks-sdk-go/service/sql"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRegisteredModels goes by the SDK alone, and runs on a real workspace, too.
func TestRegisteredModels(t *testing.T) {
	tg := Start(t)
	c := connect(t, &config.Config{})
	models, versions := catalog.NewRegisteredModels(c), catalog.NewModelVersions(c)
	ctx, full := t.Context(), tg.Name("model")
	_, err := models.Get(ctx, catalog.GetRegisteredModelRequest{FullName: full})
	require.ErrorIs(t, err, apierr.ErrNotFound)
	m, err := models.Create(ctx, catalog.CreateRegisteredModelRequest{CatalogName: tg.Catalog, SchemaName: tg.Schema, Name: tg.Prefix + "model", Comment: "c"})
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, models.DeleteByFullName(context.WithoutCancel(ctx), full))
	})
	assert.Equal(t, full, m.FullName)
	_, err = models.Update(ctx, catalog.UpdateRegisteredModelRequest{FullName: full, Comment: "changed"})
	require.NoError(t, err)
	m, err = models.Get(ctx, catalog.GetRegisteredModelRequest{FullName: full})
	require.NoError(t, err)
	assert.Equal(t, "changed", m.Comment)
	_, err = models.SetAlias(ctx, catalog.SetRegisteredModelAliasRequest{FullName: full, Alias: "champion", VersionNum: 1})
	require.Error(t, err, "there is no version")
	none, err := versions.ListAll(ctx, catalog.ListModelVersionsRequest{FullName: full})
	require.NoError(t, err)
	assert.Empty(t, none)
}

func TestCatalogsAndSchemas(t *testing.T) {
	tg := Start(t)
	tg.OnlyFake(t) // a test makes no catalogs in a real workspace
	c := connect(t, &config.Config{})
	catalogs, schemas := catalog.NewCatalogs(c), catalog.NewSchemas(c)
	ctx := t.Context()
	_, err := catalogs.Create(ctx, catalog.CreateCatalog{Name: "Other"})
	require.NoError(t, err)
	_, err = catalogs.Create(ctx, catalog.CreateCatalog{Name: "other"})
	require.ErrorContains(t, err, "already exists")
	_, err = schemas.Create(ctx, catalog.CreateSchema{CatalogName: "other", Name: "s"})
	require.NoError(t, err)
	_, err = schemas.Create(ctx, catalog.CreateSchema{CatalogName: "absent", Name: "s"})
	require.ErrorIs(t, err, apierr.ErrNotFound)
	_, err = schemas.Update(ctx, catalog.UpdateSchema{FullName: "other.s", Comment: "c"})
	require.NoError(t, err)
	all, err := schemas.ListAll(ctx, catalog.ListSchemasRequest{CatalogName: "other"})
	require.NoError(t, err)
	require.Len(t, all, 1)
	assert.Equal(t, "c", all[0].Comment)
	require.ErrorContains(t, catalogs.DeleteByName(ctx, "other"), "it has schemas")
	require.NoError(t, catalogs.Delete(ctx, catalog.DeleteCatalogRequest{Name: "other", Force: true}))
	_, err = schemas.GetByFullName(ctx, "other.s")
	require.ErrorIs(t, err, apierr.ErrNotFound)
}

// TestStatements: what the fake does not know it refuses by name, and what Spark would refuse it refuses, too.
func TestStatements(t *testing.T) {
	tg := Start(t)
	tg.OnlyFake(t)
	statements := sql.NewStatementExecution(connect(t, &config.Config{}))
	run := func(text string) *sql.StatementResponse {
		r, err := statements.ExecuteStatement(t.Context(), sql.ExecuteStatementRequest{
			Statement: text, WarehouseId: "w1", WaitTimeout: "30s",
			Parameters: []sql.StatementParameterListItem{{Name: "rows", Type: "STRING", Value: `[{"id":"a","n":1}]`}},
		})
		require.NoError(t, err)
		return r
	}
	require.Equal(t, sql.StatementStateSucceeded, run("CREATE TABLE main.ml.t (`id` STRING NOT NULL, `n` BIGINT, `ts` TIMESTAMP) COMMENT 'it\\'s' TBLPROPERTIES ('a' = 'b')").Status.State)
	for _, tc := range []struct{ text, state, says string }{
		{"MERGE INTO main.ml.t USING x", "0A000", "does not know the statement MERGE INTO"},
		{"SELECT 1", "42601", "PARSE_SYNTAX_ERROR"},
		{"SELECT * FROM main.ml.absent", "42P01", "TABLE_OR_VIEW_NOT_FOUND"},
		{"SELECT * FROM t", "42704", "no default schema"},
		{"SELECT `x` FROM main.ml.t", "42703", "UNRESOLVED_COLUMN"},
		{"SELECT * FROM main.ml.t VERSION AS OF 9", "22003", "Available versions: [0, 0]"},
		{"CREATE TABLE main.ml.t (`id` STRING)", "42P07", "TABLE_OR_VIEW_ALREADY_EXISTS"},
		{"CREATE TABLE main.ml.u (`id` STRING, CONSTRAINT pk PRIMARY KEY (`id`))", "42000", "is nullable"},
		{"CREATE TABLE main.ml.u (`id` STRING NOT NULL, CONSTRAINT pk PRIMARY KEY (`id` TIMESERIES))", "42000", "must be a TIMESTAMP or DATE"},
		{"CREATE TABLE main.ml.u (`id` GEOMETRY)", "0A000", "no type GEOMETRY"},
		{"ALTER TABLE main.ml.t ADD COLUMNS (`x` INT NOT NULL)", "0A000", "DELTA_ADD_COLUMN_NOT_NULL"},
		{"ALTER TABLE main.ml.t DROP COLUMN `n`", "0A000", "does not know ALTER TABLE"},
		{"INSERT INTO main.ml.t (`n`) SELECT `n` FROM (SELECT inline(from_json(:rows, 'ARRAY<STRUCT<`id`: STRING, `n`: INT>>', map('mode', 'FAILFAST'))))", "23502", "NOT NULL constraint"},
		{"INSERT INTO main.ml.t (`id`) SELECT `id` FROM (SELECT inline(from_json(:rows, 'ARRAY<STRUCT<`id`: INT, `n`: INT>>', map('mode', 'FAILFAST'))))", "22023", "MALFORMED_RECORD"},
		{"INSERT INTO main.ml.t (`id`) SELECT `id` FROM (SELECT inline(from_json(:rows, 'ARRAY<STRUCT<`id`: STRING>>', map('mode', 'PERMISSIVE'))))", "42601", "turns what it cannot read into null"},
		{"INSERT INTO main.ml.t (`id`) SELECT `id` FROM (SELECT inline(from_json(:other, 'ARRAY<STRUCT<`id`: STRING>>', map('mode', 'FAILFAST'))))", "42P02", "UNBOUND_SQL_PARAMETER"},
	} {
		r := run(tc.text)
		assert.Equal(t, sql.StatementStateFailed, r.Status.State, tc.text)
		if r.Status.Error != nil {
			assert.Equal(t, tc.state, r.Status.SqlState, tc.text)
			assert.Contains(t, r.Status.Error.Message, tc.says, tc.text)
		}
	}
	require.Equal(t, sql.StatementStateSucceeded, run("INSERT INTO main.ml.t (`id`, `n`) SELECT `id`, `n` FROM (SELECT inline(from_json(:rows, 'ARRAY<STRUCT<`id`: STRING, `n`: BIGINT>>', map('mode', 'FAILFAST'))))").Status.State)
	r := run("SELECT `id`, `n` FROM main.ml.t ORDER BY `id`")
	assert.Equal(t, [][]string{{"a", "1"}}, r.Result.DataArray)
	_, err := statements.ExecuteStatement(t.Context(), sql.ExecuteStatementRequest{Statement: "SELECT 1", WarehouseId: "w1", WaitTimeout: "3s"})
	require.ErrorContains(t, err, "wait_timeout must be 0s, or between 5s and 50s")
}
