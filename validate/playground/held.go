package playground

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/go-playground/validator/v10"

	"github.com/typedml/typedml/validate"
)

// others validates a struct without generated methods: upstream does, and the generated records that it goes into run what it does
// not know, the rules of the tag check, the user's, checks of records.
func (v *Validator) others(value reflect.Value) error {
	err := v.engine.Struct(pointer(value).Interface())
	var reported validator.ValidationErrors
	if err != nil && !errors.As(err, &reported) || !v.holds(value.Type(), map[reflect.Type]bool{}) {
		return err
	}
	h := held{v: v, reported: map[string]bool{}, failed: map[string]bool{}}
	for _, e := range reported {
		h.reported[e.StructNamespace()] = true
		h.failed[e.StructNamespace()] = true
	}
	h.fields(value, namespaceOf(value.Type()))
	if len(h.items) == 0 {
		return err
	}
	return append(reported, upstream(context.Background(), v.engine, h.items)...)
}

// holds reports whether a type may hold a generated record where others looks for one.
func (v *Validator) holds(t reflect.Type, within map[reflect.Type]bool) bool {
	if known, ok := v.holders.Load(t); ok {
		return known.(bool)
	}
	if within[t] {
		return false
	}
	within[t] = true
	is := false
	switch t.Kind() {
	case reflect.Interface:
		is = true
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		is = v.holds(t.Elem(), within)
	case reflect.Struct:
		is = hasOwn(t)
		for i := 0; i < t.NumField() && !is; i++ {
			is = t.Field(i).IsExported() && v.holds(t.Field(i).Type, within)
		}
	}
	if is || len(within) == 1 { // what holds itself is known when all of it is
		v.holders.Store(t, is)
	}
	delete(within, t)
	return is
}

// held collects the field errors of the generated records in a value.
type held struct {
	v     *Validator
	items []item
	// reported are the fields of which upstream has reported one: it reports one alone. failed has those that have theirs.
	reported, failed map[string]bool
}

// fields goes into the fields of a struct, as far as upstream does.
func (h *held) fields(value reflect.Value, at namespace) {
	t := value.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		rules := f.Tag.Get("validate") + "," + f.Tag.Get("binding")
		if !f.IsExported() || !h.v.holds(f.Type, map[reflect.Type]bool{}) || passedOver(rules, value.Field(i)) {
			continue
		}
		name := f.Name
		if naming := h.v.naming(); naming != nil {
			if n := naming(f); n != "" {
				name = n
			}
		}
		_, below, dives := strings.Cut(rules, "dive")
		h.value(value.Field(i), at, name, f.Name, below, dives)
	}
}

// passedOver reports whether upstream does not go into a field's value.
func passedOver(rules string, value reflect.Value) bool {
	for rule := range strings.SplitSeq(rules, ",") {
		switch rule {
		case "-", "structonly":
			return true
		case "dive":
			return false
		case "omitempty", "omitzero":
			if value.IsZero() {
				return true
			}
		}
	}
	return false
}

// value goes into a value. below are the rules behind dive, where it dives.
func (h *held) value(value reflect.Value, at namespace, name, structName, below string, dives bool) {
	for value.Kind() == reflect.Pointer || value.Kind() == reflect.Interface {
		if value.IsNil() {
			return
		}
		value = value.Elem()
	}
	_, further, divesOn := strings.Cut(below, "dive")
	switch value.Kind() {
	case reflect.Struct:
		h.structure(value, at.below(name, structName))
	case reflect.Slice, reflect.Array:
		for i := 0; dives && i < value.Len(); i++ {
			index := fmt.Sprintf("[%d]", i)
			h.value(value.Index(i), at, name+index, structName+index, further, divesOn)
		}
	case reflect.Map:
		for _, key := range value.MapKeys() {
			if dives {
				index := fmt.Sprintf("[%v]", key)
				h.value(value.MapIndex(key), at, name+index, structName+index, further, divesOn)
			}
		}
	}
}

func (h *held) structure(value reflect.Value, at namespace) {
	x, ok := h.v.types.generated(value)
	if !ok {
		h.fields(value, at)
		return
	}
	var r validate.Report
	x.ValidateInto(&r)
	for _, it := range h.v.items(value, at, x, r.All(), h.failed) {
		if !h.reported[it.namespace()] {
			h.items = append(h.items, it)
		}
	}
}
