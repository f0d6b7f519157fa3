package databricks

import (
	"encoding/json"
	"strings"

	"github.com/databricks/databricks-sdk-go/service/catalog"

	"github.com/typedml/typedml/featurestore/delta"
)

// sqlTypes are the names that SQL has for the types without parts.
var sqlTypes = map[string]string{
	"BOOLEAN": delta.TypeBoolean, "TINYINT": delta.TypeByte, "SMALLINT": delta.TypeShort, "INT": delta.TypeInteger,
	"BIGINT": delta.TypeLong, "FLOAT": delta.TypeFloat, "DOUBLE": delta.TypeDouble, "STRING": delta.TypeString,
	"BINARY": delta.TypeBinary, "DATE": delta.TypeDate, "TIMESTAMP": delta.TypeTimestamp,
}

// columnTypes are the names that Unity Catalog has for the types.
var columnTypes = map[string]catalog.ColumnTypeName{
	delta.TypeBoolean: catalog.ColumnTypeNameBoolean, delta.TypeByte: catalog.ColumnTypeNameByte, delta.TypeShort: catalog.ColumnTypeNameShort,
	delta.TypeInteger: catalog.ColumnTypeNameInt, delta.TypeLong: catalog.ColumnTypeNameLong, delta.TypeFloat: catalog.ColumnTypeNameFloat,
	delta.TypeDouble: catalog.ColumnTypeNameDouble, delta.TypeString: catalog.ColumnTypeNameString, delta.TypeBinary: catalog.ColumnTypeNameBinary,
	delta.TypeDate: catalog.ColumnTypeNameDate, delta.TypeTimestamp: catalog.ColumnTypeNameTimestamp, delta.TypeDecimal: catalog.ColumnTypeNameDecimal,
	delta.TypeArray: catalog.ColumnTypeNameArray, delta.TypeMap: catalog.ColumnTypeNameMap, delta.TypeStruct: catalog.ColumnTypeNameStruct,
}

// typ reads a type.
func (p *parser) typ() (delta.Type, error) {
	word, err := p.take(name, "a type")
	if err != nil {
		return delta.Type{}, err
	}
	switch upper := strings.ToUpper(word); upper {
	case "ARRAY":
		elem, err := p.inAngles(1)
		if err != nil {
			return delta.Type{}, err
		}
		return delta.Type{Name: delta.TypeArray, Elem: &elem[0], ElemNull: true}, nil
	case "MAP":
		both, err := p.inAngles(2)
		if err != nil {
			return delta.Type{}, err
		}
		return delta.Type{Name: delta.TypeMap, Key: &both[0], Elem: &both[1], ElemNull: true}, nil
	case "STRUCT":
		return p.structType()
	case "DECIMAL":
		return p.decimalType()
	default:
		known, ok := sqlTypes[upper]
		if !ok {
			return delta.Type{}, &sqlError{"0A000", "[UNSUPPORTED_DATATYPE] the fake workspace has no type " + word}
		}
		return delta.Type{Name: known}, nil
	}
}

// inAngles reads <type> or <type, type>.
func (p *parser) inAngles(n int) ([]delta.Type, error) {
	var out []delta.Type
	if err := p.want("<"); err != nil {
		return nil, err
	}
	for i := range n {
		if i > 0 {
			if err := p.want(","); err != nil {
				return nil, err
			}
		}
		t, err := p.typ()
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, p.want(">")
}

func (p *parser) structType() (delta.Type, error) {
	t := delta.Type{Name: delta.TypeStruct}
	if err := p.want("<"); err != nil {
		return t, err
	}
	for {
		field, err := p.take(name, "a field")
		if err != nil {
			return t, err
		}
		if err := p.want(":"); err != nil {
			return t, err
		}
		inner, err := p.typ()
		if err != nil {
			return t, err
		}
		f := delta.Field{Name: field, Type: inner, Nullable: !p.word("NOT", "NULL"), Metadata: map[string]json.RawMessage{}}
		if p.word("COMMENT") {
			comment, err := p.take(text, "a comment")
			if err != nil {
				return t, err
			}
			f.Metadata["comment"] = quoteJSON(comment)
		}
		t.Fields = append(t.Fields, f)
		if p.word(">") {
			return t, nil
		}
		if err := p.want(","); err != nil {
			return t, err
		}
	}
}

func (p *parser) decimalType() (delta.Type, error) {
	t := delta.Type{Name: delta.TypeDecimal, Precision: 10}
	if !p.word("(") {
		return t, nil
	}
	precision, err := p.number()
	if err != nil {
		return t, err
	}
	t.Precision = int(precision)
	if p.word(",") {
		scale, err := p.number()
		if err != nil {
			return t, err
		}
		t.Scale = int(scale)
	}
	return t, p.want(")")
}

func quoteJSON(s string) json.RawMessage {
	b, err := json.Marshal(s)
	if err != nil { // a string always is one
		return json.RawMessage(`""`)
	}
	return b
}

// column is a column as Unity Catalog tells of it.
func column(f delta.Field, position int) (catalog.ColumnInfo, error) {
	text, err := json.Marshal(f)
	if err != nil {
		return catalog.ColumnInfo{}, err
	}
	var comment string
	_ = json.Unmarshal(f.Metadata["comment"], &comment) // there may be none
	return catalog.ColumnInfo{
		Name: f.Name, Comment: comment, Nullable: f.Nullable, Position: position, TypeJson: string(text), TypeName: columnTypes[f.Type.Name],
		TypeText: typeText(f.Type), TypePrecision: f.Type.Precision, TypeScale: f.Type.Scale,
		ForceSendFields: []string{"Nullable", "Position", "TypePrecision", "TypeScale"},
	}, nil
}

// fieldOf reads a column's type back.
func fieldOf(c *catalog.ColumnInfo) (delta.Field, error) {
	var f delta.Field
	err := json.Unmarshal([]byte(c.TypeJson), &f)
	return f, err
}

// typeText spells a type as the catalog does: bigint, array<double>, struct<city:string>.
func typeText(t delta.Type) string {
	switch t.Name {
	case delta.TypeArray:
		return "array<" + typeText(*t.Elem) + ">"
	case delta.TypeMap:
		return "map<" + typeText(*t.Key) + "," + typeText(*t.Elem) + ">"
	case delta.TypeStruct:
		parts := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			parts[i] = f.Name + ":" + typeText(f.Type)
		}
		return "struct<" + strings.Join(parts, ",") + ">"
	case delta.TypeDecimal:
		return t.String()
	}
	for word, known := range sqlTypes {
		if known == t.Name {
			return strings.ToLower(word)
		}
	}
	return t.Name
}
