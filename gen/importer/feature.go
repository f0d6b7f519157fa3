package importer

import (
	"fmt"

	"github.com/typedml/typedml/schema"
)

// bounded takes fields out of the features of a record, and of those that it holds, that would be more than a definition may have.
func (in *reading) bounded(rec *schema.Record, path string) {
	left := schema.MaxFeatures
	for i := range rec.Fields {
		f := &rec.Fields[i]
		at := joined(path, f.Key)
		for t := &f.Type; t != nil; {
			if t.Record != nil {
				in.bounded(t.Record, at)
			}
			if t.Elem == nil {
				break
			}
			t = &t.Elem.Type
		}
		n := f.FixedLen()
		if n <= left {
			n = len((&schema.Record{Fields: rec.Fields[i : i+1]}).Features())
		} else if elem := f.Type.Elem.Type.Kind; !elem.Number() && elem != schema.Bool && elem != schema.Decimal {
			continue
		}
		if n <= left {
			left -= n
			continue
		}
		if f.Role == schema.RoleFeature {
			f.Role = schema.RoleNone
			in.notes = append(in.notes, Note{Path: at, What: fmt.Sprintf("it is no feature: a struct has up to %d", schema.MaxFeatures)})
		}
	}
}
