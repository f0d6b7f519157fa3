package sql

import (
	"slices"

	"github.com/typedml/typedml/schema"
)

// record makes the rules of the fields and then the checks.
func (c *compiler) record(r *schema.Record, s scope) {
	rec, outer := c.rec, c.scope
	defer func() { c.rec, c.scope = rec, outer }()
	for i := range r.Fields {
		c.rec, c.scope = r, s
		f := &r.Fields[i]
		inner := s
		inner.path, inner.sensitive = s.join(f.Key), f.Sensitive || s.sensitive
		if s.row {
			inner.column = f.Key
		}
		c.element(elementOf(f), c.member(s, f.Key), inner)
	}
	for i := range r.Checks {
		c.check(r, &r.Checks[i], s)
	}
}

// element makes the rules of one value: that it decodes, its own, and those of what it holds.
func (c *compiler) element(el *schema.Element, x string, s scope) {
	c.begin()
	for i := range c.misfits(el, x) {
		c.begin()
		u := c.misfits(el, x)[i]
		value := shown(el.Type, x)
		if u.rule == "null" {
			value = ""
		}
		c.emit(s, u.rule, u.condition, value)
	}
	c.rules(el, x, s)
	c.omitBelow(el, x, &s)
	switch t := el.Type; t.Kind {
	case schema.Struct:
		s.row, s.base, s.held = false, x, t.Record
		s.guards = append(append([]string(nil), s.guards...), isNotNull(c.object(x)))
		c.record(t.Record, s)
	case schema.List:
		c.each(x, s, func(e string, s scope) { c.element(t.Elem, e, s) })
	case schema.Map:
		c.entries(t, x, s)
	}
}

// omitBelow closes the rules of what an omitted value holds, and an array of another length: a list or map whose zero is omitted
// holds nothing.
func (c *compiler) omitBelow(el *schema.Element, x string, s *scope) {
	collection := el.Type.Kind != schema.Struct && (el.Type.Kind != schema.List || el.Type.Len == 0)
	if el.Type.Kind == schema.List && el.Type.Len > 0 {
		c.begin()
		s.shut(c, c.misfit(el, x))
	}
	for _, rule := range el.Constraints {
		if rule.Kind != schema.Omit || rule.Text != "always" && (collection || el.Optional && rule.Text != "zero") {
			continue
		}
		c.begin()
		s.shut(c, c.omits(rule.Text, el.Type, x))
	}
}

// shut closes the rules in the scope where a condition that was said since begin is met, "" nowhere.
func (s *scope) shut(c *compiler, condition string) {
	if condition != "" {
		s.open = gates{conditions: slices.Clone(s.open.conditions), words: slices.Clone(s.open.words), why: s.open.why}
		s.open.close(c, not(condition))
	}
}

// shown is the value of a sample: of scalars.
func shown(t schema.Type, x string) string {
	switch t.Kind {
	case schema.Struct, schema.List, schema.Map, schema.Bytes:
		return ""
	}
	return x
}

// each makes rules of the elements of the list x.
func (c *compiler) each(x string, s scope, rules func(e string, s scope)) {
	inner := s
	inner.path += "[]"
	c.descend(c.list(x), inner, s, func(e string, s scope) { rules(c.say(wordElement, e), s) })
}

// descend makes rules of the elements of x, which is in the scope outer, in the scope inner.
func (c *compiler) descend(x string, inner, outer scope, rules func(e string, s scope)) {
	c.depth++
	defer func() { c.depth-- }()
	e := c.variable()
	inner.in = append(slices.Clone(outer.in), list{x, e, outer.guards})
	inner.guards = nil
	rules(e, inner)
}

// entries makes the rules of a map: of each entry its value, and of its key where the value decodes.
func (c *compiler) entries(t schema.Type, x string, s scope) {
	inner := s
	if !s.sensitive {
		inner.path += "[]" // the keys of sensitive maps are in no path
	}
	c.begin()
	c.descend(c.say(wordEntries, c.object(x)), inner, s, func(e string, s scope) {
		key, value := c.say(wordKey, e), c.say(wordValue, e)
		c.element(t.Elem, value, s)
		c.begin()
		if b := c.broken(t.Elem, value); b != "" {
			s.guards = append(s.guards, not(b))
		}
		c.element(t.Key, key, s)
	})
}

// gates are what the earlier rules of a value leave open for the later ones.
type gates struct {
	conditions []string
	words      []word
	why        string
}

