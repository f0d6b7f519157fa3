package validate

import "strings"

// Message says what the rule demands and what the value was, without the path: "must be at least 0 (gte=0), got -3".
func (v *Violation) Message() string {
	r := v.rule
	if r.Message != "" {
		return r.Message
	}
	if r.Decoding() || r.Name == RuleCheck {
		return v.decodingMessage()
	}
	var b strings.Builder
	b.WriteString(v.demand())
	b.WriteString(" (" + r.Name)
	if r.Param != "" {
		b.WriteString("=" + r.Param)
	}
	b.WriteString(")")
	switch v.value.kind {
	case KindNone:
	case KindItems:
		b.WriteString(", has " + v.value.String())
	default:
		b.WriteString(", got " + v.value.String())
	}
	return b.String()
}

// demand words the rule by its name and the kind of value it met.
func (v *Violation) demand() string {
	p := v.rule.Param
	if v.value.kind == KindItems || v.value.kind == KindString {
		if words, ok := lengthWords[v.rule.Name]; ok {
			unit := " characters"
			if v.value.kind == KindItems {
				unit = " items"
			}
			return words + p + unit
		}
	}
	switch v.rule.Name {
	case "required":
		return "is required"
	case "gte", "min":
		return "must be at least " + p
	case "lte", "max":
		return "must be at most " + p
	case "gt":
		return "must be greater than " + p
	case "lt":
		return "must be less than " + p
	case "eq", "len":
		return "must be " + p
	case "ne":
		return "must not be " + p
	case "oneof":
		return "must be one of " + strings.Join(strings.Fields(p), ", ")
	case "enum":
		return "must be one of " + p
	case "regex":
		return "must match"
	case "decimals":
		return "must have at most " + p + " decimal places"
	case "finite":
		return "must be finite"
	case "norm":
		return "must have a Euclidean norm in " + p
	case "sum":
		return "must have a sum in " + p
	case "unique":
		return "must not repeat an item"
	}
	return "breaks the rule"
}

// lengthWords words the size rules of texts, lists and maps.
var lengthWords = map[string]string{
	"min": "must have at least ", "gte": "must have at least ",
	"max": "must have at most ", "lte": "must have at most ",
	"len": "must have exactly ", "gt": "must have more than ", "lt": "must have fewer than ",
}

func (v *Violation) decodingMessage() string {
	p := v.rule.Param
	got := ""
	if v.value.kind != KindNone {
		got = ", got " + v.value.String()
	}
	switch v.rule.Name {
	case RuleMissing:
		return "is missing"
	case RuleUnknown:
		return "is unknown; the record has no such key"
	case RuleDuplicate:
		return "stands twice"
	case RuleNull:
		return "must not be null"
	case RuleType:
		return "must be " + p + got
	case RuleOverflow:
		return "does not fit " + p + got
	case RuleUTF8:
		return "is not valid UTF-8"
	case RuleCheck:
		return "check " + p + " cannot be evaluated: overflow or division by zero"
	}
	return "is not well-formed" + got
}
