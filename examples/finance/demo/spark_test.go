package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/internal/interop/sparkserver"
	"github.com/typedml/typedml/pipeline/train"
)

var spark sparkserver.Shared

// The demo is the same on a table behind Spark: another URI, the same model, to the last digit that is printed.
func TestDemoOnSpark(t *testing.T) {
	if _, err := train.FindXGBoost(); err != nil {
		interop.Skip(t, "xgboost", "%v", err)
	}
	table := "spark://" + spark.Address(t) + "/spark_catalog.default.credit_demo"
	var out bytes.Buffer
	require.NoError(t, tell(t.Context(), &out, options{dir: t.TempDir(), table: table}))
	for _, words := range []string{"1000 applications", table, "auc_roc    0.7676", "audited on Spark: 1000 rows, 0 rules broken"} {
		assert.Contains(t, out.String(), words)
	}
}
