package delta_test

import (
	"encoding/base64"
	"fmt"
	"math"
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore"
	"github.com/typedml/typedml/featurestore/internal/sample"
	"github.com/typedml/typedml/internal/interop"
)

// leave ends a program after its answer. deltalake 1.6.6 with pyarrow aborts in two of three plain exits right after
// reading any table, its own included ("terminate called without an active exception": a reader thread is still there);
// a program that fails before this line fails as ever.
const leave = `
import os, sys
sys.stdout.flush()
os._exit(0)
`

// pythonRead prints every version of a table as deltalake reads it; numbers that JSON lacks and 64-bit integers as
// texts.
const pythonRead = `
import base64, datetime, decimal, json, struct, sys
from deltalake import DeltaTable

def plain(v):
    if isinstance(v, bool) or v is None or isinstance(v, str): return v
    if isinstance(v, (int, decimal.Decimal)): return str(v)
    if isinstance(v, float): return struct.pack(">d", v).hex()
    if isinstance(v, bytes): return base64.b64encode(v).decode()
    if isinstance(v, datetime.datetime): return v.isoformat()
    if isinstance(v, dict): return {k: plain(x) for k, x in v.items()}
    if isinstance(v, list): return [plain(x) for x in v]
    raise TypeError(type(v))

path = json.load(sys.stdin)
latest = DeltaTable(path)
out = {"version": latest.version(), "protocol": [latest.protocol().min_reader_version, latest.protocol().min_writer_version],
       "configuration": latest.metadata().configuration, "description": latest.metadata().description,
       "history": [[h.get("operation"), h["version"]] for h in latest.history()], "versions": []}
for v in range(latest.version() + 1):
    t = DeltaTable(path, version=v).to_pyarrow_table()
    maps = [f.name for f in t.schema if str(f.type).startswith("map")]
    rows = t.to_pylist()
    for r in rows:
        for m in maps:
            if r[m] is not None: r[m] = dict(r[m])
    out["versions"].append([plain(r) for r in rows])
print(json.dumps(out))
` + leave

// pythonTable is pythonRead's answer.
type pythonTable struct {
	Version       int64
	Protocol      []int
	Configuration map[string]string
	Description   string
	History       [][]any
	Versions      [][]map[string]any
}

// TestDeltalakeReadsOurTable writes 34 versions, so that three checkpoints are among them and each is made from the one
// before, with removed files in each, and compares every version's rows.
func TestDeltalakeReadsOurTable(t *testing.T) {
	python := interop.Python(t, "delta")
	dir := t.TempDir()
	tbl := open(t, dir)
	err := tbl.Append(t.Context(), sample.Rows(40))
	require.NoError(t, err)
	odd := sample.New(7)
	odd.Amount, odd.Ratio = math.Inf(1), float32(math.Inf(-1))
	odd.ID = "a very long text of more than thirty-two runes: äöü 𝄞"
	err = tbl.Overwrite(t.Context(), append(sample.Rows(9), odd))
	require.NoError(t, err)
	for i := 2; i < 34; i++ {
		write := tbl.Append
		if i%8 == 0 {
			write = tbl.Overwrite
		}
		err := write(t.Context(), []sample.Order{sample.New(i)})
		require.NoError(t, err)
	}
	var got pythonTable
	interop.RunJSON(t, python, pythonRead, dir, &got)
	assert.EqualValues(t, 33, got.Version)
	assert.Equal(t, []int{1, 2}, got.Protocol)
	assert.Equal(t, tbl.Record().Fingerprint(), got.Configuration["typedml.fingerprint"])
	assert.Equal(t, "Order is one order of a customer.", got.Description)
	require.Len(t, got.History, 34)
	assert.Equal(t, []any{"WRITE", 33.0}, got.History[0])
	require.Len(t, got.Versions, 34)
	for v := range got.Versions {
		rows, err := tbl.ReadAll(t.Context(), featurestore.AsOf(int64(v)))
		require.NoError(t, err)
		want := make([]map[string]any, len(rows))
		for i := range rows {
			want[i] = pythonRow(&rows[i])
		}
		assert.ElementsMatch(t, want, got.Versions[v], "version %d; deltalake orders rows in its own way", v)
	}
}

