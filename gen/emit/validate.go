package emit

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// validateMethods emits Validate, KeepsRules and ValidateInto.
func (f *file) validateMethods(s *unit.Struct) {
	if m := f.method(s, "Validate", "returns nil, or a *validate.Error with every broken rule. A valid value costs no allocation."); m != nil {
		m.Params().Error().BlockFunc(func(g *jen.Group) {
			if decidable(s) {
				g.If(jen.Id("x").Dot("KeepsRules").Call()).Block(jen.Return(jen.Nil()))
			}
			g.Var().Id("r").Qual(pkgValidate, "Report")
			g.Id("x").Dot("ValidateInto").Call(jen.Op("&").Id("r"))
			g.Return(jen.Id("r").Dot("Take").Call())
		})
	}
	f.decision(s)
	m := f.method(s, "ValidateInto", "adds every broken rule to r. On a reused report it allocates nothing, whether x is valid or not.")
	if m == nil {
		return
	}
	m.Params(jen.Id("r").Op("*").Qual(pkgValidate, "Report")).BlockFunc(func(g *jen.Group) {
		f.rulesOfAll(g, s)
		for _, selector := range s.Checked {
			checked := jen.Id(strings.TrimSuffix("x."+selector, "."))
			if s.Of != nil && selector == "" {
				checked = jen.Parens(jen.Op("*").Add(words(s.Of))).Parens(jen.Id("x"))
			}
			g.Add(checked).Dot("Check").Call(jen.Id("r"))
		}
	})
}

// rulesOfAll emits the rules of the fields and the checks of the record; it reports whether a statement can follow.
func (f *file) rulesOfAll(g *jen.Group, s *unit.Struct) bool {
	b := f.body(g)
	for i := range s.Record.Fields {
		b.field(s, &s.Record.Fields[i], s.Fields[i])
	}
	if !b.ended {
		f.recordChecks(g, s)
	}
	return !b.ended
}

// body is a block in the making; it knows which of the variables n and first, numbers of violations before a nested
// value, are declared.
type body struct {
	file     *file
	group    *jen.Group
	declared map[string]bool
	ended    bool // the last statement is a return
}

func (f *file) body(g *jen.Group) *body { return &body{file: f, group: g, declared: map[string]bool{}} }

// mark emits n := r.Len() before a nested value, n = r.Len() the next time.
func (b *body) mark(variable string) {
	if b.file.deciding {
		return
	}
	op := "="
	if !b.declared[variable] {
		op, b.declared[variable] = ":=", true
	}
	b.group.Id(variable).Op(op).Id("r").Dot("Len").Call()
}

func (b *body) add(steps []step) {
	for _, s := range steps {
		b.group.Add(s.code)
		b.ended = b.ended || s.returns(b.file)
	}
}

// field emits the rules of one field.
func (b *body) field(s *unit.Struct, x *schema.Field, g unit.Field) {
	if b.ended {
		return
	}
	v := value{
		owner: s, expr: "x." + g.Selector, typ: x.Type, goes: g.Type.Value(), path: x.Key, field: x.Name, unit: x.Unit, sensitive: x.Sensitive,
	}
	if !x.Optional {
		b.value(v, x.Constraints)
		return
	}
	b.optional(v, g.Type.Form, x.Constraints)
}

// value emits the rules of a value and of what it holds. What omits a record or an array omits both.
func (b *body) value(v value, cs []schema.Constraint) {
	b.unlessOmitted(v, cs, func(in *body) { in.below(v) })
}

// unlessOmitted emits the rules of a value, and below, which none of the constraints may omit.
func (b *body) unlessOmitted(v value, cs []schema.Constraint, below func(*body)) {
	if skipped(cs) {
		b.add(b.file.rulesOf(v, cs))
		return
	}
	cond := omittedBelow(v, cs)
	if cond == nil || !hasBelow(v.typ) {
		b.add(b.file.rulesOf(v, cs))
		below(b)
		return
	}
	first := len(cs) > 0 && cs[0].Kind == schema.Omit && omitted(v, cs[0]).op != always
	if !first {
		b.add(b.file.rulesOf(v, cs))
	}
	if b.ended {
		return
	}
	b.group.If(cond).BlockFunc(func(g *jen.Group) {
		in := b.file.body(g)
		if first {
			in.add(b.file.rulesOf(v, cs[1:]))
		}
		below(in)
	})
}

