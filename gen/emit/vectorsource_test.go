package emit

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/big"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
)

// vectorSource declares Go types for records that come from vectors, and spells values of them in Go.
type vectorSource struct {
	// decls is the source of the types; structs are their definitions.
	decls   strings.Builder
	structs []*unit.Struct
	// form is how optional fields are spelled: unit.Pointer or unit.Opt.
	form unit.Form
	// named are the keys of scalar fields that get a named type of their own.
	named []string
	done  map[string]bool
}

// declare declares the record's type under the name, and the records in it under names that start with it.
func (s *vectorSource) declare(name string, rec *schema.Record) *schema.Record {
	out := *rec
	out.Type = name
	out.Fields = slices.Clone(rec.Fields)
	bound := &unit.Struct{Name: name, Record: &out, Rules: map[string]unit.Rule{}}
	for rule, f := range vectors.RuleFuncs() {
		takes := s.goType("", "", &schema.Type{Kind: schema.Kind(f[1])})
		bound.Rules[rule] = unit.Rule{Func: f[0], Takes: takes, Argument: rule == "begins"}
	}
	var body strings.Builder
	for i := range out.Fields {
		f := &out.Fields[i]
		t := s.goType(name, f.Name, &f.Type)
		if slices.Contains(s.named, f.Key) {
			fmt.Fprintf(&s.decls, "type %s%s %s\n\n", name, f.Name, t.Name)
			t.Name = name + f.Name
		}
		if f.Optional {
			elem := t
			t = unit.Type{Form: s.form, Elem: &elem}
			if f.Type.Kind == schema.Struct {
				t.Form = unit.Pointer
			}
		}
		bound.Fields = append(bound.Fields, unit.Field{Selector: f.Name, Type: t})
		fmt.Fprintf(&body, "\t%s %s `json:%q`\n", f.Name, spell(t), f.Key)
	}
	fmt.Fprintf(&s.decls, "type %s struct {\n%s}\n\n", name, body.String())
	s.structs = append(s.structs, bound)
	return &out
}

// fields are the Go side of a record that is declared.
func (s *vectorSource) fields(name string) []unit.Field {
	i := slices.IndexFunc(s.structs, func(u *unit.Struct) bool { return u.Name == name })
	return s.structs[i].Fields
}

// goType is the Go type of a schema type; records and enums are declared on the way.
func (s *vectorSource) goType(owner, field string, t *schema.Type) unit.Type {
	switch t.Kind {
	case schema.List:
		e := *t.Elem
		t.Elem = &e
		elem := s.goType(owner, field, &e.Type)
		if t.Len > 0 {
			return unit.Type{Form: unit.Array, Len: t.Len, Elem: &elem}
		}
		return unit.Type{Form: unit.Slice, Elem: &elem}
	case schema.Map:
		e := *t.Elem
		t.Elem = &e
		elem := s.goType(owner, field, &e.Type)
		return unit.Type{Form: unit.Map, Key: &unit.Type{Name: "string", Basic: "string"}, Elem: &elem}
	case schema.Struct:
		name := owner + t.Record.Type
		rec := *t.Record
		if rec.Type = name; !s.done[name] {
			s.done[name] = true
			rec = *s.declare(name, t.Record)
		} else {
			rec = *s.declared(name)
		}
		t.Record = &rec
		return unit.Type{Name: name, Fields: s.fields(name)}
	case schema.Enum:
		name := owner + field
		fmt.Fprintf(&s.decls, "type %s %s\n\n", name, t.Base)
		return unit.Type{Name: name, Basic: string(t.Base)}
	case schema.Time:
		return unit.Type{Package: "time", Name: "Time"}
	case schema.Duration:
		return unit.Type{Package: "time", Name: "Duration", Basic: "int64"}
	case schema.Decimal:
		return unit.Type{Package: pkgValidate, Name: "Decimal"}
	case schema.Date:
		return unit.Type{Package: pkgValidate, Name: "Date"}
	case schema.Bytes:
		return unit.Type{Form: unit.Slice, Elem: &unit.Type{Name: "byte", Basic: "uint8"}}
	}
	return unit.Type{Name: string(t.Kind), Basic: string(t.Kind)}
}

