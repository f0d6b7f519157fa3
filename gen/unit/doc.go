// Package unit holds what the emitters need beside the schema: how the fields of a record are spelled in the user's
// Go, what the user wrote by hand, and where the output goes. Like the schema it is plain data: gen/load makes it,
// gen/emit reads it, nothing in it points into go/types.
package unit
