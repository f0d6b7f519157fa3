package schema

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
)

// drawn are constraints of a type that contradictions look into, from few limits: many of them contradict each other.
func drawn(rng *rand.Rand, k Kind) Constraint {
	ops := []Op{Eq, Ne, Lt, Lte, Gt, Gte}
	n := rng.IntN(4)
	limit := func(n int) Literal { return Literal{Kind: k, Int: int64(n - 1)} }
	if k == String {
		limit = func(n int) Literal { return Literal{Kind: k, Text: []string{"", "a", "ab", "bA"}[n]} }
	}
	l := limit(n)
	text := []string{"a", "b", "ab", "ba"}[n]
	negative := []Op{"", Ne}[rng.IntN(2)]
	presence := []Constraint{{Kind: NotZero}, {Kind: Zero}, {Kind: Omit, Text: "empty"}}
	var all []Constraint
	switch k {
	case String:
		all = []Constraint{
			{Kind: Length, Op: ops[rng.IntN(6)], Count: int64(n)},
			{Kind: Range, Op: ops[rng.IntN(2)], Limit: &l},
			{Kind: OneOf, Op: negative, Limits: []Literal{l, limit(rng.IntN(4))}, Fold: rng.IntN(2) == 0},
			{Kind: Contains, Op: negative, Text: text},
			{Kind: ContainsAny, Op: negative, Text: text},
			{Kind: HasPrefix, Op: negative, Text: text},
			{Kind: HasSuffix, Op: negative, Text: text},
		}
	case List:
		low := float64(n - 1)
		limits := []Literal{{Kind: Float64, Float: low}, {Kind: Float64, Float: low + float64(rng.IntN(2))}}
		all = []Constraint{
			{Kind: Length, Op: ops[rng.IntN(6)], Count: int64(n)},
			{Kind: Sum, Limits: limits},
			{Kind: Sorted, Op: ops[2+rng.IntN(4)]},
			{Kind: OneHot},
			{Kind: Unique},
		}
	default:
		all = []Constraint{
			{Kind: Range, Op: ops[rng.IntN(6)], Limit: &l},
			{Kind: Range, Op: ops[rng.IntN(6)], Limit: &l},
			{Kind: OneOf, Op: negative, Limits: []Literal{l, limit(rng.IntN(4))}},
		}
	}
	if rng.IntN(5) == 0 {
		return presence[rng.IntN(len(presence))]
	}
	return all[rng.IntN(len(all))]
}

// pool are the values that stand for all of a type: those of drawn's constraints meet one of them when they meet any.
func pool(k Kind) []any {
	var out []any
	switch k {
	case Int8:
		for n := -128; n < 128; n++ {
			out = append(out, n)
		}
	case Bool:
		out = []any{false, true}
	case String:
		out = []any{""}
		for i := 0; i < len(out) && len(out[i].(string)) < 5; i++ {
			for _, r := range []string{"a", "A", "b", "c"} {
				out = append(out, out[i].(string)+r)
			}
		}
	case List:
		lists := [][]any{{}}
		for i := 0; i < len(lists) && len(lists[i]) < 4; i++ {
			for n := -1; n < 3; n++ {
				lists = append(lists, append(slices.Clip(lists[i]), n))
			}
		}
		out = []any{[]any(nil)}
		for _, l := range lists {
			out = append(out, l)
		}
	}
	return out
}

