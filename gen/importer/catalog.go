package importer

import (
	"slices"

	"github.com/typedml/typedml/gen/gosource"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/registry"
)

// Catalog is what Unity Catalog tells of a table. The columns of its primary key are key fields, the time series is the
// timestamp; of a table that typedml published, all is as it was published.
func Catalog(d *registry.Definition) (Columns, error) {
	rec, err := d.Record()
	if err != nil {
		return Columns{}, err
	}
	c := Columns{Record: rec, Written: map[string]bool{}, Checks: Checks(d.Properties), Fingerprint: d.Properties[registry.PropFingerprint]}
	for i := range d.Columns {
		column := &d.Columns[i]
		c.Written[column.Name] = column.Published()
		if f := rec.Field(column.Name); d.Key != nil && !column.Published() && slices.Contains(d.Key.Columns, column.Name) {
			f.Role = schema.RoleKey
			if column.Name == d.Key.Timeseries && f.Type.Kind == schema.Time {
				f.Role = schema.RoleTimestamp
			}
		}
	}
	if rec.Doc == "" {
		rec.Doc = d.Comment
	}
	if d.Properties[registry.PropRecord] == "" {
		rec.Name = "" // that of the table
	}
	return c, nil
}

// TypeName is a name of a Go type for that of a file or a table.
func TypeName(name string) string { return gosource.Exported(name) }
