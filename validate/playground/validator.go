package playground

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/go-playground/validator/v10"

	"github.com/typedml/typedml/validate"
)

// Validator is gin's binding.StructValidator and echo's Validator. It is safe for concurrent use.
type Validator struct {
	engine    *validator.Validate
	tagName   func(reflect.StructField) string
	firstOnly bool
	ofSlice   func([]error) error
	types     generatedTypes
	records   bool // see Records
}

// Option changes a Validator.
type Option func(*Validator)

// FirstTagOnly reports of each field the first failed tag alone, and nothing below a field that failed, as upstream
// does.
func FirstTagOnly() Option { return func(v *Validator) { v.firstOnly = true } }

// TagName names fields in Field and Namespace, as upstream's RegisterTagNameFunc does; fields for which name returns ""
// keep their own. It registers name with the engine: a function that is registered there already needs no option.
func TagName(name func(reflect.StructField) string) Option {
	return func(v *Validator) {
		v.tagName = name
		v.engine.RegisterTagNameFunc(name)
	}
}

// SliceErrors makes the error about a slice of those of its elements, without changing their namespaces. gin's own validator
// does it with
//
//	playground.SliceErrors(func(each []error) error { return binding.SliceValidationError(each) })
func SliceErrors(of func([]error) error) Option { return func(v *Validator) { v.ofSlice = of } }

// New returns a Validator over the engine, which validates types without generated code and translates messages; nil
// makes a new one. It registers a type of its own with the engine: call it before the engine is in use.
func New(engine *validator.Validate, options ...Option) *Validator {
	if engine == nil {
		engine = validator.New()
	}
	v := &Validator{engine: engine}
	engine.RegisterStructValidationCtx(reportCarried, carrier{})
	for _, o := range options {
		o(v)
	}
	return v
}

// Engine returns the *validator.Validate, for registering translations and tags.
func (v *Validator) Engine() any { return v.engine }

// Validate is echo's method; it is ValidateStruct.
func (v *Validator) Validate(x any) error { return v.ValidateStruct(x) }

// ValidateStruct validates a struct, a pointer to one, or a slice or array of them; anything else is valid, as it is for
// gin. It returns nil, validator.ValidationErrors, or upstream's error for a value that it cannot handle. The
// namespaces of a slice's elements start with their index: "[2].Order.Price".
func (v *Validator) ValidateStruct(x any) error {
	value := reflect.ValueOf(x)
	for value.Kind() == reflect.Pointer || value.Kind() == reflect.Interface {
		if value.IsNil() {
			return nil
		}
		value = value.Elem()
	}
	switch value.Kind() {
	case reflect.Struct:
		return v.structure(value)
	case reflect.Slice, reflect.Array:
		return v.elements(value)
	}
	return nil
}

func (v *Validator) structure(value reflect.Value) error {
	x, ok := v.types.generated(value)
	if !ok {
		return v.others(pointer(value).Interface())
	}
	violations := broken(x)
	if len(violations) == 0 {
		return nil
	}
	return v.fieldErrors(value, namespaceOf(value.Type()), x, violations)
}

// broken are the violations of a value.
func broken(x generated) []validate.Violation {
	var r validate.Report
	x.ValidateInto(&r)
	err, _ := r.Take().(*validate.Error)
	if err == nil {
		return nil
	}
	return err.Violations
}

// namespaceOf is what stands before the fields of a struct that nothing holds.
func namespaceOf(t reflect.Type) string {
	if t.Name() == "" {
		return ""
	}
	return t.Name() + "."
}

// pointer points to the value where it can: a copy would cost, and hide unexported fields from upstream.
func pointer(value reflect.Value) reflect.Value {
	if value.CanAddr() {
		return value.Addr()
	}
	return value
}

func (v *Validator) elements(list reflect.Value) error {
	var all validator.ValidationErrors
	var each []error
	for i := range list.Len() {
		err := v.ValidateStruct(pointer(list.Index(i)).Interface())
		var broken validator.ValidationErrors
		switch {
		case err == nil:
		case v.ofSlice != nil:
			each = append(each, err)
		case errors.As(err, &broken):
			prefix := fmt.Sprintf("[%d]", i)
			if list.Index(i).Kind() != reflect.Slice && list.Index(i).Kind() != reflect.Array {
				prefix += "."
			}
			all = append(all, prefixed(v.engine, broken, prefix)...)
		default:
			return fmt.Errorf("element %d: %w", i, err)
		}
	}
	switch {
	case len(each) > 0:
		return v.ofSlice(each)
	case len(all) > 0:
		return all
	}
	return nil
}

// Errors turns the violations that err holds, a *validate.Error about x, into upstream's errors: of a generated Validate,
// or of a decoder. x is the struct or a pointer to it. When err holds none, or x has no generated methods, it returns err
// as it is.
func (v *Validator) Errors(err error, x any) error {
	var broken *validate.Error
	value := reflect.Indirect(reflect.ValueOf(x))
	if !errors.As(err, &broken) || value.Kind() != reflect.Struct {
		return err
	}
	generated, ok := v.types.generated(value)
	if !ok {
		return err
	}
	return v.fieldErrors(value, namespaceOf(value.Type()), generated, broken.Violations)
}

// fieldErrors makes upstream's errors of violations of x, whose namespace is at.
func (v *Validator) fieldErrors(value reflect.Value, at string, x generated, violations []validate.Violation) validator.ValidationErrors {
	record := x.TypedMLSchema()
	var items []item
	failed, keys := map[string]bool{}, map[keyRule]bool{}
	for i := range violations {
		it := v.item(value, at, record, &violations[i], keys)
		if v.firstOnly && it.below(failed) {
			continue
		}
		failed[it.namespace()] = true
		items = append(items, it)
	}
	return upstream(context.Background(), v.engine, items)
}
