package registry

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/typedml/typedml/schema"
)

// columnType is a type of a table's column: Spark's, as Unity Catalog has them.
type columnType struct {
	name             string // as in JSON: "long", "array"
	precision, scale int    // decimal
	key, elem        *columnType
	elemNull         bool
	fields           []columnField
}

// columnField is a field of a struct column.
type columnField struct {
	name     string
	typ      columnType
	nullable bool
	comment  string
}

// flat are the types without parts: the names in JSON, in SQL, and Unity Catalog's type_name.
var flat = map[string]struct{ sql, catalog string }{
	"boolean": {"BOOLEAN", "BOOLEAN"}, "byte": {"TINYINT", "BYTE"}, "short": {"SMALLINT", "SHORT"}, "integer": {"INT", "INT"},
	"long": {"BIGINT", "LONG"}, "float": {"FLOAT", "FLOAT"}, "double": {"DOUBLE", "DOUBLE"}, "string": {"STRING", "STRING"},
	"binary": {"BINARY", "BINARY"}, "timestamp": {"TIMESTAMP", "TIMESTAMP"}, "date": {"DATE", "DATE"},
	"timestamp_ntz": {"TIMESTAMP_NTZ", "TIMESTAMP_NTZ"},
}

// kinds are the types of values: unsigned integers widen to the next signed type, durations are nanoseconds.
var kinds = map[schema.Kind]string{
	schema.Bool: "boolean", schema.Int8: "byte", schema.Int16: "short", schema.Int32: "integer", schema.Int64: "long",
	schema.Uint8: "short", schema.Uint16: "integer", schema.Uint32: "long", schema.Float32: "float", schema.Float64: "double",
	schema.String: "string", schema.Bytes: "binary", schema.Time: "timestamp", schema.Duration: "long", schema.Date: "date",
}

// typeOf returns the column type of a type, or an error where a table has none.
func typeOf(t schema.Type) (columnType, error) {
	switch t.Kind {
	case schema.List:
		elem, err := typeOf(t.Elem.Type)
		return columnType{name: "array", elem: &elem, elemNull: nullable(t.Elem.Type, t.Elem.Optional)}, err
	case schema.Map:
		if k := t.Key.Type.Scalar(); k != schema.String {
			return columnType{}, fmt.Errorf("a table holds maps with string keys, not %s", k)
		}
		elem, err := typeOf(t.Elem.Type)
		return columnType{name: "map", key: &columnType{name: "string"}, elem: &elem, elemNull: nullable(t.Elem.Type, t.Elem.Optional)}, err
	case schema.Struct:
		out := columnType{name: "struct"}
		for i := range t.Record.Fields {
			f := &t.Record.Fields[i]
			inner, err := typeOf(f.Type)
			if err != nil {
				return out, fmt.Errorf("field %s: %w", f.Key, err)
			}
			out.fields = append(out.fields, columnField{f.Key, inner, nullable(f.Type, f.Optional), f.Comment()})
		}
		return out, nil
	}
	if t.Scalar() == schema.Uint64 {
		return columnType{name: "decimal", precision: 20}, nil
	}
	if t.Kind == schema.Decimal {
		return columnType{name: "decimal", precision: t.Precision, scale: t.Scale}, nil
	}
	name, ok := kinds[t.Scalar()]
	if !ok {
		return columnType{}, fmt.Errorf("a table has no type for %s", t)
	}
	return columnType{name: name}, nil
}

// nullable reports whether a column holds null: for optional values, and for Go's nil of slices, maps and byte strings.
func nullable(t schema.Type, optional bool) bool {
	return optional || t.TakesNull()
}

// sql spells the type in SQL, with the comments of nested fields or without.
func (t columnType) sql(comments bool) string {
	switch t.name {
	case "decimal":
		return fmt.Sprintf("DECIMAL(%d,%d)", t.precision, t.scale)
	case "array":
		return "ARRAY<" + t.elem.sql(comments) + ">"
	case "map":
		return "MAP<" + t.key.sql(comments) + ", " + t.elem.sql(comments) + ">"
	case "struct":
		parts := make([]string, len(t.fields))
		for i, f := range t.fields {
			parts[i] = quoteName(f.name) + ": " + f.typ.sql(comments)
			if f.comment != "" && comments {
				parts[i] += " COMMENT " + quoteText(f.comment)
			}
		}
		return "STRUCT<" + strings.Join(parts, ", ") + ">"
	}
	if f, ok := flat[t.name]; ok {
		return f.sql
	}
	return strings.ToUpper(t.name)
}

// text spells the type as the catalog's type_text does, without comments.
func (t columnType) text() string {
	switch t.name {
	case "decimal":
		return fmt.Sprintf("decimal(%d,%d)", t.precision, t.scale)
	case "array":
		return "array<" + t.elem.text() + ">"
	case "map":
		return "map<" + t.key.text() + "," + t.elem.text() + ">"
	case "struct":
		parts := make([]string, len(t.fields))
		for i, f := range t.fields {
			parts[i] = f.name + ":" + f.typ.text()
		}
		return "struct<" + strings.Join(parts, ",") + ">"
	}
	return strings.ToLower(t.sql(false))
}

// catalogName is the catalog's type_name.
func (t columnType) catalogName() string {
	if f, ok := flat[t.name]; ok {
		return f.catalog
	}
	return strings.ToUpper(t.name)
}

