package gosource

import (
	"fmt"
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
		name = w.unique(name)
		return name, w.record(name, path, t.Record)
	case schema.Time, schema.Duration:
		w.imports["time"] = true
		if t.Kind == schema.Time {
			return "time.Time", nil
		}
		return "time.Duration", nil
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

// enum declares a named type and its constants, the last value first: the loader sorts them.
func (w *writer) enum(name, path string, t schema.Type) (string, error) {
	if len(t.Values) == 0 {
		return "", unsayable(path, "an enum without values")
	}
	name = w.unique(name)
	fmt.Fprintf(&w.decls, "\ntype %s %s\n\nconst (\n", name, t.Base)
	for i := len(t.Values) - 1; i >= 0; i-- {
		text := t.Values[i].String()
		if t.Base == schema.String {
			text = strconv.Quote(text)
		}
		fmt.Fprintf(&w.decls, "\t%sValue%d %s = %s\n", name, i, name, text)
	}
	w.decls.WriteString(")\n")
	return name, nil
}
