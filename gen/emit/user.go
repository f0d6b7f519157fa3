package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/schema"
)

// user is the condition that a function of the user's, or a method of the value, takes a value, which is converted where it is of a type that is defined
// from the function's.
func user(v value, c schema.Constraint) logic {
	r := v.owner.Rules[c.Text]
	if r.Method {
		decided := v.receiver().Dot(r.Func).Call()
		if r.Error {
			return comparison(decided, "==", "!=", jen.Nil())
		}
		return call(decided)
	}
	arg := v.place()
	if !v.goes.Equal(r.Takes) {
		arg = goType(r.Takes).Call(arg)
	}
	args := []jen.Code{arg}
	if r.Argument {
		args = append(args, jen.Lit(c.Argument))
	}
	fn := jen.Id(r.Func)
	if r.Package != "" {
		fn = jen.Qual(r.Package, r.Func)
	}
	return call(fn.Call(args...))
}
