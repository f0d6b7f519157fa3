package delta_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/featurestore/internal/sample"
)

func TestDamageNamesTheFile(t *testing.T) {
	data := func(t *testing.T, dir string) string {
		t.Helper()
		found, err := filepath.Glob(filepath.Join(dir, "part-*.parquet"))
		require.NoError(t, err)
		require.Len(t, found, 1)
		return found[0]
	}
	for name, c := range map[string]struct {
		damage func(t *testing.T, dir string) string // returns what the error names
		words  string
	}{
		"truncated parquet": {func(t *testing.T, dir string) string {
			require.NoError(t, os.Truncate(data(t, dir), 100))
			return filepath.Base(data(t, dir))
		}, "open a Parquet file"},
		"empty parquet": {func(t *testing.T, dir string) string {
			require.NoError(t, os.Truncate(data(t, dir), 0))
			return filepath.Base(data(t, dir))
		}, "open a Parquet file"},
		"missing parquet": {func(t *testing.T, dir string) string {
			path := data(t, dir)
			require.NoError(t, os.Remove(path))
			return filepath.Base(path)
		}, "no such file"},
		"corrupt log": {func(t *testing.T, dir string) string {
			require.NoError(t, os.WriteFile(logFile(dir, 0), []byte("{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}\n{\"add\":"), 0o644))
			return filepath.Base(logFile(dir, 0))
		}, "is corrupt: line 2: unexpected end of JSON input"},
		"no protocol": {func(t *testing.T, dir string) string {
			require.NoError(t, os.WriteFile(logFile(dir, 0), []byte(`{"commitInfo":{}}`), 0o644))
			return dir
		}, "no protocol action"},
		"gap": {func(t *testing.T, dir string) string {
			require.NoError(t, os.Rename(logFile(dir, 0), logFile(dir, 1)))
			return filepath.Base(logFile(dir, 0))
		}, "is missing"},
		"corrupt checkpoint": {func(t *testing.T, dir string) string {
			name := filepath.Join(dir, "_delta_log", "00000000000000000000.checkpoint.parquet")
			require.NoError(t, os.WriteFile(name, []byte("PAR1 no PAR1"), 0o644))
			return filepath.Base(name)
		}, "checkpoint"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			tbl := open(t, dir)
			err := tbl.Append(t.Context(), sample.Rows(100))
			require.NoError(t, err)
			object := c.damage(t, dir)
			_, err = tbl.ReadAll(t.Context())
			require.ErrorContains(t, err, c.words)
			assert.ErrorContains(t, err, object)
		})
	}
}

func TestReadOnlyFolder(t *testing.T) {
	if os.Geteuid() <= 0 {
		t.Skip("SKIP read-only folder: this user may write everywhere")
	}
	dir := t.TempDir()
	tbl := open(t, dir)
	err := tbl.Append(t.Context(), sample.Rows(3))
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o555))
	defer func() { assert.NoError(t, os.Chmod(dir, 0o755)) }()
	err = tbl.Append(t.Context(), sample.Rows(3))
	require.ErrorIs(t, err, os.ErrPermission)
	assert.ErrorContains(t, err, dir)
	rows, err := tbl.ReadAll(t.Context())
	require.NoError(t, err)
	assert.Len(t, rows, 3)
}

func TestFolderThatIsAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, nil, 0o644))
	_, err := featurestore.Open[sample.Order](t.Context(), uri(path))
	assert.ErrorContains(t, err, path)
}

func TestFolderOfURI(t *testing.T) {
	for in, want := range map[string]string{
		"delta:///data/lake":   "/data/lake",
		"delta:///data/a%20b/": "/data/a b",
		"delta://./rel":        "rel",
		"delta://../rel/x":     "../rel/x",
	} {
		got, err := delta.Folder(in)
		require.NoError(t, err, in)
		assert.Equal(t, filepath.FromSlash(want), got)
	}
	for _, in := range []string{"delta://lake/x", "delta:/x", "delta://", "delta:///", "delta:///x#y", "delta:///%zz", "file:///x"} {
		_, err := delta.Folder(in)
		assert.Error(t, err, in)
	}
}

func FuzzParseCommit(f *testing.F) {
	f.Add([]byte(`{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}` + "\n" + `{"add":{"path":"a%20b","partitionValues":{"p":null},"size":1,"modificationTime":1,"dataChange":true}}`))
	f.Add([]byte(`{"metaData":{"id":"x","schemaString":"{\"type\":\"struct\",\"fields\":[]}"}}`))
	f.Add([]byte(`{"remove":{"path":""}}`))
	f.Add([]byte("\n\n{}\r\nnull"))
	f.Fuzz(func(t *testing.T, data []byte) {
		actions, err := delta.ParseCommit(data)
		if err != nil {
			return
		}
		for _, a := range actions {
			if a.MetaData != nil {
				_, _ = delta.ParseSchema(a.MetaData.SchemaString)
			}
		}
	})
}

func FuzzParseSchema(f *testing.F) {
	f.Add(`{"type":"struct","fields":[{"name":"a","type":"decimal(10,2)","nullable":true,"metadata":{}}]}`)
	f.Add(`{"type":"struct","fields":[{"name":"a","type":{"type":"map","keyType":"string","valueType":{"type":"array","elementType":"long","containsNull":true},"valueContainsNull":false},"nullable":true,"metadata":{"comment":"x"}}]}`)
	f.Add(`{"type":"array","elementType":null}`)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := delta.ParseSchema(text)
		if err != nil {
			return
		}
		_, _ = s.Arrow()
		_ = delta.RecordOf(s, nil, (*sample.Order)(nil).TypedMLSchema())
		again, err := s.MarshalJSON()
		require.NoError(t, err)
		t2, err := delta.ParseSchema(string(again))
		require.NoError(t, err, "%s", again)
		require.Len(t, t2.Fields, len(s.Fields))
	})
}
