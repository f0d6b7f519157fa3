package playground

import (
	"context"
	"errors"
	"reflect"
	"unsafe"

	"github.com/go-playground/validator/v10"
)

// ValidationErrors.Translate and upstream's struct-level functions accept field errors of upstream's own type only, which
// has no constructor. So the engine makes them: it validates a carrier, whose struct-level function reports what the
// context holds. The carrier's type has no name and therefore adds nothing to a namespace.
type carrier = struct{ _ [0]carried }

// carried is the context's key and keeps the carrier's type apart from any other.
type carried struct{}

// reportCarried is the struct-level function of the carrier.
func reportCarried(ctx context.Context, level validator.StructLevel) {
	if report, ok := ctx.Value(carried{}).(func(validator.StructLevel)); ok {
		report(level)
	}
}

// carry returns the errors that report reports.
func carry(ctx context.Context, engine *validator.Validate, report func(validator.StructLevel)) validator.ValidationErrors {
	var reported validator.ValidationErrors
	errors.As(engine.StructCtx(context.WithValue(ctx, carried{}, report), carrier{}), &reported)
	return reported
}

// upstream makes the field errors, in two passes: the first gives each its field, the second what stands before it.
func upstream(ctx context.Context, engine *validator.Validate, items []item) validator.ValidationErrors {
	bare := carry(ctx, engine, func(level validator.StructLevel) {
		for _, it := range items {
			level.ReportError(it.value, it.field, it.structField, it.tag, it.param)
		}
	})
	for i, it := range items {
		if it.actual != "" || it.nameless {
			actually(bare[i], it.actual)
		}
	}
	return carry(ctx, engine, func(level validator.StructLevel) {
		for i, it := range items {
			level.ReportValidationErrors(it.prefix, it.structPrefix, bare[i:i+1])
		}
	})
}

// actually sets what ActualTag returns, by which Translate finds the words of an alias. No method of upstream's does: a
// reported error has one tag. Should a later version of upstream keep it elsewhere, the tag stays that.
func actually(e validator.FieldError, tag string) {
	actual := reflect.ValueOf(e).Elem().FieldByName("actualTag")
	if actual.IsValid() && actual.Type() == reflect.TypeFor[string]() {
		*(*string)(unsafe.Pointer(actual.UnsafeAddr())) = tag
	}
}

// prefixed puts the errors' namespaces under a prefix.
func prefixed(engine *validator.Validate, errs validator.ValidationErrors, prefix string) validator.ValidationErrors {
	return carry(context.Background(), engine, func(level validator.StructLevel) {
		level.ReportValidationErrors(prefix, prefix, errs)
	})
}
