package jsonschema

import "github.com/typedml/typedml/schema"

// Draft is the $schema of the documents.
const Draft = "https://json-schema.org/draft/2020-12/schema"

// Of returns a record's JSON Schema, and the rules that it does not say.
func Of(rec *schema.Record) (text []byte, losses []schema.Loss) {
	o, losses := Document(rec)
	return o.Append(nil), losses
}

// Document is Of before it is written.
func Document(rec *schema.Record) (Object, []schema.Loss) {
	c := newCompiler("#/$defs/")
	n := node{members: c.record(rec, scope{})}
	n.members.set("$schema", Draft)
	if len(c.defs) > 0 {
		n.members.set("$defs", c.defs)
	}
	return n.object(), c.losses
}

// Component is a record among several, and the rules that its schema does not say.
type Component struct {
	Name   string // in the object of schemas
	Losses []schema.Loss
}

// Components returns the schemas of records, and of the records in them, by name: the Go type's, with a number behind it
// where two records have one name. References begin with prefix, such as "#/components/schemas/". The components are in
// the order of the records.
func Components(prefix string, recs ...*schema.Record) (Object, []Component) {
	c := newCompiler(prefix)
	out := make([]Component, len(recs))
	for _, r := range recs { // first, so that they keep their names
		if _, known := c.names[identity(r)]; !known {
			name := c.name(r)
			c.names[identity(r)] = name
			c.defs.set(name, nil)
		}
	}
	for i, r := range recs {
		name := c.names[identity(r)]
		c.losses = nil
		c.defs.set(name, c.record(r, scope{}))
		out[i] = Component{name, c.losses}
	}
	return c.defs, out
}

func newCompiler(prefix string) *compiler {
	return &compiler{prefix: prefix, names: map[string]string{}, taken: map[string]bool{}}
}

// Value returns the schema of a value alone, as it stands among others; open says that it stands where no rule may be demanded,
// in what another rule leaves out.
func Value(el *schema.Element, open bool) Object {
	s := scope{}
	if open {
		s.open = "the value may be left out"
	}
	return newCompiler("#/$defs/").element(el, s)
}
