package gen

import (
	"go/token"
	"path/filepath"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/load"
	"github.com/typedml/typedml/gen/write"
)

// stale are the findings of files that are to change: where the first line is that would, or in the source of a file that
// is not there.
func stale(changes []write.Change) []diag.Diagnostic {
	out := make([]diag.Diagnostic, len(changes))
	for i, c := range changes {
		d := diag.Diagnostic{Pos: token.Position{Filename: c.Path, Line: c.Line(), Column: 1}, Code: diag.StaleFile, Remedy: "run go generate"}
		name := filepath.Base(c.Path)
		switch {
		case c.Missing():
			d.Pos.Filename = load.SourceOf(c.Path)
			d.Message = "the file " + name + " is not generated yet"
		case c.Unwanted():
			d.Message = "no definition gives rise to " + name + " any more"
			d.Remedy = "run go generate, which removes it"
		default:
			d.Message = name + " is not what the definitions give rise to"
		}
		out[i] = d
	}
	return out
}
