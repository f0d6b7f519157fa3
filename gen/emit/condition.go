package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// operand is another field of the struct whose rules are emitted: its value, and the conditions that the records on its way
// are there, and that it is.
type operand struct {
	value      value
	way, there logic
}

// operand resolves a path of keys from the struct that holds the value.
func (f *file) operand(v value, path string) operand {
	l := &lowering{file: f, unit: v.owner, expr: &schema.Expr{}}
	steps := l.resolve(path)
	last := steps[len(steps)-1]
	out := operand{way: logic{op: always}, there: logic{op: always}}
	for _, s := range steps[:len(steps)-1] {
		if s.field.Optional {
			there, _ := s.nullable()
			out.way = and(out.way, there)
		}
	}
	out.value = value{owner: v.owner, expr: last.value.GoString(), typ: last.field.Type, goes: last.typ.Value()}
	if last.field.Optional {
		out.there, _ = last.nullable()
		out.value.present = true
		out.value.pointer = last.field.Type.Kind == schema.Struct && last.typ.Form == unit.Pointer
	}
	return out
}

// applies is the condition under which a constraint applies.
func (f *file) applies(v value, when *schema.Condition) logic {
	if when == nil {
		return logic{op: always}
	}
	out := logic{op: always}
	if when.Any {
		out.op = never
	}
	for _, t := range when.Tests {
		is := f.test(v, t)
		if t.Not {
			is = not(is)
		}
		if when.Any {
			out = or(out, is)
		} else {
			out = and(out, is)
		}
	}
	return out
}

// test is the condition that another field meets a constraint.
func (f *file) test(v value, t schema.Test) logic {
	o := f.operand(v, t.Path)
	optional := o.there.op != always
	var is logic
	switch {
	case t.Is.Kind == schema.NotZero && optional:
		is = o.there
	case t.Is.Kind == schema.NotZero:
		is = not(zero(o.value))
	case t.Is.Kind == schema.Zero && optional:
		is = not(o.there)
	case t.Is.Kind == schema.Zero:
		is = zero(o.value)
	default:
		is = and(o.there, not(f.broken(o.value, t.Is)))
	}
	return guardedBy(o.way, is)
}

// guardedBy puts a condition behind what makes it safe, as one that is not taken apart.
func guardedBy(guard, is logic) logic {
	if guard.op == always {
		return is
	}
	return inOrder(guard, is)
}

// against is the condition that a value compares with another field as it should not.
func (f *file) against(v value, c schema.Constraint) logic {
	o := f.operand(v, c.Path)
	meets := comparison(jen.Len(v.code()), symbols[c.Op], negated[c.Op], jen.Len(o.value.code()))
	if c.Text == "" {
		meets = related(c.Op, v, o.value)
	}
	there := and(o.way, o.there)
	if c.Op == schema.Ne {
		return guardedBy(there, not(meets))
	}
	return not(guardedBy(there, meets))
}

// related is the condition that a value stands in a relation to another of its type. NaN stands in none but Ne.
func related(op schema.Op, v, other value) logic {
	switch {
	case v.typ.Kind == schema.Time:
		return instants(op, v.receiver(), other.code())
	case method(v.typ.Kind):
		return comparison(v.receiver().Dot("Compare").Call(other.code()), symbols[op], negated[op], jen.Lit(0))
	}
	a, b := sides(v, other)
	if v.typ.Kind.Float() && op != schema.Ne && op != schema.Eq {
		return atom(a.Op(symbols[op]).Add(b), precCompare)
	}
	return comparison(a, symbols[op], negated[op], b)
}

// sides are what is compared of two values.
func sides(v, other value) (a, b *jen.Statement) {
	basic := string(v.typ.Scalar())
	if v.typ.Kind == schema.Duration {
		basic = "int64"
	}
	if v.goes.Name != "" && v.goes.Equal(other.goes) {
		return v.code(), other.code()
	}
	return v.as(basic), other.as(basic)
}

// instants compares two times.
func instants(op schema.Op, a, b *jen.Statement) logic {
	before, after, equal := call(a.Clone().Dot("Before").Call(b)), call(a.Clone().Dot("After").Call(b)), call(a.Clone().Dot("Equal").Call(b))
	switch op {
	case schema.Eq:
		return equal
	case schema.Ne:
		return not(equal)
	case schema.Lt:
		return before
	case schema.Lte:
		return not(after)
	case schema.Gt:
		return after
	}
	return not(before)
}

// containsField is the condition that a text does not hold that of another field, or does and must not.
func (f *file) containsField(v value, c schema.Constraint) logic {
	o := f.operand(v, c.Path)
	holds := call(jen.Qual("strings", "Contains").Call(v.as("string"), o.value.as("string")))
	return demanded(c, guardedBy(and(o.way, o.there), holds))
}

// formatField is the condition that a value does not have a format whose argument is the text of another field.
func (f *file) formatField(v value, c schema.Constraint) logic {
	o := f.operand(v, c.Path)
	return not(guardedBy(and(o.way, o.there), formatted(v, c, o.value.as("string"))))
}