// optional emits the rules of a pointer or Opt. A nil one breaks its first rule, as upstream has it, unless that rule
// is an omit or comes from the type.
func (b *body) optional(v value, form unit.Form, cs []schema.Constraint) {
	absent, present := jen.Id(v.expr).Op("==").Nil(), jen.Id(v.expr).Op("!=").Nil()
	inner := v
	inner.present = true
	if form == unit.Opt {
		absent, present = jen.Op("!").Id(v.expr).Dot("Valid"), jen.Id(v.expr).Dot("Valid")
		inner.expr += ".Value"
	} else if inner.pointer = v.typ.Kind == schema.Struct; !inner.pointer {
		inner.expr = "*" + v.expr
	}
	steps := b.file.rulesOf(inner, cs)
	flat := !hasBelow(v.typ) || skipped(cs)
	if b.file.deciding {
		b.decideOptional(v, inner, cs, absent, present, steps, flat)
		return
	}
	empty := len(steps) == 0 && flat
	alone := len(steps) == 1 && steps[0].isIf && flat
	var then *jen.Statement
	if alone {
		then = steps[0].code
	} else {
		then = jen.BlockFunc(func(g *jen.Group) { b.file.body(g).value(inner, cs) })
	}
	missing := b.file.missing(v, cs, true)
	switch {
	case missing != nil && empty:
		b.group.If(absent).Block(missing...)
	case missing != nil:
		b.group.If(absent).Block(missing...).Else().Add(then)
	case !empty && alone:
		b.group.If(present).Block(then)
	case !empty:
		b.group.If(present).Add(then)
	}
}

// missing emits what a nil value breaks: the first of its rules, unless that is an omit or comes from the type. One with a
// condition counts where that is met. first says that cs are all of the value's rules.
func (f *file) missing(v value, cs []schema.Constraint, first bool) []jen.Code {
	for i, c := range cs {
		switch {
		case c.Kind == schema.Omit && c.Text != omitAlways, c.Kind == schema.Zero && c.When == nil && first && i == 0:
			return nil
		case c.Kind == schema.Zero || c.Implicit:
			continue
		}
		broken := f.add(v, c, jen.Qual(pkgValidate, "Null").Call())
		if c.When == nil {
			return []jen.Code{broken}
		}
		code := jen.If(f.applies(v, c.When).source(precOr)).Block(broken)
		if rest := f.missing(v, cs[i+1:], false); rest != nil {
			code.Else().Block(rest...)
		}
		return []jen.Code{code}
	}
	return nil
}

// hasBelow reports whether a value of the type holds values with rules of their own.
func hasBelow(t schema.Type) bool {
	if t.Kind == schema.Struct {
		return true
	}
	for _, e := range []*schema.Element{t.Key, t.Elem} {
		if e != nil && (ruled(e.Constraints) || !skipped(e.Constraints) && hasBelow(e.Type)) {
			return true
		}
	}
	return false
}

// ruled reports whether any of the constraints can be broken: an omit alone cannot.
func ruled(cs []schema.Constraint) bool {
	return slices.ContainsFunc(cs, func(c schema.Constraint) bool { return c.Kind != schema.Omit })
}

// below emits the rules of what a value holds: a record's, a list's elements', a map's entries'.
func (b *body) below(v value) {
	if b.ended || !hasBelow(v.typ) || b.file.deciding && !b.file.decides(v, nil) {
		return
	}
	if b.file.deciding && b.file.emptyOnly(v) {
		b.group.If(jen.Len(v.code()).Op(">").Lit(0)).Block(jen.Return(jen.False()))
		return
	}
	switch v.typ.Kind {
	case schema.Struct:
		b.mark("n")
		b.record(v)
		b.nest(v, "Nest")
	case schema.List:
		b.list(v)
	case schema.Map:
		b.entries(v)
	}
}

