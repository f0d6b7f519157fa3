package importer

import (
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/format"
	"github.com/typedml/typedml/gen/gosource"
	"github.com/typedml/typedml/schema"
)

// tenable leaves out the rules that no struct has: those that no tag says, and those that contradict others.
func (r *reader) tenable(el *schema.Element, s *view, at place) {
	r.said(el, at)
	if !s.Has("x-typedml-rules") { // which count in place of these
		r.consistent(el, at)
	}
}

// consistent leaves out rules until a value can meet the others, the last first, and tells of each: the generator refuses rules that
// contradict each other.
func (r *reader) consistent(el *schema.Element, at place) {
	for {
		broken := contradiction(el)
		last := len(el.Constraints) - 1
		for last >= 0 && !slices.ContainsFunc(broken, func(c schema.Constraint) bool { return alike(c, el.Constraints[last]) }) {
			last--
		}
		if last < 0 {
			return
		}
		left, _ := gosource.Word(el.Constraints[last])
		if others := beside(el, broken, last); others != "" {
			r.note(at.pointer, "no value meets %s and %s: %[2]s is not imported", others, left)
		} else {
			r.note(at.pointer, "no value of its type meets %s: it is not imported", left)
		}
		el.Constraints = slices.Delete(slices.Clone(el.Constraints), last, last+1)
	}
}

// beside lists the rules before the last of those that contradict each other.
func beside(el *schema.Element, broken []schema.Constraint, last int) string {
	var words []string
	for _, c := range el.Constraints[:last] {
		word, err := gosource.Word(c)
		if err == nil && !slices.Contains(words, word) && slices.ContainsFunc(broken, func(b schema.Constraint) bool { return alike(b, c) }) {
			words = append(words, word)
		}
	}
	return strings.Join(words, ", ")
}

// contradiction returns rules of a value that contradict each other, that of an enum included.
func contradiction(el *schema.Element) []schema.Constraint {
	all := *el
	all.Constraints = withValues(el.Type, el.Constraints)
	return format.Contradiction(&all)
}

// alike reports whether a rule is one of the two, or speaks of the lengths that the other leaves.
func alike(a, b schema.Constraint) bool {
	return !a.Implicit && !b.Implicit && a.Rule == b.Rule && a.Param == b.Param
}
