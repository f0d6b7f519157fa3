package delta_test

import (
	"bytes"
	"log"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
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
		}, "it has 100 bytes, and was committed with "},
		"overwritten parquet": {func(t *testing.T, dir string) string {
			st, err := os.Stat(data(t, dir))
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(data(t, dir), make([]byte, st.Size()), 0o644))
			return filepath.Base(data(t, dir))
		}, "open a Parquet file"},
		"another file of the table": {func(t *testing.T, dir string) string {
			path := data(t, dir)
			require.NoError(t, open(t, dir).Append(t.Context(), sample.Rows(7)))
			found, err := filepath.Glob(filepath.Join(dir, "part-*.parquet"))
			require.NoError(t, err)
			other := found[0]
			if other == path {
				other = found[1]
			}
			b, err := os.ReadFile(other)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(path, b, 0o644))
			return filepath.Base(path)
		}, "and was committed with "},
		"empty parquet": {func(t *testing.T, dir string) string {
			require.NoError(t, os.Truncate(data(t, dir), 0))
			return filepath.Base(data(t, dir))
		}, "it has 0 bytes, and was committed with "},
		"missing parquet": {func(t *testing.T, dir string) string {
			path := data(t, dir)
			require.NoError(t, os.Remove(path))
			return filepath.Base(path)
		}, "no such file"},
		"corrupt log": {func(t *testing.T, dir string) string {
			require.NoError(t, os.WriteFile(logFile(dir, 0), []byte("{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}\n{\"add\":"), 0o644))
			return filepath.Base(logFile(dir, 0))
		}, "is corrupt: line 2: unexpected end of JSON input; restore the file from a backup"},
		"no protocol": {func(t *testing.T, dir string) string {
			require.NoError(t, os.WriteFile(logFile(dir, 0), []byte(`{"commitInfo":{}}`), 0o644))
			return dir
		}, "no protocol action"},
		"gap": {func(t *testing.T, dir string) string {
			require.NoError(t, os.Rename(logFile(dir, 0), logFile(dir, 1)))
			return filepath.Base(logFile(dir, 0))
		}, "is missing and no usable checkpoint follows it; restore the file from a backup"},
		"empty log": {func(t *testing.T, dir string) string {
			require.NoError(t, os.Truncate(logFile(dir, 0), 0))
			return filepath.Base(logFile(dir, 0))
		}, "is corrupt: the commit file is empty; restore the file from a backup"},
		"empty later commit": {func(t *testing.T, dir string) string {
			require.NoError(t, os.WriteFile(logFile(dir, 1), []byte("\n"), 0o644))
			return filepath.Base(logFile(dir, 1))
		}, "is corrupt: the commit file is empty"},
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
			assert.Equal(t, 1, strings.Count(err.Error(), "delta: "), "%v", err)
		})
	}
}

// TestDamagedCheckpointIsPassedOver damages the checkpoints of 23 commits, the newest first, and then takes commits
// away.
func TestDamagedCheckpointIsPassedOver(t *testing.T) {
	dir := t.TempDir()
	tbl := open(t, dir)
	want := sample.Rows(23)
	for i := range want {
		require.NoError(t, tbl.Append(t.Context(), want[i:i+1]))
	}
	log := warnings(t)
	newest := filepath.Join(dir, "_delta_log", "00000000000000000020.checkpoint.parquet")
	older := filepath.Join(dir, "_delta_log", "00000000000000000010.checkpoint.parquet")
	reads := func(from string) {
		t.Helper()
		log.Reset()
		rows, err := open(t, dir).ReadAll(t.Context())
		require.NoError(t, err)
		assert.Equal(t, want, rows)
		if from == "" {
			assert.NotContains(t, log.String(), "checkpoint")
			return
		}
		assert.Contains(t, log.String(), "a damaged checkpoint was passed over")
		assert.Contains(t, log.String(), filepath.Base(newest))
		assert.Contains(t, log.String(), from)
	}
	reads("")
	require.NoError(t, os.Truncate(newest, 200))
	reads("from=11")
	require.NoError(t, os.WriteFile(older, []byte("PAR1 no PAR1"), 0o644))
	reads("from=0")
	require.NoError(t, os.Remove(logFile(dir, 3)))
	_, err := featurestore.Open[sample.Order](t.Context(), uri(dir))
	require.ErrorContains(t, err, newest)
	assert.ErrorContains(t, err, older)
	assert.ErrorContains(t, err, filepath.Base(logFile(dir, 3))+" is missing")
}