// TestOrderSurvivesDeltalakesCheckpoint reads the files of thirteen commits, all of one millisecond, from a checkpoint
// that deltalake made.
func TestOrderSurvivesDeltalakesCheckpoint(t *testing.T) {
	python := interop.Python(t, "delta")
	dir := t.TempDir()
	tbl := open(t, dir)
	want := sample.Rows(13)
	for i := range want {
		require.NoError(t, tbl.Append(t.Context(), want[i:i+1]))
	}
	modified := regexp.MustCompile(`"modificationTime":\d+`)
	for v := range want {
		text, err := os.ReadFile(logFile(dir, v))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(logFile(dir, v), modified.ReplaceAll(text, []byte(`"modificationTime":7`)), 0o644))
	}
	var version int64
	interop.RunJSON(t, python, `
import json, sys
from deltalake import DeltaTable
t = DeltaTable(json.load(sys.stdin))
t.create_checkpoint()
print(json.dumps(t.version()))
`+leave, dir, &version)
	require.EqualValues(t, 12, version)
	for v := range 12 {
		require.NoError(t, os.Remove(logFile(dir, v)))
	}
	got, err := tbl.ReadAll(t.Context())
	require.NoError(t, err)
	assert.Equal(t, want, got)
}

// TestDeltalakePrunesByOurStatistics filters in Python: a bound that is too tight would lose rows.
func TestDeltalakePrunesByOurStatistics(t *testing.T) {
	python := interop.Python(t, "delta")
	dir := t.TempDir()
	tbl := open(t, dir)
	for i := range 8 {
		err := tbl.Append(t.Context(), sample.Rows(64)[i*8:i*8+8])
		require.NoError(t, err)
	}
	var counts map[string]int
	interop.RunJSON(t, python, `
import datetime, json, sys
from deltalake import DeltaTable
import pyarrow.compute as pc
path = json.load(sys.stdin)
t = DeltaTable(path)
ds = t.to_pyarrow_dataset()
at = datetime.datetime(2026, 1, 2, 3, 4, 5, 6 + 63, tzinfo=datetime.timezone.utc)
print(json.dumps({
  "amount": ds.to_table(filter=pc.field("amount") >= 15.75).num_rows,
  "at": ds.to_table(filter=pc.field("at") == at).num_rows,
  "id": ds.to_table(filter=pc.field("id") == "order-l").num_rows,
  "tiny": ds.to_table(filter=pc.field("tiny") < -60).num_rows,
  "files": len(t.file_uris()),
  "none": ds.to_table(filter=pc.field("discount") > 5).num_rows,
}))
`+leave, dir, &counts)
	assert.Equal(t, map[string]int{"amount": 1, "at": 1, "id": 3, "tiny": 3, "files": 8, "none": 0}, counts)
}

// pythonRow spells a row as pythonRead does.
func pythonRow(o *sample.Order) map[string]any {
	row := map[string]any{
		"id": o.ID, "amount": hex(o.Amount), "count": itoa(o.Count), "port": itoa(o.Port), "mask": itoa(o.Mask), "big": itoa(o.Big),
		"tiny": itoa(o.Tiny), "small": itoa(o.Small), "medium": itoa(o.Medium), "total": itoa(o.Total), "ratio": hex(float64(o.Ratio)),
		"paid": o.Paid, "status": string(o.Status), "raw": base64Of(o.Raw), "wait": itoa(o.Wait.Nanoseconds()),
		"at": o.At.Format("2006-01-02T15:04:05.000000") + "+00:00", "discount": nil, "secret": o.Secret,
		"vector": list(o.Vector, hex), "point": list(o.Point[:], func(v float32) any { return hex(float64(v)) }),
		"tags": list(o.Tags, func(s string) any { return s }), "prices": nil,
		"address": map[string]any{"city": o.Address.City, "zip": itoa(o.Address.Zip)},
	}
	if o.Discount != nil {
		row["discount"] = hex(*o.Discount)
	}
	if o.Prices != nil {
		prices := map[string]any{}
		for k, v := range o.Prices {
			prices[k] = hex(v)
		}
		row["prices"] = prices
	}
	return row
}

