package load

import (
	"slices"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/schema"
)

// related refuses comparisons with other fields that no two values meet: with the field itself, gtfield=A of A, and of two fields
// with each other, gtfield=B of A beside gtfield=A of B.
func (l *loader) related(s *source, f *schema.Field) {
	for _, c := range f.Constraints {
		on := s.def.record.Field(c.Path)
		if c.Kind != schema.Against || c.When != nil || on == nil {
			continue
		}
		if on == f {
			if c.Op == schema.Lt || c.Op == schema.Gt || c.Op == schema.Ne && !f.Type.Kind.Float() { // NaN is not equal to itself
				l.ruleErrorf(s, ruleText(c), diag.EmptyRange, "name another field", "no value of field %s can be %s, which compares it with itself", s.v.Name(), ruleText(c))
				return
			}
			continue
		}
		if back := returned(on, f.Key); declaredBefore(s.def.record, on, f) && len(back) > 0 && demanded(f) && demanded(on) {
			both := schema.Element{Type: f.Type, Constraints: append(back, c)}
			if core := new(schema.Evaluator).Contradiction(&both); len(core) > 1 && core[len(core)-1].Path == c.Path {
				words := make([]string, len(core))
				for i, one := range core {
					words[i] = ruleText(one)
				}
				l.ruleErrorf(s, ruleText(c), diag.EmptyRange, "change one of the rules", "no values of the fields %s and %s can be %s",
					on.Name, s.v.Name(), joined(words))
				return
			}
		}
	}
}

// returned are the comparisons of a field with the one of that key as that one would have them.
func returned(f *schema.Field, key string) []schema.Constraint {
	var out []schema.Constraint
	for _, c := range f.Constraints {
		if c.Kind == schema.Against && c.When == nil && c.Path == key {
			c.Path = f.Key
			if op, ordered := turned[c.Op]; ordered {
				c.Op = op
			}
			out = append(out, c)
		}
	}
	return out
}

// turned are the operators of a comparison from its other side.
var turned = map[schema.Op]schema.Op{schema.Lt: schema.Gt, schema.Lte: schema.Gte, schema.Gt: schema.Lt, schema.Gte: schema.Lte}

func declaredBefore(r *schema.Record, f, than *schema.Field) bool {
	for i := range r.Fields {
		if &r.Fields[i] == f || &r.Fields[i] == than {
			return &r.Fields[i] == f
		}
	}
	return false
}

// demanded reports whether the rules of a field run whatever it holds.
func demanded(f *schema.Field) bool {
	return !slices.ContainsFunc(f.Constraints, func(c schema.Constraint) bool { return c.Kind == schema.Omit || c.Kind == schema.Zero })
}
