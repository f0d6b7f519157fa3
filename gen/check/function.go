package check

import (
	"cel.dev/cel-go/common/operators"

	"github.com/typedml/typedml/schema"
)

// hasFunction stands for has(path) in the tree: CEL's own has is a macro that takes only selections.
const hasFunction = "@has"

// supported are the functions that every target renders, by CEL's internal names.
var supported = map[string]schema.ExprOp{
	operators.LogicalNot:    schema.OpNot,
	operators.LogicalAnd:    schema.OpAnd,
	operators.LogicalOr:     schema.OpOr,
	operators.Conditional:   schema.OpCond,
	operators.Equals:        schema.OpEq,
	operators.NotEquals:     schema.OpNe,
	operators.Less:          schema.OpLt,
	operators.LessEquals:    schema.OpLte,
	operators.Greater:       schema.OpGt,
	operators.GreaterEquals: schema.OpGte,
	operators.Add:           schema.OpAdd,
	operators.Subtract:      schema.OpSub,
	operators.Multiply:      schema.OpMul,
	operators.Divide:        schema.OpDiv,
	operators.Modulo:        schema.OpMod,
	operators.Negate:        schema.OpNeg,
	operators.In:            schema.OpIn,
	hasFunction:             schema.OpHas,
	"size":                  schema.OpSize,
	"math.abs":              schema.OpAbs,
	"double":                schema.OpDouble,
	"int":                   schema.OpInt,
	"startsWith":            schema.OpStartsWith,
	"endsWith":              schema.OpEndsWith,
	"contains":              schema.OpContains,
	"matches":               schema.OpMatches,
	"duration":              schema.OpLiteral,
	"timestamp":             schema.OpLiteral,
	"decimal":               schema.OpLiteral, // this and date are typedml's own
	"date":                  schema.OpLiteral,
}

// Remedies for groups of refused functions.
const (
	inGo       = "write it in a Check method in Go"
	noElements = "checks do not look into lists and maps: put a rule on the elements, or write a Check method in Go"
	noParts    = "compare the whole timestamp, or write a Check method in Go"
	noRounding = "compare with both limits, or write a Check method in Go"
	noCounting = "compare it with fields and literals of its type, by ==, !=, <, <=, >, >= and in, or write a Check method in Go"
)

// refused are the other functions and macros of CEL and its math extension, with what to do instead.
var refused = map[string]string{
	operators.Index: noElements,
	"all":           noElements, "exists": noElements, "exists_one": noElements, "existsOne": noElements,
	"map": noElements, "filter": noElements,
	"bool": inGo, "bytes": inGo, "string": inGo,
	"dyn": "remove dyn(): every field has a type", "type": "the types are known: remove the test",
	"uint":              "write int literals: beside an unsigned field they are unsigned; or convert the other side with int()",
	"getDate":           noParts,
	"getDayOfMonth":     noParts,
	"getDayOfWeek":      noParts,
	"getDayOfYear":      noParts,
	"getFullYear":       noParts,
	"getHours":          noParts,
	"getMilliseconds":   noParts,
	"getMinutes":        noParts,
	"getMonth":          noParts,
	"getSeconds":        noParts,
	"math.greatest":     "compare with each, joined by &&",
	"math.least":        "compare with each, joined by &&",
	"math.@max":         "compare with each, joined by &&",
	"math.@min":         "compare with each, joined by &&",
	"math.ceil":         noRounding,
	"math.floor":        noRounding,
	"math.round":        noRounding,
	"math.trunc":        "use int(): it truncates toward zero",
	"math.isFinite":     `use the rule check:"finite" on the field`,
	"math.isInf":        `use the rule check:"finite" on the field`,
	"math.isNaN":        `use the rule check:"finite" on the field: every comparison with NaN is false`,
	"math.sign":         "compare with 0",
	"math.sqrt":         "compare the square: a * a",
	"math.bitAnd":       inGo,
	"math.bitNot":       inGo,
	"math.bitOr":        inGo,
	"math.bitXor":       inGo,
	"math.bitShiftLeft": inGo, "math.bitShiftRight": inGo,
	// Names that CEL uses inside; a source reaches them only by spelling them out.
	"in": "write x in [a, b]", "_in_": "write x in [a, b]",
	operators.NotStrictlyFalse: inGo, "__not_strictly_false__": inGo,
}

// symbols spells the operators as in the source.
var symbols = map[string]string{
	operators.LogicalNot: "!", operators.LogicalAnd: "&&", operators.LogicalOr: "||", operators.Conditional: "?:",
	operators.Equals: "==", operators.NotEquals: "!=", operators.Less: "<", operators.LessEquals: "<=",
	operators.Greater: ">", operators.GreaterEquals: ">=", operators.Add: "+", operators.Subtract: "-",
	operators.Multiply: "*", operators.Divide: "/", operators.Modulo: "%", operators.Negate: "-",
	operators.In: "in", operators.Index: "[]", hasFunction: "has",
}

// spelled is the function as the user wrote it.
func spelled(function string) string {
	if s, ok := symbols[function]; ok {
		return s
	}
	return function + "()"
}
