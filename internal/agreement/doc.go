// Package agreement proves that no target disagrees with another. Its tests generate code for many structs, compile it in
// one program, run that once over many values, and compare.
//
// With the reference evaluator (package schema): every record of the vectors, and random ones, is written as a tagged
// struct and goes the user's whole way.
//
//	record ─gosource─▶ tagged struct ─gen─▶ generated code ─targets─▶ findings of each target ═ those of the evaluator
//
// With go-playground/validator/v10, whose tag language is compiled: structs with random tags.
//
//	structs ──gen──▶ accepted: both run, the same (StructNamespace, Tag, Param, Kind) are reported
//	              └▶ refused:  upstream panics on some value
//
// What differs is listed with its reason in a table; a difference that is not listed fails the test, and so does a row of
// the table that no longer shows. docs/agreement.md is written from the tables.
//
// More random records: go test ./internal/agreement -run Random -agreement.batches=20 -agreement.seed=7.
package agreement
