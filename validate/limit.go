package validate

// limit bounds how many violations of list elements a report keeps: decoded input may be long.
type limit struct {
	on      bool
	left    int32 // how many more are kept
	counted int32 // length of the report up to which they are counted
	hidden  int32
	rule    *Rule // of the first that is hidden
}

// LimitElements has the report keep n more violations of the elements of lists, or a few more, and only count the
// further ones, until Hidden is called. What map entries and fields break is kept.
func (r *Report) LimitElements(n int) {
	r.limit = limit{on: true, left: int32(n), counted: int32(len(r.violations))}
}

// Hidden ends what LimitElements began. It returns how many violations were only counted, and the rule that the first of
// them broke, nil when there are none.
func (r *Report) Hidden() (n int, first *Rule) {
	n, first = int(r.limit.hidden), r.limit.rule
	r.limit = limit{}
	return n, first
}

// hide counts violations instead of keeping them; false means that they are to be kept.
func (l *limit) hide(n int, rule *Rule) bool {
	if l.left > 0 {
		return false
	}
	l.hidden += int32(n)
	if l.rule == nil {
		l.rule = rule
	}
	return true
}

// limitSince counts the violations from the n-th on, which are those of one element, or takes them back when enough had
// been kept before it. It reports whether any are left.
func (r *Report) limitSince(n int) bool {
	if n >= len(r.violations) {
		return false
	}
	l := &r.limit
	if int(l.counted) <= n && l.hide(len(r.violations)-n, r.violations[n].rule) {
		r.Truncate(n)
		return false
	}
	l.left -= int32(len(r.violations)) - max(int32(n), l.counted)
	l.counted = int32(len(r.violations))
	return true
}
