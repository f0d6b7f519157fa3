package validate

import "strings"

// measures are the kinds of values that a unit measures.
var measures = map[ValueKind]bool{KindInt: true, KindUint: true, KindFloat: true, KindDecimal: true}

// limits are the rules whose parameter is a number in the unit of the value.
var limits = map[string]bool{
	"gte": true, "min": true, "lte": true, "max": true, "gt": true, "lt": true, "eq": true, "ne": true, "len": true,
	"norm": true, "sum": true, "oneof": true, "noneof": true,
}

// measured is a number with the unit behind it: "75000 kg", a name of one's own without its braces.
func (v *Violation) measured(number string) string {
	if unit := v.Unit(); unit != "" {
		return number + " " + strings.NewReplacer("{", "", "}", "").Replace(unit)
	}
	return number
}

// limited is the spelled parameter of the rule, with the unit where it has that of the value.
func (v *Violation) limited(p string) string {
	if limits[v.rule.word()] {
		return v.measured(p)
	}
	return p
}
