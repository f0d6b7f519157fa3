package featurestore_test

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	_ "github.com/typedml/typedml/featurestore/all"
	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

func open(t *testing.T, dir string, opts ...featurestore.Option) *featurestore.Table[sample.Order] {
	t.Helper()
	tbl, err := featurestore.Open[sample.Order](t.Context(), "delta://"+filepath.ToSlash(dir), opts...)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, tbl.Close()) })
	return tbl
}

// files lists what lies in a folder and below.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, filepath.ToSlash(strings.TrimPrefix(path, dir)))
		}
		return nil
	})
	require.NoError(t, err)
	return out
}

func TestRowsComeBackAsWritten(t *testing.T) {
	ctx := t.Context()
	tbl := open(t, t.TempDir()+"/orders")
	_, err := tbl.Version(ctx)
	require.ErrorIs(t, err, featurestore.ErrNotFound)

	rows := sample.Rows(20_000) // more than two batches
	var v int64
	err = tbl.Append(ctx, rows[:15_000], featurestore.CommittedAs(&v))
	require.NoError(t, err)
	assert.EqualValues(t, 0, v)
	err = tbl.Append(ctx, rows[15_000:], featurestore.CommittedAs(&v))
	require.NoError(t, err)
	assert.EqualValues(t, 1, v)

	res, err := tbl.Read(ctx)
	require.NoError(t, err)
	assert.EqualValues(t, 1, res.Version)
	assert.Equal(t, 20_000, res.Validated)
	assert.Empty(t, res.Notices)
	require.Equal(t, sums(rows), sums(res.Rows))
	assert.Equal(t, rows[4], res.Rows[4], "nil lists, maps and bytes come back nil")
	assert.Equal(t, rows[19_999], res.Rows[19_999])

	old, err := tbl.ReadAll(ctx, featurestore.AsOf(0))
	require.NoError(t, err)
	assert.Equal(t, rows[:15_000], old)
	n := 0
	for row, err := range tbl.Rows(ctx, featurestore.AsOf(0)) {
		require.NoError(t, err)
		require.Equal(t, rows[n], row)
		n++
	}
	assert.Equal(t, 15_000, n)
	_, err = tbl.ReadAll(ctx, featurestore.AsOf(-1))
	require.ErrorIs(t, err, featurestore.ErrNotFound)
	require.ErrorContains(t, err, "has no version -1")
	_, err = tbl.ReadAll(ctx, featurestore.AsOf(2))
	assert.ErrorIs(t, err, featurestore.ErrNotFound)
	assert.ErrorContains(t, err, "no version 2; the newest is 1")
}

// sums reduces rows to something that compares fast.
func sums(rows []sample.Order) []int {
	out := make([]int, len(rows))
	for i := range rows {
		out[i] = rows[i].Total
	}
	return out
}

func TestOverwriteReplacesRows(t *testing.T) {
	ctx := t.Context()
	tbl := open(t, t.TempDir())
	err := tbl.Append(ctx, sample.Rows(10))
	require.NoError(t, err)
	var v int64
	err = tbl.Overwrite(ctx, sample.Rows(3), featurestore.CommittedAs(&v))
	require.NoError(t, err)
	assert.EqualValues(t, 1, v)
	rows, err := tbl.ReadAll(ctx)
	require.NoError(t, err)
	assert.Equal(t, sample.Rows(3), rows)
	rows, err = tbl.ReadAll(ctx, featurestore.AsOf(0))
	require.NoError(t, err)
	assert.Len(t, rows, 10)

	h, err := tbl.History(ctx, 0)
	require.NoError(t, err)
	require.Len(t, h, 2)
	assert.Equal(t, int64(1), h[0].Version)
	assert.JSONEq(t, `"Overwrite"`, string(h[0].Parameters["mode"]))
	assert.JSONEq(t, `"3"`, string(h[0].Metrics["numOutputRows"]))
	assert.Equal(t, "WRITE", h[1].Operation)
	assert.False(t, h[1].Time.IsZero())
	h, err = tbl.History(ctx, 1)
	require.NoError(t, err)
	assert.Len(t, h, 1)
}

func TestBadRowsWriteNothing(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	tbl := open(t, dir)
	rows := sample.Rows(1000)
	rows[3].Amount = -1
	rows[7].Amount = math.NaN()
	rows[7].ID = ""
	rows[999].Secret = "guess"
	err := tbl.Append(ctx, rows)
	var bad *validate.Error
	require.ErrorAs(t, err, &bad)
	var got []string
	for i := range bad.Violations {
		got = append(got, bad.Violations[i].String())
	}
	require.Len(t, got, 4)
	assert.Contains(t, got[0], "row 3: amount:")
	assert.Contains(t, got[1], "row 7: id:")
	assert.Contains(t, got[2], "row 7: amount:")
	assert.Equal(t, `row 999: secret: must not be "guess" (ne=guess)`, got[3], "the rule is told, the value is not")
	assert.Equal(t, []int{3, 7, 999}, bad.Rows())
	assert.Empty(t, files(t, dir), "something was written")
	err = tbl.Overwrite(ctx, rows)
	require.ErrorAs(t, err, &bad)
	assert.Empty(t, files(t, dir))
}

