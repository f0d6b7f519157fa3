package delta

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/typedml/typedml/featurestore/columns"
	"github.com/typedml/typedml/schema"
)

// Table properties that this package writes. Other engines keep them and show them (SHOW TBLPROPERTIES).
const (
	PropVersion     = "typedml.version"     // the record's semantic version
	PropFingerprint = "typedml.fingerprint" // the record's fingerprint
	PropRecord      = "typedml.record"      // the record without its fields, as JSON
)

// Keys of a column's metadata.
const (
	metaComment = "comment" // the field's doc, which engines show as the column's comment
	metaField   = "typedml" // the schema.Field as JSON text: rules, role, default
)

// SchemaOf returns the table schema of a record: its columns with their comments and rules. Unsigned integers widen to
// the next signed type, uint64 to decimal(20,0); durations are nanoseconds. It fails, naming the field, where a table
// has no such type or name.
func SchemaOf(r *schema.Record) (*Schema, error) {
	fields, err := columns.FieldsOf(r)
	if err != nil {
		return nil, fmt.Errorf("delta: %w", err)
	}
	s := &Schema{}
	if err := checkNames("", fields); err != nil {
		return nil, fmt.Errorf("delta: record %s: %w", r.Name, err)
	}
	for i := range fields {
		f, err := columnOf(&fields[i], &r.Fields[i])
		if err != nil {
			return nil, err
		}
		s.Fields = append(s.Fields, f)
	}
	return s, nil
}

// checkNames refuses names that tables do not allow, also in nested records.
func checkNames(prefix string, fields []columns.Field) error {
	seen := map[string]string{}
	for i := range fields {
		f := &fields[i]
		if strings.ContainsAny(f.Name, " ,;{}()\n\t=") {
			return fmt.Errorf("the column name %q holds one of \" ,;{}()=\" or a line break or tab, which Delta tables do not allow", prefix+f.Name)
		}
		if other, ok := seen[strings.ToLower(f.Name)]; ok {
			return fmt.Errorf("%s and %s differ by case only, which a table does not tell apart", prefix+other, prefix+f.Name)
		}
		seen[strings.ToLower(f.Name)] = f.Name
		inner, path := f, prefix+f.Name
		for inner.Elem != nil {
			inner, path = inner.Elem, path+"[]"
		}
		if err := checkNames(path+".", inner.Fields); err != nil {
			return err
		}
	}
	return nil
}

func columnOf(c *columns.Field, f *schema.Field) (Field, error) {
	stored := *f
	if stored.Doc == f.Comment() { // the column's comment has it
		stored.Doc = ""
	}
	text, err := json.Marshal(stored)
	if err != nil {
		return Field{}, fmt.Errorf("delta: field %s: %w", f.Name, err)
	}
	quoted, err := json.Marshal(string(text))
	if err != nil {
		return Field{}, fmt.Errorf("delta: field %s: %w", f.Name, err)
	}
	column := Field{Name: c.Name, Type: typeOf(c, &f.Type), Nullable: c.Nullable, Metadata: map[string]json.RawMessage{metaField: quoted}}
	comment(&column, f.Comment())
	return column, nil
}

func comment(f *Field, doc string) {
	if f.Metadata == nil {
		f.Metadata = map[string]json.RawMessage{}
	}
	if doc = strings.TrimSpace(doc); doc != "" {
		if text, err := json.Marshal(doc); err == nil {
			f.Metadata[metaComment] = text
		}
	}
}

var typeNames = map[columns.Kind]string{
	columns.Bool: TypeBoolean, columns.Int8: TypeByte, columns.Int16: TypeShort, columns.Int32: TypeInteger, columns.Int64: TypeLong,
	columns.Uint8: TypeShort, columns.Uint16: TypeInteger, columns.Uint32: TypeLong,
	columns.Float32: TypeFloat, columns.Float64: TypeDouble, columns.String: TypeString, columns.Bytes: TypeBinary,
	columns.Timestamp: TypeTimestamp, columns.Date: TypeDate, columns.Duration: TypeLong,
}

