package validate

import (
	"iter"
	"math"
	"time"
)

// Report collects violations. The zero Report is ready to use; Reset makes it ready again and keeps its memory, so
// that a reused report allocates nothing. A Report must not be used by several goroutines at once.
type Report struct {
	// Now is the instant that rules about time compare with. Zero means the time of the first such rule since the last Reset.
	Now time.Time
	// clock is Now as Clock set it, in nanoseconds; 0 where the caller did.
	clock int64

	violations []Violation
	marked     int // see mark
	segments   []segment
	first      *firstMemory
	row        int32
	bound      int32 // see LimitElements; 0 is none
	limited    *limited
	spare      [][]float64 // see Recycle
}

// firstMemory is what the first violation of a report allocates: room for a few, as most broken records break few rules,
// and for the error that Take makes of them.
type firstMemory struct {
	err  Error
	room [6]Violation
}

// Len is the number of violations.
func (r *Report) Len() int { return len(r.violations) }

// All yields the violations in order. A yielded pointer is valid until the next Add or Reset.
func (r *Report) All() iter.Seq[*Violation] { return r.Since(0) }

// Since yields the violations from the n-th on.
func (r *Report) Since(n int) iter.Seq[*Violation] {
	return func(yield func(*Violation) bool) {
		for i := n; i < len(r.violations); i++ {
			if !yield(&r.violations[i]) {
				return
			}
		}
	}
}

// Reset forgets the violations, the row and the time that a rule asked for, and keeps the memory and a Now that the caller set.
func (r *Report) Reset() {
	r.forget(0)
	r.row = 0
	r.bound, r.limited = 0, nil
	if r.clock != 0 {
		r.stop()
	}
}

// stop forgets the present, unless the caller has set it since Clock did.
func (r *Report) stop() {
	if r.Now.UnixNano() == r.clock {
		r.Now = time.Time{}
	}
	r.clock = 0
}

// Truncate forgets the violations from the n-th on, and keeps the row, the memory and Now.
func (r *Report) Truncate(n int) {
	if n >= len(r.violations) {
		return
	}
	r.forget(n)
}

// forget drops the violations from the n-th on, and the texts and places that they refer to, so that memory which is kept
// for reuse keeps nothing else alive.
func (r *Report) forget(n int) {
	for i := n; i < r.marked; i++ {
		v := &r.violations[i]
		v.seg, v.value.data, v.index, v.place = nil, nil, 0, place{}
	}
	r.marked = min(r.marked, n)
	r.violations = r.violations[:n]
	if n == 0 && len(r.segments) > 0 {
		clear(r.segments)
		r.segments = r.segments[:0]
	}
}

// mark notes that violations so far hold a text or a place. The memory behind the last of them holds neither, so that Add
// need not write and forget need not clear what most violations do not have.
func (r *Report) mark() { r.marked = len(r.violations) }

// Advance moves the last violation before those from the n-th on.
func (r *Report) Advance(n int) {
	if last := len(r.violations) - 1; n < last {
		v := r.violations[last]
		copy(r.violations[n+1:], r.violations[n:last])
		r.violations[n] = v
		r.mark()
	}
}

// SetRow sets the row of the violations that follow; -1 means outside of a batch.
func (r *Report) SetRow(i int) { r.row = int32(i + 1) }

// Clock returns Now, set to the current time when it was zero.
func (r *Report) Clock() time.Time {
	if r.Now.IsZero() {
		r.Now = time.Now()
		r.clock = r.Now.UnixNano()
	}
	return r.Now
}

// Add records that value broke rule.
func (r *Report) Add(rule *Rule, value Value) {
	n := len(r.violations)
	if n >= cap(r.violations) {
		r.grow()
		r.Add(rule, value)
		return
	}
	if rule.Sensitive {
		value = value.hide()
	}
	r.violations = r.violations[:n+1]
	v := &r.violations[n]
	v.rule, v.row, v.value.head, v.value.num, v.value.high = rule, r.row, value.head, value.num, value.high
	if value.data != nil {
		v.value.data = value.data
		r.mark()
	}
}

// AddAt records that element i of the rule's field broke it.
func (r *Report) AddAt(rule *Rule, i int, value Value) {
	if i >= 0 && r.bound > 0 && len(r.violations) >= int(r.bound) {
		r.overflow().hide(rule)
		r.limited.elements++
		return
	}
	r.Add(rule, value)
	r.violations[len(r.violations)-1].index = int32(i + 1)
	r.mark()
}