// pythonWrite writes a table with deltalake: two appends, a delete, a checkpoint, a column added, a partition column
// where asked.
const pythonWrite = `
import datetime, decimal, json, sys
import pyarrow as pa
from deltalake import DeltaTable, write_deltalake
path = json.load(sys.stdin)
schema = pa.schema([
  pa.field("id", pa.string(), nullable=False), pa.field("amount", pa.float64()), pa.field("count", pa.int16()), pa.field("port", pa.int32()),
  pa.field("mask", pa.int64()), pa.field("big", pa.decimal128(20, 0)), pa.field("tiny", pa.int8()), pa.field("small", pa.int8()),
  pa.field("medium", pa.int32()), pa.field("total", pa.int32()), pa.field("ratio", pa.float32()), pa.field("paid", pa.bool_()),
  pa.field("status", pa.string()), pa.field("raw", pa.binary()), pa.field("wait", pa.int64()), pa.field("at", pa.timestamp("us", "UTC")),
  pa.field("discount", pa.float64()), pa.field("vector", pa.list_(pa.float64())), pa.field("point", pa.list_(pa.float32())),
  pa.field("tags", pa.list_(pa.string())), pa.field("prices", pa.map_(pa.string(), pa.float64())),
  pa.field("address", pa.struct([pa.field("city", pa.string()), pa.field("zip", pa.int32())]))])
def row(i):
  return {"id": f"p{i}", "amount": i / 7, "count": i % 200, "port": 60000, "mask": 1 << 31, "big": decimal.Decimal((1 << 63) + i), "tiny": -i % 100, "small": i % 50,
    "medium": i, "total": -i, "ratio": i / 4, "paid": i % 2 == 0, "status": "open", "raw": b"\x00\xff", "wait": i * 1000,
    "at": datetime.datetime(2025, 6, 7, 8, 9, 10, i, tzinfo=datetime.timezone.utc), "discount": None if i % 2 else 0.5,
    "vector": [i, 0.25, -1], "point": [i, 2], "tags": None if i % 3 == 0 else ["x", "y"][:i % 3], "prices": {"k": i / 3}, "address": {"city": "Ulm", "zip": 89000 % 65536}}
part = lambda lo, hi: pa.Table.from_pylist([row(i) for i in range(lo, hi)], schema=schema)
write_deltalake(path, part(0, 50))
for k in range(10):
  write_deltalake(path, part(50 + 5 * k, 55 + 5 * k), mode="append")
t = DeltaTable(path)
t.delete("medium >= 90")
t.create_checkpoint()
secret = pa.table({"secret": ["late"], **{f.name: part(90, 91)[f.name] for f in schema}}, schema=schema.append(pa.field("secret", pa.string())))
write_deltalake(path, secret, mode="append", schema_mode="merge")
print(json.dumps(DeltaTable(path).version()))
` + leave

