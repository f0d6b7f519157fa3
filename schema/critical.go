package schema

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"time"
	"unicode"
)

// critical returns values of a type of which one meets constraints when any value of the type does: what is compared with a
// limit changes at that limit only, so that the limits, their neighbours and the zero with its own stand for all. It returns
// none of types whose values are no single ones, and of texts.
func critical(t Type, cs []Constraint) []any {
	limits := append(limitsOf(cs), Literal{Kind: t.Scalar()})
	var out []any
	switch k := t.Scalar(); {
	case t.Kind == Enum:
		for _, l := range t.Values {
			out = append(out, l.Any())
		}
	case k == Bool:
		return []any{false, true}
	case k.Integer():
		for _, l := range limits {
			out = append(out, around3(l.rational(), 0)...)
		}
	case k == Decimal:
		places := t.Scale
		if t.Precision == 0 { // not known yet
			places = MaxDigits / 2
		}
		for _, l := range limits {
			out = append(out, around3(l.rational(), places)...)
		}
	case k.Float():
		return floatsAround(k, limits, cs)
	case k == Duration:
		for _, l := range limits {
			for step := int64(-1); step <= 1; step++ {
				if n := l.Int + step; (n > l.Int) == (step > 0) { // none behind the last
					out = append(out, time.Duration(n))
				}
			}
		}
	case k == Date:
		for _, l := range append(limits, Literal{Kind: Date, Int: time.Time{}.Unix() / secondsOfDay}) {
			for step := int64(-1); step <= 1; step++ {
				out = append(out, Literal{Kind: Date, Int: l.Int + step}.Any())
			}
		}
	case k == Time:
		out = append(out, time.Time{})
		for _, l := range limits {
			for step := time.Duration(-1); step <= 1; step++ {
				out = append(out, present().Add(time.Duration(l.Int)).Add(step))
			}
		}
	}
	return out
}

// limitsOf are what constraints and their alternatives compare with.
func limitsOf(cs []Constraint) []Literal {
	var out []Literal
	for _, c := range cs {
		switch c.Kind {
		case Range, Clock:
			if c.Limit != nil {
				out = append(out, *c.Limit)
			}
		case OneOf, Interval:
			out = append(out, c.Limits...)
		case AnyOf:
			for _, all := range c.Any {
				out = append(out, limitsOf(all)...)
			}
		}
	}
	return out
}

// rational is the value of a finite number, 0 of what is none.
func (l Literal) rational() *big.Rat {
	if l.Kind == Decimal {
		return l.rat()
	}
	n, ok := exact(l.Any())
	if !ok {
		return new(big.Rat)
	}
	return n
}

// around3 are the numbers with so many places next to n: the greatest that is not above it, the one before, and two behind.
func around3(n *big.Rat, places int) []any {
	var out []any
	for _, k := range grid(n, places) {
		out = append(out, json.Number(k.FloatString(places)))
	}
	return out
}

// grid are the multiples of 10 to the power of -places next to n.
func grid(n *big.Rat, places int) []*big.Rat {
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
	scaled := new(big.Rat).Mul(n, scale)
	below := new(big.Int).Div(scaled.Num(), scaled.Denom())
	var out []*big.Rat
	for step := int64(-1); step <= 2; step++ {
		k := new(big.Int).Add(below, big.NewInt(step))
		out = append(out, new(big.Rat).Quo(new(big.Rat).SetInt(k), scale))
	}
	return out
}

// floatsAround is critical of floats: with NaN, the infinities, and the numbers of so many decimals next to each limit as rules
// ask for.
func floatsAround(k Kind, limits []Literal, cs []Constraint) []any {
	out := []any{math.NaN(), math.Inf(1), math.Inf(-1)}
	add := func(x float64) {
		up, down := math.Nextafter(x, math.Inf(1)), math.Nextafter(x, math.Inf(-1))
		if k == Float32 {
			x = float64(float32(x))
			up, down = float64(math.Nextafter32(float32(x), float32(math.Inf(1)))), float64(math.Nextafter32(float32(x), float32(math.Inf(-1))))
		}
		out = append(out, down, x, up)
	}
	for _, l := range limits {
		add(l.Float)
		for _, c := range cs {
			if c.Kind != Decimals || !finite(l.Float) {
				continue
			}
			for _, n := range grid(new(big.Rat).SetFloat64(l.Float), int(c.Count)) {
				x, _ := n.Float64()
				if k == Float32 {
					f, _ := n.Float32()
					x = float64(f)
				}
				out = append(out, x)
			}
		}
	}
	return out
}

// maxFoldings is how many spellings of a text are looked at.
const maxFoldings = 1 << 10

// foldings are the texts that equal one under simple Unicode case folding, nil when they are more than maxFoldings.
func foldings(text string) []any {
	all := []string{""}
	for _, r := range text {
		var longer []string
		for _, s := range all {
			longer = append(longer, s+string(r))
			for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
				longer = append(longer, s+string(next))
			}
		}
		if all = longer; len(all) > maxFoldings {
			return nil
		}
	}
	out := make([]any, len(all))
	for i, s := range all {
		out[i] = s
	}
	return slices.Clip(out)
}