// grow makes room for one more violation.
//
//go:noinline
func (r *Report) grow() {
	if r.violations == nil {
		r.first = new(firstMemory)
		r.violations = r.first.room[:0]
		return
	}
	n := len(r.violations)
	r.violations = append(r.violations, Violation{})[:n] // slices.Grow would allocate twice under the race detector
}

// Locate says where in the text that is decoded the last violation stands: see [Violation.Position].
func (r *Report) Locate(offset, line, column int) {
	if n := len(r.violations); n > 0 {
		bounded := func(i int) int32 { return int32(min(i, math.MaxInt32)) }
		r.violations[n-1].place = place{bounded(offset), bounded(line), bounded(column)}
		r.mark()
	}
}

// Adopt adds a violation of another report, of the rule that v has or a copy of it. Its place is below that of the violations that
// are added here.
func (r *Report) Adopt(v *Violation, rule *Rule) {
	r.Add(rule, v.value)
	mine := &r.violations[len(r.violations)-1]
	mine.index, mine.seg = v.index, v.seg.copy(map[*segment]*segment{})
	r.mark()
}

// Displace takes their places in the text from the violations from the n-th on, for a caller that decodes a text of its own
// making, which nobody else has seen.
func (r *Report) Displace(n int) {
	for i := n; i < len(r.violations); i++ {
		r.violations[i].place = place{}
	}
}

// AddUnder records a violation at a place that only the input knows. With a rule of a field, key is an entry of that
// map: importance["age"]; of a sensitive map it is left out. With a rule whose Path is "", it is a key of the record itself, such as an unknown one.
func (r *Report) AddUnder(rule *Rule, key string, value Value) {
	n := len(r.violations)
	r.AddAt(rule, atSegment, value)
	if rule.Path == "" {
		r.nest(n, segment{name: key, kind: StepInput})
		return
	}
	if rule.Sensitive {
		r.Nest(n, rule.Path)
		return
	}
	r.nest(n, segment{name: rule.Path, kind: StepKey, key: key})
}

// Nest puts the violations from the n-th on under the field name: after the call, their paths start with it.
// Containers are nested from the inside out: every violation from the n-th on belongs to the container.
func (r *Report) Nest(n int, name string) { r.nest(n, segment{name: name}) }

// NestAt puts the violations from the n-th on under element i of the list name.
func (r *Report) NestAt(n int, name string, i int) {
	if n < len(r.violations) {
		r.nestElement(n, segment{name: name, kind: StepIndex, index: i})
	}
}

// NestKey puts the violations from the n-th on under the entry key of the map name. SortKeys or HideKeys follows the last
// entry.
func (r *Report) NestKey(n int, name, key string) {
	if n < len(r.violations) {
		r.nestEntry(n, segment{name: name, kind: StepKey, key: key})
	}
}

func (r *Report) nest(n int, s segment) {
	if n >= len(r.violations) {
		return
	}
	// Appending may move the segments; the violations keep pointing into the old array, which stays as it is.
	r.segments = append(r.segments, s)
	outer := &r.segments[len(r.segments)-1]
	for i := n; i < len(r.violations); i++ {
		r.violations[i].under(outer)
	}
	r.mark()
	if r.limited != nil && n < r.limited.at {
		r.limited.remember(r)
	}
}

// under makes outer the outermost segment of v, unless another violation that shares v's segments made it so.
func (v *Violation) under(outer *segment) {
	if v.seg == nil {
		v.seg = outer
		return
	}
	s := v.seg
	for s.outer != nil {
		s = s.outer
	}
	if s != outer {
		s.outer = outer
	}
}

// Err returns nil, or an *Error with a copy of the violations: the report can be reset and reused.
func (r *Report) Err() error {
	if len(r.violations) == 0 {
		return nil
	}
	e := &Error{Violations: append([]Violation(nil), r.violations...)}
	copies := make(map[*segment]*segment, len(r.segments))
	for i := range e.Violations {
		e.Violations[i].seg = e.Violations[i].seg.copy(copies)
	}
	return e
}

func (s *segment) copy(copies map[*segment]*segment) *segment {
	if s == nil {
		return nil
	}
	if c := copies[s]; c != nil {
		return c
	}
	c := new(segment)
	*c = *s
	copies[s] = c
	c.outer = s.outer.copy(copies)
	return c
}

// Take returns nil, or an *Error that owns the report's violations, and leaves the report empty and without memory.
// Generated Validate methods use it: an error of up to six violations that are not nested is one allocation.
func (r *Report) Take() error {
	if len(r.violations) == 0 {
		return nil
	}
	e := &r.first.err
	e.Violations = r.violations
	r.violations, r.marked, r.segments, r.first = nil, 0, nil, nil
	return e
}
