// Package pydantic writes records as a package of Pydantic v2 models.
//
//	files, models := pydantic.Of(record)
//
// A model takes the JSON texts that the record's decoder takes (model_validate_json), and the values in Python that say the
// same (model_validate); it refuses what breaks a rule, unless every rule that the value breaks is among the losses: rules that
// are functions of Go. Each error stands at the place of the violation; its type is the rule's word, or Pydantic's own name for
// the rule where Pydantic has it, as [validate.Error.Pydantic] names it, too.
//
// Pydantic reports less at once than Go does: the rules that relate a record's fields run when the record holds no other error.
//
// A time or a date in the year 0, which Python has not, is refused.
//
// The package tests itself: test_models.py has values at the limits of the rules, with what the reference evaluator says of them.
//
// The files are the same for the same records, to the byte, and formatted as black leaves them.
//
// [validate.Error.Pydantic]: https://pkg.go.dev/github.com/typedml/typedml/validate#Error.Pydantic
package pydantic
