package tag

import (
	"cmp"

	"github.com/typedml/typedml/schema"
)

// method lowers validateFn: the value's own method decides, Validate where none is named.
func method(env Env, _ Target, w Word) ([]schema.Constraint, error) {
	name := cmp.Or(w.Param, "Validate")
	if env.Method == nil {
		return nil, MethodError("write the method", "the type has no method %s", name)
	}
	rule, err := env.Method(name)
	return one(schema.Constraint{Kind: schema.User, Text: rule}, err)
}

// MethodError says why a method is no rule, and what to do.
func MethodError(remedy, format string, args ...any) error { return bad(remedy, format, args...) }

// structOnly lowers structonly: nothing of the struct runs. Upstream runs what is registered for the struct as a whole, which here
// are its checks.
func structOnly(_ Env, t Target, _ Word) ([]schema.Constraint, error) {
	if len(t.Type.Record.Checks) > 0 {
		return nil, bad("write nostructlevel, which runs none of its rules, or remove it", "%s has checks, which upstream runs without the rules of the fields", t.Type.Record.Type)
	}
	return one(schema.Constraint{Kind: schema.Omit, Text: "always"}, nil)
}
