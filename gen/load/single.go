package load

import (
	"go/types"

	"github.com/typedml/typedml/gen/diag"
)

// singles are the structs of other packages that are single values here.
var singles = map[string][]string{"time": {"Time"}, pathValidate: {"Decimal", "Date"}}

// singleBehind returns the struct that is a single value here and that a type is defined from, nil for any other type.
func singleBehind(n *types.Named) *types.Named {
	st, ok := n.Underlying().(*types.Struct)
	if !ok || st.NumFields() == 0 || st.Field(0).Pkg() == nil {
		return nil
	}
	in := st.Field(0).Pkg()
	for _, name := range singles[in.Path()] {
		if single, ok := in.Scope().Lookup(name).(*types.TypeName); ok && single != n.Obj() && types.Identical(single.Type().Underlying(), st) {
			return single.Type().(*types.Named)
		}
	}
	return nil
}

// valuer refuses a type with upstream's method ValidatorValue: upstream validates its result in the value's place.
func valuer(d *definition, n *types.Named) error {
	f := methodOf(n, "ValidatorValue")
	if f == nil || f.Signature().Params().Len() != 0 || f.Signature().Results().Len() != 1 {
		return nil
	}
	if result, ok := f.Signature().Results().At(0).Type().Underlying().(*types.Interface); !ok || !result.Empty() {
		return nil
	}
	return refuse(diag.UnsupportedType, "remove the method, and hold what it returns in the field, or validate.Opt of it",
		"type %s has the method ValidatorValue, whose result upstream validates in its place", typeName(d, n))
}
