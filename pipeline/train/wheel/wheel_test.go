package wheel

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTableIsComplete(t *testing.T) {
	type place struct {
		engine string
		System
	}
	seen := map[place]bool{}
	versions := map[string]string{XGBoost: XGBoostVersion, LightGBM: LightGBMVersion}
	for _, w := range Wheels() {
		at := place{w.Engine, w.System}
		assert.False(t, seen[at], "%s stands there twice", at)
		seen[at] = true
		assert.Regexp(t, regexp.MustCompile(`^[0-9a-f]{64}$`), w.SHA256)
		assert.Less(t, w.Size, int64(10e6), "%s is a CUDA wheel", w.Name())
		assert.Equal(t, versions[w.Engine], w.Version)
		assert.NotContains(t, w.tag(), ".")
		assert.NotEmpty(t, w.Needs)
	}
	for _, engine := range Engines() {
		for _, s := range []System{{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "arm64"}, {"windows", "amd64"}} {
			assert.True(t, seen[place{engine, s}], "%s for %s has no row", engine, s)
		}
	}
}

func TestFindNamesWhatIsMissing(t *testing.T) {
	for engine, want := range map[string][2]string{
		XGBoost:   {"xgboost 3.2.0 is not published for windows/arm64", "TYPEDML_XGBOOST_LIB"},
		LightGBM:  {"lightgbm 4.7.0 is not published for windows/arm64", "TYPEDML_LIGHTGBM_LIB"},
		"sklearn": {`no engine "sklearn" is known here`, "xgboost, lightgbm"},
	} {
		_, err := Find(engine, System{"windows", "arm64"})
		var missing *UnavailableError
		require.ErrorAs(t, err, &missing)
		assert.ErrorContains(t, err, want[0])
		assert.ErrorContains(t, err, want[1])
		if engine != "sklearn" {
			assert.ErrorContains(t, err, "linux/amd64")
		}
	}
}

func TestLocate(t *testing.T) {
	for _, engine := range Engines() {
		t.Run(engine, func(t *testing.T) { testLocate(t, engine) })
	}
}

func testLocate(t *testing.T, engine string) {
	w, err := Find(engine, Host())
	if err != nil {
		t.Skip(err)
	}
	cache, variable := t.TempDir(), "TYPEDML_"+strings.ToUpper(engine)+"_LIB"
	t.Setenv("TYPEDML_CACHE", cache)
	t.Setenv(variable, "")
	_, err = Locate(engine)
	var absent *NotFetchedError
	require.ErrorAs(t, err, &absent)
	assert.ErrorContains(t, err, FetchCommand+" "+engine)
	assert.ErrorContains(t, err, "MB")

	require.NoError(t, os.MkdirAll(filepath.Dir(w.Path(cache)), 0o755))
	require.NoError(t, os.WriteFile(w.Path(cache), []byte("lib"), 0o644))
	_, err = Locate(engine)
	require.ErrorAs(t, err, new(*DamagedError), "no RECORD")
	record := filepath.Join(w.dir(cache), w.Project+"-"+w.Version+".dist-info", "RECORD")
	require.NoError(t, os.MkdirAll(filepath.Dir(record), 0o755))
	require.NoError(t, os.WriteFile(record, []byte(w.Library+",sha256=x,3\nRECORD,,\n"), 0o644))
	path, err := Locate(engine)
	require.NoError(t, err)
	assert.Equal(t, w.Path(cache), path)
	require.NoError(t, os.Truncate(w.Path(cache), 2))
	_, err = Locate(engine)
	require.ErrorContains(t, err, w.Library+" has 2 bytes, not 3; fetch it again")
	require.ErrorContains(t, err, FetchCommand+" "+engine)

	own := filepath.Join(t.TempDir(), "own.so")
	t.Setenv(variable, own)
	_, err = Locate(engine)
	assert.ErrorContains(t, err, variable)
	require.NoError(t, os.WriteFile(own, nil, 0o644))
	path, err = Locate(engine)
	require.NoError(t, err)
	assert.Equal(t, own, path)
}

// fakePython is a shell script that stands in for pip: it copies a prepared wheel to where pip is told to.
func fakePython(t *testing.T, wheel string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs a POSIX shell")
	}
	for _, tool := range []string{"sh", "cp", "head", "sleep"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("the stand-in for Python is a shell script: %v", err)
		}
	}
	script := `#!/bin/sh
for a; do case "$a" in --dest=*) dest=${a#--dest=};; esac; done
` + wheel
	path := filepath.Join(t.TempDir(), "python3")
	require.NoError(t, os.WriteFile(path, []byte(script), 0o755))
	return path
}

// fakeWheel writes a wheel with the given entries and returns its row of a table.
func fakeWheel(t *testing.T, entries ...string) (Wheel, string) {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w := Wheels()[0]
	record := ""
	for _, name := range entries {
		f, err := z.Create(name)
		require.NoError(t, err)
		n, err := fmt.Fprintf(f, "content of %s", name)
		require.NoError(t, err)
		record += fmt.Sprintf("%s,sha256=x,%d\n", name, n)
	}
	f, err := z.Create(w.Project + "-" + w.Version + ".dist-info/RECORD")
	require.NoError(t, err)
	_, err = f.Write([]byte(record))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	w.Size = int64(b.Len())
	sum := sha256.Sum256(b.Bytes())
	w.SHA256 = hex.EncodeToString(sum[:])
	file := filepath.Join(t.TempDir(), w.Name())
	require.NoError(t, os.WriteFile(file, b.Bytes(), 0o644))
	return w, file
}

