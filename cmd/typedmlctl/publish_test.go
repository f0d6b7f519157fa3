package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/gen/lock"
	"github.com/typedml/typedml/internal/databricks"
)

func TestPublish(t *testing.T) {
	f := databricks.Start(t).OnlyFake(t)
	dir := locked(t)
	do := func(args ...string) (int, string) {
		var out bytes.Buffer
		code := run(append([]string{"publish"}, args...), streams{&out, &out})
		return code, out.String()
	}
	args := []string{"churn.features", "--to", "main.ml.churn", "--lock", dir, "--warehouse", "w1"}
	code, out := do(args...)
	require.Zero(t, code, out)
	assert.Contains(t, out, "as main.ml.churn: created")
	code, out = do(args...)
	require.Zero(t, code, out)
	assert.Contains(t, out, "as main.ml.churn: unchanged")

	changed := *(*retail.FeatureVector)(nil).TypedMLSchema()
	changed.Fields = changed.Fields[1:]
	next, err := lock.Of([]lock.Entry{{Package: "retail", Record: &changed}})
	require.NoError(t, err)
	require.NoError(t, next.Write(dir))
	code, out = do(args...)
	assert.Equal(t, 1, code)
	assert.Contains(t, out, "column customer_id")
	assert.Contains(t, out, "needs version")

	code, out = do("churn.feature", "--to", "main.ml.churn", "--lock", dir)
	assert.Equal(t, 1, code)
	assert.Contains(t, out, "churn.features")

	f.Inject(databricks.Fault{Path: "/api/2.1/unity-catalog/tables/", Status: 401})
	code, out = do(args...)
	assert.Equal(t, 1, code)
	assert.Contains(t, out, "it comes from DATABRICKS_TOKEN")
	assert.NotContains(t, out, f.Token())
}
