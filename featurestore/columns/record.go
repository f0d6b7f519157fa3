package columns

import (
	"fmt"

	"github.com/typedml/typedml/schema"
)

// FieldsOf returns the columns of a record, one a field in the order of the struct: what generated AppendColumns and
// ReadColumns expect. Enums are held as their base, Go arrays as fixed lists, other lists as lists. Optional fields,
// slices, maps and byte strings are nullable, since Go has a nil for them. It fails, naming the field, for a map whose
// keys are no strings.
func FieldsOf(r *schema.Record) ([]Field, error) {
	fields := make([]Field, len(r.Fields))
	for i := range r.Fields {
		f := &r.Fields[i]
		c, err := fieldOf(f.Key, f.Type, f.Optional)
		if err != nil {
			return nil, fmt.Errorf("columns: record %s: field %s: %w", r.Name, f.Key, err)
		}
		fields[i] = c
	}
	return fields, nil
}

var flatKinds = map[schema.Kind]Kind{
	schema.Bool: Bool, schema.Int8: Int8, schema.Int16: Int16, schema.Int32: Int32, schema.Int64: Int64,
	schema.Uint8: Uint8, schema.Uint16: Uint16, schema.Uint32: Uint32, schema.Uint64: Uint64,
	schema.Float32: Float32, schema.Float64: Float64, schema.String: String, schema.Bytes: Bytes,
	schema.Time: Timestamp, schema.Duration: Duration, schema.Date: Date, schema.Decimal: Decimal,
}

func fieldOf(name string, t schema.Type, optional bool) (Field, error) {
	f := Field{Name: name, Kind: flatKinds[t.Scalar()], Nullable: optional || t.Kind == schema.Bytes}
	switch t.Kind {
	case schema.List:
		f.Kind, f.Nullable = List, true
		if t.Len > 0 {
			f.Kind, f.Nullable, f.Length = FixedList, optional, t.Len
		}
		return f.withElem("element", t.Elem)
	case schema.Map:
		if k := t.Key.Type.Scalar(); k != schema.String {
			return f, fmt.Errorf("a table holds maps with string keys, not %s", k)
		}
		f.Kind, f.Nullable = Map, true
		return f.withElem("value", t.Elem)
	case schema.Struct:
		var err error
		f.Kind = Struct
		f.Fields, err = FieldsOf(t.Record)
		return f, err
	}
	if t.Kind == schema.Decimal {
		f.Prec, f.Scale = t.Precision, t.Scale
		return f, f.check(name)
	}
	if f.Kind == 0 {
		return f, fmt.Errorf("a table has no type for %s", t)
	}
	return f, nil
}

func (f Field) withElem(name string, e *schema.Element) (Field, error) {
	elem, err := fieldOf(name, e.Type, e.Optional)
	f.Elem = &elem
	return f, err
}
