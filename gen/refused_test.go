package gen

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/diag"
)

// TestRefused generates the cases of testdata/refused in one run: each diagnostic stands where a case marks it, they are
// sorted, and no file is touched, not even in the packages without an error.
func TestRefused(t *testing.T) {
	cases := archives(t, "refused")
	dir := module(t, cases, func(string) bool { return true })
	t.Setenv("CGO_ENABLED", "1") // files that import C are listed without a C compiler, too
	before := tree(t, dir)
	res, err := Generate(t.Context(), Options{Dir: dir, Patterns: []string{"./..."}})
	require.ErrorIs(t, err, diag.ErrFound)
	match(t, dir, res.Diagnostics, markers(t, cases))
	assert.Equal(t, before, tree(t, dir), "a run with errors touched a file")
	assert.True(t, slices.IsSortedFunc(res.Diagnostics, func(a, b diag.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Pos.Filename, b.Pos.Filename), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
	}), "the diagnostics are not sorted")
	for _, d := range res.Diagnostics {
		assert.NotZero(t, d.Pos.Column, "%s has no column", d)
		assert.NotEmpty(t, d.Remedy, "%s says not what to do", d)
	}
}

// TestEveryCodeHasACase fails for a diagnostic code that no case of testdata shows.
func TestEveryCodeHasACase(t *testing.T) {
	shown := map[string]bool{}
	for _, folder := range []string{"golden", "refused"} {
		for _, m := range markers(t, archives(t, folder)) {
			code, _, _ := strings.Cut(m.text, ":")
			shown[code] = true
		}
	}
	for name, code := range codes(t) {
		assert.True(t, shown[code] || !aboutDefinitions(diag.Code(code)), "no case of testdata shows diag.%s, %s", name, code)
	}
}

// codes reads the constants of type diag.Code from their source.
func codes(t *testing.T) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("diag", "code.go"), nil, 0)
	require.NoError(t, err)
	out := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.ValueSpec); ok {
			code, err := strconv.Unquote(s.Values[0].(*ast.BasicLit).Value)
			require.NoError(t, err)
			out[s.Names[0].Name] = code
		}
		return true
	})
	require.NotEmpty(t, out)
	return out
}
