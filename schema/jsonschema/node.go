package jsonschema

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/typedml/typedml/schema"
)

// node is a schema in the making.
type node struct {
	members Object
	all     []Object // entries of allOf
	carried []schema.Constraint
	// said says that the last rule, although it is lost in part, is read back from the keywords.
	said bool
}

// add sets a keyword, in an entry of allOf when it has another value already.
func (n *node) add(key string, value any) {
	if n.members.Has(key) {
		n.all = append(n.all, Object{{key, value}})
		return
	}
	n.members.set(key, value)
}

// least raises a lower limit, most lowers an upper one.
func (n *node) least(key string, limit json.Number) {
	old, ok := n.members.Get(key).(json.Number)
	if counts := strings.HasPrefix(key, "min") && key != "minimum"; !ok && counts && limit == "0" {
		return // of what is counted
	}
	if !ok || compare(limit, old) > 0 {
		n.members.set(key, limit)
	}
}

func (n *node) most(key string, limit json.Number) {
	if old, ok := n.members.Get(key).(json.Number); !ok || compare(limit, old) < 0 {
		n.members.set(key, limit)
	}
}

// keywords is the order in which the members of a schema stand.
var keywords = strings.Fields(`$schema $id title description x-typedml-name x-typedml-version $ref type format contentEncoding const enum minimum
	exclusiveMinimum maximum exclusiveMaximum minLength maxLength pattern minItems maxItems uniqueItems items minProperties maxProperties
	propertyNames properties required additionalProperties not anyOf allOf default x-typedml-type x-typedml-constraint
	x-typedml-constraints x-typedml-rules x-typedml-checks x-typedml-role x-typedml-positive x-typedml-categorical x-typedml-sensitive x-typedml-optional x-typedml-omitempty x-typedml-was
	x-typedml-mlflow x-typedml-artifact $defs`)

// object is the node's schema: its keywords in their order, the entries of allOf in the order of their texts.
func (n *node) object() Object {
	if len(n.all) > 0 {
		entries := slices.Clone(n.all)
		slices.SortFunc(entries, func(a, b Object) int { return strings.Compare(string(a.Append(nil)), string(b.Append(nil))) })
		list := make([]any, len(entries))
		for i, e := range entries {
			list[i] = e
		}
		n.members.set("allOf", list)
	}
	if len(n.carried) > 0 {
		list := make([]any, len(n.carried))
		for i, c := range n.carried {
			list[i] = raw(c)
		}
		n.members.set("x-typedml-constraints", list)
	}
	slices.SortStableFunc(n.members, func(a, b Member) int { return slices.Index(keywords, a.Key) - slices.Index(keywords, b.Key) })
	return n.members
}

// nullable adds null to what the schema takes.
func nullable(o Object) Object {
	word, plain := o.Get("type").(string)
	if enum, has := o.Get("enum").([]any); has {
		o.set("enum", append(slices.Clone(enum), nil))
	}
	if plain && !o.Has("const") && !o.Has("anyOf") && !o.Has("allOf") {
		o.set("type", []any{word, "null"})
		return o
	}
	if o.Has("enum") {
		o.set("enum", o.Get("enum").([]any)[:len(o.Get("enum").([]any))-1])
	}
	var outside node
	for _, key := range []string{"title", "description", "default"} {
		if o.Has(key) {
			outside.members.set(key, o.Get(key))
			o.remove(key)
		}
	}
	outside.members.set("anyOf", []any{o, Object{{"type", "null"}}})
	return outside.object()
}
