package delta_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/internal/interop"
)

// refused are the golden tables that Spark reads and we don't, with the words of the refusal.
var refused = map[string]string{
	"data-reader-timestamp_ntz-id-mode":                    "feature columnMapping",
	"data-skipping-basic-stats-all-types-columnmapping-id": "feature columnMapping",
	"dv-with-columnmapping":                                "feature columnMapping",
	"table-with-columnmapping-mode-id":                     "feature columnMapping",
	"table-with-icebegCompatV2Enabled":                     "feature columnMapping",
}

// golden is what Spark gave for a table.
type golden struct {
	Error  string            `json:"error"`
	Rows   int               `json:"rows"`
	Data   []json.RawMessage `json:"data"`
	Schema json.RawMessage   `json:"schema"`
}

// TestGolden reads every table that Delta Lake's own tests commit and compares with what Spark read.
func TestGolden(t *testing.T) {
	dir := os.Getenv("TYPEDML_DELTA_GOLDEN")
	if dir == "" {
		interop.SkipData(t, "delta-golden", "TYPEDML_DELTA_GOLDEN names no folder with Delta's golden tables")
	}
	text, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	require.NoError(t, err)
	var tables map[string]golden
	require.NoError(t, json.Unmarshal(text, &tables))
	var equal, refusals, both []string
	for name, want := range tables {
		t.Run(name, func(t *testing.T) {
			rows, err := readAll(t, filepath.Join(dir, name))
			switch {
			case refused[name] != "":
				require.ErrorContains(t, err, refused[name])
				refusals = append(refusals, name)
			case want.Error == "DELTA_READ_TABLE_WITHOUT_COLUMNS":
				if err == nil {
					assert.Empty(t, rows)
				}
				both = append(both, name)
			case want.Error != "":
				require.Error(t, err, "Spark refused it: %s", want.Error)
				both = append(both, name)
			default:
				require.NoError(t, err)
				compare(t, want, rows)
				equal = append(equal, name)
			}
		})
	}
	t.Logf("of %d golden tables %d read equal to Spark, %d refused as by Spark, %d refused by name: %s",
		len(tables), len(equal), len(both), len(refusals), strings.Join(sorted(refusals), ", "))
}

func sorted(s []string) []string {
	sort.Strings(s)
	return s
}

func compare(t *testing.T, want golden, rows []string) {
	t.Helper()
	assert.Len(t, rows, want.Rows)
	have := map[string]int{}
	for _, r := range rows {
		have[r]++
	}
	for _, d := range want.Data {
		var v any
		dec := json.NewDecoder(bytes.NewReader(d))
		dec.UseNumber()
		require.NoError(t, dec.Decode(&v))
		text := canonical(v)
		if have[text]--; have[text] < 0 {
			t.Fatalf("Spark read %s, we did not; ours are\n%s", text, strings.Join(rows[:min(len(rows), 10)], "\n"))
		}
	}
}

func readAll(t *testing.T, folder string) ([]string, error) {
	t.Helper()
	s, err := delta.LoadSnapshot(t.Context(), folder, delta.Latest)
	if err != nil {
		return nil, err
	}
	var rows []string
	for rec, err := range s.Records(t.Context(), nil) {
		if err != nil {
			return nil, err
		}
		for i := range int(rec.NumRows()) {
			obj := map[string]any{}
			for c, f := range rec.Schema().Fields() {
				if v := value(rec.Column(c), i); v != nil {
					obj[f.Name] = v
				}
			}
			rows = append(rows, canonical(obj))
		}
	}
	return rows, nil
}

// value returns an Arrow value as Spark's toJSON prints it.
func value(a goarrow.Array, i int) any {
	if a.IsNull(i) {
		return nil
	}
	switch a := a.(type) {
	case *array.String:
		return a.Value(i)
	case *array.Binary:
		return base64.StdEncoding.EncodeToString(a.Value(i))
	case *array.Boolean:
		return a.Value(i)
	case *array.Float32:
		return json.Number(strconv.FormatFloat(float64(a.Value(i)), 'g', -1, 32))
	case *array.Float64:
		return json.Number(strconv.FormatFloat(a.Value(i), 'g', -1, 64))
	case *array.Decimal128:
		return json.Number(a.ValueStr(i))
	case *array.Date32:
		return a.Value(i).ToTime().Format("2006-01-02")
	case *array.Timestamp:
		layout := "2006-01-02T15:04:05.000Z"
		if a.DataType().(*goarrow.TimestampType).TimeZone == "" {
			layout = "2006-01-02T15:04:05.000"
		}
		return time.UnixMicro(int64(a.Value(i))).UTC().Format(layout)
	case *array.List:
		out := []any{}
		for start, end := a.ValueOffsets(i); start < end; start++ {
			out = append(out, value(a.ListValues(), int(start)))
		}
		return out
	case *array.Map:
		out := map[string]any{}
		for start, end := a.ValueOffsets(i); start < end; start++ {
			out[key(a.Keys(), int(start))] = value(a.Items(), int(start))
		}
		return out
	case *array.Struct:
		out := map[string]any{}
		for j := range a.NumField() {
			if v := value(a.Field(j), i); v != nil {
				out[a.DataType().(*goarrow.StructType).Field(j).Name] = v
			}
		}
		return out
	}
	return json.Number(a.ValueStr(i))
}

// key prints a map key as Java does: a double keeps its ".0".
func key(a goarrow.Array, i int) string {
	switch v := value(a, i).(type) {
	case json.Number:
		if f, ok := a.(*array.Float64); ok && f.Value(i) == math.Trunc(f.Value(i)) {
			return strconv.FormatFloat(f.Value(i), 'f', 1, 64)
		}
		if f, ok := a.(*array.Float32); ok && float64(f.Value(i)) == math.Trunc(float64(f.Value(i))) {
			return strconv.FormatFloat(float64(f.Value(i)), 'f', 1, 32)
		}
		return string(v)
	default:
		return fmt.Sprint(v)
	}
}

// canonical prints a value with sorted keys and numbers as doubles.
func canonical(v any) string {
	switch v := v.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		var b strings.Builder
		b.WriteByte('{')
		for _, k := range keys {
			fmt.Fprintf(&b, "%q:%s,", k, canonical(v[k]))
		}
		return b.String() + "}"
	case []any:
		var b strings.Builder
		b.WriteByte('[')
		for _, e := range v {
			b.WriteString(canonical(e) + ",")
		}
		return b.String() + "]"
	case json.Number:
		f, err := v.Float64()
		if err != nil {
			return string(v)
		}
		return strconv.FormatFloat(f+0, 'g', -1, 64)
	}
	return fmt.Sprintf("%#v", v)
}
