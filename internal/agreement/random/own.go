package random

import (
	"time"

	"github.com/typedml/typedml/schema"
)

var probability = schema.Constraint{Kind: schema.Interval, Rule: "probability", Limits: []schema.Literal{
	{Kind: schema.Float64}, {Kind: schema.Float64, Float: 1},
}}

// users are rules of package vectors by the kind that they take.
var users = map[schema.Kind]string{schema.Int32: "even", schema.String: "doubled", schema.Float64: "positive", schema.Time: "full_hour"}

// orders are the parameters of sorted and monotonic.
var orders = []struct {
	word, param string
	op          schema.Op
}{
	{"sorted", "", schema.Lte}, {"sorted", "desc", schema.Gte}, {"monotonic", "increasing", schema.Lt}, {"monotonic", "decreasing", schema.Gt},
}

// lists draws rules on the items of a list: their order, one of them hot, all of them probabilities.
func (s *Source) lists(t schema.Type) []schema.Constraint {
	if t.Kind != schema.List {
		return nil
	}
	k := t.Elem.Type.Scalar()
	ordered := k.Number() || k == schema.String || k == schema.Time || k == schema.Duration || k == schema.Decimal || k == schema.Date
	switch {
	case ordered && s.oneIn(4):
		o := pick(s, orders...)
		return []schema.Constraint{{Kind: schema.Sorted, Rule: o.word, Param: o.param, Op: o.op}}
	case (k.Number() && t.Elem.Type.Kind != schema.Enum || k == schema.Bool) && s.oneIn(6):
		return []schema.Constraint{{Kind: schema.OneHot, Rule: "one_hot"}}
	case k.Float() && s.oneIn(6):
		if s.oneIn(2) {
			return []schema.Constraint{probability}
		}
		item := probability
		item.Rule, item.Param = "simplex", "0.01"
		return []schema.Constraint{{Kind: schema.Sum, Rule: "simplex", Param: "0.01", Limits: []schema.Literal{
			{Kind: schema.Float64, Float: 0.99}, {Kind: schema.Float64, Float: 1.01},
		}}, item}
	}
	return nil
}

// window draws a rule on how far an instant is from the present.
func (s *Source) window() schema.Constraint {
	d := pick(s, time.Microsecond, time.Second, 720*time.Hour)
	limit := func(sign int64) *schema.Literal { return &schema.Literal{Kind: schema.Duration, Int: sign * int64(d)} }
	switch c := (schema.Constraint{Kind: schema.Clock, Param: d.String()}); s.rng.IntN(5) {
	case 0:
		return schema.Constraint{Kind: schema.Clock, Rule: "past", Op: schema.Lt}
	case 1:
		return schema.Constraint{Kind: schema.Clock, Rule: "future", Op: schema.Gt}
	case 2:
		c.Rule, c.Op, c.Limit = "max_age", schema.Gte, limit(-1)
		return c
	case 3:
		c.Rule, c.Op, c.Limit = "max_ahead", schema.Lte, limit(1)
		return c
	default:
		c.Rule, c.Op, c.Limit = "within", schema.Gte, limit(-1)
		high := c
		high.Op, high.Limit = schema.Lte, limit(1)
		return schema.Constraint{Kind: schema.AnyOf, Rule: "within", Param: c.Param, Any: [][]schema.Constraint{{c, high}}}
	}
}

// arrange makes the items of a list nearly what a rule demands of them together.
func (s *Source) arrange(items []any, elem schema.Type, c schema.Constraint) {
	switch c.Kind {
	case schema.Sorted:
		alone := &schema.Element{Type: schema.Type{Kind: schema.List, Elem: &schema.Element{Type: elem}}, Constraints: []schema.Constraint{c}}
		for i := 1; i < len(items); i++ { // an insertion sort by the rule itself
			for j := i; j > 0 && len(s.evaluator.EvaluateElement(alone, items[j-1:j+1])) > 0; j-- {
				items[j-1], items[j] = items[j], items[j-1]
			}
		}
	case schema.OneHot:
		hot := s.rng.IntN(len(items))
		for i := range items {
			switch {
			case elem.Kind == schema.Bool:
				items[i] = i == hot
			case i == hot:
				items[i] = 1
			default:
				items[i] = 0
			}
		}
	}
}
