package ownrepo

import (
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// version is what the tree is served as.
var version = module.Version{Path: "github.com/typedml/typedml", Version: "v0.1.0"}

// proxy makes a module proxy in a folder that serves the tree as it is, and returns its URL and a sum of the tree.
func proxy(t *testing.T, root string) (url, sum string) {
	t.Helper()
	dir := t.TempDir()
	base := filepath.Join(dir, filepath.FromSlash(version.Path), "@v")
	require.NoError(t, os.MkdirAll(base, 0o755))
	out, err := os.Create(filepath.Join(base, version.Version+".zip"))
	require.NoError(t, err)
	h := fnv.New64a()
	require.NoError(t, zip.Create(io.MultiWriter(out, h), version, treeFiles(t, root)))
	require.NoError(t, out.Close())
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	require.NoError(t, err)
	for name, text := range map[string]string{
		"list": version.Version + "\n", version.Version + ".mod": string(mod),
		version.Version + ".info": `{"Version":"` + version.Version + `","Time":"2026-01-01T00:00:00Z"}`,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(base, name), []byte(text), 0o644))
	}
	return "file://" + filepath.ToSlash(dir), fmt.Sprintf("%x", h.Sum(nil))
}

// treeFile is a file of the module zip.
type treeFile struct{ slash, path string }

func (f treeFile) Path() string                 { return f.slash }
func (f treeFile) Lstat() (fs.FileInfo, error)  { return os.Lstat(f.path) }
func (f treeFile) Open() (io.ReadCloser, error) { return os.Open(f.path) }

// treeFiles lists what belongs to the module: no folder with a dot, no module inside of it.
func treeFiles(t *testing.T, root string) []zip.File {
	t.Helper()
	var files []zip.File
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			_, err := os.Stat(filepath.Join(path, "go.mod"))
			if path != root && (strings.HasPrefix(e.Name(), ".") || err == nil) {
				return filepath.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if e.Type().IsRegular() {
			files = append(files, treeFile{filepath.ToSlash(rel), path})
		}
		return err
	})
	require.NoError(t, err)
	return files
}
