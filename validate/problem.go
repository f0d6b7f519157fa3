package validate

import (
	"strconv"
	"strings"
)

// ProblemType is the media type of a [Problem] as JSON.
const ProblemType = "application/problem+json"

// Problem is the answer to a request that breaks rules, in the form of RFC 9457. Marshal it with encoding/json and send it
// as [ProblemType] with the status; every member may be changed first.
type Problem struct {
	// Type is the URI of the kind of problem; "" is about:blank, which says no more than the status does.
	Type   string `json:"type,omitempty"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
	// Instance is the URI of this occurrence, such as that of the request.
	Instance string `json:"instance,omitempty"`
	// Errors has an entry for each violation.
	Errors []ProblemError `json:"errors"`
}

// ProblemError is one violation of a [Problem].
type ProblemError struct {
	// Detail is the violation's message.
	Detail string `json:"detail"`
	// Pointer is where the value stands in the body of the request: a JSON pointer as the fragment of a URI (RFC 6901, section
	// 6), as in the example of RFC 9457, such as "#/items/3/price". "#" is the whole body.
	Pointer string `json:"pointer"`
	// Rule and Limit are the rule's word and parameter.
	Rule  string `json:"rule"`
	Limit string `json:"limit,omitempty"`
	// Unit is the unit of measure of a value that is a number, and of its limit.
	Unit string `json:"unit,omitempty"`
}

// Problem returns the answer to a request that held the data: status 422, one entry for each violation, and the first of
// them in the detail. Its messages are in the language of the catalogue; nil is English.
func (e *Error) Problem(words Catalog) Problem {
	p := Problem{Title: "Unprocessable Content", Status: 422, Errors: make([]ProblemError, len(e.Violations))}
	for i := range e.Violations {
		v := &e.Violations[i]
		p.Errors[i] = ProblemError{Detail: v.MessageIn(words), Pointer: fragment(v.Pointer()), Rule: v.rule.Name, Limit: v.rule.Param, Unit: v.Unit()}
	}
	if len(p.Errors) > 0 {
		p.Detail = p.Errors[0].Pointer + ": " + p.Errors[0].Detail
	}
	if n := len(p.Errors) - 1; n > 0 {
		p.Detail += strings.ReplaceAll(words.word("more", " (and {limit} more)"), "{limit}", strconv.Itoa(n))
	}
	return p
}

// Pointer is the place of the value as a JSON pointer (RFC 6901), such as "/items/3/price"; in a batch the row is its first
// token. "" is the whole record.
func (v *Violation) Pointer() string {
	var b strings.Builder
	for _, token := range v.loc() {
		b.WriteByte('/')
		switch t := token.(type) {
		case string:
			b.WriteString(pointerEscapes.Replace(t))
		case int:
			b.WriteString(strconv.Itoa(t))
		}
	}
	return b.String()
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// inFragment are the characters that the fragment of a URI holds as they are (RFC 3986), beside letters and digits.
const inFragment = "-._~!$&'()*+,;=:@/?"

// fragment writes a pointer as the fragment of a URI.
func fragment(pointer string) string {
	var b strings.Builder
	b.WriteByte('#')
	for _, c := range []byte(pointer) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte(inFragment, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		const digits = "0123456789ABCDEF"
		b.Write([]byte{'%', digits[c>>4], digits[c&15]})
	}
	return b.String()
}
