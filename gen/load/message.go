package load

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/unit"
	"github.com/typedml/typedml/internal/nearest"
	"github.com/typedml/typedml/schema"
)

// messages are what the tag msg of a field says: a text for each rule that it names, and one for all the others.
type messages struct {
	of     map[string]string
	others string
}

// placeholders are what a text may have between braces: what a violation knows.
var placeholders = []string{"value", "limit", "field", "path", "rule"}

// inBraces finds what looks like a placeholder.
var inBraces = regexp.MustCompile(`\{[A-Za-z_]+\}`)

// ruleOf finds the rule that an entry of the tag names.
var ruleOf = regexp.MustCompile(`^[a-z][a-z0-9_]*=`)

// decoded are the names of what a decoder finds and that may have a text; that of type is also the one of a number that does
// not fit.
var decoded = []string{"missing", "null", "type"}

// messageTag gives the rules of a field the texts of its tag msg: msg:"text" is that of all rules, msg:"gte=text;required=text"
// names them. The rules of elements and keys are the field's, too; what its decoder finds is to be named.
func (l *loader) messageTag(s *source, f *schema.Field, b *unit.Field) {
	text, ok := s.tag.Lookup("msg")
	if !ok {
		return
	}
	e := schema.Element{Type: f.Type, Constraints: f.Constraints}
	rules, limited := rulesIn(e, anyRule), rulesIn(e, hasLimit)
	if len(rules) == 0 && !ruleOf.MatchString(text) {
		l.tagErrorf(s, "msg", text, diag.UnknownRule, "remove the tag, or add a rule", "field %s has no rule that the tag msg could speak of", s.v.Name())
		return
	}
	m := messages{of: map[string]string{}}
	for part := range strings.SplitSeq(text, ";") {
		l.message(s, &m, append(rules, decoded...), limited, part)
	}
	b.Missing, b.Null, b.Mistyped = m.of["missing"], m.of["null"], m.of["type"]
	e = m.told(e)
	f.Type, f.Constraints = e.Type, e.Constraints
}

// message reads one entry; limited are those of the rules that have a limit.
func (l *loader) message(s *source, m *messages, rules, limited []string, part string) {
	rule, words := "", part
	for _, r := range rules {
		if after, ok := strings.CutPrefix(part, r+"="); ok && len(r) > len(rule) {
			rule, words = r, after
		}
	}
	if named := ruleOf.FindString(part); rule == "" && named != "" {
		named = strings.TrimSuffix(named, "=")
		remedy := "its rules are " + strings.Join(rules, ", ") + "; write 0x3D for = in a text"
		if near := nearest.Of(named, rules); near != "" {
			remedy = "write " + near
		}
		l.tagErrorf(s, "msg", part, diag.UnknownRule, remedy, "field %s has no rule %q that the tag msg could speak of", s.v.Name(), named)
		return
	}
	words = strings.NewReplacer("0x3B", ";", "0x3D", "=").Replace(words)
	switch {
	case strings.TrimSpace(words) == "":
		l.tagErrorf(s, "msg", part, diag.BadTag, "write the text, or remove the entry; 0x3B stands for ; in a text", "the tag msg of field %s has an entry without text", s.v.Name())
	case m.of[rule] != "" || rule == "" && m.others != "":
		l.tagErrorf(s, "msg", part, diag.BadTag, `write msg:"rule=text;rule=text", and 0x3B for ; in a text`,
			"the tag msg of field %s has two texts for %s", s.v.Name(), whose(rule))
	case rule == "":
		m.others = words
	default:
		m.of[rule] = words
	}
	if rule == "missing" {
		l.tells(s, rule, words, "value", false)
	}
	l.tells(s, rule, words, "limit", rule == "" && len(limited) > 0 || slices.Contains(limited, rule))
	l.placeholders(s, words)
}

// tells refuses a placeholder for what no violation of the rule has.
func (l *loader) tells(s *source, rule, words, placeholder string, has bool) {
	found := "{" + placeholder + "}"
	if has || !strings.Contains(words, found) {
		return
	}
	lacks := whose(rule) + " has none"
	if rule == "" {
		lacks = "no rule of it has one"
	}
	l.tagErrorf(s, "msg", found, diag.BadTag, "remove "+found, "the tag msg of field %s tells the %s, and %s", s.v.Name(), placeholder, lacks)
}

// whose says what a text is for.
func whose(rule string) string {
	if rule == "" {
		return "all rules"
	}
	return fmt.Sprintf("the rule %q", rule)
}

// placeholders refuses those that no violation fills.
func (l *loader) placeholders(s *source, words string) {
	sensitive := slices.Contains(strings.Split(s.tag.Get("feature"), ","), "sensitive")
	for _, found := range inBraces.FindAllString(words, -1) {
		name := found[1 : len(found)-1]
		switch {
		case !slices.Contains(placeholders, name):
			remedy := "the placeholders are {" + strings.Join(placeholders, "}, {") + "}"
			if near := nearest.Of(name, placeholders); near != "" {
				remedy = "write {" + near + "}"
			}
			l.tagErrorf(s, "msg", found, diag.BadTag, remedy, "%s in the tag msg of field %s is no placeholder", found, s.v.Name())
		case name == "value" && sensitive:
			l.tagErrorf(s, "msg", found, diag.BadTag, "remove {value}", "the value of the sensitive field %s is told nowhere, and so not in its message", s.v.Name())
		}
	}
}

func anyRule(*schema.Constraint) bool { return true }

func hasLimit(c *schema.Constraint) bool { return c.Param != "" }

// rulesIn are the rules of a value, of its elements and of its keys that violations name and that are asked for, sorted.
func rulesIn(e schema.Element, asked func(*schema.Constraint) bool) []string {
	var out []string
	for i := range e.Constraints {
		if c := &e.Constraints[i]; c.Kind != schema.Omit && asked(c) {
			out = append(out, c.Rule)
		}
	}
	for _, inner := range []*schema.Element{e.Type.Key, e.Type.Elem} {
		if inner != nil {
			out = append(out, rulesIn(*inner, asked)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// told returns a copy of the value with the texts: its type may be shared with another field. The text of all rules leaves out
// those that have no limit when it tells one.
func (m messages) told(e schema.Element) schema.Element {
	e.Constraints = slices.Clone(e.Constraints)
	for i := range e.Constraints {
		c := &e.Constraints[i]
		if c.Message = m.of[c.Rule]; c.Message == "" && c.Kind != schema.Omit && (hasLimit(c) || !strings.Contains(m.others, "{limit}")) {
			c.Message = m.others
		}
	}
	for _, inner := range []**schema.Element{&e.Type.Key, &e.Type.Elem} {
		if *inner != nil {
			below := m.told(**inner)
			*inner = &below
		}
	}
	return e
}
