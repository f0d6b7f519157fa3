package registry

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/typedml/typedml/schema"
)

// Properties of a table, as every back end of typedml writes them.
const (
	PropVersion     = "typedml.version"     // the record's semantic version
	PropFingerprint = "typedml.fingerprint" // the record's fingerprint
	PropRecord      = "typedml.record"      // the record without its fields, as JSON
	// PropColumn begins the property with a column's field as JSON, where the catalog has no metadata for it. It is "" where
	// a later version of the record has no such field.
	PropColumn = "typedml.column."
	// PropRemoved begins the property with what that was.
	PropRemoved = "typedml.removed."
)

// metaField is the key of a column's metadata that holds its field as JSON text.
const metaField = "typedml"

// Definition is a record as a table of Unity Catalog. It is plain data.
type Definition struct {
	Name       string // of three parts: catalog.schema.table
	Comment    string
	Columns    []Column
	Key        *PrimaryKey // nil when the record has no key fields
	Properties map[string]string
}

// Column is a column of a table.
type Column struct {
	Name     string
	Comment  string
	Nullable bool
	// Field is the schema.Field as JSON: rules, role, default. It is "" in a table that typedml did not write.
	Field string

	typ columnType
	// removed is Field as it was before a version of the record without it.
	removed string
}

// PrimaryKey is what identifies a row: on Databricks, a table that has one is a feature table.
type PrimaryKey struct {
	Name    string
	Columns []string
	// Timeseries is the one of Columns that says when the row was true; "" for none.
	Timeseries string
}

// SQLType spells the column's type in SQL, such as ARRAY<DOUBLE>, without comments.
func (c Column) SQLType() string { return c.typ.sql(false) }

// TypeText spells the column's type as Unity Catalog's type_text does, such as array<double>.
func (c Column) TypeText() string { return c.typ.text() }

// TypeName is Unity Catalog's type_name, such as ARRAY.
func (c Column) TypeName() string { return c.typ.catalogName() }

// Precision and Scale are a decimal's, 0 for other types.
func (c Column) Precision() int { return c.typ.precision }

// Scale is a decimal's number of places after the point.
func (c Column) Scale() int { return c.typ.scale }

// TypeJSON is Unity Catalog's type_json: Spark's JSON of the column, with comment and rules in its metadata.
func (c Column) TypeJSON() (string, error) {
	b, err := json.Marshal(fieldJSON{c.Name, c.typ, c.Nullable, metadata("comment", c.Comment, metaField, c.Field)})
	if err != nil {
		return "", fmt.Errorf("registry: column %s: %w", c.Name, err)
	}
	return string(b), nil
}

// ColumnOf reads a column as a catalog tells of it: its name, type_json, comment and nullability, and the properties of its table.
func ColumnOf(name, typeJSON, comment string, nullable bool, properties map[string]string) (Column, error) {
	c := Column{Name: name, Comment: comment, Nullable: nullable, removed: properties[PropRemoved+name]}
	var f fieldJSON
	if json.Unmarshal([]byte(typeJSON), &f) != nil || f.Type.name == "" { // older tables hold the type alone
		f = fieldJSON{}
		if err := json.Unmarshal([]byte(typeJSON), &f.Type); err != nil {
			return c, fmt.Errorf("registry: column %s: type_json %q: %w", name, typeJSON, err)
		}
	}
	c.typ = f.Type
	var changed bool // by SQL, after the table was registered with metadata
	if c.Field, changed = properties[PropColumn+name]; !changed {
		c.Field = textOf(f.Metadata[metaField])
	}
	if c.Field == "" && !changed && c.removed == "" {
		c.Field = recorded(name, properties)
	}
	return c, nil
}

// recorded is a column's field as JSON where the table's record holds it: in one that Spark made, by SQL, which cannot write the
// metadata of columns.
func recorded(name string, properties map[string]string) string {
	var r schema.Record
	if json.Unmarshal([]byte(properties[PropRecord]), &r) != nil {
		return ""
	}
	f := r.Field(name)
	if f == nil {
		return ""
	}
	text, err := json.Marshal(f)
	if err != nil {
		return ""
	}
	return string(text)
}

