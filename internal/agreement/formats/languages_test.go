package formats_test

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// tagParts are subtags, known and unknown ones, that random tags are made of; many fit in several places.
var tagParts = strings.Fields(`de en zh sr iw eng fra und zzq qaa sgn ar arz cmn yue ase tlh no sh mo aa qq
	latn hant cyrl zyyy qqqq 1996 1901 1994 rozaj biske njiva alalc97 fonipa heploc abl1943 1606nict 1694acad 1959acad akuapem aluku
	us de usa deu 840 419 001 150 999 uk zz zzz a1b m0 m1 0m x0 true abc phonebk co nu ca kn abcd abcde ab x u t a b 0 1 9 xa x1
	u-co-abc u-co-abc-co-abc u-nu-abc-co-abc u-co-abc-nu-x11-co-abc t-de t-de-1996-1901 x-a-b m0-abc 1996-1901 1996-1996 1901-1996-1901
	1606nict-1694acad-1901-1959acad-1996-abl1943-akuapem-aluku u-rg-uszzzz u-va-posix kelvin posix min nan latnx 12345678 123456789`)

// randomTag returns some parts with separators between them, in small letters or not.
func randomTag(random *rand.Rand) string {
	var b strings.Builder
	separator := "-"
	for i := range 1 + random.IntN(9) {
		if i > 0 {
			b.WriteString(separator)
		}
		part := tagParts[random.IntN(len(tagParts))]
		if i == 0 && random.IntN(4) > 0 {
			part = tagParts[random.IntN(16)]
		}
		switch random.IntN(30) {
		case 0:
			part = strings.ToUpper(part)
		case 1:
			part = strings.Replace(part, "k", "\u212a", 1)
		case 2:
			part = strings.Replace(part, "i", "\u0130", 1)
		case 3:
			separator = "_"
		case 4:
			separator = "-"
		}
		b.WriteString(part)
	}
	return b.String()
}

func languageTags() (tags []netTag) {
	for _, tag := range netTags {
		if strings.HasPrefix(tag.name, "bcp47") {
			tags = append(tags, tag)
		}
	}
	return tags
}

func TestRandomLanguageTags(t *testing.T) {
	for _, tag := range languageTags() {
		random := rand.New(rand.NewPCG(11, 12))
		accepted := 0
		for range 60_000 {
			s := randomTag(random)
			tag.disagree(t, s)
			if tag.holds(s) {
				accepted++
			}
		}
		if accepted < 1000 {
			t.Errorf("only %d tags are accepted by %s", accepted, tag.name)
		}
	}
}

// TestAllSubtags asks for every language, script and region there could be.
func TestAllSubtags(t *testing.T) {
	const letters = "abcdefghijklmnopqrstuvwxyz"
	ask := func(s string) {
		for _, tag := range languageTags() {
			tag.disagree(t, s)
		}
	}
	for _, a := range letters {
		for _, b := range letters {
			two := string(a) + string(b)
			ask(two)
			ask("en-" + two)
			for _, c := range letters {
				three := two + string(c)
				ask(three)
				ask("en-latn-" + three)
				ask("sgn-" + three)
				ask("en-t-" + three)
				ask("en-t-qq-" + three)
			}
		}
	}
	for x := range 1000 {
		number := string([]byte{'0' + byte(x/100), '0' + byte(x/10%10), '0' + byte(x%10)})
		ask("en-" + number)
		ask("en-t-qq-" + number)
		ask("en-t-de-" + number)
	}
	for at := 0; at+4 <= len(scripts); at += 4 {
		script := scripts[at : at+4]
		ask("en-" + script)
		ask("en-" + script[1:] + script[:1])
	}
	for _, variant := range variants {
		ask("en-" + variant.name)
		ask("en-" + variant.name + "-" + variants[int(variant.rank)%len(variants)].name)
	}
	for _, group := range extensions {
		for at := 0; at+3 <= len(group.codes); at += 3 {
			for _, other := range extensions {
				ask(other.prefix + "-" + group.codes[at:at+3])
			}
		}
	}
}

// TestManyVariants asks where the parser gives up: at a variant that is out of order behind many that are not.
func TestManyVariants(t *testing.T) {
	names := make([]string, len(variants))
	for _, variant := range variants {
		names[variant.rank] = variant.name
	}
	for count := 1; count < 13; count++ {
		sorted := strings.Join(names[1:count+1], "-")
		for _, after := range []string{"", "-" + names[0], "-" + names[1], "-" + names[count], "-" + names[count+1], "-" + names[1] + "-" + names[1]} {
			for _, end := range []string{"", "-", "-us", "-x", "-x-a", "-xyz", "-m0", "-m0-abc", "-u", "-u-co", "-" + names[1], "-" + names[50], "-t-de", "-a-b"} {
				for _, start := range []string{"de-", "de-t-de-", "de-t-deu-", "de-t-qq-", "de-t-zzq-"} {
					for _, tag := range languageTags() {
						tag.disagree(t, start+sorted+after+end)
					}
				}
			}
		}
	}
}

// TestGrandfatheredTags asks for the tags that are known as a whole, as they are and damaged.
func TestGrandfatheredTags(t *testing.T) {
	random := rand.New(rand.NewPCG(17, 18))
	for _, s := range strings.Fields(`en-GB-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao
		i-tay i-tsu sgn-BE-FR sgn-BE-NL sgn-CH-DE art-lojban cel-gaulish no-bok no-nyn zh-guoyu zh-hakka zh-min zh-min-nan zh-xiang
		root en-US-posix en_US_POSIX`) {
		for _, tag := range languageTags() {
			tag.disagree(t, s)
			for _, after := range []string{"x", "-", "-x", "-x-a", "\x00", "\x00\x00", "\x00a", "\u0100", "\n", "-a", "1"} {
				tag.disagree(t, s+after)
				tag.disagree(t, s[:len(s)-1]+after)
			}
			last := rune(s[len(s)-1])
			tag.disagree(t, s[:len(s)-1]+string(last+0x100))
			tag.disagree(t, s[:len(s)-1]+string(last+0x1f00)+"\x00")
			tag.disagree(t, string(rune(s[0])+0x100)+s[1:])
			for range 300 {
				tag.disagree(t, near(random, s))
			}
		}
	}
}