// close adds a condition that was said since begin.
func (g *gates) close(c *compiler, condition string) {
	g.conditions = append(g.conditions, condition)
	g.words = append(g.words, c.words...)
	if g.why == "" {
		g.why = c.why
	}
}

// through is true where the gates are open, said in the rule that is being made.
func (g *gates) through(c *compiler) string {
	c.words = append(c.words, g.words...)
	if c.why == "" {
		c.why = g.why
	}
	return and(g.conditions...)
}

// rules makes the constraints of a value, in order.
func (c *compiler) rules(el *schema.Element, x string, s scope) {
	var g gates
	if el.Optional {
		g.conditions = []string{isNotNull(x)}
	}
	absent := el.Optional // a NULL breaks the first rule that applies
	var earlier gates     // open when no rule before it did
	for i := range el.Constraints {
		rule := &el.Constraints[i]
		c.begin()
		if rule.Kind == schema.Omit {
			if rule.Text == "always" && absent { // upstream counts it among the rules of a nil pointer
				c.broke(s, rule.Rule, and(isNull(x), earlier.through(c)), "")
			}
			absent = false
			if !el.Optional || rule.Text == "zero" || rule.Text == "always" {
				g.close(c, not(c.omits(rule.Text, el.Type, x)))
			}
			continue
		}
		applies, null := c.applies(rule), ""
		switch {
		case !absent || rule.Implicit || rule.Kind == schema.Zero && (i > 0 || rule.When != nil): // which a NULL meets
		case rule.Kind == schema.Zero:
			absent = false
		case rule.When == nil:
			absent, null = false, and(isNull(x), earlier.through(c), applies)
		default:
			unmet := and(c.decided(rule), not(settled(applies)))
			said := *c
			null = and(isNull(x), earlier.through(c), applies)
			earlier.close(&said, unmet)
		}
		if el.Type.Kind == schema.List && (rule.Kind == schema.Decimals || rule.Kind == schema.Finite || rule.Kind == schema.Interval) {
			c.broke(s, rule.Rule, null, "")
			c.perElement(rule, el.Type.Elem, x, s, &g)
			continue
		}
		c.rule(rule, el, x, s, applies, null, &g)
	}
}

// perElement makes a rule of a list that is one on each element.
func (c *compiler) perElement(rule *schema.Constraint, el *schema.Element, x string, s scope, g *gates) {
	s.guards = append(append([]string(nil), s.guards...), g.conditions...)
	c.each(x, s, func(e string, s scope) {
		c.words, c.why = append([]word(nil), g.words...), g.why
		s.guards = []string{not(c.misfit(el, e))}
		c.broke(s, rule.Rule, c.breaks(rule, el.Type, e), shown(el.Type, e))
	})
}

// rule makes one constraint; applies is true where it is to be met, "" everywhere, null of an absent value that breaks it.
func (c *compiler) rule(rule *schema.Constraint, el *schema.Element, x string, s scope, applies, null string, g *gates) {
	breaks := c.breaksThere(rule, el, x)
	shape := *c
	if breaks == "" {
		c.broke(s, rule.Rule, null, "")
		if decided := c.decided(rule); decided != "" && rule.Shape(el.Type) {
			g.close(&shape, decided) // undecided, it may have ended the value's rules
		}
		return
	}
	breaks = and(applies, breaks)
	sound := append(append([]string(nil), g.conditions...), not(c.broken(el, x)), breaks)
	c.words = append(c.words, g.words...)
	if c.why == "" {
		c.why = g.why
	}
	c.broke(s, rule.Rule, or(null, and(sound...)), shown(el.Type, x))
	if rule.Shape(el.Type) {
		g.close(&shape, and(c.decided(rule), not(settled(breaks))))
	}
}

// breaksThere is breaks of a value that may be absent: one that is there is not zero.
func (c *compiler) breaksThere(rule *schema.Constraint, el *schema.Element, x string) string {
	switch {
	case rule.Kind == schema.AnyOf:
		return c.noneOf(rule, el, x)
	case el.Optional && rule.Kind == schema.Zero:
		return "TRUE"
	case el.Optional && rule.Kind == schema.NotZero:
		return ""
	}
	return c.breaks(rule, el.Type, x)
}

// omits is true when Omit ends the rules of a value that is there, "" when it never does.
func (c *compiler) omits(condition string, t schema.Type, x string) string {
	switch {
	case condition == "always":
		return "TRUE"
	case t.TakesNull():
		if condition == "zero" {
			return binary(c.length(t, x), "=", "0")
		}
		return isNull(x)
	case condition == "nil":
		return ""
	}
	return settled(c.zero(t, x))
}
