package validate

import (
	"strconv"
	"strings"
)

// demand words what the rule asks for, by its name and the kind of value that it met.
func (v *Violation) demand() string {
	name, p := v.rule.word(), v.rule.Param
	shape := v.value.shape()
	if name == "required" {
		return "is required" + zeros[shape]
	}
	if name == "len" && shape == KindString || sizes[name] != "" && (shape == KindItems || shape == KindString && !compares[name]) {
		return sizes[name] + plural(p, units[shape])
	}
	if shape == KindTime && p == "" && moments[name] != "" {
		return moments[name]
	}
	switch {
	case listed[name]:
		return "must be one of " + v.limited(alternatives(v.rule.choices(), shape))
	case unlisted[name]:
		return "must not be one of " + v.limited(alternatives(v.rule.choices(), shape))
	case strings.Contains(name, "|"):
		return "must meet one of " + strings.ReplaceAll(name, "|", ", ")
	case name == "isdefault":
		return "must be left out" + defaults[shape]
	}
	if words := formatted(name); words != "" {
		return "must be " + words + argument(words, p)
	}
	if words := relation(name, p, shape); words != "" {
		return words
	}
	switch name {
	case "unique":
		return unique(p, shape)
	case "decimals":
		return decimals(p)
	case "decimal":
		return digits(p)
	case "norm", "sum":
		return "must have " + aggregates[name] + v.limited(interval(p))
	}
	if words := v.own(); words != "" {
		return words
	}
	if shape == KindString && compares[name] || quotes[name] {
		p = strconv.Quote(p)
	}
	if words, ok := demands[name]; ok {
		return words + v.limited(p)
	}
	return "breaks the rule"
}

// demands words rules on one value; the parameter follows.
var demands = map[string]string{
	"gte": "must be at least ", "min": "must be at least ",
	"lte": "must be at most ", "max": "must be at most ",
	"gt": "must be greater than ", "lt": "must be less than ",
	"eq": "must be ", "len": "must be ", "ne": "must not be ",
	"regex": "must match ", "finite": "must be finite",
	"eq_ignore_case": "must be, in any case, ", "ne_ignore_case": "must not be, in any case, ",
	"contains": "must contain ", "containsrune": "must contain ", "containsany": "must contain one of the characters ",
	"excludes": "must not contain ", "excludesrune": "must not contain ", "excludesall": "must contain none of the characters ",
	"startswith": "must begin with ", "startsnotwith": "must not begin with ", "endswith": "must end with ", "endsnotwith": "must not end with ",
}

// quotes are the rules whose parameter is always a text.
var quotes = map[string]bool{
	"eq_ignore_case": true, "ne_ignore_case": true, "contains": true, "containsrune": true, "containsany": true, "excludes": true,
	"excludesrune": true, "excludesall": true, "startswith": true, "startsnotwith": true, "endswith": true, "endsnotwith": true,
}

// argument is what follows the words of a format.
func argument(words, p string) string {
	if strings.HasSuffix(words, " ") {
		return p
	}
	return ""
}

// sizes words rules on the length of texts, lists and maps; the parameter and a unit follow.
var sizes = map[string]string{
	"gte": "must have at least ", "min": "must have at least ",
	"lte": "must have at most ", "max": "must have at most ",
	"gt": "must have more than ", "lt": "must have fewer than ",
	"eq": "must have exactly ", "len": "must have exactly ", "ne": "must not have exactly ",
}

// moments words rules that compare a time with the report's clock: they have no parameter.
var moments = map[string]string{
	"gt": "must be in the future", "gte": "must not be in the past",
	"lt": "must be in the past", "lte": "must not be in the future",
}

// zeros says what required refuses, which is more than an absent value.
var zeros = map[ValueKind]string{
	KindString: " and must not be empty", KindBool: " and must be true", KindTime: " and must not be the zero time",
	KindInt: " and must not be 0", KindUint: " and must not be 0", KindFloat: " and must not be 0", KindDuration: " and must not be 0",
	KindDecimal: " and must not be 0", KindDate: " and must not be the zero date",
}

var units = map[ValueKind]string{KindString: "character", KindItems: "item"}

// compares are the rules that compare the text of a string; the other ones with a limit count its characters.
var compares = map[string]bool{"eq": true, "ne": true}

// defaults says what isdefault accepts.
var defaults = map[ValueKind]string{
	KindString: ": empty", KindBool: ": false", KindTime: ": the zero time",
	KindInt: ": 0", KindUint: ": 0", KindFloat: ": 0", KindDuration: ": 0",
	KindDecimal: ": 0", KindDate: ": the zero date",
}

// listed are the rules whose parameter lists the values that are allowed, unlisted those that are not.
var (
	listed   = map[string]bool{"oneof": true, "oneofci": true, "enum": true}
	unlisted = map[string]bool{"noneof": true, "noneofci": true}
)

// spelled are the rules whose demand has the whole parameter as the tag has it.
var spelled = map[string]bool{"oneof": true, "oneofci": true, "noneof": true, "noneofci": true, "enum": true, "regex": true}

var aggregates = map[string]string{"norm": "a Euclidean norm ", "sum": "a sum "}

// plural is "1 item", "64 items".
func plural(n, unit string) string {
	if n == "1" {
		return "1 " + unit
	}
	return n + " " + unit + "s"
}

func unique(field string, shape ValueKind) string {
	switch {
	case field == "":
		return "must not hold a value twice"
	case shape != KindItems:
		return "must differ from " + field
	}
	return "must not hold two items with the same " + field
}

func decimals(places string) string {
	if places == "0" {
		return "must be a whole number"
	}
	return "must have at most " + plural(places, "decimal place")
}

// digits words a decimal's precision and scale, "18.2".
func digits(p string) string {
	precision, scale, _ := strings.Cut(p, ".")
	words := "must have at most " + plural(precision, "digit")
	if scale == "0" {
		return words + " and none behind the point"
	}
	return words + ", " + scale + " of them behind the point"
}

// interval words the closed interval low..high.
func interval(p string) string {
	low, high, ok := strings.Cut(p, "..")
	if !ok || low == high {
		return "of " + low
	}
	return "from " + low + " to " + high
}

// alternatives joins the values that a rule lists, quoted when they are texts.
func alternatives(all []string, shape ValueKind) string {
	if shape != KindInt && shape != KindUint && shape != KindFloat && shape != KindDecimal {
		for i := range all {
			all[i] = strconv.Quote(all[i])
		}
	}
	return strings.Join(all, ", ")
}

// choices are the values that the rule lists: an enum's stand between commas, as its definition shows them.
func (r *Rule) choices() []string {
	if r.Name == "enum" {
		return strings.Split(r.Param, ", ")
	}
	return splitQuoted(r.Param)
}

// splitQuoted splits the parameter of oneof as upstream does: values between spaces, in single quotes when they hold one.
func splitQuoted(p string) []string {
	var all []string
	for p = strings.TrimLeft(p, " "); p != ""; p = strings.TrimLeft(p, " ") {
		var one string
		if quoted, rest, ok := strings.Cut(p[1:], "'"); ok && p[0] == '\'' {
			one, p = quoted, rest
		} else {
			one, p, _ = strings.Cut(p, " ")
		}
		all = append(all, strings.ReplaceAll(one, "'", ""))
	}
	return all
}