func TestFetch(t *testing.T) {
	w, file := fakeWheel(t, "xgboost/lib/libxgboost.so", "xgboost_cpu.libs/libgomp.so")
	python := fakePython(t, "cp "+file+" $dest/")
	cache := t.TempDir()
	var log bytes.Buffer
	path, err := Fetch(t.Context(), w, FetchOptions{Cache: cache, Python: python, Log: &log})
	require.NoError(t, err)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "content of xgboost/lib/libxgboost.so", string(content))
	assert.FileExists(t, filepath.Join(w.dir(cache), "xgboost_cpu.libs", "libgomp.so"))
	assert.Contains(t, log.String(), w.Name())
	assert.Contains(t, log.String(), "MB")

	again, err := Fetch(t.Context(), w, FetchOptions{Cache: cache, Python: "/no/such/python"})
	require.NoError(t, err)
	assert.Equal(t, path, again)
	assertOnlyWheels(t, cache, 1)

	require.NoError(t, os.Truncate(path, 3))
	log.Reset()
	_, err = Fetch(t.Context(), w, FetchOptions{Cache: cache, Python: python, Log: &log})
	require.NoError(t, err)
	assert.Contains(t, log.String(), "libxgboost.so has 3 bytes, not ")
	require.NoError(t, w.Check(cache))
	assertOnlyWheels(t, cache, 1)
}

func assertOnlyWheels(t *testing.T, cache string, n int) {
	t.Helper()
	left, err := os.ReadDir(filepath.Join(cache, "wheels"))
	require.NoError(t, err)
	assert.Len(t, left, n, "%v", left)
}

func TestFetchLeavesNothingHalfDone(t *testing.T) {
	good, file := fakeWheel(t, "xgboost/lib/libxgboost.so")
	for _, c := range []struct {
		name, script, want string
		change             func(*Wheel)
	}{
		{"pip fails", "echo no matching distribution >&2; exit 1", "no matching distribution", nil},
		{"pip brings nothing", "exit 0", "no such file", nil},
		{"another file", "cp " + file + " $dest/", "not the published wheel", func(w *Wheel) { w.SHA256 = "00" }},
		{"a truncated file", "head -c 50 " + file + " > $dest/" + good.Name(), "not the published wheel: 50 bytes", nil},
		{"no library in it", "cp " + file + " $dest/", "RECORD does not list lib/other.so", func(w *Wheel) { w.Library = "lib/other.so" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, cache := good, t.TempDir()
			if c.change != nil {
				c.change(&w)
			}
			_, err := Fetch(t.Context(), w, FetchOptions{Cache: cache, Python: fakePython(t, c.script)})
			assert.ErrorContains(t, err, c.want)
			assertOnlyWheels(t, cache, 0)
		})
	}
}

func TestFetchIsInterruptible(t *testing.T) {
	w, file := fakeWheel(t, "xgboost/lib/libxgboost.so")
	cache := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := Fetch(ctx, w, FetchOptions{Cache: cache, Python: fakePython(t, "exec sleep 20")})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assertOnlyWheels(t, cache, 0)

	_, err = Fetch(t.Context(), w, FetchOptions{Cache: cache, Python: fakePython(t, "cp "+file+" $dest/")})
	require.NoError(t, err)
}

func TestFetchWithoutPython(t *testing.T) {
	w, _ := fakeWheel(t, "x")
	t.Setenv("PATH", t.TempDir())
	_, err := Fetch(t.Context(), w, FetchOptions{Cache: t.TempDir()})
	assert.ErrorContains(t, err, "no python3 or python on PATH")
	assert.ErrorContains(t, err, "apt-get install python3-pip")
}

func TestUnpackStaysInItsFolder(t *testing.T) {
	_, file := fakeWheel(t, "../escaped")
	dir := t.TempDir()
	err := unpack(file, filepath.Join(dir, "in"))
	assert.ErrorContains(t, err, "leaves its folder")
	assert.NoFileExists(t, filepath.Join(dir, "escaped"))
}

func TestAbandonedDownloadsAreRemoved(t *testing.T) {
	wheels := t.TempDir()
	for _, name := range []string{"partial-1", "kept"} {
		require.NoError(t, os.Mkdir(filepath.Join(wheels, name), 0o755))
	}
	removeAbandoned(wheels, time.Now().Add(-time.Hour))
	assert.DirExists(t, filepath.Join(wheels, "partial-1"), "a recent one may be in use")
	removeAbandoned(wheels, time.Now().Add(time.Hour))
	assert.NoDirExists(t, filepath.Join(wheels, "partial-1"))
	assert.DirExists(t, filepath.Join(wheels, "kept"))
}
