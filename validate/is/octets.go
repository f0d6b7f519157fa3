package is

// isDigit reports whether c is an ASCII digit.
func isDigit(c byte) bool { return c-'0' <= 9 }

// isLetter reports whether c is an ASCII letter.
func isLetter(c byte) bool { return (c|0x20)-'a' <= 25 }

// isAlphanumeric reports whether c is an ASCII letter or digit.
func isAlphanumeric(c byte) bool { return isDigit(c) || isLetter(c) }

// isHexDigit reports whether c is a hexadecimal digit of either case.
func isHexDigit(c byte) bool { return isDigit(c) || (c|0x20)-'a' <= 5 }

// hexValue returns the value of a hexadecimal digit.
func hexValue(c byte) byte {
	if isDigit(c) {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

// toLower returns c in lower case if it is an ASCII letter.
func toLower(c byte) byte {
	if c-'A' <= 25 {
		return c | 0x20
	}
	return c
}

// hasPairs reports whether s is one or more groups of size hexadecimal digits with separator between them, or without any
// separator if that is 0.
func hasPairs(s string, size int, separator byte) bool {
	inGroup := 0
	for i := range len(s) {
		switch {
		case isHexDigit(s[i]) && (inGroup < size || separator == 0):
			inGroup++
		case s[i] == separator && separator != 0 && inGroup == size:
			inGroup = 0
		default:
			return false
		}
	}
	return inGroup == size || separator == 0
}
