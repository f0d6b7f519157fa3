package is

import "strings"

var (
	base32Digits    = class{low: (1<<6 - 1) << '2', high: upperBits}
	base64Digits    = class{low: digitBits | 1<<'+' | 1<<'/', high: upperBits | lowerBits}
	base64URLDigits = class{low: digitBits | 1<<'-', high: upperBits | lowerBits | 1<<('_'-64)}
)

// Base32 reports whether s is not empty and base 32 of RFC 4648 with its padding; the bits that the last digit leaves
// over may be any (base32).
func Base32(s string) bool {
	if s == "" || len(s)%8 != 0 {
		return false
	}
	switch s[base32Digits.run(s):] {
	case "", "=", "===", "====", "======":
		return true
	}
	return false
}

// Base64 reports whether s is not empty and base 64 of RFC 4648 with its padding; the bits that the last digit leaves
// over may be any (base64).
func Base64(s string) bool { return padded64(s, &base64Digits) }

// Base64URL reports whether s is not empty and base 64 of RFC 4648's alphabet for URLs, with its padding (base64url).
func Base64URL(s string) bool { return padded64(s, &base64URLDigits) }

// Base64RawURL reports whether s is not empty and base 64 of RFC 4648's alphabet for URLs, without padding
// (base64rawurl).
func Base64RawURL(s string) bool { return s != "" && len(s)%4 != 1 && base64URLDigits.all(s) }

func padded64(s string, alphabet *class) bool {
	if s == "" || len(s)%4 != 0 {
		return false
	}
	switch s[alphabet.run(s):] {
	case "", "=", "==":
		return true
	}
	return false
}

// DataURI reports whether s is data:, anything up to the first comma, and Base64 (datauri; RFC 2397).
func DataURI(s string) bool {
	head, data, found := strings.Cut(s, ",")
	return found && strings.HasPrefix(head, "data:") && Base64(data)
}

// JWT reports whether s has the form of a JSON web token in compact serialization, RFC 7519: three runs of URL-safe
// base 64 with points between them, of which the last may be empty (jwt).
func JWT(s string) bool {
	header, rest, _ := strings.Cut(s, ".")
	payload, signature, found := strings.Cut(rest, ".")
	return found && base64URLDigits.some(header) && base64URLDigits.some(payload) && base64URLDigits.all(signature)
}

// URLEncoded reports whether each percent sign of s, which may be empty, has two hexadecimal digits behind it
// (url_encoded; RFC 3986).
func URLEncoded(s string) bool {
	for {
		at := strings.IndexByte(s, '%')
		if at < 0 {
			return true
		}
		if s = s[at+1:]; len(s) < 2 || !hexDigits.all(s[:2]) {
			return false
		}
	}
}
