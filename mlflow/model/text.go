package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// text is a string that is always quoted in YAML. Python reads YAML 1.1, where yes, 012 and 1:30 are no strings, and
// refuses some characters that Go writes as they are.
type text string

// MarshalYAML implements goccy/go-yaml's BytesMarshaler.
func (t text) MarshalYAML() ([]byte, error) { return []byte(quote(string(t))), nil }

// quote returns a double-quoted scalar of printable characters that both YAML and JSON read.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || (r >= 0x7f && r < 0xa0) || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0xfffe || r == 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// marshal is json.Marshal without HTML's escapes.
func marshal(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "", err
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}
