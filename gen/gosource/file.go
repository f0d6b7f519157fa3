package gosource

import (
	"bytes"
	"fmt"
	"go/format"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/schema"
)

// Style is how a struct spells what the record leaves open.
type Style struct {
	// Opt spells optional values as validate.Opt, not as pointers.
	Opt bool
	// Named gives scalars a defined type of their own, and makes integers of 64 bits int and uint.
	Named bool
	// Import writes what people go on with, see there; nil is for tests, which number things.
	Import *Import
}

// Import calls things by their names: constants of enums by their values, records by their types, with the registered name
// that they have. A record is declared once, behind the one that holds it. The rules of the tag check go behind those of
// validate, where the loader reads them.
type Import struct {
	// Enums are the names of enum types, by the path of the value, such as "items[].status"; others are called after the
	// field.
	Enums map[string]string
	// Pkg is the package's name: a record PKG.TYPE needs no name.
	Pkg string
	// Left are the lines of a comment at the end of a record's struct: fields that it could not be given, and what to do.
	Left map[*schema.Record][]string
}

// Unsayable says that no Go source is read as the record.
type Unsayable struct {
	// Path leads to the value, such as "items[]"; What is what cannot be said of it.
	Path, What string
}

// Error returns "PATH: WHAT".
func (u *Unsayable) Error() string { return u.Path + ": " + u.What }

// File is a source file in the making.
type File struct {
	pkg     string
	decls   bytes.Buffer
	imports map[string]bool
	names   map[string]bool // that imported structs declare, or keep
}

// New returns an empty file of the package.
func New(pkg string) *File {
	return &File{pkg: pkg, imports: map[string]bool{}, names: map[string]bool{}}
}

// Keep keeps the name of an imported struct that is to be declared, and those that the code generated for it declares: what other
// records hold gets other names.
func (f *File) Keep(name string, rec *schema.Record) { take(f.names, name, rec) }

// Declare declares the record as a struct called name, and what it holds under names that begin with it. On an error,
// an [*Unsayable], the file is as before.
func (f *File) Declare(name string, rec *schema.Record, style Style) error {
	w := &writer{
		style: style, imports: map[string]bool{}, names: map[string]bool{name: true},
		records: map[string]string{}, enums: map[string]string{}, forms: map[*schema.Record]string{},
	}
	if style.Import != nil {
		w.names = maps.Clone(f.names)
		take(w.names, name, rec)
	}
	if err := w.record(name, "", rec); err != nil {
		return err
	}
	if style.Import != nil {
		f.names = w.names
	}
	f.decls.Write(w.decls.Bytes())
	for path := range w.imports {
		f.imports[path] = true
	}
	return nil
}

// validatePath is the package that values such as Opt and Decimal come from.
const validatePath = "github.com/typedml/typedml/validate"

// Append adds declarations as they are written, and what they import.
func (f *File) Append(source string, imports ...string) {
	f.decls.WriteString(source)
	for _, path := range imports {
		f.imports[path] = true
	}
}

// Source returns the file, formatted.
func (f *File) Source() ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "package %s\n\n", f.pkg)
	switch std, own := f.imports["time"], f.imports[validatePath]; {
	case std && own:
		fmt.Fprintf(&b, "import (\n\t%q\n\n\t%q\n)\n", "time", validatePath)
	case std:
		fmt.Fprintf(&b, "import %q\n", "time")
	case own:
		fmt.Fprintf(&b, "import %q\n", validatePath)
	}
	b.Write(f.decls.Bytes())
	out, err := format.Source(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("formatting: %w\n%s", err, b.Bytes())
	}
	return out, nil
}

// writer writes one record.
type writer struct {
	style   Style
	rec     *schema.Record // whose fields are written
	decls   bytes.Buffer
	imports map[string]bool
	names   map[string]bool
	// records and enums are those that are declared, by identity.
	records, enums map[string]string
	forms          map[*schema.Record]string
}

func unsayable(path, format string, args ...any) error {
	return &Unsayable{Path: path, What: fmt.Sprintf(format, args...)}
}

// unique returns a name that the file does not declare yet.
func (w *writer) unique(name string) string {
	for n := 2; w.names[name]; n++ {
		name = strings.TrimRight(name, "0123456789") + strconv.Itoa(n)
	}
	w.names[name] = true
	return name
}

// definition returns a name for the struct of a record that the file does not declare yet, nor any that the code generated for it
// declares.
func (w *writer) definition(name string, rec *schema.Record) string {
	for n := 2; w.names[name] || slices.ContainsFunc(generated(name, rec), func(other string) bool { return w.names[other] }); n++ {
		name = strings.TrimRight(name, "0123456789") + strconv.Itoa(n)
	}
	take(w.names, name, rec)
	return name
}

