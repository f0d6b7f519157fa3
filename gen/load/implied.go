package load

import (
	"reflect"
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/format"
	"github.com/typedml/typedml/schema"
)

// implied warns of a limit that has no effect: because another one of the same side is tighter, gte=0 beside gte=1, gt=0 beside
// gte=1 of an integer; because the type sets it, gte=0 of an unsigned integer; or because what it refuses is refused anyway,
// ne=3 beside gte=5. Limits of times, which have none, and equalities are left alone.
func (l *loader) implied(s *source, e *schema.Element, what string) {
	warn := func(c schema.Constraint, why string) { l.withoutEffect(s, e, c, what, why) }
	for _, kind := range []schema.ConstraintKind{schema.Range, schema.Length} {
		low, high := bounds(e.Type, e.Constraints, kind)
		for _, c := range e.Constraints {
			if c.Kind != kind || c.When != nil || c.Implicit || c.Param == "" || c.Op == schema.Eq || c.Limit != nil && c.Limit.Kind == schema.String {
				continue
			}
			if c.Op == schema.Ne {
				if beside, ok := outside(e.Type, c, low, high); ok {
					warn(c, beside)
				}
				continue
			}
			ownLow, ownHigh := bounds(e.Type, []schema.Constraint{c}, kind)
			tight, own, further := low, ownLow, "smaller"
			if c.Op == schema.Lt || c.Op == schema.Lte {
				tight, own, further = high, ownHigh, "greater"
			}
			switch {
			case own.rule == "" && l.instances > 0: // other type arguments may give it one
			case own.rule == "" && kind == schema.Length:
				warn(c, ": no length is "+further)
			case own.rule == "":
				warn(c, ": "+string(e.Type.Scalar())+" has no "+further+" value")
			case tight.rule == "" || tight.rule == own.rule && tight.param == own.param:
			default:
				warn(c, " beside "+tight.String())
			}
		}
	}
}

// withoutEffect warns of a limit that no value breaks, but perhaps nil.
func (l *loader) withoutEffect(s *source, e *schema.Element, c schema.Constraint, what, why string) {
	but, remedy := "", "remove it"
	others := *e
	others.Constraints = slices.DeleteFunc(slices.Clone(e.Constraints), func(o schema.Constraint) bool { return reflect.DeepEqual(o, c) })
	if met := func(e *schema.Element) bool { return len(new(schema.Evaluator).EvaluateElement(e, nil)) == 0 }; e.Optional && !met(e) && met(&others) {
		but, remedy = " but on nil", "write required"
	}
	l.tagWarnf(s, s.def.opts.tag, c.Rule+"="+c.Param, diag.UnreachableRule, remedy, "%s=%s of %s has no effect%s%s", c.Rule, c.Param, what, but, why)
}

// outside reports whether the value that a ne refuses is none of those between two limits, and says which limit refuses it.
func outside(t schema.Type, c schema.Constraint, low, high bound) (beside string, ok bool) {
	c.Op = schema.Eq
	at, _ := bounds(t, []schema.Constraint{c}, c.Kind)
	switch {
	case at.rule == "": // the lowest value of the type
	case high.rule != "" && at.after(high):
		return " beside " + high.String(), true
	case low.rule != "" && low.after(at):
		return " beside " + low.String(), true
	}
	return "", false
}

// unasked warns of a required that no value breaks: what it refuses is omitted before it. Other type arguments of a generic struct may
// make a pointer of the value, and of a record required says nothing anyway.
func (l *loader) unasked(s *source, e *schema.Element, what string) {
	if e.Type.Kind == schema.Struct && !e.Optional || l.instances > 0 {
		return
	}
	nilable := e.Optional || e.Type.TakesNull()
	omit := slices.IndexFunc(e.Constraints, func(c schema.Constraint) bool {
		return c.Kind == schema.Omit && c.When == nil && c.Text != "always" && (c.Text != "nil" || nilable)
	})
	if omit < 0 {
		return
	}
	for _, c := range e.Constraints[omit+1:] {
		if c.Kind == schema.NotZero && c.When == nil && c.Rule == "required" {
			l.tagWarnf(s, s.def.opts.tag, c.Rule, diag.UnreachableRule, "remove one of them",
				"required of %s never fails behind %s, which omits what it refuses", what, e.Constraints[omit].Rule)
			return
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

// unreached warns of values that oneof allows and no value of the field can be: the enum does not have them, or other rules
// refuse them.
func (l *loader) unreached(s *source, e *schema.Element, what string) {
	for i, c := range e.Constraints {
		if c.Kind != schema.OneOf || c.Op == schema.Ne || c.Fold || c.Implicit || c.When != nil {
			continue
		}
		for _, v := range c.Limits {
			why, remedy := "the enum has no such value", "remove it, or declare the constant"
			if e.Type.Kind != schema.Enum || slices.ContainsFunc(e.Type.Values, func(o schema.Literal) bool { return o.Compare(v) == 0 }) {
				alone := *e
				alone.Constraints = slices.Clone(e.Constraints)
				alone.Constraints[i].Limits = []schema.Literal{v}
				others := slices.DeleteFunc(format.Contradiction(&alone), func(o schema.Constraint) bool { return o.Kind == schema.OneOf })
				if len(others) == 0 {
					continue
				}
				why, remedy = ruleText(others[0])+" refuses it", "remove it, or change the other rule"
			}
			l.tagWarnf(s, s.def.opts.tag, ruleText(c), diag.UnreachableRule, remedy, "%s in the rule %s of %s has no effect: %s", v, ruleText(c), what, why)
		}
	}
}