// Define returns the table of a record. Unsigned integers widen to the next signed type, uint64 to DECIMAL(20,0);
// durations are nanoseconds. It fails, naming every field, where a table has no such type or name, where two names
// differ by case only, and where a key may be null.
func Define(name string, r *schema.Record) (*Definition, error) {
	if err := CheckName(name); err != nil {
		return nil, err
	}
	d := &Definition{Name: name, Comment: strings.TrimSpace(r.Doc)}
	var errs []error
	seen := map[string]string{}
	for i := range r.Fields {
		c, err := columnOf(&r.Fields[i])
		if other, twice := seen[strings.ToLower(c.Name)]; twice {
			err = errors.Join(err, fmt.Errorf("%s differs from %s by case only, which a table does not tell apart", c.Name, other))
		}
		seen[strings.ToLower(c.Name)] = c.Name
		if err != nil {
			errs = append(errs, fmt.Errorf("field %s: %w", r.Fields[i].Name, err))
		}
		d.Columns = append(d.Columns, c)
	}
	var err error
	if d.Key, err = keyOf(name, r); err != nil {
		errs = append(errs, err)
	}
	if d.Properties, err = propertiesOf(r); err != nil {
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("registry: record %s as table %s: %w", r.Name, name, err)
	}
	return d, nil
}

func columnOf(f *schema.Field) (Column, error) {
	c := Column{Name: f.Key, Comment: f.Comment(), Nullable: nullable(f.Type, f.Optional)}
	if strings.ContainsAny(f.Key, " ,;{}()\n\t=") || f.Key == "" {
		return c, fmt.Errorf("the column name %q is empty or holds one of \" ,;{}()=\" or a line break or tab, which Delta tables do not allow", f.Key)
	}
	var err error
	if c.typ, err = typeOf(f.Type); err != nil {
		return c, err
	}
	stored := *f
	if stored.Doc == c.Comment {
		stored.Doc = ""
	}
	text, err := json.Marshal(stored)
	c.Field = string(text)
	return c, err
}

// keyOf returns the primary key: the key fields, then the timestamp.
func keyOf(name string, r *schema.Record) (*PrimaryKey, error) {
	keys := r.WithRole(schema.RoleKey)
	if len(keys) == 0 {
		return nil, nil
	}
	times := r.WithRole(schema.RoleTimestamp)
	pk := &PrimaryKey{Name: strings.ReplaceAll(name[strings.LastIndex(name, ".")+1:], "-", "_") + "_pk"}
	var errs []error
	if len(times) > 1 {
		errs = append(errs, fmt.Errorf("fields %s and %s are both timestamps; a primary key has one time series", times[0].Name, times[1].Name))
	}
	for _, f := range append(keys, times...) {
		if nullable(f.Type, f.Optional) {
			errs = append(errs, fmt.Errorf("field %s is part of the key and may be null", f.Name))
		}
		if f.Type.Kind == schema.List || f.Type.Kind == schema.Map || f.Type.Kind == schema.Struct {
			errs = append(errs, fmt.Errorf("field %s is part of the key and no single value", f.Name))
		}
		pk.Columns = append(pk.Columns, f.Key)
	}
	if len(times) > 0 {
		pk.Timeseries = times[0].Key
	}
	return pk, errors.Join(errs...)
}

func propertiesOf(r *schema.Record) (map[string]string, error) {
	bare := *r
	bare.Fields = nil
	text, err := json.Marshal(bare)
	if err != nil {
		return nil, err
	}
	p := map[string]string{PropFingerprint: r.Fingerprint(), PropRecord: string(text)}
	if r.Version != "" {
		p[PropVersion] = r.Version
	}
	return p, nil
}

