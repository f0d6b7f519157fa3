package validate

import (
	"strings"
)

// relation words a rule that reads other fields, "" for every other one.
func relation(name, param string, shape ValueKind) string {
	switch name {
	case "fieldcontains":
		return "must contain the text of " + param
	case "fieldexcludes":
		return "must not contain the text of " + param
	case "postcode_iso3166_alpha2_field":
		return "must be a postcode of the country " + param
	case "skip_unless":
		return "is required" + condition("if", param)
	}
	if word, ok := strings.CutPrefix(name, "required_"); ok {
		return "is required" + condition(word, param)
	}
	if word, ok := strings.CutPrefix(name, "excluded_"); ok {
		return "must be left out" + condition(word, param)
	}
	if op, ok := strings.CutSuffix(name, "csfield"); ok {
		return compared(op, shape == KindItems, false) + param
	}
	if op, ok := strings.CutSuffix(name, "field"); ok {
		return compared(op, shape == KindItems, shape == KindString) + param
	}
	return ""
}

// compared words a comparison with another field: of the numbers of items, or of texts by their length.
func compared(op string, items, length bool) string {
	words := comparisons[op]
	switch {
	case items:
		return words[1]
	case length:
		return words[2]
	}
	return words[0]
}

// comparisons word a comparison of values, of how many items they hold, and of how long they are.
var comparisons = map[string][3]string{
	"eq": {"must be equal to ", "must have as many items as ", "must be equal to "}, "ne": {"must differ from ", "must not have as many items as ", "must differ from "},
	"gt": {"must be greater than ", "must have more items than ", "must be longer than "}, "gte": {"must be at least ", "must have at least as many items as ", "must be at least as long as "},
	"lt": {"must be less than ", "must have fewer items than ", "must be shorter than "}, "lte": {"must be at most ", "must have at most as many items as ", "must be at most as long as "},
}

// condition words when a rule applies, by the word behind required_ and its parameter.
func condition(word, param string) string {
	fields := splitQuoted(param)
	switch word {
	case "if", "unless":
		var tests []string
		for i := 0; i+1 < len(fields); i += 2 {
			tests = append(tests, fields[i]+" is "+fields[i+1])
		}
		if word == "if" {
			return " when " + strings.Join(tests, " and ")
		}
		return " unless " + strings.Join(tests, " or ")
	case "with":
		return " when " + strings.Join(fields, " or ") + " is set"
	case "without":
		return " when " + strings.Join(fields, " or ") + " is not set"
	}
	verb := " is"
	if len(fields) > 1 {
		verb = " are"
	}
	if word == "without_all" {
		verb += " not"
	}
	return " when " + strings.Join(fields, " and ") + verb + " set"
}
