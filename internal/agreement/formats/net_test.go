package formats_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/typedml/typedml/validate/is"
)

func ExamplePostcode() {
	fmt.Println(is.Postcode("SW1A 1AA", "GB"), is.Postcode("10115", "DE"), is.Postcode("1011", "DE"), is.PostcodeCountry("AQ"))
	// Output: true true false false
}

func ExampleOrigin() {
	fmt.Println(is.Origin("https://example.org:8443"), is.Origin("https://example.org/"), is.Origin("ftp://example.org"))
	// Output: true false false
}

func TestNetAllocations(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	free := func(name, s string, holds func(string) bool) {
		var kept bool
		if allocs := testing.AllocsPerRun(10, func() { kept = holds(s) != kept }); allocs != 0 {
			t.Errorf("%s of %+q: %v allocations", name, s, allocs)
		}
	}
	for _, tag := range netTags {
		valid := 0
		for _, s := range tag.valid {
			if tag.holds(s) {
				valid++
			}
			free(tag.name, s, tag.holds)
			free(tag.name, s+"!", tag.holds)
			for range 20 {
				free(tag.name, near(random, s), tag.holds)
			}
		}
		if valid == 0 {
			t.Errorf("%s: no example is valid", tag.name)
		}
		free(tag.name, "", tag.holds)
		free(tag.name, strings.Repeat("é\xff-", 100), tag.holds)
	}
	for _, tag := range languageTags() {
		for range 500 {
			free(tag.name, randomTag(random), tag.holds)
		}
	}
	for _, country := range countriesAndOthers() {
		for _, s := range postcodeExamples[:8] {
			free(country, s, func(s string) bool { return is.Postcode(s, country) && is.PostcodeCountry(country) })
		}
	}
	free("integers", "", func(string) bool {
		return is.CountryNumericInt(276) && is.CountryNumericEUInt(276) && is.CurrencyNumericInt(978)
	})
}

// TestLinearTime asks for long texts of the kind that each predicate reads on and on.
func TestLinearTime(t *testing.T) {
	const times = 50_000
	for _, tag := range netTags {
		for _, s := range append(tag.valid, "a", "a.", "1:", "%41", "-ab", "/", "en-u-ab-cd", "a-") {
			if s == "" {
				continue
			}
			tag.holds(strings.Repeat(s, times/len(s)))
			tag.holds(s + strings.Repeat(s[len(s)-1:], times))
			tag.holds("en-u" + strings.Repeat("-ab-cde", times/7) + "-a")
		}
	}
}

func FuzzNetPredicates(f *testing.F) {
	for i, tag := range netTags {
		for _, s := range tag.valid {
			f.Add(s, []string{"GB", "US", "NG", "DE", "VN"}[i%5])
		}
	}
	for i, s := range postcodeExamples {
		f.Add(s, countriesAndOthers()[4+i])
	}
	f.Fuzz(func(t *testing.T, s, country string) {
		for i := range netTags {
			netTags[i].disagree(t, s)
		}
		if is.PostcodeCountry(country) {
			postcodesAgree(t, s, country)
		}
	})
}
