package is

import (
	"math/bits"
	"strings"
)

// address is an IP address: the 128 bits of an IPv6 address, and those of an IPv4 address as RFC 4291 2.5.5.2 maps them.
type address struct {
	high, low uint64
	size      int // the bits of its notation: 32 or 128
}

const mappedPrefix = 0xffff // above the 32 bits of a mapped IPv4 address

// is4 reports whether the address is an IPv4 address, in its own or in the mapped notation.
func (a address) is4() bool { return a.high == 0 && a.low>>32 == mappedPrefix }

// trailingZeros counts the zero bits at the end.
func (a address) trailingZeros() int {
	if a.low != 0 {
		return bits.TrailingZeros64(a.low)
	}
	return 64 + bits.TrailingZeros64(a.high)
}

// IPv4 reports whether s is an IPv4 address in dotted decimals without leading zeros, or one mapped to IPv6 (ipv4).
func IPv4(s string) bool {
	a, ok := parseAddress(s)
	return ok && a.is4()
}

// IPv6 reports whether s is an IPv6 address of RFC 4291 without a zone, and not a mapped IPv4 address (ipv6).
func IPv6(s string) bool {
	a, ok := parseAddress(s)
	return ok && !a.is4()
}

// IP reports whether s is an IPv4 or an IPv6 address without a zone (ip).
func IP(s string) bool {
	_, ok := parseAddress(s)
	return ok
}

// CIDRv4 reports whether s is an IPv4 network in the notation of RFC 4632: an address without host bits, a slash and the
// length of the prefix (cidrv4).
func CIDRv4(s string) bool {
	a, prefix, ok := parseCIDR(s)
	return ok && a.is4() && a.trailingZeros() >= a.size-prefix
}

// CIDRv6 reports whether s is an IPv6 address, a slash and the length of a prefix of RFC 4291 (cidrv6).
func CIDRv6(s string) bool {
	a, _, ok := parseCIDR(s)
	return ok && !a.is4()
}

// CIDR reports whether s is an IPv4 or IPv6 address, a slash and the length of a prefix (cidr).
func CIDR(s string) bool {
	_, _, ok := parseCIDR(s)
	return ok
}

// MAC reports whether s is an EUI-48, an EUI-64 or a 20-byte InfiniBand address: pairs of hexadecimal digits with colons or
// hyphens, groups of four with dots, or digits alone (mac).
func MAC(s string) bool {
	switch len(s) {
	case 6*3 - 1, 8*3 - 1, 20*3 - 1:
		return (s[2] == ':' || s[2] == '-') && hasPairs(s, 2, s[2])
	case 3*5 - 1, 4*5 - 1, 10*5 - 1:
		return hasPairs(s, 4, '.')
	case 6 * 2, 8 * 2, 20 * 2:
		return hasPairs(s, 2, 0)
	}
	return false
}

func parseCIDR(s string) (a address, prefix int, ok bool) {
	slash := strings.IndexByte(s, '/')
	if slash < 0 || slash == len(s)-1 {
		return a, 0, false
	}
	if a, ok = parseAddress(s[:slash]); !ok {
		return a, 0, false
	}
	for i := slash + 1; i < len(s); i++ {
		if prefix = prefix*10 + int(s[i]-'0'); !isDigit(s[i]) || prefix > a.size {
			return a, 0, false
		}
	}
	return a, prefix, true
}

func parseAddress(s string) (address, bool) {
	if strings.IndexByte(s, ':') >= 0 {
		return parseIPv6(s)
	}
	v4, ok := parseIPv4(s)
	return address{low: mappedPrefix<<32 | uint64(v4), size: 32}, ok
}

func parseIPv4(s string) (v4 uint32, ok bool) {
	octet, digits, dots := uint32(0), 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case isDigit(c) && (digits == 0 || octet != 0):
			octet = octet*10 + uint32(c-'0')
			digits++
			if octet > 255 {
				return 0, false
			}
		case c == '.' && digits > 0 && dots < 3:
			v4 = v4<<8 | octet
			octet, digits = 0, 0
			dots++
		default:
			return 0, false
		}
	}
	return v4<<8 | octet, digits > 0 && dots == 3
}

func parseIPv6(s string) (a address, ok bool) {
	var groups [8]uint16
	n, gap := 0, -1
	if strings.HasPrefix(s, "::") {
		gap, s = 0, s[2:]
	}
	for s != "" && n < len(groups) {
		group, digits := hexGroup(s)
		if digits == 0 {
			return a, false
		}
		if digits < len(s) && s[digits] == '.' {
			v4, ok := parseIPv4(s)
			if !ok || n > 6 || gap < 0 && n < 6 {
				return a, false
			}
			groups[n], groups[n+1] = uint16(v4>>16), uint16(v4)
			n, s = n+2, ""
			break
		}
		groups[n] = group
		n++
		if s = s[digits:]; s == "" {
			break
		}
		if s[0] != ':' || len(s) == 1 {
			return a, false
		}
		if s = s[1:]; s[0] == ':' {
			if gap >= 0 {
				return a, false
			}
			gap, s = n, s[1:]
		}
	}
	if s != "" || (gap < 0) != (n == len(groups)) {
		return a, false
	}
	if gap >= 0 {
		copy(groups[len(groups)-(n-gap):], groups[gap:n])
		clear(groups[gap : len(groups)-(n-gap)])
	}
	for i := range 4 {
		a.high = a.high<<16 | uint64(groups[i])
		a.low = a.low<<16 | uint64(groups[4+i])
	}
	a.size = 128
	return a, true
}

// hexGroup reads up to four hexadecimal digits at the start of s.
func hexGroup(s string) (group uint16, digits int) {
	for digits < len(s) && digits < 4 && isHexDigit(s[digits]) {
		group = group<<4 | uint16(hexValue(s[digits]))
		digits++
	}
	return group, digits
}
