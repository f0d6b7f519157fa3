// Package validate is the run time of generated validators and decoders: the report that they write violations into,
// the violation as a value, and the error that holds them all.
//
//	var r validate.Report            // reused: no allocation, valid or not
//	x.ValidateInto(&r)               // generated
//	for v := range r.All() { … }     // path, rule, limit, value, row
//	err := r.Err()                   // nil or *validate.Error
//
// A [Violation] holds a pointer to a static generated [Rule], the value that broke it and its place; words are
// formatted when they are asked for. Values of sensitive fields are never stored.
//
// The package imports the standard library and package schema only: services link it without any dependency.
package validate
