package delta

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLogFilesAreNeverOverwritten(t *testing.T) {
	for name, put := range map[string]func(dir, name string, data []byte) error{
		"link":      putIfAbsent,
		"exclusive": func(dir, name string, data []byte) error { return putExclusive(filepath.Join(dir, name), data) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, put(dir, "a", []byte("first")))
			require.ErrorIs(t, put(dir, "a", []byte("second")), fs.ErrExist)
			got, err := os.ReadFile(filepath.Join(dir, "a"))
			require.NoError(t, err)
			assert.Equal(t, "first", string(got))
			entries, err := os.ReadDir(dir)
			require.NoError(t, err)
			assert.Len(t, entries, 1, "a temporary file is left")
		})
	}
}

func TestReplaceFile(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, replaceFile(dir, "a", []byte("first")))
	require.NoError(t, replaceFile(dir, "a", []byte("second")))
	got, err := os.ReadFile(filepath.Join(dir, "a"))
	require.NoError(t, err)
	assert.Equal(t, "second", string(got))
	require.ErrorIs(t, replaceFile(filepath.Join(dir, "none"), "a", nil), fs.ErrNotExist)
}

func TestStatisticsBoundTexts(t *testing.T) {
	long := "0123456789012345678901234567890ä_and_more"
	assert.Equal(t, "0123456789012345678901234567890ä", cutText(long, false))
	assert.Equal(t, "0123456789012345678901234567890ä\U0010FFFF", cutText(long, true))
	assert.Less(t, cutText(long, false), long)
	assert.Greater(t, cutText(long, true), long)
	assert.Equal(t, "short", cutText("short", true))
}
