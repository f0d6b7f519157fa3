package random

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/typedml/typedml/schema"
)

// digits draws a number of any size that a decimal has room for.
func (s *Source) digits() json.Number {
	digits := pick(s, 1, 2, 3, 5, 18, 20, 38)
	var b strings.Builder
	b.WriteByte("123456789"[s.rng.IntN(9)])
	for range digits - 1 {
		b.WriteByte("0059"[s.rng.IntN(4)])
	}
	places := min(pick(s, 0, 0, 1, 2, 2, 5, digits), digits)
	whole := b.String()[:digits-places]
	if whole == "" {
		whole = "0"
	}
	text := pick(s, "", "", "-") + strings.TrimSuffix(whole+"."+b.String()[digits-places:], ".")
	return json.Number(pick(s, text, text, text, text, "0", "1", "0.01", "19.99"))
}

// nearDecimal draws a decimal near the limits of the rules and of the type.
func (s *Source) nearDecimal(t schema.Type, rules []schema.Constraint) json.Number {
	all := limits(t, rules)
	if len(all) == 0 || s.oneIn(4) {
		return s.edge(t)
	}
	l := pick(s, all...)
	_, fraction, _ := strings.Cut(l.Text, ".")
	x, _ := new(big.Rat).SetString(l.Text)
	places := min(len(fraction)+s.rng.IntN(2), schema.MaxDigits)
	step := new(big.Rat).SetFrac(big.NewInt(int64(s.rng.IntN(3)-1)), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
	text := x.Add(x, step).FloatString(places)
	if _, _, fits := schema.ParseDecimal(text); !fits {
		return json.Number(l.Text)
	}
	return json.Number(text)
}

// edge draws the greatest number of the type, what is just beyond it, or any.
func (s *Source) edge(t schema.Type) json.Number {
	nines := strings.Repeat("9", t.Precision-t.Scale)
	if nines == "" {
		nines = "0"
	}
	greatest := nines
	if t.Scale > 0 {
		greatest += "." + strings.Repeat("9", t.Scale)
	}
	text := pick(s, greatest, "-"+greatest, "1"+strings.Repeat("0", t.Precision-t.Scale), nines+"."+strings.Repeat("0", t.Scale)+"5", string(s.digits()))
	if _, _, fits := schema.ParseDecimal(text); !fits {
		return s.digits()
	}
	return json.Number(text)
}

// beyond reports whether a limit lies outside of a decimal's digits, which is refused.
func beyond(t schema.Type, cs []schema.Constraint) bool {
	if t.Kind != schema.Decimal || t.Precision == 0 {
		return false
	}
	edge := math.Pow10(t.Precision - t.Scale)
	return slices.ContainsFunc(cs, func(c schema.Constraint) bool {
		return c.Limit != nil && math.Abs(c.Limit.Float64()) >= edge
	})
}
