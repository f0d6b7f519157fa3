package featurestore_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// looseAddresses makes a table as another engine does: no rules, nulls, and zip codes wider than the struct's.
func looseAddresses(t *testing.T) *featurestore.Table[sample.Address] {
	t.Helper()
	uri := "delta://" + filepath.ToSlash(t.TempDir())
	record := &schema.Record{Name: "loose", Fields: []schema.Field{
		{Name: "City", Key: "city", Optional: true, Type: schema.Type{Kind: schema.String}},
		{Name: "Zip", Key: "zip", Optional: true, Type: schema.Type{Kind: schema.Int32}},
	}}
	fields, err := columns.FieldsOf(record)
	require.NoError(t, err)
	b, err := columns.NewBatch(fields)
	require.NoError(t, err)
	city, zip := b.Column(0), b.Column(1)
	city.AppendString("Ulm")
	zip.AppendInt32(1)
	b.EndRow()
	city.AppendNull()
	zip.AppendInt32(70000)
	b.EndRow()
	city.AppendString("")
	zip.AppendInt32(70000)
	b.EndRow()
	city.AppendString("")
	zip.AppendNull()
	b.EndRow()
	store, err := featurestore.OpenStore(t.Context(), uri)
	require.NoError(t, err)
	_, err = store.Write(t.Context(), featurestore.Write{
		Record: record, Fields: fields, Batches: func(yield func(*columns.Batch, error) bool) { yield(b, nil) },
	})
	require.NoError(t, err)
	tbl, err := featurestore.Open[sample.Address](t.Context(), uri)
	require.NoError(t, err)
	return tbl
}

// TestTheRestOfABadRowIsValidated: a null, or a value that does not fit, is reported once, and so are the broken rules of
// the other fields.
func TestTheRestOfABadRowIsValidated(t *testing.T) {
	tbl := looseAddresses(t)
	rules := func(err error) (out []string) {
		var bad *validate.Error
		require.ErrorAs(t, err, &bad)
		for _, v := range bad.Violations {
			out = append(out, v.Path()+" "+v.Rule())
		}
		slices.Sort(out)
		return out
	}
	want := [][]string{{"city null", "zip overflow"}, {"city required", "zip overflow"}, {"city required", "zip null"}}
	var got [][]string
	for row, err := range tbl.Rows(t.Context()) {
		if row.City == "Ulm" {
			require.NoError(t, err)
			continue
		}
		got = append(got, rules(err))
	}
	assert.Equal(t, want, got)
	_, err := tbl.ReadAll(t.Context())
	assert.Equal(t, slices.Sorted(slices.Values(slices.Concat(want...))), rules(err))
	_, err = featurestore.ReadCSV[sample.Address]("a.csv", strings.NewReader("city,zip\n,70000\n"))
	assert.Equal(t, want[1], rules(err), "as CSV has it")

	a, err := tbl.Audit(t.Context())
	require.NoError(t, err)
	found := map[string]int64{}
	for _, b := range a.Broken {
		found[b.Path+" "+b.Rule] = b.Rows
	}
	assert.Equal(t, map[string]int64{"city null": 1, "city required": 2, "zip null": 1, "zip overflow": 2}, found)

	_, err = tbl.ReadAll(t.Context(), featurestore.ValidateSample(0))
	assert.Equal(t, []string{"city null", "zip null", "zip overflow", "zip overflow"}, rules(err))
}
