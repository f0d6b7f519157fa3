// Package jsonschema says a record as a JSON Schema of draft 2020-12.
//
//	text, losses := jsonschema.Of(record)
//
// A value that the record takes is valid under the schema. A value that it refuses is invalid, unless every rule that
// the value breaks is among the losses: rules that no keyword says exactly, such as decimals (19.99 is no double multiple
// of 0.01), a norm, a comparison of two fields, a check in CEL. Nothing is left out in silence. What stands behind every
// schema: a number beyond float64 and a key that stands twice are the business of a JSON parser, not of a schema.
//
// Rules that keywords do not say, or not so that they can be read back, are carried along by keywords that begin with
// x-typedml-, which validators ignore: x-typedml-constraints has those that are lost; an entry of allOf with
// x-typedml-constraint has the keywords that say the one that it carries. Roles, checks and the record's name are carried, too,
// so that typedml import reads the schema back.
//
// Patterns are regular expressions of ECMA-262 with the flag u, as the standard wants them. Python's re, which the
// package jsonschema of Python uses instead, takes a text with a line feed behind it for a match of "$".
//
// The text is the same for the same record, to the byte.
package jsonschema
