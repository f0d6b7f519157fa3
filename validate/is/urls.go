package is

import "strings"

// What [URL] folds before it reads: the only letters beyond ASCII that have one of ASCII as their lower case.
const (
	kelvin  = "\u212a" // k
	dottedI = "\u0130" // i
)

// URL reports whether s is an absolute URI of RFC 3986 as net/url reads it in lower case, with a host, an opaque part or a
// fragment, or with a path if it is of the scheme file (url).
func URL(s string) bool {
	u, ok := parseURL(s, true)
	if !ok || u.scheme == "" {
		return false
	}
	if foldsTo(u.scheme, "file") {
		return u.path != "" && u.path != "/"
	}
	return u.host != "" || u.opaque != "" || u.fragment != ""
}

// HTTPURL reports whether s is a [URL] of the scheme http or https with a host (http_url).
func HTTPURL(s string) bool {
	u, ok := parseURL(s, true)
	return ok && u.host != "" && isHTTP(u.scheme)
}

// HTTPSURL reports whether s is a [URL] of the scheme https with a host (https_url).
func HTTPSURL(s string) bool {
	u, ok := parseURL(s, true)
	return ok && u.host != "" && foldsTo(u.scheme, "https")
}

// URI reports whether s is, up to a fragment, what net/url takes in an HTTP request: an absolute URI of RFC 3986, an
// absolute path with an optional query, or an asterisk (uri).
func URI(s string) bool {
	s, _, _ = strings.Cut(s, "#")
	u, ok := parseURL(s, false)
	return ok && (u.scheme != "" || s == "*" || strings.HasPrefix(u.path, "/"))
}

// Origin reports whether s is a web origin of RFC 6454: the scheme http or https, a host name or IP address and an optional
// port from 1 to 65535 (origin).
func Origin(s string) bool {
	scheme, authority, _ := strings.Cut(s, "://")
	if !isHTTP(scheme) {
		return false
	}
	if port := strings.LastIndexByte(authority, ':'); port >= 0 && isPortSuffix(authority[port:]) {
		if port+1 < len(authority) && !portNumber(authority[port+1:]) {
			return false
		}
		authority = authority[:port]
	}
	if strings.HasPrefix(authority, "[") && strings.HasSuffix(authority, "]") {
		_, ok := parseIPv6(authority[1 : len(authority)-1])
		return ok
	}
	return Hostname1123(authority)
}

// urlParts are the parts of a URL as written.
type urlParts struct{ scheme, opaque, host, path, fragment string }

// parseURL splits a URL and reports whether net/url takes it. With fold it reads what strings.ToLower makes of s. The
// result is that of Go 1.26.
func parseURL(s string, fold bool) (u urlParts, ok bool) {
	s, u.fragment, _ = strings.Cut(s, "#")
	if !hasPercentPairs(u.fragment) || hasControls(s) {
		return u, false
	}
	length, ok := schemeLength(s, fold)
	if !ok {
		return u, false
	}
	rest := s
	if length > 0 {
		u.scheme, rest = s[:length], s[length+1:]
	}
	rest, _, _ = strings.Cut(rest, "?")
	if u.scheme != "" && !strings.HasPrefix(rest, "/") {
		u.opaque = rest
		return u, true
	}
	u.path = rest
	if u.scheme != "" && strings.HasPrefix(rest, "//") {
		authority := rest[2:]
		u.path = ""
		if slash := strings.IndexByte(authority, '/'); slash >= 0 {
			authority, u.path = authority[:slash], authority[slash:]
		}
		at := strings.LastIndexByte(authority, '@')
		u.host = authority[at+1:]
		if !isURLHost(u.host, isHTTP(u.scheme)) || at > 0 && !isUserinfo(authority[:at], fold) {
			return u, false
		}
	}
	return u, hasPercentPairs(u.path)
}

// schemeLength returns the length of the scheme at the start of s, 0 if there is none. It is not ok if a colon comes first.
func schemeLength(s string, fold bool) (length int, ok bool) {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isLetter(c):
		case c == ':':
			return i, i > 0
		case isDigit(c) || c == '+' || c == '-' || c == '.':
			if i == 0 {
				return 0, true
			}
		case fold && strings.HasPrefix(s[i:], kelvin):
			i += len(kelvin) - 1
		case fold && strings.HasPrefix(s[i:], dottedI):
			i += len(dottedI) - 1
		default:
			return 0, true
		}
	}
	return 0, true
}

