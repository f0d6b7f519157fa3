package targets

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// fill sets the fields of a struct to a value as the evaluator reads it; absent keys and nulls are Go's zero.
func fill(v reflect.Value, rec *schema.Record, value map[string]any) error {
	for i := range rec.Fields {
		f := &rec.Fields[i]
		if err := fillValue(selected(v, f.Name), f.Type, value[f.Key]); err != nil {
			return fmt.Errorf("%s: %w", f.Key, err)
		}
	}
	return nil
}

// selected returns the field of a selector such as "Base.ID".
func selected(v reflect.Value, selector string) reflect.Value {
	for name := range strings.SplitSeq(selector, ".") {
		v = v.FieldByName(name)
	}
	return v
}

func isOpt(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && strings.HasPrefix(t.Name(), "Opt[")
}

func fillValue(v reflect.Value, t schema.Type, value any) error {
	switch {
	case value == nil:
		v.SetZero()
		return nil
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return fillValue(v.Elem(), t, value)
	case isOpt(v.Type()):
		v.FieldByName("Valid").SetBool(true)
		return fillValue(v.FieldByName("Value"), t, value)
	}
	switch held := value.(type) {
	case map[string]any:
		if t.Kind == schema.Struct {
			return fill(v, t.Record, held)
		}
		return fillMap(v, t, held)
	case []any:
		return fillList(v, t, held)
	case string:
		return fillText(v, t.Scalar(), held)
	case bool:
		v.SetBool(held)
	case time.Duration:
		v.SetInt(int64(held))
	default:
		if t.Kind == schema.Decimal {
			return fillText(v, t.Kind, fmt.Sprint(value))
		}
		return fillNumber(v, t.Scalar(), value)
	}
	return nil
}

func fillMap(v reflect.Value, t schema.Type, value map[string]any) error {
	v.Set(reflect.MakeMap(v.Type()))
	for k, e := range value {
		key, elem := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		key.SetString(k)
		if err := fillValue(elem, t.Elem.Type, e); err != nil {
			return fmt.Errorf("[%q]: %w", k, err)
		}
		v.SetMapIndex(key, elem)
	}
	return nil
}

func fillList(v reflect.Value, t schema.Type, items []any) error {
	if v.Kind() == reflect.Slice {
		v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	}
	if v.Len() != len(items) {
		return fmt.Errorf("%d items for %s", len(items), v.Type())
	}
	for i, e := range items {
		if err := fillValue(v.Index(i), t.Elem.Type, e); err != nil {
			return fmt.Errorf("[%d]: %w", i, err)
		}
	}
	return nil
}

func fillText(v reflect.Value, k schema.Kind, text string) error {
	switch k {
	case schema.Time:
		at, err := time.Parse(time.RFC3339Nano, text)
		v.Set(reflect.ValueOf(at))
		return err
	case schema.Decimal:
		d, err := validate.ParseDecimal(text)
		v.Set(reflect.ValueOf(d))
		return err
	case schema.Date:
		d, err := validate.ParseDate(text)
		v.Set(reflect.ValueOf(d))
		return err
	case schema.Duration:
		d, err := time.ParseDuration(text)
		v.SetInt(int64(d))
		return err
	case schema.Bytes:
		b, err := base64.StdEncoding.DecodeString(text)
		v.SetBytes(append([]byte{}, b...)) // none are empty, not nil
		return err
	}
	v.SetString(text)
	return nil
}

func fillNumber(v reflect.Value, k schema.Kind, value any) error {
	if k.Float() {
		switch x := value.(type) {
		case float64:
			v.SetFloat(x)
		case json.Number:
			f, err := strconv.ParseFloat(string(x), k.Bits())
			v.SetFloat(f)
			return err
		default:
			return fmt.Errorf("%T is no %s", value, k)
		}
		return nil
	}
	text := fmt.Sprint(value)
	n, ok := new(big.Rat).SetString(text)
	if digits, _, exponent := strings.Cut(strings.ToLower(text), "e"); !ok && exponent { // too large for package big
		n, ok = new(big.Rat).SetString(digits)
		ok = ok && n.Sign() == 0
	}
	switch {
	case !ok || !n.IsInt():
		return fmt.Errorf("%v is no %s", value, k)
	case k.Signed() && n.Num().IsInt64():
		v.SetInt(n.Num().Int64())
	case k.Unsigned() && n.Num().IsUint64():
		v.SetUint(n.Num().Uint64())
	default:
		return fmt.Errorf("%v does not fit %s", value, k)
	}
	return nil
}
