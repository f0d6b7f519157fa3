package is

import (
	"math"
	"strings"
)

//go:generate go run codes_gen.go

// Country2 reports whether s is a country code of ISO 3166-1 alpha-2 in upper case, or XK for Kosovo (iso3166_1_alpha2).
func Country2(s string) bool { return listed(countries2, s, 2) }

// Country2EU reports whether s is the ISO 3166-1 alpha-2 code of a member of the European Union (iso3166_1_alpha2_eu).
func Country2EU(s string) bool { return listed(countries2EU, s, 2) }

// Country3 reports whether s is a country code of ISO 3166-1 alpha-3 in upper case, or UNK for Kosovo (iso3166_1_alpha3).
func Country3(s string) bool { return listed(countries3, s, 3) }

// Country3EU reports whether s is the ISO 3166-1 alpha-3 code of a member of the European Union (iso3166_1_alpha3_eu).
func Country3EU(s string) bool { return listed(countries3EU, s, 3) }

// CountryNumeric reports whether the last three digits of the decimal integer s are a country code of ISO 3166-1 numeric,
// leading zeros and a plus sign aside (iso3166_1_alpha_numeric).
func CountryNumeric(s string) bool {
	x, ok := parsePositive(s)
	return ok && CountryNumericInt(x)
}

// CountryNumericInt is [CountryNumeric] for integers.
func CountryNumericInt(x int64) bool { return countryNumbers.has(x % 1000) }

// CountryNumericEU is [CountryNumeric] for members of the European Union (iso3166_1_alpha_numeric_eu).
func CountryNumericEU(s string) bool {
	x, ok := parsePositive(s)
	return ok && CountryNumericEUInt(x)
}

// CountryNumericEUInt is [CountryNumericEU] for integers.
func CountryNumericEUInt(x int64) bool { return countryNumbersEU.has(x % 1000) }

// Subdivision reports whether s is a code of ISO 3166-2: a country's alpha-2 code, a hyphen and that of its subdivision
// (iso3166_2).
func Subdivision(s string) bool {
	if len(s) < 4 || s[2] != '-' || strings.IndexByte(s[3:], '-') >= 0 {
		return false
	}
	low, high := 0, len(subdivisions)
	for low < high {
		middle := (low + high) / 2
		if subdivisions[middle][:2] < s[:2] {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == len(subdivisions) || subdivisions[low][:2] != s[:2] {
		return false
	}
	codes, code := subdivisions[low][2:], s[2:]
	for {
		i := strings.Index(codes, code)
		if i < 0 {
			return false
		}
		if codes = codes[i+len(code):]; codes == "" || codes[0] == '-' {
			return true
		}
	}
}

// Currency reports whether s is an alphabetic currency code of ISO 4217 in upper case (iso4217).
func Currency(s string) bool { return listed(currencies, s, 3) }

// CurrencyNumericInt reports whether x is a numeric currency code of ISO 4217 (iso4217_numeric).
func CurrencyNumericInt(x int64) bool { return currencyNumbers.has(x) }

// listed reports whether s is one of the codes, which all are width bytes long and lie side by side in order.
func listed(codes, s string, width int) bool {
	if len(s) != width {
		return false
	}
	low, high := 0, len(codes)/width
	for low < high {
		middle := (low + high) / 2
		if codes[middle*width:(middle+1)*width] < s {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low*width < len(codes) && codes[low*width:(low+1)*width] == s
}

// listedLine reports whether s is one of the lines, which are in order and each end with a newline.
func listedLine(lines, s string) bool {
	if s == "" || strings.IndexByte(s, '\n') >= 0 {
		return false
	}
	low, high := 0, len(lines)
	for low < high {
		start := low + strings.LastIndexByte(lines[low:(low+high)/2], '\n') + 1
		end := start + strings.IndexByte(lines[start:], '\n')
		switch line := lines[start:end]; {
		case line == s:
			return true
		case line < s:
			low = end + 1
		default:
			high = start
		}
	}
	return false
}

// numbers is a set of integers from 0 to 1023: bit x%64 of word x/64 stands for x.
type numbers [16]uint64

func (n *numbers) has(x int64) bool { return 0 <= x && x < 1024 && n[x/64]>>(x%64)&1 != 0 }

// parsePositive reads a decimal integer that an int holds, perhaps with a plus sign.
func parsePositive(s string) (x int64, ok bool) {
	if s != "" && s[0] == '+' {
		s = s[1:]
	}
	for i := range len(s) {
		digit := int64(s[i] - '0')
		if digit > 9 || x > (math.MaxInt-digit)/10 {
			return 0, false
		}
		x = x*10 + digit
	}
	return x, s != ""
}