// typeJSON is the form of the nested types in Spark's JSON.
type typeJSON struct {
	Type              string      `json:"type"`
	Fields            []fieldJSON `json:"fields,omitempty"`
	ElementType       *columnType `json:"elementType,omitempty"`
	ContainsNull      *bool       `json:"containsNull,omitempty"`
	KeyType           *columnType `json:"keyType,omitempty"`
	ValueType         *columnType `json:"valueType,omitempty"`
	ValueContainsNull *bool       `json:"valueContainsNull,omitempty"`
}

// fieldJSON is a column, or a field of a struct column, in Spark's JSON: the catalog's type_json.
type fieldJSON struct {
	Name     string                     `json:"name"`
	Type     columnType                 `json:"type"`
	Nullable bool                       `json:"nullable"`
	Metadata map[string]json.RawMessage `json:"metadata"`
}

// MarshalJSON writes Spark's form.
func (t columnType) MarshalJSON() ([]byte, error) {
	switch t.name {
	case "decimal":
		return json.Marshal(t.text())
	case "array":
		return json.Marshal(typeJSON{Type: "array", ElementType: t.elem, ContainsNull: &t.elemNull})
	case "map":
		return json.Marshal(typeJSON{Type: "map", KeyType: t.key, ValueType: t.elem, ValueContainsNull: &t.elemNull})
	case "struct":
		fields := make([]fieldJSON, len(t.fields))
		for i, f := range t.fields {
			fields[i] = fieldJSON{f.name, f.typ, f.nullable, metadata("comment", f.comment)}
		}
		return json.Marshal(struct {
			Type   string      `json:"type"`
			Fields []fieldJSON `json:"fields"`
		}{"struct", fields})
	}
	return json.Marshal(t.name)
}

// metadata returns the pairs whose value is not empty, as JSON texts.
func metadata(pairs ...string) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			continue
		}
		if text, err := json.Marshal(pairs[i+1]); err == nil { // a text always can be
			out[pairs[i]] = text
		}
	}
	return out
}

// UnmarshalJSON reads Spark's form. A name that is not known is kept: the table can be described, not read.
func (t *columnType) UnmarshalJSON(data []byte) error {
	var name string
	if json.Unmarshal(data, &name) == nil && string(data) != "null" {
		if name == "" {
			return errors.New("a type has no name")
		}
		*t = columnType{name: name}
		if inner, ok := strings.CutPrefix(name, "decimal("); ok {
			return t.decimal(name, strings.TrimSuffix(inner, ")"))
		}
		return nil
	}
	var j typeJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("a type is neither a name nor an object: %w", err)
	}
	yes := func(p *bool) bool { return p == nil || *p }
	switch {
	case j.Type == "array" && j.ElementType != nil:
		*t = columnType{name: "array", elem: j.ElementType, elemNull: yes(j.ContainsNull)}
	case j.Type == "map" && j.KeyType != nil && j.ValueType != nil:
		*t = columnType{name: "map", key: j.KeyType, elem: j.ValueType, elemNull: yes(j.ValueContainsNull)}
	case j.Type == "struct":
		*t = columnType{name: "struct"}
		for _, f := range j.Fields {
			if f.Type.name == "" {
				return fmt.Errorf("the field %q of a struct has no type", f.Name)
			}
			t.fields = append(t.fields, columnField{f.Name, f.Type, f.Nullable, textOf(f.Metadata["comment"])})
		}
	default:
		return fmt.Errorf("the type %q lacks its parts", j.Type)
	}
	return nil
}

func (t *columnType) decimal(name, inner string) error {
	precision, scale, _ := strings.Cut(inner, ",")
	var err, err2 error
	t.name = "decimal"
	t.precision, err = strconv.Atoi(strings.TrimSpace(precision))
	if scale != "" {
		t.scale, err2 = strconv.Atoi(strings.TrimSpace(scale))
	}
	if err != nil || err2 != nil || t.precision < 1 || t.precision > 38 || t.scale < 0 || t.scale > t.precision {
		return fmt.Errorf("no such type: %s", name)
	}
	return nil
}

// textOf returns a JSON text, "" for what is none.
func textOf(raw json.RawMessage) string {
	var s string
	if raw == nil || json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// derived are the kinds that fit a column best that no record describes.
var derived = map[string]schema.Kind{
	"boolean": schema.Bool, "byte": schema.Int8, "short": schema.Int16, "integer": schema.Int32, "long": schema.Int64,
	"float": schema.Float32, "double": schema.Float64, "string": schema.String, "binary": schema.Bytes, "timestamp": schema.Time,
	"date": schema.Date,
}

// derive returns the type of values of a column; one without a Go counterpart keeps its own name.
func (t columnType) derive() schema.Type {
	switch t.name {
	case "array":
		return schema.Type{Kind: schema.List, Elem: &schema.Element{Type: t.elem.derive(), Optional: t.elemNull}}
	case "map":
		return schema.Type{
			Kind: schema.Map, Key: &schema.Element{Type: t.key.derive()}, Elem: &schema.Element{Type: t.elem.derive(), Optional: t.elemNull},
		}
	case "struct":
		r := &schema.Record{}
		for _, f := range t.fields {
			r.Fields = append(r.Fields, schema.Field{Name: f.name, Key: f.name, Doc: f.comment, Type: f.typ.derive(), Optional: f.nullable})
		}
		return schema.Type{Kind: schema.Struct, Record: r}
	}
	if t.name == "decimal" {
		return schema.Type{Kind: schema.Decimal, Precision: t.precision, Scale: t.scale}
	}
	if k, ok := derived[t.name]; ok {
		return schema.Type{Kind: k}
	}
	return schema.Type{Kind: schema.Kind(t.text())}
}
