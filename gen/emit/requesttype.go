package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// requestType declares what a caller of the model sends, and how it becomes a row.
func (f *file) requestType(s *unit.Struct) {
	q := s.Request
	f.jen.Comment("// " + q.Name + " is what a caller of the model sends: " + s.Name + " without " + strings.Join(notSent(s.Record), ", ") + ".")
	f.jen.Type().Id(q.Name).StructFunc(func(g *jen.Group) {
		for i, x := range q.Record.Fields {
			if x.Doc != "" {
				g.Comment(x.Doc)
			}
			g.Id(identifier(x.Name)).Add(goType(q.Fields[i].Type)).Op(tagLiteral(`json:"` + jsonTag(&x) + `"`))
		}
	})
	f.jen.Comment("// Row returns the row that the request describes; " + strings.Join(notSent(s.Record), ", ") + " are zero.")
	f.jen.Func().Params(jen.Id("x").Op("*").Id(q.Name)).Id("Row").Params().Id(s.Name).BlockFunc(func(g *jen.Group) {
		g.Var().Id("row").Id(s.Name)
		for _, x := range q.Record.Fields {
			g.Id("row").Op("." + x.Name).Op("=").Id("x").Dot(identifier(x.Name))
		}
		g.Return(jen.Id("row"))
	})
	for i := range q.Record.Fields {
		q.Record.Fields[i].Name = identifier(q.Record.Fields[i].Name)
		q.Fields[i].Selector = q.Record.Fields[i].Name
	}
}

// notSent names the fields that a request lacks.
func notSent(r *schema.Record) []string {
	var out []string
	for _, f := range r.Fields {
		if !f.Role.Sent() {
			out = append(out, f.Name)
		}
	}
	return out
}

func jsonTag(f *schema.Field) string {
	tag := f.Key
	if f.OmitEmpty {
		tag += ",omitempty"
	}
	if f.OmitZero {
		tag += ",omitzero"
	}
	return tag
}
