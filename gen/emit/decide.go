package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// decidable reports whether the rules can be decided without a report: a Check of the user's takes one, and a ValidateInto of
// the user's has rules that nobody else knows.
func decidable(s *unit.Struct) bool { return len(s.Checked) == 0 && !s.Own["ValidateInto"] }

// decision emits KeepsRules: the conditions of ValidateInto alone, so that a valid value touches no report.
func (f *file) decision(s *unit.Struct) {
	m := f.method(s, "KeepsRules", "reports whether Validate returns nil. It stops at the first broken rule and allocates nothing for a valid value.")
	if m == nil {
		return
	}
	if !decidable(s) {
		m.Params().Bool().Block(
			jen.Var().Id("r").Qual(pkgValidate, "Report"),
			jen.Id("x").Dot("ValidateInto").Call(jen.Op("&").Id("r")),
			jen.Return(jen.Id("r").Dot("Len").Call().Op("==").Lit(0)),
		)
		return
	}
	f.deciding = true
	m.Params().Bool().BlockFunc(func(g *jen.Group) {
		if f.rulesOfAll(g, s) {
			g.Return(jen.True())
		}
	})
	f.deciding = false
}

// returns reports whether nothing can follow the step: it is the return alone.
func (s step) returns(f *file) bool { return f.deciding && s.broken != nil && s.broken.op == always }

// widest is how long a condition may get by joining those of several rules.
const widest = 110

// decided puts a step before the later ones of its value. Conditions that have room on one line share an if.
func (f *file) decided(s step, rest []step) []step {
	switch {
	case s.returns(f):
		return []step{s}
	case s.broken == nil || len(rest) == 0 || rest[0].broken == nil || s.broken.width()+rest[0].broken.width() > widest:
		return append([]step{s}, rest...)
	}
	joined := unless(or(*s.broken, *rest[0].broken), jen.Return(jen.False()))
	if joined.returns(f) { // rules that contradict each other
		return []step{joined}
	}
	return append([]step{joined}, rest[1:]...)
}

// where puts steps behind the condition under which they run; there are none left where no value that meets it breaks a rule.
func (f *file) where(cond logic, steps []step) []step {
	if !f.deciding || len(steps) != 1 || steps[0].broken == nil {
		return []step{{code: jen.If(cond.source(precOr)).Block(codes(steps)...), isIf: true}}
	}
	broken := and(cond, *steps[0].broken)
	if broken.op == never {
		return nil
	}
	return []step{unless(broken, jen.Return(jen.False()))}
}

// decideOptional emits the rules of a pointer or Opt, given the steps of what it holds.
func (b *body) decideOptional(v, inner value, cs []schema.Constraint, absent, present *jen.Statement, steps []step, flat bool) {
	missing := b.file.missing(v, cs, true)
	below := func(in *body) { in.value(inner, cs) }
	switch {
	case missing != nil && conditional(cs) && flat && len(steps) == 0:
		b.group.If(absent).Block(missing...)
	case missing != nil && conditional(cs):
		b.group.If(absent).Block(missing...).Else().BlockFunc(func(g *jen.Group) {
			in := b.file.body(g)
			below(in)
			b.ended = in.ended && nilBreaks(cs)
		})
	case missing != nil && flat:
		b.add(b.file.decided(unless(atom(absent, precCompare), jen.Return(jen.False())), steps))
	case missing != nil:
		b.group.If(absent).Block(missing...)
		below(b)
	case flat && len(steps) > 0:
		b.add(b.file.where(atom(present, precAnd), steps))
	case !flat:
		b.group.If(present).BlockFunc(func(g *jen.Group) { below(b.file.body(g)) })
	}
}

// nilBreaks reports whether nil breaks a rule whatever the conditions are.
func nilBreaks(cs []schema.Constraint) bool {
	for _, c := range cs {
		switch {
		case c.Kind == schema.Omit && c.Text != omitAlways:
			return false
		case c.Kind != schema.Zero && !c.Implicit && c.When == nil:
			return true
		}
	}
	return false
}

// conditional reports whether what a nil value breaks has a condition: see missing.
func conditional(cs []schema.Constraint) bool {
	i := slices.IndexFunc(cs, func(c schema.Constraint) bool { return c.Kind != schema.Zero && !c.Implicit })
	return i >= 0 && cs[i].When != nil
}

// decides reports whether there is anything to decide of a value: loops name their variables only where they are used.
func (f *file) decides(v value, cs []schema.Constraint) bool {
	if len(f.rulesOf(v, cs)) > 0 {
		return true
	}
	if skipped(cs) {
		return false
	}
	switch v.typ.Kind {
	case schema.Struct:
		return true
	case schema.List:
		return f.decides(element(v), v.typ.Elem.Constraints)
	case schema.Map:
		key, e := entry(v)
		return f.decides(key, v.typ.Key.Constraints) || f.decides(e, v.typ.Elem.Constraints)
	}
	return false
}

// emptyOnly reports whether a list or map keeps the rules only when it is empty: those of what it holds contradict each other.
func (f *file) emptyOnly(v value) bool {
	hopeless := func(v value, cs []schema.Constraint) bool {
		steps := f.rulesOf(v, cs)
		return len(steps) > 0 && steps[0].returns(f)
	}
	switch v.typ.Kind {
	case schema.List:
		return hopeless(element(v), v.typ.Elem.Constraints)
	case schema.Map:
		key, e := entry(v)
		return hopeless(key, v.typ.Key.Constraints) || hopeless(e, v.typ.Elem.Constraints)
	}
	return false
}
