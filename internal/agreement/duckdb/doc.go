// Package duckdb is a test: what package schema/sql says in the SQL of DuckDB means there what the reference evaluator
// means, of the vectors, of random records, and of random checks; and a table takes the rows that keep its rules, and
// refuses the others.
package duckdb
