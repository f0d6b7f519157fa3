package sql

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// globbed is true of a text that is the sequence.
func globbed(d *Dialect, x string, s sequence) (string, bool) {
	whatever := run{[]rune{0, unicode.MaxRune}, 0, -1}
	runs := slices.Clone(s.runs)
	if !s.begin {
		runs = append([]run{whatever}, runs...)
	}
	if !s.end {
		runs = append(runs, whatever)
	}
	shorten(runs)
	first, last := 0, len(runs)
	for first < last && runs[first].fixed() {
		first++
	}
	for last > first && runs[last-1].fixed() {
		last--
	}
	middle := runs[first:last]
	if len(middle) != 1 || middle[0].any() {
		glob, ok := globOf(runs)
		return "(" + x + " GLOB " + d.Text(glob) + ")", ok
	}
	return around(d, x, runs[:first], middle[0], runs[last:])
}

// shorten makes a run beside whatever text as short as it may be: the text takes the rest.
func shorten(runs []run) {
	for i := 1; i < len(runs); i++ {
		if runs[i-1].any() && !runs[i].any() {
			runs[i].max = runs[i].min
		}
	}
	for i := len(runs) - 2; i >= 0; i-- {
		if runs[i+1].any() && !runs[i].any() {
			runs[i].max = runs[i].min
		}
	}
}

// around is true of a text that has a run between characters of fixed number.
func around(d *Dialect, x string, before []run, middle run, after []run) (string, bool) {
	head, ok1 := globOf(before)
	tail, ok2 := globOf(after)
	class, ok3 := globClass(middle.class)
	p, q := width(before), width(after)
	var all []string
	if least := p + q + middle.min; least > 0 {
		all = append(all, "(length("+x+") >= "+strconv.Itoa(least)+")")
	}
	if middle.max >= 0 {
		all = append(all, "(length("+x+") <= "+strconv.Itoa(p+q+middle.max)+")")
	}
	if p > 0 {
		all = append(all, "(substr("+x+", 1, "+strconv.Itoa(p)+") GLOB "+d.Text(head)+")")
	}
	if q > 0 {
		all = append(all, "(substr("+x+", -"+strconv.Itoa(q)+") GLOB "+d.Text(tail)+")")
	}
	inner := x
	if p+q > 0 {
		inner = "substr(" + x + ", " + strconv.Itoa(p+1) + ", length(" + x + ") - " + strconv.Itoa(p+q) + ")"
	}
	if class == "?" {
		return and(all...), ok1 && ok2 && ok3
	}
	other, ok4 := globClass(inverted(middle.class))
	all = append(all, "("+inner+" NOT GLOB "+d.Text("*"+other+"*")+")")
	return and(all...), ok1 && ok2 && ok3 && ok4
}

func width(runs []run) int {
	n := 0
	for _, r := range runs {
		n += r.min
	}
	return n
}

// inverted are the ranges of the other characters.
func inverted(class []rune) []rune {
	var out []rune
	next := rune(0)
	for _, p := range ranges(class) {
		if p[0] > next {
			out = append(out, next, p[0]-1)
		}
		next = p[1] + 1
	}
	if next <= unicode.MaxRune {
		out = append(out, next, unicode.MaxRune)
	}
	return out
}

// ranges are a class's, in order.
func ranges(class []rune) [][2]rune {
	var out [][2]rune
	for i := 0; i < len(class); i += 2 {
		out = append(out, [2]rune{class[i], class[i+1]})
	}
	slices.SortFunc(out, func(a, b [2]rune) int { return int(a[0] - b[0]) })
	return out
}

// globOf is a GLOB of runs of fixed number and of whatever texts.
func globOf(runs []run) (string, bool) {
	var b strings.Builder
	for _, r := range runs {
		if r.any() {
			b.WriteByte('*')
			continue
		}
		class, ok := globClass(r.class)
		if !ok || !r.fixed() {
			return "", false
		}
		b.WriteString(strings.Repeat(class, r.min))
	}
	return b.String(), b.Len() < 10_000
}

// globClass is a GLOB of one character of a class. SQLite reads U+FFFE and U+FFFF as U+FFFD: ok is false where that matters.
func globClass(class []rune) (string, bool) {
	pairs := ranges(class)
	if len(pairs) == 1 && pairs[0] == [2]rune{0, unicode.MaxRune} {
		return "?", true
	}
	if len(pairs) == 1 && pairs[0][0] == pairs[0][1] && !strings.ContainsRune("*?[", pairs[0][0]) {
		return string(pairs[0][0]), pairs[0][0] != 0 && !unjudged(pairs)
	}
	var first, middle, last string
	for _, p := range pairs {
		for _, q := range split(p) {
			switch {
			case q == [2]rune{']', ']'}:
				first = "]"
			case q == [2]rune{'^', '^'}:
				last = "^" + last
			case q == [2]rune{'-', '-'}:
				last += "-"
			case q[0] == q[1]:
				middle += string(q[0])
			default:
				middle += string(q[0]) + "-" + string(q[1])
			}
		}
	}
	if first+middle == "" && strings.HasPrefix(last, "^") { // a circumflex that comes first negates
		if last == "^" {
			return "^", true
		}
		last = "-^"
	}
	return "[" + first + middle + last + "]", first+middle+last != "" && !unjudged(pairs)
}

// unjudged reports whether a class tells U+FFFD to U+FFFF apart, or has surrogates at an end.
func unjudged(pairs [][2]rune) bool {
	for _, p := range pairs {
		if some := p[0] <= 0xffff && p[1] >= 0xfffd; some && (p[0] > 0xfffd || p[1] < 0xffff) {
			return true
		}
	}
	return false
}

// split cuts a range at the characters that a class of GLOB gives a meaning, at U+0000, which no text has, and at the surrogates.
func split(p [2]rune) [][2]rune {
	out := [][2]rune{{max(p[0], 1), p[1]}}
	for _, at := range []rune{'-', '[', ']', '^'} {
		out = cut(out, at, at, true)
	}
	return cut(out, 0xd800, 0xdfff, false)
}

// cut takes the characters from low to high out of ranges, and keeps them apart from the rest if it is to.
func cut(ranges [][2]rune, low, high rune, keep bool) [][2]rune {
	var out [][2]rune
	for _, p := range ranges {
		if p[1] < low || p[0] > high {
			out = append(out, p)
			continue
		}
		if p[0] < low {
			out = append(out, [2]rune{p[0], low - 1})
		}
		if keep {
			out = append(out, [2]rune{low, high})
		}
		if p[1] > high {
			out = append(out, [2]rune{high + 1, p[1]})
		}
	}
	return slices.DeleteFunc(out, func(p [2]rune) bool { return p[0] > p[1] })
}
