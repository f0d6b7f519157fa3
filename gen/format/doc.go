// Package format lists the named formats of the constraint schema.Format, those of go-playground/validator/v10 and typedml's own: one row
// says how a format is written in a tag and which predicate of package validate/is decides it. It knows how long texts with a format
// or a pattern are.
package format
