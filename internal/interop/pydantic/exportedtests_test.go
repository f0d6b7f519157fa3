package pydantic

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/examples/retail"
	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/pipeline"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/pydantic"
)

// unittest runs the tests of packages in a folder, and returns what is said of them.
func unittest(t *testing.T, dir string, packages ...string) (said string, passed bool) {
	t.Helper()
	python := interop.Python(t, "pydantic")
	args := []string{"-B", "-m", "unittest"}
	for _, p := range packages {
		args = append(args, p+".test_models")
	}
	cmd := exec.CommandContext(t.Context(), python, args...)
	cmd.Dir, cmd.Env = dir, interop.Env(python)
	out, err := cmd.CombinedOutput()
	return string(out), err == nil
}

// The tests that come with the packages pass, of every vector, too.
func TestExportedTestsPass(t *testing.T) {
	files, err := vectors.Load(filepath.Join("..", "..", "..", "schema", "testdata", "vectors"))
	require.NoError(t, err)
	var recs []*schema.Record
	for _, f := range files {
		for _, c := range f.Cases {
			recs = append(recs, c.Record)
		}
	}
	dir := t.TempDir()
	var names []string
	for batch := range slices.Chunk(recs, 20) {
		name := "package" + string(rune('a'+len(names)))
		written, _ := pydantic.Of(batch...)
		writePackage(t, filepath.Join(dir, name), written)
		names = append(names, name)
	}
	said, passed := unittest(t, dir, names...)
	require.True(t, passed, said)
	t.Log(said[strings.LastIndex(said, "Ran "):])
}

// The tests that come with a package fail when one of its rules is not what it was.
func TestExportedTestsFail(t *testing.T) {
	written, _ := pydantic.Of((*retail.FeatureVector)(nil).TypedMLSchema(), (*pipeline.TrainingConfig)(nil).TypedMLSchema())
	dir := t.TempDir()
	writePackage(t, filepath.Join(dir, "whole"), written)
	said, passed := unittest(t, dir, "whole")
	require.True(t, passed, said)
	i := slices.IndexFunc(written, func(f pydantic.File) bool { return f.Name == "models.py" })
	models := string(written[i].Text)
	var names []string
	for name, fault := range map[string][2]string{
		"broken_limit":    {"le=10000", "le=10001"},
		"broken_open":     {"gt=0,", "ge=0,"},
		"broken_length":   {"max_length=64", "max_length=65"},
		"broken_decimals": {`rules.decimals("decimals", 2)`, `rules.decimals("decimals", 3)`},
		"broken_norm":     {`rules.norm("norm", 0.99, 1.01)`, `rules.norm("norm", 0.5, 5.0)`},
		"broken_word":     {`rules.norm("norm"`, `rules.norm("sum"`},
		"broken_enum":     {`"xgboost"`, `"xg"`},
		"broken_check":    {"0.99 <= self", "0.0 <= self"},
		"broken_default":  {"= 0.1\n", "= 0.2\n"},
	} {
		require.Contains(t, models, fault[0], name)
		broken := strings.Replace(models, fault[0], fault[1], 1)
		writePackage(t, filepath.Join(dir, name), written)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name, "models.py"), []byte(broken), 0o644))
		names = append(names, name)
	}
	said, _ = unittest(t, dir, names...)
	for _, name := range names {
		assert.Regexp(t, `(?m)^FAIL: test_\w+ \(`+name+`\.`, said, "nothing notices it")
	}
}
