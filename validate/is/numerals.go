package is

// Number reports whether s is one or more ASCII digits (number).
func Number(s string) bool { return digits.some(s) }

// Numeric reports whether s is digits with an optional sign and an optional fraction (numeric).
func Numeric(s string) bool {
	s = unsigned(s)
	n := digits.run(s)
	return n > 0 && (n == len(s) || s[n] == '.' && digits.some(s[n+1:]))
}

// unsigned returns s without one leading sign.
func unsigned(s string) string {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		return s[1:]
	}
	return s
}

// Hexadecimal reports whether s is one or more hexadecimal digits in any case, with or without 0x (hexadecimal).
func Hexadecimal(s string) bool {
	if len(s) > 2 && s[0] == '0' && s[1]|0x20 == 'x' {
		s = s[2:]
	}
	return hexDigits.some(s)
}

// E164 reports whether s is a telephone number of ITU-T E.164: 8 to 15 digits, the first not 0, with or without a
// plus (e164).
func E164(s string) bool {
	if s != "" && s[0] == '+' {
		s = s[1:]
	}
	return 8 <= len(s) && len(s) <= 15 && s[0] != '0' && digits.all(s)
}

// SSN reports whether s is a United States social security number with its separators, each a hyphen or a space, and
// neither group nor serial number zero (ssn).
func SSN(s string) bool {
	return len(s) == 11 && digits.all(s[:3]) && hyphenOrBlank(s[3]) && digits.all(s[4:6]) && s[4:6] != "00" &&
		hyphenOrBlank(s[6]) && digits.all(s[7:]) && s[7:] != "0000"
}

func hyphenOrBlank(b byte) bool { return b == '-' || b == ' ' }

// EIN reports whether s is a United States employer identification number: two digits, a hyphen, seven (ein).
func EIN(s string) bool {
	return len(s) == 10 && digits.all(s[:2]) && s[2] == '-' && digits.all(s[3:])
}

// Latitude reports whether s is a decimal number of degrees from -90 to 90 without leading zeros (latitude).
func Latitude(s string) bool { return degrees(s, 90) }

// Longitude reports whether s is a decimal number of degrees from -180 to 180 without leading zeros (longitude).
func Longitude(s string) bool { return degrees(s, 180) }

// degrees reports whether s is a decimal number from -most to most.
func degrees(s string, most int) bool {
	s = unsigned(s)
	n, whole := leading(s, most)
	if n == 0 || n == len(s) {
		return n > 0
	}
	fraction := s[n+1:]
	if s[n] != '.' || !digits.some(fraction) {
		return false
	}
	return whole < most || zeros.all(fraction)
}

// leading returns the length and value of the digits at the start of s, or length 0 where there are none, or they have
// leading zeros or exceed most, which is below 1000.
func leading(s string, most int) (length, value int) {
	n := 0
	for n < len(s) && digits.has(s[n]) {
		value = value*10 + int(s[n]-'0')
		n++
		if n > 3 {
			return 0, 0
		}
	}
	if n > 1 && s[0] == '0' || value > most {
		return 0, 0
	}
	return n, value
}
