package emit

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
)

// rule is one static validate.Rule of the output, to be declared at the end of the file.
type rule struct {
	name                                            string // of the Go variable
	path, field, word, actual, param, message, unit string
	sensitive                                       bool
}

// ruleTable collects the rules that the emitted code points to. Equal rules of one struct share a variable.
type ruleTable struct {
	rules []rule
	taken map[string]bool
}

// ref returns the expression &ruleT_FieldWord and sees to its declaration. The underscore keeps Order.ItemPrice and
// OrderItem.Price apart, which may stand in two files.
func (t *ruleTable) ref(s *unit.Struct, r rule) jen.Code {
	base := "rule" + s.Name + "_" + identifier(r.field) + identifier(r.word)
	r.name = base
	for n := 2; t.taken[r.name]; n++ {
		if i := t.find(r); i >= 0 {
			return jen.Op("&").Id(t.rules[i].name)
		}
		r.name = base + strconv.Itoa(n)
	}
	if t.taken == nil {
		t.taken = map[string]bool{}
	}
	t.taken[r.name] = true
	t.rules = append(t.rules, r)
	return jen.Op("&").Id(r.name)
}

func (t *ruleTable) find(r rule) int {
	for i, have := range t.rules {
		if have == r {
			return i
		}
	}
	return -1
}

// declare writes the var block.
func (t *ruleTable) declare(f *file) {
	if len(t.rules) == 0 {
		return
	}
	f.jen.Comment("// The rules, as violations name them.")
	f.jen.Var().DefsFunc(func(g *jen.Group) {
		for _, r := range t.rules {
			g.Id(r.name).Op("=").Qual(pkgValidate, "Rule").ValuesFunc(r.values)
		}
	})
}

// values writes the members that are set, in the order of the struct.
func (r rule) values(g *jen.Group) {
	for _, m := range []struct{ name, text string }{
		{"Path", r.path},
		{"Field", r.field},
		{"Name", r.word},
		{"Actual", r.actual},
		{"Param", r.param},
		{"Message", r.message},
		{"Unit", r.unit},
	} {
		if m.text != "" {
			g.Id(m.name).Op(":").Lit(m.text)
		}
	}
	if r.sensitive {
		g.Id("Sensitive").Op(":").True()
	}
}

// identifier turns a selector or a rule's word into a part of a Go name: "Base.ID" to "BaseID", "check_error" to
// "CheckError".
func identifier(s string) string {
	var b strings.Builder
	up := true
	for _, c := range s {
		switch {
		case !unicode.IsLetter(c) && !unicode.IsDigit(c):
			up = true
		case up:
			b.WriteRune(unicode.ToUpper(c))
			up = false
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}
