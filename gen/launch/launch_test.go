package launch

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestVendored builds a program in a module whose vendor folder lacks it: the error says how to come by it.
func TestVendored(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"go.mod":             "module cases\n\ngo 1.26.0\n\nrequire example.com/dep v1.0.0\n",
		"vendor/modules.txt": "# example.com/dep v1.0.0\n## explicit\n",
		"a.go":               "package cases\n\ntype T struct{}\n",
	})
	o := Options{Type: "cases.T", Program: Program{Package: "example.com/dep/rows", Func: "Main"}}
	err := build(t.Context(), o, target{pkg: "cases", name: "T", dir: dir}, t.TempDir(), filepath.Join(t.TempDir(), "program"))
	require.EqualError(t, err, "the vendor folder lacks example.com/dep/rows: no package of the module imports it. "+
		`Write import _ "example.com/dep/rows" into a Go file of the module and run go mod vendor, `+
		"or leave the folder aside for this run: GOFLAGS=-mod=readonly")
}

// A package that the go command does not list, since go.mod is behind: what it says is passed on.
func TestUnlisted(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"go.mod":     "module cases\n\ngo 1.25\n\nrequire example.com/dep v1.0.0\n\nreplace example.com/dep => ./dep\n",
		"a.go":       "package cases\n\nimport _ \"example.com/dep\"\n\ntype T struct{}\n",
		"dep/go.mod": "module example.com/dep\n\ngo 1.26.0\n",
		"dep/dep.go": "package dep\n",
	})
	_, err := find(t.Context(), Options{Dir: dir, Type: "./.T"})
	require.ErrorContains(t, err, "listing ./: updates to go.mod needed")
	require.ErrorContains(t, err, "go mod tidy")
}

// write makes the files of a module, and keeps the go command to it.
func write(t *testing.T, dir string, files map[string]string) {
	for name, text := range files {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
}
