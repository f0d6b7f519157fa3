package playground

import (
	"reflect"
	"unsafe"

	"github.com/go-playground/validator/v10"
)

// naming returns the function that names fields: the one that is registered with the engine, whenever that was done. No method of
// upstream's returns it. Should a later version of upstream keep it elsewhere, it is that of the option TagName.
func (v *Validator) naming() func(reflect.StructField) string {
	registered := reflect.ValueOf(v.engine).Elem().FieldByName("tagNameFunc")
	if !registered.IsValid() || registered.Type() != reflect.TypeFor[validator.TagNameFunc]() {
		return v.tagName
	}
	return *(*validator.TagNameFunc)(unsafe.Pointer(registered.UnsafeAddr()))
}
