// Package sql says a record in SQL: the definition of a table with its constraints, a predicate for each rule, and one
// query that counts the rows of a table that break each of them. It makes text; running it is the caller's.
//
//	d := sql.Spark() // or SQLite, or DuckDB
//	table, err := d.Table("main.ml.churn", record, nil)  // CREATE TABLE, then ADD CONSTRAINT for each CHECK
//	audit, err := d.Audit("main.ml.churn", record, 3)    // audit.Query, and what its rows mean
//
// Predicates mean what [schema.Evaluator.EvaluateInput] means, to the last bit: NaN breaks ranges, strings are counted
// in runes, regular expressions are rewritten for the engine's own dialect, integers of checks overflow into
// check_error, sums and norms add in the documented order of lanes. What an engine cannot say (a named format, a CHECK
// over the elements of a list where the engine's CHECK takes no lambda or subquery) is listed as [Unexpressed], by path and rule: a
// caller decides whether that is good enough. Nothing is left out in silence.
//
// A [Dialect] is two tables: types and words. A word is a template such as "isnan($1)"; a dialect without a word makes
// every rule that needs it Unexpressed. The package imports the standard library and package schema only.
package sql
