// Package databricks keeps feature tables in Unity Catalog, as managed Delta tables of a Databricks workspace:
//
//	import _ "github.com/typedml/typedml/featurestore/databricks"
//
//	tbl, err := featurestore.Open[FeatureVector](ctx, "databricks://main.ml.churn?profile=dev&warehouse=1a2b3c")
//
// The profile is one of ~/.databrickscfg; without it the SDK's environment counts (DATABRICKS_HOST, DATABRICKS_TOKEN and
// its other variables). The warehouse is a SQL warehouse; without it DATABRICKS_WAREHOUSE_ID.
//
// The first write creates the table: columns with comments, NOT NULL, PRIMARY KEY of the key fields and the timestamp as
// its TIMESERIES, which makes it a feature table, and the record's rules among its properties (package schema/registry).
// Definitions are read by REST, rows by SQL: they come as Arrow streams, and go as one parameter of one statement, which
// is one commit.
//
// It is meant for tables of moderate size, and says so where it ends: one write carries at most 8 MiB of rows as JSON;
// fields of times and bytes inside lists, maps and records are not written; a warehouse keeps no order, so rows are read
// by primary key, and in no order without one; rules are checked by this program, not as CHECK constraints; an
// overwrite does not replace columns. Merges, partitions and online tables are not there.
package databricks
