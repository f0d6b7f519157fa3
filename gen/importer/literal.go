package importer

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"

	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/schema"
)

// literal is a JSON value as a constant of a kind.
func literal(k schema.Kind, v any) (l schema.Literal, ok bool) {
	l.Kind = k
	switch {
	case k == schema.Bool:
		b, ok := v.(bool)
		if b {
			l.Int = 1
		}
		return l, ok
	case k == schema.String:
		l.Text, ok = v.(string)
		return l, ok
	case k == schema.Duration || k == schema.Date:
		text, ok := v.(string)
		l, err := tag.Parse(k, text)
		return l, ok && err == nil
	case k == schema.Decimal: // a text, too, as in values
		text, ok := v.(string)
		if n, isNumber := v.(json.Number); isNumber {
			text, ok = string(n), true
		}
		l, err := tag.Parse(k, text)
		return l, ok && err == nil
	case k.Float():
		n, ok := v.(json.Number)
		l.Float = number64(n)
		if k == schema.Float32 {
			l.Float = float64(float32(l.Float))
		}
		if l.Float == 0 {
			l.Float = 0 // and not -0, which is the same limit, and which no tag says
		}
		return l, ok && !math.IsInf(l.Float, 0)
	case k.Integer():
		n, ok := v.(json.Number)
		if !ok {
			return l, false
		}
		x, ok := integer(n, 0)
		if !ok || !fits(k, x) {
			return l, false
		}
		return integral(k, x), true
	}
	return l, false
}

// integer is a number as an integer: exactly, or rounded down (-1) or up (1). ok is false where it is none, or far too
// large.
func integer(n json.Number, round int) (*big.Int, bool) {
	if len(n) > 400 {
		return nil, false
	}
	if x, ok := new(big.Int).SetString(string(n), 10); ok {
		return x, true
	}
	if f := number64(n); math.IsInf(f, 0) || math.Abs(f) > 1e30 {
		return nil, false
	}
	exact, ok := rational(n)
	switch {
	case !ok:
		return nil, false
	case exact.IsInt():
		return exact.Num(), true
	case round == 0:
		return nil, false
	}
	floor := new(big.Int).Div(exact.Num(), exact.Denom())
	if round > 0 {
		floor.Add(floor, big.NewInt(1))
	}
	return floor, true
}

// rational is a number of JSON as a fraction; ok is false for one that is far too long, or has a far too large exponent.
func rational(n json.Number) (x *big.Rat, ok bool) {
	_, exponent, _ := strings.Cut(strings.ToLower(string(n)), "e")
	if len(n) > 400 || len(strings.TrimLeft(exponent, "+-0")) > 3 {
		return nil, false
	}
	return new(big.Rat).SetString(string(n))
}

// reach are the least and the greatest integer of a kind.
func reach(k schema.Kind) (low, high *big.Int) {
	low, high = big.NewInt(0), new(big.Int).Lsh(big.NewInt(1), uint(k.Bits()))
	if k.Signed() {
		high.Rsh(high, 1)
		low = new(big.Int).Neg(high)
	}
	return low, new(big.Int).Sub(high, big.NewInt(1))
}

func fits(k schema.Kind, x *big.Int) bool {
	low, high := reach(k)
	return x.Cmp(low) >= 0 && x.Cmp(high) <= 0
}

func integral(k schema.Kind, x *big.Int) schema.Literal {
	if k.Unsigned() {
		return schema.Literal{Kind: k, Uint: x.Uint64()}
	}
	return schema.Literal{Kind: k, Int: x.Int64()}
}
