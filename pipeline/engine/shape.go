package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/typedml/typedml/schema"
)

// MaxResult is how long a kept result may be, in bytes: rows and models do not go through a workflow's database.
const MaxResult = 1 << 20

// shape is what an engine knows of a type: how it is kept, and what it looks like.
type shape struct {
	kind   reflect.Type
	text   string // one for each shape, whatever the program was built from
	faults []string
	decode func([]byte) (any, error)
}

func shapeOf[T any]() shape {
	t := reflect.TypeFor[T]()
	w := walk{seen: map[reflect.Type]bool{}}
	w.visit(t, t.String())
	return shape{kind: t, text: w.text.String(), faults: w.faults, decode: func(b []byte) (any, error) {
		var x T
		err := decode(b, &x)
		return x, err
	}}
}

func (s shape) keeps(what string) error {
	if len(s.faults) == 0 {
		return nil
	}
	return fmt.Errorf("%s: %s", what, strings.Join(s.faults, "; "))
}

// encode writes a value down.
func (s shape) encode(v any) ([]byte, error) {
	if reflect.TypeOf(v) != s.kind && s.kind.Kind() != reflect.Interface {
		return nil, fmt.Errorf("it is a %T, not a %s", v, s.kind)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", s.kind, err)
	}
	if len(b) > MaxResult {
		return nil, fmt.Errorf("%s is %d bytes long, more than the %d that are kept of a result: pass a table's version or an artifact's path instead",
			s.kind, len(b), MaxResult)
	}
	return b, nil
}

// decode is strict: unknown keys are errors, and rules hold.
func decode(b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("reading a kept %T: %w", into, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading a kept %T: text stands behind it", into)
	}
	if v, ok := into.(interface{ Validate() error }); ok {
		if err := v.Validate(); err != nil {
			return fmt.Errorf("reading a kept %T: %w", into, err)
		}
	}
	return nil
}

// walk describes a type and finds what JSON would lose of it.
type walk struct {
	text   strings.Builder
	faults []string
	seen   map[reflect.Type]bool
}

func (w *walk) visit(t reflect.Type, path string) {
	w.text.WriteString(t.String())
	if w.seen[t] {
		return
	}
	w.seen[t] = true
	if record, ok := reflect.New(t).Interface().(interface{ TypedMLSchema() *schema.Record }); ok {
		w.text.WriteString("#" + record.TypedMLSchema().Fingerprint())
		return
	}
	if _, own := reflect.New(t).Interface().(json.Unmarshaler); own {
		return
	}
	switch t.Kind() {
	case reflect.Func, reflect.Chan, reflect.Interface, reflect.Complex64, reflect.Complex128, reflect.UnsafePointer:
		w.faults = append(w.faults, fmt.Sprintf("%s is a %s, which cannot be kept", path, t.Kind()))
	case reflect.Pointer, reflect.Slice, reflect.Array:
		w.visit(t.Elem(), path)
	case reflect.Map:
		w.visit(t.Key(), path)
		w.visit(t.Elem(), path)
	case reflect.Struct:
		w.fields(t, path)
	}
}

func (w *walk) fields(t reflect.Type, path string) {
	w.text.WriteByte('{')
	for f := range t.Fields() {
		tag := f.Tag.Get("json")
		switch {
		case !f.IsExported() && !f.Anonymous:
			w.faults = append(w.faults, fmt.Sprintf("%s.%s is not exported, and would be lost", path, f.Name))
		case tag == "-":
			w.faults = append(w.faults, fmt.Sprintf(`%s.%s is tagged json:"-", and would be lost`, path, f.Name))
		default:
			fmt.Fprintf(&w.text, "%s %q ", f.Name, tag)
			w.visit(f.Type, path+"."+f.Name)
			w.text.WriteByte(';')
		}
	}
	w.text.WriteByte('}')
}
