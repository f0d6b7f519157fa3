package config

import (
	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/jsonio"
)

// node is a value of a file.
type node struct {
	at      place
	kind    nodeKind
	text    string // of a scalar: as JSON, or the text itself of a text
	entries []entry
	items   []*node
	size    int // how many values it holds, aliases expanded
}

type nodeKind uint8

const (
	scalarNode nodeKind = iota
	textNode
	objectNode
	listNode
)

// entry is a key of an object with its value.
type entry struct {
	key   string
	at    place
	value *node
}

// appendJSON appends the value; texts are valid UTF-8.
func (n *node) appendJSON(b []byte) ([]byte, error) {
	var err error
	switch n.kind {
	case textNode:
		return jsonio.AppendString(b, n.text)
	case objectNode:
		b = append(b, '{')
		for _, e := range n.entries {
			if b, err = jsonio.AppendString(jsonio.AppendComma(b), e.key); err != nil {
				return b, err
			}
			if b, err = e.value.appendJSON(append(b, ':')); err != nil {
				return b, err
			}
		}
		return append(b, '}'), nil
	case listNode:
		b = append(b, '[')
		for _, item := range n.items {
			if b, err = item.appendJSON(jsonio.AppendComma(b)); err != nil {
				return b, err
			}
		}
		return append(b, ']'), nil
	}
	return append(b, n.text...), nil
}

// find returns the place of a violation: of the value; of the key when the key is what is wrong; of the innermost
// record that is there when the value is not.
func (n *node) find(v *validate.Violation) place {
	at, steps := n.at, v.Steps()
	for i, s := range steps {
		last := i == len(steps)-1
		if s.Name != "" || s.Kind == validate.StepField || s.Kind == validate.StepInput {
			e := n.entry(s.Name, v.Rule(), last && s.Kind != validate.StepKey)
			if e == nil {
				return at
			}
			n, at = e.value, valuePlace(e, v.Rule())
		}
		switch {
		case s.Kind == validate.StepIndex && s.Index < len(n.items):
			n = n.items[s.Index]
			at = n.at
		case s.Kind == validate.StepKey:
			e := n.entry(s.Key, v.Rule(), last)
			if e == nil {
				return at
			}
			n, at = e.value, valuePlace(e, v.Rule())
		}
	}
	return at
}

// valuePlace is the key's place for violations of the key, and for those of an object in block style, which begins on a
// later line.
func valuePlace(e *entry, rule string) place {
	switch {
	case rule == validate.RuleUnknown || rule == validate.RuleDuplicate:
		return e.at
	case e.value.kind == objectNode || e.value.kind == listNode:
		return e.at
	}
	return e.value.at
}

// entry returns the first entry with the key, whose value the decoder takes; the last one where its repetition is what is
// wrong; nil when there is none.
func (n *node) entry(key, rule string, last bool) *entry {
	var found *entry
	for i := range n.entries {
		if n.entries[i].key != key {
			continue
		}
		found = &n.entries[i]
		if rule != validate.RuleDuplicate || !last {
			break
		}
	}
	return found
}
