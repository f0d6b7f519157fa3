package jsonschema

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"

	"github.com/typedml/typedml/schema"
)

// number spells a literal number: a float in the shortest form that is read back as the same one of its kind.
func number(l schema.Literal) json.Number {
	switch {
	case l.Kind == schema.Float32:
		return json.Number(strconv.FormatFloat(l.Float, 'g', -1, 32))
	case l.Kind == schema.Float64:
		return json.Number(strconv.FormatFloat(l.Float, 'g', -1, 64))
	case l.Kind.Unsigned():
		return json.Number(strconv.FormatUint(l.Uint, 10))
	}
	return json.Number(strconv.FormatInt(l.Int, 10))
}

// value is a literal as JSON has it; ok is false for one that JSON has no form of.
func value(l schema.Literal) (v any, ok bool) {
	switch {
	case l.Kind == schema.Bool:
		return l.Int != 0, true
	case l.Kind == schema.Decimal:
		return json.Number(l.Text), true
	case l.Kind.Float():
		return number(l), !math.IsInf(l.Float, 0) && !math.IsNaN(l.Float)
	case l.Kind.Number():
		return number(l), true
	case l.Kind == schema.Null:
		return nil, true
	case l.Kind == schema.List:
		return []any{}, true
	}
	return l.String(), true
}

// compare orders two spelled numbers exactly.
func compare(a, b json.Number) int {
	x, _ := new(big.Rat).SetString(string(a))
	y, _ := new(big.Rat).SetString(string(b))
	if x == nil || y == nil {
		return 0
	}
	return x.Cmp(y)
}

// limits are the smallest and the largest number of an integer kind, or that float32 rounds into itself.
func limits(k schema.Kind) (low, high json.Number) {
	switch {
	case k == schema.Float32:
		return "-3.4028235677973366e+38", "3.4028235677973366e+38"
	case k.Unsigned():
		return "0", json.Number(strconv.FormatUint(math.MaxUint64>>(64-k.Bits()), 10))
	}
	return json.Number(strconv.FormatInt(math.MinInt64>>(64-k.Bits()), 10)), json.Number(strconv.FormatInt(math.MaxInt64>>(64-k.Bits()), 10))
}
