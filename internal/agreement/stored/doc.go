// Package stored makes rows that a table with types for lists, maps, records and decimals holds out of values as vectors and
// random records have them, as Arrow: Spark and DuckDB judge the same rows. What
// an engine is compared with is here, too.
package stored
