// Package playground puts generated validators behind the interfaces of github.com/go-playground/validator/v10, so that
// gin, echo and code that reads validator.ValidationErrors go on working:
//
//	binding.Validator = playground.New(validator.New(), playground.FirstTagOnly())   // gin
//	e.Validator = playground.New(nil)                                                // echo
//
// A type with generated methods is validated by them; its violations become the FieldErrors that upstream would have
// reported, made by upstream's own code: Translate and type assertions work. Any other type is left to upstream.
//
// What differs from upstream: every failed rule of a field is reported unless FirstTagOnly is set; slices and maps of
// structs are validated without dive; rules of the tag check appear with their own words as tags (decimals, norm, …); a
// record check is a FieldError in the field of its own name, without a value; the value of a sensitive field is the
// zero value of its type.
//
// It is the only part of package validate with a dependency.
package playground