// isHTTP reports whether the scheme is http or https in any case.
func isHTTP(scheme string) bool { return foldsTo(scheme, "http") || foldsTo(scheme, "https") }

// foldsTo reports whether the lower case of s is the word, which is in ASCII and in lower case.
func foldsTo(s, word string) bool {
	for i := range len(word) {
		switch {
		case s != "" && toLower(s[0]) == word[i]:
			s = s[1:]
		case word[i] == 'k' && strings.HasPrefix(s, kelvin):
			s = s[len(kelvin):]
		case word[i] == 'i' && strings.HasPrefix(s, dottedI):
			s = s[len(dottedI):]
		default:
			return false
		}
	}
	return s == ""
}

// hasControls reports whether s holds an ASCII control character.
func hasControls(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7f {
			return true
		}
	}
	return false
}

// hasPercentPairs reports whether two hexadecimal digits follow every percent sign.
func hasPercentPairs(s string) bool {
	for {
		i := strings.IndexByte(s, '%')
		if i < 0 {
			return true
		}
		if s = s[i+1:]; !isHexPair(s) {
			return false
		}
	}
}

// isHexPair reports whether s starts with two hexadecimal digits.
func isHexPair(s string) bool { return len(s) >= 2 && isHexDigit(s[0]) && isHexDigit(s[1]) }

// isUserinfo reports whether s is made of the characters of RFC 3986's userinfo, and at signs.
func isUserinfo(s string, fold bool) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; isAlphanumeric(c) || strings.IndexByte("-._:~!$&'()*+,;=%@", c) >= 0 {
			continue
		}
		switch {
		case fold && strings.HasPrefix(s[i:], kelvin):
			i += len(kelvin) - 1
		case fold && strings.HasPrefix(s[i:], dottedI):
			i += len(dottedI) - 1
		default:
			return false
		}
	}
	return hasPercentPairs(s)
}

// isURLHost reports whether s is a host with an optional port: an IPv6 address in brackets, or characters that a host may
// have. Only with oneColon must the port be all that follows the first colon; databases list hosts with their ports.
func isURLHost(s string, oneColon bool) bool {
	switch strings.LastIndexByte(s, '[') {
	case 0:
		end := strings.LastIndexByte(s, ']')
		return end > 0 && isPortSuffix(s[end+1:]) && isIPLiteral(s[1:end])
	case -1:
		colon := strings.LastIndexByte(s, ':')
		if oneColon {
			colon = strings.IndexByte(s, ':')
		}
		return (colon < 0 || isPortSuffix(s[colon:])) && isHostText(s)
	}
	return false
}

// isPortSuffix reports whether s is empty, or a colon and any number of digits.
func isPortSuffix(s string) bool {
	for i := range len(s) {
		if i == 0 && s[i] != ':' || i > 0 && !isDigit(s[i]) {
			return false
		}
	}
	return true
}

// isIPLiteral reports whether s is an IPv6 address, perhaps with a zone after %25 (RFC 6874).
func isIPLiteral(s string) bool {
	s, zone, found := strings.Cut(s, "%25")
	if _, ok := parseIPv6(s); !ok || found && zone == "" {
		return false
	}
	for i := 0; i < len(zone); i++ {
		switch c := zone[i]; {
		case c == '%':
			if !isHexPair(zone[i+1:]) {
				return false
			}
			escaped := hexValue(zone[i+1])<<4 | hexValue(zone[i+2])
			if escaped != '%' && escaped != ' ' && !isHostCharacter(escaped) {
				return false
			}
			i += 2
		case c < 0x80 && !isHostCharacter(c):
			return false
		}
	}
	return true
}

// isHostText reports whether s has only characters of a host, with none of ASCII escaped but the percent sign.
func isHostText(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '%':
			if !isHexPair(s[i+1:]) || hexValue(s[i+1]) < 8 && s[i+1:i+3] != "25" {
				return false
			}
			i += 2
		case c < 0x80 && !isHostCharacter(c):
			return false
		}
	}
	return true
}

// isHostCharacter reports whether c is an ASCII character that net/url takes in a host unescaped.
func isHostCharacter(c byte) bool {
	return isAlphanumeric(c) || strings.IndexByte("-._~!$&'()*+,;=:[]<>\"", c) >= 0
}
