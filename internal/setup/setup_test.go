package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop/requirements"
)

// neverPID is above every system's limit of process ids.
const neverPID = 1 << 30

func TestListNamesEveryDownload(t *testing.T) {
	t.Setenv("TYPEDML_CACHE", t.TempDir())
	t.Setenv("PATH", "") // listing needs no Python
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out, nil, true))
	assert.Regexp(t, `xgboost(_cpu)? 3\.2\.0 +\d\.\d MB`, out.String())
	assert.Regexp(t, `lightgbm 4\.7\.0, a training library\n +lightgbm 4\.7\.0 +\d\.\d MB`, out.String())
	assert.Regexp(t, `venv-mlflow, .*\(850 MB on disk\)\n +pyarrow 25\.0\.1 +50 MB\n`, out.String())
	assert.Regexp(t, `(?m)^3\d\d MB in all`, out.String())
}

func TestNothingToDo(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("TYPEDML_CACHE", cache)
	t.Setenv("PATH", "")
	e, err := requirements.Find("pydantic")
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(filepath.Dir(e.Python(cache)), 0o755))
	require.NoError(t, os.WriteFile(e.Python(cache), nil, 0o755))
	require.NoError(t, os.WriteFile(e.StampFile(cache), []byte(e.Stamp()), 0o644))
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out, []string{"pydantic"}, false))
	assert.Equal(t, "nothing to download: all is in "+cache+"\n", out.String())
}

func TestNoPython(t *testing.T) {
	t.Setenv("TYPEDML_CACHE", t.TempDir())
	t.Setenv("PATH", t.TempDir())
	t.Setenv("PYTHON", "")
	var out strings.Builder
	err := run(t.Context(), &out, []string{"pydantic"}, false)
	assert.ErrorContains(t, err, "needs Python 3.11 or newer with pip and venv, but there is no python3")
	assert.ErrorContains(t, err, "install it:  ")
	assert.Empty(t, out.String())
}

func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cache", "venv-x.lock")
	release, err := lock(t.Context(), &strings.Builder{}, path)
	require.NoError(t, err)

	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	var told strings.Builder
	_, err = lock(ctx, &told, path)
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Contains(t, told.String(), fmt.Sprintf("process %d is installing here", os.Getpid()))

	release()
	assert.NoFileExists(t, path)
}

func TestLockOfTheDead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "venv-x.lock")
	require.NoError(t, os.WriteFile(path, []byte(fmt.Sprintln(neverPID)), 0o644))
	release, err := lock(t.Context(), &strings.Builder{}, path)
	require.NoError(t, err)
	release()
}

func TestProgress(t *testing.T) {
	var out strings.Builder
	p := progress{out: &out, name: "x", total: 20}
	for i := range 20 {
		p.line(fmt.Sprintf("Collecting name%d<2,>=1 (from y)", i))
		p.line("  Using cached z")
	}
	p.line("Installing collected packages: a, b")
	p.end()
	assert.Equal(t, "venv-x: [10/20] name9\nvenv-x: [20/20] name19\nvenv-x: unpacking 20 packages\n", out.String())
}

func TestSize(t *testing.T) {
	for bytes, want := range map[int64]string{
		9_600: "10 kB", 149_999: "0.1 MB", 5_595_924: "5.6 MB", 50_100_000: "50 MB", 196_957_000: "197 MB",
	} {
		assert.Equal(t, want, size(bytes))
	}
}
