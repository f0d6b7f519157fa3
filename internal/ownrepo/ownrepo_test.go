// Package ownrepo follows the README's section "In your own repository" in a module outside of this one, which gets
// this one from a module proxy as every user does.
package ownrepo

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
)

var root = filepath.Join("..", "..")

// TestOwnRepository runs testdata/*.txtar, one after the other: the second finds the generator built. The module cache is a
// fresh one, so that nothing of the tree stays behind; other modules come from the user's own cache, or else from where the
// user gets modules. Builds share the user's build cache, but for a step that is timed where the figure is asked for: a
// build without a cache takes minutes on a busy machine.
func TestOwnRepository(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds Arrow and the generator")
	}
	env := goEnv(t, "GOMODCACHE", "GOCACHE", "GOPROXY")
	ours, sum := proxy(t, root)
	cache := "file://" + filepath.ToSlash(filepath.Join(env["GOMODCACHE"], "cache", "download"))
	dir := workdir(t, sum)
	scripts, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	require.NoError(t, err)
	require.NotEmpty(t, scripts)
	for _, script := range scripts {
		t.Run("script", func(t *testing.T) {
			testscript.Run(t, testscript.Params{
				Files: []string{script}, RequireExplicitExec: true, WorkdirRoot: dir,
				Cmds: map[string]func(*testscript.TestScript, bool, []string){"timed": timed, "requirements": requirements},
				Setup: func(e *testscript.Env) error {
					for name, value := range map[string]string{
						"GOPROXY": strings.Join([]string{ours, cache, env["GOPROXY"]}, ","), "GOSUMDB": "off", "GONOSUMDB": "*", "GOPRIVATE": "",
						"GOMODCACHE": filepath.Join(dir, "mod"), "GOCACHE": env["GOCACHE"], "GOFLAGS": "-modcacherw -trimpath", "GOWORK": "", "GOTOOLCHAIN": "local",
					} {
						e.Setenv(name, value)
					}
					return nil
				},
			})
		})
	}
}

// workdir returns an empty folder that is removed at the end. Its name is the same for the same tree: go tool knows no
// -trimpath, and would build the generator anew in another folder. It is another one for another tree: the build cache
// keeps an index of the imports of each folder of a module cache, and takes it that a version never changes. While another
// run of this tree has the folder, and for an hour after one that was killed, it is one of another name.
func workdir(t *testing.T, sum string) string {
	t.Helper()
	dir := filepath.Join(os.TempDir(), "typedml-ownrepo-"+sum)
	if info, err := os.Lstat(dir); err == nil && time.Since(info.ModTime()) > time.Hour {
		_ = os.RemoveAll(dir) // or it is another user's
	}
	if os.Mkdir(dir, 0o700) != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { assert.NoError(t, os.RemoveAll(dir)) })
	return dir
}

func goEnv(t *testing.T, names ...string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, name := range names {
		value, err := exec.Command("go", "env", name).Output()
		require.NoError(t, err)
		out[name] = string(bytes.TrimSpace(value))
	}
	return out
}

// timed runs a command. Where somebody asks for figures, as make test does, it does so with an empty build cache, and prints
// how long it took; a CI run, whose figures nobody reads, saves the minutes.
func timed(ts *testscript.TestScript, _ bool, args []string) {
	if os.Getenv("TYPEDML_NOTES") == "" || os.Getenv("CI") != "" {
		ts.Check(ts.Exec(args[0], args[1:]...))
		return
	}
	cache := ts.Getenv("GOCACHE")
	ts.Setenv("GOCACHE", filepath.Join(ts.Getenv("WORK"), ".cold"))
	start := time.Now()
	err := ts.Exec(args[0], args[1:]...)
	ts.Setenv("GOCACHE", cache)
	ts.Check(err)
	measured(ts, "own repository: %s takes %.1f s with an empty build cache", strings.Join(args, " "), time.Since(start).Seconds())
}

// measured logs a figure, and notes it for the end of make test.
func measured(ts *testscript.TestScript, format string, args ...any) {
	line := "MEASURED " + fmt.Sprintf(format, args...)
	ts.Logf("%s", line)
	ts.Check(interop.WriteNote(line))
}

// requirements prints the lines that a go.mod has gained beyond the two that every module starts with.
func requirements(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	var added []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "module ") && !strings.HasPrefix(line, "go ") {
			added = append(added, line)
		}
	}
	measured(ts, "own repository: %s gained %d lines", args[0], len(added))
	ts.Logf("%s", strings.Join(added, "\n"))
}

// TestReadme holds the commands of the README's section against those of testdata/readme.txtar.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	require.NoError(t, err)
	_, section, ok := strings.Cut(string(readme), "<!-- ownrepo -->")
	require.True(t, ok, "README.md has no section marked <!-- ownrepo -->")
	section, _, ok = strings.Cut(section, "<!-- /ownrepo -->")
	require.True(t, ok, "README.md: <!-- ownrepo --> has no end")
	var told []string
	for line := range strings.Lines(section) {
		if command, ok := strings.CutPrefix(line, "    "); ok {
			command, _, _ = strings.Cut(command, "#")
			told = append(told, strings.TrimSpace(command))
		}
	}
	script, err := os.ReadFile(filepath.Join("testdata", "readme.txtar"))
	require.NoError(t, err)
	assert.Equal(t, commands(t, string(script)), told, "the README's commands are not those that the test runs")
}

// TestReadmeCode holds the README's programs, its struct and the output against the files that the scripts run.
func TestReadmeCode(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	require.NoError(t, err)
	for script, names := range map[string][]string{"readme.txtar": {"plant/main.go"}, "smallest.txtar": {"plant/main.go", "want.txt"}} {
		archive, err := txtar.ParseFile(filepath.Join("testdata", script))
		require.NoError(t, err)
		files := map[string]string{}
		for _, f := range archive.Files {
			files[f.Name] = string(f.Data)
		}
		for _, name := range names {
			want := "```go\n" + files[name] + "```\n"
			if strings.HasSuffix(name, ".txt") {
				want = "    " + strings.ReplaceAll(strings.TrimSuffix(files[name], "\n"), "\n", "\n    ") + "\n"
			}
			require.NotEmpty(t, files[name])
			assert.Contains(t, string(readme), want, "the README shows another %s than testdata/%s", name, script)
		}
		if s, ok := files["plant/sensor/sensor.go"]; ok {
			_, declaration, _ := strings.Cut(s, "type Reading")
			assert.Contains(t, string(readme), "type Reading"+declaration, "the README's struct")
		}
	}
}

// commands returns what a script runs between the lines "# README" and "# /README".
func commands(t *testing.T, script string) []string {
	t.Helper()
	_, steps, ok := strings.Cut(script, "# README\n")
	require.True(t, ok)
	steps, _, ok = strings.Cut(steps, "# /README\n")
	require.True(t, ok)
	var out []string
	for line := range strings.Lines(steps) {
		for _, word := range []string{"exec ", "timed "} {
			if command, ok := strings.CutPrefix(line, word); ok {
				out = append(out, strings.TrimSpace(command))
			}
		}
	}
	require.NotEmpty(t, out, fmt.Sprint("no command in ", script))
	return out
}
