package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

// Fingerprint identifies what a record promises: the SHA-256 of its canonical form, as "sha256:" and 64 hex digits.
// Names, types, optionality, constraints, checks, defaults, roles and enum values enter it; docs, version, messages and
// the record's own name do not. Equal fingerprints mean equal promises; unequal ones start a comparison, no more.
// Cost: some microseconds a field; callers keep the result.
func (r *Record) Fingerprint() string {
	sum := sha256.Sum256([]byte(r.Canonical()))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Canonical returns the text that Fingerprint hashes: one line a field or check, every name and text quoted.
func (r *Record) Canonical() string {
	var c canonical
	c.record(r)
	return c.String()
}

// canonical writes the canonical form. Version 1 of the form is its first line.
type canonical struct {
	strings.Builder
	depth int
}

func (c *canonical) word(parts ...string) {
	for _, p := range parts {
		c.WriteByte(' ')
		c.WriteString(p)
	}
}

func (c *canonical) quoted(name, text string) {
	if text != "" {
		c.word(name + "=" + strconv.Quote(text))
	}
}

func (c *canonical) flag(name string, set bool) {
	if set {
		c.word(name)
	}
}

func (c *canonical) record(r *Record) {
	if c.depth == 0 {
		c.WriteString("typedml-schema/1\n")
	}
	c.WriteString("record{")
	c.flag("ignore_unknown", r.IgnoreUnknown)
	c.depth++
	for i := range r.Fields {
		c.WriteString("\n")
		c.field(&r.Fields[i])
	}
	for _, k := range r.Checks {
		c.WriteString("\ncheck")
		c.quoted("name", k.Name)
		c.quoted("source", k.Source)
	}
	c.depth--
	c.WriteString("\n}")
}

func (c *canonical) field(f *Field) {
	c.WriteString("field " + strconv.Quote(f.Key))
	c.element(Element{Type: f.Type, Optional: f.Optional, Constraints: f.Constraints})
	c.flag("absent", f.MayBeAbsent)
	if f.Default != nil {
		c.word("default=" + string(f.Default.Kind) + ":" + strconv.Quote(f.Default.String()))
	}
	c.quoted("role", string(f.Role))
	if f.Positive != nil {
		c.quoted("positive", f.Positive.String())
	}
	c.flag("categorical", f.Categorical)
	c.flag("sensitive", f.Sensitive)
	c.quoted("unit", f.Unit)
}

func (c *canonical) element(e Element) {
	c.typ(e.Type)
	c.flag("optional", e.Optional)
	for _, k := range e.Constraints {
		c.constraint(k)
	}
}

func (c *canonical) typ(t Type) {
	c.word(string(t.Kind))
	if t.Len > 0 {
		c.word("len=" + strconv.Itoa(t.Len))
	}
	if t.Kind == Decimal {
		c.word("digits=" + strconv.Itoa(t.Precision) + "." + strconv.Itoa(t.Scale))
	}
	c.quoted("base", string(t.Base))
	c.literals("values", t.Values)
	for _, e := range []*Element{t.Key, t.Elem} {
		if e != nil {
			c.WriteString(" (")
			c.element(*e)
			c.WriteString(")")
		}
	}
	if t.Record != nil {
		c.WriteByte(' ')
		c.record(t.Record)
	}
}

// constraint writes what is demanded, not how it was spelled: min=1 and gte=1 are one promise.
func (c *canonical) constraint(k Constraint) {
	c.WriteString(" [" + string(k.Kind))
	c.quoted("op", string(k.Op))
	if k.Limit != nil {
		c.word("limit=" + strconv.Quote(k.Limit.String()))
	}
	c.literals("limits", k.Limits)
	if k.Kind == Length || k.Kind == Decimals {
		c.word("count=" + strconv.FormatInt(k.Count, 10))
	}
	c.quoted("text", k.Text)
	c.quoted("argument", k.Argument)
	c.flag("fold", k.Fold)
	c.quoted("path", k.Path)
	if k.When != nil {
		c.WriteString(" when")
		c.flag("any", k.When.Any)
		for _, t := range k.When.Tests {
			c.flag("not", t.Not)
			c.quoted("path", t.Path)
			c.constraint(t.Is)
		}
	}
	for _, alternative := range k.Any {
		c.WriteString(" or")
		for _, a := range alternative {
			c.constraint(a)
		}
	}
	c.WriteString("]")
}

func (c *canonical) literals(name string, ls []Literal) {
	if len(ls) == 0 {
		return
	}
	texts := make([]string, len(ls))
	for i, l := range ls {
		texts[i] = strconv.Quote(l.String())
	}
	c.word(name + "=" + strings.Join(texts, ","))
}