// TestDamagedCheckpointIsWarnedOfOnce reads a table often by one handle, and damages another checkpoint.
func TestDamagedCheckpointIsWarnedOfOnce(t *testing.T) {
	dir := t.TempDir()
	tbl := open(t, dir)
	for i := range 23 {
		require.NoError(t, tbl.Append(t.Context(), sample.Rows(1)), i)
	}
	log := warnings(t)
	for _, name := range []string{"00000000000000000020.checkpoint.parquet", "00000000000000000010.checkpoint.parquet"} {
		path := filepath.Join(dir, "_delta_log", name)
		require.NoError(t, os.Truncate(path, 200))
		log.Reset()
		tbl := open(t, dir)
		for range 3 {
			_, err := tbl.ReadAll(t.Context())
			require.NoError(t, err)
		}
		require.NoError(t, tbl.Append(t.Context(), sample.Rows(1)))
		assert.Equal(t, 1, strings.Count(log.String(), "a damaged checkpoint was passed over"), "%s", log)
		assert.Contains(t, log.String(), name)
	}
}

// TestDamagedCommitCanBeGoneAround does what the error says.
func TestDamagedCommitCanBeGoneAround(t *testing.T) {
	for name, damage := range map[string]func(path string) error{
		"cut":     func(path string) error { return os.Truncate(path, 30) },
		"empty":   func(path string) error { return os.Truncate(path, 0) },
		"missing": os.Remove,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			tbl := open(t, dir)
			for range 14 {
				require.NoError(t, tbl.Append(t.Context(), sample.Rows(1)))
			}
			require.NoError(t, damage(logFile(dir, 12)))
			_, err := tbl.ReadAll(t.Context())
			require.ErrorContains(t, err, "restore the file from a backup; until then version 11 can be read: with AsOf(11)")
			rows, err := tbl.ReadAll(t.Context(), featurestore.AsOf(11))
			require.NoError(t, err)
			assert.Len(t, rows, 12)
			s, err := delta.LoadSnapshot(t.Context(), dir, 11)
			require.NoError(t, err)
			assert.EqualValues(t, 11, s.Version)
		})
	}
}

// warnings catches what the back end logs.
func warnings(t *testing.T) *bytes.Buffer {
	t.Helper()
	var buf bytes.Buffer
	before, out, flags := slog.Default(), log.Writer(), log.Flags()
	slog.SetDefault(slog.New(slog.NewTextHandler(&buf, &slog.HandlerOptions{Level: slog.LevelWarn})))
	t.Cleanup(func() {
		slog.SetDefault(before)
		log.SetOutput(out)
		log.SetFlags(flags)
	})
	return &buf
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
		"delta://.":            ".",
		"delta://..":           "..",
	} {
		got, err := delta.Folder(in)
		require.NoError(t, err, in)
		assert.Equal(t, filepath.FromSlash(want), got)
	}
	for in, want := range map[string]string{
		"delta://lake/x": `names the host "lake"; write delta:///lake/x for an absolute path or delta://./lake/x for a relative one`,
		"delta://":       "names no folder of a table; write delta:///abs/path", "delta:///": "names no folder", "delta:////": "names no folder",
		"delta:///.": "names no folder", "delta:///a/..": "names no folder",
		"delta:/x": "is no Delta table URI", "file:///x": "is no Delta table URI", "delta:///x#y": "percent-encode", "delta:///%zz": "invalid URL escape",
	} {
		_, err := delta.Folder(in)
		assert.ErrorContains(t, err, want, in)
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
