package importer

import (
	"reflect"
	"slices"
	"strings"

	"github.com/typedml/typedml/schema/jsonschema"
)

// Keys whose values are schemas: one, each of a list, and each of an object.
var (
	holdsSchema  = []string{"items", "additionalProperties", "contains", "propertyNames", "not", "if", "then", "else"}
	holdsList    = []string{"anyOf", "oneOf", "allOf", "prefixItems"}
	holdsSchemas = []string{"properties", "$defs", "definitions", "schemas", "patternProperties", "dependentSchemas"}
)

// composed writes objects that are made of others, as OpenAPI's inheritance is, with the properties of all: allOf of objects, or of
// references to them. What has been followed on the way is not followed again.
func (r *reader) composed(o jsonschema.Object, followed []string) jsonschema.Object {
	if whole, more, ok := r.composition(o, followed); ok && r.compositions < mostCompositions {
		r.compositions++
		return r.composed(whole, more)
	}
	out := make(jsonschema.Object, len(o))
	for i, m := range o {
		out[i] = m
		object, isObject := m.Value.(jsonschema.Object)
		list, isList := m.Value.([]any)
		switch {
		case isObject && slices.Contains(holdsSchemas, m.Key):
			each := make(jsonschema.Object, len(object))
			for j, held := range object {
				each[j] = held
				if s, ok := held.Value.(jsonschema.Object); ok {
					each[j].Value = r.composed(s, followed)
				}
			}
			out[i].Value = each
		case isObject && (slices.Contains(holdsSchema, m.Key) || m.Key == "components"):
			out[i].Value = r.composed(object, followed)
		case isList && slices.Contains(holdsList, m.Key):
			each := slices.Clone(list)
			for j, held := range each {
				if s, ok := held.(jsonschema.Object); ok {
					each[j] = r.composed(s, followed)
				}
			}
			out[i].Value = each
		}
	}
	return out
}

// mostCompositions bounds what a document that is made of itself again and again can make of the reader.
const mostCompositions = 4096

// composition joins an object with those of its allOf, whose references it follows; ok is false where one of them is no object with
// properties, or they do not go together.
func (r *reader) composition(o jsonschema.Object, followed []string) (whole jsonschema.Object, more []string, ok bool) {
	list, _ := o.Get("allOf").([]any)
	if len(list) == 0 || len(list) == 1 && !isRecord(o) {
		return nil, nil, false
	}
	more = slices.Clone(followed)
	for _, item := range list {
		part, isObject := item.(jsonschema.Object)
		if !isObject {
			return nil, nil, false
		}
		if ref, refers := part.Get("$ref").(string); refers {
			target, pointer, why := r.resolve(ref)
			if why != "" || slices.Contains(more, pointer) {
				return nil, nil, false
			}
			part, more = target, append(more, pointer)
		}
		if joined, further, is := r.composition(part, more); is {
			part, more = joined, further
		}
		if !isRecord(part) || part.Get("additionalProperties") == false {
			return nil, nil, false
		}
		if whole, ok = joinObjects(whole, part, false); !ok {
			return nil, nil, false
		}
	}
	own := slices.DeleteFunc(slices.Clone(o), func(m jsonschema.Member) bool { return m.Key == "allOf" })
	whole, ok = joinObjects(whole, own, true)
	return whole, more, ok
}

// joinObjects adds the keywords of a schema to those of another; of what describes it and names it, where it is the last one, in
// their place.
func joinObjects(whole, part jsonschema.Object, last bool) (out jsonschema.Object, ok bool) {
	out = slices.Clone(whole)
	for _, m := range part {
		before := out.Get(m.Key)
		switch describes := m.Key == "title" || m.Key == "description" || m.Key == "$id" || strings.HasPrefix(m.Key, "x-") || strings.HasPrefix(m.Key, "example"); {
		case describes && !last:
		case !out.Has(m.Key) || describes:
			out = slices.DeleteFunc(out, func(o jsonschema.Member) bool { return o.Key == m.Key })
			out = append(out, m)
		case m.Key == "properties":
			a, isObject := before.(jsonschema.Object)
			b, too := m.Value.(jsonschema.Object)
			if !isObject || !too {
				return nil, false
			}
			a = slices.Clone(a)
			for _, property := range b {
				if a.Has(property.Key) && !reflect.DeepEqual(a.Get(property.Key), property.Value) {
					return nil, false
				}
				if !a.Has(property.Key) {
					a = append(a, property)
				}
			}
			out = replaced(out, m.Key, a)
		case m.Key == "required":
			a, isList := before.([]any)
			b, too := m.Value.([]any)
			if !isList || !too {
				return nil, false
			}
			out = replaced(out, m.Key, append(slices.Clone(a), b...))
		case !reflect.DeepEqual(before, m.Value):
			return nil, false
		}
	}
	return out, true
}

// replaced is an object with another value of a key.
func replaced(o jsonschema.Object, key string, value any) jsonschema.Object {
	for i := range o {
		if o[i].Key == key {
			o[i].Value = value
		}
	}
	return o
}
