package stored

import (
	"fmt"
	"strings"
	"time"

	goarrow "github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/typedml/typedml/featurestore/delta"
	"github.com/typedml/typedml/schema"
)

// Row is a row as a table holds it: no key is missing, times are floored to the microsecond. ok is false when the
// table can't hold it.
func Row(r *schema.Record, value map[string]any) (map[string]any, bool) {
	out := map[string]any{}
	for i := range r.Fields {
		f := &r.Fields[i]
		v, ok := value[f.Key]
		if strings.ContainsAny(f.Key, " ,;{}()=\n\t") { // Delta has no such column
			return nil, false
		}
		nothing := f.Optional || f.MayBeAbsent || f.Type.TakesNull()
		if !ok && !nothing {
			return nil, false
		}
		if out[f.Key], ok = stored(f.Type, v); !ok {
			return nil, false
		}
	}
	return out, len(value) <= len(r.Fields)
}

func stored(t schema.Type, v any) (any, bool) {
	switch x := v.(type) {
	case nil:
		return nil, true
	case []any:
		out := make([]any, len(x))
		for i := range x {
			var ok bool
			if t.Kind != schema.List {
				return nil, false
			}
			if out[i], ok = stored(t.Elem.Type, x[i]); !ok {
				return nil, false
			}
		}
		return out, t.Kind == schema.List
	case map[string]any:
		if t.Kind == schema.Struct {
			return Row(t.Record, x)
		}
		out := map[string]any{}
		for k := range x {
			var ok bool
			if t.Kind != schema.Map {
				return nil, false
			}
			if out[k], ok = stored(t.Elem.Type, x[k]); !ok {
				return nil, false
			}
		}
		return out, t.Kind == schema.Map
	case time.Time:
		return x.Truncate(time.Microsecond), true
	case string:
		if t.Kind == schema.Time {
			at, err := time.Parse(time.RFC3339Nano, x)
			return at.UTC().Truncate(time.Microsecond), err == nil
		}
	}
	if t.Kind == schema.List || t.Kind == schema.Map || t.Kind == schema.Struct {
		return nil, false
	}
	b := array.NewBuilder(memory.DefaultAllocator, flatType(t))
	return v, Put(b, t, v) == nil
}

// Fields are the columns of a record's table, all of which take null here.
func Fields(r *schema.Record) ([]goarrow.Field, error) {
	s, err := delta.SchemaOf(r)
	if err != nil {
		return nil, err
	}
	a, err := s.Arrow()
	if err != nil {
		return nil, err
	}
	fields := a.Fields()
	for i := range fields {
		fields[i] = nullable(fields[i])
	}
	return fields, nil
}

func nullable(f goarrow.Field) goarrow.Field {
	f.Nullable = true
	switch t := f.Type.(type) {
	case *goarrow.ListType:
		f.Type = goarrow.ListOfField(nullable(t.ElemField()))
	case *goarrow.MapType:
		f.Type = goarrow.MapOfFields(t.KeyField(), nullable(t.ItemField()))
	case *goarrow.StructType:
		members := t.Fields()
		out := make([]goarrow.Field, len(members))
		for i := range members {
			out[i] = nullable(members[i])
		}
		f.Type = goarrow.StructOf(out...)
	}
	return f
}

func flatType(t schema.Type) goarrow.DataType {
	fields, err := Fields(&schema.Record{Fields: []schema.Field{{Name: "X", Key: "x", Type: t}}})
	if err != nil {
		return goarrow.Null
	}
	return fields[0].Type
}

// Batch is rows with their number in the column "the row" before the others.
func Batch(r *schema.Record, rows []map[string]any) (*goarrow.Schema, goarrow.RecordBatch, error) {
	fields, err := Fields(r)
	if err != nil {
		return nil, nil, err
	}
	s := goarrow.NewSchema(append([]goarrow.Field{{Name: "the row", Type: goarrow.PrimitiveTypes.Int64}}, fields...), nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, s)
	for i, row := range rows {
		b.Field(0).(*array.Int64Builder).Append(int64(i))
		for k := range r.Fields {
			f := &r.Fields[k]
			if err := Put(b.Field(k+1), f.Type, row[f.Key]); err != nil {
				return nil, nil, fmt.Errorf("row %d, %s: %w", i, f.Key, err)
			}
		}
	}
	return s, b.NewRecordBatch(), nil
}
