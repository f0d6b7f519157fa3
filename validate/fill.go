package validate

import "strings"

// fill puts what is known of the violation into a text of the definition: {value}, {limit}, {field}, {path} and {rule}. Other
// braces stay, and all of them in the message of a record's check, which knows none of this. The value is spelled as in the
// standard messages; of a sensitive field there is none.
func (v *Violation) fill(text string) string {
	if !strings.Contains(text, "{") || v.rule.Path == "" && v.rule.Field == "" {
		return text
	}
	return strings.NewReplacer(
		"{value}", v.value.String(), "{limit}", v.rule.Param, "{field}", v.key(), "{path}", v.Path(), "{rule}", v.rule.Name,
	).Replace(text)
}

// key is the key of the field that the value is in: elements and entries have none of their own.
func (v *Violation) key() string {
	key := ""
	for _, s := range v.Steps() {
		if s.Name != "" {
			key = s.Name
		}
	}
	return key
}