// typeOf returns the table type of a column; t gives the docs of nested records and may be nil.
func typeOf(c *columns.Field, t *schema.Type) Type {
	switch c.Kind {
	case columns.Uint64:
		return Type{Name: TypeDecimal, Precision: 20}
	case columns.Decimal:
		return Type{Name: TypeDecimal, Precision: c.Prec, Scale: c.Scale}
	case columns.List, columns.FixedList, columns.Map:
		var inner *schema.Type
		if t != nil && t.Elem != nil {
			inner = &t.Elem.Type
		}
		elem := typeOf(c.Elem, inner)
		if c.Kind == columns.Map {
			return Type{Name: TypeMap, Key: &Type{Name: TypeString}, Elem: &elem, ElemNull: c.Elem.Nullable}
		}
		return Type{Name: TypeArray, Elem: &elem, ElemNull: c.Elem.Nullable}
	case columns.Struct:
		s := Type{Name: TypeStruct}
		for i := range c.Fields {
			f := Field{Name: c.Fields[i].Name, Nullable: c.Fields[i].Nullable, Metadata: map[string]json.RawMessage{}}
			if t != nil && t.Record != nil {
				f.Type = typeOf(&c.Fields[i], &t.Record.Fields[i].Type)
				comment(&f, t.Record.Fields[i].Comment())
			} else {
				f.Type = typeOf(&c.Fields[i], nil)
			}
			s.Fields = append(s.Fields, f)
		}
		return s
	}
	return Type{Name: typeNames[c.Kind]}
}

// properties returns the table properties of a record.
func properties(r *schema.Record) (map[string]string, error) {
	bare := *r
	bare.Fields = nil
	text, err := json.Marshal(bare)
	if err != nil {
		return nil, fmt.Errorf("delta: record %s: %w", r.Name, err)
	}
	p := map[string]string{PropFingerprint: r.Fingerprint(), PropRecord: string(text)}
	if r.Version != "" {
		p[PropVersion] = r.Version
	}
	return p, nil
}

// RecordOf returns what the table stores as a record: as it was written by this package, else derived from the columns'
// types. A column that can be read as the type that want has for it gets that type, so that comparing the result with
// want finds only what a reader of want can't use. want may be nil.
func RecordOf(s *Schema, configuration map[string]string, want *schema.Record) *schema.Record {
	known := recorded(configuration)
	r := *known
	r.Fields = nil
	for i := range s.Fields {
		var w *schema.Field
		if want != nil {
			w = want.Field(s.Fields[i].Name)
		}
		r.Fields = append(r.Fields, fieldOf(&s.Fields[i], w, known))
	}
	if r.Name == "" && want != nil {
		r.Name = want.Name
	}
	return &r
}

// recorded is the record that the properties hold: without its fields in a table that this package made, with them in one that
// Spark made for package spark, whose SQL cannot write the metadata of columns.
func recorded(configuration map[string]string) *schema.Record {
	r := &schema.Record{}
	if text := configuration[PropRecord]; text != "" && json.Unmarshal([]byte(text), r) != nil {
		return &schema.Record{}
	}
	return r
}

// Written returns the names of the columns that are as typedml wrote them, so that [RecordOf] knows their rules.
func Written(s *Schema, configuration map[string]string) map[string]bool {
	known := recorded(configuration)
	out := map[string]bool{}
	for i := range s.Fields {
		if _, ok := writtenField(&s.Fields[i], known); ok {
			out[s.Fields[i].Name] = true
		}
	}
	return out
}

// fieldOf returns one column as a field.
func fieldOf(f *Field, want *schema.Field, known *schema.Record) schema.Field {
	if stored, ok := writtenField(f, known); ok {
		if want != nil && readable(f.Type, &want.Type) && !want.Type.Refuses(stored.Type) {
			stored.Type = readAs(stored.Type, want.Type)
		}
		return stored
	}
	out := schema.Field{Name: f.Name, Key: f.Name, Optional: f.Nullable}
	if raw := f.Metadata[metaComment]; raw != nil {
		_ = json.Unmarshal(raw, &out.Doc) // a comment that is no text is none
	}
	if want == nil {
		out.Type = deriveType(f.Type, nil)
		return out
	}
	out.Type = deriveType(f.Type, &want.Type)
	switch want.Type.Kind {
	case schema.List, schema.Map, schema.Bytes:
		out.Optional = want.Optional // Go's nil is null there: no difference worth a notice
	}
	return out
}

// readAs is a stored type with the types that want has for what it holds, as far as both hold it.
func readAs(stored, want schema.Type) schema.Type {
	switch {
	case stored.Kind == schema.List && want.Kind == schema.List, stored.Kind == schema.Map && want.Kind == schema.Map:
		elem := *stored.Elem
		elem.Type = readAs(elem.Type, want.Elem.Type)
		stored.Elem, stored.Len = &elem, want.Len
		return stored
	case stored.Kind == schema.Struct && want.Kind == schema.Struct:
		r := *stored.Record
		r.Fields = slices.Clone(r.Fields)
		for i := range r.Fields {
			if w := want.Record.Field(r.Fields[i].Key); w != nil {
				r.Fields[i].Type = readAs(r.Fields[i].Type, w.Type)
			}
		}
		stored.Record = &r
		return stored
	case stored.String() == want.String():
		return stored // with its own rules, such as an enum's values
	}
	return want
}

