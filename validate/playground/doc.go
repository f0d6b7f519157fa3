// Package playground puts generated validators behind the interfaces of github.com/go-playground/validator/v10, so that
// gin, echo and code that reads validator.ValidationErrors go on working:
//
//	engine := binding.Validator.Engine().(*validator.Validate)                       // gin: its own engine reads the tag binding
//	binding.Validator = playground.New(engine, playground.FirstTagOnly())
//	e.Validator = playground.New(nil, playground.FirstTagOnly())                     // echo
//
// A type with generated methods is validated by them; its violations become the FieldErrors that upstream would have
// reported, made by upstream's own code: Translate and type assertions work. Any other type is left to upstream, which knows the
// rules of its tag alone, of the generated records that it holds, too: [Records] has their others run.
//
// What differs from upstream: every failed rule of a field is reported unless FirstTagOnly is set; slices and maps of
// structs are validated without dive; rules of the tag check appear with their own words as tags (decimals, norm, …); a
// record check is a FieldError in the field of its own name, without a value; the value of a sensitive field is the
// zero value of its type. What the engine was told of a generated type does not run for it: RegisterStructValidation and its kin,
// RegisterCustomTypeFunc, and words of upstream's that RegisterValidation replaced. It goes into the definition: a method Check, a rule.
//
// A server that binds JSON decodes it before it validates. The generated UnmarshalJSON is strict and runs the rules itself: its
// error is a *validate.Error, which [Validator.Errors] turns into upstream's. A definition that says json=standard in its
// directive has no UnmarshalJSON: encoding/json fills the struct as before, and the validator is what finds broken rules.
//
// It is the only part of package validate with a dependency.
package playground