// TestWeReadDeltalakesTable reads what deltalake appended, deleted, checkpointed and widened; count, small and total
// are narrower or wider there.
func TestWeReadDeltalakesTable(t *testing.T) {
	python := interop.Python(t, "delta")
	dir := t.TempDir() + "/theirs"
	var version int64
	interop.RunJSON(t, python, pythonWrite, dir, &version)
	tbl := open(t, dir)
	v, err := tbl.Version(t.Context())
	require.NoError(t, err)
	assert.Equal(t, version, v)

	n := 0
	for row, err := range tbl.Rows(t.Context()) {
		i := int(row.Medium)
		n++
		if i != 90 { // secret was added later: null in the old files, and the struct needs it
			assert.ErrorContains(t, err, "secret: must not be null")
			continue
		}
		require.NoError(t, err)
		half := 0.5
		assert.Equal(t, sample.Order{
			ID: "p90", Amount: 90.0 / 7, Count: 90, Port: 60000, Mask: 1 << 31, Big: 1<<63 + 90, Tiny: 10, Small: 40, Medium: 90, Total: -90, Ratio: 22.5,
			Paid: true, Status: sample.Open, Raw: []byte{0, 0xff}, Wait: 90_000, At: time.Date(2025, 6, 7, 8, 9, 10, 90_000, time.UTC),
			Discount: &half, Vector: []float64{90, 0.25, -1}, Point: [2]float32{90, 2}, Prices: map[string]float64{"k": 30},
			Address: sample.Address{City: "Ulm", Zip: 23464}, Secret: "late",
		}, row)
	}
	assert.Equal(t, 91, n)

	x := sample.New(1) // and we append to their table, which stays readable to them
	x.Small, x.Total, x.Medium = 5, 6, 200
	err = tbl.Append(t.Context(), []sample.Order{x})
	assert.ErrorContains(t, err, "small", "their int8 does not hold every int16 of ours")
}

// hex spells a double by its bits, which JSON carries whatever they are.
func hex(v float64) any { return fmt.Sprintf("%016x", math.Float64bits(v)) }

func itoa[E int8 | int16 | int32 | int64 | int | uint8 | uint16 | uint32 | uint64](v E) any {
	return fmt.Sprint(v)
}

func base64Of(b []byte) any {
	if b == nil {
		return nil
	}
	return base64.StdEncoding.EncodeToString(b)
}

func list[E any](vs []E, spell func(E) any) any {
	if vs == nil {
		return nil
	}
	out := []any{}
	for _, v := range vs {
		out = append(out, spell(v))
	}
	return out
}

// TestTurnsWithDeltalake lets both sides write to one table in turn.
func TestTurnsWithDeltalake(t *testing.T) {
	python := interop.Python(t, "delta")
	dir := t.TempDir()
	tbl := open(t, dir)
	err := tbl.Append(t.Context(), sample.Rows(10))
	require.NoError(t, err)
	var rows int
	interop.RunJSON(t, python, `
import json, sys
from deltalake import DeltaTable, write_deltalake
path = json.load(sys.stdin)
write_deltalake(path, DeltaTable(path).to_pyarrow_table().slice(0, 3), mode="append")
t = DeltaTable(path)
t.delete("total >= 8 * 8589934592")
t.optimize.compact()
t.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)
t.create_checkpoint()
print(json.dumps(t.to_pyarrow_table().num_rows))
`+leave, dir, &rows)
	assert.Equal(t, 11, rows)
	got, err := tbl.Read(t.Context())
	require.NoError(t, err)
	assert.Empty(t, got.Notices, "the fingerprint survives another writer")
	// Compaction rewrites the rows in deltalake's order.
	assert.ElementsMatch(t, append(sample.Rows(8), sample.Rows(3)...), got.Rows)

	before, err := tbl.Version(t.Context())
	require.NoError(t, err)
	var v int64
	err = tbl.Append(t.Context(), sample.Rows(2), featurestore.CommittedAs(&v))
	require.NoError(t, err)
	assert.Equal(t, before+1, v)
	interop.RunJSON(t, python, `
import json, sys
from deltalake import DeltaTable
print(json.dumps(DeltaTable(json.load(sys.stdin)).to_pyarrow_table().num_rows))
`+leave, dir, &rows)
	assert.Equal(t, 13, rows)
}
