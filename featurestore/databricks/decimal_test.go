package databricks_test

import (
	"context"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/internal/databricks"
	"github.com/typedml/typedml/schema/registry/unity"
)

// Decimals and dates come back as they were written.
func TestDecimalsAndDates(t *testing.T) {
	tg := databricks.Start(t)
	name := tg.Name("invoices")
	tbl, err := featurestore.Open[sample.Invoice](t.Context(), "databricks://"+name+"?warehouse="+url.QueryEscape(tg.Warehouse))
	require.NoError(t, err)
	t.Cleanup(func() {
		c, err := unity.Open(context.WithoutCancel(t.Context()), unity.Options{})
		require.NoError(t, err)
		assert.NoError(t, c.Drop(context.WithoutCancel(t.Context()), name))
	})
	rows := sample.Invoices(20)
	require.NoError(t, tbl.Append(t.Context(), rows))
	got, err := tbl.ReadAll(t.Context())
	require.NoError(t, err)
	assert.ElementsMatch(t, rows, got)
}
