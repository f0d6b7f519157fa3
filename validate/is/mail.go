package is

import (
	"strings"
	"unicode/utf8"
)

// Email reports whether s is an addr-spec of RFC 5322 without comments, folding or an address literal: a dot-atom or a
// quoted string, an at sign and a domain of two or more labels; letters of RFC 6532 from U+00A0 to U+FFEF are welcome
// (email).
func Email(s string) bool {
	at := strings.LastIndexByte(s, '@')
	if at <= 0 || !mailDomain(s[at+1:]) {
		return false
	}
	if s[0] == '"' {
		return mailQuoted(s[:at])
	}
	return mailDotAtom(s[:at])
}

// mailLetter returns the size of the letter beyond ASCII that s starts with, 0 if there is none that an address may hold.
func mailLetter(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	if 0xa0 <= r && r <= 0xd7ff || 0xf900 <= r && r <= 0xfdcf || 0xfdf0 <= r && r <= 0xffef {
		return size
	}
	return 0
}

// mailDotAtom reports whether s is atoms with single dots between them.
func mailDotAtom(s string) bool {
	dot := true // the one before the first atom is missing
	for i := 0; i < len(s); {
		size := 1
		switch c := s[i]; {
		case c == '.':
			if dot {
				return false
			}
		case c >= utf8.RuneSelf:
			if size = mailLetter(s[i:]); size == 0 {
				return false
			}
		case !isAtomCharacter(c):
			return false
		}
		dot = s[i] == '.'
		i += size
	}
	return !dot
}

// isAtomCharacter reports whether c is an ASCII character of RFC 5322's atext.
func isAtomCharacter(c byte) bool {
	if isAlphanumeric(c) {
		return true
	}
	switch c {
	case '!', '#', '$', '%', '&', '\'', '*', '+', '-', '/', '=', '?', '^', '_', '`', '{', '|', '}', '~':
		return true
	}
	return false
}

// mailQuoted reports whether s, which starts with a quote, is a quoted string that is not empty.
func mailQuoted(s string) bool {
	last := len(s) - 1
	escaped := false
	for i := 1; i < last; {
		size := 1
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			if size = mailLetter(s[i:]); size == 0 {
				return false
			}
		case c == 0x7f, c < ' ' && c != '\t', c == '"' && !escaped:
			return false
		}
		escaped = s[i] == '\\' && !escaped
		i += size
	}
	return last > 1 && s[last] == '"' && !escaped
}

// mailDomain reports whether s is labels with single dots between them, and of a dot that letters or digits precede and a
// letter follows; the whole starts with a letter or digit and ends with a letter.
func mailDomain(s string) bool {
	const (
		edge   = iota // a hyphen or tilde, or a dot or nothing before
		digit         // may end all labels but the last
		letter        // may also start and end the last
	)
	before, dotAfter, found := edge, edge, false
	for i := 0; i < len(s); {
		kind, size := edge, 1
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			if size = mailLetter(s[i:]); size == 0 {
				return false
			}
			kind = letter
		case isLetter(c):
			kind = letter
		case isDigit(c):
			kind = digit
		case c == '.':
			if i == 0 || s[i-1] == '.' {
				return false
			}
		case c != '-' && c != '~':
			return false
		}
		if i == 0 && kind == edge {
			return false
		}
		if i > 0 && s[i-1] == '.' && dotAfter != edge && kind == letter {
			found = true
		}
		if s[i] == '.' {
			dotAfter = before
		}
		before = kind
		i += size
	}
	return found && before == letter
}
