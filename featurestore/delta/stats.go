package delta

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"time"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
)

// statsColumns is how many leaf columns get statistics, as in Delta's own writers (delta.dataSkippingNumIndexedCols).
const statsColumns = 32

// stats collects a data file's statistics (PROTOCOL.md, "Per-file Statistics"): counts of rows and nulls, smallest and
// largest values of the types that the protocol orders. The bounds hold, they need not be tight: texts are cut,
// timestamps rounded outwards.
type stats struct {
	rows   int64
	leaves []*leaf
}

// leaf is one column, or one field of a struct column.
type leaf struct {
	path  []string
	typ   Type
	nulls int64
	lo    any // an array's value: int64, float64, string, decimal128.Num
	hi    any
	void  bool // a NaN: no bounds
}

func newStats(s *Schema, limit int) *stats {
	st := &stats{}
	st.addLeaves(nil, s.Fields, limit)
	return st
}

func (st *stats) addLeaves(path []string, fields []Field, limit int) {
	for _, f := range fields {
		if len(st.leaves) >= limit {
			return
		}
		p := append(append([]string{}, path...), f.Name)
		if f.Type.Name == TypeStruct {
			st.addLeaves(p, f.Type.Fields, limit)
			continue
		}
		st.leaves = append(st.leaves, &leaf{path: p, typ: f.Type})
	}
}

// update adds the rows of a record that has the table's schema.
func (st *stats) update(rec goarrow.RecordBatch) {
	st.rows += rec.NumRows()
	for _, l := range st.leaves {
		at := rec.Schema().FieldIndices(l.path[0])
		if len(at) == 1 {
			l.update(rec.Column(at[0]), l.path[1:], nil)
		}
	}
}

// update descends to the leaf; a null struct above makes the leaf null.
func (l *leaf) update(a goarrow.Array, path []string, above []goarrow.Array) {
	if len(path) > 0 {
		s := a.(*array.Struct)
		i, _ := s.DataType().(*goarrow.StructType).FieldIdx(path[0])
		l.update(s.Field(i), path[1:], append(above, a))
		return
	}
	null := a.IsNull
	if len(above) > 0 {
		null = func(i int) bool {
			for _, s := range above {
				if s.IsNull(i) {
					return true
				}
			}
			return a.IsNull(i)
		}
	}
	l.bounds(a, null)
}

func (l *leaf) bounds(a goarrow.Array, null func(int) bool) {
	switch a := a.(type) {
	case *array.Int8:
		scan(l, a.Int8Values(), null, widen)
	case *array.Int16:
		scan(l, a.Int16Values(), null, widen)
	case *array.Int32:
		scan(l, a.Int32Values(), null, widen)
	case *array.Int64:
		scan(l, a.Int64Values(), null, widen)
	case *array.Date32:
		scan(l, a.Date32Values(), null, widen)
	case *array.Timestamp:
		scan(l, a.TimestampValues(), null, widen)
	case *array.Float32:
		scan(l, a.Float32Values(), null, func(v float32) any { return float64(v) })
	case *array.Float64:
		scan(l, a.Float64Values(), null, func(v float64) any { return v })
	case *array.String:
		l.strings(a, null)
	case *array.Decimal128:
		l.decimals(a, null)
	default:
		for i := range a.Len() {
			if null(i) {
				l.nulls++
			}
		}
	}
}

func widen[E ~int8 | ~int16 | ~int32 | ~int64](v E) any { return int64(v) }

