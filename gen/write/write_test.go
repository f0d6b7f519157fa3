package write

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tree returns the files of a folder with their contents.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		out[e.Name()] = string(data)
	}
	return out
}

func put(t *testing.T, name, text string) string {
	t.Helper()
	require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	return name
}

func TestApply(t *testing.T) {
	dir := t.TempDir()
	same := put(t, filepath.Join(dir, "same.go"), "same\n")
	before, err := os.Stat(same)
	require.NoError(t, err)
	files := []File{
		{Path: filepath.Join(dir, "gone.go")},
		{Path: put(t, filepath.Join(dir, "old.go"), "old\n")},
		{Path: same, Data: []byte("same\n")},
		{Path: put(t, filepath.Join(dir, "stale.go"), "stale\n"), Data: []byte("fresh\n")},
		{Path: filepath.Join(dir, "new.go"), Data: []byte("new\n")},
	}
	changes, err := Apply(files)
	require.NoError(t, err)
	var paths []string
	for _, c := range changes {
		paths = append(paths, filepath.Base(c.Path))
	}
	assert.Equal(t, []string{"old.go", "stale.go", "new.go"}, paths)
	assert.Equal(t, map[string]string{"same.go": "same\n", "stale.go": "fresh\n", "new.go": "new\n"}, tree(t, dir))
	after, err := os.Stat(same)
	require.NoError(t, err)
	assert.True(t, os.SameFile(before, after), "a file that is up to date was written again")

	changes, err = Apply(files)
	require.NoError(t, err)
	assert.Empty(t, changes)
}

// TestApplyAllOrNothing has the last of three files in a folder that does not exist.
func TestApplyAllOrNothing(t *testing.T) {
	dir := t.TempDir()
	have := map[string]string{"a.go": "a\n", "b.go": "b\n"}
	for name, text := range have {
		put(t, filepath.Join(dir, name), text)
	}
	_, err := Apply([]File{
		{Path: filepath.Join(dir, "a.go"), Data: []byte("A\n")},
		{Path: filepath.Join(dir, "b.go")},
		{Path: filepath.Join(dir, "missing", "c.go"), Data: []byte("c\n")},
	})
	require.ErrorContains(t, err, filepath.Join("missing", "c.go"))
	assert.Equal(t, have, tree(t, dir), "a run that failed changed a file or left one behind")
}

func TestApplyReadOnly(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("this user may write everywhere")
	}
	dir := t.TempDir()
	put(t, filepath.Join(dir, "a.go"), "a\n")
	require.NoError(t, os.Chmod(dir, 0o555))
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
	_, err := Apply([]File{{Path: filepath.Join(dir, "a.go"), Data: []byte("A\n")}})
	require.ErrorIs(t, err, os.ErrPermission)
	assert.Equal(t, map[string]string{"a.go": "a\n"}, tree(t, dir))
}