func TestUnstorableRowsWriteNothing(t *testing.T) {
	dir := t.TempDir()
	tbl := open(t, dir)
	rows := sample.Rows(20_000)
	rows[5].Tags = []string{"\xff"}
	rows[19_000].Address.City = "\xfe"
	err := tbl.Append(t.Context(), rows)
	var bad *validate.Error
	require.ErrorAs(t, err, &bad)
	assert.Equal(t, []int{5, 19_000}, bad.Rows())
	assert.Contains(t, bad.Violations[0].String(), "row 5: tags[]: the string is not valid UTF-8")
	assert.Contains(t, bad.Violations[1].String(), "row 19000: address.city: ")
	rows[7].Amount = -1
	require.ErrorAs(t, tbl.Append(t.Context(), rows), &bad)
	assert.Equal(t, []int{5, 7, 19_000}, bad.Rows(), "with those that break rules")
	assert.Empty(t, files(t, dir))
}

// loose writes rows without rules, as another engine would.
type loose struct{ sample.Order }

func (x *loose) ValidateInto(*validate.Report) {}

func TestReadingValidatesRows(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	rows := sample.Rows(100)
	rows[3].Amount = -1
	rows[50].Count = 201
	wild, err := featurestore.Open[loose](ctx, "delta://"+dir)
	require.NoError(t, err)
	all := make([]loose, len(rows))
	for i := range rows {
		all[i].Order = rows[i]
	}
	err = wild.Append(ctx, all)
	require.NoError(t, err)

	var log bytes.Buffer
	tbl := open(t, dir, logging(&log))
	_, err = tbl.ReadAll(ctx)
	var bad *validate.Error
	require.ErrorAs(t, err, &bad)
	assert.Equal(t, []int{3, 50}, bad.Rows())

	var rowsWithError []int
	n := 0
	for _, err := range tbl.Rows(ctx) {
		if errors.As(err, &bad) {
			rowsWithError = append(rowsWithError, bad.Rows()...)
		}
		n++
	}
	assert.Equal(t, 100, n, "a bad row does not end the loop")
	assert.Equal(t, []int{3, 50}, rowsWithError)
	assert.NotContains(t, log.String(), "sample")

	res, err := tbl.Read(ctx, featurestore.ValidateSample(0.1))
	require.ErrorAs(t, err, &bad, "row 50 is in the sample")
	assert.Nil(t, res)
	res, err = tbl.Read(ctx, featurestore.ValidateSample(0.02), featurestore.ValidateSample(0.03))
	require.NoError(t, err)
	assert.Equal(t, 4, res.Validated)
	assert.Contains(t, log.String(), "only a sample of the rows was validated")
	assert.Contains(t, log.String(), "validated=4")
}

// TestNullElementsAreViolations reads a list that another engine filled with nulls, which the struct's []float64 cannot
// hold.
func TestNullElementsAreViolations(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	fields, err := columns.FieldsOf((*sample.Order)(nil).TypedMLSchema())
	require.NoError(t, err)
	record := *(*sample.Order)(nil).TypedMLSchema()
	record.Fields = append([]schema.Field(nil), record.Fields...)
	for i := range fields {
		if fields[i].Name == "vector" {
			elem := *record.Fields[i].Type.Elem
			elem.Optional = true
			record.Fields[i].Type.Elem = &elem
		}
	}
	fields, err = columns.FieldsOf(&record)
	require.NoError(t, err)
	store, err := featurestore.OpenStore(ctx, "delta://"+filepath.ToSlash(dir))
	require.NoError(t, err)
	_, err = store.Write(ctx, featurestore.Write{Record: &record, Fields: fields, Batches: func(yield func(*columns.Batch, error) bool) {
		b, err := columns.NewBatch(fields)
		for i := range 3 {
			x := sample.New(i)
			x.Vector = []float64{1, 2, 3}
			if i == 1 { // elements before the row's own: its list becomes 1, null, 3
				b.Lookup("vector").Child().AppendFloat64(1)
				b.Lookup("vector").Child().AppendNull()
				x.Vector = []float64{3}
			}
			x.AppendColumns(b)
		}
		yield(b, err)
	}})
	require.NoError(t, err)
	_, err = open(t, dir).ReadAll(ctx)
	var bad *validate.Error
	require.ErrorAs(t, err, &bad)
	require.Len(t, bad.Violations, 1)
	assert.Equal(t, "row 1: vector[1]: must not be null", bad.Violations[0].String())
}

func TestUnknownSchemes(t *testing.T) {
	for uri, want := range map[string]string{
		"mysql://x":      `unknown scheme "mysql" in "mysql://x"; there are databricks, delta`,
		"/data/x":        "is no table URI; write, for example, delta:///data/churn",
		"delta://host/x": "delta://./host/x for a relative one",
		"delta:///x?y=1": "takes no parameters",
	} {
		_, err := featurestore.Open[sample.Order](t.Context(), uri)
		assert.ErrorContains(t, err, want, uri)
	}
}
