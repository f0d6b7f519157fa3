package sparkconnect

import (
	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// Result is the rows of a statement; the schema is there without rows, too.
type Result struct {
	Schema  *arrow.Schema
	Batches []arrow.RecordBatch
}

// Each calls f with every row.
func (r *Result) Each(f func(Row)) {
	for _, b := range r.Batches {
		for i := range int(b.NumRows()) {
			f(Row{b, i})
		}
	}
}

// Row is one row of a batch.
type Row struct {
	Batch arrow.RecordBatch
	Index int
}

// Column returns the row's batch's column by name as an array type, nil when there is none of that type.
func Column[A arrow.Array](r Row, name string) (a A) {
	if at := r.Batch.Schema().FieldIndices(name); len(at) > 0 {
		a, _ = r.Batch.Column(at[0]).(A)
	}
	return a
}

// Text returns a string, "" when it is null or there is no such column of strings.
func (r Row) Text(name string) string {
	if a := Column[*array.String](r, name); a != nil && a.IsValid(r.Index) {
		return a.Value(r.Index)
	}
	return ""
}

// Int returns a bigint or int; ok is false when it is null or there is no such column.
func (r Row) Int(name string) (n int64, ok bool) {
	if a := Column[*array.Int64](r, name); a != nil && a.IsValid(r.Index) {
		return a.Value(r.Index), true
	}
	if a := Column[*array.Int32](r, name); a != nil && a.IsValid(r.Index) {
		return int64(a.Value(r.Index)), true
	}
	return 0, false
}

// Texts returns a map of strings; null ones are left out.
func (r Row) Texts(name string) map[string]string {
	out := map[string]string{}
	m := Column[*array.Map](r, name)
	if m == nil || m.IsNull(r.Index) {
		return out
	}
	keys, ok := m.Keys().(*array.String)
	values, also := m.Items().(*array.String)
	if !ok || !also {
		return out
	}
	start, end := m.ValueOffsets(r.Index)
	for j := int(start); j < int(end); j++ {
		if values.IsValid(j) {
			out[keys.Value(j)] = values.Value(j)
		}
	}
	return out
}
