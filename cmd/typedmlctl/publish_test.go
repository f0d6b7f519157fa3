package main

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/gen/lock"
	"github.com/typedml/typedml/internal/databricks"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/registry/unity"
)

func TestPublish(t *testing.T) {
	tg := databricks.Start(t)
	dir, table := locked(t), tg.Name("churn")
	args := []string{"publish", "churn.features", "--to", table, "--lock", dir, "--warehouse", tg.Warehouse}
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		c, err := unity.Open(ctx, unity.Options{})
		require.NoError(t, err)
		assert.NoError(t, c.Drop(ctx, table))
	})
	code, out := ctl(args...)
	require.Zero(t, code, out)
	assert.Contains(t, out, "as "+table+": created")
	code, out = ctl(args...)
	require.Zero(t, code, out)
	assert.Contains(t, out, "as "+table+": unchanged")

	code, out = ctl("check", "churn.features", "--lock", dir, "--against", "databricks://"+table+"?warehouse="+tg.Warehouse)
	require.Zero(t, code, out)
	assert.NotContains(t, out, "may hold null")

	changed := *(*retail.FeatureVector)(nil).TypedMLSchema()
	changed.Fields = changed.Fields[1:]
	next, err := lock.Of([]lock.Entry{{Package: "retail", Record: &changed}})
	require.NoError(t, err)
	require.NoError(t, next.Write(dir))
	code, out = ctl(args...)
	assert.Equal(t, 1, code)
	assert.Contains(t, out, "column customer_id")
	assert.Contains(t, out, "needs version")

	wider := *(*retail.FeatureVector)(nil).TypedMLSchema()
	wider.Version = "9.0.0"
	wider.Fields = append(slices.Clone(wider.Fields), schema.Field{Name: "Note", Key: "note", Type: schema.Type{Kind: schema.String}})
	next, err = lock.Of([]lock.Entry{{Package: "retail", Record: &wider}})
	require.NoError(t, err)
	require.NoError(t, next.Write(dir))
	code, out = ctl(args...)
	require.Zero(t, code, out)
	assert.Contains(t, out, ": updated\ncolumn note may hold null, the struct's may not\n")
	code, out = ctl("check", "churn.features", "--lock", dir, "--against", "databricks://"+table+"?warehouse="+tg.Warehouse)
	require.Zero(t, code, out)
	assert.Contains(t, out, "column note may hold null, the struct's may not")

	code, out = ctl("publish", "churn.feature", "--to", table, "--lock", dir)
	assert.Equal(t, 1, code)
	assert.Contains(t, out, "churn.features")
}

// TestPublishUnauthenticated: the message says where the token comes from, and holds none.
func TestPublishUnauthenticated(t *testing.T) {
	tg := databricks.Start(t)
	t.Setenv("DATABRICKS_TOKEN", "dapi-stale")
	code, out := ctl("publish", "churn.features", "--to", tg.Name("churn"), "--lock", locked(t), "--warehouse", tg.Warehouse)
	assert.Equal(t, 1, code)
	assert.Contains(t, out, "it comes from DATABRICKS_TOKEN")
	assert.NotContains(t, out, "dapi-stale")
}
