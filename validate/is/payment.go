package is

import "strconv"

// BIC reports whether s has the form of a business identifier code of ISO 9362:2022: four letters or digits, a country
// of two letters, two and optionally three letters or digits, in upper case (bic).
func BIC(s string) bool {
	return (len(s) == 8 || len(s) == 11) && capitalsNum.all(s) && capitals.all(s[4:6])
}

// BIC2014 reports whether s has the form of a business identifier code of ISO 9362:2014 in any case: six letters, then
// two or five letters or digits (bic_iso_9362_2014).
func BIC2014(s string) bool {
	return (len(s) == 8 || len(s) == 11) && letters.all(s[:6]) && alphanumeric.all(s[6:])
}

// CreditCard reports whether s is a card number of 12 to 19 digits with its check digit, ISO/IEC 7812-1. Single spaces
// may divide it into groups of at least 3 digits (credit_card).
func CreditCard(s string) bool {
	count, group := 0, 0
	var sum luhn
	for i := range len(s) {
		switch c := s[i]; {
		case digits.has(c):
			sum.add(c)
			count++
			group++
		case c == ' ' && group >= 3:
			group = 0
		default:
			return false
		}
	}
	return group >= 3 && 12 <= count && count <= 19 && sum.ok()
}

// Luhn reports whether s is two or more digits of which the last is the check digit of the others by the Luhn
// algorithm, ISO/IEC 7812-1 (luhn_checksum).
func Luhn(s string) bool { return luhnDigits(s) }

// LuhnInt is [Luhn] of the decimal digits of x; no negative number passes.
func LuhnInt(x int64) bool { return x >= 0 && LuhnUint(uint64(x)) }

// LuhnUint is [Luhn] of the decimal digits of x.
func LuhnUint(x uint64) bool {
	var buf [20]byte
	return luhnDigits(strconv.AppendUint(buf[:0], x, 10))
}

func luhnDigits[T string | []byte](text T) bool {
	var sum luhn
	for i := range len(text) {
		if !digits.has(text[i]) {
			return false
		}
		sum.add(text[i])
	}
	return len(text) >= 2 && sum.ok()
}

// luhn sums the digits of a number from left to right. Every second digit counts double, from the last but one to the
// left; as it is not known yet which those are, both sums are kept.
type luhn struct{ lastSingle, lastDouble int }

func (l *luhn) add(c byte) {
	digit := int(c - '0')
	double := 2 * digit
	if double > 9 {
		double -= 9
	}
	l.lastSingle, l.lastDouble = l.lastDouble+digit, l.lastSingle+double
}

func (l *luhn) ok() bool { return l.lastSingle%10 == 0 }
