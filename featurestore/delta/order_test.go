package delta_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/featurestore/internal/sample"
)

// TestRowsKeepTheOrderOfCommits writes the same rows by the same appends into two tables: the files' names are random,
// the order is not, in any version, whether the log or a checkpoint gives the files.
func TestRowsKeepTheOrderOfCommits(t *testing.T) {
	for i := range 2 {
		t.Run(fmt.Sprintf("table %d", i), func(t *testing.T) {
			dir := t.TempDir()
			tbl := open(t, dir)
			want := sample.Rows(12)
			for i := range want {
				require.NoError(t, tbl.Append(t.Context(), want[i:i+1]))
			}
			for v := range want {
				rows, err := tbl.ReadAll(t.Context(), featurestore.AsOf(int64(v)))
				require.NoError(t, err)
				assert.Equal(t, want[:v+1], rows, "version %d", v)
			}
			require.NoError(t, tbl.Overwrite(t.Context(), want[5:8]))
			for i := 8; i < 12; i++ {
				require.NoError(t, tbl.Append(t.Context(), want[i:i+1]))
			}
			require.NoError(t, tbl.Append(t.Context(), want[:4]))
			for range 9 {
				require.NoError(t, tbl.Append(t.Context(), nil), "no row, no version")
				require.NoError(t, tbl.Append(t.Context(), want[4:5]))
			}
			rows, err := tbl.ReadAll(t.Context(), featurestore.AsOf(17))
			require.NoError(t, err)
			assert.Equal(t, append(append([]sample.Order{}, want[5:]...), want[:4]...), rows)
			before, err := tbl.ReadAll(t.Context())
			require.NoError(t, err)
			for v := range 20 { // the second checkpoint is made from the first
				require.NoError(t, os.Remove(logFile(dir, v)))
			}
			after, err := tbl.ReadAll(t.Context())
			require.NoError(t, err)
			assert.Equal(t, before, after)
		})
	}
}

// TestFilesOfOthersAreOrdered reads add actions that carry no tag of ours: from the log, and from a checkpoint that we
// made of it.
func TestFilesOfOthersAreOrdered(t *testing.T) {
	dir := foreign(t, `{"minReaderVersion":1,"minWriterVersion":2}`, "", "")
	add := func(v int, text string) {
		require.NoError(t, os.WriteFile(logFile(dir, v), []byte(text), 0o644))
	}
	add(1, `{"add":{"path":"z","partitionValues":{},"size":1,"modificationTime":5,"dataChange":true}}
{"add":{"path":"y","partitionValues":{},"size":1,"modificationTime":5,"dataChange":true}}`)
	for v := 2; v < 10; v++ {
		add(v, fmt.Sprintf(`{"add":{"path":"x%d","partitionValues":{},"size":1,"modificationTime":%d,"dataChange":true}}`, 9-v, 4))
	}
	version, err := writeX(t, dir, false)
	require.NoError(t, err)
	require.EqualValues(t, 10, version)
	want := []string{"z", "y", "x7", "x6", "x5", "x4", "x3", "x2", "x1", "x0"}
	assert.Equal(t, want, paths(t, dir)[:10])
	for v := range 10 {
		require.NoError(t, os.Remove(logFile(dir, v)))
	}
	assert.Equal(t, want, paths(t, dir)[:10])
}

func paths(t *testing.T, dir string) []string {
	t.Helper()
	s, err := delta.LoadSnapshot(t.Context(), dir, delta.Latest)
	require.NoError(t, err)
	var out []string
	for _, f := range s.Files() {
		out = append(out, f.Path)
	}
	require.Len(t, out, 11)
	return out
}
