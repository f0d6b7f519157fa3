package check_test

import (
	"strings"
	"testing"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/ext"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/check"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/internal/vectors/celtypes"
)

// Random expressions mean to the reference evaluator what they mean to cel-go, errors, NaN and infinities included.
// (One difference is left out, for no value here reaches it: between instants 292 years apart, give or take a second,
// cel-go finds an overflow where the result fits.)
func TestAgreesWithCEL(t *testing.T) {
	const expressions, values = 4000, 5
	env, err := cel.NewEnv(append(celtypes.Options(), ext.Math(), cel.Variable("this", cel.MapType(cel.StringType, cel.DynType)))...)
	require.NoError(t, err)
	rec, random := vectors.CheckRecord(), vectors.NewRandom(1)
	compared, errors, compiled := 0, 0, 0
	for range expressions {
		source := random.Check()
		expr, problems := check.Compile(rec, source)
		if len(problems) > 0 {
			requireConstant(t, source, problems)
			continue
		}
		compiled++
		ast, issues := env.Compile(source)
		require.NoError(t, issues.Err(), source)
		program, err := env.Program(ast)
		require.NoError(t, err)
		for range values {
			value := celtypes.Value(rec, random.Value())
			want, _, wantErr := program.Eval(map[string]any{"this": value})
			got, gotErr := expr.Evaluate(func(path string) any { return at(value, path) })
			require.Equal(t, wantErr != nil, gotErr != nil, "%s\n%#v\ncel-go: %v, %v\nours: %v, %v", source, value, want, wantErr, got, gotErr)
			compared++
			if gotErr != nil {
				errors++
				continue
			}
			require.Equal(t, want.Value(), got, "%s\n%#v", source, value)
		}
	}
	t.Logf("%d comparisons of %d expressions, %d of them errors", compared, compiled, errors)
	assert.Greater(t, compared, 10_000)
	assert.Greater(t, errors, 500)
}

// requireConstant accepts the problems that a random expression may have: parts that are constant.
func requireConstant(t *testing.T, source string, problems []check.Problem) {
	t.Helper()
	for _, p := range problems {
		constant := strings.Contains(p.Message, "constants of") || strings.Contains(p.Message, "always") || strings.Contains(p.Message, "reads no field")
		require.True(t, constant, "%s: %v", source, p)
	}
}

// at returns the value at a dotted path, nil when it or a record on the way is absent.
func at(value map[string]any, path string) any {
	var v any = value
	for key := range strings.SplitSeq(path, ".") {
		held, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = held[key]
	}
	return v
}
