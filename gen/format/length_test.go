package format

import (
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/typedml/typedml/validate/is"
)

func TestPatternLength(t *testing.T) {
	inf := math.Inf(1)
	for expr, want := range map[string][2]float64{
		`^abc$`:               {3, 3},
		`abc`:                 {3, inf},
		`^(?i)é[a-z]?$`:       {1, 2},
		`^a|bc$`:              {1, inf},
		`^(a|bc)\b$`:          {1, 2},
		`^(?:x{2,3}y?)*$`:     {0, inf},
		`^(?:x{2,3}y?){2}$`:   {4, 8},
		`^(?:)*$`:             {0, 0},
		`^.{3,}$`:             {3, inf},
		`(?m)^a$`:             {1, inf},
		`\A\d{4}(-\d\d){2}\z`: {10, 10},
		`^x+?$`:               {1, inf},
	} {
		low, high := patternLength(expr)
		assert.Equal(t, want, [2]float64{low, high}, expr)
		re := regexp.MustCompile(expr)
		for _, unit := range []string{"a", "x", "é"} {
			for n := range 12 {
				if text := strings.Repeat(unit, n); re.MatchString(text) {
					assert.True(t, float64(n) >= low && float64(n) <= high, "%s matches %q", expr, text)
				}
			}
		}
	}
}

// A text with a format whose length is fixed is no longer one when a character is lost or doubled.
func TestRunesOfFormats(t *testing.T) {
	hex := strings.Repeat("0123456789abcdef", 8)
	texts := map[string]string{
		"uuid": "57b73598-8764-4ad0-a76a-679bb6640eb1", "uuid3": "57b73598-8764-3ad0-a76a-679bb6640eb1", "uuid5": "57b73598-8764-5ad0-a76a-679bb6640eb1",
		"uuid7": "57b73598-8764-7ad0-a76a-679bb6640eb1", "ulid": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "mongodb": "507f1f77bcf86cd799439011",
		"eth_addr": "0x52908400098527886E0F7030069857D2E4169EE7", "iso3166_1_alpha2": "FR", "iso3166_1_alpha3": "FRA", "iso4217": "EUR",
	}
	texts["uuid4"], texts["eth_addr_checksum"] = texts["uuid"], texts["eth_addr"]
	found := 0
	for _, f := range All() {
		n := f.Runes()
		if n == 0 {
			continue
		}
		found++
		name := strings.TrimSuffix(strings.TrimSuffix(f.Name, "_rfc4122"), "_eu")
		text, ok := texts[name]
		if !ok {
			text = hex[:n]
		}
		assert.True(t, is.Format(f.Name, "", text), "%s of %s", f.Name, text)
		assert.Len(t, text, n, f.Name)
		for i := range text {
			assert.False(t, is.Format(f.Name, "", text[:i]+text[i+1:]), "%s of %s without character %d", f.Name, text, i)
			assert.False(t, is.Format(f.Name, "", text[:i]+text[i:i+1]+text[i:]), "%s of %s with character %d twice", f.Name, text, i)
		}
	}
	assert.Greater(t, found, 25)
}
