package load

import (
	"reflect"
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/schema"
)

// implied warns of a limit that another one of the same side makes superfluous: gte=0 beside gte=1, gt=0 beside gte=1 of an
// integer. Limits of times, which have none, and equalities are left alone.
func (l *loader) implied(s *source, e *schema.Element, what string) {
	for _, kind := range []schema.ConstraintKind{schema.Range, schema.Length} {
		low, high := bounds(e.Type, e.Constraints, kind)
		for _, c := range e.Constraints {
			if c.Kind != kind || c.When != nil || c.Implicit || c.Param == "" || c.Op == schema.Eq || c.Op == schema.Ne {
				continue
			}
			ownLow, ownHigh := bounds(e.Type, []schema.Constraint{c}, kind)
			tight, own := low, ownLow
			if c.Op == schema.Lt || c.Op == schema.Lte {
				tight, own = high, ownHigh
			}
			if tight.rule == "" || own.rule == "" || tight.rule == own.rule && tight.param == own.param {
				continue
			}
			l.tagWarnf(s, s.def.opts.tag, c.Rule+"="+c.Param, diag.UnreachableRule, "remove it",
				"%s=%s of %s has no effect beside %s", c.Rule, c.Param, what, tight)
		}
	}
}

// twice warns of a rule that stands twice for one value.
func (l *loader) twice(s *source, e *schema.Element, what string) {
	words := strings.Split(s.tag.Get(s.def.opts.tag), ",")
	for i, c := range e.Constraints {
		same := func(o schema.Constraint) bool { return reflect.DeepEqual(c, o) }
		word := strings.TrimSuffix(c.Rule+"="+c.Param, "=")
		written := func(w string) bool { return w == word } // an alias may say it, too
		at := slices.IndexFunc(words, written)
		if c.Implicit || at < 0 || !slices.ContainsFunc(words[at+1:], written) || !slices.ContainsFunc(e.Constraints[:i], same) {
			continue
		}
		l.tagWarnf(s, s.def.opts.tag, word, diag.UnreachableRule, "remove one", "%s stands twice for %s", word, what)
	}
}

// beyondEnum warns of values that oneof allows and the enum does not have.
func (l *loader) beyondEnum(s *source, e *schema.Element, what string) {
	if e.Type.Kind != schema.Enum {
		return
	}
	for _, c := range e.Constraints {
		if c.Kind != schema.OneOf || c.Op == schema.Ne || c.Fold || c.Implicit || c.When != nil {
			continue
		}
		for _, v := range c.Limits {
			if !slices.ContainsFunc(e.Type.Values, func(o schema.Literal) bool { return o.Compare(v) == 0 }) {
				l.tagWarnf(s, s.def.opts.tag, c.Rule+"="+c.Param, diag.UnreachableRule, "remove it, or declare the constant",
					"%s in the rule %s=%s of %s has no effect: the enum has no such value", v, c.Rule, c.Param, what)
			}
		}
	}
}
