package sql

import (
	"strconv"

	"github.com/typedml/typedml/schema"
)

// undecoded is a way in which a stored value is none of its type.
type undecoded struct{ rule, condition string }

// misfits lists the ways of one value, not of what it holds.
func (c *compiler) misfits(el *schema.Element, x string) []undecoded {
	var out []undecoded
	if !el.Optional && !el.Type.TakesNull() && !jsonKey(x) {
		out = append(out, undecoded{"null", isNull(x)})
	}
	if c.d.json {
		return append(out, c.malformed(el.Type, x)...)
	}
	switch t := el.Type; {
	case t.Kind == schema.List && t.Len > 0:
		out = append(out, undecoded{"type", and(isNotNull(x), binary(c.say(wordItems, c.list(x)), "<>", strconv.Itoa(t.Len)))})
	case t.Scalar() == schema.Uint64:
		out = append(out, c.outside(x, c.decimal("0"), c.decimal("18446744073709551615")))
	case t.Scalar().Unsigned():
		out = append(out, c.outside(x, c.integer(0), c.integer(1<<t.Scalar().Bits()-1)))
	}
	return out
}

func (c *compiler) outside(x, low, high string) undecoded {
	return undecoded{"overflow", or(binary(x, "<", low), binary(x, ">", high))}
}

// misfit is true when the value x does not decode, "" when that cannot be.
func (c *compiler) misfit(el *schema.Element, x string) string {
	var conditions []string
	all := c.misfits(el, x)
	for _, u := range all {
		conditions = append(conditions, u.condition)
	}
	if len(all) == 1 && all[0].rule == "null" {
		return conditions[0] // never NULL itself
	}
	return settled(or(conditions...))
}

// broken is true when the value x, or one that it holds, does not decode, else false.
func (c *compiler) broken(el *schema.Element, x string) string {
	if c.d.json {
		return c.brokenJSON(el, x)
	}
	conditions := []string{c.misfit(el, x)}
	switch t := el.Type; t.Kind {
	case schema.Struct:
		var below []string
		for i := range t.Record.Fields {
			f := &t.Record.Fields[i]
			below = append(below, c.broken(elementOf(f), c.within(x, t.Record, f.Key)))
		}
		if b := or(below...); b != "" {
			conditions = append(conditions, and(isNotNull(x), b))
		}
	case schema.List:
		conditions = append(conditions, c.anyItem(x, func(e string) string { return c.broken(t.Elem, e) }))
	case schema.Map:
		conditions = append(conditions, c.any(c.say(wordEntries, c.object(x)), func(e string) string {
			return or(c.broken(t.Key, c.say(wordKey, e)), c.broken(t.Elem, c.say(wordValue, e)))
		}))
	}
	return or(conditions...)
}

// anyItem is any of the values of a list.
func (c *compiler) anyItem(x string, condition func(e string) string) string {
	return c.any(c.list(x), func(e string) string { return condition(c.say(wordElement, e)) })
}

// any is true when an element of the list x meets the condition, "" when the condition is.
func (c *compiler) any(x string, condition func(e string) string) string {
	c.depth++
	defer func() { c.depth-- }()
	e := c.variable()
	words := c.words
	text := condition(e)
	if text == "" {
		c.words = words // what was said to find that out is not in the text
		return ""
	}
	return settled(c.exists(x, e, text))
}

// exists is true when an element e of the list x meets the condition. That one is NULL is said without a lambda.
func (c *compiler) exists(x, e, condition string) string {
	if condition == isNull(e) && c.d.words[wordNulls] != "" {
		return c.say(wordNulls, x)
	}
	if !c.d.json { // WHERE takes NULL for FALSE
		condition = settled(condition)
	}
	return c.say(wordAny, x, e, condition)
}

func elementOf(f *schema.Field) *schema.Element {
	return &schema.Element{Type: f.Type, Optional: f.Optional, Constraints: f.Constraints}
}

// items is the number of items of a list or map, 0 of NULL.
func (c *compiler) items(t schema.Type, x string) string {
	return "CASE WHEN " + x + " IS NULL THEN 0 ELSE " + c.count(t.Kind, x) + " END"
}

// count is the number of items of a list or map that is there.
func (c *compiler) count(k schema.Kind, x string) string {
	if k == schema.Map {
		return c.say(wordSize, c.object(x))
	}
	return c.say(wordItems, c.list(x))
}

// length is what the constraint Length compares.
func (c *compiler) length(t schema.Type, x string) string {
	switch t.Kind {
	case schema.List, schema.Map:
		return c.items(t, x)
	case schema.Bytes:
		return "coalesce(" + c.say(wordOctets, x) + ", 0)"
	}
	return c.say(wordRunes, x)
}

// zero is true when the value x is its type's zero.
func (c *compiler) zero(t schema.Type, x string) string {
	c.legible(t, x)
	switch k := t.Scalar(); {
	case k == schema.Struct:
		var some []string
		for i := range t.Record.Fields {
			f := &t.Record.Fields[i]
			some = append(some, settled(c.nonzero(elementOf(f), c.within(x, t.Record, f.Key))))
		}
		if len(some) == 0 {
			return "TRUE"
		}
		return not(or(some...))
	case k == schema.List && t.Len > 0:
		return not(c.anyItem(x, func(e string) string { return c.nonzero(t.Elem, e) }))
	case t.TakesNull():
		return isNull(x)
	case k == schema.Bool:
		return not(x)
	case k == schema.String:
		return binary(x, "=", c.d.Text(""))
	case k == schema.Date:
		return binary(x, "=", c.literal(schema.Literal{Kind: schema.Date, Int: yearOne / microsOfDay}))
	case k == schema.Time:
		return binary(x, "=", c.literal(schema.Literal{Kind: schema.Time, Int: yearOne}))
	}
	return binary(c.ordered(t, x), "=", c.nought(t.Scalar()))
}

// nought is the zero of a kind of numbers.
func (c *compiler) nought(k schema.Kind) string {
	if c.d.json && k == schema.Uint64 {
		return c.literal(schema.Literal{Kind: k})
	}
	return "0"
}

// yearOne is Go's zero time in microseconds since 1970.
const (
	microsOfDay = 24 * 60 * 60 * 1_000_000
	yearOne     = -62135596800 * 1_000_000
)

// nonzero is true when the value e is not zero: what does not decode leaves a zero behind.
func (c *compiler) nonzero(el *schema.Element, e string) string {
	if el.Optional {
		return isNotNull(e)
	}
	return and(not(c.misfit(el, e)), not(c.zero(el.Type, e)))
}
