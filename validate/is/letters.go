package is

import (
	"unicode"
	"unicode/utf8"
)

// Alpha reports whether s is one or more ASCII letters (alpha).
func Alpha(s string) bool { return letters.some(s) }

// AlphaSpace reports whether s is one or more ASCII letters and spaces (alphaspace).
func AlphaSpace(s string) bool { return lettersBlank.some(s) }

// Alphanum reports whether s is one or more ASCII letters and digits (alphanum).
func Alphanum(s string) bool { return alphanumeric.some(s) }

// AlphanumSpace reports whether s is one or more ASCII letters, digits and spaces (alphanumspace).
func AlphanumSpace(s string) bool { return alphanumBlank.some(s) }

// AlphaUnicode reports whether s is one or more letters, of Unicode's category L (alphaunicode).
func AlphaUnicode(s string) bool {
	rest := s[letters.run(s):]
	for _, r := range rest {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return s != ""
}

// AlphanumUnicode reports whether s is one or more letters and numbers, of Unicode's categories L and N
// (alphanumunicode).
func AlphanumUnicode(s string) bool {
	rest := s[alphanumeric.run(s):]
	for _, r := range rest {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			return false
		}
	}
	return s != ""
}

// ASCII reports whether s, which may be empty, holds ASCII characters only (ascii).
func ASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// PrintASCII reports whether s, which may be empty, holds printable ASCII characters only, space to tilde (printascii).
func PrintASCII(s string) bool { return printable.all(s) }

// Multibyte reports whether s is empty or holds a byte outside ASCII (multibyte).
func Multibyte(s string) bool { return s == "" || !ASCII(s) }

// Lowercase reports whether s is valid UTF-8, not empty, and what Unicode's lower case makes of it (lowercase).
func Lowercase(s string) bool { return s != "" && fixed(s, unicode.ToLower) }

// Uppercase reports whether s is valid UTF-8, not empty, and what Unicode's upper case makes of it (uppercase).
func Uppercase(s string) bool { return s != "" && fixed(s, unicode.ToUpper) }

// fixed reports whether mapping changes no rune of s; it changes bytes that are not UTF-8.
func fixed(s string, mapping func(rune) rune) bool {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return false
			}
		}
		if mapping(r) != r {
			return false
		}
	}
	return true
}

// Boolean reports whether strconv.ParseBool takes s: 1, t, T, true, True, TRUE and their opposites (boolean).
func Boolean(s string) bool {
	switch s {
	case "1", "t", "T", "true", "True", "TRUE", "0", "f", "F", "false", "False", "FALSE":
		return true
	}
	return false
}
