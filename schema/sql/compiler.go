package sql

import (
	"fmt"
	"slices"
	"strings"

	"github.com/typedml/typedml/schema"
)

// maxText is the longest predicate that is handed to an engine.
const maxText = 64 << 10

// Predicate is one rule at one path, as a condition on a row.
type Predicate struct {
	// Path is where the rule stands: a violation's path without indexes and keys, "items[].price". "" is the record.
	Path string
	// Rule is the violation's word: the tag's, a check's name, or "null", "overflow", "type", "check_error".
	Rule string
	// Broken is TRUE of a row that breaks the rule at least once, and FALSE of every other; never NULL.
	Broken string
	// Value is the value that breaks it first, as text; NULL where it is not to be shown.
	Value string
	// Column is the key of the field that holds the path, "" when the rule spans fields.
	Column string

	words []word
}

// Predicates returns the rules of a record, in the order of its fields, and those that the dialect cannot say. Rules at
// one path with one word are one predicate. A value that does not decode (a NULL where there is none, a number that
// does not fit) breaks "null", "overflow" or "type", and no other rule that reads it.
func (d *Dialect) Predicates(r *schema.Record) ([]Predicate, []Unexpressed) {
	c := &compiler{d: d, prefix: freePrefix(r)}
	c.record(r, scope{row: true})
	return c.merged(), c.unexpressed
}

// compiler makes the predicates of one record.
type compiler struct {
	d           *Dialect
	prefix      string // of the names of lambda variables
	depth       int
	out         []Predicate
	unexpressed []Unexpressed

	words []word // said since begin
	why   string // what can't be said, since begin

	rec   *schema.Record // whose field's rules are being made
	scope scope          // where its fields are found
}

// begin starts a rule: what is said from here is its.
func (c *compiler) begin() { c.words, c.why = nil, "" }

// say fills the dialect's template of a word.
func (c *compiler) say(w word, args ...string) string {
	template, ok := c.d.words[w]
	if !ok {
		return c.cannot(c.d.Name + " has no " + string(w))
	}
	if !slices.Contains(c.words, w) {
		c.words = append(c.words, w)
	}
	return fill(template, args)
}

// cannot marks the rule that is being made as one that the dialect can't say.
func (c *compiler) cannot(why string) string {
	if c.why == "" {
		c.why = why
	}
	return "NULL"
}

// variable returns the name of the variable of a lambda at the current depth.
func (c *compiler) variable() string { return fmt.Sprintf("%s%d", c.prefix, c.depth) }

// freePrefix returns a prefix that no key begins with: variables hide columns.
func freePrefix(r *schema.Record) string {
	var keys []string
	var walk func(*schema.Record)
	walk = func(r *schema.Record) {
		for i := range r.Fields {
			keys = append(keys, strings.ToLower(r.Fields[i].Key))
			if inner := r.Fields[i].Type.Innermost().Record; inner != nil {
				walk(inner)
			}
		}
	}
	walk(r)
	prefix := "e"
	for slices.ContainsFunc(keys, func(k string) bool { return strings.HasPrefix(k, prefix) }) {
		prefix += "_"
	}
	return prefix
}

// scope is where a record's fields or a list's elements are found.
type scope struct {
	row       bool           // the fields are the row's columns
	base      string         // else the expression that holds them
	held      *schema.Record // its type
	path      string
	column    string
	sensitive bool
	guards    []string // what must hold for there to be a value
	open      gates    // what must hold for its rules to apply: no value that holds it is omitted
	in        []list   // the lists on the way from the row, each below the one before
}

// member is a field of the scope's record.
func (c *compiler) member(s scope, key string) string {
	if s.row {
		return c.d.quote(key)
	}
	return c.within(s.base, s.held, key)
}

// within is the field key of x, which is a record r.
func (c *compiler) within(x string, r *schema.Record, key string) string {
	if c.d.json {
		return jsonMember(x, r, key)
	}
	if template := c.d.words[wordField]; template != "" {
		return fill(template, []string{x, c.d.Text(key)})
	}
	return x + "." + c.d.quote(key)
}

func (s scope) join(key string) string {
	if s.path == "" {
		return key
	}
	return s.path + "." + key
}

// emit adds the predicate of a rule that was made since begin. condition is true of a value that breaks it.
func (c *compiler) emit(s scope, rule, condition, value string) {
	if condition == "" {
		return
	}
	condition = and(append(slices.Clone(s.guards), condition)...)
	broken := c.anyOf(s.in, condition)
	words := slices.Clone(c.words) // those of Value are in no CHECK
	if s.sensitive || value == "" {
		value = "NULL"
	} else {
		value = c.say(wordLeft, c.say(wordText, value), "200")
	}
	if value != "NULL" {
		value = c.firstOf(s.in, condition, value)
	}
	p := Predicate{Path: s.path, Rule: rule, Column: s.column, Broken: settled(broken), Value: value, words: words}
	switch {
	case c.why != "":
	case strings.Contains(p.Broken, noPath):
		c.why = "no path of JSON leads to a key with a quotation mark, a backslash or a control character"
	case len(p.Broken) > maxText:
		c.why = fmt.Sprintf("its SQL is longer than %d bytes", maxText)
	default:
		c.out = append(c.out, p)
		return
	}
	c.unexpressed = append(c.unexpressed, Unexpressed{Path: s.path, Rule: rule, Why: c.why})
}

// broke adds the predicate of a rule as emit does, for values that are not in an omitted one.
func (c *compiler) broke(s scope, rule, condition, value string) {
	s.guards = append(slices.Clone(s.guards), s.open.conditions...)
	c.words = append(c.words, s.open.words...)
	if c.why == "" {
		c.why = s.open.why
	}
	c.emit(s, rule, condition, value)
}

// merged puts the predicates of one path and rule together.
func (c *compiler) merged() []Predicate {
	var out []Predicate
	for _, p := range c.out {
		i := slices.IndexFunc(out, func(q Predicate) bool { return q.Path == p.Path && q.Rule == p.Rule })
		if i < 0 {
			out = append(out, p)
			continue
		}
		q := &out[i]
		q.Value = "CASE WHEN " + q.Broken + " THEN " + q.Value + " ELSE " + p.Value + " END"
		q.Broken = or(q.Broken, p.Broken)
		q.words = append(q.words, p.words...)
	}
	return out
}
