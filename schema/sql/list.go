package sql

import "github.com/typedml/typedml/schema"

// unsorted is true when some item of the list x does not follow its predecessor by op; NaN follows nothing, and nothing it.
func (c *compiler) unsorted(op schema.Op, elem schema.Type, x string) string {
	c.depth++
	at := c.variable()
	c.depth--
	x = c.list(x)
	c.legible(elem, c.say(wordElement, at))
	first, second := c.say(wordBefore, x, at), c.say(wordItem, x, at)
	broken := binary(first, opposite[op], second)
	if elem.Scalar().Float() {
		broken = or(broken, c.say(wordIsNaN, first), c.say(wordIsNaN, second))
	}
	return and(isNotNull(x), c.say(wordPairs, x, at, settled(broken)))
}

// notOneHot is true unless one item of the list x is 1 or true, and each other 0 or false.
func (c *compiler) notOneHot(elem schema.Type, x string) string {
	c.depth++
	v := c.variable()
	c.depth--
	e := c.say(wordElement, v)
	c.legible(elem, e)
	hot, cold := binary(e, "=", "1"), binary(e, "=", "0")
	if elem.Kind == schema.Bool {
		hot, cold = e, not(e)
	}
	count := func(condition string) string {
		return c.say(wordNumberOf, "coalesce("+c.list(x)+", "+c.say(wordEmpty)+")", v, settled(condition))
	}
	return or(binary(count(hot), "<>", "1"), binary(count(not(or(hot, cold))), "<>", "0"))
}
