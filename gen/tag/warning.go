package tag

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/schema"
)

// warning finds what compiles and surely is not meant.
func (t Table) warning(target Target, w Word, c schema.Constraint, first bool) (Problem, bool) {
	switch {
	case c.Kind == schema.NotZero && c.When == nil && first && target.Type.Kind == schema.Struct && !target.Optional:
		return Problem{
			Severity: diag.Warning, Code: diag.UnreachableRule,
			Message: fmt.Sprintf("required does nothing on the record %s: a struct that is no pointer is always there", target.Field),
			Remedy:  "remove it, or make the field a pointer",
		}, true
	case c.Kind == schema.Range && c.Limit.Kind == schema.Float32 && inexact(c.Limit.Float, w.Param):
		return Problem{
			Severity: diag.Warning, Code: diag.InexactLimit,
			Message: fmt.Sprintf("%s has no exact float32: the limit of %s is %s", w.Param, target.Field, strconv.FormatFloat(c.Limit.Float, 'g', -1, 64)),
			Remedy:  "make the field a float64, or write that limit",
		}, true
	case octal(w.Param) && (c.Kind == schema.Length || c.Kind == schema.Range && c.Limit.Kind.Integer()):
		return Problem{
			Severity: diag.Warning, Code: diag.UnreachableRule,
			Message: fmt.Sprintf("%s is octal, as in Go and upstream", w.Param), Remedy: "remove the leading zero",
		}, true
	}
	return Problem{}, false
}

func inexact(rounded float64, param string) bool {
	exact, err := strconv.ParseFloat(param, 64)
	return err == nil && exact != rounded
}

func octal(param string) bool {
	return len(param) > 1 && param[0] == '0' && strings.Trim(param, "01234567") == ""
}

// met warns of alternatives that every value meets. A nil pointer breaks them, as it does upstream.
func (r *Result) met(target Target, w Word, c schema.Constraint) {
	p := Problem{
		Severity: diag.Warning, Code: diag.UnreachableRule,
		Message: fmt.Sprintf("every value of %s meets %s", target.Field, text(w)), Remedy: "remove it",
	}
	unconditional := func(c schema.Constraint) bool { return c.When == nil }
	if target.Optional && !slices.ContainsFunc(r.Constraints, unconditional) { // which would have ended the rules of nil
		p.Message, p.Remedy = fmt.Sprintf("every value of %s but nil meets %s", target.Field, text(w)), "write required"
		r.Constraints = append(r.Constraints, schema.Constraint{Kind: schema.NotZero, Rule: c.Rule, Param: c.Param, Actual: c.Actual})
	}
	r.fail(w, p)
}
