package is

import "strings"

// UUID reports whether s is a UUID of RFC 9562 in its usual form of 36 characters, in any case, of any version (uuid).
func UUID(s string) bool { return uuid(s, &hexDigits) }

// UUID3 reports whether s is a version 3 UUID in lower case, of any variant (uuid3).
func UUID3(s string) bool { return uuid(s, &hexLower) && s[14] == '3' }

// UUID4 reports whether s is a version 4 UUID in lower case (uuid4).
func UUID4(s string) bool { return uuid(s, &hexLower) && s[14] == '4' && variant(s) }

// UUID5 reports whether s is a version 5 UUID in lower case (uuid5).
func UUID5(s string) bool { return uuid(s, &hexLower) && s[14] == '5' && variant(s) }

// UUID7 reports whether s is a version 7 UUID in lower case (uuid7).
func UUID7(s string) bool { return uuid(s, &hexLower) && s[14] == '7' && variant(s) }

// UUIDRFC4122 is [UUID] (uuid_rfc4122).
func UUIDRFC4122(s string) bool { return UUID(s) }

// UUID3RFC4122 reports whether s is a version 3 UUID in any case, of any variant (uuid3_rfc4122).
func UUID3RFC4122(s string) bool { return uuid(s, &hexDigits) && s[14] == '3' }

// UUID4RFC4122 reports whether s is a version 4 UUID in any case (uuid4_rfc4122).
func UUID4RFC4122(s string) bool { return uuid(s, &hexDigits) && s[14] == '4' && variant(s) }

// UUID5RFC4122 reports whether s is a version 5 UUID in any case (uuid5_rfc4122).
func UUID5RFC4122(s string) bool { return uuid(s, &hexDigits) && s[14] == '5' && variant(s) }

// uuid reports whether s is digits of the class in groups of 8, 4, 4, 4 and 12.
func uuid(s string, class *class) bool {
	return len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-' &&
		class.all(s[:8]) && class.all(s[9:13]) && class.all(s[14:18]) && class.all(s[19:23]) && class.all(s[24:])
}

// variant reports whether a UUID is of the variant that RFC 9562 specifies.
func variant(s string) bool {
	switch s[19] {
	case '8', '9', 'a', 'b', 'A', 'B':
		return true
	}
	return false
}

// crockford holds the digits of Crockford's base 32.
var crockford = class{
	low: digitBits,
	high: upperBits&^(1<<('I'-64)|1<<('L'-64)|1<<('O'-64)|1<<('U'-64)) |
		lowerBits&^(1<<('i'-64)|1<<('l'-64)|1<<('o'-64)|1<<('u'-64)),
}

// ULID reports whether s is 26 digits of Crockford's base 32 in any case, the first at most 7. The Kelvin sign and the
// long s count as the K and S whose other cases they are (ulid).
func ULID(s string) bool {
	if s == "" || s[0] < '0' || s[0] > '7' {
		return false
	}
	n := crockford.run(s)
	for count := n; ; count++ {
		if n == len(s) || count > 26 {
			return n == len(s) && count == 26
		}
		switch rest := s[n:]; {
		case crockford.has(rest[0]):
			n++
		case strings.HasPrefix(rest, "\u212a"):
			n += len("\u212a")
		case strings.HasPrefix(rest, "\u017f"):
			n += len("\u017f")
		default:
			return false
		}
	}
}

// ObjectID reports whether s is a BSON ObjectId: 24 hexadecimal digits in lower case (mongodb).
func ObjectID(s string) bool { return hexLower.many(s, 24) }