func (s *vectorSource) declared(name string) *schema.Record {
	for _, have := range s.structs {
		if have.Name == name {
			return have.Record
		}
	}
	return nil
}

func spell(t unit.Type) string {
	switch t.Form {
	case unit.Pointer:
		return "*" + spell(*t.Elem)
	case unit.Opt:
		return "validate.Opt[" + spell(*t.Elem) + "]"
	case unit.Slice:
		return "[]" + spell(*t.Elem)
	case unit.Array:
		return "[" + strconv.Itoa(t.Len) + "]" + spell(*t.Elem)
	case unit.Map:
		return "map[" + spell(*t.Key) + "]" + spell(*t.Elem)
	}
	if t.Package != "" {
		return path.Base(t.Package) + "." + t.Name
	}
	return t.Name
}

// record spells a value of a declared record as a composite literal.
func (s *vectorSource) record(name string, value map[string]any) string {
	var out strings.Builder
	out.WriteString(name + "{")
	for _, bound := range s.structs {
		if bound.Name != name {
			continue
		}
		for i, f := range bound.Record.Fields {
			if v, ok := value[f.Key]; ok && v != nil {
				out.WriteString(f.Name + ": " + s.value(bound.Fields[i].Type, f.Type, v) + ", ")
			}
		}
	}
	return out.String() + "}"
}

func (s *vectorSource) value(g unit.Type, t schema.Type, v any) string {
	switch {
	case g.Form == unit.Pointer:
		return "ptr(" + s.value(*g.Elem, t, v) + ")"
	case g.Form == unit.Opt:
		return "validate.Some(" + s.value(*g.Elem, t, v) + ")"
	case v == nil:
		return "nil"
	}
	switch k := t.Kind; {
	case k == schema.Struct:
		return s.record(g.Name, v.(map[string]any))
	case k == schema.List:
		var items []string
		for _, item := range v.([]any) {
			items = append(items, s.value(*g.Elem, t.Elem.Type, item))
		}
		return spell(g) + "{" + strings.Join(items, ", ") + "}"
	case k == schema.Map:
		var entries []string
		held := v.(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(held)) {
			entries = append(entries, strconv.Quote(key)+": "+s.value(*g.Elem, t.Elem.Type, held[key]))
		}
		return spell(g) + "{" + strings.Join(entries, ", ") + "}"
	case k == schema.Time:
		if at, ok := v.(time.Time); ok {
			v = at.Format(time.RFC3339Nano)
		}
		return "at(" + strconv.Quote(v.(string)) + ")"
	case k == schema.Decimal:
		return "decimal(" + strconv.Quote(fmt.Sprint(v)) + ")"
	case k == schema.Date:
		return "date(" + strconv.Quote(v.(string)) + ")"
	case k == schema.Duration:
		if text, ok := v.(string); ok {
			v, _ = time.ParseDuration(text)
		}
		return fmt.Sprintf("time.Duration(%d)", v)
	case k == schema.Bytes:
		return "raw(" + strconv.Quote(v.(string)) + ")"
	}
	return spell(g) + "(" + scalar(t.Scalar(), v) + ")"
}

// scalar spells a bool, number or text.
func scalar(k schema.Kind, v any) string {
	switch v := v.(type) {
	case float64:
		if k == schema.Float32 {
			return fmt.Sprintf("math.Float32frombits(%#x)", math.Float32bits(float32(v)))
		}
		return fmt.Sprintf("math.Float64frombits(%#x)", math.Float64bits(v))
	case json.Number:
		if !k.Integer() {
			return string(v)
		}
		n, _ := new(big.Rat).SetString(string(v))
		return n.Num().String()
	}
	return fmt.Sprintf("%#v", v)
}
