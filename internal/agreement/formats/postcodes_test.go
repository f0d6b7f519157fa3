package formats_test

import (
	"math/rand/v2"
	"testing"

	"github.com/typedml/typedml/validate/is"
)

// postcodeExamples holds codes of most shapes there are.
var postcodeExamples = []string{
	"", "SW1A 1AA", "GIR0AA", "BFPO 1234", "W1 0AX", "M1 1AE", "YO10 5DD", "JE2 3AB", "GY1 1AA", "IM1 1AE", "GX11 1AA", "GI1 1AA", "12345", "1234", "123456", "123", "1234567", "12345-6789", "12345 6789", "K1A 0B1", "123-4567",
	"123 45", "12 345", "12345-678", "1234-567", "1234 AB", "22100", "AD500", "B1636FDA", "371234", "1012", "312", "BB15028", "CR 02", "BBND 1ZZ", "BT2328", "A1234B", "AB123456", "FIQQ 1ZZ", "96941", "97345", "3900", "97100",
	"SIQQ 1ZZ", "96910", "A65 F4E2", "1234567", "1234 5678", "9485", "98000", "81000", "96960", "96950", "97200", "MSD 1752", "123AB456", "98800", "2899", "AB-01-CDE-FG-99", "AB-00-CDE-FG-99", "AB 10 C1E-FG 00", "1234-123-123-1", "123-123", "PC 123", "98700", "00-950",
	"97500", "PCRN 1ZZ", "00601", "96940", "97400", "ASCN 1ZZ", "47890", "H100", "TKCA 1ZZ", "00120", "VG1110", "00850", "1", "98600", "97600", "96799", "6799", "6798", "948", "22000",
}

func postcodesAgree(t *testing.T, s, country string) bool {
	t.Helper()
	want := playground.Var(s, "postcode_iso3166_alpha2="+country) == nil
	if is.Postcode(s, country) != want {
		t.Errorf("Postcode(%+q, %q) = %v", s, country, !want)
	}
	return want
}

func TestPostcode(t *testing.T) {
	texts := upstreamTexts(t)
	for _, country := range countriesAndOthers() {
		random := rand.New(rand.NewPCG(9, 10))
		accepted := 0
		ask := func(s string) {
			if postcodesAgree(t, s, country) {
				accepted++
			}
		}
		for _, s := range postcodeExamples {
			ask(s)
		}
		if !is.PostcodeCountry(country) {
			if accepted > 0 {
				t.Errorf("PostcodeCountry(%q) = false", country)
			}
			continue
		}
		for range 1500 {
			ask(near(random, postcodeExamples[random.IntN(len(postcodeExamples))]))
		}
		form := postcodeForm(country)
		for range 1500 {
			s := randomCode(random, form)
			ask(s)
			ask(near(random, s))
		}
		for range 300 {
			ask(texts[random.IntN(len(texts))])
		}
		if accepted == 0 {
			t.Errorf("no code of %s at all", country)
		}
	}
}

// TestBritishAreas asks for every area of one or two letters.
func TestBritishAreas(t *testing.T) {
	for a := byte('A'); a <= 'Z'; a++ {
		postcodesAgree(t, string(a)+"1 1AA", "GB")
		for b := byte('A'); b <= 'Z'; b++ {
			postcodesAgree(t, string(a)+string(b)+"1A 1AA", "GB")
			postcodesAgree(t, "E10 1"+string(a)+string(b), "GB")
			postcodesAgree(t, string(a)+"1"+string(b)+" 1A1", "CA")
			postcodesAgree(t, "A1A1"+string(b)+"1", "CA")
		}
	}
}

// countriesAndOthers returns every pair of capitals and some that are none.
func countriesAndOthers() []string {
	countries := []string{"de", "D", "DEU", "USA"}
	for a := byte('A'); a <= 'Z'; a++ {
		for b := byte('A'); b <= 'Z'; b++ {
			countries = append(countries, string(a)+string(b))
		}
	}
	return countries
}

// randomCode replaces the classes of a form by characters that often fit and sometimes do not.
func randomCode(random *rand.Rand, form string) string {
	const letters, digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
	start := 0
	for i := range len(form) {
		if form[i] == '|' && random.IntN(2) == 0 {
			start = i + 1
		}
	}
	var s []byte
	depth, skipped := 0, false
	for _, c := range []byte(form[start:]) {
		switch c {
		case '|':
			return string(s)
		case '(':
			depth++
			skipped = skipped || random.IntN(2) == 0
		case ')':
			depth--
			skipped = skipped && depth > 0
		case '[':
			s = append(s, digits[random.IntN(10)])
			depth++
			skipped = true
		case ']':
			depth--
			skipped = false
		default:
			if skipped {
				continue
			}
			switch c {
			case '#':
				s = append(s, digits[random.IntN(10)])
			case '%':
				s = append(s, digits[random.IntN(10)], digits[random.IntN(10)])
			case '@', 'i', 'c', 'f':
				s = append(s, letters[random.IntN(26)])
			case '*':
				s = append(s, (letters + digits)[random.IntN(36)])
			case '_', '~', '+':
				s = append(s, "  --"[:random.IntN(2)+random.IntN(3)]...)
			case '!':
			default:
				s = append(s, c)
			}
		}
	}
	return string(s)
}
