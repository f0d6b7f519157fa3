package validate

// Rule is the static part of a violation. Generated code declares one per rule of a field, once per program.
type Rule struct {
	// Path is the key inside the record, such as "transaction_amount"; "" for a rule of the whole record.
	Path string
	// Field is the Go selector, such as "TransactionAmount".
	Field string
	// Name is the rule's word, such as "gte", and Param the text after its "=".
	Name, Param string
	// Actual is the word that Name, an alias, stands for, such as "max", or the alternatives; "" where Name is none.
	Actual string
	// Message replaces the standard words; a record check's message stands here, or that of the tag msg. It may have the
	// placeholders {value}, {limit}, {field}, {path} and {rule}, which stand for themselves, without the unit.
	Message string
	// Unit is the unit of measure of the numbers that it is about, as check:"unit=kg" has it; "" where none is told.
	Unit string
	// Sensitive rules store no value.
	Sensitive bool
}

// word is what the rule is worded by: what an alias stands for, but for the aliases of upstream's that have words.
func (r *Rule) word() string {
	if r.Actual == "" || formatted(r.Name) != "" {
		return r.Name
	}
	return r.Actual
}

// Names of the violations that decoders report; the other rules are named by their tag.
const (
	RuleType      = "type"        // the value has another type; Param is the type that is wanted
	RuleMissing   = "missing"     // a key that must be there is not
	RuleUnknown   = "unknown"     // a key that the record does not have; Param is the key that may have been meant
	RuleDuplicate = "duplicate"   // a key stands twice
	RuleNull      = "null"        // null where the field may not be null
	RuleOverflow  = "overflow"    // a number that does not fit the type; Param is the type
	RuleSyntax    = "syntax"      // the input is not well-formed; Message says where
	RuleUTF8      = "utf8"        // a text that is not UTF-8
	RuleCheck     = "check_error" // a record check that could not be evaluated: overflow, division by zero
)

// Decoding reports whether a violation of the rule means that the value did not decode, and so has no value.
func (r *Rule) Decoding() bool {
	switch r.Name {
	case RuleType, RuleMissing, RuleUnknown, RuleDuplicate, RuleNull, RuleOverflow, RuleSyntax, RuleUTF8:
		return true
	}
	return false
}
