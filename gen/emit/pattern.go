package emit

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// patternTable collects the regular expressions that the emitted code matches; equal ones of a struct share a variable.
type patternTable struct {
	names   []string
	sources []string
}

// pattern returns the variable of the compiled expression of c.
func (f *file) pattern(v value, c schema.Constraint) *jen.Statement {
	return jen.Id(f.patterns.ref(v.owner, v.field, c.Text))
}

func (t *patternTable) ref(s *unit.Struct, field, source string) string {
	base := "pattern" + s.Name + "_" + identifier(field)
	name := base
	for n := 2; ; n++ {
		i := t.find(name)
		if i < 0 {
			t.names, t.sources = append(t.names, name), append(t.sources, source)
			return name
		}
		if t.sources[i] == source {
			return name
		}
		name = base + strconv.Itoa(n)
	}
}

func (t *patternTable) find(name string) int {
	for i, have := range t.names {
		if have == name {
			return i
		}
	}
	return -1
}

// declare writes the var block.
func (t *patternTable) declare(f *file) {
	if len(t.names) == 0 {
		return
	}
	f.jen.Var().DefsFunc(func(g *jen.Group) {
		for i, name := range t.names {
			g.Id(name).Op("=").Qual("regexp", "MustCompile").Call(jen.Op(quoteRaw(t.sources[i])))
		}
	})
}

// quoteRaw prefers a raw string: an expression reads best as it is.
func quoteRaw(s string) string {
	if strconv.CanBackquote(s) {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
}
