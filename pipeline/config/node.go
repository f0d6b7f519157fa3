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
	block   bool // an object or list in YAML's block style, which begins on the line after its key
	size    int  // how many values it holds, aliases expanded
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

// find returns the place of a violation: of the value; of the key when the key is what is wrong, where it stands for the
// nth time, from 0; of the innermost record that is there when the value is not.
func (n *node) find(v *validate.Violation, nth int) place {
	at, way := n.at, hops(v.Steps())
	for i, h := range way {
		if h.isIndex {
			if h.index < len(n.items) {
				n = n.items[h.index]
				at = n.at
			}
			continue
		}
		times := 0 // of a key that is repeated on the way, the decoder takes the first value
		if i == len(way)-1 {
			times = nth
		}
		e := n.entry(h.key, times)
		if e == nil {
			return at
		}
		n, at = e.value, e.place(v.Rule())
	}
	return at
}

// hop goes from an object to the value of a key, or from a list to an element.
type hop struct {
	key     string
	index   int
	isIndex bool
}

// hops takes apart the steps into a list or map of a field, which are two.
func hops(steps []validate.Step) []hop {
	var out []hop
	for _, s := range steps {
		if s.Name != "" || s.Kind == validate.StepField || s.Kind == validate.StepInput {
			out = append(out, hop{key: s.Name})
		}
		switch s.Kind {
		case validate.StepIndex:
			out = append(out, hop{index: s.Index, isIndex: true})
		case validate.StepKey:
			out = append(out, hop{key: s.Key})
		}
	}
	return out
}

// place is the key's place for violations of the key, and for those of an object or list that begins on a later line.
func (e *entry) place(rule string) place {
	if ofKey(rule) || e.value.block {
		return e.at
	}
	return e.value.at
}

// ofKey reports whether violations of the rule are about a key, whatever its value.
func ofKey(rule string) bool { return rule == validate.RuleUnknown || rule == validate.RuleDuplicate }

// entry returns the entry with the key that stands there for the nth time, from 0, or else the last one; nil when there is
// none.
func (n *node) entry(key string, nth int) *entry {
	var found *entry
	for i := range n.entries {
		if n.entries[i].key != key {
			continue
		}
		if found = &n.entries[i]; nth == 0 {
			break
		}
		nth--
	}
	return found
}
