package config

import (
	"github.com/typedml/typedml/internal/nearest"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// suggest returns the key of the record that the unknown key at the end of the path is most likely a misspelling of, ""
// when there is none.
func suggest(path []validate.Step, record *schema.Record) string {
	last := len(path) - 1
	if record = recordAt(path[:last], record); record == nil {
		return ""
	}
	var keys []string
	for _, f := range record.Fields {
		keys = append(keys, f.Key)
	}
	return nearest.Of(path[last].Name, keys)
}

// recordAt follows the path through the definition.
func recordAt(path []validate.Step, record *schema.Record) *schema.Record {
	t := schema.Type{Kind: schema.Struct, Record: record}
	for _, s := range path {
		if s.Name != "" && t.Record != nil {
			f := t.Record.Field(s.Name)
			if f == nil {
				return nil
			}
			t = f.Type
		}
		if s.Kind == validate.StepIndex || s.Kind == validate.StepKey {
			if t.Elem == nil {
				return nil
			}
			t = t.Elem.Type
		}
	}
	return t.Record
}