// TestContradictions compares contradictions with every value of a pool. Of single values they are all found; of texts and lists
// what is found is one.
func TestContradictions(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, k := range []Kind{Int8, Bool, String, List} {
		typ := Type{Kind: k}
		if k == List {
			typ.Elem = &Element{Type: Type{Kind: Int64}}
		}
		values, found := pool(k), 0
		for range map[Kind]int{Int8: 1000, Bool: 500, String: 800, List: 800}[k] {
			e := &Element{Type: typ}
			for range 2 + rng.IntN(3) {
				c := drawn(rng, k)
				if k == Bool && c.Limit != nil {
					c.Limit = &Literal{Kind: Bool, Int: c.Limit.Int & 1}
				}
				if k == Bool && c.Kind == OneOf {
					continue
				}
				if rng.IntN(6) == 0 && c.Kind != Omit {
					c = Constraint{Kind: AnyOf, Any: [][]Constraint{{c}, {drawn(rng, k)}}}
					if k == Bool || c.Any[1][0].Kind == Omit {
						continue
					}
				}
				c.Rule = "r" + strconv.Itoa(len(e.Constraints))
				e.Constraints = append(e.Constraints, c)
			}
			var w Evaluator
			met := w.meetsAny(e, values)
			core := w.Contradiction(e)
			omits := slices.ContainsFunc(e.Constraints, func(c Constraint) bool { return c.Kind == Omit })
			if core != nil {
				found++
			}
			if core != nil && met && !omits || core == nil && !met && (k == Int8 || k == Bool) {
				t.Errorf("%s: %v: contradiction %v, a value meets them %v", k, describe(e.Constraints), describe(core), met)
			}
			if core != nil && w.meetsAny(&Element{Type: typ, Constraints: slices.DeleteFunc(slices.Clone(core), func(c Constraint) bool { return c.Kind == Omit })}, values) {
				t.Errorf("%s: a value meets the contradiction %v of %v", k, describe(core), describe(e.Constraints))
			}
		}
		if found < 100 {
			t.Errorf("%s: %d contradictions alone", k, found)
		}
	}
}

// TestAlways compares what is said of alternatives with every value of a pool.
func TestAlways(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, k := range []Kind{Int8, String, List} {
		typ := Type{Kind: k}
		if k == List {
			typ.Elem = &Element{Type: Type{Kind: Int64}}
		}
		values, found := pool(k), 0
		for range 800 {
			e := &Element{Type: typ, Constraints: []Constraint{{Kind: AnyOf, Rule: "any"}}}
			for range 2 + rng.IntN(2) {
				if c := drawn(rng, k); c.Kind != Omit {
					e.Constraints[0].Any = append(e.Constraints[0].Any, []Constraint{c})
				}
			}
			if len(e.Constraints[0].Any) == 0 {
				continue
			}
			broken := slices.ContainsFunc(values, func(v any) bool { return len(new(Evaluator).EvaluateElement(e, v)) > 0 })
			always := Always(typ, false, e.Constraints[0].Any)
			if always {
				found++
			}
			if always && broken || !always && !broken && k == Int8 {
				t.Errorf("%s: %v: always %v, a value breaks them %v", k, describe(e.Constraints[0].Any[0]), always, broken)
			}
		}
		if found < 20 {
			t.Errorf("%s: %d alternatives alone leave nothing out", k, found)
		}
	}
}

// TestAlwaysOfDecimals holds that the digits of a decimal, which another tag says, have no part in it.
func TestAlwaysOfDecimals(t *testing.T) {
	limit := Literal{Kind: Decimal, Text: "19.99"}
	either := [][]Constraint{{{Kind: Range, Op: Lt, Limit: &limit}}, {{Kind: Range, Op: Gte, Limit: &limit}}}
	for _, typ := range []Type{{Kind: Decimal}, {Kind: Decimal, Precision: 4, Scale: 2}, {Kind: Decimal, Precision: 38, Scale: 38}} {
		if !Always(typ, false, either) || Always(typ, false, either[:1]) {
			t.Errorf("%s: always %v, alone %v", typ, Always(typ, false, either), Always(typ, false, either[:1]))
		}
	}
}

// describe spells constraints.
func describe(cs []Constraint) []string {
	var out []string
	for _, c := range cs {
		s := string(c.Kind) + " " + string(c.Op) + " " + c.Text + " " + strconv.FormatInt(c.Count, 10)
		if c.Limit != nil {
			s += " " + c.Limit.String()
		}
		for _, l := range c.Limits {
			s += " " + l.String()
		}
		for _, all := range c.Any {
			s += " " + describe(all)[0]
		}
		out = append(out, s)
	}
	return out
}
