package tag

import (
	"strings"

	"github.com/typedml/typedml/schema"
)

// Promoted returns the field of that selector, or the one of that name which embedding promotes: the least deep one. It is nil
// when there is none.
func Promoted(r *schema.Record, name string) *schema.Field {
	var found *schema.Field
	for i := range r.Fields {
		f := &r.Fields[i]
		if f.Name == name {
			return f
		}
		if strings.HasSuffix(f.Name, "."+name) && (found == nil || strings.Count(f.Name, ".") < strings.Count(found.Name, ".")) {
			found = f
		}
	}
	return found
}
