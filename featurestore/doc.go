// Package featurestore keeps validated rows of a generated struct in tables: Delta tables in a folder, tables behind
// Spark, Databricks.
//
//	import _ "github.com/typedml/typedml/featurestore/delta" // or featurestore/all
//
//	tbl, err := featurestore.Open[FeatureVector](ctx, "delta:///data/lake/churn")
//	err = tbl.Append(ctx, rows)
//	for row, err := range tbl.Rows(ctx, featurestore.AsOf(version)) { … }
//
// The URI chooses the back end, which registers itself when it is imported; featurestore/all imports each.
//
// Every row is validated before it is written, and nothing is written when one is bad: the *validate.Error holds each
// bad row by index, path and rule. [Quarantine] writes the good rows and hands over the bad ones. Opening a table and
// reading compare what is stored with the struct: equal fingerprints end the comparison; a column that is absent or of
// another type is a *schema.MismatchError that names it; other differences (changed rules, further columns) are logged,
// and every row is validated as it is read.
package featurestore
