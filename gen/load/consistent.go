package load

import (
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/format"
	"github.com/typedml/typedml/schema"
)

// consistent refuses rules that no value can meet: an empty range of numbers or lengths, or others that contradict each other.
// what names the value.
func (l *loader) consistent(s *source, e *schema.Element, what string) {
	if l.emptyRange(s, e.Type, e.Constraints, what) || l.contradictory(s, e, what) {
		return
	}
	l.implied(s, e, what)
	l.twice(s, e, what)
	l.unasked(s, e, what)
	l.unreached(s, e, what)
	l.closed(s, e, what)
}

// contradictory reports rules of which no value meets all, at the last of them.
func (l *loader) contradictory(s *source, e *schema.Element, what string) bool {
	var words []string
	var last, why string
	for _, c := range format.Contradiction(e) {
		word := ruleText(c)
		if c.Implicit {
			word = "of its type"
		} else {
			last = word
		}
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
		if c.Kind == schema.Zero {
			why = ": the rules of what it holds refuse its zero"
		}
	}
	if len(words) == 0 {
		return false
	}
	remedy := "change one of the rules"
	if len(words) == 1 {
		remedy = "change the rule" + why
	}
	l.ruleErrorf(s, last, diag.EmptyRange, remedy, "no value of %s can be %s", butOmitted(e.Constraints, what), joined(words))
	return true
}

// ruleText is the rule as a tag has it.
func ruleText(c schema.Constraint) string {
	if strings.Contains(c.Rule, "|") { // which has the parameters of its alternatives
		return c.Rule
	}
	return strings.TrimSuffix(c.Rule+"="+c.Param, "=")
}

// butOmitted names the values of which rules speak.
func butOmitted(cs []schema.Constraint, what string) string {
	if slices.ContainsFunc(cs, func(c schema.Constraint) bool { return c.Kind == schema.Omit }) {
		return what + " but the omitted one"
	}
	return what
}

