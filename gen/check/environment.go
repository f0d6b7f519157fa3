package check

import (
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/ext"
)

// Types that CEL lacks: their values are compared, and nothing else.
var (
	decimalType = cel.OpaqueType("typedml.Decimal")
	dateType    = cel.OpaqueType("typedml.Date")
)

// environment is CEL without macros, with math, decimals and dates, and the function that stands for has(path). Checks extend it.
var environment = sync.OnceValues(func() (*cel.Env, error) {
	options := []cel.EnvOption{
		ext.Math(),
		cel.ClearMacros(),
		cel.EnableIdentifierEscapeSyntax(),
		cel.Function(hasFunction, cel.Overload("has_path", []*cel.Type{cel.DynType}, cel.BoolType)),
	}
	for name, t := range map[string]*cel.Type{"decimal": decimalType, "date": dateType} {
		options = append(options, cel.Function(name, cel.Overload(name+"_string", []*cel.Type{cel.StringType}, t)))
		for _, op := range []string{operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals} {
			options = append(options, cel.Function(op, cel.Overload(op+name, []*cel.Type{t, t}, cel.BoolType)))
		}
	}
	return cel.NewEnv(options...)
})
