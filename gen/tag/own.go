package tag

import (
	"slices"
	"strconv"
	"time"

	"github.com/typedml/typedml/schema"
)

const takesSortable = "lists of numbers, decimals, strings, times, dates and durations"

func isTime(t Target) bool { return t.Type.Kind == schema.Time }

// hotList are the lists that one_hot takes.
func hotList(t Target) bool {
	return numberList(t) || t.Type.Kind == schema.List && t.Type.Elem.Type.Kind == schema.Bool && !t.Type.Elem.Optional
}

// sortable are the lists whose items have an order.
func sortable(t Target) bool {
	if t.Type.Kind != schema.List || t.Type.Elem.Optional {
		return false
	}
	k := t.Type.Elem.Type.Scalar()
	return k.Number() || k == schema.String || k == schema.Time || k == schema.Duration || k == schema.Decimal || k == schema.Date
}

// unitInterval is what a probability lies in.
var unitInterval = schema.Constraint{Kind: schema.Interval, Limits: []schema.Literal{
	{Kind: schema.Float64}, {Kind: schema.Float64, Float: 1},
}}

// tolerance is how far the sum of a simplex is from 1 where the tag does not say.
const tolerance = "1e-6"

// simplex demands probabilities that sum to 1.
func simplex(_ Env, _ Target, w Word) ([]schema.Constraint, error) {
	text := w.Param
	if text == "" {
		text = tolerance
	}
	eps, err := strconv.ParseFloat(text, 64)
	if err != nil || !(eps >= 0 && eps < 1) {
		return nil, bad("write simplex="+tolerance, "%q is no tolerance of at least 0 and less than 1", w.Param)
	}
	sum := schema.Constraint{Kind: schema.Sum, Limits: []schema.Literal{
		{Kind: schema.Float64, Float: 1 - eps}, {Kind: schema.Float64, Float: 1 + eps},
	}}
	return []schema.Constraint{sum, unitInterval}, nil
}

// orders are the words behind sorted and monotonic.
var orders = map[string]schema.Op{
	"": schema.Lte, "asc": schema.Lte, "desc": schema.Gte,
	"increasing": schema.Lt, "decreasing": schema.Gt, "nondecreasing": schema.Lte, "nonincreasing": schema.Gte,
}

// sorted lowers a word about the order of items, which takes some of the words of orders.
func sorted(words ...string) lowering {
	return func(_ Env, _ Target, w Word) ([]schema.Constraint, error) {
		if !slices.Contains(words, w.Param) {
			return nil, bad("write "+w.Name+"="+words[len(words)-1], "%q is no order: the orders are %s", w.Param, listed(words))
		}
		return one(schema.Constraint{Kind: schema.Sorted, Op: orders[w.Param]}, nil)
	}
}

func listed(words []string) string {
	text := ""
	for _, word := range words {
		switch {
		case word == "":
			continue
		case text != "":
			text += ", "
		}
		text += word
	}
	return text
}

// window compares an instant with one that lies on a side of the present, -1 before and 1 after it.
func window(op schema.Op, side int64) lowering {
	return func(_ Env, _ Target, w Word) ([]schema.Constraint, error) {
		d, err := span(w.Param)
		return one(schema.Constraint{Kind: schema.Clock, Op: op, Limit: &schema.Literal{Kind: schema.Duration, Int: side * d}}, err)
	}
}

// around demands an instant near the present.
func around(env Env, t Target, w Word) ([]schema.Constraint, error) {
	var sides []schema.Constraint
	for _, side := range []lowering{window(schema.Gte, -1), window(schema.Lte, 1)} {
		cs, err := side(env, t, w)
		if err != nil {
			return nil, err
		}
		cs[0].Rule = w.Name
		sides = append(sides, cs...)
	}
	return one(schema.Constraint{Kind: schema.AnyOf, Any: [][]schema.Constraint{sides}}, nil)
}

// span reads how long a window is: times are whole microseconds in tables.
func span(text string) (int64, error) {
	l, err := Parse(schema.Duration, text)
	switch d := time.Duration(l.Int); {
	case err != nil:
		return 0, err
	case d <= 0:
		return 0, bad("write how long it is, such as 720h", "%s is no length of time", text)
	case d%time.Microsecond != 0:
		return 0, bad("write whole microseconds", "%s has parts of a microsecond, and times have none", text)
	}
	return l.Int, nil
}
