package requirements

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEveryRequirementIsLocked(t *testing.T) {
	pinned := regexp.MustCompile(`(?m)^([a-z0-9-]+==[0-9.]+)(; .*)?$`)
	for _, e := range Environments() {
		asked := pinned.FindAllSubmatch(e.Requirements(), -1)
		require.NotEmpty(t, asked, "%s.txt asks for nothing", e.Name)
		for _, a := range asked {
			assert.Regexp(t, `(?m)^`+regexp.QuoteMeta(string(a[1]))+`  # `, string(e.Constraints()), "%s.lock lacks it", e.Name)
		}
		packages, err := e.Packages()
		require.NoError(t, err)
		assert.NotEmpty(t, packages)
		for _, p := range packages {
			assert.Positive(t, p.Bytes, p.Name)
		}
	}
}

func TestReady(t *testing.T) {
	cache := t.TempDir()
	e, err := Find("delta")
	require.NoError(t, err)
	assert.False(t, e.Ready(cache), "nothing is there")

	require.NoError(t, os.MkdirAll(filepath.Dir(e.Python(cache)), 0o755))
	require.NoError(t, os.WriteFile(e.Python(cache), nil, 0o755))
	assert.False(t, e.Ready(cache), "no stamp: it was interrupted")

	require.NoError(t, os.WriteFile(e.StampFile(cache), []byte("0123\n"), 0o644))
	assert.False(t, e.Ready(cache), "another stamp: other versions")

	require.NoError(t, os.WriteFile(e.StampFile(cache), []byte(e.Stamp()+"\n"), 0o644))
	assert.True(t, e.Ready(cache))

	require.NoError(t, os.Remove(e.Python(cache)))
	assert.False(t, e.Ready(cache), "the interpreter is gone")
}

func TestFindNamesWhatThereIs(t *testing.T) {
	_, err := Find("hadoop")
	assert.EqualError(t, err, `no environment "hadoop": there are mlflow, delta, pydantic, msgspec, duckdb, spark, notebook`)
}

func TestJars(t *testing.T) {
	e, err := Find("spark")
	require.NoError(t, err)
	jars, err := e.Jars()
	require.NoError(t, err)
	require.NotEmpty(t, jars)
	assert.Equal(t, jars[0].Name+":"+jars[0].Version, e.Asked(), "the largest is the one that is asked for")
	other, err := Find("delta")
	require.NoError(t, err)
	none, err := other.Jars()
	require.NoError(t, err)
	assert.Empty(t, none)
	assert.Empty(t, other.Asked())
}