// writtenField returns the field that was stored with the column, or with the table (known, which may be nil),
// if the column still has that field's type.
func writtenField(f *Field, known *schema.Record) (schema.Field, bool) {
	var text string
	var stored schema.Field
	switch raw, ok := f.Metadata[metaField]; {
	case ok && (json.Unmarshal(raw, &text) != nil || json.Unmarshal([]byte(text), &stored) != nil || stored.Key != f.Name):
		return stored, false
	case !ok && (known == nil || known.Field(f.Name) == nil):
		return stored, false
	case !ok:
		stored = *known.Field(f.Name)
	}
	if !stored.Type.Whole() {
		return stored, false
	}
	fields, err := columns.FieldsOf(&schema.Record{Fields: []schema.Field{stored}})
	if err != nil {
		return stored, false
	}
	return stored, sameShape(typeOf(&fields[0], &stored.Type), f.Type)
}

// sameShape compares types without the comments of nested fields.
func sameShape(a, b Type) bool {
	if a.Name != TypeStruct && a.Name != TypeArray && a.Name != TypeMap {
		return a.Equal(b)
	}
	if a.Name != b.Name || len(a.Fields) != len(b.Fields) {
		return false
	}
	for i := range a.Fields {
		if a.Fields[i].Name != b.Fields[i].Name || !sameShape(a.Fields[i].Type, b.Fields[i].Type) {
			return false
		}
	}
	return a.Elem == nil || sameShape(*a.Elem, *b.Elem)
}

var derivedKinds = map[string]schema.Kind{
	TypeBoolean: schema.Bool, TypeByte: schema.Int8, TypeShort: schema.Int16, TypeInteger: schema.Int32, TypeLong: schema.Int64,
	TypeFloat: schema.Float32, TypeDouble: schema.Float64, TypeString: schema.String, TypeBinary: schema.Bytes, TypeTimestamp: schema.Time,
	TypeDate: schema.Date,
}

// deriveType returns want where t can be read as it, else the type that fits t best; a type without a Go counterpart
// keeps its own name.
func deriveType(t Type, want *schema.Type) schema.Type {
	if want != nil && want.Kind != schema.Struct && readable(t, want) {
		return *want
	}
	switch t.Name {
	case TypeStruct:
		r := &schema.Record{}
		for i := range t.Fields {
			var w *schema.Field
			if want != nil && want.Record != nil {
				w = want.Record.Field(t.Fields[i].Name)
			}
			r.Fields = append(r.Fields, fieldOf(&t.Fields[i], w, nil))
		}
		return schema.Type{Kind: schema.Struct, Record: r}
	case TypeArray:
		return schema.Type{Kind: schema.List, Elem: &schema.Element{Type: deriveType(*t.Elem, nil), Optional: t.ElemNull}}
	case TypeMap:
		return schema.Type{Kind: schema.Map, Key: &schema.Element{Type: deriveType(*t.Key, nil)}, Elem: &schema.Element{Type: deriveType(*t.Elem, nil), Optional: t.ElemNull}}
	}
	if t.Name == TypeDecimal {
		return schema.Type{Kind: schema.Decimal, Precision: t.Precision, Scale: t.Scale}
	}
	if k, ok := derivedKinds[t.Name]; ok {
		return schema.Type{Kind: k}
	}
	return schema.Type{Kind: schema.Kind(t.String())}
}

// readable reports whether every value of t, or every one that was written from want, can be read as want.
func readable(t Type, want *schema.Type) bool {
	fields, err := columns.FieldsOf(&schema.Record{Fields: []schema.Field{{Name: "f", Key: "f", Type: *want}}})
	if err != nil {
		return false
	}
	return assignable(t, typeOf(&fields[0], want))
}

// widths orders the types that widen without loss.
var widths = map[string]int{TypeByte: 1, TypeShort: 2, TypeInteger: 3, TypeLong: 4}

// assignable reports whether values of from can be stored in to without loss.
func assignable(from, to Type) bool {
	switch {
	case widths[from.Name] > 0 && widths[to.Name] > 0:
		return widths[from.Name] <= widths[to.Name]
	case from.Name == TypeFloat && to.Name == TypeDouble:
		return true
	case from.Name != to.Name:
		return false
	}
	switch from.Name {
	case TypeArray:
		return assignable(*from.Elem, *to.Elem)
	case TypeMap:
		return from.Key.Equal(*to.Key) && assignable(*from.Elem, *to.Elem)
	case TypeStruct:
		for _, f := range to.Fields {
			at := (&Schema{Fields: from.Fields}).Field(f.Name)
			if at == nil && !f.Nullable || at != nil && !assignable(at.Type, f.Type) {
				return false
			}
		}
		return true
	case TypeDecimal:
		return from.Scale == to.Scale && from.Precision <= to.Precision
	}
	return true
}
