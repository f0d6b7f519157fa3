package schema

import (
	"slices"
	"strconv"
)

// Kind is the kind of a type. Its text is the name in messages and in the canonical form.
type Kind string

// Kinds of types. Go's int and uint are Int64 and Uint64.
const (
	Bool     Kind = "bool"
	Int8     Kind = "int8"
	Int16    Kind = "int16"
	Int32    Kind = "int32"
	Int64    Kind = "int64"
	Uint8    Kind = "uint8"
	Uint16   Kind = "uint16"
	Uint32   Kind = "uint32"
	Uint64   Kind = "uint64"
	Float32  Kind = "float32"
	Float64  Kind = "float64"
	String   Kind = "string"
	Bytes    Kind = "bytes"
	Time     Kind = "time"     // an instant; microseconds in tables
	Duration Kind = "duration" // nanoseconds
	Date     Kind = "date"     // a day of the calendar
	Decimal  Kind = "decimal"  // an exact decimal number, validate.Decimal
	Enum     Kind = "enum"     // a named Go type with its constants
	List     Kind = "list"
	Map      Kind = "map"
	Struct   Kind = "record"
)

// Type is the type of a value, without its rules.
type Type struct {
	Kind Kind `json:"kind"`
	// Base is the kind that represents an Enum: String or an integer kind.
	Base Kind `json:"base,omitempty"`
	// Values are an Enum's values, sorted (text by bytes, integers by value).
	Values []Literal `json:"values,omitempty"`
	// Elem is the element of a List or the value of a Map.
	Elem *Element `json:"elem,omitempty"`
	// Key is the key of a Map.
	Key *Element `json:"key,omitempty"`
	// Len is the length of a List that is an array in Go; 0 for a slice.
	Len int `json:"len,omitempty"`
	// Precision is the number of digits that a Decimal has at most, Scale how many of them are behind the point.
	Precision int `json:"precision,omitempty"`
	Scale     int `json:"scale,omitempty"`
	// Record is the definition of a Struct.
	Record *Record `json:"record,omitempty"`
}

// Element is the value of a list, or the key or value of a map: a type with its own rules.
type Element struct {
	Type        Type         `json:"type"`
	Optional    bool         `json:"optional,omitempty"`
	Constraints []Constraint `json:"constraints,omitempty"`
}

// Scalar returns the kind that represents one value: Base for an Enum, Kind otherwise.
func (t Type) Scalar() Kind {
	if t.Kind == Enum {
		return t.Base
	}
	return t.Kind
}

// Whole reports whether the type has the parts that its kind needs, which one that was read from JSON may lack: the element of
// a list, the key and the value of a map, the record of a record.
func (t Type) Whole() bool {
	switch t.Kind {
	case List:
		return t.Elem != nil && t.Elem.Type.Whole()
	case Map:
		return t.Key != nil && t.Elem != nil && t.Key.Type.Whole() && t.Elem.Type.Whole()
	case Struct:
		return t.Record != nil && !slices.ContainsFunc(t.Record.Fields, func(f Field) bool { return !f.Type.Whole() })
	}
	return true
}

// HoldsSensitive reports whether values of the type are, or hold, records with a sensitive field.
func (t Type) HoldsSensitive() bool {
	rec := t.Innermost().Record
	return rec != nil && rec.HoldsSensitive()
}

// Innermost returns what lists and maps within each other hold, and any other type itself.
func (t Type) Innermost() Type {
	for t.Elem != nil {
		t = t.Elem.Type
	}
	return t
}

// TakesNull reports whether the type has a null of its own: Go's nil of a slice, a map or a byte string.
func (t Type) TakesNull() bool {
	return t.Kind == Map || t.Kind == Bytes || t.Kind == List && t.Len == 0
}

// Refuses reports whether values of o are none of t, or others, although one column may store both: lists of another
// length, integers that may lie outside of t's, nanoseconds and plain integers. Types that are stored in columns of
// different types are not its business.
func (t Type) Refuses(o Type) bool {
	a, b := t.Scalar(), o.Scalar()
	switch {
	case a.Integer() && b.Integer():
		return !holds(a, b)
	case a == Duration || b == Duration:
		return a != b
	case a == List && b == List && t.Len > 0 && o.Len != t.Len:
		return true
	case t.Record != nil && o.Record != nil:
		for i := range t.Record.Fields {
			f := &t.Record.Fields[i]
			if g := o.Record.Field(f.Key); g != nil && f.Type.Refuses(g.Type) {
				return true
			}
		}
		return false
	}
	refuses := func(e, f *Element) bool { return e != nil && f != nil && e.Type.Refuses(f.Type) }
	return refuses(t.Elem, o.Elem) || refuses(t.Key, o.Key)
}

// String spells the type as in messages: "float64", "decimal(18,2)", "list<float64>[64]", "enum<string>", "map<string,float64>".
func (t Type) String() string {
	switch t.Kind {
	case Enum:
		return "enum<" + string(t.Base) + ">"
	case List:
		s := "list<" + t.Elem.Type.String() + ">"
		if t.Len > 0 {
			s += "[" + strconv.Itoa(t.Len) + "]"
		}
		return s
	case Decimal:
		if t.Precision == 0 { // of a literal, or not known yet
			return string(t.Kind)
		}
		return "decimal(" + strconv.Itoa(t.Precision) + "," + strconv.Itoa(t.Scale) + ")"
	case Map:
		return "map<" + t.Key.Type.String() + "," + t.Elem.Type.String() + ">"
	}
	return string(t.Kind)
}

// Signed reports whether the kind is a signed integer.
func (k Kind) Signed() bool { return k == Int8 || k == Int16 || k == Int32 || k == Int64 }

// Unsigned reports whether the kind is an unsigned integer.
func (k Kind) Unsigned() bool { return k == Uint8 || k == Uint16 || k == Uint32 || k == Uint64 }

// Integer reports whether the kind is a signed or unsigned integer.
func (k Kind) Integer() bool { return k.Signed() || k.Unsigned() }

// Float reports whether the kind is a floating-point number.
func (k Kind) Float() bool { return k == Float32 || k == Float64 }

// Number reports whether the kind is an integer or a floating-point number.
func (k Kind) Number() bool { return k.Integer() || k.Float() }

// Class puts kinds together whose values mean the same to a model: "integer", "float", or the kind itself.
func (k Kind) Class() string {
	switch {
	case k.Integer():
		return "integer"
	case k.Float() || k == Decimal:
		return "float"
	}
	return string(k)
}

// Bits returns the width of a numeric kind in bits, 0 for other kinds.
func (k Kind) Bits() int {
	switch k {
	case Int8, Uint8:
		return 8
	case Int16, Uint16:
		return 16
	case Int32, Uint32, Float32:
		return 32
	case Int64, Uint64, Float64:
		return 64
	}
	return 0
}
