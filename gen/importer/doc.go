// Package importer writes Go structs from the schemas of others: JSON Schema, Pydantic models, the signature of an MLflow
// model, CSV files, and columns of tables that others have opened. The source is a start to edit: it compiles and generates as
// it is, and what it does not say of its origin is told in notes, by place.
//
//	source ─read─▶ schema.Record, notes ─▶ gosource ─▶ Go
//
// Errors in the input have a position. Nothing here writes a file.
package importer
