package tree

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// LightGBMName returns the name under which a feature stands in a LightGBM model, and which [LoadLightGBM] turns back.
//
// LightGBM refuses names with one of " , : [ ] { } and turns a blank into an underline without a word; its text
// model separates names by blanks and lines by line breaks. So these and control characters are percent-encoded. A % of
// the name's own is kept: the names that a schema encodes (field=value, with [ ] < % encoded) never hold one that
// reads as an escape of this encoding. A name that would not come back as it is, such as "a%2Cb", or one with [ or ], is
// an error; so is one that is not UTF-8.
func LightGBMName(name string) (string, error) {
	if !utf8.ValidString(name) {
		return "", fmt.Errorf("tree: feature name %q is not UTF-8", name)
	}
	var b strings.Builder
	for i := range len(name) {
		if c := name[i]; encoded(c) {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	if decodeLightGBMName(b.String()) != name {
		return "", fmt.Errorf("tree: feature name %q cannot stand in a LightGBM model: encode its [ ] %% as %%5B %%5D %%25", name)
	}
	return b.String(), nil
}

func encoded(c byte) bool {
	return c <= ' ' || c == 0x7f || strings.IndexByte(`",:[]{}`, c) >= 0
}

// decodeLightGBMName turns the escapes of encoded characters back, but those of [ and ], which XGBoost refuses: a schema
// encodes them itself, and they stay.
func decodeLightGBMName(name string) string {
	if !strings.Contains(name, "%") {
		return name
	}
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		if c, ok := escape(name[i:]); ok && encoded(c) && c != '[' && c != ']' {
			b.WriteByte(c)
			i += 2
		} else {
			b.WriteByte(name[i])
		}
	}
	return b.String()
}

// escape reads a % and two upper-case hexadecimal digits.
func escape(s string) (byte, bool) {
	const digits = "0123456789ABCDEF"
	if len(s) < 3 || s[0] != '%' {
		return 0, false
	}
	high, low := strings.IndexByte(digits, s[1]), strings.IndexByte(digits, s[2])
	return byte(high<<4 | low), high >= 0 && low >= 0
}
