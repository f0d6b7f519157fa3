// Package agreement holds generated validators against go-playground/validator/v10, whose tag language they compile: its
// test writes structs with random types and tags, generates their code, and runs both validators on values near the
// limits of the tags, in one compiled program.
//
//	structs ──gen──▶ accepted: both run, the same (StructNamespace, Tag, Param, Kind) are reported
//	              └▶ refused:  upstream panics on some value
//
// What differs is listed with its reason in a table; a difference that is not listed fails the test, and so does a row of
// the table that no longer shows.
package agreement
