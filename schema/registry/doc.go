// Package registry keeps records in Unity Catalog, as table definitions: what Go publishes there is what every other
// program sees as a table, and can be read back into the record.
//
//	d, err := registry.Define("main.ml.churn", record)      // columns, comments, key, rules, version, fingerprint
//	sql := d.CreateStatement()                              // as Databricks SQL
//	record, err = d.Record()                                // and back
//
//	outcome, err := registry.Publish(ctx, catalog, "main.ml.churn", record)
//
// A record with key fields gets a primary key of them; with a timestamp field that is its time series: on Databricks a
// table with a primary key is a feature table. Rules stand with each column, as JSON, where the catalog lets them be
// written: in the column's metadata, or in the table's properties.
//
// [Publish] is the only writer: over a different record it is refused unless the version covers the difference. The
// package imports the standard library only; [Catalog] is what it needs of a server, and package
// schema/registry/unity speaks to one.
package registry
