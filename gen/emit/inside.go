package emit

import (
	"math"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/schema"
)

// intervals are the predicates of package is for a double between two limits, by whether the limits are inside.
var intervals = map[[2]bool]string{
	{false, false}: "InOpen", {false, true}: "InLeftOpen", {true, false}: "InRightOpen", {true, true}: "InClosed",
}

// inside emits, for KeepsRules, one comparison for the first rules of a double where they are the two limits of a range, and
// returns how many rules these are; 0 where there is no such range. The order of doubles that are not negative is
// that of their bits, which is what package is compares.
func inside(v value, cs []schema.Constraint) (step, int) {
	if v.typ.Kind != schema.Float64 {
		return step{}, 0
	}
	var limits [2]*demand
	for n, c := range cs {
		for _, d := range doubleDemands(c) {
			if limits[d.bound] != nil {
				return step{}, 0
			}
			limits[d.bound] = &d
		}
		switch low, high := limits[0], limits[1]; {
		case low == nil && high == nil || n > 1:
			return step{}, 0
		case low == nil || high == nil:
			continue
		case math.Signbit(low.limit.Float) || low.limit.Float >= high.limit.Float:
			return step{}, 0
		default:
			predicate := intervals[[2]bool{low.op == symbols[schema.Gte], high.op == symbols[schema.Lte]}]
			in := call(jen.Qual(pkgIs, predicate).Call(v.as("float64"), literal(low.limit), greatest(high.limit)))
			return unless(not(in), jen.Return(jen.False())), n + 1
		}
	}
	return step{}, 0
}

// doubleDemands is demandsOf, with finite as the upper limit that it is where there is a lower one.
func doubleDemands(c schema.Constraint) []demand {
	if c.Kind == schema.Finite && c.When == nil {
		return []demand{{1, symbols[schema.Lte], schema.Literal{Kind: schema.Float64, Float: math.MaxFloat64}}}
	}
	return demandsOf(c)
}

// greatest spells the greatest double by its name.
func greatest(l schema.Literal) *jen.Statement {
	if l.Float == math.MaxFloat64 {
		return jen.Qual("math", "MaxFloat64")
	}
	return literal(l)
}
