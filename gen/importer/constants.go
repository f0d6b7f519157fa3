package importer

import (
	"slices"

	"github.com/typedml/typedml/schema/jsonschema"
)

// enumerated is a schema with an enum in the place of alternatives that are one constant each, with or without names.
func enumerated(o jsonschema.Object) jsonschema.Object {
	for _, key := range []string{"oneOf", "anyOf"} {
		list, _ := o.Get(key).([]any)
		var values []any
		for _, item := range list {
			s, _ := item.(jsonschema.Object)
			named := slices.DeleteFunc(slices.Clone(s), func(m jsonschema.Member) bool {
				return m.Key == "title" || m.Key == "description" || m.Key == "type" && m.Value != "null"
			})
			switch {
			case len(named) == 1 && named[0].Key == "const":
				values = append(values, named[0].Value)
			case len(named) == 1 && named[0].Key == "type":
				values = append(values, nil)
			default:
				return o
			}
		}
		if len(values) > 0 && !o.Has("enum") && !o.Has("const") {
			return renamed(o, key, "enum", values)
		}
	}
	return o
}

// renamed is a schema with another keyword in the place of one.
func renamed(o jsonschema.Object, key, with string, value any) jsonschema.Object {
	o = slices.Clone(o)
	for i := range o {
		if o[i].Key == key {
			o[i] = jsonschema.Member{Key: with, Value: value}
		}
	}
	return o
}
