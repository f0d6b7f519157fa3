package agreement

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/check"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/pydantic"
)

const checksIntroduction = `## Record checks

A check spans the fields of a record: ` + "`//typedml:check name \"message\" expression`" + ` above the struct. The expression is CEL over the keys of
the fields; a nested record's are dotted. Arithmetic is checked: overflow, a division by zero and a conversion out of range break
the check, as the rule check_error. Where a field that it reads is null, the check does not apply, unless it asks with has().
Integers stand beside integers, doubles beside doubles and decimals beside decimals; literals suit themselves.
` + "`decimal(\"19.99\")` and `date(\"2024-02-29\")`" + ` are typedml's own, for CEL has neither type. Decimals and dates are compared
with each other, by ==, !=, <, <=, >, >= and in, exactly; a number beside a decimal is one, with all its digits. Arithmetic on them is
refused: a Check method in Go can do it.

`

// checksReference is what of CEL is compiled, and what is refused.
func checksReference(t *testing.T) string {
	t.Helper()
	var compiled, refused strings.Builder
	for _, e := range check.Reference() {
		name := code(e.Name)
		if e.Instead != "" {
			fmt.Fprintf(&refused, "| %s | %s |\n", name, strings.ReplaceAll(e.Instead, "|", `\|`))
			continue
		}
		require.NotEmpty(t, e.Example, "%s has no example", e.Name)
		goes := "compiled"
		if e.Fails != "" {
			goes += "; " + e.Fails + ": check_error"
		}
		fmt.Fprintf(&compiled, "| %s | %s | %s | %s | %s |\n", name, code(e.Example), goes, checkInSQL(t, checked(t, e.Example)), checkInPython(checked(t, e.Example)))
	}
	return checksIntroduction + "| CEL | for example | Go | SQL | Pydantic |\n|---|---|---|---|---|\n" + compiled.String() +
		"\nThe rest of CEL and of its extension math is refused:\n\n| CEL | instead |\n|---|---|\n" + refused.String() + "\n"
}

// checkInSQL says which dialects have the check of a record, or why not.
func checkInSQL(t *testing.T, rec *schema.Record) string {
	t.Helper()
	said := inDialects(rec, schema.Constraint{Rule: "c"})
	assert.NotEmpty(t, said, rec.Checks[0].Source)
	return said
}

// checkInPython says what the model loses of the check of a record.
func checkInPython(rec *schema.Record) string {
	_, models := pydantic.Of(rec)
	for _, l := range models[0].Losses {
		if l.Rule == "c" {
			return "in part: " + l.Why
		}
	}
	return "method"
}

// checked is a record with an example as its check.
func checked(t *testing.T, source string) *schema.Record {
	t.Helper()
	rec := &schema.Record{Name: "r"}
	for key, kind := range map[string]schema.Kind{
		"price": schema.Float64, "discount": schema.Float64, "n": schema.Int64, "count": schema.Uint16, "name": schema.String, "active": schema.Bool,
		"at": schema.Time, "took": schema.Duration, "tags": schema.List, "total": schema.Decimal, "due": schema.Date,
	} {
		f := schema.Field{Name: key, Key: key, Type: schema.Type{Kind: kind}, Optional: key == "discount"}
		switch kind {
		case schema.List:
			f.Type.Elem = &schema.Element{Type: schema.Type{Kind: schema.String}}
		case schema.Decimal:
			f.Type.Precision, f.Type.Scale = 18, 2
		}
		rec.Fields = append(rec.Fields, f)
	}
	expr, problems := check.Compile(rec, source)
	require.Empty(t, problems, source)
	rec.Checks = []schema.Check{{Name: "c", Message: "c", Source: source, Expr: expr}}
	return rec
}
