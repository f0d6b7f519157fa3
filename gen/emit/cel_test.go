package emit

import (
	"strings"
	"testing"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/ext"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/vectors/celtypes"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// celOracle decides the checks of a record by cel-go.
type celOracle struct {
	rec      *schema.Record
	programs []cel.Program
	compared, errors,
	inapplicable int
}

func newOracle(t *testing.T, rec *schema.Record) *celOracle {
	t.Helper()
	env, err := cel.NewEnv(append(celtypes.Options(), ext.Math(), cel.Variable("this", cel.MapType(cel.StringType, cel.DynType)))...)
	require.NoError(t, err)
	o := &celOracle{rec: rec}
	for _, c := range rec.Checks {
		ast, issues := env.Compile(c.Source)
		require.NoError(t, issues.Err(), c.Source)
		program, err := env.Program(ast)
		require.NoError(t, err)
		o.programs = append(o.programs, program)
	}
	return o
}

// broken are the findings of cel-go about a value: false is a broken check, an error is check_error; a check that reads a null
// without asking for it does not apply.
func (o *celOracle) broken(t *testing.T, value map[string]any) []schema.Finding {
	t.Helper()
	var out []schema.Finding
	for i, c := range o.rec.Checks {
		if !o.applies(c.Expr, value) {
			o.inapplicable++
			continue
		}
		o.compared++
		got, _, err := o.programs[i].Eval(map[string]any{"this": celtypes.Value(o.rec, value)})
		switch {
		case err != nil:
			o.errors++
			out = append(out, schema.Finding{Rule: validate.RuleCheck})
		case got.Value() != true:
			out = append(out, schema.Finding{Rule: c.Name})
		}
	}
	return out
}

func (o *celOracle) applies(e *schema.Expr, value map[string]any) bool {
	for _, operand := range e.Paths() {
		if !e.Reads(operand) {
			continue
		}
		var held any = value
		path := ""
		for key := range strings.SplitSeq(operand, ".") {
			path = strings.TrimPrefix(path+"."+key, ".")
			fields, _ := held.(map[string]any)
			if held = fields[key]; held == nil {
				if !e.Guards(path) {
					return false
				}
				break
			}
		}
	}
	return true
}
