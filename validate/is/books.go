package is

// ISBN reports whether s is an ISBN-10 or an ISBN-13 (isbn).
func ISBN(s string) bool { return ISBN10(s) || ISBN13(s) }

// ISBN10 reports whether s is an international standard book number of 10 digits, ISO 2108:1992, with its check digit
// and up to 3 hyphens and 3 spaces anywhere (isbn10).
func ISBN10(s string) bool {
	hyphens, blanks, n, sum := 0, 0, 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '-':
			hyphens++
		case c == ' ':
			blanks++
		case digits.has(c) && n < 10:
			n++
			sum += n * int(c-'0')
		case c == 'X' && n == 9:
			n++
			sum += 10 * 10
		default:
			return false
		}
	}
	return n == 10 && sum%11 == 0 && hyphens <= 3 && blanks <= 3
}

// ISBN13 reports whether s is an international standard book number of 13 digits, ISO 2108:2017, which starts with 978
// or 979, with its check digit and up to 4 hyphens and 4 spaces anywhere (isbn13).
func ISBN13(s string) bool {
	hyphens, blanks, n, sum, prefix := 0, 0, 0, 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '-':
			hyphens++
		case c == ' ':
			blanks++
		case digits.has(c) && n < 13:
			digit := int(c - '0')
			if n < 3 {
				prefix = prefix*10 + digit
			}
			sum += digit * (1 + n%2*2)
			n++
		default:
			return false
		}
	}
	return n == 13 && sum%10 == 0 && (prefix == 978 || prefix == 979) && hyphens <= 4 && blanks <= 4
}

// ISSN reports whether s is an international standard serial number, ISO 3297, with its hyphen and check digit (issn).
func ISSN(s string) bool {
	if len(s) != 9 || s[4] != '-' || !digits.all(s[:4]) || !digits.all(s[5:8]) {
		return false
	}
	sum := 0
	for i := range 4 {
		sum += (8 - i) * int(s[i]-'0')
	}
	for i := range 3 {
		sum += (4 - i) * int(s[5+i]-'0')
	}
	switch last := s[8]; {
	case last == 'X':
		sum += 10
	case digits.has(last):
		sum += int(last - '0')
	default:
		return false
	}
	return sum%11 == 0
}
