package databricks_test

import (
	"context"
	"encoding/json"
	"math"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	_ "github.com/typedml/typedml/featurestore/databricks"
	"github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/internal/databricks"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/registry"
	"github.com/typedml/typedml/schema/registry/unity"
	"github.com/typedml/typedml/validate"
)

// open opens a table of its own, which is removed when the test ends.
func open(t *testing.T, tg *databricks.Target, what string) (*featurestore.Table[sample.Order], string) {
	t.Helper()
	name := tg.Name(what)
	tbl, err := featurestore.Open[sample.Order](t.Context(), "databricks://"+name+"?warehouse="+url.QueryEscape(tg.Warehouse))
	require.NoError(t, err)
	t.Cleanup(func() {
		c, err := unity.Open(context.WithoutCancel(t.Context()), unity.Options{})
		require.NoError(t, err)
		if _, err := c.Table(context.WithoutCancel(t.Context()), name); err == nil {
			assert.NoError(t, c.Drop(context.WithoutCancel(t.Context()), name))
		}
	})
	return tbl, name
}

func TestFeatureTable(t *testing.T) {
	tg := databricks.Start(t)
	tbl, name := open(t, tg, "orders")
	ctx := t.Context()
	_, err := tbl.Version(ctx)
	require.ErrorIs(t, err, featurestore.ErrNotFound)

	rows := sample.Rows(250) // three chunks of the fake
	for i := range rows {
		rows[i].ID += "-" + time.Duration(i).String()
	}
	var version int64
	require.NoError(t, tbl.Append(ctx, rows[:200], featurestore.CommittedAs(&version)))
	assert.Equal(t, int64(1), version)
	require.NoError(t, tbl.Append(ctx, rows[200:]))
	got, err := tbl.ReadAll(ctx)
	require.NoError(t, err)
	assert.ElementsMatch(t, normal(t, rows), normal(t, got))
	for i := 1; i < len(got); i++ {
		require.Less(t, got[i-1].ID, got[i].ID, "rows come by primary key")
	}

	before, err := tbl.ReadAll(ctx, featurestore.AsOf(1))
	require.NoError(t, err)
	assert.Len(t, before, 200)
	_, err = tbl.ReadAll(ctx, featurestore.AsOf(99))
	require.ErrorIs(t, err, featurestore.ErrNotFound)

	require.NoError(t, tbl.Overwrite(ctx, rows[:3]))
	got, err = tbl.ReadAll(ctx)
	require.NoError(t, err)
	assert.ElementsMatch(t, normal(t, rows[:3]), normal(t, got))

	history, err := tbl.History(ctx, 2)
	require.NoError(t, err)
	require.Len(t, history, 2)
	assert.Equal(t, int64(3), history[0].Version)
	assert.WithinDuration(t, time.Now(), history[0].Time, 5*time.Minute)
	described(t, name)
}

// normal writes rows as JSON: a nil list and one without items differ, pointers don't.
func normal(t *testing.T, rows []sample.Order) []string {
	t.Helper()
	out := make([]string, len(rows))
	for i := range rows {
		text, err := json.Marshal(&rows[i])
		require.NoError(t, err)
		out[i] = string(text)
	}
	return out
}

// described checks what the catalog says of the table: a feature table with its key, comments and rules.
func described(t *testing.T, name string) {
	t.Helper()
	c, err := unity.Open(t.Context(), unity.Options{})
	require.NoError(t, err)
	d, err := c.Table(t.Context(), name)
	require.NoError(t, err)
	require.NotNil(t, d.Key)
	assert.Equal(t, []string{"id", "at"}, d.Key.Columns)
	assert.Equal(t, "at", d.Key.Timeseries)
	record := (*sample.Order)(nil).TypedMLSchema()
	assert.Equal(t, record.Fingerprint(), d.Properties[registry.PropFingerprint])
	got, err := d.Record()
	require.NoError(t, err)
	assert.Equal(t, record.Fingerprint(), got.Fingerprint())
	assert.Equal(t, "ID identifies the order.", got.Field("id").Doc)
}

// TestSpecialValues: what JSON has no number for.
func TestSpecialValues(t *testing.T) {
	tg := databricks.Start(t)
	tbl, _ := open(t, tg, "special")
	o := sample.New(1)
	o.ID, o.Big, o.Total, o.Wait = "it's; DROP TABLE x --\\\x01'\"", math.MaxUint64, math.MinInt64, math.MinInt64
	o.Vector = []float64{math.MaxFloat64, math.SmallestNonzeroFloat64, -0.1}
	o.Point = [2]float32{math.MaxFloat32, math.SmallestNonzeroFloat32}
	o.Tags, o.Raw = []string{}, []byte{}
	require.NoError(t, tbl.Append(t.Context(), []sample.Order{o}))
	got, err := tbl.ReadAll(t.Context())
	require.NoError(t, err)
	assert.Equal(t, normal(t, []sample.Order{o}), normal(t, got))
}

