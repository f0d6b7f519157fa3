package emit

import (
	"math"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/schema"
)

// shortest is how long an array has to be for package vec: fewer elements are compared sooner than it is called.
const shortest = 16

// scan puts the loop over a list of floats behind one pass of package vec, which says whether any element breaks a limit: most
// lists have none that does. Where the pass cannot say so, the loop stands alone.
func (f *file) scan(v value, cs []schema.Constraint, loop *jen.Statement) *jen.Statement {
	cond := f.kept(v, cs)
	if cond == nil {
		return loop
	}
	if f.deciding {
		loop = jen.Return(jen.False())
	}
	return cond.Block(loop)
}

// kept begins an if: some element of the list v breaks one of cs. It is nil where package vec does not know.
func (f *file) kept(v value, cs []schema.Constraint) *jen.Statement {
	suffix := ""
	switch v.typ.Elem.Type.Kind {
	case schema.Float32:
		suffix = "32"
	case schema.Float64:
	default:
		return nil
	}
	if len(cs) == 0 || v.typ.Len > 0 && v.typ.Len < shortest {
		return nil
	}
	if len(cs) == 1 && cs[0].Kind == schema.Finite && cs[0].When == nil {
		return jen.If(jen.Op("!").Qual(pkgVec, "Finite"+suffix).Call(v.slice()))
	}
	var within logic
	names := [2]string{"_", "_"}
	for _, c := range cs {
		demands := demandsOf(c)
		if demands == nil {
			return nil
		}
		for _, d := range demands {
			names[d.bound] = bounds[d.bound]
			within = and(within, atom(jen.Id(bounds[d.bound]).Op(d.op).Add(literal(d.limit)), precCompare))
		}
	}
	scan := jen.List(jen.Id(names[0]), jen.Id(names[1])).Op(":=").Qual(pkgVec, "Bounds"+suffix).Call(v.slice())
	return jen.If(scan, not(within).source(precOr))
}

// bounds are the variables of the two.
var bounds = [2]string{"least", "greatest"}

// demand is a comparison of the least or the greatest element, which all others keep where it does.
type demand struct {
	bound int
	op    string
	limit schema.Literal
}

// demandsOf are what a rule demands of the bounds; nil where it demands something else, too.
func demandsOf(c schema.Constraint) []demand {
	if c.When != nil {
		return nil
	}
	switch {
	case c.Kind == schema.Interval:
		return []demand{{0, ">=", c.Limits[0]}, {1, "<=", c.Limits[1]}}
	case c.Kind != schema.Range || c.Limit == nil || math.IsInf(c.Limit.Float, 0): // an empty list has infinite bounds
		return nil
	case c.Op == schema.Gt || c.Op == schema.Gte:
		return []demand{{0, symbols[c.Op], *c.Limit}}
	case c.Op == schema.Lt || c.Op == schema.Lte:
		return []demand{{1, symbols[c.Op], *c.Limit}}
	}
	return nil
}
