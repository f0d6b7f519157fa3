package spark

import (
	goarrow "github.com/apache/arrow-go/v18/arrow"

	"github.com/typedml/typedml/featurestore/arrow"
	"github.com/typedml/typedml/featurestore/columns"
)

// wider are the kinds that Spark lacks, by the Arrow type that holds them.
var wider = map[columns.Kind]goarrow.DataType{
	columns.Uint8: goarrow.PrimitiveTypes.Int16, columns.Uint16: goarrow.PrimitiveTypes.Int32, columns.Uint32: goarrow.PrimitiveTypes.Int64,
	columns.Uint64: &goarrow.Decimal128Type{Precision: 20}, columns.Duration: goarrow.PrimitiveTypes.Int64,
}

// storedType is the Arrow type of what Spark holds for a column.
func storedType(f *columns.Field) goarrow.DataType {
	switch f.Kind {
	case columns.List, columns.FixedList:
		return goarrow.ListOfField(storedField("element", f.Elem))
	case columns.Map:
		return goarrow.MapOfFields(goarrow.Field{Name: "key", Type: goarrow.BinaryTypes.String}, storedField("value", f.Elem))
	case columns.Struct:
		return goarrow.StructOf(storedFields(f.Fields)...)
	}
	if t := wider[f.Kind]; t != nil {
		return t
	}
	return arrow.DataType(f)
}

func storedField(name string, f *columns.Field) goarrow.Field {
	return goarrow.Field{Name: name, Type: storedType(f), Nullable: true}
}

func storedFields(fields []columns.Field) []goarrow.Field {
	out := make([]goarrow.Field, len(fields))
	for i := range fields {
		out[i] = storedField(fields[i].Name, &fields[i])
	}
	return out
}

func storedSchema(fields []columns.Field) *goarrow.Schema {
	return goarrow.NewSchema(storedFields(fields), nil)
}
