package gosource

import (
	"strconv"

	"github.com/typedml/typedml/schema"
)

// ownWord writes a word of the tag check about times, the items of a list or probabilities. Own is false of every other rule.
func (w *writer) ownWord(path string, c schema.Constraint) (word string, own bool, err error) {
	switch {
	case c.Kind == schema.Sorted:
		param, ok := orders[c.Rule][c.Op]
		if !ok {
			return "", true, unsayable(path, "the order %s of the rule %s", c.Op, c.Rule)
		}
		return w.parameterized(c.Rule, param), true, nil
	case c.Kind == schema.OneHot, c.Kind == schema.Interval:
		return c.Rule, true, nil
	case c.Kind == schema.Sum && c.Rule == "simplex":
		param, err := toleranceOf(path, c)
		return w.parameterized(c.Rule, param), true, err
	case c.Kind == schema.AnyOf && c.Rule == "within":
		return w.parameterized(c.Rule, spanOf(c, c.Any[0][0].Limit)), true, nil
	case c.Kind == schema.Clock && clockWords[c.Rule]:
		return w.parameterized(c.Rule, spanOf(c, c.Limit)), true, nil
	}
	return "", false, nil
}

// orders are the parameters of the words about the order of items.
var orders = map[string]map[schema.Op]string{
	"sorted":    {schema.Lte: "", schema.Gte: "desc"},
	"monotonic": {schema.Lt: "increasing", schema.Gt: "decreasing", schema.Lte: "nondecreasing", schema.Gte: "nonincreasing"},
}

// clockWords are the words of the tag check that compare with the present.
var clockWords = map[string]bool{"past": true, "future": true, "max_age": true, "min_age": true, "max_ahead": true}

// tolerance is the parameter of simplex that has the limits, "" for the one that needs none.
func tolerance(path string, limits []schema.Literal) (string, error) {
	low, high := limits[0].Float, limits[1].Float
	if low == 1-1e-6 && high == 1+1e-6 {
		return "", nil
	}
	for digits := 1; digits <= 17; digits++ { // the shortest: the sum with 1 has lost some
		for _, eps := range []float64{high - 1, 1 - low} {
			text := strconv.FormatFloat(eps, 'g', digits, 64)
			if x, err := strconv.ParseFloat(text, 64); err == nil && 1-x == low && 1+x == high {
				return text, nil
			}
		}
	}
	return "", unsayable(path, "a simplex whose sum lies from %v to %v", low, high)
}
