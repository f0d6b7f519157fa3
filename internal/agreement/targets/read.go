package targets

import (
	"encoding/json"
	"reflect"
	"time"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// read is the opposite of fill: a struct as the evaluator reads it, by reflection alone. Nil lists, maps and byte
// strings are nil.
func read(v reflect.Value, rec *schema.Record) map[string]any {
	out := map[string]any{}
	for i := range rec.Fields {
		out[rec.Fields[i].Key] = readValue(selected(v, rec.Fields[i].Name), rec.Fields[i].Type)
	}
	return out
}

func readValue(v reflect.Value, t schema.Type) any {
	switch {
	case v.Kind() == reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return readValue(v.Elem(), t)
	case isOpt(v.Type()):
		if !v.FieldByName("Valid").Bool() {
			return nil
		}
		return readValue(v.FieldByName("Value"), t)
	case (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.IsNil():
		return nil
	}
	switch k := t.Scalar(); {
	case k == schema.Struct:
		return read(v, t.Record)
	case k == schema.Map:
		out := map[string]any{}
		for _, key := range v.MapKeys() {
			out[key.String()] = readValue(v.MapIndex(key), t.Elem.Type)
		}
		return out
	case k == schema.List:
		out := make([]any, v.Len())
		for i := range out {
			out[i] = readValue(v.Index(i), t.Elem.Type)
		}
		return out
	case k == schema.Bytes:
		return append([]byte{}, v.Bytes()...)
	case k == schema.Decimal:
		return json.Number(v.Interface().(validate.Decimal).String())
	case k == schema.Date:
		return v.Interface().(validate.Date).String()
	case k == schema.Time:
		return v.Interface().(time.Time)
	}
	return readScalar(v)
}

func readScalar(v reflect.Value) any {
	switch {
	case v.Kind() == reflect.Bool:
		return v.Bool()
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return v.Uint()
	case v.CanFloat():
		return v.Float()
	}
	return v.String()
}
