package gosource

import (
	"regexp"
	"slices"
	"strings"

	"github.com/typedml/typedml/schema"
)

// inBraces finds what looks like a placeholder, and placeholders are those that a message may have.
var (
	inBraces     = regexp.MustCompile(`\{[A-Za-z_]+\}`)
	placeholders = []string{"{value}", "{limit}", "{field}", "{path}", "{rule}"}
)

// naming is how an entry of the tag msg begins that names a rule.
var naming = regexp.MustCompile(`^[a-z][a-z0-9_]*=`)

// Messages is the tag msg of a field whose rules, and those of its elements and keys, have messages: by rule, or one text of all.
// It is "" where none has. On an error, an [*Unsayable] at path, no tag says them.
func Messages(path string, f *schema.Field) (string, error) {
	told := toldOf(&schema.Element{Type: f.Type, Constraints: f.Constraints})
	var entries []string
	one, same := "", true
	for i, m := range told {
		switch {
		case slices.ContainsFunc(told[:i], func(before message) bool { return before.rule == m.rule && before.text != m.text }):
			return "", unsayable(path, "two messages of the rule %s", m.rule)
		case i > 0 && m.text != one:
			same = false
		}
		one = m.text
		if m.text == "" {
			continue
		}
		if !m.sayable(f.Sensitive) {
			return "", unsayable(path, "the message %q of the rule %s", m.text, m.rule)
		}
		if entry := m.rule + "=" + strings.ReplaceAll(m.text, ";", "0x3B"); !slices.Contains(entries, entry) {
			entries = append(entries, entry)
		}
	}
	if same && one != "" && !naming.MatchString(one) && !slices.ContainsFunc(told, func(m message) bool { return strings.HasPrefix(one, m.rule+"=") }) {
		return strings.ReplaceAll(one, ";", "0x3B"), nil
	}
	return strings.Join(entries, ";"), nil
}

// message is the text of a rule, "" where it has none.
type message struct{ rule, text string }

// sayable reports whether the text stands in a tag as it is.
func (m message) sayable(sensitive bool) bool {
	for _, found := range inBraces.FindAllString(m.text, -1) {
		if !slices.Contains(placeholders, found) || found == "{value}" && sensitive {
			return false
		}
	}
	return strings.TrimSpace(m.text) != "" && !strings.Contains(m.text, "0x3B") && !strings.Contains(m.text, "0x3D") && !strings.Contains(m.rule, ";")
}

// toldOf are the messages of a value's rules and of those of what it holds.
func toldOf(e *schema.Element) (out []message) {
	for _, c := range e.Constraints {
		if c.Kind != schema.Omit || c.Message != "" {
			out = append(out, message{c.Rule, c.Message})
		}
	}
	for _, inner := range []*schema.Element{e.Type.Key, e.Type.Elem} {
		if inner != nil {
			out = append(out, toldOf(inner)...)
		}
	}
	return out
}
