package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
)

// calledInside are the methods that records call of those that they hold: a type that stands in for an instance has no others.
var calledInside = []string{
	"TypedMLSchema", "ValidateInto", "KeepsRules", "SetDefaults", "DecodeFrom", "AppendJSON", "MLflowParams", "MLflowMetrics",
	"AppendFeatures", "AppendFeatures64", "AppendColumns", "ReadColumns",
}

// standIn emits the type that stands in for an instance of a generic struct, with its methods. It has the same fields, so that a
// pointer to the instance is converted for a call.
func (f *file) standIn(s *unit.Struct) {
	f.jen.Comment("// " + s.Name + " stands in for " + s.Record.Type + ": Go has no methods for one instance of a generic struct.")
	f.jen.Type().Id(s.Name).Add(words(s.Of))
	f.structure(s)
}

// callable is a record as one whose generated methods are called. pointer says that the expression is one.
func callable(record jen.Code, goes unit.Type, pointer bool) *jen.Statement {
	if goes.StandIn == "" {
		return jen.Add(record)
	}
	if !pointer {
		record = jen.Op("&").Add(record)
	}
	return jen.Parens(jen.Op("*").Id(goes.StandIn)).Parens(record)
}
