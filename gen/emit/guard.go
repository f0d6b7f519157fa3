package emit

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
)

// guard assigns the struct to its type as it was read: when a field or tag changes, the stale output stops compiling.
func (f *file) guard(s *unit.Struct) {
	if s.Guard == nil {
		return
	}
	f.jen.Comment("// A field or tag of " + s.Name + " that changes stops this from compiling: run go generate.")
	f.jen.Var().Id("_").Struct(guardFields(s.Guard)...).Op("=").Id(s.Name).Values()
	for _, r := range s.Foreign {
		f.jen.Comment("// Nor may " + r.Name + " change, which " + s.Name + " holds.")
		f.jen.Var().Id("_").Struct(guardFields(r.Guard)...).Op("=").Qual(r.Package, r.Name).Values()
	}
}

func guardFields(fields []unit.GuardField) []jen.Code {
	out := make([]jen.Code, len(fields))
	for i, g := range fields {
		field := jen.Null()
		if g.Name != "" {
			field = jen.Id(g.Name)
		}
		for _, w := range g.Type {
			if w.Package != "" {
				field.Qual(w.Package, w.Text)
			} else {
				field.Op(w.Text)
			}
		}
		if g.Tag != "" {
			field.Op(tagLiteral(g.Tag))
		}
		out[i] = field
	}
	return out
}

func tagLiteral(tag string) string {
	if !strconv.CanBackquote(tag) {
		return strconv.Quote(tag)
	}
	return "`" + tag + "`"
}
