package formats_test

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// composed are pieces whose random sequences are often what a tag accepts, or nearly.
var composed = map[string]string{
	"email":    `a b1 . . - ~ @ @ " \ é ü 1 x.y .z + , ( < > \" 文 ﷐`,
	"url":      "http: https: file: x: x1+: // // / / ? # # @ : : [ ] [::1] [::1%25 ]: 80 a b1 % %41 %c3 %25 é \u212a \u0130 f\u0130le: * \x7f ;",
	"http_url": "http: HTTPS: // // / ? # @ : : [ ] [::1] 80 a b1 % %41 %c3 %25 é \u212a \u0130 \" < > \\ ^ {",
	"uri":      "http: x: // // / / ? # @ : : [ ] [::1] [::1%25 %20 ] 80 a b1 % %41 %c3 %25 é \u212a * . - _ ~ !",
	"origin":   "http:// https:// HTTP:// : : : 80 0 65535 65536 a b1 . . - [ ] [::1] [::ffff:1.2.3.4] é / @ ? # % +",
	"urn_rfc8141": "urn: urn: ab: urn-1: u: urn: - - a 1 ?+ ?+ ?= ?= ?+a ?=b ? # / / %4g %a %00 ~ & : é _ ?? ?+/ ?=/ x x " +
		"0123456789012345678901234567890: URN-a:",
	"urn_rfc2141":             "urn: URN: ab: u: uab: urn: urn - a 1 / % %4g %a ~ & : : é _ x 01234567890123456789012345678901: u ur uabc",
	"ip":                      "1 12 255 256 00 0 . . . . : : :: :: ffff abcd 12345 g 1.2.3.4 1:2:3:4: %e",
	"cidrv4":                  "1.2.3.0 10.0.0.0 ::ffff: ::ffff:10.0.0.0 0.0.0.0 / / / 8 24 32 33 120 96 08 0 1 .",
	"cidrv6":                  "1:2:: :: ::ffff: 1.2.3.4 ::1 / / / 8 24 32 128 129 120 96 08 0 1 :",
	"mac":                     "00 : : : : - - . . 0000 5e ab:cd: ab-cd- 00:00: abcd. 000000 000000000000 g",
	"hostname":                "a b 1 9 - - . . . é _ aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	"fqdn":                    "a b 1 9 - - . . . é _ aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa .aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	"hostname_port":           "a b1 . - : : : 80 65535 65536 0 00 + - [ ] ::1 [a]: [] é",
	"iso3166_1_alpha_numeric": "+ - 0 00 1 4 8 276 1276 1000 9223372036854775 807 808 276 18446744073709551616",
}

func TestComposed(t *testing.T) {
	for _, tag := range netTags {
		pieces := strings.Fields(composed[tag.name])
		if len(pieces) == 0 {
			continue
		}
		random := rand.New(rand.NewPCG(15, 16))
		accepted := 0
		for range 20_000 {
			var b strings.Builder
			if random.IntN(3) > 0 {
				b.WriteString(pieces[0])
			}
			for range random.IntN(10) {
				b.WriteString(pieces[random.IntN(len(pieces))])
			}
			tag.disagree(t, b.String())
			if tag.holds(b.String()) {
				accepted++
			}
		}
		if accepted < 25 {
			t.Errorf("%s accepts only %d", tag.name, accepted)
		}
	}
}
