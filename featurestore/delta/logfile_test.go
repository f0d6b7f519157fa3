package delta

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/schema"
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

// TestCommitThatIsNotSyncedCounts fails the sync after the commit became visible: its data files must stay.
func TestCommitThatIsNotSyncedCounts(t *testing.T) {
	for name, failing := range map[string]string{"log": logDir, "table": "orders"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "orders")
			store, err := Open(t.Context(), "delta://"+filepath.ToSlash(dir))
			require.NoError(t, err)
			calls := 0
			store.(*table).sync = func(dir string) error {
				if filepath.Base(dir) == failing {
					calls++
					return syscall.EIO
				}
				return syncDir(dir)
			}
			record := &schema.Record{Name: "x", Fields: []schema.Field{{Name: "X", Key: "x", Type: schema.Type{Kind: schema.Int64}}}}
			fields, err := columns.FieldsOf(record)
			require.NoError(t, err)
			for want := range int64(3) {
				version, err := store.Write(t.Context(), featurestore.Write{Record: record, Fields: fields, Batches: oneRow(fields, want)})
				require.NoError(t, err)
				assert.Equal(t, want, version)
			}
			assert.Positive(t, calls)
			s, err := store.Snapshot(t.Context(), featurestore.Latest)
			require.NoError(t, err)
			var got []int64
			for c, err := range s.Read(t.Context(), fields) {
				require.NoError(t, err)
				got = append(got, c.Batch.Column(0).Int64s()...)
			}
			assert.Equal(t, []int64{0, 1, 2}, got)
		})
	}
}

func oneRow(fields []columns.Field, x int64) func(yield func(*columns.Batch, error) bool) {
	return func(yield func(*columns.Batch, error) bool) {
		b, err := columns.NewBatch(fields)
		b.Column(0).AppendInt64(x)
		b.EndRow()
		yield(b, err)
	}
}

// TestLinkWhoseAnswerWasLost makes the file under both names, as a network file system does.
func TestLinkWhoseAnswerWasLost(t *testing.T) {
	dir := t.TempDir()
	tmp, err := writeTemp(dir, []byte("ours"))
	require.NoError(t, err)
	final := filepath.Join(dir, "a")
	assert.False(t, linked(tmp, final))
	require.NoError(t, os.Link(tmp, final))
	assert.True(t, linked(tmp, final))
	other, err := writeTemp(dir, []byte("ours"))
	require.NoError(t, err)
	assert.False(t, linked(other, final))
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

// TestFilesWithoutCommitAreMerged places files that only a checkpoint of another engine knows.
func TestFilesWithoutCommitAreMerged(t *testing.T) {
	files := map[string]*file{}
	put := func(path string, modified int64, tag string, version int64) {
		a := &Add{Path: path, ModificationTime: modified}
		if tag != "" {
			a.Tags = map[string]*string{tagOrder: &tag}
		}
		files[path] = placed(a, version, 0)
	}
	put("late", 90, "", -1)
	put("b", 10, "", -1)
	put("a", 10, "", -1)
	put("first", 50, "3.0", -1)
	put("second", 20, "3.1", -1) // a clock that went back does not matter
	put("garbage", 30, "x", -1)
	put("third", 80, "", 7)
	var got []string
	for _, f := range ordered(files) {
		got = append(got, f.add.Path)
	}
	assert.Equal(t, []string{"a", "b", "garbage", "first", "second", "third", "late"}, got)
}
