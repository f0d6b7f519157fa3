package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite modules.txt")

// TestTableIsTrue holds modules.txt against what the go command links for the demo and for all tests.
func TestTableIsTrue(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("modules.txt is what Linux needs; other systems link some others")
	}
	root := filepath.Join("..", "..", "..")
	demo := linked(t, root, "./examples/...", "./internal/setup/...")
	all := linked(t, root, "-test", "./...")
	for _, name := range []string{"bench", "dropin"} { // modules of their own
		maps.Copy(all, linked(t, filepath.Join(root, "internal", name), "-test", "./..."))
	}
	maps.Copy(all, linked(t, root, "-modfile=internal/tools/notebook.mod", "github.com/janpfeifer/gonb", "golang.org/x/tools/cmd/goimports"))
	cache, err := exec.Command("go", "env", "GOMODCACHE").Output()
	require.NoError(t, err)
	known := map[string]int64{}
	modules, err := parse(table)
	require.NoError(t, err)
	for _, m := range modules {
		known[m.path+" "+m.version] = m.bytes
	}
	var lines []string
	for m := range all {
		if m.use = "test"; demo[module{path: m.path, version: m.version}] {
			m.use = "demo"
		}
		m.bytes = known[m.path+" "+m.version]
		if info, err := os.Stat(m.zip(strings.TrimSpace(string(cache)))); err == nil { // a cache need not keep its downloads
			m.bytes = info.Size()
		}
		lines = append(lines, fmt.Sprintf("%s %s %s %d\n", m.use, m.path, m.version, m.bytes))
	}
	slices.Sort(lines)
	want := strings.Join(lines, "")
	if *update {
		require.NoError(t, os.WriteFile("modules.txt", []byte(want), 0o644))
		return
	}
	assert.Equal(t, want, table, "go test ./internal/setup/modules -update")
}

// linked returns the modules of packages and what they import, other than those of this repository.
func linked(t *testing.T, dir string, args ...string) map[module]bool {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-deps", "-json=Module"}, args...)...)
	cmd.Dir = dir
	out, err := cmd.Output()
	require.NoError(t, err)
	found := map[module]bool{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			Module *struct {
				Path, Version string
				Replace       *struct{ Path string }
			}
		}
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return found
		}
		require.NoError(t, err)
		if p.Module != nil && p.Module.Version != "" && p.Module.Replace == nil {
			found[module{path: p.Module.Path, version: p.Module.Version}] = true
		}
	}
}

func TestList(t *testing.T) {
	cache := t.TempDir()
	modules, err := parse(table)
	require.NoError(t, err)
	var demo, test strings.Builder
	require.NoError(t, list(&demo, "demo", cache))
	require.NoError(t, list(&test, "test", cache))
	assert.Greater(t, strings.Count(test.String(), "\n"), strings.Count(demo.String(), "\n"))
	assert.Equal(t, len(modules)+2, strings.Count(test.String(), "\n"))
	for _, m := range modules {
		require.NoError(t, os.MkdirAll(filepath.Dir(m.zip(cache)), 0o755))
		require.NoError(t, os.WriteFile(m.zip(cache), nil, 0o644))
	}
	var nothing strings.Builder
	require.NoError(t, list(&nothing, "test", cache))
	assert.Empty(t, nothing.String())
}
