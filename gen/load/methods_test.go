package load

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/typedml/typedml/gen/unit"
)

// TestSignatures holds the table of signatures against what is generated: a method that a user writes by hand is
// compared with it.
func TestSignatures(t *testing.T) {
	a, err := txtar.ParseFile("../testdata/golden/roles.txtar")
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, f := range a.Files {
		if !strings.HasSuffix(f.Name, Suffix) {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), f.Name, f.Data, 0)
		require.NoError(t, err)
		for _, d := range file.Decls {
			m, ok := d.(*ast.FuncDecl)
			if !ok || m.Recv == nil || m.Name.Name == "Row" {
				continue
			}
			seen[m.Name.Name] = true
			assert.Equal(t, signatures[m.Name.Name], written(file, m), m.Name.Name)
		}
	}
	assert.Equal(t, unit.Methods(), slices.Sorted(maps.Keys(signatures)))
	for name := range signatures {
		assert.True(t, seen[name] || name == "ValidateColumns", "no method %s is generated", name)
	}
}

// written spells a method's signature as signature does, from its syntax.
func written(file *ast.File, m *ast.FuncDecl) string {
	text := types.ExprString(m.Type)
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		name := path[strings.LastIndexByte(path, '/')+1:]
		text = strings.ReplaceAll(text, "*"+name+".", "*"+path+".")
	}
	for _, list := range []*ast.FieldList{m.Type.Params, m.Type.Results} {
		for _, f := range fields(list) {
			for _, name := range f.Names {
				text = strings.Replace(text, name.Name+" ", "", 1)
			}
		}
	}
	if _, ok := m.Recv.List[0].Type.(*ast.StarExpr); ok {
		return "*" + text
	}
	return text
}

func fields(list *ast.FieldList) []*ast.Field {
	if list == nil {
		return nil
	}
	return list.List
}

func TestSpelled(t *testing.T) {
	assert.Equal(t, "func (x T) MarshalJSON() ([]byte, error)", spelled("T", "MarshalJSON", signatures["MarshalJSON"]))
	assert.Equal(t, "func (x *T) ReadColumns(*columns.Batch, int, *validate.Report)", spelled("T", "ReadColumns", signatures["ReadColumns"]))
}
