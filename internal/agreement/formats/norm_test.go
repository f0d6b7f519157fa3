package formats_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/typedml/typedml/validate/is"
)

// normalForms are Unicode's normal normalForms: x/text's, and the predicate for each.
var normalForms = []struct {
	name string
	form norm.Form
	is   func(string) bool
}{{"nfc", norm.NFC, is.NFC}, {"nfd", norm.NFD, is.NFD}, {"nfkc", norm.NFKC, is.NFKC}, {"nfkd", norm.NFKD, is.NFKD}}

// inForm is what x/text says: that normalizing changes nothing.
func inForm(form norm.Form, s string) bool { return form.String(s) == s }

// Every character, alone, behind a letter and before a combining character, is in the normalForms that x/text finds it in.
func TestNormalFormsOfCharacters(t *testing.T) {
	if is.UnicodeVersion != norm.Version {
		t.Fatalf("the tables are of Unicode %s, x/text has %s: go generate ./validate/is", is.UnicodeVersion, norm.Version)
	}
	t.Logf("Unicode %s", is.UnicodeVersion)
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if r == 0xd800 {
			r = 0xe000
		}
		for _, s := range []string{string(r), "a" + string(r), string(r) + "\u0301"} {
			for _, f := range normalForms {
				if got, want := f.is(s), inForm(f.form, s); got != want {
					t.Fatalf("%s: %U: %+q: got %v", f.name, r, s, got)
				}
			}
		}
	}
}

// Random texts of characters that compose, decompose, combine and stand for others.
func TestNormalFormsOfTexts(t *testing.T) {
	pools := interesting()
	random := rand.New(rand.NewPCG(1, 2))
	found := map[string]int{}
	for range 300_000 {
		var b strings.Builder
		for range 1 + random.IntN(8) {
			pool := pools[random.IntN(len(pools))]
			b.WriteRune(pool[random.IntN(len(pool))])
		}
		for i, s := range []string{b.String(), norm.NFC.String(b.String()), norm.NFD.String(b.String()), norm.NFKC.String(b.String())} {
			if i > 0 && random.IntN(2) == 0 { // one that is nearly in form
				at := random.IntN(len(s) + 1)
				s = s[:at] + string(pools[0][random.IntN(len(pools[0]))]) + s[at:]
			}
			for _, f := range normalForms {
				got, want := f.is(s), inForm(f.form, s)
				if got != want {
					t.Fatalf("%s: %+q: got %v", f.name, s, got)
				}
				if got {
					found[f.name]++
				}
			}
		}
	}
	t.Log(found)
}

// interesting are the characters that normal normalForms look at: combining ones, others that compose with what is before them, those that
// decompose, and the letters that they compose with.
func interesting() [][]rune {
	var combining, decomposing, compatible, parts []rune
	seen := map[rune]bool{}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		s := string(r)
		switch d := norm.NFD.String(s); {
		case norm.NFC.PropertiesString(s).CCC() != 0:
			combining = append(combining, r)
		case d != s && (r < 0xac00 || r > 0xd7a3 || r%97 == 0):
			decomposing = append(decomposing, r)
			for _, part := range d {
				if !seen[part] {
					seen[part] = true
					parts = append(parts, part)
				}
			}
		case d == s && norm.NFKD.String(s) != s && r%5 == 0:
			compatible = append(compatible, r)
		}
	}
	jamo := []rune{0x1100, 0x1112, 0x1113, 0x1160, 0x1161, 0x1175, 0x1176, 0x11a7, 0x11a8, 0x11c2, 0x11c3, 0xac00, 0xac01, 0xd7a3}
	return [][]rune{combining, parts, decomposing, compatible, jamo, {'a', 'e', 'o', '1', ' ', 0x4e00}}
}

// Bytes that are no text, and more combining characters in a row than fit a buffer.
func TestNormalFormsAtTheEdges(t *testing.T) {
	for s, want := range map[string]bool{
		"": true, "\xff": true, "e\xcc": true, "\xffe\u0301": false, "e\u0301\xff": false, "\u0301": true, "a\u0323\u0302": false, "\u1ea1\u0302": false, "\u1ead": true,
		"\u00f4\u0323":                          false, // composes with what o-circumflex is made of
		"q\u0323\u0307":                         true,
		"q\u0307\u0323":                         false,
		"a" + strings.Repeat("\u0323", 500):     false,
		"q" + strings.Repeat("\u0323", 500):     true,
		"\u1100\u1161":                          false,
		"\uac00\u11a8":                          false,
		"\uac01\u11a8":                          true,
		"\u1ea1" + strings.Repeat("\u0323", 40): true,
	} {
		if got := is.NFC(s); got != want {
			t.Errorf("%+q: got %v", s, got)
		}
	}
	text := strings.Repeat("Zu\u0308rich, 東京, \ud55c\uad6d", 10)
	if n := testing.AllocsPerRun(100, func() { is.NFC(text); is.NFD(text); is.NFKC("q\u0323\u0307"); is.NFKD(text) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
