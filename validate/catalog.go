package validate

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/typedml/typedml/internal/nearest"
)

// Catalog has the words of one language, for [Violation.MessageIn]: under a rule's word what the rule demands, as "gte": "muss
// mindestens {limit} sein". What depends on the value has its own entry: "gte/text", "gte/items", "gte/moment", "eq/bool"; of
// a value that does not decode what depends on the wanted type: "type/time". {limit} stands for the rule's parameter: values
// that are listed stand between commas, fields and conditions between the language's words for and and or. {value} stands for
// the value; both have the unit of the field behind them where they are numbers in it. Without {value}, the entries "got" or "has" follow.
//
// Beside rules it has "and" and "or"; "got" and "has" for what the value was, of lists and maps how many items they have;
// "mean" for a suggestion; "more" for how many more violations there are; "|" for alternatives; and "" for a rule without an entry. A message of the definition's own (of the
// tag msg, of a check) is an entry, too: it stands under its text. What is no well-formed JSON is told with its line and column.
//
// Package german has a whole one. Copy it to write another; to add words to it, set its entries: each call gives a new map.
type Catalog map[string]string

// MessageIn is Message in the language of the catalogue; nil is English, as is what the catalogue has no words for.
func (v *Violation) MessageIn(c Catalog) string {
	r := v.rule
	if c == nil {
		return v.Message()
	}
	if r.Message != "" && r.Name != RuleSyntax { // the words of a parser are English; the place is not
		if words, ok := c[r.Message]; ok {
			return v.fill(words)
		}
		return v.Message()
	}
	words, ok := c.find(r, v.variant())
	if !ok {
		return v.Message()
	}
	if _, line, column, ok := v.Position(); ok && r.Name == RuleSyntax {
		return fmt.Sprintf("%s (%d:%d)", words, line, column)
	}
	text := strings.NewReplacer("{limit}", v.limited(c.limit(v)), "{value}", v.measured(v.value.String())).Replace(words)
	if !r.Decoding() && r.Name != RuleCheck {
		text += " (" + v.label() + ")"
	}
	if strings.Contains(words, "{value}") {
		return text
	}
	return text + c.found(v)
}

// find returns the entry of a rule: of an alias, of its alternatives, its variant, itself, or that of any rule.
func (c Catalog) find(r *Rule, variant string) (string, bool) {
	word := r.word()
	keys := []string{word + "/" + variant, word, ""}
	if strings.Contains(word, "|") {
		keys = []string{"|"}
	}
	if word != r.Name {
		keys = append([]string{r.Name}, keys...)
	}
	for _, key := range keys {
		if words, ok := c[key]; ok {
			return words, true
		}
	}
	return "", false
}

// variant is what the words of a rule may depend on: the shape of the value, or the type that it should have had.
func (v *Violation) variant() string {
	if v.rule.Decoding() {
		base, _, _ := strings.Cut(unwrapped(v.rule.Param), "<")
		base, _, _ = strings.Cut(base, "(")
		return base
	}
	switch v.value.shape() {
	case KindString:
		return "text"
	case KindItems:
		return "items"
	case KindTime:
		return "moment"
	case KindBool:
		return "bool"
	case KindDate:
		return "day"
	case KindInt, KindUint, KindFloat, KindDuration, KindDecimal:
		return "number"
	}
	return ""
}

// unwrapped is a type as it is decoded: an enum is a text or a number.
func unwrapped(typ string) string {
	if inner, ok := strings.CutPrefix(typ, "enum<"); ok {
		return strings.TrimSuffix(inner, ">")
	}
	return typ
}

// limit spells the rule's parameter.
func (c Catalog) limit(v *Violation) string {
	name, p := v.rule.word(), v.rule.Param
	switch {
	case strings.Contains(name, "|"):
		return strings.ReplaceAll(name, "|", ", ")
	case listed[name] || unlisted[name]:
		return alternatives(v.rule.choices(), v.value.shape())
	case name == "norm" || name == "sum":
		return strings.Replace(p, "..", " … ", 1)
	case quotes[name] || compares[name] && v.value.shape() == KindString:
		return strconv.Quote(p)
	}
	if word, conditional := conditional(name); conditional {
		return c.condition(word, p)
	}
	if v.rule.Decoding() {
		return unwrapped(p)
	}
	return p
}

// condition spells when a rule applies: equal fields, or the names of fields.
func (c Catalog) condition(word, param string) string {
	fields, joint := splitQuoted(param), c.word("and", "and")
	switch word {
	case "if", "unless":
		var tests []string
		for i := 0; i+1 < len(fields); i += 2 {
			tests = append(tests, fields[i]+" = "+fields[i+1])
		}
		fields = tests
		if word == "unless" {
			joint = c.word("or", "or")
		}
	case "with", "without":
		joint = c.word("or", "or")
	}
	return strings.Join(fields, " "+joint+" ")
}

// word returns an entry, the English words when there is none.
func (c Catalog) word(key, english string) string {
	if words, ok := c[key]; ok {
		return words
	}
	return english
}

// conditional returns what stands behind required_ or excluded_ in the name of a rule.
func conditional(name string) (word string, ok bool) {
	if name == "skip_unless" {
		return "if", true
	}
	for _, prefix := range []string{"required_", "excluded_"} {
		if word, ok = strings.CutPrefix(name, prefix); ok {
			return word, true
		}
	}
	return "", false
}

// found says what the value was, and which one may have been meant.
func (c Catalog) found(v *Violation) string {
	words := c.word("got", ", got {value}")
	switch {
	case v.rule.Name == RuleUnknown:
		return c.meant(v.rule.Param)
	case v.value.Kind() == KindNone || v.rule.Name == RuleDuplicate:
		return ""
	case v.value.Kind() == KindItems:
		words = c.word("has", ", has {value}")
	}
	text := strings.ReplaceAll(words, "{value}", v.measured(v.value.String()))
	if listed[v.rule.word()] && v.value.Kind() == KindString {
		text += c.meant(nearest.Of(v.value.text(), v.rule.choices()))
	}
	return text
}

// meant asks whether another value or key was meant, where there is one that is near.
func (c Catalog) meant(near string) string {
	if near == "" {
		return ""
	}
	return strings.ReplaceAll(c.word("mean", "; did you mean {value}?"), "{value}", strconv.Quote(near))
}
