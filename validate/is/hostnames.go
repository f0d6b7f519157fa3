package is

import "strings"

const (
	maxLabel  = 63  // RFC 1035 2.3.4
	maxDomain = 253 // RFC 1035 2.3.4: 255 octets on the wire
)

// Hostname reports whether s is a host name of RFC 952: labels of letters, digits and inner hyphens, up to 63 each, the
// first starting with a letter (hostname).
func Hostname(s string) bool { return s != "" && isLetter(s[0]) && Hostname1123(s) }

// Hostname1123 reports whether s is a host name of RFC 1123, whose first label may start with a digit
// (hostname_rfc1123).
func Hostname1123(s string) bool {
	length := 0
	for i := range len(s) {
		switch c := s[i]; {
		case isAlphanumeric(c), c == '-' && length > 0:
			if length++; length > maxLabel {
				return false
			}
		case c == '.' && length > 0 && s[i-1] != '-':
			length = 0
		default:
			return false
		}
	}
	return length > 0 && s[len(s)-1] != '-'
}

// HostnameLabel reports whether s is one label of a host name of RFC 1123 (hostname_label).
func HostnameLabel(s string) bool { return Hostname1123(s) && strings.IndexByte(s, '.') < 0 }

// FQDN reports whether s is a domain name of two or more labels, the last starting with a letter, 253 bytes in all; a
// final dot is optional and a label may end with a hyphen (fqdn).
func FQDN(s string) bool {
	s = strings.TrimSuffix(s, ".")
	if len(s) > maxDomain {
		return false
	}
	length, dots, last := 0, 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case isAlphanumeric(c), c == '-' && length > 0:
			if length++; length > maxLabel {
				return false
			}
		case c == '.' && length > 0:
			length, last = 0, i+1
			dots++
		default:
			return false
		}
	}
	return length > 0 && dots > 0 && isLetter(s[last])
}

// DNSLabel reports whether s is a label of RFC 1035 in lower case: a letter, then letters, digits and inner hyphens, up to
// 63 (dns_rfc1035_label).
func DNSLabel(s string) bool {
	if s == "" || len(s) > maxLabel || s[0] < 'a' || s[len(s)-1] == '-' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !isAlphanumeric(c) && c != '-' || c-'A' <= 25 {
			return false
		}
	}
	return true
}

// HostnamePort reports whether s is a host name of RFC 1123, which may stand in brackets or be missing, a colon and a port
// from 1 to 65535 (hostname_port).
func HostnamePort(s string) bool {
	colon := strings.LastIndexByte(s, ':')
	if colon < 0 {
		return false
	}
	host := s[:colon]
	if len(host) > 1 && host[0] == '[' && host[len(host)-1] == ']' {
		host = host[1 : len(host)-1]
	}
	return (host == "" || Hostname1123(host)) && portNumber(s[colon+1:])
}

// portNumber reports whether s is a decimal number from 1 to 65535, perhaps with a plus sign or leading zeros.
func portNumber(s string) bool {
	if s != "" && s[0] == '+' {
		s = s[1:]
	}
	port := 0
	for i := range len(s) {
		if port = port*10 + int(s[i]-'0'); !isDigit(s[i]) || port > 0xffff {
			return false
		}
	}
	return port > 0
}
