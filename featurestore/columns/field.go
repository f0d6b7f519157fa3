package columns

import "fmt"

// Kind is the physical type of a column. Each kind has one memory layout, Arrow's.
type Kind uint8

// The kinds of columns. The comment of each names its layout and Arrow's type.
const (
	Bool      Kind = iota + 1 // one bit a value: bool
	Int8                      // int8
	Int16                     // int16
	Int32                     // int32
	Int64                     // int64
	Uint8                     // uint8
	Uint16                    // uint16
	Uint32                    // uint32
	Uint64                    // uint64
	Float32                   // float32
	Float64                   // float64
	String                    // int32 offsets and UTF-8 bytes: utf8
	Bytes                     // int32 offsets and bytes: binary
	Timestamp                 // int64 microseconds since 1970-01-01T00:00:00Z: timestamp[us, UTC]
	Date                      // int32 days since 1970-01-01: date32
	Duration                  // int64 nanoseconds: duration[ns]
	Decimal                   // 128-bit two's complement, low word first: decimal128(precision, scale)
	List                      // int32 offsets and one child: list
	FixedList                 // Length children a value, no offsets: fixed_size_list
	Map                       // int32 offsets, a string key child and a value child: map
	Struct                    // one child column a field: struct
)

var kindNames = [...]string{
	Bool: "bool", Int8: "int8", Int16: "int16", Int32: "int32", Int64: "int64",
	Uint8: "uint8", Uint16: "uint16", Uint32: "uint32", Uint64: "uint64",
	Float32: "float32", Float64: "float64", String: "string", Bytes: "bytes",
	Timestamp: "timestamp", Date: "date", Duration: "duration", Decimal: "decimal",
	List: "list", FixedList: "fixed list", Map: "map", Struct: "struct",
}

// String returns the kind's name in lower case, "kind(N)" for a value that is no kind.
func (k Kind) String() string {
	if k == 0 || int(k) >= len(kindNames) {
		return fmt.Sprintf("kind(%d)", uint8(k))
	}
	return kindNames[k]
}

// Field describes one column: its name, layout and whether it may hold nulls.
// A Field is plain data; the zero Field is invalid because it has no kind.
type Field struct {
	Name     string
	Kind     Kind
	Nullable bool    // AppendNull is allowed; reading never depends on it
	Length   int     // FixedList: the number of elements of each value, at least 0
	Prec     int     // Decimal: precision, 1 to 38
	Scale    int     // Decimal: digits after the point, 0 to Prec
	Elem     *Field  // List and FixedList: the element; Map: the value
	Fields   []Field // Struct: its columns in order
}

// check reports the first flaw of f, naming it by path.
func (f *Field) check(path string) error {
	switch f.Kind {
	case List, FixedList, Map:
		if f.Elem == nil {
			return fmt.Errorf("columns: field %s: a %s needs Elem", path, f.Kind)
		}
		if f.Length < 0 {
			return fmt.Errorf("columns: field %s: negative length %d", path, f.Length)
		}
		return f.Elem.check(path + "[]")
	case Struct:
		return checkFields(f.Fields, path+".")
	case Decimal:
		if f.Prec < 1 || f.Prec > 38 || f.Scale < 0 || f.Scale > f.Prec {
			return fmt.Errorf("columns: field %s: decimal(%d,%d) is outside decimal(1..38, 0..precision)", path, f.Prec, f.Scale)
		}
	default:
		if f.Kind == 0 || f.Kind > Struct {
			return fmt.Errorf("columns: field %s: unknown %s", path, f.Kind)
		}
	}
	return nil
}

// checkFields checks each field and that no name occurs twice.
func checkFields(fields []Field, prefix string) error {
	seen := make(map[string]bool, len(fields))
	for i := range fields {
		name := fields[i].Name
		if name == "" {
			return fmt.Errorf("columns: field %d of %q has no name", i, prefix)
		}
		if seen[name] {
			return fmt.Errorf("columns: field %s%s occurs twice", prefix, name)
		}
		seen[name] = true
		if err := fields[i].check(prefix + name); err != nil {
			return err
		}
	}
	return nil
}
