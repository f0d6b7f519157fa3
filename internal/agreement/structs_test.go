package agreement

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/typedml/typedml/internal/agreement/compare"
)

// writer writes random structs.
type writer struct {
	rng *rand.Rand
	// wild structs have one rule, any word on any type with any parameter; the rules of others mostly compile.
	wild bool
}

// structure is one Go struct as source.
type structure struct {
	name string
	// uses are the structs that fields of it hold.
	uses   []string
	source string
}

func pick[T any](w writer, all ...T) T { return all[w.rng.IntN(len(all))] }

func (w writer) chance(oneIn int) bool { return w.rng.IntN(oneIn) == 0 }

var scalars = []string{
	"bool", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "float32", "float64",
	"string", "time.Duration", "Text", "Count", "Share",
}

// named are the types that scalars name.
const named = `
type (
	Text  string
	Count uint16
	Share float32
	Sole  string
)

// Anonymous makes an enum of its type.
const Anonymous Sole = "anon"

// Validate refuses texts of an odd number of bytes.
func (t Text) Validate() error {
	if len(t)%2 == 1 {
		return oddError{}
	}
	return nil
}

// Short reports whether the text has few bytes.
func (t *Text) Short() bool { return len(*t) < 4 }

type oddError struct{}

// Error implements error.
func (oddError) Error() string { return "odd" }
`

// structure writes a struct of n fields. Fields may hold the inner structs.
func (w writer) structure(name string, n int, inner []string) structure {
	s := structure{name: name}
	var b strings.Builder
	fmt.Fprintf(&b, "\n//typedml:schema\ntype %s struct {\n", name)
	var before []sibling
	for i := range n {
		field := fmt.Sprintf("F%d", i)
		typ, tag := w.field(&field, &s, inner)
		if rule := w.related(typ, before); rule != "" {
			switch {
			case typ[0] == '*': // upstream panics at what runs on a nil pointer behind a condition
				tag = w.join(rule, "omitempty", tag)
			case strings.Contains(tag, "dive"):
				tag = w.join(rule, tag)
			default:
				tag = pick(w, w.join(rule, tag), w.join("omitempty", rule))
			}
		}
		before = append(before, sibling{field, typ})
		fmt.Fprintf(&b, "\t%s %s", field, typ)
		if tag != "" {
			fmt.Fprintf(&b, " `validate:%q`", tag)
		}
		b.WriteString("\n")
	}
	b.WriteString("}\n")
	s.source = b.String()
	return s
}

// field chooses a type and a tag, and names the field after what is declared to differ.
func (w writer) field(name *string, s *structure, inner []string) (typ, tag string) {
	scalar := pick(w, scalars...)
	if w.wild {
		return w.wildField(name, scalar)
	}
	switch w.rng.IntN(12) {
	case 0:
		return "*" + scalar, w.join(w.presence(), w.rules(scalar))
	case 1, 2:
		return "[]" + scalar, w.join(w.presence(), w.sizes(), w.dive(scalar))
	case 3:
		return "[3]" + scalar, w.join(w.presence(), w.dive(scalar))
	case 4:
		tag := w.join(w.presence(), w.sizes())
		if w.chance(2) {
			return "map[string]" + scalar, w.join(tag, "dive,keys", w.rules("string"), "endkeys", w.rules(scalar))
		}
		return "map[string]" + scalar, w.join(tag, w.dive(scalar))
	case 5:
		return "[][]" + scalar, w.join(w.sizes(), "dive", w.sizes(), w.dive(scalar))
	case 6:
		*name = compare.Zoned + *name
		return "time.Time", w.presence()
	case 7, 8:
		if len(inner) > 0 {
			return w.record(name, s, pick(w, inner...))
		}
	}
	return scalar, w.join(w.presence(), w.rules(scalar))
}

// wildField has one wild rule, on the value or below it, so that nothing keeps upstream from reaching it.
func (w writer) wildField(name *string, scalar string) (typ, tag string) {
	typ = pick(w, "", "", "*", "[]", "[2]", "map[string]", "[][]") + scalar
	if w.chance(10) {
		*name = compare.Zoned + *name
		typ = "time.Time"
	}
	return typ, pick(w, "", "", "dive,", "dive,dive,", "required,", "dive,required,") + w.anyRule()
}

// record is a field that holds another struct.
func (w writer) record(name *string, s *structure, inner string) (typ, tag string) {
	s.uses = append(s.uses, inner)
	switch w.rng.IntN(6) {
	case 0:
		return inner, w.presence()
	case 1:
		return "*" + inner, w.presence()
	case 5:
		return pick(w, "", "*", "[]", "map[string]", "[2]map[string]") + inner, "-"
	case 2:
		*name = compare.Undived + *name
		return pick(w, "[]", "map[string]") + inner, w.join(w.presence(), w.sizes())
	}
	return pick(w, "[]", "[2]", "map[string]") + inner, w.join(w.presence(), "dive", w.presence(), pick(w, "", "", "", "structonly", "nostructlevel"))
}

func (w writer) join(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, ",")
}

func (w writer) presence() string {
	return pick(w, "", "", "", "required", "omitempty", "omitnil", "omitzero")
}

func (w writer) dive(scalar string) string {
	if w.chance(4) {
		return ""
	}
	return w.join("dive", pick(w, "", "", "required", "omitempty"), w.rules(scalar))
}
