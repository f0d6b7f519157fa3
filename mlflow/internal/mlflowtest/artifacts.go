package mlflowtest

import (
	"bytes"
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/mlflow"
)

func (s *suite) artifacts(t *testing.T) {
	ctx, run := t.Context(), s.run(t)
	require.NoError(t, mlflow.LogJSON(ctx, run, "feature_importance.json", map[string]float64{"age": 0.25}))
	require.NoError(t, mlflow.LogBytes(ctx, run, "deep/er/empty.bin", nil))
	file := filepath.Join(t.TempDir(), "notes.txt")
	require.NoError(t, os.WriteFile(file, []byte("hello"), 0o600))
	require.NoError(t, mlflow.LogFile(ctx, run, file, "deep"))

	big := make([]byte, 3<<20)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range big {
		big[i] = byte(r.Uint32())
	}
	require.NoError(t, mlflow.LogBytes(ctx, run, "big.bin", big))

	loc := run.Info.ArtifactURI
	root, err := s.c.ListArtifacts(ctx, loc, "")
	require.NoError(t, err)
	require.Equal(t, []mlflow.FileInfo{
		{Path: "big.bin", Size: 3 << 20}, {Path: "deep", IsDir: true}, {Path: "feature_importance.json", Size: 18},
	}, root)
	deep, err := s.c.ListArtifacts(ctx, loc, "deep")
	require.NoError(t, err)
	require.Equal(t, []mlflow.FileInfo{{Path: "deep/er", IsDir: true}, {Path: "deep/notes.txt", Size: 5}}, deep)
	none, err := s.c.ListArtifacts(ctx, loc, "no/such/folder")
	require.NoError(t, err)
	require.Empty(t, none)

	b, err := mlflow.ReadArtifact(ctx, run, "feature_importance.json")
	require.NoError(t, err)
	require.JSONEq(t, `{"age": 0.25}`, string(b))
	b, err = mlflow.ReadArtifact(ctx, run, "deep/er/empty.bin")
	require.NoError(t, err)
	require.Empty(t, b)
	b, err = mlflow.ReadArtifact(ctx, run, "big.bin")
	require.NoError(t, err)
	require.Equal(t, sha256.Sum256(big), sha256.Sum256(b))

	require.NoError(t, mlflow.LogBytes(ctx, run, "deep/notes.txt", []byte("replaced")))
	rc, err := s.c.OpenArtifact(ctx, loc, "deep/notes.txt")
	require.NoError(t, err)
	defer rc.Close()
	b, err = io.ReadAll(rc)
	require.NoError(t, err)
	require.Equal(t, "replaced", string(b))
}

func (s *suite) artifactNames(t *testing.T) {
	ctx, run := t.Context(), s.run(t)
	for _, name := range []string{"a b.txt", "größe 日本.json", "50%.txt", "a+b=c&d?.txt", "x@y;z.txt", "deep er/ü.txt", "%zz", "'q\"q"} {
		require.NoError(t, mlflow.LogBytes(ctx, run, name, []byte(name)), name)
		b, err := mlflow.ReadArtifact(ctx, run, name)
		require.NoError(t, err, name)
		require.Equal(t, name, string(b))
	}
	list, err := s.c.ListArtifacts(ctx, run.Info.ArtifactURI, "")
	require.NoError(t, err)
	var names []string
	for _, f := range list {
		names = append(names, f.Path)
	}
	require.ElementsMatch(t, []string{"a b.txt", "größe 日本.json", "50%.txt", "a+b=c&d?.txt", "x@y;z.txt", "deep er", "%zz", "'q\"q"}, names)
}

func (s *suite) artifactErrors(t *testing.T) {
	ctx, run := t.Context(), s.run(t)
	for _, bad := range []string{"", ".", "..", "../x", "a/../../x", "/etc/passwd", "a//b", "a/", `a\b`, "a\nb", "%2e%2e/x", "a%2Fb", "a%2541", "a#b", "\xff"} {
		code(t, mlflow.CodeInvalidParameter, s.c.PutArtifact(ctx, run.Info.ArtifactURI, bad, bytes.NewReader(nil)))
	}
	_, err := s.c.OpenArtifact(ctx, run.Info.ArtifactURI, "absent.txt")
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	_, err = s.c.OpenArtifact(ctx, run.Info.ArtifactURI, "absent/folder/absent.txt")
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	err = s.c.PutArtifact(ctx, "s3://bucket/x", "a", bytes.NewReader(nil))
	code(t, mlflow.CodeNotImplemented, err)
}

// artifactFolders: a path is a file or a folder, never both.
func (s *suite) artifactFolders(t *testing.T) {
	ctx, run := t.Context(), s.run(t)
	require.NoError(t, mlflow.LogBytes(ctx, run, "d/file", nil))
	for _, bad := range []string{"d", "d/file/below", "d/file/deep/below"} {
		code(t, mlflow.CodeInvalidParameter, mlflow.LogBytes(ctx, run, bad, []byte("x")))
	}
	_, err := s.c.OpenArtifact(ctx, run.Info.ArtifactURI, "d")
	code(t, mlflow.CodeInvalidParameter, err)
	_, err = s.c.OpenArtifact(ctx, run.Info.ArtifactURI, "d/file/below")
	require.True(t, mlflow.IsNotFound(err), "%v", err)
	files, err := s.c.ListArtifacts(ctx, run.Info.ArtifactURI, "d")
	require.NoError(t, err)
	require.Equal(t, []mlflow.FileInfo{{Path: "d/file"}}, files, "nothing is left of what was refused")
}
