// Package celtypes gives cel-go, as tests ask it, the types of checks that CEL lacks: decimals, and dates, which are the instants
// that their days begin in UTC.
package celtypes

import (
	"math/big"
	"reflect"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"github.com/typedml/typedml/schema"
)

var decimalType = cel.OpaqueType("decimal", cel.IntType).WithTraits(traits.ComparerType)

// Options declare decimal("19.99") and date("2024-02-29"), and read a *big.Rat as a decimal.
func Options() []cel.EnvOption {
	out := []cel.EnvOption{
		cel.CustomTypeAdapter(adapter{types.DefaultTypeAdapter}),
		cel.Function("decimal", cel.Overload("decimal_string", []*cel.Type{cel.StringType}, decimalType, cel.UnaryBinding(parseDecimal))),
		cel.Function("date", cel.Overload("date_string", []*cel.Type{cel.StringType}, cel.TimestampType, cel.UnaryBinding(parseDate))),
	}
	for _, op := range []string{operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals} {
		out = append(out, cel.Function(op, cel.Overload(op+"decimal", []*cel.Type{decimalType, decimalType}, cel.BoolType)))
	}
	return out
}

func parseDecimal(text ref.Val) ref.Val {
	r, ok := new(big.Rat).SetString(text.Value().(string))
	if !ok {
		return types.NewErr("no decimal: %v", text)
	}
	return decimal{r}
}

func parseDate(text ref.Val) ref.Val {
	t, err := time.Parse(time.DateOnly, text.Value().(string))
	if err != nil {
		return types.WrapErr(err)
	}
	return types.Timestamp{Time: t}
}

// Value is the value of a record as expressions read it: decimals as fractions, dates as instants.
func Value(rec *schema.Record, value map[string]any) map[string]any {
	out := map[string]any{}
	for key, v := range value {
		switch f := rec.Field(key); {
		case v == nil || f.Type.Kind != schema.Decimal && f.Type.Kind != schema.Date:
			out[key] = v
		case f.Type.Kind == schema.Decimal:
			out[key], _ = new(big.Rat).SetString(reflect.ValueOf(v).String())
		default:
			out[key], _ = time.Parse(time.DateOnly, v.(string))
		}
	}
	return out
}

// adapter is CEL's own, and takes fractions.
type adapter struct{ types.Adapter }

// NativeToValue returns the value of CEL's.
func (a adapter) NativeToValue(v any) ref.Val {
	switch v := v.(type) {
	case *big.Rat:
		return decimal{v}
	case map[string]any:
		return types.NewStringInterfaceMap(a, v)
	}
	return a.Adapter.NativeToValue(v)
}

// decimal is a value of CEL's.
type decimal struct{ r *big.Rat }

// Compare orders decimals.
func (d decimal) Compare(other ref.Val) ref.Val {
	o, ok := other.(decimal)
	if !ok {
		return types.MaybeNoSuchOverloadErr(other)
	}
	return types.Int(d.r.Cmp(o.r))
}

// Equal is exact.
func (d decimal) Equal(other ref.Val) ref.Val {
	o, ok := other.(decimal)
	return types.Bool(ok && d.r.Cmp(o.r) == 0)
}

// ConvertToNative is asked of no decimal.
func (d decimal) ConvertToNative(reflect.Type) (any, error) { return d.r, nil }

// ConvertToType is asked of no decimal.
func (d decimal) ConvertToType(ref.Type) ref.Val { return d }

// Type is that of decimals.
func (d decimal) Type() ref.Type { return decimalType }

// Value is the fraction.
func (d decimal) Value() any { return d.r }
