package importer_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
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
	return generatesAll(t, res)[0]
}

// generatesAll does the same of several, each in a package of its own.
func generatesAll(t *testing.T, all ...importer.Result) (recs []*schema.Record) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, neighbour.Write(dir, "example.com/house"))
	for i, res := range all {
		at := filepath.Join(dir, "p"+strconv.Itoa(i))
		require.NoError(t, os.Mkdir(at, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(at, "imported.go"), res.Source, 0o644))
	}
	t.Setenv("GOFLAGS", os.Getenv("GOFLAGS")+" -mod=mod")
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOWORK", "off")
	done, err := gen.Generate(t.Context(), gen.Options{Dir: dir, Patterns: []string{"./..."}})
	require.NoError(t, err, "%v\n%s", done.Diagnostics, all[0].Source)
	vet := exec.CommandContext(t.Context(), "go", "vet", "./...")
	vet.Dir = dir
	out, err := vet.CombinedOutput()
	require.NoError(t, err, "%s\n%s", out, all[0].Source)
	for i := range all {
		recs = append(recs, done.Packages[i].Files[0].Structs[0].Record)
	}
	return recs
}
