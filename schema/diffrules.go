package schema

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// rules compares the constraints of a value by what they allow.
func (d *differ) rules(column string, t Type, old, next []Constraint) {
	tightened, loosened := false, false
	o, n := slots(t, old), slots(t, next)
	var was, is []string
	for _, key := range slices.Sorted(union(o, n)) {
		a, b := o[key], n[key]
		if a != nil && b != nil && a.same(*b) {
			continue
		}
		was, is = a.appendText(was), b.appendText(is)
		tight, loose := compareSlot(key, a, b)
		tightened, loosened = tightened || tight, loosened || loose
	}
	e := Edit{Column: column, Old: strings.Join(was, ","), New: strings.Join(is, ",")}
	switch {
	case tightened && loosened:
		e.Kind, e.Breaks = RulesChanged, []Party{Writers, Readers}
	case tightened:
		e.Kind, e.Breaks = RulesTightened, []Party{Writers}
	case loosened:
		e.Kind, e.Breaks = RulesLoosened, []Party{Readers}
	default:
		return
	}
	d.add(e)
}

// slot is what the constraints of one sort come to: the tightest bound, the set of values.
type slot struct {
	Constraint
	value number // of a bound, as a closed one where the values are whole
	open  bool
}

// appendText appends the slot's rule, once where it is both bounds.
func (s *slot) appendText(words []string) []string {
	if s == nil {
		return words
	}
	text := s.Rule + "=" + s.Param
	if s.Param == "" {
		text = s.Rule + suffix(s.Text)
	}
	if slices.Contains(words, text) {
		return words
	}
	return append(words, text)
}

func suffix(text string) string {
	if text == "" {
		return ""
	}
	return "=" + text
}

// same reports whether two slots allow the same values.
func (s *slot) same(o slot) bool {
	switch s.Kind {
	case Range, Length, Clock:
		return s.value == o.value && s.open == o.open && textOf(s.Limit) == textOf(o.Limit)
	case OneOf:
		return len(without(s.Limits, o.Limits)) == 0 && len(without(o.Limits, s.Limits)) == 0
	}
	return s.Text == o.Text && s.Count == o.Count && slices.Equal(s.Limits, o.Limits) && alternatives(s.Constraint) == alternatives(o.Constraint)
}

// textOf is a limit that is no number.
func textOf(l *Literal) string {
	if l == nil {
		return ""
	}
	return l.Text
}

// slots sorts constraints: at most one for each key. An enum's own values are compared as its type.
func slots(t Type, cs []Constraint) map[string]*slot {
	out := map[string]*slot{}
	whole := t.Scalar().Integer() || t.Kind == Duration || t.Kind == Date
	for _, c := range cs {
		if c.Implicit {
			continue
		}
		s := &slot{Constraint: c, value: number{int: int64(c.Count)}}
		if c.Limit != nil {
			s.value = c.Limit.number()
		}
		keep := func(key string) {
			if have := out[key]; have == nil || tighter(key, s, have) {
				out[key] = s
			}
		}
		key := string(c.Kind)
		switch {
		case len(c.Operands()) > 0:
			keep(alternatives(c))
		case (c.Kind == Range || c.Kind == Length) && c.Op == Eq && s.ordered(): // both bounds
			keep(key + low)
			keep(key + high)
		case c.Kind == Range || c.Kind == Length || c.Kind == Clock:
			keep(key + s.side(whole || c.Kind != Range))
		case c.Kind == OneOf:
			keep(key + " " + string(c.Op) + boolText(c.Fold))
		case several[c.Kind]:
			keep(key + " " + string(c.Op) + " " + c.Text + " " + c.Argument + alternatives(c))
		default:
			keep(key)
		}
	}
	return out
}

// several are the kinds of which each constraint of another text is a demand of its own.
var several = map[ConstraintKind]bool{
	Format: true, Pattern: true, Contains: true, ContainsAny: true, HasPrefix: true, HasSuffix: true, Unique: true, AnyOf: true, Sorted: true, User: true,
}

// alternatives is the canonical form of AnyOf's, and of a constraint that reads other fields.
func alternatives(c Constraint) string {
	if len(c.Any) == 0 && len(c.Operands()) == 0 {
		return ""
	}
	var b canonical
	b.constraint(c)
	return b.String()
}

