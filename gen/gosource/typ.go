package gosource

import (
	"crypto/sha256"
	"fmt"
	"go/token"
	"slices"
	"strconv"

	"github.com/typedml/typedml/schema"
)

// typ spells a type, and declares what it needs under names that begin with name.
func (w *writer) typ(name, path string, t schema.Type) (string, error) {
	switch t.Kind {
	case schema.List:
		elem, err := w.element(name, path+"[]", t.Elem)
		if t.Len > 0 {
			return "[" + strconv.Itoa(t.Len) + "]" + elem, err
		}
		return "[]" + elem, err
	case schema.Map:
		key, err := w.element(name+"Key", path+"[key]", t.Key)
		if err != nil {
			return "", err
		}
		elem, err := w.element(name, path+"[]", t.Elem)
		return "map[" + key + "]" + elem, err
	case schema.Struct:
		return w.nested(name, path, t.Record)
	case schema.Time, schema.Duration:
		w.imports["time"] = true
		if t.Kind == schema.Time {
			return "time.Time", nil
		}
		return "time.Duration", nil
	case schema.Decimal, schema.Date:
		w.imports[validatePath] = true
		if t.Kind == schema.Date {
			return "validate.Date", nil
		}
		return "validate.Decimal", nil
	case schema.Bytes:
		return "[]byte", nil
	case schema.Enum:
		return w.enum(name, path, t)
	}
	return w.scalar(name, t.Kind), nil
}

func (w *writer) element(name, path string, e *schema.Element) (string, error) {
	if e.Optional {
		return "", unsayable(path, "an optional element")
	}
	if e.Type.Kind == schema.Uint8 {
		return w.defined(name+"Item", e.Type.Kind), nil // a []uint8 is a byte string
	}
	return w.typ(name+"Item", path, e.Type)
}

func (w *writer) scalar(name string, k schema.Kind) string {
	if !w.style.Named {
		return string(k)
	}
	return w.defined(name, k)
}

// defined declares a type of a kind.
func (w *writer) defined(name string, k schema.Kind) string {
	under := map[schema.Kind]string{schema.Int64: "int", schema.Uint64: "uint"}[k]
	if under == "" {
		under = string(k)
	}
	name = w.unique(name)
	fmt.Fprintf(&w.decls, "\ntype %s %s\n", name, under)
	return name
}

// nested declares a record inside another: an imported one once, under the name of its type.
func (w *writer) nested(name, path string, rec *schema.Record) (string, error) {
	if w.style.Import == nil {
		name = w.unique(name)
		return name, w.record(name, path, rec)
	}
	identity := rec.Type + "\n" + rec.Name + "\n" + rec.Doc + "\n" + w.form(rec)
	if known, ok := w.records[identity]; ok {
		return known, nil
	}
	if rec.Type != "" {
		if name = rec.Type; !token.IsIdentifier(name) { // an instance of a generic struct
			name = Exported(name)
		}
	}
	name = w.definition(name, rec)
	w.records[identity] = name
	return name, w.record(name, path, rec)
}

// form tells records apart by what they hold, as [schema.Record.Canonical] does. A record that stands in another at many places is
// gone through once.
func (w *writer) form(rec *schema.Record) string {
	if known, ok := w.forms[rec]; ok {
		return known
	}
	flat := *rec
	flat.Fields = slices.Clone(rec.Fields)
	for i := range flat.Fields {
		flat.Fields[i].Type = w.flat(flat.Fields[i].Type)
	}
	sum := sha256.Sum256([]byte(flat.Canonical()))
	w.forms[rec] = string(sum[:])
	return w.forms[rec]
}

// flat is a type with the form of each record in place of what that holds.
func (w *writer) flat(t schema.Type) schema.Type {
	if t.Record != nil {
		t.Record = &schema.Record{Fields: []schema.Field{{Key: w.form(t.Record)}}}
	}
	for _, inner := range []**schema.Element{&t.Key, &t.Elem} {
		if *inner != nil {
			el := **inner
			el.Type = w.flat(el.Type)
			*inner = &el
		}
	}
	return t
}

// enum declares a named type and its constants, the last value first: the loader sorts them.
func (w *writer) enum(name, path string, t schema.Type) (string, error) {
	if len(t.Values) == 0 {
		return "", unsayable(path, "an enum without values")
	}
	if w.style.Import != nil {
		return w.calledEnum(name, path, t), nil
	}
	name = w.unique(name)
	fmt.Fprintf(&w.decls, "\ntype %s %s\n\nconst (\n", name, t.Base)
	for i := len(t.Values) - 1; i >= 0; i-- {
		fmt.Fprintf(&w.decls, "\t%sValue%d %s = %s\n", name, i, name, spelled(t, i))
	}
	w.decls.WriteString(")\n")
	return name, nil
}

func spelled(t schema.Type, i int) string {
	if t.Base == schema.String {
		return strconv.Quote(t.Values[i].Text)
	}
	return t.Values[i].String()
}

// calledEnum declares an enum once, its constants called after their values.
func (w *writer) calledEnum(name, path string, t schema.Type) string {
	identity := string(t.Base)
	for i := range t.Values {
		identity += "\n" + spelled(t, i)
	}
	given := w.style.Import.Enums[path]
	if known, ok := w.enums[identity+"\n"+given]; ok {
		return known
	}
	if given != "" {
		name = given
	}
	name = w.unique(name)
	w.enums[identity+"\n"+given] = name
	fmt.Fprintf(&w.decls, "\n// %s is one of the constants.\ntype %s %s\n\n// Values of %s.\nconst (\n", name, name, t.Base, name)
	for i := range t.Values {
		constant := w.unique(name + Exported(t.Values[i].String()))
		fmt.Fprintf(&w.decls, "\t%s %s = %s\n", constant, name, spelled(t, i))
	}
	w.decls.WriteString(")\n")
	return name
}