// joined writes "a, b and c".
func joined(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// emptyRange reports limits that leave nothing between them.
func (l *loader) emptyRange(s *source, t schema.Type, cs []schema.Constraint, what string) bool {
	what = butOmitted(cs, what)
	for _, kind := range []schema.ConstraintKind{schema.Range, schema.Length, schema.Clock} {
		low, high := bounds(t, cs, kind)
		if !low.after(high) {
			continue
		}
		switch {
		case low.rule == "":
			l.ruleErrorf(s, high.String(), diag.EmptyRange, "change the limit", "no value of %s can be %s", what, high)
		case high.rule == "":
			l.ruleErrorf(s, low.String(), diag.EmptyRange, "change the limit", "no value of %s can be %s", what, low)
		default:
			l.ruleErrorf(s, high.String(), diag.EmptyRange, "change one of the limits",
				"no value of %s can be %s and %s", what, low, high)
		}
		return true
	}
	return false
}

// bound is the tightest limit of one side; its rule is "" when the type sets it.
type bound struct {
	value       float64
	exact       schema.Literal // of what is counted in whole steps and of decimals, whose value is a double near it
	open        bool
	rule, param string
}

// String is the rule as the tag has it.
func (b bound) String() string { return strings.TrimSuffix(b.rule+"="+b.param, "=") }

func (b bound) after(high bound) bool {
	above, equal := b.against(high)
	return (b.rule != "" || high.rule != "") && (above || equal && (b.open || high.open))
}

// against compares two bounds.
func (b bound) against(c bound) (above, equal bool) {
	if b.exact.Kind == schema.Decimal && c.exact.Kind == schema.Decimal {
		return c.exact.Less(b.exact), b.exact == c.exact
	}
	return b.value > c.value, b.value == c.value
}

// bounds returns the tightest limits of a kind. Those of integers are closed: gt=1 is 2.
func bounds(t schema.Type, cs []schema.Constraint, kind schema.ConstraintKind) (low, high bound) {
	low, high = natural(t, kind)
	whole := kind != schema.Range || t.Scalar().Integer() || t.Kind == schema.Duration || t.Kind == schema.Date // nanoseconds, days
	for _, c := range ends(t, cs) {
		if c.Kind != kind || c.Limit != nil && c.Limit.Kind == schema.String {
			continue
		}
		b := bound{value: float64(c.Count), rule: c.Rule, param: c.Param, open: !whole && (c.Op == schema.Gt || c.Op == schema.Lt)}
		if c.Limit != nil {
			b.value, b.exact = c.Limit.Float64(), *c.Limit
		}
		if n := wholeLimit(c); whole && n != nil {
			n.Add(n, big.NewInt(steps[c.Op]))
			b.value, b.exact = near(n), schema.Literal{Kind: schema.Decimal, Text: n.String()}
		}
		if (c.Op == schema.Gt || c.Op == schema.Gte || c.Op == schema.Eq) && b.tighter(low, 1) {
			low = b
		}
		if (c.Op == schema.Lt || c.Op == schema.Lte || c.Op == schema.Eq) && b.tighter(high, -1) {
			high = b
		}
	}
	return low, high
}

// steps are how far from its limit the first whole number is that an operator accepts.
var steps = map[schema.Op]int64{schema.Gt: 1, schema.Lt: -1}

// wholeLimit is the limit of a constraint on what is counted in whole steps, nil when it is none.
func wholeLimit(c schema.Constraint) *big.Int {
	switch {
	case c.Limit == nil:
		return big.NewInt(c.Count)
	case c.Limit.Kind.Unsigned():
		return new(big.Int).SetUint64(c.Limit.Uint)
	case c.Limit.Kind.Signed(), c.Limit.Kind == schema.Duration, c.Limit.Kind == schema.Date:
		return big.NewInt(c.Limit.Int)
	}
	return nil
}

// near is the double nearest to a whole number.
func near(n *big.Int) float64 {
	f, _ := new(big.Float).SetInt(n).Float64()
	return f
}

// wholeBound is a limit that a type sets to whole numbers.
func wholeBound(n *big.Int) bound {
	return bound{value: near(n), exact: schema.Literal{Kind: schema.Decimal, Text: n.String()}}
}

// tighter reports whether b, a bound of one side, leaves less than another; sign is 1 of low ones, -1 of high ones.
func (b bound) tighter(than bound, sign int) bool {
	above, equal := b.against(than)
	return equal && b.open || !equal && above == (sign > 0)
}

// ends puts two limits in the place of an interval, and of a rule that texts of some lengths cannot meet.
func ends(t schema.Type, cs []schema.Constraint) []schema.Constraint {
	var out []schema.Constraint
	for _, c := range cs {
		if t.Kind == schema.String && c.Kind != schema.Length {
			out = append(out, format.Lengths(c)...)
			continue
		}
		if c.Kind != schema.Interval || t.Kind == schema.List {
			out = append(out, c)
			continue
		}
		for i, op := range []schema.Op{schema.Gte, schema.Lte} {
			out = append(out, schema.Constraint{Kind: schema.Range, Op: op, Rule: c.Rule, Param: c.Param, Limit: &c.Limits[i]})
		}
	}
	return out
}

// natural returns the limits that the type itself sets.
func natural(t schema.Type, kind schema.ConstraintKind) (low, high bound) {
	low, high = bound{value: math.Inf(-1)}, bound{value: math.Inf(1)}
	k := t.Scalar()
	switch {
	case k == schema.Decimal && t.Precision > 0:
		edge := "1" + strings.Repeat("0", t.Precision-t.Scale)
		low.exact, high.exact = schema.Literal{Kind: k, Text: "-" + edge}, schema.Literal{Kind: k, Text: edge}
		low.open, high.open = true, true
	case kind == schema.Length && t.Len > 0:
		low, high = wholeBound(big.NewInt(int64(t.Len))), wholeBound(big.NewInt(int64(t.Len)))
	case kind == schema.Length:
		low, high = wholeBound(new(big.Int)), wholeBound(big.NewInt(math.MaxInt64))
	case k.Unsigned():
		low, high = wholeBound(new(big.Int)), wholeBound(new(big.Int).SetUint64(math.MaxUint64>>(64-k.Bits())))
	case k.Signed():
		low, high = wholeBound(big.NewInt(-1<<(k.Bits()-1))), wholeBound(big.NewInt(math.MaxInt64>>(64-k.Bits())))
	}
	return low, high
}