// scan finds the bounds of one array and merges them.
func scan[E cmp.Ordered](l *leaf, vs []E, null func(int) bool, box func(E) any) {
	var lo, hi E
	found := false
	for i, v := range vs {
		switch {
		case null(i):
			l.nulls++
		case v != v:
			l.void = true
		case !found:
			lo, hi, found = v, v, true
		default:
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	if found {
		l.merge(box(lo), box(hi))
	}
}

func (l *leaf) strings(a *array.String, null func(int) bool) {
	var lo, hi string
	found := false
	for i := range a.Len() {
		if null(i) {
			l.nulls++
			continue
		}
		v := a.Value(i)
		if !found || v < lo {
			lo = v
		}
		if !found || v > hi {
			hi = v
		}
		found = true
	}
	if found {
		l.merge(string(bytes.Clone([]byte(lo))), string(bytes.Clone([]byte(hi))))
	}
}

func (l *leaf) decimals(a *array.Decimal128, null func(int) bool) {
	for i := range a.Len() {
		if null(i) {
			l.nulls++
			continue
		}
		l.merge(a.Value(i), a.Value(i))
	}
}

func (l *leaf) merge(lo, hi any) {
	if l.lo == nil || less(lo, l.lo) {
		l.lo = lo
	}
	if l.hi == nil || less(l.hi, hi) {
		l.hi = hi
	}
}

func less(a, b any) bool {
	switch a := a.(type) {
	case int64:
		return a < b.(int64)
	case float64:
		return a < b.(float64)
	case string:
		return a < b.(string)
	case decimal128.Num:
		return a.Less(b.(decimal128.Num))
	}
	return false
}

// json returns the statistics as the add action holds them.
func (st *stats) json() (string, error) {
	lo, hi, nulls := map[string]any{}, map[string]any{}, map[string]any{}
	for _, l := range st.leaves {
		put(nulls, l.path, l.nulls)
		if l.lo == nil || l.void {
			continue
		}
		a, okA := l.render(l.lo, false)
		b, okB := l.render(l.hi, true)
		if okA && okB {
			put(lo, l.path, a)
			put(hi, l.path, b)
		}
	}
	text, err := json.Marshal(struct {
		NumRecords int64          `json:"numRecords"`
		MinValues  map[string]any `json:"minValues"`
		MaxValues  map[string]any `json:"maxValues"`
		NullCount  map[string]any `json:"nullCount"`
	}{st.rows, lo, hi, nulls})
	if err != nil {
		return "", fmt.Errorf("delta: statistics: %w", err)
	}
	return string(text), nil
}

func put(m map[string]any, path []string, v any) {
	for ; len(path) > 1; path = path[1:] {
		inner, ok := m[path[0]].(map[string]any)
		if !ok {
			inner = map[string]any{}
			m[path[0]] = inner
		}
		m = inner
	}
	m[path[0]] = v
}

// maxStatsRunes is how much of a text the statistics keep.
const maxStatsRunes = 32

// render writes a bound; an upper one may grow, a lower one may shrink. false: there is no text for it.
func (l *leaf) render(v any, upper bool) (any, bool) {
	switch v := v.(type) {
	case string:
		return cutText(v, upper), true
	case decimal128.Num:
		return json.Number(v.ToString(int32(l.typ.Scale))), true
	case float64:
		if math.IsInf(v, 0) {
			return nil, false
		}
		bits := 64
		if l.typ.Name == TypeFloat {
			bits = 32
		}
		return json.Number(strconv.FormatFloat(v, 'g', -1, bits)), true
	case int64:
		switch l.typ.Name {
		case TypeDate:
			return inYears(time.Unix(v*86400, 0).UTC(), "2006-01-02")
		case TypeTimestamp, TypeTimestampNTZ:
			return renderTime(v, upper, l.typ.Name == TypeTimestampNTZ)
		}
		return v, true
	}
	return nil, false
}

func renderTime(us int64, upper, local bool) (any, bool) {
	t := time.UnixMicro(us).UTC().Truncate(time.Millisecond)
	if upper && t.UnixMicro() < us {
		t = t.Add(time.Millisecond)
	}
	if local {
		return inYears(t, "2006-01-02T15:04:05.000")
	}
	return inYears(t, "2006-01-02T15:04:05.000Z")
}

func inYears(t time.Time, layout string) (any, bool) {
	if t.Year() < 1 || t.Year() > 9999 {
		return nil, false
	}
	return t.Format(layout), true
}

func cutText(s string, upper bool) string {
	n := 0
	for i := range s {
		if n == maxStatsRunes {
			if upper {
				return s[:i] + "\U0010FFFF"
			}
			return s[:i]
		}
		n++
	}
	return s
}
