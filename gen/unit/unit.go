package unit

import (
	"slices"

	"github.com/typedml/typedml/schema"
)

// Package is a Go package with definitions.
type Package struct {
	// Path is the import path, Name the package's name, Dir its folder.
	Path, Name, Dir string
	// Files that hold at least one definition, sorted by name.
	Files []*File
	// Orphans are generated files whose source defines nothing any more; they are to be removed.
	Orphans []string
}

// File is one source file with definitions, and so one output file.
type File struct {
	// Source and Output are base names: "features.go", "features_typedml.go".
	Source, Output string
	// Package and Path are the package's name and import path.
	Package, Path string
	// Constraint is the source's build constraint line, "//go:build linux", or "".
	Constraint string
	// Reserved are the package-level names of the user's package: imports must not take them.
	Reserved []string
	// Imports are the names of the packages that the structs' types come from, by import path.
	Imports map[string]string
	// Structs in the order of the source.
	Structs []*Struct
	// Instances are those of generic structs that the file declares stand-ins for: it, or another file of the package, holds them.
	Instances []*Struct
}

// Struct binds a record to the Go type that it was read from.
type Struct struct {
	// Name is the Go type's name, Record.Type; of a stand-in its own.
	Name   string
	Record *schema.Record
	// Of is the instance of a generic struct that the type stands in for, nil for a definition. Go has no methods for one instance:
	// those of its record are methods of a type that is generated from it.
	Of []Word
	// Was is the record's name before, when the directive says that it was renamed.
	Was string
	// Fields are parallel to Record.Fields.
	Fields []Field
	// Guard is the struct type with its tags: an assignment of the type to it stops compiling when the struct changes.
	Guard []GuardField
	// Seal is a hash of what other packages build on where they cannot spell the struct to guard it; 0 where they can.
	Seal int32
	// Foreign are the records of other packages that the struct embeds or holds: they are guarded, too.
	Foreign []Foreign
	// Constants are those that the tags name.
	Constants []Constant
	// Rules are the functions of the user's rules that its constraints name.
	Rules map[string]Rule
	// Unchecked says that the struct has no Check yet that Validate would have to call.
	Unchecked bool
	// Checked are the selectors of the values whose method Check(*validate.Report) the user wrote, in the order in which
	// they are called: embedded ones, then "", the struct itself.
	Checked []string
	// StandardJSON leaves UnmarshalJSON and MarshalJSON out: encoding/json goes by its own rules.
	StandardJSON bool
	// Kept are the fields that are no part of the record: decoding leaves them as they are.
	Kept []Kept
	// Own are the names of generated methods, and of the function New, that the user wrote by hand: they win and are
	// not emitted.
	Own map[string]bool
	// Request is the view that a caller of the model sends: a generated type of its own. It is nil for a request view.
	Request *Struct
}

// Foreign is a record of another package. It is guarded by its fields, or by its seal where it has one.
type Foreign struct {
	Package, Name string
	Guard         []GuardField
	Seal          int32
	// Of spells an instance of a generic struct; nil for another record.
	Of []Word
	// Unchecked says that the record is embedded, and has no Check yet.
	Unchecked bool
}

// Rule is the function of a user's rule: func(Takes) bool, or func(Takes, string) bool for one with an argument; or a method of
// the value that is its rule.
type Rule struct {
	Package, Func string // the package is "" for that of the struct
	Takes         Type
	Argument      bool
	// Method says that Func is a method without parameters, and Error that it returns an error: nil is met.
	Method, Error bool
}

// Constant is a constant with its text; its package is "" for that of the struct.
type Constant struct{ Package, Name, Text string }

// Kept is a value that decoding leaves as it is, but for the fields of a record at the selectors But below it.
type Kept struct {
	Selector string
	But      []string
}

// GuardField is one field of a struct type as Go spells it. An embedded field has no Name.
type GuardField struct {
	Name string
	Type []Word
	// Alias is what an embedded alias stands for; nil for other fields.
	Alias []Word
	Tag   string
}

// Word is a part of a spelled type: literal text, or a name of a package.
type Word struct {
	Package string
	Text    string
}

// Field is the Go side of a schema.Field.
type Field struct {
	// Selector is the field's selector from a value of the struct: "Amount", "Base.ID".
	Selector string
	Type     Type
	// Missing, Null and Mistyped are the definition's own messages for what its decoder finds, "" for the standard ones.
	Missing, Null, Mistyped string
}

// Form is the outermost form of a Go type.
type Form uint8

// Forms of Go types.
const (
	Named   Form = iota // a predeclared or named type
	Pointer             // *Elem
	Opt                 // validate.Opt[Elem]
	Slice               // []Elem
	Array               // [Len]Elem
	Map                 // map[Key]Elem
)

// Type is the spelling of a Go type.
type Type struct {
	Form Form
	// Package is the import path of a Named type, "" for a predeclared one or one of the same package.
	Package string
	// Name is a Named type's name: "float64", "ModelType", "Time".
	Name string
	// Basic is the predeclared type below a Named scalar type: "string" for type ModelType string, equal to Name for a
	// predeclared type. It is "" for time.Time and records, and "int64" for time.Duration.
	Basic string
	// Spelled is a Named type that is an instance of a generic one, "Pair[float64]"; nil for others.
	Spelled []Word
	// StandIn is the name of the generated type whose methods are those of a record that is an instance of a generic struct; "" for
	// other records, which have them themselves.
	StandIn string
	// Fields are the Go side of a record's fields.
	Fields []Field
	// Kept are a record's fields that are no part of it, as the package of the type's holder reaches them.
	Kept []Kept
	// Marshals says that a record has a MarshalJSON written by hand: what holds it is encoded with that.
	Marshals bool
	// Comparable says that Go compares values of the type.
	Comparable bool
	Elem       *Type
	Key        *Type
	Len        int
}

// Value returns the type below a pointer or Opt, the type itself otherwise.
func (t Type) Value() Type {
	if t.Form == Pointer || t.Form == Opt {
		return *t.Elem
	}
	return t
}

// Equal reports whether two types are spelled alike.
func (t Type) Equal(o Type) bool {
	below := func(a, b *Type) bool { return a == nil && b == nil || a != nil && b != nil && a.Equal(*b) }
	return t.Form == o.Form && t.Package == o.Package && t.Name == o.Name && t.Len == o.Len && slices.Equal(t.Spelled, o.Spelled) &&
		below(t.Elem, o.Elem) && below(t.Key, o.Key)
}
