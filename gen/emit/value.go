package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// value is a Go expression that rules are emitted for.
type value struct {
	owner *unit.Struct
	// expr is the expression's source: "x.Amount", "*x.Rounds", "e". It is an identifier, a selector, an index or a
	// dereference, and safe in every operand position.
	expr string
	typ  schema.Type
	goes unit.Type
	// present says that the value is below a pointer or Opt, and there: omit rules have no effect on it.
	present bool
	// pointer says that the value is a record and expr a pointer to it.
	pointer bool
	// path, field, unit and sensitive go into the rules.
	path, field, unit string
	sensitive         bool
	// index is the variable with the element's index, "" for a field; depth counts the lists around the value.
	index string
	depth int
}

func (v value) code() *jen.Statement { return jen.Id(v.expr) }

// slice is a list as a slice, whether it is one or an array.
func (v value) slice() *jen.Statement {
	if v.typ.Len > 0 {
		return v.code().Index(jen.Op(":"))
	}
	return v.code()
}

// receiver is the value as one that a method is called of: a dereference is Go's own there.
func (v value) receiver() *jen.Statement { return jen.Id(strings.TrimPrefix(v.expr, "*")) }

// callable is a record as one whose generated methods are called.
func (v value) callable() *jen.Statement { return callable(jen.Id(v.expr), v.goes, v.pointer) }

// place is the value itself, where expr is the pointer to a record.
func (v value) place() *jen.Statement {
	if v.pointer {
		return jen.Op("*").Id(v.expr)
	}
	return v.code()
}

// as returns the expression converted to a predeclared type, when it is of another.
func (v value) as(basic string) *jen.Statement {
	if v.goes.Package == "" && v.goes.Name == basic {
		return v.code()
	}
	return jen.Id(basic).Call(v.code())
}

// number is a number as a float of Go, such as "float32"; of a decimal, the nearest.
func (v value) number(float string) *jen.Statement {
	if v.typ.Kind != schema.Decimal {
		return v.as(float)
	}
	x := v.receiver().Dot("Float64").Call()
	if float == "float64" {
		return x
	}
	return jen.Id(float).Call(x)
}

// shown returns the expression of the validate.Value that broke a rule.
func (v value) shown() *jen.Statement {
	switch k := v.typ.Scalar(); {
	case k == schema.Bool:
		return jen.Qual(pkgValidate, "Bool").Call(v.as("bool"))
	case k.Signed():
		return jen.Qual(pkgValidate, "Int").Call(v.code())
	case k.Unsigned():
		return jen.Qual(pkgValidate, "Uint").Call(v.code())
	case k == schema.Float32:
		return jen.Qual(pkgValidate, "Float32").Call(v.as("float32"))
	case k == schema.Float64:
		return jen.Qual(pkgValidate, "Float").Call(v.as("float64"))
	case k == schema.String:
		return jen.Qual(pkgValidate, "String").Call(v.code())
	case k == schema.Duration:
		return jen.Qual(pkgValidate, "Duration").Call(v.code())
	case k == schema.Time:
		return jen.Qual(pkgValidate, "Time").Call(v.code())
	case k == schema.Decimal:
		return jen.Qual(pkgValidate, "DecimalValue").Call(v.code())
	case k == schema.Date:
		return jen.Qual(pkgValidate, "DateValue").Call(v.code())
	case k == schema.List || k == schema.Map || k == schema.Bytes:
		return jen.Qual(pkgValidate, "Items").Call(jen.Len(v.code()))
	}
	return jen.Qual(pkgValidate, "None").Call()
}

// add emits the statement that records the violation of c. A value that is sensitive is the report's to drop: messages
// are worded by its kind.
func (f *file) add(v value, c schema.Constraint, shown jen.Code) jen.Code {
	if f.deciding {
		return jen.Return(jen.False())
	}
	ref := f.rules.ref(v.owner, rule{
		path: v.path, field: v.field, word: c.Rule, actual: c.Actual, param: c.Param, message: c.Message, unit: v.unit, sensitive: v.sensitive,
	})
	if v.index != "" {
		return jen.Id("r").Dot("AddAt").Call(ref, jen.Id(v.index), shown)
	}
	return jen.Id("r").Dot("Add").Call(ref, shown)
}
