package featurestore_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/validate"
)

func TestQuarantine(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	var log bytes.Buffer
	tbl := open(t, dir+"/good", logging(&log))
	side := "delta://" + filepath.ToSlash(dir) + "/bad"
	sink, err := featurestore.TableSink(ctx, side)
	require.NoError(t, err)
	rows := sample.Rows(10)
	rows[2].Amount = math.Inf(-1)
	rows[4].Tags = []string{"\xff"}
	rows[4].Secret = "top secret"
	var v int64
	err = tbl.Append(ctx, rows, featurestore.Quarantine(sink), featurestore.CommittedAs(&v))
	require.NoError(t, err)
	assert.EqualValues(t, 0, v)
	good, err := tbl.ReadAll(ctx)
	require.NoError(t, err)
	assert.Len(t, good, 8)
	assert.Contains(t, log.String(), "quarantined=2")

	entries := quarantined(t, side)
	require.Len(t, entries, 2)
	assert.Equal(t, int64(2), entries[0].row)
	assert.Contains(t, entries[0].violations, `"path":"amount"`)
	assert.Contains(t, entries[0].data, `"amount":"-Inf"`)
	assert.Contains(t, entries[1].violations, "UTF-8")
	for _, e := range entries {
		assert.Contains(t, e.data, `"secret":"***"`)
		assert.NotContains(t, e.data, "top secret")
		assert.True(t, json.Valid([]byte(e.data)))
		assert.Equal(t, tbl.URI(), e.table)
	}
}

// TestOverwriteWithoutAGoodRowIsRefused keeps the table, and tells how many rows the sink has.
func TestOverwriteWithoutAGoodRowIsRefused(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	tbl := open(t, dir+"/good")
	require.NoError(t, tbl.Append(ctx, sample.Rows(5)))
	side := "delta://" + filepath.ToSlash(dir) + "/bad"
	sink, err := featurestore.TableSink(ctx, side)
	require.NoError(t, err)
	rows := sample.Rows(2)
	rows[0].Amount, rows[1].ID = -1, ""
	version, n := int64(-1), -1
	opts := []featurestore.WriteOption{featurestore.Quarantine(sink), featurestore.Quarantined(&n), featurestore.CommittedAs(&version)}
	err = tbl.Overwrite(ctx, rows, opts...)
	var bad *validate.Error
	require.ErrorAs(t, err, &bad)
	assert.Equal(t, []int{0, 1}, bad.Rows())
	assert.ErrorContains(t, err, "overwrite table "+tbl.URI()+": none of the 2 rows is valid")
	assert.ErrorContains(t, err, "the rows are in the quarantine")
	assert.Equal(t, 2, n)
	assert.EqualValues(t, -1, version)
	assert.Len(t, quarantined(t, side), 2)
	kept, err := tbl.ReadAll(ctx)
	require.NoError(t, err)
	assert.Equal(t, sample.Rows(5), kept)

	good := sample.New(9)
	require.NoError(t, tbl.Overwrite(ctx, append(rows, good), opts...))
	assert.Equal(t, 2, n)
	assert.EqualValues(t, 1, version)
	kept, err = tbl.ReadAll(ctx)
	require.NoError(t, err)
	assert.Equal(t, []sample.Order{good}, kept)
	require.NoError(t, tbl.Append(ctx, rows[:1], opts...), "an append without a good row adds none")
	assert.Equal(t, 1, n)
	require.NoError(t, tbl.Overwrite(ctx, nil, opts...), "no rows empty the table when that is asked for")
	assert.Zero(t, n)
	kept, err = tbl.ReadAll(ctx)
	require.NoError(t, err)
	assert.Empty(t, kept)
}

type entry struct {
	table, violations, data string
	row                     int64
}

// quarantined reads a quarantine table by its columns.
func quarantined(t *testing.T, uri string) []entry {
	t.Helper()
	store, err := featurestore.OpenStore(t.Context(), uri)
	require.NoError(t, err)
	s, err := store.Snapshot(t.Context(), featurestore.Latest)
	require.NoError(t, err)
	fields, err := columns.FieldsOf(s.Record(nil))
	require.NoError(t, err)
	var out []entry
	for c, err := range s.Read(t.Context(), fields) {
		require.NoError(t, err)
		b := c.Batch
		for i := range b.Len() {
			out = append(out, entry{
				table: b.Lookup("table").String(i), row: b.Lookup("row").Int64(i),
				violations: b.Lookup("violations").String(i), data: b.Lookup("data").String(i),
			})
		}
	}
	return out
}

type failingSink struct{}

func (failingSink) Reject(context.Context, []featurestore.Rejected) error {
	return errors.New("disk full")
}

func TestFailedQuarantineWritesNothing(t *testing.T) {
	dir := t.TempDir()
	tbl := open(t, dir)
	rows := sample.Rows(10)
	rows[2].Amount = -1
	err := tbl.Append(t.Context(), rows, featurestore.Quarantine(failingSink{}))
	assert.ErrorContains(t, err, "disk full")
	assert.Empty(t, files(t, dir))
}

// TestQuarantineOfEveryRowCreatesNoTable appends bad rows alone where there is no table, then a good one.
func TestQuarantineOfEveryRowCreatesNoTable(t *testing.T) {
	dir := t.TempDir() + "/good"
	tbl := open(t, dir)
	side := "delta://" + filepath.ToSlash(t.TempDir())
	sink, err := featurestore.TableSink(t.Context(), side)
	require.NoError(t, err)
	rows := sample.Rows(2)
	rows[0].Amount, rows[1].ID = -1, ""
	version, n := int64(7), 0
	opts := []featurestore.WriteOption{featurestore.Quarantine(sink), featurestore.Quarantined(&n), featurestore.CommittedAs(&version)}
	require.NoError(t, tbl.Append(t.Context(), rows, opts...))
	assert.Equal(t, 2, n)
	assert.EqualValues(t, -1, version)
	assert.Len(t, quarantined(t, side), 2)
	assert.NoDirExists(t, dir)
	_, err = tbl.ReadAll(t.Context())
	assert.ErrorIs(t, err, featurestore.ErrNotFound)

	require.NoError(t, tbl.Append(t.Context(), append(rows, sample.New(9)), opts...))
	assert.Zero(t, version)
	require.NoError(t, tbl.Append(t.Context(), rows, opts...))
	assert.Zero(t, version, "nothing was added to the table that there is")
}
