package sql

import (
	"errors"
	"regexp/syntax"
	"slices"
	"unicode"
)

// run is a number of characters of one class.
type run struct {
	class    []rune // pairs of the first and the last of a range
	min, max int    // max is -1 where there is no limit
}

func (r run) fixed() bool { return r.min == r.max }

// any reports whether the run is whatever text.
func (r run) any() bool {
	return r.min == 0 && r.max < 0 && len(r.class) == 2 && r.class[0] == 0 && r.class[1] == unicode.MaxRune
}

const (
	maxWays = 64  // alternatives that a pattern is taken apart to
	maxRuns = 256 // characters of one of them
)

var errGlob = errors.New("SQLite has no regular expressions, and no GLOB says this one")

// sqliteMatches says a regular expression by GLOB and substr. It takes a pattern apart to alternatives, each a sequence of
// runs, of which one may be as long as it likes, or several that are any text.
func sqliteMatches(d *Dialect, text, pattern string) (string, error) {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", err
	}
	ways, ok := sequences(re)
	if !ok {
		return "", errGlob
	}
	var conditions []string
	for _, w := range ways {
		condition, ok := globbed(d, text, w)
		if !ok {
			return "", errGlob
		}
		conditions = append(conditions, condition)
	}
	if len(conditions) == 0 {
		return "FALSE", nil
	}
	return or(conditions...), nil
}

// way is one alternative of a pattern.
type sequence struct {
	runs       []run
	begin, end bool // it is anchored there
}

// sequences takes a pattern apart; ok is false when that is not possible.
func sequences(re *syntax.Regexp) (out []sequence, ok bool) {
	switch re.Op {
	case syntax.OpNoMatch:
		return nil, true
	case syntax.OpEmptyMatch:
		return []sequence{{}}, true
	case syntax.OpBeginText:
		return []sequence{{begin: true}}, true
	case syntax.OpEndText:
		return []sequence{{end: true}}, true
	case syntax.OpLiteral:
		var s sequence
		for _, r := range re.Rune {
			s.runs = append(s.runs, run{characters(r, re.Flags&syntax.FoldCase != 0), 1, 1})
		}
		return []sequence{s}, len(s.runs) <= maxRuns
	case syntax.OpCapture:
		return sequences(re.Sub[0])
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			ways, ok := sequences(sub)
			if out = append(out, ways...); !ok || len(out) > maxWays {
				return nil, false
			}
		}
		return out, true
	case syntax.OpConcat:
		return joinedAll(re.Sub)
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		return repeated(re)
	}
	class, ok := classOf(re)
	return []sequence{{runs: []run{{class, 1, 1}}}}, ok
}

func joinedAll(subs []*syntax.Regexp) ([]sequence, bool) {
	out := []sequence{{}}
	for _, sub := range subs {
		ways, ok := sequences(sub)
		if !ok || len(out)*len(ways) > maxWays {
			return nil, false
		}
		var next []sequence
		for _, a := range out {
			for _, b := range ways {
				if b.begin && len(a.runs) > 0 || a.end && len(b.runs) > 0 || len(a.runs)+len(b.runs) > maxRuns {
					return nil, false // an anchor inside
				}
				next = append(next, sequence{append(slices.Clone(a.runs), b.runs...), a.begin || b.begin, a.end || b.end})
			}
		}
		out = next
	}
	return out, true
}

// repeated is a run of one class, or what there is none or one of, or a fixed number.
func repeated(re *syntax.Regexp) ([]sequence, bool) {
	least, most := re.Min, re.Max
	switch re.Op {
	case syntax.OpStar:
		least, most = 0, -1
	case syntax.OpPlus:
		least, most = 1, -1
	case syntax.OpQuest:
		least, most = 0, 1
	}
	ways, ok := sequences(re.Sub[0])
	if !ok || slices.ContainsFunc(ways, func(s sequence) bool { return s.begin || s.end }) {
		return nil, false
	}
	if len(ways) == 1 && len(ways[0].runs) == 1 && ways[0].runs[0].min == 1 && ways[0].runs[0].max == 1 {
		return []sequence{{runs: []run{{ways[0].runs[0].class, least, most}}}}, true
	}
	if most < 0 || most > 16 {
		return nil, false
	}
	var out []sequence
	for n := least; n <= most; n++ {
		ways, ok := joinedAll(slices.Repeat([]*syntax.Regexp{re.Sub[0]}, n))
		if out = append(out, ways...); !ok || len(out) > maxWays {
			return nil, false
		}
	}
	return out, true
}

// characters are those that a literal one stands for.
func characters(r rune, fold bool) []rune {
	pairs := []rune{r, r}
	for f := unicode.SimpleFold(r); fold && f != r; f = unicode.SimpleFold(f) {
		pairs = append(pairs, f, f)
	}
	return pairs
}

func classOf(re *syntax.Regexp) ([]rune, bool) {
	switch re.Op {
	case syntax.OpCharClass:
		return re.Rune, len(re.Rune) > 0
	case syntax.OpAnyChar:
		return []rune{0, unicode.MaxRune}, true
	case syntax.OpAnyCharNotNL:
		return []rune{0, '\n' - 1, '\n' + 1, unicode.MaxRune}, true
	}
	return nil, false
}