// PropertiesWithFields returns the properties with the fields' JSON beside them, for catalogs that keep no metadata of columns.
func (d *Definition) PropertiesWithFields() map[string]string {
	out := map[string]string{}
	for k, v := range d.Properties {
		out[k] = v
	}
	for _, c := range d.Columns {
		if c.Field != "" {
			out[PropColumn+c.Name] = c.Field
		}
	}
	return out
}

// Record returns what the table stores as a record: as it was published last, as far as the columns still are what was
// published, and for others derived from their types.
func (d *Definition) Record() (*schema.Record, error) {
	r, err := d.bare()
	if err != nil {
		return nil, err
	}
	for i := range d.Columns { // a column may have lost its NOT NULL, or never had one: rows before it came hold null there
		f := d.Columns[i].was()
		f.Optional = f.Optional || d.Columns[i].Nullable && !nullable(f.Type, false)
		r.Fields = append(r.Fields, f)
	}
	return r, nil
}

// published is the record that was published, each field as it was then, whatever became of its column's NOT NULL. A column
// that nobody published, such as one that a change added before it failed, or that a later version lacks, is none of its
// fields, unless nobody published any.
func (d *Definition) published() (*schema.Record, error) {
	r, err := d.bare()
	if err != nil {
		return nil, err
	}
	some := slices.ContainsFunc(d.Columns, func(c Column) bool { return c.Field != "" })
	for i := range d.Columns {
		if !some || d.Columns[i].Field != "" {
			r.Fields = append(r.Fields, d.Columns[i].field())
		}
	}
	return r, nil
}

// registered reports whether typedml made the table without SQL, in two calls of which the second adds the key. It alone
// keeps the rules in the columns' metadata and none in properties, as every table does that SQL made or changed.
func (d *Definition) registered() bool {
	inProperties := slices.ContainsFunc(d.Columns, func(c Column) bool { return d.Properties[PropColumn+c.Name] != "" })
	return d.Properties[PropRecord] != "" && !inProperties
}

// bare is the record without its fields.
func (d *Definition) bare() (*schema.Record, error) {
	r := &schema.Record{}
	if text := d.Properties[PropRecord]; text != "" {
		if err := json.Unmarshal([]byte(text), r); err != nil {
			return nil, fmt.Errorf("registry: table %s: property %s: %w", d.Name, PropRecord, err)
		}
	}
	if r.Name == "" {
		r.Name = d.Name
	}
	r.Fields = nil
	return r, nil
}

// Published reports whether the column still is what was published, so that its rules are known.
func (c *Column) Published() bool {
	_, ok := c.published()
	return ok
}

// published is the field that was published, where the column still has its type.
func (c *Column) published() (f schema.Field, ok bool) {
	if c.Field == "" || json.Unmarshal([]byte(c.Field), &f) != nil || f.Key != c.Name || !f.Type.Whole() {
		return f, false
	}
	t, err := typeOf(f.Type)
	if err != nil || t.text() != c.typ.text() {
		return f, false
	}
	if f.Comment() != c.Comment {
		f.Doc = c.Comment
	}
	return f, true
}

// field returns the column as a field.
func (c *Column) field() schema.Field {
	if f, ok := c.published(); ok {
		return f
	}
	return schema.Field{Name: c.Name, Key: c.Name, Doc: c.Comment, Type: c.typ.derive(), Optional: c.Nullable}
}

// CheckName returns an error unless name has three parts that Unity Catalog allows: catalog.schema.table, without
// spaces, slashes and control characters.
func CheckName(name string) error {
	parts := strings.Split(name, ".")
	if len(parts) != 3 {
		return fmt.Errorf("registry: %q is no name of three parts; write catalog.schema.table", name)
	}
	for _, p := range parts {
		if p == "" || len(p) > 255 || strings.ContainsAny(p, " /`") || strings.ContainsFunc(p, func(r rune) bool { return r < ' ' || r == 127 }) {
			return fmt.Errorf("registry: %q: the part %q is empty, longer than 255 bytes, or holds a space, slash, backtick or control character", name, p)
		}
	}
	return nil
}
