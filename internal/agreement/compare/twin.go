package compare

import (
	"reflect"
	"slices"
	"strings"

	"github.com/go-playground/validator/v10"
)

// twinned are the deviations whose verdicts are upstream's on a twin of the value.
var twinned = []string{Kinds, Nil}

// hasTwin reports whether one of them may show on a type.
func hasTwin(t reflect.Type) bool {
	for i := range t.NumField() {
		if slices.ContainsFunc(twinned, func(name string) bool { return strings.HasPrefix(t.Field(i).Name, name) }) {
			return true
		}
	}
	return false
}

// twin returns a struct with the fields, tags and values of x, single ones and pointers to such: int is int64 and uint is uint64
// there, a defined type is what it is defined from, and what a pointer holds is neither false nor the text nil.
func twin(x reflect.Value) reflect.Value {
	fields := make([]reflect.StructField, x.NumField())
	for i := range fields {
		f := x.Type().Field(i)
		fields[i] = reflect.StructField{Name: f.Name, Type: plain(f.Type), Tag: f.Tag}
	}
	out := reflect.New(reflect.StructOf(fields)).Elem()
	for i := range fields {
		v, to := x.Field(i), out.Field(i)
		switch {
		case v.Kind() != reflect.Pointer:
			to.Set(v.Convert(to.Type()))
		case !v.IsNil():
			to.Set(reflect.New(to.Type().Elem()))
			to.Elem().Set(v.Elem().Convert(to.Type().Elem()))
			switch {
			case v.Elem().Kind() == reflect.Bool:
				to.Elem().SetBool(true)
			case v.Elem().Kind() == reflect.String && v.Elem().String() == "nil":
				to.Elem().SetString("a")
			}
		}
	}
	return out
}

// plain is the type that a twin has for another.
func plain(t reflect.Type) reflect.Type {
	switch t.Kind() {
	case reflect.Pointer:
		return reflect.PointerTo(plain(t.Elem()))
	case reflect.Int, reflect.Int64:
		return reflect.TypeFor[int64]()
	case reflect.Uint, reflect.Uint64:
		return reflect.TypeFor[uint64]()
	case reflect.Bool:
		return reflect.TypeFor[bool]()
	case reflect.String:
		return reflect.TypeFor[string]()
	}
	return t
}

// asTwin puts theirs in the place of mine at the fields of the twinned deviations, where mine are what upstream says of the
// twin, and counts them.
func (r *Result) asTwin(upstream *validator.Validate, x reflect.Value, theirs, mine []string) []string {
	if !hasTwin(x.Type()) {
		return mine
	}
	ofTwin, _ := guarded(func() error { return upstream.Struct(twin(x).Interface()) })
	for i, s := range ofTwin { // its type has no name
		ofTwin[i] = x.Type().Name() + "." + s
	}
	for _, name := range twinned {
		upstreams, own := at(theirs, name), at(mine, name)
		if slices.Equal(upstreams, own) || !slices.Equal(typeless(at(ofTwin, name)), typeless(own)) {
			continue
		}
		r.Deviations[name]++
		mine = slices.DeleteFunc(mine, func(s string) bool { return slices.Contains(own, s) })
		mine = append(mine, upstreams...)
		slices.Sort(mine)
	}
	return mine
}

// at are the findings at fields whose names begin with a prefix.
func at(findings []string, prefix string) (out []string) {
	for _, s := range findings {
		if place, _, _ := strings.Cut(s, " "); strings.Contains(place, "."+prefix) {
			out = append(out, s)
		}
	}
	return out
}

// typeless are findings without the types of the values.
func typeless(findings []string) (out []string) {
	for _, s := range findings {
		out = append(out, s[:strings.LastIndexByte(s, ' ')])
	}
	return out
}
