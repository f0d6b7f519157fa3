package schema

import (
	"cmp"
	"math"
)

// number is the value of a limit: a float64, an integer from -2⁶³ to 2⁶⁴-1 with all of its digits, which no float64 has, or
// the text of a decimal.
type number struct {
	float float64
	int   int64  // the integer, or the largest int64
	above uint64 // what the integer has above it
	text  string // of a decimal
}

func (l *Literal) number() number {
	switch {
	case l.Kind.Float():
		return number{float: l.Float}
	case l.Kind == Decimal:
		return number{text: l.Text}
	case l.Kind.Unsigned() && l.Uint > math.MaxInt64:
		return number{int: math.MaxInt64, above: l.Uint - math.MaxInt64}
	case l.Kind.Unsigned():
		return number{int: int64(l.Uint)}
	}
	return number{int: l.Int}
}

// compare orders numbers, a float and an integer as floats.
func (n number) compare(m number) int {
	if n.text != "" {
		return Literal{Text: n.text}.rat().Cmp(Literal{Text: m.text}.rat())
	}
	if n.float != 0 || m.float != 0 {
		return cmp.Compare(n.float+float64(n.int), m.float+float64(m.int))
	}
	return cmp.Or(cmp.Compare(n.int, m.int), cmp.Compare(n.above, m.above))
}

// next is the integer after n; the largest has none, and stays open.
func (n number) next() (after number, open bool) {
	switch {
	case n.int < math.MaxInt64:
		n.int++
	case n.above <= math.MaxInt64:
		n.above++
	default:
		return n, true
	}
	return n, false
}

// before is the integer before n; the smallest has none, and stays open.
func (n number) before() (before number, open bool) {
	switch {
	case n.above > 0:
		n.above--
	case n.int > math.MinInt64:
		n.int--
	default:
		return n, true
	}
	return n, false
}
