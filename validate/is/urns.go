package is

import "strings"

const maxNamespace = 32 // characters of a namespace identifier

// URN2141 reports whether s is a Uniform Resource Name of RFC 2141 (urn_rfc2141). Two letters or digits of any kind follow
// a percent sign, and a namespace starting with a u must not make the fourth character from there a colon, as urn would.
func URN2141(s string) bool {
	namespace, name, ok := cutURN(s)
	if !ok || !isAlphanumeric(namespace[0]) || name == "" {
		return false
	}
	if fourth := len("urn:") + 3; toLower(namespace[0]) == 'u' && fourth < len(s) && s[fourth] == ':' {
		return false
	}
	for name != "" {
		size := urnCharacter(name)
		if size == 0 || name[0] == '~' || name[0] == '&' {
			return false
		}
		name = name[size:]
	}
	return true
}

// URN8141 reports whether s is a Uniform Resource Name of RFC 8141, perhaps with a resolution, a query and a fragment
// component; an informal namespace is urn- with a number (urn_rfc8141). Two letters or digits of any kind follow a percent
// sign, and ?+ and ?= may recur only where what they introduce could not start.
func URN8141(s string) bool {
	const (
		name = iota
		resolution
		query
		fragment
	)
	namespace, rest, ok := cutURN(s)
	if !ok || !isNamespace(namespace) {
		return false
	}
	part, empty := name, true
	for rest != "" {
		size := urnCharacter(rest)
		switch {
		case size > 0:
		case part == fragment && (rest[0] == '/' || rest[0] == '?'):
			size = 1
		case part == fragment || empty:
			return false
		case rest[0] == '/':
			size = 1
		case rest[0] == '#':
			part, rest = fragment, rest[1:]
			continue
		case rest[0] != '?':
			return false
		case strings.HasPrefix(rest, "?+") && part == name:
			part, empty, rest = resolution, true, rest[2:]
			continue
		case strings.HasPrefix(rest, "?=") && part < query && (part == name || urnCharacter(rest[2:]) > 0):
			part, empty, rest = query, true, rest[2:]
			continue
		case part == name,
			part == resolution && strings.HasPrefix(rest, "?+") && !strings.HasPrefix(rest, "?+/"),
			part == query && strings.HasPrefix(rest, "?=") && !strings.HasPrefix(rest, "?=/"):
			return false
		default:
			size = 1
		}
		empty, rest = false, rest[size:]
	}
	return !empty
}

// cutURN splits a URN after its namespace identifier, which is up to 32 letters, digits and hyphens.
func cutURN(s string) (namespace, rest string, ok bool) {
	const prefix = "urn:"
	if len(s) < len(prefix) || !foldsTo(s[:len(prefix)], prefix) {
		return "", "", false
	}
	s = s[len(prefix):]
	length := 0
	for length < len(s) && (isAlphanumeric(s[length]) || s[length] == '-') {
		length++
	}
	if length == 0 || length > maxNamespace || length == len(s) || s[length] != ':' {
		return "", "", false
	}
	return s[:length], s[length+1:], true
}

// isNamespace reports whether s, made of letters, digits and hyphens, is a namespace identifier of RFC 8141.
func isNamespace(s string) bool {
	const informal = "urn-"
	if len(s) < 2 || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	if len(s) > len(informal) && foldsTo(s[:len(informal)], informal) {
		return s[len(informal)] != '0' && !isLetter(s[len(informal)])
	}
	return true
}

// urnCharacter returns the size of the character of RFC 8141's pchar that s starts with: three if it is escaped, 0 if
// there is none.
func urnCharacter(s string) int {
	switch {
	case s == "":
		return 0
	case isAlphanumeric(s[0]) || strings.IndexByte("()+,-.:=@;$_!*'~&", s[0]) >= 0:
		return 1
	case s[0] == '%' && len(s) > 2 && isAlphanumeric(s[1]) && isAlphanumeric(s[2]):
		return 3
	}
	return 0
}
