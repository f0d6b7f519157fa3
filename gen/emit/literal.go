package emit

import (
	"math"
	"strconv"
	"time"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// literal spells a constant of the schema as an untyped Go constant, a duration with its unit, a decimal or a date as what
// returns it.
func literal(l schema.Literal) *jen.Statement {
	switch k := l.Kind; {
	case k == schema.Bool:
		return jen.Lit(l.Int != 0)
	case k.Unsigned():
		return jen.Id(strconv.FormatUint(l.Uint, 10))
	case k.Float():
		return double(l.Float)
	case k == schema.String:
		return jen.Lit(l.Text)
	case k == schema.Decimal:
		return decimal(l.Text)
	case k == schema.Date:
		return jen.Qual(pkgValidate, "UnixDate").Call(jen.Lit(int(l.Int)))
	case k == schema.Duration:
		return duration(time.Duration(l.Int))
	}
	return jen.Id(strconv.FormatInt(l.Int, 10))
}

// double spells a float: as an untyped constant, but for the values that Go has no constant for.
func double(x float64) *jen.Statement {
	switch {
	case math.IsInf(x, 0):
		sign := 1
		if x < 0 {
			sign = -1
		}
		return jen.Qual("math", "Inf").Call(jen.Lit(sign))
	case x == 0 && math.Signbit(x):
		return jen.Qual("math", "Copysign").Call(jen.Lit(0), jen.Lit(-1))
	}
	return jen.Id(strconv.FormatFloat(x, 'g', -1, 64))
}

func duration(d time.Duration) *jen.Statement {
	for _, u := range []struct {
		unit time.Duration
		name string
	}{
		{time.Hour, "Hour"},
		{time.Minute, "Minute"},
		{time.Second, "Second"},
		{time.Millisecond, "Millisecond"},
		{time.Microsecond, "Microsecond"},
	} {
		if d != 0 && d%u.unit == 0 {
			return jen.Id(strconv.FormatInt(int64(d/u.unit), 10)).Op("*").Qual("time", u.name)
		}
	}
	return jen.Id(strconv.FormatInt(int64(d), 10))
}

// goType spells a Go type.
func goType(t unit.Type) *jen.Statement {
	switch t.Form {
	case unit.Pointer:
		return jen.Op("*").Add(goType(*t.Elem))
	case unit.Opt:
		return jen.Qual(pkgValidate, "Opt").Index(goType(*t.Elem))
	case unit.Slice:
		return jen.Index().Add(goType(*t.Elem))
	case unit.Array:
		return jen.Index(jen.Lit(t.Len)).Add(goType(*t.Elem))
	case unit.Map:
		return jen.Map(goType(*t.Key)).Add(goType(*t.Elem))
	}
	if t.Spelled != nil {
		return words(t.Spelled)
	}
	if t.Package != "" {
		return jen.Qual(t.Package, t.Name)
	}
	return jen.Id(t.Name)
}

// schemaMethod emits TypedMLSchema and the record's literal.
func (f *file) schemaMethod(s *unit.Struct) {
	variable := "schema" + s.Name
	if m := f.method(s, "TypedMLSchema", "returns the definition of "+s.Name+". It works on a nil receiver; do not change the result."); m != nil {
		m.Params().Op("*").Qual(pkgSchema, "Record").Block(jen.Return(jen.Op("&").Id(variable)))
	}
	f.jen.Var().Id(variable).Op("=").Add(recordLiteral(s))
}

// members is a composite literal in the making: members that are zero are left out, each on its line.
type members []jen.Code

func (m *members) add(name string, value jen.Code) { *m = append(*m, jen.Id(name).Op(":").Add(value)) }

func (m *members) text(name, value string) {
	if value != "" {
		m.add(name, jen.Lit(value))
	}
}

func (m *members) flag(name string, value bool) {
	if value {
		m.add(name, jen.True())
	}
}

func (m members) lines() *jen.Statement {
	return jen.Custom(jen.Options{Open: "{", Close: "}", Separator: ",", Multi: true}, m...)
}
func (m members) inline() *jen.Statement { return jen.Values(m...) }

// recordLiteral spells the record of a struct.
func recordLiteral(s *unit.Struct) *jen.Statement {
	r := s.Record
	var m members
	m.text("Name", r.Name)
	m.text("Type", r.Type)
	m.text("Version", r.Version)
	m.text("Doc", r.Doc)
	m.flag("IgnoreUnknown", r.IgnoreUnknown)
	var fields members
	for i := range r.Fields {
		fields = append(fields, fieldLiteral(&r.Fields[i], s.Fields[i].Type.Value()))
	}
	m.add("Fields", jen.Index().Qual(pkgSchema, "Field").Add(fields.lines()))
	if len(r.Checks) > 0 {
		var checks members
		for i := range r.Checks {
			checks = append(checks, checkLiteral(&r.Checks[i]))
		}
		m.add("Checks", jen.Index().Qual(pkgSchema, "Check").Add(checks.lines()))
	}
	return jen.Qual(pkgSchema, "Record").Add(m.lines())
}

func fieldLiteral(x *schema.Field, goes unit.Type) jen.Code {
	var m members
	m.text("Name", x.Name)
	m.text("Key", x.Key)
	m.text("Doc", x.Doc)
	m.add("Type", typeLiteral(x.Type, goes))
	m.flag("Optional", x.Optional)
	m.flag("MayBeAbsent", x.MayBeAbsent)
	m.flag("OmitEmpty", x.OmitEmpty)
	m.flag("OmitZero", x.OmitZero)
	if x.Default != nil {
		m.add("Default", jen.Op("&").Add(literalLiteral(*x.Default)))
	}
	constraintsLiteral(&m, x.Constraints)
	for _, e := range []struct{ name, value string }{{"Role", string(x.Role)}, {"Unit", x.Unit}, {"Was", x.Was}, {"MLflow", string(x.MLflow)}, {"Artifact", x.Artifact}} {
		m.text(e.name, e.value)
	}
	if x.Positive != nil {
		m.add("Positive", jen.Op("&").Add(literalLiteral(*x.Positive)))
	}
	m.flag("Categorical", x.Categorical)
	m.flag("Sensitive", x.Sensitive)
	return m.lines()
}

func typeLiteral(t schema.Type, goes unit.Type) *jen.Statement {
	var m members
	m.add("Kind", kindConst(t.Kind))
	if t.Base != "" {
		m.add("Base", kindConst(t.Base))
	}
	if len(t.Values) > 0 {
		m.add("Values", literalsLiteral(t.Values))
	}
	if t.Key != nil {
		m.add("Key", elementLiteral(t.Key, *goes.Key))
	}
	if t.Elem != nil {
		m.add("Elem", elementLiteral(t.Elem, *goes.Elem))
	}
	if t.Len > 0 {
		m.add("Len", jen.Lit(t.Len))
	}
	if t.Precision > 0 {
		m.add("Precision", jen.Lit(t.Precision))
	}
	if t.Scale > 0 {
		m.add("Scale", jen.Lit(t.Scale))
	}
	if t.Record != nil {
		m.add("Record", recordRef(goes))
	}
	return jen.Qual(pkgSchema, "Type").Add(m.inline())
}

// recordRef refers to the record of another definition.
func recordRef(goes unit.Type) *jen.Statement {
	if goes.StandIn != "" {
		return jen.Op("&").Id("schema" + goes.StandIn)
	}
	if goes.Package == "" {
		return jen.Op("&").Id("schema" + goes.Name)
	}
	return jen.Parens(jen.Op("*").Add(goType(goes))).Parens(jen.Nil()).Dot("TypedMLSchema").Call()
}

func elementLiteral(e *schema.Element, goes unit.Type) *jen.Statement {
	var m members
	m.add("Type", typeLiteral(e.Type, goes.Value()))
	m.flag("Optional", e.Optional)
	constraintsLiteral(&m, e.Constraints)
	return jen.Op("&").Qual(pkgSchema, "Element").Add(m.inline())
}

func constraintsLiteral(m *members, cs []schema.Constraint) {
	if len(cs) == 0 {
		return
	}
	var list members
	for _, c := range cs {
		list = append(list, constraintLiteral(c))
	}
	m.add("Constraints", jen.Index().Qual(pkgSchema, "Constraint").Add(list.lines()))
}

func constraintLiteral(c schema.Constraint) jen.Code {
	var m members
	m.add("Kind", jen.Qual(pkgSchema, exported(string(c.Kind))))
	m.text("Rule", c.Rule)
	m.text("Param", c.Param)
	m.text("Actual", c.Actual)
	if c.Op != "" {
		m.add("Op", jen.Qual(pkgSchema, exported(string(c.Op))))
	}
	if c.Limit != nil {
		m.add("Limit", jen.Op("&").Add(literalLiteral(*c.Limit)))
	}
	if len(c.Limits) > 0 {
		m.add("Limits", literalsLiteral(c.Limits))
	}
	if c.Count != 0 {
		m.add("Count", jen.Id(strconv.FormatInt(c.Count, 10)))
	}
	m.text("Text", c.Text)
	m.text("Argument", c.Argument)
	m.flag("Fold", c.Fold)
	m.text("Path", c.Path)
	if c.When != nil {
		m.add("When", jen.Op("&").Qual(pkgSchema, "Condition").Add(conditionMembers(c.When).inline()))
	}
	if len(c.Any) > 0 {
		var any members
		for _, all := range c.Any {
			var list members
			for _, one := range all {
				list = append(list, constraintLiteral(one))
			}
			any = append(any, list.inline())
		}
		m.add("Any", jen.Index().Index().Qual(pkgSchema, "Constraint").Add(any.lines()))
	}
	m.flag("Implicit", c.Implicit)
	m.text("Message", c.Message)
	return m.inline()
}

func conditionMembers(when *schema.Condition) members {
	var m members
	m.flag("Any", when.Any)
	var tests members
	for _, t := range when.Tests {
		var test members
		test.text("Path", t.Path)
		test.flag("Not", t.Not)
		test.add("Is", jen.Qual(pkgSchema, "Constraint").Add(constraintLiteral(t.Is)))
		tests = append(tests, test.inline())
	}
	if len(tests) == 0 {
		return m
	}
	m.add("Tests", jen.Index().Qual(pkgSchema, "Test").Add(tests.inline()))
	return m
}

func checkLiteral(c *schema.Check) jen.Code {
	var m members
	m.text("Name", c.Name)
	m.text("Message", c.Message)
	m.text("Source", c.Source)
	m.add("Expr", exprLiteral(c.Expr))
	return m.lines()
}

func exprLiteral(e *schema.Expr) *jen.Statement {
	return jen.Op("&").Qual(pkgSchema, "Expr").Add(exprMembers(e).inline())
}

func exprMembers(e *schema.Expr) members {
	var m members
	m.add("Op", jen.Lit(string(e.Op)))
	m.add("Type", kindConst(e.Type))
	m.text("Path", e.Path)
	if e.Value != nil {
		m.add("Value", jen.Op("&").Add(literalLiteral(*e.Value)))
	}
	if len(e.Args) > 0 {
		var args members
		for _, a := range e.Args {
			args = append(args, exprMembers(a).inline())
		}
		m.add("Args", jen.Index().Op("*").Qual(pkgSchema, "Expr").Add(args.lines()))
	}
	return m
}

func literalLiteral(l schema.Literal) *jen.Statement {
	return jen.Qual(pkgSchema, "Literal").Add(literalMembers(l).inline())
}

func literalsLiteral(ls []schema.Literal) *jen.Statement {
	var list members
	for _, l := range ls {
		list = append(list, literalMembers(l).inline())
	}
	return jen.Index().Qual(pkgSchema, "Literal").Add(list.inline())
}

func literalMembers(l schema.Literal) members {
	var m members
	m.add("Kind", kindConst(l.Kind))
	if l.Int != 0 {
		m.add("Int", jen.Id(strconv.FormatInt(l.Int, 10)))
	}
	if l.Uint != 0 {
		m.add("Uint", jen.Id(strconv.FormatUint(l.Uint, 10)))
	}
	if l.Float != 0 || math.Signbit(l.Float) {
		m.add("Float", double(l.Float))
	}
	m.text("Text", l.Text)
	return m
}

// kindConst names the constant of a kind, "float64" to schema.Float64.
func kindConst(k schema.Kind) *jen.Statement {
	if k == schema.Struct {
		return jen.Qual(pkgSchema, "Struct")
	}
	return jen.Qual(pkgSchema, exported(string(k)))
}

// exported turns the text of a constant of package schema into its name: "not_zero" to "NotZero".
func exported(text string) string { return identifier(text) }
