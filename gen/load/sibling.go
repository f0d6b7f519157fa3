package load

import (
	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/internal/nearest"
	"github.com/typedml/typedml/schema"
)

// fieldNamed returns the field that a rule names as Go does, dotted into nested structs, and the path of keys that leads to it.
func (d *definition) fieldNamed(name string) (path string, f *schema.Field) {
	return fieldNamed(d.record, name)
}

// nearField returns the name in Go of the field that a name which is none was most likely meant to be: one with that key, or
// with nearly that name.
func (d *definition) nearField(name string) string {
	var names []string
	for _, f := range d.record.Fields {
		if f.Key == name {
			return f.Name
		}
		names = append(names, f.Name)
	}
	return nearest.Of(name, names)
}

func fieldNamed(r *schema.Record, name string) (path string, f *schema.Field) {
	if f := tag.Promoted(r, name); f != nil {
		return f.Key, f
	}
	for i := range name {
		if name[i] != '.' {
			continue
		}
		holder := tag.Promoted(r, name[:i])
		if holder == nil || holder.Type.Record == nil {
			continue
		}
		if path, f := fieldNamed(holder.Type.Record, name[i+1:]); f != nil {
			return holder.Key + "." + path, f
		}
	}
	return "", nil
}
