package main

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/gen/lock"
	"github.com/typedml/typedml/mlflow"
	"github.com/typedml/typedml/mlflow/model"
	"github.com/typedml/typedml/schema"
)

// ctl runs a command and returns its exit code and all that it said.
func ctl(args ...string) (code int, said string) {
	var out, errs bytes.Buffer
	code = run(args, streams{&out, &errs})
	return code, out.String() + errs.String()
}

// locked writes a lock file with the retail example's records.
func locked(t *testing.T) string {
	t.Helper()
	wider := *(*retail.Customer)(nil).TypedMLSchema()
	wider.Name, wider.Fields = "cdnow.wider", slices.Clone(wider.Fields)
	wider.Field("x").Type.Kind = schema.Int64
	f, err := lock.Of([]lock.Entry{
		{Package: "retail", Record: &wider},
		{Package: "retail", Record: (*retail.Customer)(nil).TypedMLSchema()},
		{Package: "retail", Record: (*retail.FeatureVector)(nil).TypedMLSchema()},
	})
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, f.Write(dir))
	return dir
}

func customers(t *testing.T, uri string) {
	t.Helper()
	rows, err := retail.Load()
	require.NoError(t, err)
	table, err := featurestore.Open[retail.Customer](t.Context(), uri)
	require.NoError(t, err)
	require.NoError(t, table.Append(t.Context(), rows[:10]))
	require.NoError(t, table.Close())
}

func TestCheck(t *testing.T) {
	dir := filepath.ToSlash(locked(t))
	table := "delta://" + dir + "/customers"
	customers(t, table)
	files, err := filepath.Glob(filepath.Join(dir, "customers", "*.parquet"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	tracking := "sqlite:///" + dir + "/mlflow.db"
	logModel(t, tracking)

	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"table":         {[]string{"cdnow.customers", "--against", table}, 0, "cdnow.customers 1.0.0 fits " + table},
		"wider":         {[]string{"cdnow.wider", "--against", table}, 1, "column x is integer, the struct has long. Its rows can be read as they are, but none can be added"},
		"wider, read":   {[]string{"cdnow.wider", "--read-only", "--against", table}, 0, "cdnow.wider 1.0.0 fits " + table},
		"other table":   {[]string{"churn.features", "--against", table}, 1, "column customer_id (string) is absent"},
		"file":          {[]string{"cdnow.customers", "--against", files[0]}, 0, "fits"},
		"other file":    {[]string{"churn.features", "--against", files[0]}, 1, "column customer_id (utf8) is absent"},
		"model":         {[]string{"churn.features", "--against", "models:/amounts/1", "--tracking-uri", tracking}, 0, "has features that model models:/amounts/1 does not know"},
		"other model":   {[]string{"cdnow.customers", "--against", "models:/amounts/1", "--tracking-uri", tracking}, 1, "column transaction_amount (a feature of the model) is absent"},
		"no table":      {[]string{"cdnow.customers", "--against", table + "x"}, 1, "not found"},
		"no file":       {[]string{"cdnow.customers", "--against", "x.parquet"}, 1, "x.parquet"},
		"no model":      {[]string{"cdnow.customers", "--against", "models:/x/1", "--tracking-uri", tracking}, 1, "get model version x/1"},
		"no record":     {[]string{"cdnow.customer", "--against", table}, 1, "did you mean cdnow.customers?"},
		"no lock":       {[]string{"x", "--against", table, "--lock", dir + "/nowhere"}, 1, "typedml lock writes it"},
		"no against":    {[]string{"x"}, 2, "missing flags: --against"},
		"unknown place": {[]string{"cdnow.customers", "--against", "ftp://x"}, 1, "ftp"},
	} {
		args := append([]string{"check"}, c.args...)
		if name != "no lock" {
			args = append(args, "--lock", dir)
		}
		code, said := ctl(args...)
		assert.Equal(t, c.code, code, "%s: %s", name, said)
		assert.Contains(t, said, c.want, name)
	}
}

func TestCheckFindsTheLockAbove(t *testing.T) {
	dir := filepath.ToSlash(locked(t))
	table := "delta://" + dir + "/customers"
	customers(t, table)
	t.Chdir(filepath.Join(dir, "customers", "_delta_log"))
	var out, errs bytes.Buffer
	assert.Equal(t, 0, run([]string{"check", "cdnow.customers", "--against", table}, streams{&out, &errs}), errs.String())
}

// logModel registers a model of one tree on transaction_amount.
func logModel(t *testing.T, tracking string) {
	t.Helper()
	client, err := mlflow.Open(t.Context(), tracking)
	require.NoError(t, err)
	defer client.Close()
	mlrun, err := client.StartRun(t.Context(), mlflow.RunOptions{Experiment: "amounts"})
	require.NoError(t, err)
	const amounts = `{"version":[3,2,0],"learner":{"feature_names":["transaction_amount"],
		"learner_model_param":{"base_score":"[5E-1]","num_class":"0","num_feature":"1","num_target":"1"},"objective":{"name":"binary:logistic"},
		"gradient_booster":{"name":"gbtree","model":{"tree_info":[0],"trees":[{"left_children":[1,-1,-1],"right_children":[2,-1,-1],
		"split_indices":[0,0,0],"split_conditions":[10.0,-1.0,1.0],"default_left":[1,0,0],"tree_param":{"size_leaf_vector":"1"},"loss_changes":[1,0,0]}]}}}}`
	_, err = model.Log(t.Context(), mlrun, model.Spec{
		Name: "amounts", Flavor: model.XGBoost("3.2.0"), Data: strings.NewReader(amounts), Register: &model.Registration{Name: "amounts"},
	})
	require.NoError(t, err)
}
