package diag

import (
	"bytes"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite docs/diagnostics.md")

// TestEntries holds the folder codes to the constants of type Code, one file each, and each file to its form.
func TestEntries(t *testing.T) {
	names, err := filepath.Glob(filepath.Join("codes", "*"))
	require.NoError(t, err)
	declared := constants(t)
	assert.Len(t, names, len(declared), "a code has no file in codes, or a file no code")
	for _, name := range names {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		code := Code(strings.TrimSuffix(filepath.Base(name), ".txtar"))
		assert.True(t, declared[code], "%s is the file of no code", name)
		e, err := entry(code, data)
		require.NoError(t, err)
		assert.Contains(t, []string{"error", "warning", "error or warning"}, e.Kind, code)
		for what, text := range map[string]string{"title": e.Title, "meaning": e.Means, "reason": e.Why, "remedy": e.Remedy} {
			assert.Greater(t, len(text), 5, "%s has no %s", code, what)
		}
		assert.NotEqual(t, e.Bad, e.Good, "%s is mended by nothing", code)
	}
	assert.Len(t, Entries(), len(names))
}

// constants reads the codes from their source.
func constants(t *testing.T) map[Code]bool {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "code.go", nil, 0)
	require.NoError(t, err)
	out := map[Code]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.ValueSpec); ok {
			code, err := strconv.Unquote(s.Values[0].(*ast.BasicLit).Value)
			require.NoError(t, err)
			assert.False(t, out[Code(code)], "two constants are %s", code)
			out[Code(code)] = true
		}
		return true
	})
	require.NotEmpty(t, out)
	return out
}

func TestExplain(t *testing.T) {
	for _, code := range []string{"TML104", "tml104", " 104 "} {
		e, err := Explain(code)
		require.NoError(t, err, code)
		assert.Equal(t, EmptyRange, e.Code)
		assert.Contains(t, e.Text(), "len=3,max=2")
		assert.Contains(t, e.Text(), "TML104 (error): rules that no value can meet\n")
	}
	for code, want := range map[string]string{
		"TML1O4": "did you mean TML104?", "TLM104": "did you mean TML104?", "TML999": "lists them all", "TML108x": "did you mean TML108?",
		"": "lists them all", "gte": "lists them all",
	} {
		_, err := Explain(code)
		assert.ErrorContains(t, err, want, code)
	}
}

func TestEntryForm(t *testing.T) {
	const files = "-- bad/a.go --\npackage a\n-- good/a.go --\npackage a\n"
	for text, want := range map[string]string{
		"":                                      "TML1 is no title",
		"error: a\n\nb\n\nc\n" + files:          "TML1 is no title and three paragraphs",
		"error: a\n\nb\n\nc\n\nd\n":             "TML1 has no example",
		"error: a\n\nb\n\nc\n\nd\n-- a.go --\n": "TML1: the file a.go is neither below bad nor below good",
	} {
		_, err := entry("TML1", []byte(text))
		assert.ErrorContains(t, err, want)
	}
}

// TestManual keeps docs/diagnostics.md as the table has it.
func TestManual(t *testing.T) {
	page := filepath.Join("..", "..", "docs", "diagnostics.md")
	var want bytes.Buffer
	require.NoError(t, WriteManual(&want))
	if *update {
		require.NoError(t, os.WriteFile(page, want.Bytes(), 0o644))
	}
	got, err := os.ReadFile(page)
	require.NoError(t, err)
	assert.Equal(t, want.String(), string(got), "docs/diagnostics.md is stale: go test ./gen/diag -run TestManual -update")
}
