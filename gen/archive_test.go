package gen

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/typedml/typedml/internal/neighbour"
)

// archives reads the cases of a folder of testdata by name.
func archives(t *testing.T, folder string) map[string]*txtar.Archive {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", folder, "*.txtar"))
	require.NoError(t, err)
	require.NotEmpty(t, names)
	out := map[string]*txtar.Archive{}
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		require.NoError(t, err)
		require.NotEmpty(t, strings.TrimSpace(string(a.Comment)), "%s does not say what it shows", name)
		out[strings.TrimSuffix(filepath.Base(name), ".txtar")] = a
	}
	return out
}

// module makes a module named cases that requires this one as it is in the tree, with a folder for each case, and
// returns its folder. Files of the cases that keep leaves out are not written.
func module(t *testing.T, cases map[string]*txtar.Archive, keep func(name string) bool) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, neighbour.Write(dir, "cases"))
	for name, a := range cases {
		for _, f := range a.Files {
			if keep(f.Name) {
				put(t, filepath.Join(dir, name, filepath.FromSlash(f.Name)), f.Data)
			}
		}
	}
	t.Setenv("GOFLAGS", "-mod=mod")
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOWORK", "off")
	return dir
}

func put(t *testing.T, name string, data []byte) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	require.NoError(t, os.WriteFile(name, data, 0o644))
}

// tree returns the files below a folder with their contents, by slash path.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		out[filepath.ToSlash(rel)] = string(data)
		return err
	})
	require.NoError(t, err)
	return out
}
