// Package unity publishes records to Unity Catalog: on Databricks, or on a Unity Catalog server of one's own.
//
//	c, err := unity.Open(ctx, unity.Options{Profile: "dev", Warehouse: "1a2b3c"})
//	outcome, err := registry.Publish(ctx, c, "main.ml.churn", record)
//	record, err := registry.Read(ctx, c, "main.ml.churn")
//
// With a SQL warehouse, tables are created by SQL: managed Delta tables, whose primary key stands in the CREATE TABLE.
// Without one they are registered by REST as external Delta tables below [Options.StorageRoot], and the primary key is
// added by a second call; when that fails the table is dropped again. What was made is read back and compared.
//
// It links the Databricks SDK (about 22 MB), which package registry does not.
package unity
