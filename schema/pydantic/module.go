package pydantic

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/typedml/typedml/schema"
)

// module collects the models of records, those that they hold first.
type module struct {
	classes []class
	names   map[string]string // of records' classes, by identity
	taken   map[string]bool
	owned   map[string]bool            // names of classes, which no attribute has: in a class's body it would stand for the class
	imports map[string]map[string]bool // names by module
	told
	// sensitive says that the field at hand is: no message has its value.
	sensitive bool
	place     map[*schema.Record]map[string]string // attributes by key
}

// told is what became of the rules of a record.
type told struct {
	losses []schema.Loss
	// null are the paths and rules that None breaks in the model, be they lost of other values.
	null []broken
}

// broken is a rule at a path.
type broken struct{ path, rule string }

// class is the text of a model.
type class struct {
	name, text string
	bare       bool // it has no rules
}

// newModule is a module in which no attribute has one of the names.
func newModule(owned map[string]bool) *module {
	m := &module{names: map[string]string{}, taken: map[string]bool{}, owned: owned, imports: map[string]map[string]bool{}, place: map[*schema.Record]map[string]string{}}
	for _, name := range elsewhere {
		m.taken[name] = true
	}
	return m
}

// owned are the names of the classes of records, which do not depend on those of attributes.
func owned(recs []*schema.Record) map[string]bool {
	m := newModule(nil)
	for _, r := range recs {
		m.class(r, scope{})
	}
	out := map[string]bool{}
	for _, c := range m.classes {
		out[c.name] = true
	}
	return out
}

// use imports names from a module.
func (m *module) use(from string, names ...string) {
	if m.imports[from] == nil {
		m.imports[from] = map[string]bool{}
	}
	for _, name := range names {
		m.imports[from][name] = true
	}
}

func (m *module) lose(path, rule, why string) {
	l := schema.Loss{Path: path, Rule: rule, Why: why}
	if !slices.Contains(m.losses, l) {
		m.losses = append(m.losses, l)
	}
}

// scope is where a value stands.
type scope struct {
	path string
	// bare says that no rule is demanded of it: that of what may be omitted.
	bare bool
	// open says why the rules are lost, "" where they are not.
	open string
}

// free says that the rules of the value do not run.
func (s scope) free() bool { return s.bare || s.open != "" }

func (s scope) at(key string) scope {
	if s.path != "" {
		key = s.path + "." + key
	}
	s.path = key
	return s
}

func (s scope) below() scope {
	s.path += "[]"
	return s
}

// attributes are the names of a record's fields in Python, by key.
func (m *module) attributes(r *schema.Record) map[string]string {
	if m.place[r] == nil {
		names, taken := map[string]string{}, map[string]bool{}
		maps.Copy(taken, m.owned)
		for _, f := range r.Fields { // keys that are names keep them
			if !m.owned[f.Key] && identifier(f.Key, map[string]bool{}) == f.Key {
				names[f.Key], taken[f.Key] = f.Key, true
			}
		}
		for _, f := range r.Fields {
			if names[f.Key] == "" {
				names[f.Key] = identifier(f.Key, taken)
			}
		}
		m.place[r] = names
	}
	return m.place[r]
}

// identity tells records apart, words and all.
func identity(r *schema.Record) string {
	text, err := json.Marshal(r)
	if err != nil { // a literal that JSON has no form for
		return r.Type + "\n" + r.Name + "\n" + r.Canonical()
	}
	return string(text)
}

// class returns the name of a record's model, which is written where it is not yet.
func (m *module) class(r *schema.Record, s scope) string {
	id := identity(r)
	free := s.free()
	if free {
		id += "\nbare"
	}
	name, known := m.names[id]
	if !known {
		title := r.Type
		if title == "" {
			title = r.Name[strings.LastIndex(r.Name, ".")+1:]
		}
		if free {
			title = "Bare" + title
		}
		name = identifier(title, m.taken)
		m.names[id] = name
	}
	c := class{name, m.record(r, name, s), free}
	if !known {
		m.classes = append(m.classes, c)
	}
	return name
}

// record writes the class of a record.
func (m *module) record(r *schema.Record, name string, s scope) string {
	var b strings.Builder
	base, doc, free := "Record", r.Doc, s.free()
	m.use("._record", "Record")
	switch {
	case free:
		before := m.told
		base = m.class(r, scope{path: s.path})
		m.told, doc = before, "A "+base+" whose rules do not run."
	case doc == "":
		doc = "The record " + r.Name + "."
	}
	b.WriteString("class " + name + "(" + base + "):\n" + docstring(doc, 4))
	if config := config(r); config != "" && !free {
		m.use("pydantic", "ConfigDict")
		b.WriteString("\n    model_config = ConfigDict(" + config + ")\n")
	}
	if len(r.Fields) > 0 {
		b.WriteByte('\n')
	}
	documented := false
	for i := range r.Fields {
		f := &r.Fields[i]
		if i > 0 && documented {
			b.WriteByte('\n')
		}
		documented = f.Comment() != "" && !free
		b.WriteString(m.field(r, f, s.at(f.Key)))
		if documented {
			b.WriteString(docstring(f.Comment(), 4))
		}
	}
	if !free {
		b.WriteString(m.related(r, s))
		return b.String()
	}
	for _, k := range r.Checks {
		m.loseOpenly(s, k.Name)
	}
	if relates(r) {
		m.use("pydantic", "ValidationInfo", "model_validator")
		m.use("typing", "Self")
		b.WriteString("\n    @model_validator(mode=\"after\")\n    def _related(self, info: ValidationInfo) -> Self:\n        return self\n")
	}
	return b.String()
}

