package pydantic

import (
	"slices"
	"strconv"

	"github.com/typedml/typedml/schema"
)

// annotation is the type of a value with its rules. Those of an item that read other fields are lost; those of a field are
// the record's.
func (m *module) annotation(el *schema.Element, s scope, isField bool) node {
	if s.free() {
		for i := range el.Constraints {
			if k := &el.Constraints[i]; k.Kind != schema.Omit {
				at := s
				at.path = place(k, el.Type, s)
				m.loseOpenly(at, k.Rule)
			}
		}
		el = &schema.Element{Type: el.Type, Optional: el.Optional}
	}
	own, others := split(el.Constraints)
	if !isField {
		for _, k := range others {
			if k.Kind != schema.Omit {
				m.lose(s.path, k.Rule, "an item's rule reads another field")
			}
		}
		others = nil
	}
	alone := &schema.Element{Type: el.Type, Optional: el.Optional, Constraints: own}
	inner := s
	if slices.ContainsFunc(others, func(k schema.Constraint) bool { return k.Kind == schema.Omit && omitsHeld(el, k) }) {
		inner.open = "whether it runs depends on other fields"
	}
	omit := slices.IndexFunc(own, func(k schema.Constraint) bool { return k.Kind == schema.Omit && omitsHeld(el, k) })
	a := annotated{m: m, el: alone}
	if slices.ContainsFunc(el.Constraints, func(k schema.Constraint) bool { return k.Kind == schema.Omit && k.Text == "always" }) {
		inner.bare, omit = true, -1
	}
	a.typ(inner)
	a.rules(omit, s)
	return a.node(len(others) > 0)
}

// split parts the rules of a value at the first that reads other fields.
func split(cs []schema.Constraint) (own, others []schema.Constraint) {
	at := slices.IndexFunc(cs, func(k schema.Constraint) bool {
		return len(k.Operands()) > 0 || k.When != nil && len(k.When.Tests) > 0
	})
	if at < 0 {
		return cs, nil
	}
	return cs[:at], cs[at:]
}

// omitsHeld reports whether a rule can omit a value that holds others.
func omitsHeld(el *schema.Element, k schema.Constraint) bool {
	t := el.Type
	holder := t.Kind == schema.Struct || t.Kind == schema.List && t.Len > 0
	return k.Text == "always" && (holder || t.Elem != nil) || holder && (k.Text == "zero" || k.Text == "empty" && !el.Optional)
}

// annotated is a type in the making.
type annotated struct {
	m     *module
	el    *schema.Element
	base  node   // the type of Python
	alias string // the name of the type with its decoder, "" for none
	read  node   // the decoder, none for some
	limit []node // arguments of Field
	has   map[string]bool
	extra []node // behind the decoder
	steps []node // rules that Pydantic has not
	null  bool
}

// aliases are the names of types with their decoders, the types of Python, and the decoders.
var aliases = map[schema.Kind][3]string{
	schema.Float32: {"Float32", "float", "Float(32)"}, schema.Float64: {"Float64", "float", "Float(64)"},
	schema.Decimal: {"ExactDecimal", "Decimal", "Exact()"}, schema.Bytes: {"Bytes", "bytes", "Base64()"},
	schema.Date: {"Date", "date", "Day()"}, schema.Time: {"Time", "datetime", "Instant"}, schema.Duration: {"Duration", "timedelta", "Span"},
}

// typ sets the type and its decoder.
func (a *annotated) typ(s scope) {
	t := a.el.Type
	switch k := t.Scalar(); {
	case k == schema.Bool:
		a.base = leaf("bool")
	case k == schema.String:
		a.base = leaf("str")
	case k.Integer():
		name := string(k)
		a.alias = string(name[0]-'a'+'A') + name[1:]
		a.base, a.read = leaf("int"), leaf(`Integer("`+name+`")`)
	case k == schema.List:
		a.base = subscript("list", a.m.annotation(t.Elem, s.below(), false))
		if t.Len > 0 {
			a.read = leaf("Array(" + strconv.Itoa(t.Len) + ")")
		}
	case k == schema.Map:
		a.base = subscript("dict", a.m.annotation(t.Key, s.below(), false), a.m.annotation(t.Elem, s.below(), false))
	case k == schema.Struct:
		a.base = leaf(a.m.class(t.Record, s))
	default:
		form := aliases[k]
		a.alias, a.base, a.read = form[0], leaf(form[1]), leaf(form[2])
	}
	if t.Kind == schema.Enum {
		a.enum()
	}
}

// enum makes the type a Literal of the values, where their rule comes before all that could omit it.
func (a *annotated) enum() {
	for i, k := range a.el.Constraints {
		if k.Kind != schema.OneOf || !k.Implicit || k.Message != "" {
			if k.Kind == schema.Omit && (!a.el.Optional || k.Text == "zero") && k.Text != "nil" {
				return
			}
			continue
		}
		values := make([]node, len(k.Limits))
		for i, l := range k.Limits {
			values[i] = a.m.value(l)
		}
		a.m.use("typing", "Literal")
		a.base, a.alias = subscript("Literal", values...), ""
		a.el = &schema.Element{Type: a.el.Type, Optional: a.el.Optional, Constraints: slices.Delete(slices.Clone(a.el.Constraints), i, i+1)}
		return
	}
}

