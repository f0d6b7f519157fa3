package playground

import (
	"context"

	"github.com/go-playground/validator/v10"
)

// Records names generated types, by a value of each, that structs without generated methods hold. Upstream validates such a struct,
// and knows the rules of the tag that it reads alone; where it goes into a value of these types, their other rules run, too: those of
// the tag check and of your own, enums, checks of records. Records registers the types with the engine, as RegisterStructValidation
// does: call New before the engine is in use. As with these functions, nostructlevel keeps them out, and structonly does not.
func Records(of ...any) Option {
	return func(v *Validator) {
		v.records = true
		v.engine.RegisterStructValidationCtx(v.record, of...)
	}
}

// within is the context's key of what the records of one struct report.
type within struct{}

// record is the struct-level function of the types that Records names.
func (v *Validator) record(ctx context.Context, level validator.StructLevel) {
	ours, ok := ctx.Value(within{}).(map[validator.FieldError]bool)
	if !ok {
		return // the engine is asked, and not the Validator
	}
	value := level.Current()
	x, ok := v.types.generated(value)
	if !ok {
		return
	}
	violations := broken(x)
	if len(violations) == 0 {
		return
	}
	errs := v.fieldErrors(value, "", x, violations)
	for _, e := range errs {
		ours[e] = true
	}
	level.ReportValidationErrors("", "", errs)
}

// others validates a struct without generated methods.
func (v *Validator) others(x any) error {
	if !v.records {
		return v.engine.Struct(x)
	}
	ours := map[validator.FieldError]bool{}
	err := v.engine.StructCtx(context.WithValue(context.Background(), within{}, ours), x)
	reported, ok := err.(validator.ValidationErrors)
	if !ok || len(ours) == 0 {
		return err
	}
	type finding struct{ place, tag, param string }
	told, seen := map[string]bool{}, map[finding]bool{}
	for _, e := range reported {
		if !ours[e] {
			told[e.StructNamespace()] = true
		}
	}
	var out validator.ValidationErrors
	for _, e := range reported {
		f := finding{e.StructNamespace(), e.Tag(), e.Param()}
		if ours[e] && (told[f.place] || seen[f]) {
			continue // upstream reports one error of a field; a record in a record is asked twice
		}
		seen[f] = true
		out = append(out, e)
	}
	return out
}
