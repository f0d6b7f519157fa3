package gen

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/typedml/typedml/gen/diag"
)

// aboutDefinitions reports whether a code is about definitions; the others are found by gen/lint.
func aboutDefinitions(c diag.Code) bool { return c < "TML5" && c != diag.StaleFile }

// TestExamples generates the examples of the table of codes: each bad one has its own code and no other, and each good one
// has none.
func TestExamples(t *testing.T) {
	cases := map[string]*txtar.Archive{}
	for _, e := range diag.Entries() {
		if !aboutDefinitions(e.Code) {
			continue
		}
		for kind, files := range map[string][]diag.File{"bad": e.Bad, "good": e.Good} {
			a := new(txtar.Archive)
			for _, f := range files {
				a.Files = append(a.Files, txtar.File{Name: f.Name, Data: []byte(f.Text)})
			}
			cases[strings.ToLower(string(e.Code))+"/"+kind] = a
		}
	}
	dir := module(t, cases, func(string) bool { return true })
	res, err := Generate(t.Context(), Options{Dir: dir, Patterns: []string{"./..."}})
	require.ErrorIs(t, err, diag.ErrFound)
	shown := map[string]bool{}
	for _, d := range res.Diagnostics {
		code := strings.ToLower(string(d.Code)) + "/bad/"
		assert.Contains(t, d.Pos.Filename, code, "%s", d)
		shown[code] = true
	}
	for _, e := range diag.Entries() {
		if aboutDefinitions(e.Code) {
			assert.True(t, shown[strings.ToLower(string(e.Code))+"/bad/"], "the example of %s does not show it", e.Code)
		}
	}
}
