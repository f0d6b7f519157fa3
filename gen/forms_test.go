package gen

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/diag"
)

// form is a row of the table in docs/types.md: a field that is refused, what declares its type, and the field to write instead.
type form struct{ refused, declared, instead string }

// codeSpan finds the code in a cell.
var codeSpan = regexp.MustCompile("`` (.+?) ``|`([^`]+)`")

// TestRefusedFormsAreDocumented generates the rows of docs/types.md: each form is refused, and what stands beside it is not.
func TestRefusedFormsAreDocumented(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "docs", "types.md"))
	require.NoError(t, err)
	_, table, _ := strings.Cut(string(text), "| refused | write | because |\n|---|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	var forms []form
	for row := range strings.SplitSeq(table, "\n") {
		cells := strings.Split(row, "|")
		require.Len(t, cells, 5, row)
		var f form
		if spans := codeIn(cells[1]); len(spans) == 2 {
			f.declared = spans[1]
		}
		f.refused, f.instead = codeIn(cells[1])[0], codeIn(cells[2])[0]
		forms = append(forms, f)
	}
	require.Greater(t, len(forms), 10)

	dir := module(t, nil, nil)
	for i, f := range forms {
		for name, field := range map[string]string{"refused": f.refused, "instead": f.instead} {
			put(t, filepath.Join(dir, name, fmt.Sprintf("f%d", i), "f.go"), []byte(f.source(field)))
		}
	}
	res, err := Generate(t.Context(), Options{Dir: dir, Patterns: []string{"./instead/..."}})
	require.NoError(t, err, "%v", res.Diagnostics)
	res, err = Generate(t.Context(), Options{Dir: dir, Patterns: []string{"./refused/..."}})
	require.ErrorIs(t, err, diag.ErrFound)
	for i, f := range forms {
		var found []diag.Code
		for _, d := range res.Diagnostics {
			if filepath.Base(filepath.Dir(d.Pos.Filename)) == fmt.Sprintf("f%d", i) {
				found = append(found, d.Code)
			}
		}
		require.Len(t, found, 1, f.refused)
		assert.Contains(t, []diag.Code{diag.UnsupportedType, diag.MissingDirective}, found[0], f.refused)
	}
}

// codeIn is the code in a cell.
func codeIn(cell string) (out []string) {
	for _, m := range codeSpan.FindAllStringSubmatch(cell, -1) {
		out = append(out, m[1]+m[2])
	}
	return out
}

// source is a package with a struct of that field.
func (f form) source(field string) string {
	var b strings.Builder
	b.WriteString("package forms\n")
	for name, path := range map[string]string{"json.": "encoding/json", "net.": "net", "url.": "net/url", "time.": "time"} {
		if strings.Contains(field+f.declared, " "+name) {
			fmt.Fprintf(&b, "\nimport %q\n", path)
		}
	}
	b.WriteString(f.declared + "\n")
	for _, name := range []string{"Base", "Item"} {
		fmt.Fprintf(&b, "\n//typedml:schema\ntype %s struct {\n\tCity string\n}\n", name)
	}
	fmt.Fprintf(&b, "\n//typedml:schema\ntype Holder struct {\n\t%s\n}\n", field)
	return b.String()
}
