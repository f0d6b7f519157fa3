package format

import (
	"math"
	"regexp/syntax"
	"slices"
	"unicode/utf8"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate/is"
)

// Lengths are rules with the constraint's name that say how many characters a text that meets it has at least, and at most where there
// is such a number: max=3 beside uuid leaves none.
func Lengths(c schema.Constraint) []schema.Constraint {
	low, high := textLength(c)
	limit := schema.Constraint{Kind: schema.Length, Op: schema.Gte, Rule: c.Rule, Param: c.Param, Count: int64(low)}
	if math.IsInf(high, 1) {
		return []schema.Constraint{limit}
	}
	upper := limit
	upper.Op, upper.Count = schema.Lte, int64(high)
	return []schema.Constraint{limit, upper}
}

// Contradiction returns rules of a value that contradict each other, as [schema.Evaluator.Contradiction] does. A format or a pattern
// stands for the lengths of its texts, too.
func Contradiction(el *schema.Element) []schema.Constraint {
	if el.NilMeets() { // which has no length
		return nil
	}
	all := *el
	all.Constraints = slices.Clone(el.Constraints)
	if el.Type.Kind == schema.String {
		for _, c := range el.Constraints {
			if c.Kind != schema.Length {
				all.Constraints = append(all.Constraints, Lengths(c)...)
			}
		}
	}
	return (&schema.Evaluator{Format: is.Format}).Contradiction(&all)
}

// textLength returns how many characters a text that meets the rule has at least and at most.
func textLength(c schema.Constraint) (low, high float64) {
	low, high = 0, math.Inf(1)
	if c.When != nil || c.Path != "" || c.Op == schema.Ne {
		return low, high
	}
	switch c.Kind {
	case schema.Contains, schema.HasPrefix, schema.HasSuffix:
		return float64(utf8.RuneCountInString(c.Text)), high
	case schema.ContainsAny:
		return 1, high
	case schema.Format:
		if f, _ := Lookup(c.Text); f.Runes() > 0 {
			return float64(f.Runes()), float64(f.Runes())
		}
	case schema.Pattern:
		return patternLength(c.Text)
	}
	return low, high
}

// patternLength is textLength of an expression, which sets an upper limit when it holds the whole text.
func patternLength(expr string) (low, high float64) {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return 0, math.Inf(1)
	}
	low, high = matchLength(re)
	parts := []*syntax.Regexp{re}
	if re.Op == syntax.OpConcat {
		parts = re.Sub
	}
	if parts[0].Op != syntax.OpBeginText || parts[len(parts)-1].Op != syntax.OpEndText {
		high = math.Inf(1)
	}
	return low, high
}

// matchLength returns how many characters a match has at least and at most.
func matchLength(re *syntax.Regexp) (low, high float64) {
	switch re.Op {
	case syntax.OpNoMatch, syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText,
		syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return 0, 0
	case syntax.OpLiteral:
		return float64(len(re.Rune)), float64(len(re.Rune))
	case syntax.OpCharClass, syntax.OpAnyCharNotNL, syntax.OpAnyChar:
		return 1, 1
	case syntax.OpCapture:
		return matchLength(re.Sub[0])
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		return repeated(re)
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			l, h := matchLength(sub)
			low, high = low+l, high+h
		}
		return low, high
	case syntax.OpAlternate:
		low = math.Inf(1)
		for _, sub := range re.Sub {
			l, h := matchLength(sub)
			low, high = min(low, l), max(high, h)
		}
		return low, high
	}
	return 0, math.Inf(1)
}

// repeated is matchLength of an expression's repetitions.
func repeated(re *syntax.Regexp) (low, high float64) {
	low, high = matchLength(re.Sub[0])
	least, most := float64(re.Min), float64(re.Max)
	switch {
	case re.Op == syntax.OpStar:
		least, most = 0, math.Inf(1)
	case re.Op == syntax.OpPlus:
		least, most = 1, math.Inf(1)
	case re.Op == syntax.OpQuest:
		least, most = 0, 1
	case re.Max < 0:
		most = math.Inf(1)
	}
	if high == 0 { // 0 times infinity is NaN
		return 0, 0
	}
	return low * least, high * most
}
