package random

import (
	"math"
	"strconv"

	"github.com/typedml/typedml/schema"
)

// float draws a double: near a limit, near a decimal of as many places as a rule allows, or one of the edges.
func (s *Source) float(rules []schema.Constraint) float64 {
	x, ok := s.near(rules)
	if !ok || s.oneIn(4) {
		return pick(s, 0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), 1, -1, 0.1, math.MaxFloat64,
			math.SmallestNonzeroFloat64, -1e300, 1<<53+2, s.rng.NormFloat64())
	}
	return pick(s, x, x, math.Nextafter(x, math.Inf(1)), math.Nextafter(x, math.Inf(-1)), x+1, x-1, -x)
}

// float32 is float for the narrow kind.
func (s *Source) float32(rules []schema.Constraint) float32 {
	near, ok := s.near(rules)
	if !ok || s.oneIn(4) {
		return pick(s, 0, float32(math.Copysign(0, -1)), float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)), 1, 0.1,
			math.MaxFloat32, math.SmallestNonzeroFloat32, 1<<24+2, float32(s.rng.NormFloat64()))
	}
	x := float32(near)
	return pick(s, x, x, math.Nextafter32(x, math.MaxFloat32), math.Nextafter32(x, -math.MaxFloat32), x+1, x-1, -x)
}

// near draws a limit of a comparison, or a decimal.
func (s *Source) near(rules []schema.Constraint) (float64, bool) {
	var all []float64
	for _, c := range rules {
		switch c.Kind {
		case schema.Range:
			all = append(all, c.Limit.Float)
		case schema.Interval:
			all = append(all, c.Limits[0].Float, c.Limits[1].Float, s.rng.Float64())
		case schema.Decimals:
			all = append(all, s.decimal(int(c.Count)))
		}
	}
	if len(all) == 0 {
		return 0, false
	}
	return pick(s, all...), true
}

// decimal draws the double nearest to some k/10^n, of any magnitude up to 2^62, ties and the last exact bits among them.
func (s *Source) decimal(n int) float64 {
	k := s.rng.Int64N(1<<62) >> s.rng.IntN(62)
	x, _ := strconv.ParseFloat(strconv.FormatInt(k, 10)+"e-"+strconv.Itoa(n), 64)
	return x
}

// list draws a list; one of numbers with a norm or sum near the limits of such a rule.
func (s *Source) list(e *schema.Element) any {
	t := e.Type
	n := t.Len
	if n == 0 {
		if s.oneIn(8) {
			return nil
		}
		if n = s.length(e.Constraints); s.oneIn(4) {
			n += s.rng.IntN(40)
		}
	}
	items := make([]any, n)
	for i := range items {
		items[i] = s.value(t.Elem)
	}
	for _, c := range e.Constraints {
		if (c.Kind == schema.Norm || c.Kind == schema.Sum) && t.Elem.Type.Kind.Float() && n > 0 && s.rng.IntN(4) > 0 {
			s.aim(items, t.Elem.Type.Kind, c)
		}
		if (c.Kind == schema.Sorted || c.Kind == schema.OneHot) && n > 0 && s.rng.IntN(4) > 0 {
			s.arrange(items, t.Elem.Type, c)
		}
	}
	return items
}

// aim fills a list with numbers whose norm or sum is a limit, or the middle between them, but for rounding.
func (s *Source) aim(items []any, k schema.Kind, c schema.Constraint) {
	low, high := c.Limits[0].Float, c.Limits[1].Float
	goal := pick(s, low, high, (low+high)/2)
	xs, total := make([]float64, len(items)), 0.0
	for i := range xs {
		xs[i] = s.rng.NormFloat64()
		if c.Kind == schema.Sum {
			total += xs[i]
			continue
		}
		total += float64(xs[i] * xs[i])
	}
	if c.Kind == schema.Norm {
		total = math.Sqrt(total)
	}
	for i := range xs {
		x := xs[i] / total * goal
		if k == schema.Float32 {
			x = float64(float32(x))
		}
		items[i] = x
	}
	if s.oneIn(3) { // one item alone meets a limit to the bit
		for i := range items {
			items[i] = 0.0
		}
		items[s.rng.IntN(len(items))] = pick(s, goal, math.Nextafter(goal, 100), math.Nextafter(goal, -100))
		if k == schema.Float32 {
			items[0] = float64(float32(goal))
		}
	}
}
