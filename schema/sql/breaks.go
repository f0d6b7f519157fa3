package sql

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/typedml/typedml/schema"
)

// breaks is true when the value x, which is there and decodes, breaks the constraint; "" when it never does.
func (c *compiler) breaks(rule *schema.Constraint, t schema.Type, x string) string {
	c.legible(t, x)
	switch rule.Kind {
	case schema.NotZero:
		if t.Kind == schema.Struct && rule.When == nil {
			return ""
		}
		return c.zero(t, x)
	case schema.Against:
		return c.against(rule, t, x)
	case schema.Digits:
		if c.d.json {
			return c.cannot(c.d.Name + " has no decimals")
		}
		return "" // the column has no room for more
	case schema.Range:
		c.comparable(t, rule.Limit.Type())
		return c.outOfRange(rule.Op, t, c.ordered(t, x), c.literal(*rule.Limit))
	case schema.Length:
		return binary(c.length(t, x), opposite[rule.Op], strconv.FormatInt(rule.Count, 10))
	case schema.Pattern:
		return not(c.matches(x, rule.Text))
	case schema.Zero:
		return not(c.zero(t, x))
	case schema.OneOf:
		return demanded(rule, c.listed(rule, t, x))
	case schema.Contains:
		if rule.Path != "" {
			return c.containsField(rule, x)
		}
		return demanded(rule, c.say(wordContains, x, c.d.Text(rule.Text)))
	case schema.ContainsAny:
		return demanded(rule, c.holdsAny(x, rule.Text))
	case schema.HasPrefix:
		return demanded(rule, c.say(wordStarts, x, c.d.Text(rule.Text)))
	case schema.HasSuffix:
		return demanded(rule, c.say(wordEnds, x, c.d.Text(rule.Text)))
	case schema.Format:
		return c.cannot("the format is a function of Go's")
	case schema.User:
		return c.cannot("the rule is a function of Go's")
	case schema.Clock:
		return c.cannot("it depends on when it is asked")
	case schema.Decimals:
		return c.tooPrecise(t, x, rule.Count)
	case schema.Finite:
		return c.infinite(x)
	case schema.Interval:
		return or(not("("+x+" BETWEEN "+c.double(rule.Limits[0].Float)+" AND "+c.double(rule.Limits[1].Float)+")"), c.say(wordIsNaN, x))
	case schema.Sorted:
		return c.unsorted(rule.Op, t.Elem.Type, x)
	case schema.OneHot:
		return c.notOneHot(t.Elem.Type, x)
	case schema.Norm, schema.Sum:
		return c.outOfInterval(rule, t, x)
	case schema.Unique:
		return c.repeats(rule.Text, t, x)
	}
	return c.cannot("the constraint " + string(rule.Kind) + " has no predicate")
}

// demanded turns what a rule speaks of into what breaks it.
func demanded(rule *schema.Constraint, is string) string {
	if rule.Op == schema.Ne {
		return is
	}
	return not(is)
}

// listed is true when x is one of the rule's values.
func (c *compiler) listed(rule *schema.Constraint, t schema.Type, x string) string {
	if !rule.Fold {
		return c.in(c.ordered(t, x), rule.Limits)
	}
	texts := make([]string, len(rule.Limits))
	for i, l := range rule.Limits {
		texts[i] = regexp.QuoteMeta(l.Text)
	}
	return c.matches(x, `(?i)\A(?:`+strings.Join(texts, "|")+`)\z`)
}

// holdsAny is true when x holds one of the characters.
func (c *compiler) holdsAny(x, characters string) string {
	var some []string
	for _, r := range characters {
		some = append(some, c.say(wordContains, x, c.d.Text(string(r))))
	}
	return or(some...)
}

// noneOf is true when every alternative is broken.
func (c *compiler) noneOf(rule *schema.Constraint, el *schema.Element, x string) string {
	broken := make([]string, len(rule.Any))
	for i, all := range rule.Any {
		some := make([]string, len(all))
		for k := range all {
			some[k] = settled(c.breaksThere(&all[k], el, x))
		}
		if broken[i] = or(some...); broken[i] == "" {
			return ""
		}
	}
	return and(broken...)
}

