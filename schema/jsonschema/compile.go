package jsonschema

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/typedml/typedml/schema"
)

// compiler writes the schemas of records; what they hold by name is in defs.
type compiler struct {
	prefix string // of references
	defs   Object
	names  map[string]string // of records in defs, by identity
	taken  map[string]bool   // names of defs
	losses []schema.Loss
}

// scope is where a value stands.
type scope struct {
	path string
	// sensitive says that the keys of its maps are not told in paths.
	sensitive bool
	// open says why no rule may be demanded of the value: the rules apply where a keyword does not see. "" is nothing.
	open string
}

func (c *compiler) lose(path, rule, why string) {
	l := schema.Loss{Path: path, Rule: rule, Why: why}
	if !slices.Contains(c.losses, l) {
		c.losses = append(c.losses, l)
	}
}

// record writes the schema of an object.
func (c *compiler) record(r *schema.Record, s scope) Object {
	var n node
	if r.Type != "" {
		n.members.set("title", r.Type)
	}
	if r.Doc != "" {
		n.members.set("description", r.Doc)
	}
	n.members.set("x-typedml-name", r.Name)
	if r.Version != "" {
		n.members.set("x-typedml-version", r.Version)
	}
	n.members.set("type", "object")
	var properties Object
	var required []any
	for i := range r.Fields {
		f := &r.Fields[i]
		inner := s
		inner.path, inner.sensitive = join(s.path, f.Key), f.Sensitive
		properties.set(f.Key, c.field(f, inner))
		if c.needed(f, inner) {
			required = append(required, f.Key)
		}
	}
	n.members.set("properties", properties)
	if len(required) > 0 {
		n.members.set("required", required)
	}
	if !r.IgnoreUnknown {
		n.members.set("additionalProperties", false)
	}
	var checks []any
	for _, k := range r.Checks {
		c.lose(s.path, k.Name, "no keyword relates fields: "+k.Source)
		checks = append(checks, Object{{"name", k.Name}, {"message", k.Message}, {"cel", k.Source}})
	}
	if len(checks) > 0 {
		n.members.set("x-typedml-checks", checks)
	}
	return n.object()
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// field writes a property: its value's schema, and what is told of the field.
func (c *compiler) field(f *schema.Field, s scope) Object {
	n := node{members: c.element(&schema.Element{Type: f.Type, Optional: f.Optional, Constraints: f.Constraints}, s)}
	if f.Doc != "" {
		n.members.set("description", f.Doc)
	}
	if f.Default != nil {
		if v, ok := value(*f.Default); ok {
			n.members.set("default", v)
		}
	}
	set := func(key, value string) {
		if value != "" {
			n.members.set("x-typedml-"+key, value)
		}
	}
	set("role", string(f.Role))
	if f.Positive != nil {
		n.members.set("x-typedml-positive", f.Positive.String())
	}
	if f.Categorical {
		n.members.set("x-typedml-categorical", true)
	}
	if f.Sensitive {
		n.members.set("x-typedml-sensitive", true)
	}
	if f.Optional && !c.takes(&schema.Element{Type: f.Type, Optional: true, Constraints: f.Constraints}, nil, s) {
		n.members.set("x-typedml-optional", true) // its rules refuse null, conditions and checks know it
	}
	implied := f.Optional || f.Default != nil || slices.ContainsFunc(f.Constraints, omits)
	if f.MayBeAbsent && !implied || f.OmitEmpty && f.Default == nil {
		n.members.set("x-typedml-omitempty", true) // json's
	}
	set("unit", f.Unit)
	set("was", f.Was)
	set("mlflow", string(f.MLflow))
	set("artifact", f.Artifact)
	return n.object()
}

// element writes the schema of a value with its rules.
func (c *compiler) element(el *schema.Element, s scope) Object {
	before, omit, after := split(el)
	inner := s
	opened := omit != nil && opens(el, omit)
	if opened && (el.Type.Kind == schema.Struct || el.Type.Elem != nil) {
		inner.open = "the rules do not run where " + omit.Rule + " leaves the value out"
	}
	n := c.typ(el.Type, inner)
	c.rules(n, el, before, s)
	switch {
	case omit == nil:
	case opened:
		n.carried = append(n.carried, *omit)
		for _, rule := range after {
			n.carried = append(n.carried, bare(rule))
			c.lose(place(rule, el.Type, s), rule.Rule, "it does not run where "+omit.Rule+" leaves the value out")
		}
	default:
		c.unlessOmitted(n, el, omit, after, s)
	}
	bounds(n, el.Type.Scalar())
	inOrder(n, el, s)
	o := n.object()
	if (el.Optional || el.Type.TakesNull()) && c.takes(el, nil, s) {
		o = nullable(o)
	}
	return o
}

// split parts the rules of a value at the first that omits more than nil, else at the first that omits; the value's own of
// an enum are among the first.
func split(el *schema.Element) (before []schema.Constraint, omit *schema.Constraint, after []schema.Constraint) {
	at := slices.IndexFunc(el.Constraints, func(k schema.Constraint) bool {
		_, has := zeroSchema(el, k.Text)
		return omits(k) && (has || opens(el, &k))
	})
	if at < 0 {
		at = slices.IndexFunc(el.Constraints, omits)
	}
	if at < 0 {
		return el.Constraints, nil, nil
	}
	before = slices.DeleteFunc(slices.Clone(el.Constraints[:at]), omits)
	after = slices.DeleteFunc(slices.Clone(el.Constraints[at+1:]), omits)
	return before, &el.Constraints[at], after
}

// opens reports whether the rule leaves out every value, or a zero that no keyword tells from others.
func opens(el *schema.Element, omit *schema.Constraint) bool {
	return omit.Text == "always" || manifold(el.Type) && (!el.Optional && omit.Text != "nil" || omit.Text == "zero")
}

// manifold reports whether the zero of a type, which rules omit, holds others or has many spellings.
func manifold(t schema.Type) bool {
	return t.Kind == schema.Struct || t.Kind == schema.List && t.Len > 0 || t.Kind == schema.Time || t.Kind == schema.Duration ||
		t.Kind == schema.Decimal || t.Kind == schema.Date
}

// unlessOmitted demands the rules of a value, or that it is the one that is omitted. A nil one is null, which keywords
// pass over.
func (c *compiler) unlessOmitted(n *node, el *schema.Element, omit *schema.Constraint, after []schema.Constraint, s scope) {
	zero, has := zeroSchema(el, omit.Text)
	if !has {
		c.rules(n, el, after, s)
		return
	}
	var rest node
	c.rules(&rest, el, after, s)
	if o := rest.object(); len(o) > 0 {
		n.add("anyOf", []any{zero, o})
	} else {
		n.carried = append(n.carried, *omit)
	}
}

// zeroSchema is the schema of the values, other than nil, that a rule omits.
func zeroSchema(el *schema.Element, omits string) (o Object, has bool) {
	if omits == "nil" || el.Optional && omits != "zero" {
		return nil, false
	}
	switch k := el.Type.Scalar(); {
	case k == schema.Bool:
		return Object{{"const", false}}, true
	case k.Number():
		return Object{{"const", json.Number("0")}}, true
	case k == schema.String:
		return Object{{"const", ""}}, true
	case k == schema.List && omits == "zero":
		return Object{{"maxItems", json.Number("0")}}, true
	case k == schema.Map && omits == "zero":
		return Object{{"maxProperties", json.Number("0")}}, true
	}
	return nil, false
}

// typ writes the schema of a type's values.
func (c *compiler) typ(t schema.Type, s scope) *node {
	n := new(node)
	switch k := t.Scalar(); {
	case k == schema.Bool:
		n.add("type", "boolean")
	case k.Integer():
		n.add("type", "integer")
		n.add("format", string(k))
	case k.Float():
		n.add("type", "number")
		n.add("format", map[schema.Kind]string{schema.Float32: "float", schema.Float64: "double"}[k])
		switch k {
		case schema.Float32:
			c.lose(s.path, "overflow", "a number is rounded to float32 before it is compared")
		case schema.Float64:
			c.lose("", "overflow", "a schema has numbers of any size: one beyond float64 passes")
		}
	case k == schema.Decimal:
		c.decimal(n, t, s)
	case k == schema.String:
		n.add("type", "string")
	case k == schema.Struct:
		c.reference(n, t.Record, s)
	case k == schema.List:
		n.add("type", "array")
		n.add("items", c.element(t.Elem, below(s)))
		if t.Len > 0 {
			n.least("minItems", json.Number(strconv.Itoa(t.Len)))
			n.most("maxItems", json.Number(strconv.Itoa(t.Len)))
			n.members.set("x-typedml-type", "array")
		}
	case k == schema.Map:
		c.mapping(n, t, s)
	default:
		c.text(n, t, s)
	}
	return n
}

// mapping writes the schema of a map's keys and values.
func (c *compiler) mapping(n *node, t schema.Type, s scope) {
	inner := s
	if !s.sensitive {
		inner = below(s)
	}
	n.add("type", "object")
	keys := c.element(t.Key, inner)
	keys.remove("type")
	if len(keys) > 0 {
		n.add("propertyNames", keys)
	}
	n.add("additionalProperties", c.element(t.Elem, inner))
}

func below(s scope) scope {
	s.path += "[]"
	return s
}

// reference refers to a record. One whose rules do not run everywhere is written in place, without them.
func (c *compiler) reference(n *node, r *schema.Record, s scope) {
	if s.open != "" {
		n.members = c.record(r, s)
		return
	}
	before := len(c.defs)
	name, known := c.names[identity(r)]
	if !known {
		name = c.name(r)
		c.names[identity(r)] = name
		c.defs.set(name, nil) // its place is before what it holds
	}
	o := c.record(r, s)
	if !known {
		c.defs[before].Value = o
	}
	n.members.set("$ref", c.prefix+name)
}

// identity tells records apart, those of one name and form from others.
func identity(r *schema.Record) string {
	return r.Type + "\n" + r.Name + "\n" + r.Doc + "\n" + r.Canonical()
}

// name is a name for a record's schema that is not taken.
func (c *compiler) name(r *schema.Record) string {
	name := r.Type
	if name == "" {
		name = r.Name
	}
	words := strings.FieldsFunc(name, func(r rune) bool { // what components of OpenAPI may be named, and a reference says as it is
		return (r >= unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)) && r != '.' && r != '_' && r != '-'
	})
	name = cmp.Or(strings.Join(words, "_"), "_")
	for base, i := name, 2; c.taken[name]; i++ {
		name = base + strconv.Itoa(i)
	}
	c.taken[name] = true
	return name
}
