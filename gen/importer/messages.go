package importer

import (
	"errors"

	"github.com/typedml/typedml/gen/gosource"
	"github.com/typedml/typedml/schema"
)

// sayMessages takes the messages out of a field's rules where no tag says them, and says why.
func sayMessages(f *schema.Field, path string) (why string) {
	_, err := gosource.Messages(path, f)
	var cannot *gosource.Unsayable
	if !errors.As(err, &cannot) {
		return ""
	}
	e := withoutMessages(schema.Element{Type: f.Type, Constraints: f.Constraints})
	f.Type, f.Constraints = e.Type, e.Constraints
	return "no tag says " + cannot.What
}

// withoutMessages returns a copy of a value whose rules have none.
func withoutMessages(e schema.Element) schema.Element {
	e.Constraints = append([]schema.Constraint(nil), e.Constraints...)
	for i := range e.Constraints {
		e.Constraints[i].Message = ""
	}
	for _, inner := range []**schema.Element{&e.Type.Key, &e.Type.Elem} {
		if *inner != nil {
			below := withoutMessages(**inner)
			*inner = &below
		}
	}
	return e
}