// opposite are the operators of a comparison's failure.
var opposite = map[schema.Op]string{
	schema.Eq: "<>", schema.Ne: "=", schema.Lt: ">=", schema.Lte: ">", schema.Gt: "<=", schema.Gte: "<",
}

// outOfRange compares; NaN meets no operator but ne.
func (c *compiler) outOfRange(op schema.Op, t schema.Type, x, limit string) string {
	out := binary(x, opposite[op], limit)
	if t.Scalar().Float() && op != schema.Ne {
		return or(out, c.say(wordIsNaN, x))
	}
	return out
}

func (c *compiler) in(x string, literals []schema.Literal) string {
	if len(literals) == 0 {
		return "FALSE"
	}
	text := ""
	for i, l := range literals {
		if i > 0 {
			text += ", "
		}
		text += c.literal(l)
	}
	return "(" + x + " IN (" + text + "))"
}

// matches is true when x matches an expression of Go's regexp syntax.
func (c *compiler) matches(x, pattern string) string {
	condition, err := c.d.matches(c.d, x, pattern)
	if err != nil {
		return c.cannot(err.Error())
	}
	return condition
}

func (c *compiler) infinite(x string) string {
	return or(c.say(wordIsNaN, x), binary(x, "=", c.say(wordInfinity)), binary(x, "=", c.say(wordMinusInf)))
}

// tooPrecise rounds to the places through a decimal and back. A double from 2^53 on is a whole number.
func (c *compiler) tooPrecise(t schema.Type, x string, places int64) string {
	if places > c.d.maxPlaces {
		return c.cannot(fmt.Sprintf("%d decimal places are more than %d", places, c.d.maxPlaces))
	}
	if c.d.grid {
		return c.offGrid(t, x, places)
	}
	back := wordToDouble
	if t.Kind == schema.Float32 {
		back = wordToFloat
	}
	rounded := c.say(back, c.say(wordTryPlaces, x, strconv.FormatInt(places, 10)))
	return or(c.infinite(x), and(binary("abs("+x+")", "<", c.double(1<<53)), binary(rounded, "<>", x)))
}

// outOfInterval compares the sum by lanes, or its root, with a closed interval; NaN lies in none.
func (c *compiler) outOfInterval(rule *schema.Constraint, t schema.Type, x string) string {
	if c.d.words[wordLanes] == "" {
		return c.cannot(c.d.Name + " has no " + string(wordLanes))
	}
	list := "coalesce(" + x + ", " + c.say(wordEmpty) + ")"
	v := c.variable()
	term := c.say(wordToDouble, c.say(wordLaneItem, list, v))
	if rule.Kind == schema.Norm {
		term = binary(term, "*", term)
	}
	total := c.say(wordLanes, list, v, term)
	if rule.Kind == schema.Norm {
		total = c.say(wordSqrt, total)
	}
	low, high := c.double(rule.Limits[0].Float), c.double(rule.Limits[1].Float)
	return or(not("("+total+" BETWEEN "+low+" AND "+high+")"), c.say(wordIsNaN, total))
}

// repeats is true when two elements of a list, or values of a map, are equal; NaN equals nothing, -0 equals 0. With a key,
// the fields of records are compared.
func (c *compiler) repeats(key string, t schema.Type, x string) string {
	compared, list := t.Elem.Type, c.list(x)
	c.depth++
	e := c.variable()
	c.depth--
	value := c.say(wordElement, e)
	if t.Kind == schema.Map {
		list, value = c.say(wordEntries, c.object(x)), c.say(wordValue, e)
	}
	if key != "" {
		compared, value = compared.Record.Field(key).Type, c.within(value, compared.Record, key)
	}
	switch compared.Kind {
	case schema.List, schema.Map, schema.Struct, schema.Bytes:
		return c.cannot("unique of " + compared.String())
	}
	c.legible(compared, value)
	items := c.count(t.Kind, x)
	switch {
	case compared.Scalar().Float():
		list = c.say(wordFilter, list, e, not(settled(c.say(wordIsNaN, value))))
		value, items = binary(value, "+", "0"), c.say(wordItems, list)
	case value == c.say(wordElement, e):
		return and(isNotNull(x), binary(c.say(wordDistinct, list), "<>", items))
	}
	return and(isNotNull(x), binary(c.say(wordVarious, list, e, value), "<>", items))
}
