// Package gen is the compiler: it loads tagged structs, checks them and emits their code beside the source.
//
//	load ──▶ schema.Record and unit.Struct ──▶ emit ──▶ write
//	 │ tag: words of tags → constraints          one file a target; jennifer
//	 │ check: CEL → expression tree
//	 └ diag: file:line:col, code, remedy; all at once, sorted
//
// Only load sees go/ast and go/types, only emit sees jennifer, only write touches the disk; between them everything is
// plain data. A tag is one row of a table in tag that says which constraint it lowers to; emit knows constraints, never
// tags. A definition with an error stops the run before any file changes.
//
// It runs at compile time: cmd/typedml is a thin shell around it, and no run-time package imports it.
package gen
