package playground

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// item is one field error in the making: upstream's namespaces, cut before the field.
type item struct {
	prefix, structPrefix string
	field, structField   string
	tag, param           string
	// actual is what the tag stands for where it is an alias; nameless says that ActualTag is "".
	actual   string
	nameless bool
	value    any
	// key says that the key of a map's entry failed: its value may fail, too.
	key bool
}

func (it item) namespace() string {
	if it.key {
		return it.structPrefix + it.structField + " (key)"
	}
	return it.structPrefix + it.structField
}

// below reports whether the item's field, or one that holds it, is among the failed.
func (it item) below(failed map[string]bool) bool {
	ns := it.namespace()
	if failed[ns] {
		return true
	}
	for i, c := range ns {
		if (c == '.' || c == '[') && failed[ns[:i]] {
			return true
		}
	}
	return false
}

// item finds the violation's place in the struct, whose own is the namespace at. It adds to keys what it takes for a violation of a map's key.
func (v *Validator) item(x reflect.Value, at string, record *schema.Record, w *validate.Violation, keys map[keyRule]bool) item {
	p := place{naming: v.naming(), at: x, goes: x.Type(), typ: schema.Type{Kind: schema.Struct, Record: record}}
	p.prefix, p.structPrefix = at, at
	for _, s := range w.Steps() {
		p.step(s)
	}
	if w.Static().Path == "" && w.Static().Field == "" && !w.Static().Decoding() { // a check of a record
		p.name(w.Rule(), w.Rule())
		p.leave()
	}
	p.hiddenEntry(w)
	it := item{
		prefix: p.prefix, structPrefix: p.structPrefix, field: p.field, structField: p.structField,
		tag: w.Rule(), param: w.Limit(), actual: w.Static().Actual, key: p.onKey(w, keys),
	}
	if it.key {
		it.value = p.entry.value(w)
	} else {
		it.value = p.value(w)
	}
	if structural[cmp.Or(it.actual, it.tag)] && w.Value().Kind() == validate.KindNull {
		it.actual, it.nameless = "", true
	}
	return it
}

// structural are the words that do not validate: upstream has no ActualTag for the first of them that a nil pointer meets.
var structural = map[string]bool{"structonly": true, "nostructlevel": true}

// place walks the struct along the steps of a violation, whose names are keys, and spells the Go names as upstream does.
type place struct {
	naming               func(reflect.StructField) string
	prefix, structPrefix string
	field, structField   string
	// at is the value; it is invalid where the struct holds none: what a decoder refused is not in it. goes is its type,
	// nil where the input alone knows the place.
	at   reflect.Value
	goes reflect.Type
	typ  schema.Type
	// entry is what the last step went into.
	entry entry
}

func (p *place) step(s validate.Step) {
	p.entry = entry{}
	if s.Name != "" {
		p.key(s)
	}
	switch s.Kind {
	case validate.StepIndex:
		p.suffix(fmt.Sprintf("[%d]", s.Index))
		p.into(func(list reflect.Value) reflect.Value {
			if s.Index >= list.Len() {
				return reflect.Value{}
			}
			return list.Index(s.Index)
		})
	case validate.StepKey:
		p.suffix("[" + s.Key + "]")
		p.into(func(m reflect.Value) reflect.Value {
			return m.MapIndex(reflect.ValueOf(s.Key).Convert(m.Type().Key()))
		})
		p.entry.key = s.Key
	}
}

// key goes to the field with the step's key. A key that the record does not have names itself.
func (p *place) key(s validate.Step) {
	var f *schema.Field
	if p.typ.Record != nil && s.Kind != validate.StepInput {
		f = p.typ.Record.Field(s.Name)
	}
	if f == nil {
		p.name(s.Name, s.Name)
		p.leave()
		return
	}
	for part := range strings.SplitSeq(f.Name, ".") {
		p.selectField(part)
	}
	p.typ = f.Type
}

