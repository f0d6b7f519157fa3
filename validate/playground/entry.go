package playground

import (
	"reflect"
	"slices"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// entry is an entry of a map: upstream reports its key and its value in one place, each with its own type.
type entry struct {
	of  reflect.Type // of the map
	typ schema.Type
	key string
}

// keyRule is a rule at a place.
type keyRule struct{ place, rule, param string }

// onKey reports whether the key of the entry at p broke the rule. A violation does not tell the key from the value, the
// rules that each of them has mostly do; else its text does. When key and value have one rule and one text, both have
// broken it, the key first: keys holds what was taken for a key's.
func (p *place) onKey(w *validate.Violation, keys map[keyRule]bool) bool {
	e := p.entry
	if e.of == nil || e.typ.Key == nil || w.Static().Path != "" || !has(e.typ.Key.Constraints, w) {
		return false
	}
	if !has(e.typ.Elem.Constraints, w) {
		return true
	}
	text, _ := w.Value().Any().(string)
	if w.Value().Kind() != validate.KindString || text != e.key {
		return false
	}
	rule := keyRule{p.structPrefix + p.structField, w.Rule(), w.Limit()}
	if same := p.at.IsValid() && p.at.Kind() == reflect.String && p.at.String() == text; same && keys[rule] {
		return false
	}
	keys[rule] = true
	return true
}

// has reports whether the violation's rule is one of those.
func has(constraints []schema.Constraint, w *validate.Violation) bool {
	return slices.ContainsFunc(constraints, func(c schema.Constraint) bool { return c.Rule == w.Rule() && c.Param == w.Limit() })
}

// value is the key that broke a rule, the zero key when it is sensitive.
func (e entry) value(w *validate.Violation) any {
	text, _ := w.Value().Any().(string)
	return reflect.ValueOf(text).Convert(e.of.Key()).Interface()
}

// hiddenEntry goes into a map of which the violation hides the key: it is sensitive.
func (p *place) hiddenEntry(w *validate.Violation) {
	if w.Static().Sensitive && w.Static().Path == "" && p.typ.Kind == schema.Map {
		p.into(func(reflect.Value) reflect.Value { return reflect.Value{} })
	}
}
