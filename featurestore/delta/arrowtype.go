package delta

import (
	"fmt"

	goarrow "github.com/apache/arrow-go/v18/arrow"
)

var arrowTypes = map[string]goarrow.DataType{
	TypeString: goarrow.BinaryTypes.String, TypeBinary: goarrow.BinaryTypes.Binary,
	TypeBoolean: goarrow.FixedWidthTypes.Boolean,
	TypeByte:    goarrow.PrimitiveTypes.Int8, TypeShort: goarrow.PrimitiveTypes.Int16,
	TypeInteger: goarrow.PrimitiveTypes.Int32, TypeLong: goarrow.PrimitiveTypes.Int64,
	TypeFloat: goarrow.PrimitiveTypes.Float32, TypeDouble: goarrow.PrimitiveTypes.Float64,
	TypeDate:         goarrow.FixedWidthTypes.Date32,
	TypeTimestamp:    &goarrow.TimestampType{Unit: goarrow.Microsecond, TimeZone: "UTC"},
	TypeTimestampNTZ: &goarrow.TimestampType{Unit: goarrow.Microsecond},
}

// ArrowType returns the Arrow type in which values of t are written and read. A type that this package does not know is
// an error.
func (t Type) ArrowType() (goarrow.DataType, error) {
	switch t.Name {
	case TypeDecimal:
		return &goarrow.Decimal128Type{Precision: int32(t.Precision), Scale: int32(t.Scale)}, nil
	case TypeArray:
		elem, err := t.Elem.ArrowType()
		if err != nil {
			return nil, err
		}
		return goarrow.ListOfField(goarrow.Field{Name: "element", Type: elem, Nullable: t.ElemNull}), nil
	case TypeMap:
		key, err := t.Key.ArrowType()
		if err != nil {
			return nil, err
		}
		value, err := t.Elem.ArrowType()
		if err != nil {
			return nil, err
		}
		return goarrow.MapOfFields(goarrow.Field{Name: "key", Type: key}, goarrow.Field{Name: "value", Type: value, Nullable: t.ElemNull}), nil
	case TypeStruct:
		fields, err := arrowFields(t.Fields)
		if err != nil {
			return nil, err
		}
		return goarrow.StructOf(fields...), nil
	}
	if a, ok := arrowTypes[t.Name]; ok {
		return a, nil
	}
	return nil, fmt.Errorf("the type %s is not supported", t)
}

func arrowFields(fields []Field) ([]goarrow.Field, error) {
	out := make([]goarrow.Field, len(fields))
	for i, f := range fields {
		t, err := f.Type.ArrowType()
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", f.Name, err)
		}
		out[i] = goarrow.Field{Name: f.Name, Type: t, Nullable: f.Nullable}
	}
	return out, nil
}

// Arrow returns the Arrow schema in which the table's rows are written and read.
func (s *Schema) Arrow() (*goarrow.Schema, error) {
	fields, err := arrowFields(s.Fields)
	if err != nil {
		return nil, fmt.Errorf("delta: %w", err)
	}
	return goarrow.NewSchema(fields, nil), nil
}