// record emits the rules of a record.
func (b *body) record(v value) {
	if b.file.deciding {
		b.group.If(jen.Op("!").Add(v.callable()).Dot("KeepsRules").Call()).Block(jen.Return(jen.False()))
		return
	}
	b.group.Add(v.callable()).Dot("ValidateInto").Call(jen.Id("r"))
}

// nest emits r.Nest…(n, name, …) after a nested value; a value without a name, inside of a list or map, has no step of
// its own.
func (b *body) nest(v value, method string, extra ...jen.Code) {
	if b.file.deciding || v.path == "" && method == "Nest" {
		return
	}
	b.group.Id("r").Dot(method).Call(append([]jen.Code{jen.Id("n"), jen.Lit(v.path)}, extra...)...)
}

// element is the element of a list inside a loop over it: for i, e := range x.List.
func element(v value) value {
	e := v
	e.typ, e.goes, e.present = v.typ.Elem.Type, *v.goes.Elem, false
	e.depth = v.depth + 1
	e.index = index(v.depth)
	e.expr = "e"
	return e
}

func (b *body) list(v value) {
	e := element(v)
	switch e.typ.Kind {
	case schema.Struct, schema.List, schema.Map, schema.Bytes:
		i := e.index
		e.expr, e.path, e.index = v.expr+"["+i+"]", "", ""
		b.group.For(jen.Id(i).Op(":=").Range().Add(v.code())).BlockFunc(func(g *jen.Group) {
			in := b.file.body(g)
			in.mark("n")
			in.inside(e, v.typ.Elem.Constraints)
			in.nest(v, "NestAt", jen.Id(i))
		})
	default:
		if steps := b.file.rulesOf(e, v.typ.Elem.Constraints); len(steps) > 0 {
			b.group.Add(b.file.scan(v, v.typ.Elem.Constraints, b.file.each(v, e, codes(steps)...)))
		}
	}
}

// inside emits the rules of an element that stands in a scope of its own, whose n is taken already.
func (b *body) inside(v value, cs []schema.Constraint) {
	b.unlessOmitted(v, cs, func(in *body) {
		if v.typ.Kind == schema.Struct {
			in.record(v)
			return
		}
		in.below(v)
	})
}

// entry is the key and the value of a map inside a loop over it: for k, e := range x.Map.
func entry(v value) (key, e value) {
	key = value{owner: v.owner, expr: "k", typ: v.typ.Key.Type, goes: *v.goes.Key, field: v.field, sensitive: v.sensitive}
	e = v
	e.typ, e.goes, e.expr, e.path, e.index, e.present = v.typ.Elem.Type, *v.goes.Elem, "e", "", "", false
	return key, e
}

// entries emits the rules of a map. Go's order is random: the violations are sorted by key at the end.
func (b *body) entries(v value) {
	b.mark("first")
	key, e := entry(v)
	vars := jen.Id("k")
	if b.file.deciding && !b.file.decides(key, v.typ.Key.Constraints) {
		vars = jen.Id("_")
	}
	below := hasBelow(e.typ) && !skipped(v.typ.Elem.Constraints) && (!b.file.deciding || b.file.decides(e, nil))
	if below || len(b.file.rulesOf(e, v.typ.Elem.Constraints)) > 0 {
		vars.Op(",").Id("e")
	}
	b.group.For(vars.Op(":=").Range().Add(v.code())).BlockFunc(func(g *jen.Group) {
		in := b.file.body(g)
		in.mark("n")
		in.inside(key, v.typ.Key.Constraints)
		in.inside(e, v.typ.Elem.Constraints)
		in.nest(v, "NestKey", jen.String().Call(jen.Id("k")))
	})
	if b.file.deciding {
		return
	}
	sorted := "SortKeys"
	if v.sensitive {
		sorted = "HideKeys"
	}
	b.group.Id("r").Dot(sorted).Call(jen.Id("first"))
}
