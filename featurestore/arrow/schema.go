package arrow

import (
	goarrow "github.com/apache/arrow-go/v18/arrow"

	"github.com/typedml/typedml/featurestore/columns"
)

var flatTypes = map[columns.Kind]goarrow.DataType{
	columns.Bool: goarrow.FixedWidthTypes.Boolean,
	columns.Int8: goarrow.PrimitiveTypes.Int8, columns.Int16: goarrow.PrimitiveTypes.Int16,
	columns.Int32: goarrow.PrimitiveTypes.Int32, columns.Int64: goarrow.PrimitiveTypes.Int64,
	columns.Uint8: goarrow.PrimitiveTypes.Uint8, columns.Uint16: goarrow.PrimitiveTypes.Uint16,
	columns.Uint32: goarrow.PrimitiveTypes.Uint32, columns.Uint64: goarrow.PrimitiveTypes.Uint64,
	columns.Float32: goarrow.PrimitiveTypes.Float32, columns.Float64: goarrow.PrimitiveTypes.Float64,
	columns.String: goarrow.BinaryTypes.String, columns.Bytes: goarrow.BinaryTypes.Binary,
	columns.Timestamp: &goarrow.TimestampType{Unit: goarrow.Microsecond, TimeZone: "UTC"},
	columns.Date:      goarrow.FixedWidthTypes.Date32,
	columns.Duration:  goarrow.FixedWidthTypes.Duration_ns,
}

// DataType returns the Arrow type of a column: the one whose layout the column has.
func DataType(f *columns.Field) goarrow.DataType {
	switch f.Kind {
	case columns.Decimal:
		return &goarrow.Decimal128Type{Precision: int32(f.Prec), Scale: int32(f.Scale)}
	case columns.List:
		return goarrow.ListOfField(elemField("element", f.Elem))
	case columns.FixedList:
		return goarrow.FixedSizeListOfField(int32(f.Length), elemField("element", f.Elem))
	case columns.Map:
		key := goarrow.Field{Name: "key", Type: goarrow.BinaryTypes.String}
		return goarrow.MapOfFields(key, elemField("value", f.Elem))
	case columns.Struct:
		return goarrow.StructOf(Fields(f.Fields)...)
	}
	return flatTypes[f.Kind]
}

func elemField(name string, f *columns.Field) goarrow.Field {
	return goarrow.Field{Name: name, Type: DataType(f), Nullable: f.Nullable}
}

// Fields returns the Arrow fields of columns, in order.
func Fields(fields []columns.Field) []goarrow.Field {
	out := make([]goarrow.Field, len(fields))
	for i := range fields {
		out[i] = elemField(fields[i].Name, &fields[i])
	}
	return out
}

// Schema returns the Arrow schema of columns, in order and without metadata.
func Schema(fields []columns.Field) *goarrow.Schema {
	return goarrow.NewSchema(Fields(fields), nil)
}
