package sql

import "github.com/typedml/typedml/schema"

// applies is true where a constraint that reads other fields applies: they decode, and its condition is met; "" is
// everywhere.
func (c *compiler) applies(rule *schema.Constraint) string {
	conditions := []string{c.decided(rule)}
	if rule.When != nil {
		tests := make([]string, len(rule.When.Tests))
		for i, t := range rule.When.Tests {
			tests[i] = c.test(t)
		}
		if rule.When.Any {
			conditions = append(conditions, or(tests...))
		} else {
			conditions = append(conditions, tests...)
		}
	}
	return and(conditions...)
}

// decided is true where the fields that a constraint reads decode; "" when it reads none.
func (c *compiler) decided(rule *schema.Constraint) string {
	var conditions []string
	for _, path := range rule.Operands() {
		conditions = append(conditions, c.decodes(path))
	}
	return and(conditions...)
}

// operand is another field of the record: its value, true where the records on its way are there, and the field.
func (c *compiler) operand(path string) (x, way string, f *schema.Field) {
	fields := c.rec.Resolve(path)
	for i := range fields {
		f = fields[i]
		if i == 0 {
			x = c.member(c.scope, f.Key)
			continue
		}
		if fields[i-1].Optional {
			way = and(way, isNotNull(x))
		}
		x = c.within(x, fields[i-1].Type.Record, f.Key)
	}
	return x, way, f
}

// decodes is true where another field, and what holds it, decode; "" when they always do.
func (c *compiler) decodes(path string) string {
	var conditions []string
	x, there := "", ""
	fields := c.rec.Resolve(path)
	for i, f := range fields {
		if i == 0 {
			x = c.member(c.scope, f.Key)
		} else {
			x = c.within(x, fields[i-1].Type.Record, f.Key)
		}
		misfit := c.misfit(elementOf(f), x)
		if i == len(fields)-1 {
			misfit = c.broken(elementOf(f), x)
		}
		if misfit != "" {
			conditions = append(conditions, not(settled(and(there, misfit))))
		}
		if f.Optional {
			there = and(there, isNotNull(x))
		}
	}
	return and(conditions...)
}

// test is true where another field meets what a condition asks for; it is never NULL.
func (c *compiler) test(t schema.Test) string {
	x, way, f := c.operand(t.Path)
	is := ""
	switch {
	case t.Is.Kind == schema.NotZero && f.Optional:
		is = isNotNull(x)
	case t.Is.Kind == schema.NotZero:
		is = not(c.zero(f.Type, x))
	case t.Is.Kind == schema.Zero:
		is = isNull(x)
	default:
		if is = not(c.breaks(&t.Is, f.Type, x)); f.Optional {
			is = and(isNotNull(x), is)
		}
	}
	is = settled(and(way, is))
	if t.Not {
		return not(is)
	}
	return is
}

// against is true when a value compares with another field as it should not. A NULL meets Ne alone.
func (c *compiler) against(rule *schema.Constraint, t schema.Type, x string) string {
	y, way, f := c.operand(rule.Path)
	there := way
	if f.Optional {
		there = and(there, isNotNull(y))
	}
	c.comparable(t, f.Type)
	c.legible(f.Type, y)
	x, y = c.ordered(t, x), c.ordered(f.Type, y)
	var meets string
	switch rule.Text {
	case "length":
		meets = binary(c.length(t, x), operators[rule.Op], c.length(f.Type, y))
	case "bytes":
		meets = binary(c.say(wordTextSize, x), operators[rule.Op], c.say(wordTextSize, y))
	default:
		meets = binary(x, operators[rule.Op], y)
		if t.Scalar().Float() {
			either := or(c.say(wordIsNaN, x), c.say(wordIsNaN, y))
			if rule.Op == schema.Ne {
				meets = or(either, meets)
			} else {
				meets = and(not(either), meets)
			}
		}
	}
	if rule.Op == schema.Ne {
		return settled(and(there, not(meets)))
	}
	return not(settled(and(there, meets)))
}

// containsField is true when a text does not hold that of another field, or does and must not.
func (c *compiler) containsField(rule *schema.Constraint, x string) string {
	y, way, f := c.operand(rule.Path)
	c.legible(f.Type, y)
	if f.Optional {
		way = and(way, isNotNull(y))
	}
	return demanded(rule, settled(and(way, c.say(wordContains, x, y))))
}

var operators = map[schema.Op]string{
	schema.Eq: "=", schema.Ne: "<>", schema.Lt: "<", schema.Lte: "<=", schema.Gt: ">", schema.Gte: ">=",
}
