package schema

// Loss is a rule that another language cannot say, or says only in part: what a validator in that language lets pass and
// the record does not.
type Loss struct {
	// Path leads to the value as a violation's does, without indexes and keys: items[].price. "" is the whole record.
	Path string `json:"path"`
	// Rule is the word of the violations that are not found.
	Rule string `json:"rule"`
	// Why says what cannot be said, in words.
	Why string `json:"why"`
}

// String says it in one line.
func (l Loss) String() string {
	at := l.Path
	if at == "" {
		at = "record"
	}
	return at + ": " + l.Rule + ": " + l.Why
}