// take takes the name of a struct, with those that the code generated for it declares.
func take(names map[string]bool, name string, rec *schema.Record) {
	names[name] = true
	for _, other := range generated(name, rec) {
		names[other] = true
	}
}

// generated are the names that the code generated for the struct of a record declares.
func generated(name string, rec *schema.Record) []string {
	s := &unit.Struct{Name: name}
	if view := rec.RequestView(); len(view.Fields) < len(rec.Fields) {
		s.Request = &unit.Struct{Name: name + "Request"}
	}
	return unit.Generated(s)
}

func (w *writer) record(name, path string, rec *schema.Record) error {
	var body bytes.Buffer
	start := w.decls.Len()
	outer := w.rec
	defer func() { w.rec = outer }()
	for i := range rec.Fields {
		w.rec = rec
		f := &rec.Fields[i]
		if err := w.field(&body, name, joined(path, f.Key), f); err != nil {
			return err
		}
	}
	held := bytes.Clone(w.decls.Bytes()[start:])
	if w.style.Import != nil {
		w.comment(&body, "\t", strings.Join(w.style.Import.Left[rec], "\n"))
		w.decls.Truncate(start)
		defer w.decls.Write(held)
	}
	w.decls.WriteByte('\n')
	w.comment(&w.decls, "", rec.Doc)
	if rec.Doc != "" && w.style.Import != nil {
		w.decls.WriteString("//\n")
	}
	w.directive(name, rec)
	for _, c := range rec.Checks {
		if strings.ContainsAny(c.Source, "\r\n") {
			return unsayable(path, "check %s takes more than a line", c.Name)
		}
		fmt.Fprintf(&w.decls, "//typedml:check %s %q %s\n", c.Name, c.Message, c.Source)
	}
	fmt.Fprintf(&w.decls, "type %s struct {\n%s}\n", name, body.String())
	return nil
}

// directive makes the struct a definition.
func (w *writer) directive(name string, rec *schema.Record) {
	w.decls.WriteString("//typedml:schema")
	switch in := w.style.Import; {
	case in == nil:
		w.decls.WriteString(" name=" + name)
	case rec.Name != "" && rec.Name != in.Pkg+"."+name:
		w.decls.WriteString(" name=" + rec.Name)
	}
	if rec.Version != "" {
		w.decls.WriteString(" version=" + rec.Version)
	}
	if rec.IgnoreUnknown {
		w.decls.WriteString(" unknown=ignore")
	}
	w.decls.WriteByte('\n')
}

// comment writes lines of a comment.
func (w *writer) comment(b *bytes.Buffer, indent, text string) {
	if text == "" {
		return
	}
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString(strings.TrimRight(indent+"// "+line, " ") + "\n")
	}
}

func joined(path, key string) string { return strings.TrimPrefix(path+"."+key, ".") }

func (w *writer) field(body *bytes.Buffer, owner, path string, f *schema.Field) error {
	typ, err := w.typ(owner+f.Name, path, f.Type)
	if err != nil {
		return err
	}
	switch nilable := f.Type.Kind == schema.Map || f.Type.Kind == schema.Bytes || f.Type.Kind == schema.List; {
	case f.Optional && nilable:
		return unsayable(path, "an optional %s: a nil one is null already", f.Type.Kind)
	case f.Optional && w.style.Opt:
		w.imports[validatePath] = true
		typ = "validate.Opt[" + typ + "]"
	case f.Optional:
		typ = "*" + typ
	}
	tag, err := w.tag(owner, path, f)
	if err != nil {
		return err
	}
	w.comment(body, "\t", f.Doc)
	fmt.Fprintf(body, "\t%s %s %s\n", f.Name, typ, literal(tag))
	return nil
}

// literal spells a struct tag.
func literal(tag string) string {
	if strings.Contains(tag, "`") {
		return strconv.Quote(tag)
	}
	return "`" + tag + "`"
}

// presence is the json option that makes a key optional, where nothing else does.
func presence(path string, f *schema.Field) (string, error) {
	omits := slices.ContainsFunc(f.Constraints, func(c schema.Constraint) bool { return c.Kind == schema.Omit })
	implied := f.Optional || f.Default != nil || omits
	switch {
	case implied && !f.MayBeAbsent:
		return "", unsayable(path, "a key that must be there, of a field that is optional, omits or has a default")
	case f.OmitEmpty && f.OmitZero:
		return ",omitempty,omitzero", nil
	case f.OmitZero:
		return ",omitzero", nil
	case f.OmitEmpty || f.MayBeAbsent && !implied:
		return ",omitempty", nil
	}
	return "", nil
}
