package pydantic

import (
	"strconv"
	"strings"

	"github.com/typedml/typedml/schema"
)

// zero is the condition that a value of the models is its type's zero, a record or an array with all that it holds.
func (m *module) zero(t schema.Type, v string) string {
	switch {
	case t.TakesNull():
		return v + " is None"
	case t.Kind == schema.Time:
		m.use("", "rules")
		return v + " == rules.ZERO_TIME"
	case t.Kind == schema.Date:
		m.use("", "rules")
		return v + " == rules.ZERO_DATE"
	case t.Kind == schema.List:
		item := v[:1] + "x"
		return "all(" + m.leftZero(t.Elem.Type, t.Elem.Optional, item) + " for " + item + " in " + v + ")"
	case t.Kind == schema.Struct:
		attributes := m.attributes(t.Record)
		all := make([]string, len(t.Record.Fields))
		for i, f := range t.Record.Fields {
			all[i] = m.leftZero(f.Type, f.Optional, v+"."+attributes[f.Key])
		}
		if len(all) == 0 {
			return "True"
		}
		return strings.Join(all, " and ")
	}
	return "not " + v
}

func (m *module) leftZero(t schema.Type, optional bool, v string) string {
	if optional {
		return v + " is None"
	}
	return m.zero(t, v)
}

// standard is the value of a key that may be absent: its default, or Go's zero; of values that change or that no literal has,
// as an argument of Field.
func (m *module) standard(f *schema.Field) (plain node, args []node) {
	switch {
	case f.Default != nil:
		return m.constant(*f.Default)
	case !f.MayBeAbsent:
		return node{}, nil
	}
	n := m.nothing(f.Type, f.Optional)
	switch {
	case f.Optional || f.Type.TakesNull():
		if args := m.untyped(f, n); args != nil {
			return node{}, args
		}
		return n, nil
	case f.Type.Kind == schema.Struct, f.Type.Kind == schema.List, f.Type.Kind == schema.Enum, f.Type.Kind == schema.Time:
		return node{}, checked(n)
	}
	return n, nil
}

// untyped gives None as an argument, where the type has none: it breaks a rule.
func (m *module) untyped(f *schema.Field, none node) []node {
	own, _ := split(f.Constraints)
	a := annotated{m: m, el: &schema.Element{Type: f.Type, Optional: f.Optional, Constraints: own}}
	a.nothing()
	if a.refusesNull() {
		return checked(none)
	}
	return nil
}

// checked is a default that the type of the attribute does not have before it is read: checkers of types take it of a validated one.
func checked(n node) []node {
	return []node{named("default", n), named("validate_default", leaf("True"))}
}

// constant is a default of a tag.
func (m *module) constant(l schema.Literal) (plain node, args []node) {
	switch l.Kind {
	case schema.List:
		return node{}, []node{named("default_factory", leaf("list"))}
	case schema.Date:
		if noDay(l) { // it is refused
			return node{}, checked(leaf(text(l.String())))
		}
	case schema.Duration:
		if l.Int%1000 != 0 {
			return node{}, checked(leaf(text(l.String())))
		}
	case schema.Time:
		return node{}, checked(leaf(text(l.String())))
	}
	return m.value(l), nil
}

// nothing is the zero value of a type, as the decoder leaves it: with the defaults of the records in it.
func (m *module) nothing(t schema.Type, optional bool) node {
	if optional || t.TakesNull() {
		return leaf("None")
	}
	switch k := t.Scalar(); {
	case k == schema.Bool:
		return leaf("False")
	case k.Integer():
		return leaf("0")
	case k.Float():
		return leaf("0.0")
	case k == schema.String:
		return leaf(`""`)
	case k == schema.Decimal:
		m.use("decimal", "Decimal")
		return leaf("Decimal(0)")
	case k == schema.Duration:
		m.use("datetime", "timedelta")
		return leaf("timedelta(0)")
	case k == schema.Date:
		m.use("datetime", "date")
		return leaf("date(1, 1, 1)")
	case k == schema.Time:
		return leaf(`"0001-01-01T00:00:00Z"`)
	case k == schema.List:
		item := m.nothing(t.Elem.Type, t.Elem.Optional)
		if t.Len > 1 && len(item.items) == 0 && item.close == "" {
			return leaf("[" + item.open + "] * " + strconv.Itoa(t.Len))
		}
		items := make([]node, t.Len)
		for i := range items {
			items[i] = item
		}
		return subscript("", items...)
	}
	n := node{open: "{", close: "}"}
	for i := range t.Record.Fields {
		f := &t.Record.Fields[i]
		v := m.nothing(f.Type, f.Optional)
		if f.Default != nil {
			var args []node
			if v, args = m.constant(*f.Default); len(args) > 0 {
				if v = args[0]; f.Default.Kind == schema.List {
					v = leaf("[]")
				} else {
					v.open = v.open[len("default="):]
				}
			}
		}
		v.open = text(f.Key) + ": " + v.open
		n.items = append(n.items, v)
	}
	return n
}
