package gen

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/unit"
)

// listedNames checks that the lists of package unit hold every name that a generated function declares, and every
// predeclared one that it uses: what a user declares is held against them.
func listedNames(t *testing.T, files map[string]string) {
	builtins := unit.Builtins()
	for name, text := range files {
		if !isOutput(name) {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			declared := map[string]bool{}
			ast.Inspect(f, func(n ast.Node) bool {
				if _, field := n.(*ast.ValueSpec); field && (f.Name.Name == "ValidateInto" || f.Name.Name == "KeepsRules") {
					return true // a variable of a check is named for its field, and hides nothing that the check uses
				}
				declare(declared, n)
				return true
			})
			for local := range declared {
				assert.True(t, unit.Local(local) || local == "_", "%s: %s declares %s", name, f.Name.Name, local)
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && types.Universe.Lookup(id.Name) != nil {
				assert.True(t, slices.Contains(builtins, id.Name), "%s uses the predeclared %s", name, id.Name)
			}
			return true
		})
	}
}

func declare(names map[string]bool, n ast.Node) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok == token.DEFINE {
			for _, x := range n.Lhs {
				names[x.(*ast.Ident).Name] = true
			}
		}
	case *ast.RangeStmt:
		for _, x := range []ast.Expr{n.Key, n.Value} {
			if id, ok := x.(*ast.Ident); ok && n.Tok == token.DEFINE {
				names[id.Name] = true
			}
		}
	case *ast.ValueSpec:
		for _, id := range n.Names {
			names[id.Name] = true
		}
	case *ast.FuncType:
		for _, f := range n.Params.List {
			for _, id := range f.Names {
				names[id.Name] = true
			}
		}
	case *ast.FuncDecl:
		if n.Recv != nil {
			names[n.Recv.List[0].Names[0].Name] = true
		}
	}
}
