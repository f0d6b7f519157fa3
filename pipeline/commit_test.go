package pipeline

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/interop"
)

// TestTheCommitIsTheProgramsOwn runs in another repository, whose commit says nothing of this program.
func TestTheCommitIsTheProgramsOwn(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		interop.Skip(t, "git", "no git: %v", err)
	}
	git := func(args ...string) {
		cmd := exec.Command("git", append([]string{"-c", "user.name=n", "-c", "user.email=e@example.com"}, args...)...)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
	t.Chdir(t.TempDir())
	git("init", "-q")
	file := filepath.Join("sub", "file")
	require.NoError(t, os.Mkdir("sub", 0o755))
	require.NoError(t, os.WriteFile(file, []byte("a"), 0o644))
	git("add", ".")
	git("commit", "-qm", "first")
	assert.Empty(t, sourceCommit(t.Context()).hash)

	// A folder of the program's own module has its commit once git has the module, and says when files have changed.
	require.NoError(t, os.WriteFile("go.mod", []byte("module github.com/typedml/typedml\n"), 0o644))
	assert.Empty(t, sourceCommit(t.Context()).hash, "git does not have the module")
	git("add", "go.mod")
	git("commit", "-qm", "second")
	t.Chdir("sub")
	c := sourceCommit(t.Context())
	assert.Len(t, c.hash, 40)
	assert.False(t, c.modified)
	require.NoError(t, os.WriteFile("notes.txt", []byte("b"), 0o644))
	assert.False(t, sourceCommit(t.Context()).modified, "no part of the program")
	require.NoError(t, os.WriteFile("new file.go", []byte("package sub"), 0o644))
	assert.True(t, sourceCommit(t.Context()).modified, "a new file is compiled in")
	require.NoError(t, os.Remove("new file.go"))
	require.NoError(t, os.WriteFile("file", []byte("b"), 0o644))
	assert.True(t, sourceCommit(t.Context()).modified)
}
