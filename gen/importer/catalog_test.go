package importer_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/importer"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/registry"
)

// Of a table that nobody published, the primary key gives roles, comments are docs.
func TestCatalog(t *testing.T) {
	d := &registry.Definition{
		Name: "main.ml.churn", Comment: "One row a day.", Properties: map[string]string{"delta.minReaderVersion": "1"},
		Key: &registry.PrimaryKey{Name: "churn_pk", Columns: []string{"id", "at"}, Timeseries: "at"},
	}
	for _, c := range []struct {
		name, typ, comment string
		nullable           bool
	}{
		{"id", `"string"`, "Who.", false},
		{"at", `{"name":"at","type":"timestamp","nullable":false,"metadata":{}}`, "", false},
		{"spend", `"decimal(9,2)"`, "", true},
		{"gap", `"interval year to month"`, "", true},
	} {
		column, err := registry.ColumnOf(c.name, c.typ, c.comment, c.nullable, d.Properties)
		require.NoError(t, err)
		d.Columns = append(d.Columns, column)
	}
	columns, err := importer.Catalog(d)
	require.NoError(t, err)
	columns.Record.Type = importer.TypeName("churn")
	res, err := importer.Table(columns, importer.Options{File: d.Name})
	require.NoError(t, err)
	for _, want := range []string{
		"// One row a day.\n//\n//typedml:schema\ntype Churn struct {\n\t// Who.\n",
		"`json:\"id\" feature:\"key\"`", "`json:\"at\" feature:\"timestamp\"`", "*validate.Decimal `json:\"spend\" check:\"decimal=9.2\"`",
		"\t// Gap *int64 `json:\"gap\"`\n",
	} {
		assert.Contains(t, string(res.Source), want)
	}
	rec := generates(t, res)
	assert.Len(t, rec.WithRole(schema.RoleKey), 1)

	d.Columns, d.Key = nil, nil
	columns, err = importer.Catalog(d)
	require.NoError(t, err)
	_, err = importer.Table(columns, importer.Options{File: d.Name})
	assert.EqualError(t, err, "main.ml.churn has no columns: there is nothing to import")
}
