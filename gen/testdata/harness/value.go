package harness

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"time"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// selected returns the field of a selector such as "Base.ID".
func selected(v reflect.Value, selector string) reflect.Value {
	for name := range strings.SplitSeq(selector, ".") {
		v = v.FieldByName(name)
	}
	return v
}

// recordValue spells a struct as the evaluator reads it, by reflection alone.
func recordValue(v reflect.Value, rec *schema.Record) map[string]any {
	out := map[string]any{}
	for i := range rec.Fields {
		f := &rec.Fields[i]
		out[f.Key] = valueOf(selected(v, f.Name), f.Type)
	}
	return out
}

func valueOf(v reflect.Value, t schema.Type) any {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	} else if v.Kind() == reflect.Struct && strings.HasPrefix(v.Type().Name(), "Opt[") {
		if !v.FieldByName("Valid").Bool() {
			return nil
		}
		v = v.FieldByName("Value")
	}
	switch k := t.Scalar(); {
	case k == schema.Bool:
		return v.Bool()
	case k.Signed():
		return v.Int()
	case k.Unsigned():
		return v.Uint()
	case k.Float():
		return v.Float()
	case k == schema.String:
		return v.String()
	case k == schema.Duration:
		return time.Duration(v.Int())
	case k == schema.Decimal:
		return json.Number(v.Interface().(validate.Decimal).String())
	case k == schema.Date:
		return v.Interface().(validate.Date).String()
	case k == schema.Time:
		return v.Interface().(time.Time).UTC()
	case k == schema.Struct:
		return recordValue(v, t.Record)
	}
	if v.Kind() != reflect.Array && v.IsNil() {
		return nil
	}
	return items(v, t)
}

func items(v reflect.Value, t schema.Type) any {
	switch t.Kind {
	case schema.Bytes:
		return append([]byte{}, v.Bytes()...)
	case schema.Map:
		out := map[string]any{}
		for _, k := range v.MapKeys() {
			out[k.String()] = valueOf(v.MapIndex(k), t.Elem.Type)
		}
		return out
	}
	out := make([]any, v.Len())
	for i := range out {
		out[i] = valueOf(v.Index(i), t.Elem.Type)
	}
	return out
}

// feature computes one feature of a value.
func feature(value map[string]any, f schema.Feature) float64 {
	v, ok := at(value, f.Field)
	if !ok || v == nil && f.Index < 0 {
		return math.NaN()
	}
	if f.Index >= 0 {
		list, _ := v.([]any)
		if f.Index >= len(list) {
			return math.NaN()
		}
		v = list[f.Index]
	}
	if f.Value != nil {
		v = v == f.Value.Any()
	}
	switch v := v.(type) {
	case bool:
		if v {
			return 1
		}
		return 0
	case int64:
		return float64(v)
	case uint64:
		return float64(v)
	case float64:
		return v
	case json.Number:
		x, _ := v.Float64()
		return x
	}
	panic("no feature is of this type")
}

// at follows a dotted path; keys may hold dots.
func at(value map[string]any, path string) (any, bool) {
	if v, ok := value[path]; ok {
		return v, true
	}
	for i := range path {
		if below, ok := value[path[:i]].(map[string]any); ok && path[i] == '.' {
			if v, ok := at(below, path[i+1:]); ok {
				return v, true
			}
		}
	}
	return nil, false
}

// expectedLog returns the keys that a record's params and metrics have.
func expectedLog(rec *schema.Record, prefix string, value map[string]any) (params, metrics []string) {
	for i := range rec.Fields {
		f := &rec.Fields[i]
		v, key := value[f.Key], prefix+f.Key
		switch {
		case f.Sensitive || f.MLflow == schema.TargetNone:
		case f.Type.Kind == schema.Struct:
			if below, ok := v.(map[string]any); ok {
				p, m := expectedLog(f.Type.Record, key+".", below)
				params, metrics = append(params, p...), append(metrics, m...)
			}
		default:
			if scalar(f.Type) && (f.MLflow == schema.TargetAny || f.MLflow == schema.TargetParam) {
				params = append(params, key)
			}
			if (f.Type.Kind.Number() || f.Type.Kind == schema.Decimal) && v != nil && (f.MLflow == schema.TargetAny || f.MLflow == schema.TargetMetric) {
				metrics = append(metrics, key)
			}
		}
	}
	return params, metrics
}

func scalar(t schema.Type) bool {
	k := t.Scalar()
	return k == schema.Bool || k.Number() || k == schema.String || k == schema.Duration || k == schema.Time || k == schema.Decimal || k == schema.Date
}
