package jsonio

import "github.com/typedml/typedml/validate"

// Field is the place of a value in its record, and all that its decoding can report. Generated code declares one a
// field and one a list or map element, once per program; it is read-only.
type Field struct {
	Type, Null, Missing, Duplicate, Overflow, UTF8 validate.Rule
}

// NewField returns the place of the field with the key path and the Go selector; typ is the type that messages ask
// for, such as "float64". Elements have the path "": the decoder's Nest methods put them in their place.
func NewField(path, selector, typ string) Field {
	rule := func(name, param string) validate.Rule {
		return validate.Rule{Path: path, Field: selector, Name: name, Param: param}
	}
	return Field{
		Type:      rule(validate.RuleType, typ),
		Null:      rule(validate.RuleNull, ""),
		Missing:   rule(validate.RuleMissing, ""),
		Duplicate: rule(validate.RuleDuplicate, ""),
		Overflow:  rule(validate.RuleOverflow, typ),
		UTF8:      rule(validate.RuleUTF8, ""),
	}
}

// Sensitive returns the field with rules that keep no value.
func (f Field) Sensitive() Field {
	for _, rule := range []*validate.Rule{&f.Type, &f.Null, &f.Missing, &f.Duplicate, &f.Overflow, &f.UTF8} {
		rule.Sensitive = true
	}
	return f
}

// Say returns the field with messages of the definition's own: for a key that is missing, for null, and for a value of another
// type or a number that does not fit; "" keeps the standard one.
func (f Field) Say(missing, null, mistyped string) Field {
	f.Missing.Message, f.Null.Message, f.Type.Message, f.Overflow.Message = missing, null, mistyped, mistyped
	return f
}

// Places that every record shares.
var (
	record          = NewField("", "", "record")
	sensitiveRecord = record.Sensitive()
	unknown         = validate.Rule{Name: validate.RuleUnknown}
)

// Clear makes a value zero.
func Clear[T any](x *T) { *x = *new(T) }