// What the keys of bounds end in.
const (
	low  = " low"
	high = " high"
)

// ordered reports whether the limit is a number, so that there is something below and above it.
func (s *slot) ordered() bool {
	return s.Limit == nil || s.Limit.Kind != String && s.Limit.Kind != Bool
}

// side names the bound, and closes it where values are whole: gt=0 is gte=1.
func (s *slot) side(whole bool) string {
	switch s.Op {
	case Gt, Gte:
		if s.open = s.Op == Gt; s.open && whole {
			s.value, s.open = s.value.next()
		}
		return low
	case Lt, Lte:
		if s.open = s.Op == Lt; s.open && whole {
			s.value, s.open = s.value.before()
		}
		return high
	case Ne:
		return " ne " + s.Param
	}
	return " eq"
}

// tighter reports whether a allows less than b, two slots of one key.
func tighter(key string, a, b *slot) bool {
	if a.value == b.value {
		return a.open && !b.open
	}
	if strings.HasSuffix(key, low) {
		return a.value.compare(b.value) > 0
	}
	return strings.HasSuffix(key, high) && a.value.compare(b.value) < 0
}

// compareSlot says in which directions two slots differ: what the old one allowed and the new one does not, and the
// reverse. A nil slot allows everything, but Omit, which lets more through.
func compareSlot(key string, old, next *slot) (tightened, loosened bool) {
	switch {
	case old == nil:
		return next.Kind != Omit, next.Kind == Omit
	case next == nil:
		return old.Kind == Omit, old.Kind != Omit
	}
	switch old.Kind {
	case Range, Length, Clock:
		if !strings.HasSuffix(key, low) && !strings.HasSuffix(key, high) || !old.ordered() {
			return true, true
		}
		tight := tighter(key, next, old)
		return tight, !tight
	case OneOf:
		gone, come := len(without(old.Limits, next.Limits)) > 0, len(without(next.Limits, old.Limits)) > 0
		if old.Op == Ne { // what is listed is refused
			gone, come = come, gone
		}
		return gone, come
	case Decimals:
		return next.Count < old.Count, next.Count > old.Count
	case Norm, Sum, Interval:
		ol, oh, nl, nh := lowest(old), highest(old), lowest(next), highest(next)
		return nl > ol || nh < oh, nl < ol || nh > oh
	}
	return true, true
}

func lowest(s *slot) float64  { return limitAt(s, 0, math.Inf(-1)) }
func highest(s *slot) float64 { return limitAt(s, 1, math.Inf(1)) }

func limitAt(s *slot, i int, none float64) float64 {
	if i < len(s.Limits) {
		return s.Limits[i].Float64()
	}
	return none
}

// union yields the keys of both.
func union(a, b map[string]*slot) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range a {
			if !yield(k) {
				return
			}
		}
		for k := range b {
			if _, twice := a[k]; !twice && !yield(k) {
				return
			}
		}
	}
}

// annotated is what no program notices of a field: its docs, where MLflow puts it, and the like.
func (f *Field) annotated() string {
	return strings.Join([]string{f.Doc, string(f.MLflow), f.Artifact, boolText(f.Categorical), boolText(f.Sensitive), f.Was, messages(&Element{Type: f.Type, Constraints: f.Constraints})}, "\x00")
}

// annotated is what no program notices of a record.
func (r *Record) annotated() string {
	keys := make([]string, len(r.Fields))
	for i := range r.Fields {
		keys[i] = r.Fields[i].Key
	}
	return r.Doc + "\x00" + strings.Join(keys, "\x00")
}

// messages are the words of the rules of a value, of its elements and of its keys.
func messages(e *Element) string {
	if e == nil {
		return ""
	}
	var all []string
	for _, c := range e.Constraints {
		all = append(all, cmp.Or(c.Message, c.Rule+"="+c.Param))
	}
	return strings.Join(append(all, messages(e.Type.Key), messages(e.Type.Elem)), "\x00")
}

func boolText(b bool) string {
	if b {
		return "true"
	}
	return ""
}
