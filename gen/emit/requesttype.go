package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// requestType declares what a caller of the model sends, and how it becomes a row.
func (f *file) requestType(s *unit.Struct) {
	q, missing := s.Request, notSent(s.Record)
	f.comment(q.Name + " is what a caller of the model sends: " + s.Name + " without " + strings.Join(missing, ", ") + ".")
	f.jen.Type().Id(q.Name).StructFunc(func(g *jen.Group) {
		for i, x := range q.Record.Fields {
			for _, line := range docLines(x.Doc) {
				g.Comment(line)
			}
			g.Id(x.Name).Add(goType(q.Fields[i].Type)).Op(tagLiteral(`json:"` + jsonTag(&x) + `"`))
		}
	})
	zero := " is zero."
	if len(missing) > 1 {
		zero = " are zero."
	}
	f.comment("Row returns the row that the request describes; its " + strings.Join(missing, ", ") + zero)
	f.jen.Func().Params(jen.Id("x").Op("*").Id(q.Name)).Id("Row").Params().Id(s.Name).BlockFunc(func(g *jen.Group) {
		g.Var().Id("row").Id(s.Name)
		n := 0
		for _, x := range s.Record.Fields {
			if x.Role.Sent() {
				g.Id("row").Op("." + x.Name).Op("=").Id("x").Dot(q.Record.Fields[n].Name)
				n++
			}
		}
		g.Return(jen.Id("row"))
	})
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

func (f *file) comment(text string) {
	for _, line := range docLines(text) {
		f.jen.Comment(line)
	}
}

// docLines writes a text as comment lines.
func docLines(text string) []string {
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight("// "+l, " ")
	}
	return lines
}
