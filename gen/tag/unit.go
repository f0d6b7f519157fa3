package tag

import (
	"errors"
	"slices"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/measure"
	"github.com/typedml/typedml/schema"
)

// unitOf marks the word unit among the constraints of a tag. It is none, and leaves the tag as its unit.
const unitOf schema.ConstraintKind = "unit"

// Measured reports whether values of the type are numbers that have a unit, or lists or maps of such.
func Measured(t schema.Type) bool {
	k := t.Innermost().Kind
	return k.Number() || k == schema.Decimal
}

func measured(t Target) bool { return Measured(t.Type) }

// unit lowers unit=kg.
func unit(_ Env, _ Target, w Word) ([]schema.Constraint, error) {
	text, err := Parse(schema.String, w.Param)
	if err != nil {
		return nil, err
	}
	var wrong *measure.Error
	if errors.As(measure.Check(text.Text), &wrong) {
		return nil, bad(wrong.Remedy, "%s", wrong.What)
	}
	return one(schema.Constraint{Kind: unitOf, Text: text.Text}, nil)
}

// measured takes the unit out of the constraints.
func (r *Result) measured(target Target) {
	is := func(c schema.Constraint) bool { return c.Kind == unitOf }
	i := slices.IndexFunc(r.Constraints, is)
	if i < 0 {
		return
	}
	r.Unit = r.Constraints[i].Text
	if slices.ContainsFunc(r.Constraints[i+1:], is) {
		r.Problems = append(r.Problems, Problem{Code: diag.BadParam, Message: target.Field + " has two units", Remedy: "keep one of them"})
	}
	r.Constraints = slices.DeleteFunc(r.Constraints, is)
}
