// Package spark keeps feature tables behind a Spark Connect server: Delta tables that Spark writes and reads, with the
// rules of the struct as NOT NULL and CHECK constraints, so that other writers are held to them, too.
//
//	import _ "github.com/typedml/typedml/featurestore/spark"
//
//	tbl, err := featurestore.Open[FeatureVector](ctx, "spark://spark.example:15002/main.ml.churn")
//
// The first write creates the table: under another name first, with its constraints read back and compared, and renamed
// when all is well, so that no half-made table is ever seen. Rows travel as Arrow, in both directions; a write is one
// commit, whatever its size. [Store.Unexpressed] lists the rules that no CHECK holds.
//
// Audits are pushed down: [featurestore.Table.Audit] runs one query on Spark and fetches counts and samples, no rows.
//
// Spark's own messages hold row values. An [Error] has the error's class and state, and the message only where it is
// about statements and not about rows.
//
// The Go client of Spark Connect calls itself experimental. It stands behind an interface of this package.
package spark
