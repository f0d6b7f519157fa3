package emit

import (
	"go/types"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

const pkgChecked = pkgValidate + "/checked"

// recordChecks appends the record's checks to the body of ValidateInto(r *validate.Report), receiver x.
func (f *file) recordChecks(g *jen.Group, s *unit.Struct) {
	for _, c := range s.Record.Checks {
		f.recordCheck(g, s, c)
	}
}

// recordCheck writes one check. A check with a field that is nil does not apply; one that cannot be evaluated is a
// violation of check_error. The simple case, which is the common one, is a single if.
func (f *file) recordCheck(g *jen.Group, s *unit.Struct, c schema.Check) {
	l := &lowering{file: f, unit: s, expr: c.Expr, seen: map[string]term{}, names: f.takenNames()}
	result := l.lower(c.Expr)
	broken := f.reportRule(s, rule{word: c.Name, message: c.Message})
	failed := func() jen.Code {
		return f.reportRule(s, rule{word: "check_error", param: c.Name})
	}
	applies := l.applies()
	switch {
	case result.ok.op == always && len(l.before) == 0:
		g.If(and(applies, not(result.truth)).source(precOr)).Block(broken)
	case applies.op != always:
		g.If(applies.source(precOr)).BlockFunc(func(g *jen.Group) { l.write(g, result, broken, failed) })
	case len(l.before) > 1:
		g.BlockFunc(func(g *jen.Group) { l.write(g, result, broken, failed) })
	default:
		l.write(g, result, broken, failed)
	}
}

// takenNames are the names that the code of a check uses, and that its variables must not hide: the predeclared ones, the
// receiver, the report and the packages.
func (f *file) takenNames() map[string]bool {
	taken := map[string]bool{"x": true, "r": true}
	for _, names := range [][]string{types.Universe.Names(), f.imports} {
		for _, name := range names {
			taken[name] = true
		}
	}
	return taken
}

func (f *file) reportRule(s *unit.Struct, r rule) jen.Code {
	if f.deciding {
		return jen.Return(jen.False())
	}
	return jen.Id("r").Dot("Add").Call(f.rules.ref(s, r), jen.Qual(pkgValidate, "None").Call())
}

// write writes the statements before the decision, and the decision. A single statement becomes the if's own.
func (l *lowering) write(g *jen.Group, result term, broken jen.Code, failed func() jen.Code) {
	var head []jen.Code
	if len(l.before) == 1 && l.initializes {
		head = []jen.Code{l.before[0]}
	} else {
		for _, s := range l.before {
			g.Add(s)
		}
	}
	violated := not(result.truth).source(precOr)
	if l.file.deciding {
		g.If(append(head, or(not(result.ok), not(result.truth)).source(precOr))...).Block(broken)
		return
	}
	if result.ok.op == always {
		g.If(append(head, violated)...).Block(broken)
		return
	}
	failure := jen.If(append(head, not(result.ok).source(precOr))...).Block(failed())
	if result.truth.op == always {
		g.Add(failure)
		return
	}
	g.Add(failure.Else().If(violated).Block(broken))
}
