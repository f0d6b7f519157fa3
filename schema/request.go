package schema

import "slices"

// RequestView returns the record of what a caller of the model sends: without label, lookup and derived fields, and
// without the checks and rules that read one of them. Its name and type end in ".request" and "Request".
func (r *Record) RequestView() *Record {
	view := *r
	view.Name += ".request"
	view.Type += "Request"
	view.Fields = nil
	for _, f := range r.Fields {
		if f.Role.Sent() {
			view.Fields = append(view.Fields, f)
		}
	}
	for i := range view.Fields {
		f := &view.Fields[i]
		f.Constraints = view.own(f.Constraints)
		f.Type = view.ownType(f.Type)
	}
	view.Checks = nil
	for _, c := range r.Checks {
		if !slices.ContainsFunc(c.Expr.Paths(), func(path string) bool { return !view.has(path) }) {
			view.Checks = append(view.Checks, c)
		}
	}
	return &view
}

// own leaves out the constraints that read a field which the record lacks.
func (r *Record) own(cs []Constraint) []Constraint {
	lacks := func(c Constraint) bool {
		return slices.ContainsFunc(c.Operands(), func(path string) bool { return !r.has(path) })
	}
	if !slices.ContainsFunc(cs, lacks) {
		return cs
	}
	return slices.DeleteFunc(slices.Clone(cs), lacks)
}

// ownType is own for what a value holds.
func (r *Record) ownType(t Type) Type {
	for _, e := range []**Element{&t.Elem, &t.Key} {
		if *e != nil {
			held := **e
			held.Constraints, held.Type = r.own(held.Constraints), r.ownType(held.Type)
			*e = &held
		}
	}
	return t
}

// Sent reports whether a caller of the model sends a field of the role.
func (r Role) Sent() bool { return r != RoleLabel && r != RoleLookup && r != RoleDerived }

// has reports whether the first element of a dotted path is a key of the record.
func (r *Record) has(path string) bool {
	for i := range r.Fields {
		key := r.Fields[i].Key
		if path == key || len(path) > len(key) && path[:len(key)] == key && path[len(key)] == '.' {
			return true
		}
	}
	return false
}
