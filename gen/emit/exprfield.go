package emit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// pathStep is one field on the way to a value.
type pathStep struct {
	path  string
	field *schema.Field
	typ   unit.Type
	// whole is the field as it stands in the struct; value is what it holds.
	whole, value *jen.Statement
}

// resolve follows a dotted path from the receiver.
func (l *lowering) resolve(path string) []pathStep {
	var out []pathStep
	at, fields := jen.Id("x"), l.unit.Fields
	rec := l.unit.Record
	for i, f := range rec.Resolve(path) {
		in := goOf(rec, fields, f)
		s := pathStep{path: f.Key, field: f, whole: at.Clone().Op("." + in.Selector), typ: in.Type}
		if i > 0 {
			s.path = out[i-1].path + "." + f.Key
		}
		s.value = s.whole.Clone()
		switch s.typ.Form {
		case unit.Pointer:
			if f.Type.Kind != schema.Struct {
				s.value = jen.Op("*").Add(s.whole.Clone())
			}
		case unit.Opt:
			s.value.Dot("Value")
		}
		out = append(out, s)
		at = s.value
		if rec = f.Type.Record; rec != nil {
			fields = s.typ.Value().Fields
		}
	}
	return out
}

// goOf is the Go side of a field of a record, whose Go side are the fields.
func goOf(rec *schema.Record, fields []unit.Field, f *schema.Field) unit.Field {
	for i := range fields {
		if rec.Fields[i].Name == f.Name {
			return fields[i]
		}
	}
	t := unit.Type{Form: unit.Named}
	if f.Optional {
		t = unit.Type{Form: unit.Pointer, Elem: &t}
	}
	return unit.Field{Selector: f.Name, Type: t}
}

// nullable reports whether the pathStep can be nil, and the condition that it is not.
func (s pathStep) nullable() (logic, bool) {
	code, negated := s.whole.Clone().Op("!=").Nil(), s.whole.Clone().Op("==").Nil()
	switch {
	case s.typ.Form == unit.Opt:
		return atom(s.whole.Clone().Dot("Valid"), precPrimary), true
	case s.typ.Form == unit.Pointer, s.field.Type.Kind == schema.Map, s.field.Type.Kind == schema.Bytes,
		s.field.Type.Kind == schema.List && s.field.Type.Len == 0:
		return opposable(code, negated, precCompare), true
	}
	return logic{op: always}, false
}

// present is the condition that all steps hold a value. Its parts are safe in this order only.
func (l *lowering) present(steps []pathStep) logic {
	var parts []logic
	for _, s := range steps {
		if there, ok := s.nullable(); ok {
			parts = append(parts, there)
		}
	}
	if len(parts) == 0 {
		return logic{op: always}
	}
	return inOrder(parts...)
}

// guarded are the steps that the check itself tests with has(); they come first.
func (l *lowering) guarded(steps []pathStep) []pathStep {
	n := 0
	for n < len(steps) && l.expr.Guards(steps[n].path) {
		n++
	}
	return steps[:n]
}

// applies is the condition that no field of the check is nil, beside those that the check itself tests with has() and
// what is below a nil one of these.
func (l *lowering) applies() logic {
	out := logic{op: always}
	for _, path := range l.expr.Paths() {
		if !l.expr.Reads(path) {
			continue
		}
		steps := l.resolve(path)
		tested := l.guarded(steps)
		below := l.present(steps[len(tested):])
		if below.op == always {
			continue
		}
		if held := l.present(tested); held.op != always {
			below = atom(logic{op: disjunction, args: []logic{not(held), below}}.source(precOr), precOr)
		}
		out = and(out, below)
	}
	return out
}

// field reads a field. One that the check tests with has() may be nil here: it is read into a variable when it is
// there, and cannot be evaluated when it is not.
func (l *lowering) field(e *schema.Expr) term {
	steps := l.resolve(e.Path)
	v := l.converted(e, steps[len(steps)-1])
	guarded := l.present(l.guarded(steps))
	if guarded.op == always {
		return v
	}
	name := l.name(localName(steps[len(steps)-1].field.Name))
	declared, assigned := kindType(e.Type), v.code
	switch {
	case e.Type == schema.Bool:
		assigned = v.truth.source(precOr)
	case !scalarKind(e.Type):
		declared, assigned = jen.Int(), jen.Len(v.code.Clone())
	}
	l.statement(jen.Var().Id(name).Add(declared), false)
	l.statement(jen.If(guarded.source(precOr)).Block(jen.Id(name).Op("=").Add(assigned.Clone())), false)
	if e.Type == schema.Bool {
		return boolean(atom(jen.Id(name), precPrimary), guarded)
	}
	out := primary(jen.Id(name), guarded)
	out.counted = !scalarKind(e.Type)
	return out
}

func scalarKind(k schema.Kind) bool { return k != schema.List && k != schema.Map && k != schema.Bytes }

// localName is the name of a local variable for a field: "Base.LogLoss" to "logLoss".
func localName(selector string) string {
	name := selector[strings.LastIndexByte(selector, '.')+1:]
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(first)) + name[size:]
}

// converted is the field's value in the expression's type; the bare value stays at hand to be compared with literals.
func (l *lowering) converted(e *schema.Expr, s pathStep) term {
	ok := logic{op: always}
	t := s.typ.Value()
	prec := precPrimary
	if s.typ.Form == unit.Pointer && s.field.Type.Kind != schema.Struct {
		prec = precUnary
	}
	bare := term{code: s.value.Clone(), prec: prec, ok: ok}
	plain := t.Package == "" && t.Name == string(e.Type)
	switch {
	case e.Type == schema.Bool && t.Package == "" && t.Name == "bool":
		return boolean(atom(bare.code, prec), ok)
	case e.Type == schema.Bool:
		return boolean(atom(jen.Bool().Call(bare.code), precPrimary), ok)
	case !scalarKind(e.Type), e.Type == schema.Time, method(e.Type), plain, e.Type == schema.Duration && t.Package == "time" && t.Name == "Duration":
		return bare
	}
	out := term{code: kindType(e.Type).Call(bare.code.Clone()), prec: precPrimary, ok: ok, bits: s.field.Type.Scalar().Bits()}
	if s.field.Type.Scalar() != schema.Float32 {
		out.raw = parens(bare.code, prec, precUnary)
	}
	return out
}