// rules sets the rules of a value that read it alone; the one at omit omits all that it holds.
func (a *annotated) rules(omit int, s scope) {
	for _, word := range a.nothing() {
		a.m.null = append(a.m.null, broken{s.path, word})
	}
	cs := a.el.Constraints
	if omit >= 0 {
		// Outside: what comes before is held against an omitted value, too.
		a.demand(cs[omit+1:], true, s)
		inner := a.pack()
		a.extra = append(inner, a.unless(cs[omit], s))
		a.demand(cs[:omit], true, s)
		return
	}
	a.demand(cs, false, s)
}

// unless omits a value that is zero with all that it holds.
func (a *annotated) unless(k schema.Constraint, s scope) node {
	a.m.use("", "rules")
	before := a.m.told
	bare := a.m.annotation(&schema.Element{Type: a.el.Type}, scope{path: s.path, bare: true}, false)
	a.m.told = before
	return call("rules.Unless", bare, leaf("lambda v: "+a.m.zero(a.el.Type, "v")))
}

// pack takes the rules that were collected.
func (a *annotated) pack() []node {
	out := a.extra
	for len(a.steps) > 0 && a.steps[len(a.steps)-1].open == "rules.omit(" { // which omits nothing
		a.steps = a.steps[:len(a.steps)-1]
	}
	if len(a.steps) > 0 {
		a.m.use("", "rules")
		out = append(out, call("rules.Rules", a.steps...))
	}
	a.steps, a.extra = nil, nil
	return out
}

// node is the type with all of it. A value whose null is the business of the record's rules may be null.
func (a *annotated) node(undecided bool) node {
	t := a.el.Type.Kind
	var meta []node
	if len(a.limit) > 0 {
		a.m.use("pydantic", "Field")
		meta = append(meta, call("Field", a.limit...))
	}
	packed := a.pack()
	moment := t == schema.Time || t == schema.Duration
	held := slices.IndexFunc(packed, func(n node) bool { return n.open == "rules.Rules(" })
	if moment && held >= 0 {
		meta = append(meta, call(a.read.open, packed[held]))
		packed = slices.Delete(packed, held, held+1)
		a.m.use("._types", a.read.open)
	} else if len(meta)+len(packed) == 0 && a.alias != "" {
		a.m.use("._types", a.alias)
		return a.nullable(leaf(a.alias), undecided)
	} else if a.read.open != "" {
		read := a.read
		if moment {
			read.open += "()"
		}
		meta = append(meta, read)
		name, _, _ := cut(read.open)
		a.m.use("._types", name)
	}
	switch a.base.open {
	case "Decimal":
		a.m.use("decimal", "Decimal")
	case "date", "datetime", "timedelta":
		a.m.use("datetime", a.base.open)
	}
	meta = append(meta, packed...)
	base := a.nullable(a.base, undecided)
	if len(meta) == 0 {
		return base
	}
	a.m.use("typing", "Annotated")
	return subscript("Annotated", append([]node{base}, meta...)...)
}

func (a *annotated) nullable(n node, undecided bool) node {
	if a.null || undecided && (a.el.Optional || a.el.Type.TakesNull()) && !a.refusesNull() {
		return n.then(" | None")
	}
	return n
}

func cut(call string) (name, args string, found bool) {
	for i := range call {
		if call[i] == '(' {
			return call[:i], call[i:], true
		}
	}
	return call, "", false
}

// refusesNull reports whether None was found to break a rule.
func (a *annotated) refusesNull() bool {
	return slices.ContainsFunc(a.extra, func(n node) bool { return n.open == "rules.Present(" })
}

// nothing decides what None is to the rules, and returns those that it breaks.
func (a *annotated) nothing() (words []string) {
	switch {
	case a.el.Optional:
		if word := nilBreaks(a.el.Constraints); word != "" {
			words = []string{word}
		}
	case a.el.Type.TakesNull():
		for _, f := range new(schema.Evaluator).EvaluateElement(a.el, nil) {
			words = append(words, f.Rule)
		}
	default:
		return nil
	}
	if a.null = len(words) == 0; a.null {
		return nil
	}
	args := make([]node, len(words))
	for i, w := range words {
		args[i] = leaf(text(w))
	}
	a.m.use("", "rules")
	a.extra = append(a.extra, call("rules.Present", args...))
	return words
}

// nilBreaks is the rule that a nil optional value breaks: the first, unless it omits. It is "" where there is none.
func nilBreaks(cs []schema.Constraint) string {
	for i, k := range cs {
		switch {
		case k.Kind == schema.Omit && k.Text != "always", k.Kind == schema.Zero && i == 0 && k.When == nil:
			return ""
		case k.Kind == schema.Zero:
		case !k.Implicit:
			return k.Rule
		}
	}
	return ""
}
