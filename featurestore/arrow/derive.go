package arrow

import (
	goarrow "github.com/apache/arrow-go/v18/arrow"

	"github.com/typedml/typedml/schema"
)

// derived are the kinds whose values [Convert] reads from columns of an Arrow type.
var derived = map[goarrow.Type]schema.Kind{
	goarrow.BOOL: schema.Bool, goarrow.INT8: schema.Int8, goarrow.INT16: schema.Int16, goarrow.INT32: schema.Int32, goarrow.INT64: schema.Int64,
	goarrow.UINT8: schema.Uint8, goarrow.UINT16: schema.Uint16, goarrow.UINT32: schema.Uint32, goarrow.UINT64: schema.Uint64,
	goarrow.FLOAT32: schema.Float32, goarrow.FLOAT64: schema.Float64, goarrow.STRING: schema.String, goarrow.BINARY: schema.Bytes,
	goarrow.DATE32: schema.Date,
}

// RecordOf returns the record that fits the columns of a file best: names, types and whether they may be null are known, rules
// are not. A type without a Go counterpart keeps its own name as its kind.
func RecordOf(s *goarrow.Schema) *schema.Record { return &schema.Record{Fields: fieldsOf(s.Fields())} }

func fieldsOf(fields []goarrow.Field) []schema.Field {
	out := make([]schema.Field, len(fields))
	for i, f := range fields {
		out[i] = schema.Field{Name: f.Name, Key: f.Name, Type: derive(f.Type), Optional: f.Nullable}
		if t, ok := f.Type.(*goarrow.TimestampType); ok && t.TimeZone == "" {
			out[i].Doc = "The file's times have no zone: they are read as UTC."
		}
	}
	return out
}

// derive returns the type of the values of a column.
func derive(t goarrow.DataType) schema.Type {
	t = plain(t)
	if k, ok := derived[t.ID()]; ok {
		return schema.Type{Kind: k}
	}
	switch t := t.(type) {
	case *goarrow.TimestampType:
		return schema.Type{Kind: schema.Time}
	case *goarrow.DurationType:
		if t.Unit == goarrow.Nanosecond {
			return schema.Type{Kind: schema.Duration}
		}
	case *goarrow.Decimal128Type:
		return schema.Type{Kind: schema.Decimal, Precision: int(t.Precision), Scale: int(t.Scale)}
	case *goarrow.StructType:
		return schema.Type{Kind: schema.Struct, Record: &schema.Record{Fields: fieldsOf(t.Fields())}}
	case *goarrow.MapType:
		return schema.Type{Kind: schema.Map, Key: element(t.KeyField()), Elem: element(t.ItemField())}
	case *goarrow.FixedSizeListType:
		return schema.Type{Kind: schema.List, Elem: element(t.ElemField()), Len: int(t.Len())}
	case goarrow.ListLikeType:
		return schema.Type{Kind: schema.List, Elem: element(t.ElemField())}
	}
	return schema.Type{Kind: schema.Kind(t.String())}
}

func element(f goarrow.Field) *schema.Element {
	return &schema.Element{Type: derive(f.Type), Optional: f.Nullable}
}
