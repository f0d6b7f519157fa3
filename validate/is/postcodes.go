package is

import "strings"

// Postcode reports whether s is a postal code of the country with that ISO 3166-1 alpha-2 code, in upper case
// (postcode_iso3166_alpha2=CC). Where a country's addresses may go without one, the empty string is accepted too. It is
// false for countries that [PostcodeCountry] does not know.
func Postcode(s, country string) bool {
	form := postcodeForm(country)
	for form != "" {
		alternative, rest, _ := strings.Cut(form, "|")
		if fitsForm(alternative, s) {
			return true
		}
		form = rest
	}
	return country == "GB" && britishPostcode(s)
}

// PostcodeCountry reports whether [Postcode] knows the country with that ISO 3166-1 alpha-2 code in upper case.
func PostcodeCountry(country string) bool { return postcodeForm(country) != "" }

// postcodeForm returns the forms of a country's postal codes with bars between them:
//
//	#    a digit
//	@    a letter
//	*    a letter or digit
//	_    an optional space
//	~    an optional space or hyphen
//	+    a space or hyphen
//	%    two digits, not 00
//	i    one of the letters that end a British code
//	c    one of the letters of a Canadian code
//	f    one of the letters that start a Canadian code
//	[…]  one of these characters
//	(…)  optional
//	!    nothing at all
//
// Everything else stands for itself.
func postcodeForm(country string) string {
	switch country {
	case "FO", "GN", "IS", "LS", "MG", "PG":
		return "###"
	case "AL", "AT", "AU", "AZ", "BD", "BE", "BG", "CH", "CK", "CV", "CY", "DK", "ET", "GE", "GW", "HM", "HT", "HU", "LR", "LU",
		"LV", "MD", "MK", "NE", "NO", "NZ", "PH", "PY", "SI", "SJ", "TN", "VE", "ZA":
		return "####"
	case "BA", "CR", "CS", "DE", "DO", "DZ", "EE", "EG", "ES", "FI", "GT", "HR", "ID", "IQ", "IT", "JO", "KE", "KH", "KR", "KW",
		"LA", "LK", "LT", "MA", "MV", "MX", "MY", "NP", "PK", "SA", "SN", "SO", "TH", "TR", "UA", "UY", "XK", "YU", "ZM":
		return "#####"
	case "BY", "CN", "CO", "IN", "KG", "KZ", "MN", "RO", "RS", "RU", "SG", "TJ", "TM", "UZ":
		return "######"
	case "CL":
		return "#######"
	case "CZ", "GR", "SE", "SK":
		return "###_##"
	case "AD":
		return "AD###"
	case "AM":
		return "(37)####"
	case "AR":
		return "####(@@@)|[ABCDEFGHJKLMNPQRSTUVWXYZ]####(@@@)"
	case "AS":
		return "96799"
	case "AX":
		return "22###"
	case "BB":
		return "!|BB#####"
	case "BH":
		return "!|[23456789]##|1[012]##"
	case "BM":
		return "@@_**"
	case "BN":
		return "@@_####"
	case "BR":
		return "#####(-)###"
	case "CA":
		return "f#c_#c#"
	case "CC":
		return "6799"
	case "CX":
		return "6798"
	case "EC":
		return "!|@####@|(@@)######"
	case "FK":
		return "FIQQ 1ZZ"
	case "FM":
		return "9694[1234](+####)"
	case "FR":
		return "##_###"
	case "GB":
		return "GIR_0AA|BFPO_#(#(#(#)))"
	case "GF":
		return "9[78]3##"
	case "GG":
		return "GY#(*)_#ii"
	case "GI":
		return "GI#(#)_#@@"
	case "GL":
		return "39##"
	case "GP":
		return "9[78][01]##"
	case "GS":
		return "SIQQ 1ZZ"
	case "GU":
		return "969[123]#(+####)"
	case "HN":
		return "!|#####"
	case "IE":
		return "@#*_****"
	case "IL":
		return "#####(##)"
	case "IM":
		return "IM#(*)_#ii"
	case "IO":
		return "BBND 1ZZ"
	case "JE":
		return "JE#(*)_#ii"
	case "JP":
		return "###-####"
	case "LB":
		return "!|####(_####)"
	case "LI":
		return "948[56789]|949[01234567]"
	case "MC":
		return "980##"
	case "ME":
		return "8####"
	case "MH":
		return "969[67]#(+####)"
	case "MP":
		return "9695[012](+####)"
	case "MQ":
		return "9[78]2##"
	case "MT":
		return "@@@_##(#(#))"
	case "MU":
		return "!|###@@###"
	case "NC":
		return "988##"
	case "NF":
		return "2899"
	case "NG":
		return "!|######|@@~%~***~@@~%"
	case "NI":
		return "!|(####-)###-###(-#)"
	case "NL":
		return "####_@@"
	case "OM":
		return "(PC )###"
	case "PF":
		return "987##"
	case "PL":
		return "##-###"
	case "PM":
		return "9[78]5##"
	case "PN":
		return "PCRN 1ZZ"
	case "PR":
		return "00[679]##(+####)"
	case "PT":
		return "####(-###)"
	case "PW":
		return "96940"
	case "RE":
		return "9[78]4##"
	case "SH":
		return "ASCN 1ZZ|STHL 1ZZ"
	case "SM":
		return "4789#"
	case "SZ":
		return "[HLMS]###"
	case "TC":
		return "TKCA 1ZZ"
	case "TW":
		return "###(##(#))"
	case "US":
		return "#####(+####)"
	case "VA":
		return "00120"
	case "VG":
		return "VG####"
	case "VI":
		return "008[01234]#(+####)|0085[01](+####)"
	case "VN":
		return "#(#(#(#(#(#)))))"
	case "WF":
		return "986##"
	case "YT":
		return "976##"
	}
	return ""
}

