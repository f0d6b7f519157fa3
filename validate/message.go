package validate

import (
	"strconv"
	"strings"

	"github.com/typedml/typedml/internal/nearest"
)

// Message says what the rule demands and what the value was, without the path: "must be at least 0 (gte=0), got -3".
// A message that the definition gives stands alone, with its placeholders filled in.
func (v *Violation) Message() string {
	r := v.rule
	switch {
	case r.Message != "":
		return v.fill(r.Message)
	case r.Decoding() || r.Name == RuleCheck:
		return v.decodingMessage()
	}
	return v.demand() + " (" + v.label() + ")" + v.found()
}

// label names the rule as the tag does, without a parameter that the demand has spelled out in full; of an alias it names the rule
// that it stands for, too.
func (v *Violation) label() string {
	r, word := v.rule, v.rule.word()
	if strings.Contains(word, "|") { // the demand has the alternatives
		return r.Name
	}
	name := word
	if word != r.Name {
		name = r.Name + ": " + word
	}
	if r.Param == "" || spelled[word] {
		return name
	}
	return name + "=" + r.Param
}

// found says what the value was, and which value may have been meant.
func (v *Violation) found() string {
	switch v.value.Kind() {
	case KindNone:
		return ""
	case KindItems:
		return ", has " + v.value.String()
	}
	got := ", got " + v.measured(v.value.String())
	if listed[v.rule.word()] && v.value.Kind() == KindString {
		got += meant(nearest.Of(v.value.text(), v.rule.choices()))
	}
	return got
}

// meant asks whether another value or key was meant, where there is one that is near.
func meant(near string) string {
	if near == "" {
		return ""
	}
	return "; did you mean " + strconv.Quote(near) + "?"
}

// decodingMessage words what decoders report.
func (v *Violation) decodingMessage() string {
	p := v.rule.Param
	got := ""
	if v.value.Kind() != KindNone {
		got = ", got " + v.value.String()
	}
	switch v.rule.Name {
	case RuleMissing:
		return "is missing"
	case RuleUnknown:
		return "is unknown: the record has no such key" + meant(p)
	case RuleDuplicate:
		return "stands twice"
	case RuleNull:
		return "must not be null"
	case RuleType:
		return "must be " + article(p) + got
	case RuleOverflow:
		return "does not fit " + article(p) + got
	case RuleUTF8:
		return "is not valid UTF-8"
	case RuleCheck:
		return "check " + p + " cannot be evaluated: overflow or division by zero"
	}
	return "is not well-formed" + got
}

// article puts the indefinite article before the name of a type ("an int64", "a list<float64>"), and says what a text
// looks like in which the type is written.
func article(name string) string {
	switch name {
	case "":
		return "of another type"
	case "time":
		return "an RFC 3339 time such as \"2006-01-02T15:04:05Z\""
	case "date":
		return "a date such as \"2006-01-02\""
	case "duration":
		return "a duration such as \"1h30m\""
	}
	if base, ok := strings.CutPrefix(name, "enum<"); ok {
		return article(strings.TrimSuffix(base, ">"))
	}
	if strings.ContainsRune("aeio", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}