// TestBadRows: one bad row and nothing is written, no table even.
func TestBadRows(t *testing.T) {
	tg := databricks.Start(t)
	tbl, _ := open(t, tg, "bad")
	rows := sample.Rows(3)
	rows[1].Amount = -1
	err := tbl.Append(t.Context(), rows)
	var broken *validate.Error
	require.ErrorAs(t, err, &broken)
	_, err = tbl.Version(t.Context())
	require.ErrorIs(t, err, featurestore.ErrNotFound)
}

// TestMismatch: a table that was made for another record is refused, with its columns.
func TestMismatch(t *testing.T) {
	tg := databricks.Start(t)
	_, name := open(t, tg, "mismatch")
	c, err := unity.Open(t.Context(), unity.Options{Warehouse: tg.Warehouse})
	require.NoError(t, err)
	other := *(*sample.Order)(nil).TypedMLSchema()
	other.Fields = append([]schema.Field(nil), other.Fields...)
	other.Field("amount").Type = schema.Type{Kind: schema.String}
	other.Field("amount").Constraints = nil
	_, err = registry.Publish(t.Context(), c, name, &other)
	require.NoError(t, err)
	_, err = featurestore.Open[sample.Order](t.Context(), "databricks://"+name+"?warehouse="+tg.Warehouse)
	var mismatch *schema.MismatchError
	require.ErrorAs(t, err, &mismatch)
	assert.Equal(t, "amount", mismatch.Changes[0].Column)
	assert.ErrorContains(t, err, "column amount is string, the struct has float64")
}

// TestAddedColumn: rows that are there hold null in a column that came later, and whoever opens the table is told.
func TestAddedColumn(t *testing.T) {
	tg := databricks.Start(t)
	_, name := open(t, tg, "added")
	c, err := unity.Open(t.Context(), unity.Options{Warehouse: tg.Warehouse})
	require.NoError(t, err)
	record := (*sample.Order)(nil).TypedMLSchema()
	before := *record
	before.Version = "1.0.0"
	before.Fields = slices.DeleteFunc(slices.Clone(record.Fields), func(f schema.Field) bool { return f.Key == "amount" })
	before.Checks = nil
	_, err = registry.Publish(t.Context(), c, name, &before)
	require.NoError(t, err)
	after := *record
	after.Version = "2.0.0"
	_, err = registry.Publish(t.Context(), c, name, &after)
	require.NoError(t, err)

	store, err := featurestore.OpenStore(t.Context(), "databricks://"+name+"?warehouse="+tg.Warehouse)
	require.NoError(t, err)
	now, err := store.Snapshot(t.Context(), featurestore.Latest)
	require.NoError(t, err)
	notices, mismatch := schema.Mismatch("table", &after, now.Record(&after))
	require.Nil(t, mismatch)
	require.Len(t, notices, 1)
	assert.Equal(t, "column amount may hold null, the struct's may not", notices[0].String())
}

func TestURIs(t *testing.T) {
	databricks.Start(t)
	t.Setenv("DATABRICKS_WAREHOUSE_ID", "")
	for uri, says := range map[string]string{
		"databricks://ml.orders?warehouse=w":              "no name of three parts",
		"databricks:main.ml.orders":                       "it is no table URI",
		"databricks://main.ml.orders?warehose=w":          "there is no parameter warehose",
		"databricks://main.ml.orders?profile=absent":      "has no absent profile configured",
		"databricks://main.ml.orders":                     "no SQL warehouse is named",
		"databricks://main.ml.or%2Fders?warehouse=w":      `"or/ders"`,
		"databricks://main.ml.orders?profile=a&profile=b": "given twice",
	} {
		if strings.Contains(uri, "absent") {
			file := t.TempDir() + "/cfg"
			require.NoError(t, writeFile(file, "[dev]\nhost = http://127.0.0.1:1\ntoken = x\n"))
			t.Setenv("DATABRICKS_CONFIG_FILE", file)
		}
		_, err := featurestore.OpenStore(t.Context(), uri)
		assert.ErrorContains(t, err, says, uri)
	}
}

// TestAgreesWithDelta: a table of Unity Catalog and a Delta table of the same record have the same columns.
func TestAgreesWithDelta(t *testing.T) {
	record := (*sample.Order)(nil).TypedMLSchema()
	want, err := delta.SchemaOf(record)
	require.NoError(t, err)
	d, err := registry.Define("main.ml.orders", record)
	require.NoError(t, err)
	for i, f := range want.Fields {
		var got delta.Field
		text, err := d.Columns[i].TypeJSON()
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal([]byte(text), &got))
		assert.Equal(t, f, got)
	}
}