// loseOpenly tells of a rule that does not run, unless it runs elsewhere.
func (m *module) loseOpenly(s scope, rule string) {
	if s.open != "" {
		m.lose(s.path, rule, s.open)
	}
}

// config are the settings of a model that differ from those of its base.
func config(r *schema.Record) string {
	var out []string
	if r.IgnoreUnknown {
		out = append(out, `extra="ignore"`)
	}
	if slices.ContainsFunc(r.Fields, func(f schema.Field) bool { return f.Sensitive }) {
		out = append(out, "hide_input_in_errors=True")
	}
	if slices.ContainsFunc(r.Fields, func(f schema.Field) bool { return f.Comment() != "" }) {
		out = append(out, "use_attribute_docstrings=True")
	}
	return strings.Join(out, ", ")
}

// within makes a field the one at hand, until what it returns is called.
func (m *module) within(f *schema.Field) (leave func()) {
	outer := m.sensitive
	m.sensitive = f.Sensitive
	return func() { m.sensitive = outer }
}

// field writes an attribute.
func (m *module) field(r *schema.Record, f *schema.Field, s scope) string {
	el := &schema.Element{Type: f.Type, Optional: f.Optional, Constraints: f.Constraints}
	defer m.within(f)()
	annotation := m.annotation(el, s, true)
	attribute := m.attributes(r)[f.Key]
	plain, args := m.standard(f)
	if attribute != f.Key {
		args = append(args, named("alias", leaf(text(f.Key))))
	}
	if f.Sensitive {
		args = append(args, named("repr", leaf("False")))
	}
	value := plain
	if len(args) > 0 {
		m.use("pydantic", "Field")
		if plain.open != "" {
			args = append([]node{named("default", plain)}, args...)
		}
		value = call("Field", args...)
	}
	return assignment(attribute+": ", annotation, value)
}

// assignment writes an annotated name with its value.
func assignment(head string, annotation, value node) string {
	var b strings.Builder
	b.WriteString("    " + head)
	flat, tail := annotation.flat(), ""
	if value.open != "" {
		tail = " = " + value.flat()
	}
	used := 4 + len(head)
	switch {
	case used+len([]rune(flat+tail)) <= width || tail == "":
		annotation.write(&b, 4, used, len(tail))
		b.WriteString(tail)
	case used+len([]rune(flat))+len(" = ")+len(value.open) <= width && len(value.items) > 0:
		b.WriteString(flat + " = ")
		value.write(&b, 4, width, 0)
	default:
		annotation.write(&b, 4, width, 0)
		b.WriteString(" = ")
		value.write(&b, 4, 4+len("] = "), 0)
	}
	b.WriteByte('\n')
	return b.String()
}

// text writes the module.
func (m *module) text(doc string) string {
	var b strings.Builder
	b.WriteString(Header)
	if slices.ContainsFunc(m.classes, func(c class) bool { return c.bare }) {
		b.WriteString("# mypy: disable-error-code=\"assignment\"\n") // they take more than what they stand in for
	}
	b.WriteString(docstring(doc, 0) + "\n")
	var own strings.Builder
	groups := [2]*strings.Builder{{}, {}}
	for _, from := range slices.SortedFunc(maps.Keys(m.imports), func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }) {
		line := importing(from, slices.SortedFunc(maps.Keys(m.imports[from]), isort))
		switch {
		case from == "" || strings.HasPrefix(from, "."):
			own.WriteString(line)
		case from == "pydantic":
			groups[1].WriteString(line)
		default:
			groups[0].WriteString(line)
		}
	}
	for _, g := range groups {
		if g.Len() > 0 {
			b.WriteString(g.String() + "\n")
		}
	}
	b.WriteString(own.String())
	for _, c := range m.classes {
		b.WriteString("\n\n" + c.text)
	}
	return b.String()
}

// isort orders imported names: constants, classes, then others.
func isort(a, b string) int {
	class := func(s string) int {
		switch {
		case strings.ToUpper(s) == s:
			return 0
		case s[0] >= 'A' && s[0] <= 'Z':
			return 1
		}
		return 2
	}
	if x, y := class(a), class(b); x != y {
		return x - y
	}
	return strings.Compare(strings.ToLower(a), strings.ToLower(b))
}

func importing(from string, names []string) string {
	switch from {
	case "":
		out := ""
		for _, name := range names {
			out += "from . import _" + name + " as " + name + "\n"
		}
		return out
	}
	if from == "re" {
		return "import re\n"
	}
	line := "from " + from + " import " + strings.Join(names, ", ")
	if len(line) <= width {
		return line + "\n"
	}
	return "from " + from + " import (\n    " + strings.Join(names, ",\n    ") + ",\n)\n"
}
