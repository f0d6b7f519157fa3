package importer

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
)

// list reads a list, or an array.
func (r *reader) list(s *view, at place) (t schema.Type, ok bool) {
	items, tuple := tupled(s)
	inner := at.below("prefixItems", "0")
	if !tuple {
		items, ok = s.get("items").(jsonschema.Object)
		inner = at.below("items")
	}
	switch {
	case tuple || ok:
	case s.Has("prefixItems"):
		r.note(at.pointer, "a list whose items are not all of one schema: it is left out")
		return t, false
	default:
		r.note(at.pointer, "a list whose items have no type: it is left out")
		return t, false
	}
	el, ok := r.held(items, at, inner, "items")
	if !ok {
		return t, false
	}
	t = schema.Type{Kind: schema.List, Elem: el}
	if n, isCount := s.Get("minItems").(json.Number); isCount && (tuple || s.Get("x-typedml-type") == "array") && n == s.Get("maxItems") {
		if x, isInt := integer(n, 0); isInt && x.IsInt64() && x.Sign() > 0 && x.Int64() <= largest/size(el.Type) {
			s.take("minItems", "maxItems")
			t.Len = int(x.Int64())
		}
	}
	return t, true
}

// unnamed is a schema without the words that say what a value is called.
func unnamed(schema any) any {
	o, ok := schema.(jsonschema.Object)
	if !ok {
		return schema
	}
	return slices.DeleteFunc(slices.Clone(o), func(m jsonschema.Member) bool { return m.Key == "title" || m.Key == "description" })
}

// tupled returns the one schema of the items of a tuple, which has as many as it lists.
func tupled(s *view) (items jsonschema.Object, is bool) {
	list, _ := s.Get("prefixItems").([]any)
	count := json.Number(strconv.Itoa(len(list)))
	if len(list) == 0 || s.Get("minItems") != count || s.Get("maxItems") != count {
		return nil, false
	}
	for _, item := range list {
		if !reflect.DeepEqual(unnamed(item), unnamed(list[0])) {
			return nil, false
		}
	}
	if items, is = list[0].(jsonschema.Object); is {
		s.take("prefixItems", "items")
	}
	return items, is
}

// held reads what a list or map holds, which has no room for null; the schema of it is at inner.
func (r *reader) held(o jsonschema.Object, at, inner place, what string) (el *schema.Element, ok bool) {
	el, _, ok = r.nested(o, inner.at(at.path+"[]"))
	if ok && el.Optional {
		r.note(at.pointer, "null among its %s is not taken", what)
		el.Optional, el.Constraints = false, slices.DeleteFunc(el.Constraints, func(c schema.Constraint) bool { return c.Kind == schema.Omit })
	}
	return el, ok
}

func (r *reader) nested(o jsonschema.Object, at place) (el *schema.Element, null, ok bool) {
	r.reading = append(r.reading, at.pointer)
	defer func() { r.reading = r.reading[:len(r.reading)-1] }()
	return r.element(o, at)
}

// object reads a record in place, or a map.
func (r *reader) object(s *view, at place) (t schema.Type, ok bool) {
	if isRecord(s.Object) {
		for _, m := range s.Object { // it reads them, and tells what it does not
			s.take(m.Key)
		}
		rec := r.record(s.Object, at, lastKeyOf(at.path))
		return schema.Type{Kind: schema.Struct, Record: rec}, true
	}
	values, isObject := s.get("additionalProperties").(jsonschema.Object)
	if !isObject {
		r.note(at.pointer, "an object with any keys: it is left out")
		return t, false
	}
	el, ok := r.held(values, at, at.below("additionalProperties"), "values")
	if !ok {
		return t, false
	}
	key := &schema.Element{Type: schema.Type{Kind: schema.String}}
	if names, has := s.get("propertyNames").(jsonschema.Object); has {
		if !names.Has("type") {
			names = append(jsonschema.Object{{Key: "type", Value: "string"}}, names...)
		}
		if read, _, ok := r.nested(names, at.below("propertyNames").at(at.path+"[key]")); ok && read.Type.Scalar() == schema.String {
			key = read
		} else {
			r.note(at.pointer, "the rules of its keys are not imported")
		}
	}
	return schema.Type{Kind: schema.Map, Key: key, Elem: el}, true
}

// lastKeyOf is the last name of a path, for what has no name of its own.
func lastKeyOf(path string) string {
	return path[strings.LastIndexByte(path, '.')+1:]
}