const (
	britishEnd    = "ABDEFGHJLNOPQRSTUWXYZ" // all letters but C, I, K, M and V
	canadian      = "ABCEGHJKLMNPRSTVWXYZ"  // all letters but D, F, I, O, Q and U
	canadianStart = "ABCEGHJKLMNPRSTVXY"    // the districts
)

// fitsForm reports whether s has the form, one of those of [postcodeForm]. The length of a form bounds its work.
func fitsForm(form, s string) bool {
	for form != "" {
		size := 1 // of the element in the form
		switch form[0] {
		case ')', '!':
			form = form[1:]
			continue
		case '(':
			if fitsForm(form[1:], s) {
				return true
			}
			form = form[groupSize(form):]
			continue
		case '_', '~':
			if s != "" && (s[0] == ' ' || s[0] == '-' && form[0] == '~') {
				s = s[1:]
			}
			form = form[1:]
			continue
		case '%':
			if len(s) < 2 || !isDigit(s[0]) || !isDigit(s[1]) || s[:2] == "00" {
				return false
			}
			s = s[1:] // and the second below
		case '[':
			size = strings.IndexByte(form, ']') + 1
		}
		if s == "" || !fitsElement(form[:size], s[0]) {
			return false
		}
		form, s = form[size:], s[1:]
	}
	return s == ""
}

// fitsElement reports whether c fits an element of a form that stands for one character.
func fitsElement(element string, c byte) bool {
	capital := c-'A' <= 25
	switch element[0] {
	case '#', '%':
		return isDigit(c)
	case '@':
		return capital
	case '*':
		return capital || isDigit(c)
	case '+':
		return c == ' ' || c == '-'
	case 'i':
		return strings.IndexByte(britishEnd, c) >= 0
	case 'c':
		return strings.IndexByte(canadian, c) >= 0
	case 'f':
		return strings.IndexByte(canadianStart, c) >= 0
	case '[':
		return strings.IndexByte(element[1:len(element)-1], c) >= 0
	}
	return c == element[0]
}

// groupSize returns the size of the optional group at the start of the form, with its parentheses.
func groupSize(form string) int {
	depth := 0
	for i := range len(form) {
		switch form[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(form)
}

// britishAreas1 and britishAreas2 are the postcode areas of the United Kingdom, Guernsey, Jersey and the Isle of Man, by
// their length.
const (
	britishAreas1 = "BEGLMNSW"
	britishAreas2 = "ABALBABBBDBHBLBNBRBSBTCACBCFCHCMCOCRCTCVCWDADDDEDGDHDLDNDTDYECEHENEXFKFYGLGUGYHAHDHGHPHRHSHUHXIGIM" +
		"IPIVJEKAKTKWKYLALDLELLLNLSLUMEMKMLNENGNNNPNRNWOLOXPAPEPHPLPOPRRGRHRMSASESGSKSLSMSNSOSPSRSSSTSWSYTATDTFTN" +
		"TQTRTSTWUBWAWCWDWFWNWRWSWVYOZE"
)

// britishPostcode reports whether s is an area, a district of a digit and perhaps a further digit or letter, an optional
// space, and a digit with two letters.
func britishPostcode(s string) bool {
	const afterArea = "#(*)_#ii"
	return len(s) > 2 && (listed(britishAreas1, s[:1], 1) && fitsForm(afterArea, s[1:]) ||
		listed(britishAreas2, s[:2], 2) && fitsForm(afterArea, s[2:]))
}
