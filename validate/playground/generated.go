package playground

import (
	"reflect"
	"sync"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// generated is what the generator gives a struct.
type generated interface {
	ValidateInto(*validate.Report)
	TypedMLSchema() *schema.Record
}

var generatedType = reflect.TypeFor[generated]()

// generatedTypes remembers which struct types have generated methods of their own.
type generatedTypes struct {
	known sync.Map // reflect.Type to bool
}

// generated returns the struct's generated methods. A value that cannot be addressed is copied.
func (g *generatedTypes) generated(value reflect.Value) (generated, bool) {
	own, ok := g.known.Load(value.Type())
	if !ok {
		own = hasOwn(value.Type())
		g.known.Store(value.Type(), own)
	}
	if own != true {
		return nil, false
	}
	if !value.CanAddr() {
		copied := reflect.New(value.Type()).Elem()
		copied.Set(value)
		value = copied
	}
	x, ok := value.Addr().Interface().(generated)
	return x, ok
}

// hasOwn reports whether the methods are the type's own. Methods that are promoted from an embedded struct know nothing
// of the fields beside it: they return the record of the embedded struct.
func hasOwn(t reflect.Type) bool {
	record, ok := recordOf(t)
	if !ok {
		return false
	}
	for i := range t.NumField() {
		if f := t.Field(i); f.Anonymous {
			inner := f.Type
			if inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			if promoted, ok := recordOf(inner); ok && promoted == record {
				return false
			}
		}
	}
	return true
}

// recordOf asks a nil pointer: TypedMLSchema works on a nil receiver. A promoted method would dereference it: a new value
// is asked then.
func recordOf(t reflect.Type) (record *schema.Record, ok bool) {
	if !reflect.PointerTo(t).Implements(generatedType) {
		return nil, false
	}
	x := reflect.New(t)
	fillEmbedded(x.Elem())
	return x.Interface().(generated).TypedMLSchema(), true
}

// fillEmbedded gives embedded pointers something to point to, so that methods promoted through them can be called.
func fillEmbedded(v reflect.Value) {
	if v.Kind() != reflect.Struct {
		return
	}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.Anonymous || !v.Field(i).CanSet() {
			continue
		}
		inner := v.Field(i)
		if inner.Kind() == reflect.Pointer && inner.Type().Elem() != v.Type() {
			inner.Set(reflect.New(inner.Type().Elem()))
			inner = inner.Elem()
		}
		fillEmbedded(inner)
	}
}
