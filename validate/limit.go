package validate

import (
	"cmp"
	"slices"
)

// A report with a bound keeps violations of list elements and map entries while it is shorter than the bound, and counts
// the further ones: decoded input may be long. Go's order of a map is random, so that each entry must find the room that
// the first one finds: while a map is walked, the bound moves with what its entries added, and SortKeys moves it back and
// keeps the entries with the smallest keys. What an entry adds behind them is left out as soon as it is known to be
// behind, so that memory is bounded while the map is walked, too.

// limited is what a report with a bound has only counted, and what it knows of the maps that are being walked.
type limited struct {
	elements, entries int
	rule              *Rule // the least of those that were broken by what is only counted
	maps              []openMap
	// The violations before this one refer to the first so many segments alone. Those behind go with what is taken back.
	at, segments int
}

// openMap is a map that is being walked, from its first entry with a violation on.
type openMap struct {
	name       string
	start, end int    // of the violations of its entries
	next       int    // number of violations at which the cutoff is taken again
	cutoff     string // entries with greater keys are left out
	cut, mixed bool   // there is a cutoff; a map of the same name is inside, and entries cannot be told apart
}

// LimitElements has the report keep n more violations, or a few more, and only count the further ones of elements of lists
// and entries of maps, until Hidden is called. Those of a map are kept by the order of its keys, once SortKeys or HideKeys
// ended it. What fields break is kept. Violations that are only counted vanish from the report in NestAt, NestKey
// and SortKeys.
func (r *Report) LimitElements(n int) {
	r.bound, r.limited = int32(max(1, len(r.violations)+n)), nil
}

// Hidden ends what LimitElements began. It returns how many violations of list elements and of map entries were only
// counted, and the rule that one of them broke, nil when there are none: the same one, whatever the order of maps.
func (r *Report) Hidden() (elements, entries int, rule *Rule) {
	if l := r.limited; l != nil {
		elements, entries, rule = l.elements, l.entries, l.rule
	}
	r.bound, r.limited = 0, nil
	return elements, entries, rule
}

func (r *Report) overflow() *limited {
	if r.limited == nil {
		r.limited = new(limited)
	}
	return r.limited
}

// hide notes the rule of a violation that is only counted.
func (l *limited) hide(rule *Rule) {
	if l.rule == nil || rule != l.rule && cmp.Or(cmp.Compare(rule.Name, l.rule.Name), cmp.Compare(rule.Param, l.rule.Param)) < 0 {
		l.rule = rule
	}
}

// hideSince takes back the violations from the n-th on, and returns how many they are.
func (r *Report) hideSince(n int) int {
	l, found := r.overflow(), len(r.violations)-n
	for i := n; i < len(r.violations); i++ {
		l.hide(r.violations[i].rule)
	}
	r.Truncate(n)
	if l.at == n && l.segments < len(r.segments) {
		clear(r.segments[l.segments:])
		r.segments = r.segments[:l.segments]
	}
	return found
}

// remember notes which segments the violations so far may refer to.
func (l *limited) remember(r *Report) { l.at, l.segments = len(r.violations), len(r.segments) }

// nestElement puts the violations from the n-th on under an element of a list, or only counts them.
func (r *Report) nestElement(n int, s segment) {
	if r.bound == 0 {
		r.nest(n, s)
		return
	}
	l := r.overflow()
	if n >= int(r.bound) {
		l.elements += r.hideSince(n)
	} else {
		r.nest(n, s)
	}
	l.remember(r)
}

// nestEntry puts the violations from the n-th on under an entry of a map, or only counts them.
func (r *Report) nestEntry(n int, s segment) {
	if r.bound == 0 {
		r.nest(n, s)
		return
	}
	l := r.overflow()
	m, room := l.open(n, s.name), int(r.bound)-n
	if room <= 0 || m.cut && !m.mixed && s.key > m.cutoff {
		l.entries += r.hideSince(n)
	} else {
		r.nest(n, s)
		r.bound += int32(len(r.violations) - n)
		m.end = len(r.violations)
		m.cutBehind(r, room)
	}
	l.remember(r)
}

// open returns the map of which an entry has its violations from the n-th on.
func (l *limited) open(n int, name string) *openMap {
	if last := len(l.maps) - 1; last >= 0 && l.maps[last].end == n && l.maps[last].name == name {
		return &l.maps[last]
	}
	l.maps = append(l.maps, openMap{name: name, start: n, end: n})
	return &l.maps[len(l.maps)-1]
}

// cutBehind finds the key behind which no entry can be one of those that fill the room. It looks again whenever as many
// violations as there is room for have come since: keys come in random order, so that this happens a few times in all.
func (m *openMap) cutBehind(r *Report, room int) {
	if m.next == 0 {
		m.next = room
	}
	if m.mixed || m.end-m.start < m.next {
		return
	}
	keys := make([]string, 0, m.end-m.start)
	for i := m.start; i < m.end; i++ {
		keys = append(keys, r.violations[i].seg.outermost().key)
	}
	slices.Sort(keys)
	m.cutoff, m.cut, m.next = keys[room-1], true, len(keys)+room
}

// closeMap ends the map whose violations stand, sorted, from the n-th on.
func (r *Report) closeMap(n int) {
	l := r.limited
	r.bound -= int32(len(r.violations) - n)
	if end := max(n, int(r.bound)); end < len(r.violations) {
		l.entries += r.hideSince(end)
	}
	l.close(n)
}

// close forgets the maps that start at the n-th violation or later. A map that goes on may have one of its own name in it,
// whose entries were taken for its own.
func (l *limited) close(n int) {
	name, inside := "", false
	for last := len(l.maps) - 1; last >= 0 && l.maps[last].start >= n; last-- {
		name, inside = l.maps[last].name, true
		l.maps = l.maps[:last]
	}
	if len(l.maps) == 0 {
		return
	}
	if m := &l.maps[len(l.maps)-1]; inside && m.name == name || m.end > n {
		m.mixed, m.end = true, min(m.end, n)
	}
}
