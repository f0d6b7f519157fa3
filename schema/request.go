package schema

import "slices"

// RequestView returns the record of what a caller of the model sends: without label, lookup and derived fields, and
// without the checks that read one of them. Its name and type end in ".request" and "Request".
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
	view.Checks = nil
	for _, c := range r.Checks {
		if !slices.ContainsFunc(c.Expr.Paths(), func(path string) bool { return !view.has(path) }) {
			view.Checks = append(view.Checks, c)
		}
	}
	return &view
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
