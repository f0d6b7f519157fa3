package delta_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/validate"
)

func invoices(t *testing.T, dir string) *featurestore.Table[sample.Invoice] {
	t.Helper()
	tbl, err := featurestore.Open[sample.Invoice](t.Context(), "delta://"+dir)
	require.NoError(t, err)
	return tbl
}

func number(t *testing.T, text string) validate.Decimal {
	t.Helper()
	d, err := validate.ParseDecimal(text)
	require.NoError(t, err)
	return d
}

// Decimals and dates are read as they were written, wherever they stand.
func TestDecimalsAndDates(t *testing.T) {
	tbl := invoices(t, t.TempDir())
	rows := sample.Invoices(20)
	require.NoError(t, tbl.Append(t.Context(), rows[:15]))
	require.NoError(t, tbl.Append(t.Context(), rows[15:]))
	got, err := tbl.ReadAll(t.Context())
	require.NoError(t, err)
	assert.Equal(t, rows, got)
}

// A number that does not fit its column is refused, and none is rounded.
func TestDecimalsAreNotRounded(t *testing.T) {
	tbl := invoices(t, t.TempDir())
	for _, text := range []string{"0.00001", "100000000000000"} {
		x := sample.NewInvoice(1)
		x.Net = number(t, text)
		require.ErrorContains(t, tbl.Append(t.Context(), []sample.Invoice{x}), "net: must have at most 18 digits, 4 of them behind the point (decimal=18.4), got "+text)
		lenient, err := featurestore.Open[sample.Invoice](t.Context(), "delta://"+t.TempDir(), featurestore.WithWriteMode(validate.Observe, nil))
		require.NoError(t, err)
		assert.ErrorContains(t, lenient.Append(t.Context(), []sample.Invoice{x}), "net: the decimal has more digits than decimal(18,4)")
	}
	_, err := tbl.Version(t.Context())
	assert.ErrorIs(t, err, featurestore.ErrNotFound)
}

const pythonInvoices = `
import datetime, decimal, json, sys
import pyarrow as pa
from deltalake import DeltaTable, write_deltalake
ours, theirs = json.load(sys.stdin)
t = DeltaTable(ours).to_pyarrow_table()
rows = sorted(t.to_pylist(), key=lambda r: r["id"])
plain = lambda v: None if v is None else [str(x) for x in v] if isinstance(v, list) else str(v)
print(json.dumps({"types": {f.name: str(f.type) for f in t.schema}, "rows": [{k: plain(v) for k, v in r.items() if k not in ("at", "by_month")} for r in rows]}))
schema = pa.schema([pa.field("id", pa.string()), pa.field("net", pa.decimal128(10, 4)), pa.field("tax", pa.decimal128(38, 38)), pa.field("due", pa.date32()),
  pa.field("at", pa.timestamp("us", "UTC"))])
write_deltalake(theirs, pa.Table.from_pylist([{"id": "p", "net": decimal.Decimal("123456.7890"), "tax": decimal.Decimal("-0.00000000000000000000000000000000000001"),
  "due": datetime.date(2000, 2, 29), "at": datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)}], schema=schema))
` + leave

// deltalake reads our decimals and dates by their types, and we read those that it wrote, narrower ones too.
func TestDecimalsWithDeltalake(t *testing.T) {
	python := interop.Python(t, "delta")
	ours, theirs := t.TempDir(), t.TempDir()+"/theirs"
	rows := sample.Invoices(4)
	require.NoError(t, invoices(t, ours).Append(t.Context(), rows))
	var out struct {
		Types map[string]string
		Rows  []map[string]any
	}
	interop.RunJSON(t, python, pythonInvoices, []string{ours, theirs}, &out)
	for column, want := range map[string]string{
		"net": "decimal128(18, 4)", "tax": "decimal128(38, 38)", "whole": "decimal128(38, 0)", "parts": "list<element: decimal128(9, 2) not null>", "due": "date32[day]",
	} {
		assert.Equal(t, want, out.Types[column], column)
	}
	require.Len(t, out.Rows, len(rows))
	for i, r := range out.Rows {
		assert.Equal(t, rows[i].Due.String(), r["due"])
		assert.Equal(t, rows[i].Net, number(t, r["net"].(string)))
		if rows[i].Tax != nil {
			assert.Equal(t, *rows[i].Tax, number(t, r["tax"].(string)))
			assert.Equal(t, rows[i].Whole.Value.String(), r["whole"])
			assert.Equal(t, []any{"0001-01-01", rows[i].Due.String()}, r["days"])
		}
	}
	got, err := invoices(t, theirs).ReadAll(t.Context())
	require.NoError(t, err)
	require.Len(t, got, 1)
	assert.Equal(t, number(t, "123456.789"), got[0].Net)
	assert.Equal(t, number(t, "-1e-38"), *got[0].Tax)
	assert.Equal(t, validate.NewDate(2000, 2, 29), got[0].Due)
}
