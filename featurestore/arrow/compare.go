package arrow

import (
	"slices"

	goarrow "github.com/apache/arrow-go/v18/arrow"

	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/schema"
)

// Compare lists how the columns of a file or table, by its Arrow schema, differ from the record's: those that are
// absent, whose type does not convert (see [Convert]), or that may hold null and the record's may not, in the record's
// order; then those that the record lacks. Fields of nested records are compared as columns are.
func Compare(record *schema.Record, s *goarrow.Schema) ([]schema.Change, error) {
	fields, err := columns.FieldsOf(record)
	if err != nil {
		return nil, err
	}
	var c comparison
	c.fields("", fields, s.Fields())
	return c.changes, nil
}

type comparison struct{ changes []schema.Change }

func (c *comparison) add(kind schema.ChangeKind, column, want, have string) {
	c.changes = append(c.changes, schema.Change{Kind: kind, Column: column, Want: want, Have: have})
}

func (c *comparison) fields(prefix string, fields []columns.Field, stored []goarrow.Field) {
	at := map[string]goarrow.Field{}
	for _, s := range slices.Backward(stored) { // the first of a name counts
		at[s.Name] = s
	}
	for i := range fields {
		f := &fields[i]
		s, ok := at[f.Name]
		if !ok {
			c.add(schema.Absent, prefix+f.Name, DataType(f).String(), "")
			continue
		}
		delete(at, f.Name)
		if c.types(prefix+f.Name, f, s.Type) && s.Nullable && !f.Nullable {
			c.add(schema.Nullable, prefix+f.Name, "", "")
		}
	}
	for _, s := range stored {
		if _, extra := at[s.Name]; extra {
			c.add(schema.Extra, prefix+s.Name, "", s.Type.String())
		}
	}
}

// types compares the types of a column and what they hold; false means that the column's own do not convert.
func (c *comparison) types(column string, f *columns.Field, stored goarrow.DataType) bool {
	from, to := plain(stored), DataType(f)
	switch {
	case f.Kind == columns.Struct && from.ID() == goarrow.STRUCT:
		c.fields(column+".", f.Fields, from.(*goarrow.StructType).Fields())
	case isList(to) && isList(from) && (length(from) == length(to) || length(from) == 0 || length(to) == 0):
		c.types(column+"[]", f.Elem, from.(goarrow.ListLikeType).Elem())
	case f.Kind == columns.Map && from.ID() == goarrow.MAP && converts(from.(*goarrow.MapType).KeyType(), goarrow.BinaryTypes.String):
		c.types(column+"[]", f.Elem, from.(*goarrow.MapType).ItemType())
	case !converts(from, to):
		c.add(schema.Retyped, column, to.String(), stored.String())
		return false
	}
	return true
}

// converts reports whether every value of one flat type can be read as the other, as [Convert] does.
func converts(from, to goarrow.DataType) bool {
	from = plain(from)
	switch {
	case goarrow.TypeEqual(from, to):
		return true
	case isInteger(from) && isInteger(to):
		held := to.(goarrow.FixedWidthDataType).BitWidth()
		if goarrow.IsUnsignedInteger(to.ID()) && goarrow.IsSignedInteger(from.ID()) {
			held *= 2 // stores without unsigned integers hold them one wider
		}
		return from.(goarrow.FixedWidthDataType).BitWidth() <= held
	case from.ID() != to.ID():
		return from.ID() == goarrow.FLOAT32 && to.ID() == goarrow.FLOAT64 || from.ID() == goarrow.DECIMAL128 && to.ID() == goarrow.UINT64
	}
	return to.ID() == goarrow.TIMESTAMP
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
