package featurestore_test

import (
	"bytes"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/schema"
)

// renamed is an Order whose record has other fields; it stands for a struct that changed.
type renamed struct{ sample.Order }

var change func(*schema.Record)

func (x *renamed) TypedMLSchema() *schema.Record {
	r := *x.Order.TypedMLSchema()
	r.Fields = append([]schema.Field(nil), r.Fields...)
	change(&r)
	return &r
}

func TestMismatchNamesEachColumn(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	tbl := open(t, dir)
	err := tbl.Append(ctx, sample.Rows(3))
	require.NoError(t, err)
	change = func(r *schema.Record) {
		r.Field("amount").Key = "sum"
		r.Field("count").Type = schema.Type{Kind: schema.String}
		r.Field("discount").Key = "rebate" // optional: no need for it
	}
	_, err = featurestore.Open[renamed](ctx, tbl.URI())
	var mismatch *schema.MismatchError
	require.ErrorAs(t, err, &mismatch)
	assert.Equal(t, []string{"sum", "count"}, mismatch.Columns())
	assert.ErrorContains(t, err, "column count is uint8, the struct has string")

	other, err := featurestore.Open[renamed](ctx, tbl.URI(), featurestore.ReplaceSchema())
	require.NoError(t, err)
	_, err = other.ReadAll(ctx)
	require.ErrorAs(t, err, &mismatch)
	err = other.Append(ctx, nil)
	require.ErrorAs(t, err, &mismatch)
	assert.Contains(t, mismatch.Columns(), "sum")
}

func logging(log *bytes.Buffer) featurestore.Option {
	return featurestore.WithLogger(slog.New(slog.NewTextHandler(log, nil)))
}

func TestChangedRulesAreANoticeAndRowsAreJudged(t *testing.T) {
	ctx := t.Context()
	tbl := open(t, t.TempDir())
	rows := sample.Rows(10)
	err := tbl.Append(ctx, rows)
	require.NoError(t, err)
	change = func(r *schema.Record) { r.Field("amount").Constraints = nil }
	var log bytes.Buffer
	other, err := featurestore.Open[renamed](ctx, tbl.URI(), logging(&log))
	require.NoError(t, err)
	assert.Equal(t, 1, strings.Count(log.String(), "column amount has other rules"), "Open tells")
	res, err := other.Read(ctx)
	require.NoError(t, err)
	require.Len(t, res.Notices, 1)
	assert.Equal(t, rows, unwrap(res.Rows))
	assert.Equal(t, 1, strings.Count(log.String(), "column amount has other rules"), "each difference is told once")
}

// TestWritesTellOfOtherRules appends by structs whose rules are looser, tighter and equal to the table's.
func TestWritesTellOfOtherRules(t *testing.T) {
	const differs, looser = "column amount has other rules", "rules are looser than the table's"
	for name, c := range map[string]struct {
		change  func(*schema.Record)
		columns string // of the warning, "" for none
		differs int
	}{
		"looser":  {func(r *schema.Record) { r.Field("amount").Constraints = nil }, `columns="amount (loosened)"`, 1},
		"missing": {func(r *schema.Record) { r.Field("amount").Constraints, r.Field("id").Constraints = nil, nil }, `columns="id (loosened), amount (loosened)"`, 1},
		"tighter": {func(r *schema.Record) {
			f := r.Field("amount")
			f.Constraints = append([]schema.Constraint{{
				Kind: schema.Range, Op: schema.Lte, Rule: "lte", Param: "9", Limit: &schema.Literal{Kind: schema.Float64, Text: "9"},
			}}, f.Constraints...)
		}, "", 1},
		"any text": {func(r *schema.Record) { r.Field("status").Type = schema.Type{Kind: schema.String} }, `columns="status (widened)"`, 0},
		"equal":    {func(*schema.Record) {}, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			dir := t.TempDir()
			var log bytes.Buffer
			change = c.change
			other, err := featurestore.Open[renamed](ctx, "delta://"+filepath.ToSlash(dir), logging(&log))
			require.NoError(t, err)
			require.NoError(t, open(t, dir).Append(ctx, sample.Rows(3)))
			for range 3 {
				require.NoError(t, other.Append(ctx, []renamed{{sample.New(1)}}))
				require.NoError(t, other.Overwrite(ctx, []renamed{{sample.New(1)}}))
			}
			assert.Equal(t, c.differs, strings.Count(log.String(), differs), log.String())
			if c.columns == "" {
				assert.NotContains(t, log.String(), looser)
				return
			}
			assert.Equal(t, 1, strings.Count(log.String(), looser), log.String())
			assert.Contains(t, log.String(), c.columns)
		})
	}
}

func TestReplacedRulesAreNoWarning(t *testing.T) {
	ctx := t.Context()
	tbl := open(t, t.TempDir())
	require.NoError(t, tbl.Append(ctx, sample.Rows(3)))
	change = func(r *schema.Record) { r.Field("amount").Constraints = nil }
	var log bytes.Buffer
	other, err := featurestore.Open[renamed](ctx, tbl.URI(), logging(&log), featurestore.ReplaceSchema())
	require.NoError(t, err)
	require.NoError(t, other.Overwrite(ctx, []renamed{{sample.New(1)}}))
	require.NoError(t, other.Append(ctx, []renamed{{sample.New(2)}}))
	assert.NotContains(t, log.String(), "looser")
	assert.NoError(t, tbl.Append(ctx, sample.Rows(1)))
}

func unwrap(rows []renamed) []sample.Order {
	var out []sample.Order
	for _, r := range rows {
		out = append(out, r.Order)
	}
	return out
}
