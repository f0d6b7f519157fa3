package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// defaults emits New and SetDefaults.
func (f *file) defaults(s *unit.Struct) {
	if !s.Own["New"+s.Name] && s.Of == nil {
		f.jen.Comment("// New" + s.Name + " returns the zero " + s.Name + " with its defaults set.")
		f.jen.Func().Id("New"+s.Name).Params().Id(s.Name).Block(
			jen.Var().Id("x").Id(s.Name),
			jen.Id("x").Dot("SetDefaults").Call(),
			jen.Return(jen.Id("x")),
		)
	}
	if m := f.method(s, "SetDefaults", "sets every field that has a default, whatever it held, and touches no other."); m != nil {
		m.Params().BlockFunc(func(g *jen.Group) {
			for i := range s.Record.Fields {
				f.setDefault(g, &s.Record.Fields[i], s.Fields[i])
			}
		})
	}
}

func (f *file) setDefault(g *jen.Group, x *schema.Field, b unit.Field) {
	target := jen.Id("x").Op("." + b.Selector)
	switch {
	case x.Default == nil:
		if !x.Optional {
			setBelow(g, target, x.Type, b.Type, 0)
		}
	case x.Default.Kind == schema.List:
		g.Add(target).Op("=").Add(goType(b.Type)).Values()
	case b.Type.Form == unit.Pointer:
		g.Add(target).Op("=").New(typed(*b.Type.Elem, *x.Default))
	case b.Type.Form == unit.Opt:
		g.Add(target).Op("=").Qual(pkgValidate, "Some").Call(typed(*b.Type.Elem, *x.Default))
	default:
		g.Add(target).Op("=").Add(literal(*x.Default))
	}
}

// setBelow sets the defaults of the records that a value holds by value.
func setBelow(g *jen.Group, target *jen.Statement, t schema.Type, goes unit.Type, depth int) {
	switch {
	case t.Kind == schema.Struct:
		g.Add(callable(target, goes, false)).Dot("SetDefaults").Call()
	case t.Kind == schema.List && t.Len > 0 && ofRecords(t):
		i := index(depth)
		g.For(jen.Id(i).Op(":=").Range().Add(target)).BlockFunc(func(g *jen.Group) {
			setBelow(g, target.Clone().Index(jen.Id(i)), t.Elem.Type, *goes.Elem, depth+1)
		})
	}
}

// ofRecords reports whether arrays hold records in the end.
func ofRecords(t schema.Type) bool {
	for t.Kind == schema.List && t.Len > 0 {
		t = t.Elem.Type
	}
	return t.Kind == schema.Struct
}

// typed spells a constant with its type, for places that do not imply one.
func typed(t unit.Type, l schema.Literal) *jen.Statement {
	if method(l.Kind) {
		return literal(l) // it has its type
	}
	switch t.Name {
	case "int", "bool", "string":
		if t.Package == "" {
			return literal(l)
		}
	}
	return goType(t).Call(literal(l))
}
