package emit

import (
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
)

// guard assigns the struct to its type as it was read: when a field or tag changes, the stale output stops compiling. So it
// does when another package's record changes, a method Check is added, or a constant that a tag names has another text.
func (f *file) guard(s *unit.Struct) {
	if s.Guard != nil {
		f.jen.Comment("// A field or tag of " + s.Record.Type + " that changes stops this from compiling: run go generate.")
		f.jen.Var().Id("_").Struct(guardFields(s.Guard)...).Op("=").Id(s.Name).Values()
		f.guardAliases(s.Guard)
	}
	for _, r := range s.Foreign {
		f.guardForeign(s, r)
	}
	f.guardDefined(s)
	f.guardConstants(s)
	if s.Unchecked && !s.Own["ValidateInto"] {
		f.jen.Comment("// A method Check that " + s.Record.Type + " gets stops this from compiling: run go generate, so that Validate calls it.")
		if s.Of != nil {
			f.unchecked(words(s.Of))
			return
		}
		f.unchecked(jen.Id(s.Name))
	}
	if s.Seal != 0 {
		name := unit.Seal(s.Name)
		f.jen.Comment("// " + name + " changes with the fields and tags of " + s.Name + ": packages that hold one compare it, because they cannot\n" +
			"// spell all of its fields.")
		f.jen.Const().Id(name).Op("=").Lit(int(s.Seal))
	}
}

func (f *file) guardForeign(s *unit.Struct, r unit.Foreign) {
	name, typ := r.Name, jen.Qual(r.Package, r.Name)
	if r.Of != nil {
		name, typ = spelled(r.Of), words(r.Of)
	}
	f.jen.Comment("// Nor may " + name + " change, which " + s.Record.Type + " holds.")
	if r.Seal != 0 {
		f.jen.Var().Id("_").Index(jen.Qual(r.Package, unit.Seal(r.Name))).Struct().Op("=").Index(jen.Lit(int(r.Seal))).Struct().Values()
	} else {
		f.jen.Var().Id("_").Struct(guardFields(r.Guard)...).Op("=").Add(typ).Values()
		f.guardAliases(r.Guard)
	}
	if r.Unchecked {
		f.jen.Comment("// Nor may it get a method Check without go generate.")
		f.unchecked(typ)
	}
}

// guardAliases stops compiling when an embedded alias stands for another type.
func (f *file) guardAliases(fields []unit.GuardField) {
	for _, g := range fields {
		if g.Alias != nil {
			f.jen.Var().Id("_").Op("*").Add(words(g.Alias)).Op("=").Parens(jen.Op("*").Add(words(g.Type))).Call(jen.Nil())
		}
	}
}

// unchecked embeds the record beside a type that has a method Check, and asks for that: as soon as the record has one of its
// own, the selector is ambiguous, and that does not compile.
func (f *file) unchecked(record jen.Code) {
	both := jen.Op("*").Struct(record, jen.Qual(pkgValidate, "Checker"))
	f.jen.Var().Id("_").Qual(pkgValidate, "Checker").Op("=").Parens(both).Call(jen.Nil())
}

// guardConstants makes two keys of a map equal, which does not compile, when a constant is not the text that it was.
func (f *file) guardConstants(s *unit.Struct) {
	if len(s.Constants) == 0 {
		return
	}
	f.jen.Comment("// Nor may the constants change that tags of " + s.Record.Type + " name.")
	for _, c := range s.Constants {
		constant := jen.Id(c.Name)
		if c.Package != "" {
			constant = jen.Qual(c.Package, c.Name)
		}
		f.jen.Var().Id("_").Op("=").Map(jen.Bool()).Struct().Values(
			jen.False().Op(":").Values(), constant.Op("==").Op(tagLiteral(c.Text)).Op(":").Values(),
		)
	}
}

// guardDefined converts pointers to the defined types of scalars to pointers to what they are defined from: that stops
// compiling when one is defined from another.
func (f *file) guardDefined(s *unit.Struct) {
	var defs []jen.Code
	for _, x := range s.Fields {
		f.defined(x.Type, func(t unit.Type) {
			is := jen.Parens(jen.Op("*").Add(goType(t))).Call(jen.Nil())
			defs = append(defs, jen.Id("_").Op("=").Parens(jen.Op("*").Id(t.Basic)).Call(is))
		})
	}
	switch len(defs) {
	case 0:
		return
	case 1:
		f.jen.Comment("// Nor may the type change that this one is defined from.")
		f.jen.Var().Add(defs...)
	default:
		f.jen.Comment("// Nor may the types change that these are defined from.")
		f.jen.Var().Defs(defs...)
	}
}

// defined calls add with the defined scalar types in a type that the file does not guard yet.
func (f *file) defined(t unit.Type, add func(unit.Type)) {
	for _, below := range []*unit.Type{t.Key, t.Elem} {
		if below != nil {
			f.defined(*below, add)
		}
	}
	name := t.Package + "." + t.Name + spelled(t.Spelled)
	if t.Form != unit.Named || t.Basic == "" || t.Basic == t.Name && t.Package == "" || t.Package == "time" || f.guarded[name] {
		return
	}
	f.guarded[name] = true
	add(t)
}

func guardFields(fields []unit.GuardField) []jen.Code {
	out := make([]jen.Code, len(fields))
	for i, g := range fields {
		field := jen.Null()
		if g.Name != "" {
			field = jen.Id(g.Name)
		}
		field.Add(words(g.Type))
		if g.Tag != "" {
			field.Op(tagLiteral(g.Tag))
		}
		out[i] = field
	}
	return out
}

// spelled is a type as a comment has it, without packages.
func spelled(words []unit.Word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.Text)
	}
	return b.String()
}

// words writes a spelled type.
func words(spelled []unit.Word) *jen.Statement {
	out := jen.Null()
	for _, w := range spelled {
		if w.Package != "" {
			out.Qual(w.Package, w.Text)
		} else {
			out.Op(w.Text)
		}
	}
	return out
}

func tagLiteral(tag string) string {
	if !strconv.CanBackquote(tag) {
		return strconv.Quote(tag)
	}
	return "`" + tag + "`"
}
