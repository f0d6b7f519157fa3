package is

import (
	"strings"
	"unicode/utf8"
)

var semverCharacters = class{low: digitBits | 1<<'-', high: upperBits | lowerBits}

// SemVer reports whether s is a version of Semantic Versioning 2.0.0 (semver).
func SemVer(s string) bool {
	for i := range 3 {
		n := digits.run(s)
		if !semverNumber(s[:n]) {
			return false
		}
		if s = s[n:]; i < 2 {
			if s == "" || s[0] != '.' {
				return false
			}
			s = s[1:]
		}
	}
	s, build, hasBuild := strings.Cut(s, "+")
	if hasBuild && !semverIdentifiers(build, false) {
		return false
	}
	return s == "" || s[0] == '-' && semverIdentifiers(s[1:], true)
}

// semverNumber reports whether the digits s are a number without leading zeros.
func semverNumber(s string) bool { return len(s) == 1 || len(s) > 1 && s[0] != '0' }

// semverIdentifiers reports whether s is identifiers with points between them. Numbers among them must not have leading
// zeros where strict.
func semverIdentifiers(s string, strict bool) bool {
	for more := true; more; {
		var one string
		one, s, more = strings.Cut(s, ".")
		if !semverCharacters.some(one) || strict && digits.all(one) && !semverNumber(one) {
			return false
		}
	}
	return true
}

// CVE reports whether s is a CVE identifier: CVE, the year 1999 or a later one below 3000, and four digits that are not
// 0000, or more of which the first is not 0. One of the last three of four digits that start with 0 may be any other
// character (cve).
func CVE(s string) bool {
	s, found := strings.CutPrefix(s, "CVE-")
	if !found || len(s) < 9 || s[4] != '-' || s[:4] != "1999" && (s[0] != '2' || !digits.all(s[1:4])) {
		return false
	}
	s = s[5:]
	if s[0] != '0' {
		return digits.all(s)
	}
	s = s[1:]
	empty, others := 0, 0
	for range 3 {
		_, size := utf8.DecodeRuneInString(s)
		if size == 0 {
			return false
		}
		if s[0] == '0' {
			empty++
		} else if !digits.has(s[0]) {
			others++
		}
		s = s[size:]
	}
	return s == "" && empty < 3 && others <= 1
}
