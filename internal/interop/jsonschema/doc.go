// Package jsonschema is a test: under the JSON Schema of a record a real validator, Python's, takes what the record
// takes, and refuses what breaks a rule that is not listed as lost.
package jsonschema
