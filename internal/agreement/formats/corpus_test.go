package formats_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// corpus returns the string literals of validator's own source and test files, each once.
func corpus(t testing.TB) []string {
	t.Helper()
	literals, err := readCorpus()
	if err != nil {
		t.Fatal(err)
	}
	if len(literals) < 1000 {
		t.Fatalf("%d literals: validator's tests were not found", len(literals))
	}
	return literals
}

var readCorpus = sync.OnceValues(func() ([]string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/go-playground/validator/v10").Output()
	if err != nil {
		return nil, err
	}
	names, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), "*.go"))
	if err != nil {
		return nil, err
	}
	var literals []string
	met := map[string]bool{}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				text, err := strconv.Unquote(literal.Value)
				if err == nil && !met[text] {
					met[text] = true
					literals = append(literals, text)
				}
			}
			return true
		})
	}
	return literals, nil
})
