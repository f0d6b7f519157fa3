package importer_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen"
	"github.com/typedml/typedml/gen/importer"
	"github.com/typedml/typedml/internal/neighbour"
	"github.com/typedml/typedml/schema"
)

// generates generates the imported source in a module of its own, has the go command vet the result, and returns the record
// that the generator read from the first struct.
func generates(t *testing.T, res importer.Result) *schema.Record {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, neighbour.Write(dir, "example.com/house"))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "imported.go"), res.Source, 0o644))
	t.Setenv("GOFLAGS", os.Getenv("GOFLAGS")+" -mod=mod")
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOWORK", "off")
	done, err := gen.Generate(t.Context(), gen.Options{Dir: dir})
	require.NoError(t, err, "%v\n%s", done.Diagnostics, res.Source)
	vet := exec.CommandContext(t.Context(), "go", "vet", ".")
	vet.Dir = dir
	out, err := vet.CombinedOutput()
	require.NoError(t, err, "%s\n%s", out, res.Source)
	return done.Packages[0].Files[0].Structs[0].Record
}
