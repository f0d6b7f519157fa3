package schema

import (
	"math"
	"slices"
	"unicode/utf8"
)

// uncounted reports whether no text, list, map or byte string has a number of characters, items or bytes that constraints
// allow; where they allow none at all, whether the empty one breaks another of them.
func (e *Evaluator) uncounted(el *Element) bool {
	switch el.Type.Scalar() {
	case String, List, Map, Bytes:
	default:
		return false
	}
	if apart(el.Constraints) {
		return true
	}
	counts := slices.DeleteFunc(countsOf(el), func(n int64) bool { return !counted(el.Constraints, n) })
	switch {
	case len(counts) == 0:
		return true
	case slices.Max(counts) > 0:
		return false
	}
	switch el.Type.Kind {
	case List:
		return !e.meetsAny(el, []any{nil, []any{}})
	case Map:
		return !e.meetsAny(el, []any{nil, map[string]any{}})
	case Bytes:
		return !e.meetsAny(el, []any{nil, []byte{}})
	}
	return !e.meetsAny(el, []any{""})
}

// countsOf are numbers of items that stand for all, as those of critical do.
func countsOf(e *Element) []int64 {
	if e.Type.Len > 0 {
		return []int64{int64(e.Type.Len)}
	}
	out := []int64{0, 1, 2, 3}
	add := func(n int64) {
		out = append(out, max(0, n-1), n)
		if n < math.MaxInt64 {
			out = append(out, n+1)
		}
	}
	var each func(cs []Constraint)
	each = func(cs []Constraint) {
		for _, c := range cs {
			add(c.Count)
			add(int64(utf8.RuneCountInString(c.Text)))
			for _, l := range c.Limits {
				add(int64(utf8.RuneCountInString(l.Text)))
			}
			for _, all := range c.Any {
				each(all)
			}
		}
	}
	each(e.Constraints)
	return out
}

// counted reports whether a value with so many items may meet the constraints.
func counted(cs []Constraint, n int64) bool {
	if n > 1 && unordered(cs) {
		return false
	}
	return !slices.ContainsFunc(cs, func(c Constraint) bool { return !c.allowsCount(n) })
}

// allowsCount reports whether a value with so many items may meet the constraint.
func (c Constraint) allowsCount(n int64) bool {
	switch {
	case c.When != nil || c.Op == Ne && c.Kind != Length:
		return true
	case c.Kind == Length:
		return ordered(c.Op, compare64(n, c.Count))
	case c.Kind == Contains && c.Path == "", c.Kind == HasPrefix, c.Kind == HasSuffix:
		return n >= int64(utf8.RuneCountInString(c.Text))
	case c.Kind == ContainsAny, c.Kind == OneHot:
		return n > 0
	case c.Kind == OneOf:
		return slices.ContainsFunc(c.Limits, func(l Literal) bool { return int64(utf8.RuneCountInString(l.Text)) == n })
	case c.Kind == Sum, c.Kind == Norm:
		return n > 0 || within(0, c.Limits)
	case c.Kind == AnyOf:
		return slices.ContainsFunc(c.Any, func(all []Constraint) bool { return counted(all, n) })
	}
	return true
}

// unordered reports whether no item can follow another as constraints demand of a list: each less and each greater, or each
// equal and none twice.
func unordered(cs []Constraint) bool {
	order := []int{-1, 0, 1}
	for _, c := range cs {
		switch {
		case c.Kind == Sorted && c.When == nil:
			order = slices.DeleteFunc(order, func(o int) bool { return !ordered(c.Op, o) })
		case c.Kind == Unique && c.When == nil && c.Text == "":
			order = slices.DeleteFunc(order, func(o int) bool { return o == 0 })
		}
	}
	return len(order) == 0
}

// apart reports whether no list has a sum, or a norm, that constraints demand.
func apart(cs []Constraint) bool {
	for _, kind := range []ConstraintKind{Sum, Norm} {
		low, high := math.Inf(-1), math.Inf(1)
		for _, c := range cs {
			switch {
			case c.When != nil:
			case c.Kind == kind:
				low, high = max(low, c.Limits[0].Float), min(high, c.Limits[1].Float)
			case c.Kind == OneHot:
				low, high = max(low, 1), min(high, 1)
			case c.Kind == Interval && c.Limits[0].Float >= 0:
				low = max(low, 0)
			}
		}
		if low > high {
			return true
		}
	}
	return false
}
