package is

import "strings"

// HTML reports whether s holds what may be a tag: <, an optional slash, a letter, and > on the same line (html).
func HTML(s string) bool {
	open := false
	for i := range len(s) {
		switch s[i] {
		case '<':
			open = open || startsTag(s[i+1:])
		case '\n':
			open = false
		case '>':
			if open {
				return true
			}
		}
	}
	return false
}

func startsTag(s string) bool {
	if s != "" && s[0] == '/' {
		s = s[1:]
	}
	return s != "" && letters.has(s[0])
}

// HTMLEncoded reports whether s holds the start of a character reference: a decimal or hexadecimal one with two
// hexadecimal digits, or &lt, &gt, &amp or &quot (html_encoded).
func HTMLEncoded(s string) bool {
	for {
		at := strings.IndexByte(s, '&')
		if at < 0 {
			return false
		}
		if s = s[at+1:]; startsReference(s) {
			return true
		}
	}
}

func startsReference(s string) bool {
	if strings.HasPrefix(s, "#") {
		code := strings.TrimPrefix(s[1:], "x")
		return len(code) >= 2 && hexDigits.all(code[:2])
	}
	return strings.HasPrefix(s, "lt") || strings.HasPrefix(s, "gt") ||
		strings.HasPrefix(s, "amp") || strings.HasPrefix(s, "quot")
}
