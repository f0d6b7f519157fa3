// Package sparksql is a test: what package schema/sql says in SQL means on a real Spark what the reference evaluator means,
// of the vectors, of random records, and of random checks.
package sparksql
