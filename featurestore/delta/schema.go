package delta

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Schema is a table's schema as the log's metaData action holds it (PROTOCOL.md, "Schema Serialization Format").
type Schema struct {
	Fields []Field
}

// Field is a column, or a field of a struct column.
type Field struct {
	Name     string                     `json:"name"`
	Type     Type                       `json:"type"`
	Nullable bool                       `json:"nullable"`
	Metadata map[string]json.RawMessage `json:"metadata"`
}

// Names of types. The primitive ones are spelled as in the log.
const (
	TypeString       = "string"
	TypeLong         = "long"
	TypeInteger      = "integer"
	TypeShort        = "short"
	TypeByte         = "byte"
	TypeFloat        = "float"
	TypeDouble       = "double"
	TypeDecimal      = "decimal"
	TypeBoolean      = "boolean"
	TypeBinary       = "binary"
	TypeDate         = "date"
	TypeTimestamp    = "timestamp"
	TypeTimestampNTZ = "timestamp_ntz"
	TypeArray        = "array"
	TypeMap          = "map"
	TypeStruct       = "struct"
)

// Type is the type of a column. A name that is none of the constants is kept as it is: the log can be read, the column
// can't.
type Type struct {
	Name      string
	Precision int     // decimal
	Scale     int     // decimal
	Key       *Type   // map
	Elem      *Type   // array: element; map: value
	ElemNull  bool    // array and map: Elem may be null
	Fields    []Field // struct
}

// Field returns the top-level field called name, or nil. Names are compared as they are written.
func (s *Schema) Field(name string) *Field {
	for i := range s.Fields {
		if s.Fields[i].Name == name {
			return &s.Fields[i]
		}
	}
	return nil
}

// String spells the type as Spark's SQL does: "bigint" is "long", "array<double>", "map<string,long>", "decimal(20,0)".
func (t Type) String() string {
	switch t.Name {
	case TypeDecimal:
		return fmt.Sprintf("decimal(%d,%d)", t.Precision, t.Scale)
	case TypeArray:
		return "array<" + t.Elem.String() + ">"
	case TypeMap:
		return "map<" + t.Key.String() + "," + t.Elem.String() + ">"
	case TypeStruct:
		parts := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			parts[i] = f.Name + ":" + f.Type.String()
		}
		return "struct<" + strings.Join(parts, ",") + ">"
	}
	return t.Name
}

// typeJSON is the form of the nested types in the log.
type typeJSON struct {
	Type              string  `json:"type"`
	Fields            []Field `json:"fields,omitempty"`
	ElementType       *Type   `json:"elementType,omitempty"`
	ContainsNull      *bool   `json:"containsNull,omitempty"`
	KeyType           *Type   `json:"keyType,omitempty"`
	ValueType         *Type   `json:"valueType,omitempty"`
	ValueContainsNull *bool   `json:"valueContainsNull,omitempty"`
}

// MarshalJSON writes the log's form.
func (t Type) MarshalJSON() ([]byte, error) {
	switch t.Name {
	case TypeArray:
		return json.Marshal(typeJSON{Type: TypeArray, ElementType: t.Elem, ContainsNull: &t.ElemNull})
	case TypeMap:
		return json.Marshal(typeJSON{Type: TypeMap, KeyType: t.Key, ValueType: t.Elem, ValueContainsNull: &t.ElemNull})
	case TypeStruct:
		return json.Marshal(struct {
			Type   string  `json:"type"`
			Fields []Field `json:"fields"`
		}{TypeStruct, append([]Field{}, t.Fields...)})
	}
	return json.Marshal(t.String())
}

var decimalName = regexp.MustCompile(`^decimal\(\s*(\d{1,2})\s*,\s*(\d{1,2})\s*\)$`)

// UnmarshalJSON reads the log's form.
func (t *Type) UnmarshalJSON(data []byte) error {
	var name string
	if json.Unmarshal(data, &name) == nil {
		*t = Type{Name: name}
		if name == TypeDecimal {
			t.Precision = 10
		}
		if m := decimalName.FindStringSubmatch(name); m != nil {
			t.Name = TypeDecimal
			t.Precision, _ = strconv.Atoi(m[1])
			t.Scale, _ = strconv.Atoi(m[2])
		}
		if t.Name == TypeDecimal && (t.Precision < 1 || t.Precision > 38 || t.Scale > t.Precision) {
			return fmt.Errorf("delta: no such type: %s", name)
		}
		return nil
	}
	var j typeJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("delta: a type is neither a name nor an object: %w", err)
	}
	return t.fromJSON(j)
}

func (t *Type) fromJSON(j typeJSON) error {
	yes := func(p *bool) bool { return p == nil || *p }
	switch {
	case j.Type == TypeArray && j.ElementType != nil:
		*t = Type{Name: TypeArray, Elem: j.ElementType, ElemNull: yes(j.ContainsNull)}
	case j.Type == TypeMap && j.KeyType != nil && j.ValueType != nil:
		*t = Type{Name: TypeMap, Key: j.KeyType, Elem: j.ValueType, ElemNull: yes(j.ValueContainsNull)}
	case j.Type == TypeStruct:
		*t = Type{Name: TypeStruct, Fields: j.Fields}
	default:
		return fmt.Errorf("delta: the type %q lacks its parts", j.Type)
	}
	return nil
}

// MarshalJSON writes the schema as the struct type that the log holds.
func (s Schema) MarshalJSON() ([]byte, error) {
	return Type{Name: TypeStruct, Fields: s.Fields}.MarshalJSON()
}

// ParseSchema reads a metaData action's schemaString. An empty text is a schema without columns.
func ParseSchema(text string) (*Schema, error) {
	if text == "" {
		return &Schema{}, nil
	}
	var t Type
	if err := json.Unmarshal([]byte(text), &t); err != nil {
		return nil, fmt.Errorf("delta: schemaString: %w", err)
	}
	if t.Name != TypeStruct {
		return nil, fmt.Errorf("delta: schemaString is a %s, not a struct", t.Name)
	}
	seen := map[string]bool{}
	for _, f := range t.Fields {
		if name := strings.ToLower(f.Name); seen[name] {
			return nil, fmt.Errorf("delta: schemaString: column %s occurs twice (names differ by more than case)", f.Name)
		}
		seen[strings.ToLower(f.Name)] = true
	}
	return &Schema{Fields: t.Fields}, nil
}

// Equal reports whether two types are the same; nullability and metadata of nested fields count as well.
func (t Type) Equal(u Type) bool {
	a, err := json.Marshal(t)
	b, err2 := json.Marshal(u)
	return err == nil && err2 == nil && string(a) == string(b)
}
