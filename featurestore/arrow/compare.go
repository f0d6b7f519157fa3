package arrow

import (
	goarrow "github.com/apache/arrow-go/v18/arrow"

	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/schema"
)

// Compare lists how the columns of a file or table, by its Arrow schema, differ from the record's: those that are
// absent, whose type does not convert (see [Convert]), or that may hold null and the record's may not, in the record's
// order; then those that the record lacks.
func Compare(record *schema.Record, s *goarrow.Schema) ([]schema.Change, error) {
	fields, err := columns.FieldsOf(record)
	if err != nil {
		return nil, err
	}
	var changes []schema.Change
	for i := range fields {
		f := &fields[i]
		at := s.FieldIndices(f.Name)
		if len(at) == 0 {
			changes = append(changes, schema.Change{Kind: schema.Absent, Column: f.Name, Want: DataType(f).String()})
			continue
		}
		stored := s.Field(at[0])
		if !converts(stored.Type, DataType(f)) {
			changes = append(changes, schema.Change{Kind: schema.Retyped, Column: f.Name, Want: DataType(f).String(), Have: stored.Type.String()})
		} else if stored.Nullable && !f.Nullable {
			changes = append(changes, schema.Change{Kind: schema.Nullable, Column: f.Name})
		}
	}
	for _, f := range s.Fields() {
		if record.Field(f.Name) == nil {
			changes = append(changes, schema.Change{Kind: schema.Extra, Column: f.Name, Have: f.Type.String()})
		}
	}
	return changes, nil
}

// converts reports whether every value of one type can be read as the other, as [Convert] does.
func converts(from, to goarrow.DataType) bool {
	from = plain(from)
	switch {
	case goarrow.TypeEqual(from, to):
		return true
	case length(from) != length(to) && length(from) > 0 && length(to) > 0:
		return false
	case isList(from) && isList(to):
		return converts(from.(goarrow.ListLikeType).Elem(), to.(goarrow.ListLikeType).Elem())
	case isInteger(from) && isInteger(to):
		held := to.(goarrow.FixedWidthDataType).BitWidth()
		if goarrow.IsUnsignedInteger(to.ID()) && goarrow.IsSignedInteger(from.ID()) {
			held *= 2 // stores without unsigned integers hold them one wider
		}
		return from.(goarrow.FixedWidthDataType).BitWidth() <= held
	case from.ID() != to.ID():
		return from.ID() == goarrow.FLOAT32 && to.ID() == goarrow.FLOAT64 || from.ID() == goarrow.DECIMAL128 && to.ID() == goarrow.UINT64
	}
	switch to := to.(type) {
	case *goarrow.TimestampType:
		return true
	case *goarrow.MapType:
		from := from.(*goarrow.MapType)
		return converts(from.KeyType(), to.KeyType()) && converts(from.ItemType(), to.ItemType())
	case *goarrow.StructType:
		from := from.(*goarrow.StructType)
		for _, f := range to.Fields() {
			if at, ok := from.FieldByName(f.Name); !ok || !converts(at.Type, f.Type) {
				return false
			}
		}
		return true
	}
	return false
}

// plain is a type without what only says how it is laid out in memory: writers choose that, and files of Parquet say what
// theirs was.
func plain(t goarrow.DataType) goarrow.DataType {
	switch t := t.(type) {
	case *goarrow.DictionaryType:
		return plain(t.ValueType)
	case *goarrow.LargeStringType, *goarrow.StringViewType:
		return goarrow.BinaryTypes.String
	case *goarrow.LargeBinaryType, *goarrow.BinaryViewType:
		return goarrow.BinaryTypes.Binary
	case *goarrow.LargeListType:
		return goarrow.ListOfField(t.ElemField())
	}
	return t
}

// length is the length of the lists of a type, 0 where they may have any.
func length(t goarrow.DataType) int32 {
	if t, ok := t.(*goarrow.FixedSizeListType); ok {
		return t.Len()
	}
	return 0
}