// selectField goes to the Go field of the name.
func (p *place) selectField(name string) {
	p.present()
	var f reflect.StructField
	ok := false
	if p.goes != nil && p.goes.Kind() == reflect.Struct {
		f, ok = p.goes.FieldByName(name)
	}
	if !ok {
		p.name(name, name)
		p.leave()
		return
	}
	alias := name
	if p.naming != nil {
		if n := p.naming(f); n != "" {
			alias = n
		}
	}
	p.name(alias, name)
	p.goes = f.Type
	if p.at.IsValid() {
		p.at = p.at.FieldByIndex(f.Index)
	}
}

// leave steps out of the struct.
func (p *place) leave() { p.at, p.goes, p.typ = reflect.Value{}, nil, schema.Type{} }

// name makes what was the field part of the prefix, and sets the field.
func (p *place) name(field, structField string) {
	if p.structField != "" {
		p.prefix += p.field + "."
		p.structPrefix += p.structField + "."
	}
	p.field, p.structField = field, structField
}

func (p *place) suffix(s string) {
	p.field += s
	p.structField += s
}

// into goes into a list or map.
func (p *place) into(element func(reflect.Value) reflect.Value) {
	p.present()
	if p.goes == nil || p.typ.Elem == nil {
		p.leave()
		return
	}
	if p.goes.Kind() == reflect.Map {
		p.entry = entry{of: p.goes, typ: p.typ}
	}
	p.goes, p.typ = p.goes.Elem(), p.typ.Elem.Type
	if p.at.IsValid() {
		p.at = element(p.at)
	}
}

// present goes through pointers and validate.Opt to what they hold.
func (p *place) present() {
	for p.goes != nil {
		switch {
		case p.goes.Kind() == reflect.Pointer:
			p.goes = p.goes.Elem()
			if p.at.IsValid() {
				p.at = p.at.Elem() // invalid when it is nil
			}
		case isOpt(p.goes):
			if p.at.IsValid() && !p.at.FieldByName("Valid").Bool() {
				p.at = reflect.Value{}
			}
			if p.at.IsValid() {
				p.at = p.at.FieldByName("Value")
			}
			f, _ := p.goes.FieldByName("Value")
			p.goes = f.Type
		default:
			return
		}
	}
}

func isOpt(t reflect.Type) bool {
	return t.PkgPath() == reflect.TypeFor[validate.Report]().PkgPath() && strings.HasPrefix(t.Name(), "Opt[")
}

// value is what upstream's FieldError holds: the field's value without its pointer, a nil pointer as it is. Of a scalar
// it is the violation's, as a decoder may have refused what the struct does not hold.
func (p *place) value(w *validate.Violation) any {
	v := w.Value()
	if w.Static().Decoding() {
		return v.Any()
	}
	if p.at.IsValid() && p.at.Kind() == reflect.Pointer && p.at.IsNil() {
		return p.at.Interface()
	}
	p.present()
	switch {
	case p.goes == nil:
		return v.Any()
	case w.Static().Sensitive:
		return reflect.Zero(p.goes).Interface()
	case v.Kind() == validate.KindTime && p.at.IsValid():
		return p.at.Interface()
	}
	if scalar := reflect.ValueOf(v.Any()); scalar.IsValid() && kindred(scalar.Type(), p.goes) {
		return scalar.Convert(p.goes).Interface()
	}
	if !p.at.IsValid() {
		return v.Any()
	}
	return p.at.Interface()
}

// kindred reports whether a violation's value is a spelling of a Go type: an int64 of an int8, but not the norm of a
// list.
func kindred(from, to reflect.Type) bool {
	switch to.Kind() {
	case reflect.Bool, reflect.String:
		return from.Kind() == to.Kind()
	case reflect.Slice, reflect.Map, reflect.Array, reflect.Struct:
		return false
	}
	return from.ConvertibleTo(to) && from.Kind() != reflect.String
}
