package formats_test

import (
	"archive/zip"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/typedml/typedml/validate/is"

	"github.com/go-playground/validator/v10"
)

// netTag is a tag of validator/v10 with the predicate that means the same.
type netTag struct {
	name  string
	holds func(string) bool
	valid []string // examples
}

// netTags are all tags for strings but the postal codes.
var netTags = []netTag{
	{"email", is.Email, []string{
		"jane.doe@example.org", `"jane doe"@example.org`, `"a\"b\\"@x.y`, "ü+tag@bücher.example", "a!#$%&'*+-/=?^_`{|}~@a~b.c-d.e", "1@2.x", "a@b..c", "a@b.c.",
	}},
	{"url", is.URL, []string{
		"https://user:p%20w@example.org:8080/a/b%2Fc?q=1#frag", "http://[2001:db8::1%25eth0]:80/", "file:///etc/hosts", "mailto:jane@example.org", "postgres://a:1,b:2/db",
		"http://example.org#", "HTTP://EXAMPLE.ORG?a?b", "x:#y", "file:/a", "http://a@b@c.d/", "file://h/", "//host/p", "http://a:b/", "\u212a://h", "x://a%7eb/", "x://a%80b/", "f\u0130le://h/p", "http://\u0130@h/",
	}},
	{"http_url", is.HTTPURL, []string{
		"http://example.org", "https://example.org:443/a?b#c", "HTTP://[::1]:80", "http://a%C3%A9/", "http://u@h", "http://:80", "http://h:1:2", "http:///p#f", "http://[::ffff:1.2.3.4]/",
	}},
	{"https_url", is.HTTPSURL, []string{"https://example.org", "httpS://example.org:443/a?b#c", "https://[fe80::1%25a%20b]/", "https://h:/"}},
	{"uri", is.URI, []string{
		"/path?query", "*", "urn:isbn:1", "http://h/p%20q#%", "http://[::1]", "//x", "a:b", "*#", "x://h:1:2/", "///", "/%zz", "http://[::1%25%20]:1/", "http://a b/",
	}},
	{"origin", is.Origin, []string{"http://example.org", "https://example.org:8443", "HTTPS://[::1]:80", "http://1.2.3.4:", "http://h:00080", "https://a-b.c", "http://[::ffff:1.2.3.4]", "http://h:65536"}},
	{"urn_rfc8141", is.URN8141, []string{
		"urn:isbn:0451450523", "URN:example:a/b%2Fc?+res?=query#frag", "urn:ab:c?=d?e/f", "urn:urn-1:x", "urn:a-b:c?+d", "urn:ab:c#", "urn:ab:~&", "x\nurn:a:b", "urn:ab:c?+d?+e", "urn:ab:c?+d?=e?=f",
		"urn:0123456789012345678901234567890b:x", "urn:ab:c?=?=d", "urn:ab:c?+?+d", "urn:ab:c?+d?/e#f/?", "urn:urnabc:d",
	}},
	{"urn_rfc2141", is.URN2141, []string{
		"urn:isbn:0451450523", "URN:a-b:c%2F(),+-.:=@;$_!*'", "urn:uab:c", "urn:urn:c", "urn:urna:c", "x\nurn:a:b", "urn:ab:c\nurn:de:f", "urn:0123456789012345678901234567890a:b", "urn:u:a:b", "x\n\rurn:a:b",
		"urn:urn-1:x", "urn:URN:x", "urn:u:ab", "urn:ur:a",
	}},
	{"ipv4", is.IPv4, []string{"192.0.2.1", "0.0.0.0", "255.255.255.255", "::ffff:192.0.2.1", "::ffff:c000:201"}},
	{"ipv6", is.IPv6, []string{"2001:db8::1", "::", "1:2:3:4:5:6:7:8", "fe80::1%eth0", "::1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "1::8", "ABCD:EF01::"}},
	{"ip", is.IP, []string{"192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8"}},
	{"cidrv4", is.CIDRv4, []string{"192.0.2.0/24", "10.0.0.0/8", "0.0.0.0/0", "192.0.2.1/32", "::ffff:192.0.2.0/120", "10.0.0.0/0008", "::ffff:0.0.0.0/96"}},
	{"cidrv6", is.CIDRv6, []string{"2001:db8::/32", "::/0", "1:2:3:4:5:6:7:8/128", "::1/127"}},
	{"cidr", is.CIDR, []string{"192.0.2.1/24", "2001:db8::1/32", "::ffff:192.0.2.0/120", "1.2.3.4/0"}},
	{"mac", is.MAC, []string{
		"00:00:5e:00:53:01", "02-00-5E-10-00-00-00-01", "0000.5e00.5301", "0200.5e10.0000.0001", "00005e005301", "02005e1000000001",
		"0000.0000.fe80.0000.0000.0000.0200.5e10.0000.0001", "00:00:00:00:fe:80:00:00:00:00:00:00:02:00:5e:10:00:00:00:01", "00000000fe80000000000000002005e10000000001"[:40],
	}},
	{"hostname", is.Hostname, []string{"example.org", "a", "a-b.1c", "x1." + strings.Repeat("a", 63)}},
	{"hostname_rfc1123", is.Hostname1123, []string{"1example.org", "1", "a-b.1c", strings.Repeat("1", 63) + ".x"}},
	{"hostname_label", is.HostnameLabel, []string{"a-b", "1", strings.Repeat("z", 63), "A9"}},
	{"fqdn", is.FQDN, []string{"example.org", "a-.b-.", "1.2.a", strings.Repeat("abcdefg.", 31) + "hijkl", strings.Repeat("abcdefg.", 31) + "hijkl."}},
	{"hostname_port", is.HostnamePort, []string{"example.org:80", ":1", "[a-b]:65535", "[]:80", "h:+0080", "1.2.3.4:443", "[::1]:80", "h:00"}},
	{"dns_rfc1035_label", is.DNSLabel, []string{"a-b1", "z", strings.Repeat("z", 63)}},
	{"timezone", is.TimeZone, []string{"Europe/Berlin", "UTC", "America/Argentina/ComodRivadavia", "Etc/GMT+12", "Zulu", "local", "Local", "US/Pacific", "Africa/Abidjan"}},
	{"iso3166_1_alpha2", is.Country2, []string{"DE", "XK", "AD", "ZW"}},
	{"iso3166_1_alpha2_eu", is.Country2EU, []string{"DE", "AT", "SK"}},
	{"iso3166_1_alpha3", is.Country3, []string{"DEU", "UNK", "ABW", "ZWE"}},
	{"iso3166_1_alpha3_eu", is.Country3EU, []string{"DEU", "AUT", "SWE"}},
	{"iso3166_1_alpha_numeric", is.CountryNumeric, []string{"276", "+1276", "004", "4", "9223372036854775807", "-4", "9223372036854775276", "9223372036854776276", "18446744073709551892", "-9223372036854775808"}},
	{"iso3166_1_alpha_numeric_eu", is.CountryNumericEU, []string{"276", "+1276", "040", "40", "200"}},
	{"iso3166_2", is.Subdivision, []string{"DE-BE", "GB-ENG", "AR-A", "SS-EE8", "ZW-MW", "AD-02"}},
	{"iso4217", is.Currency, []string{"EUR", "XXX", "AED", "ZWG"}},
	{"bcp47_language_tag", is.LanguageTag, []string{
		"de", "en-US", "zh-Hant-TW", "sr_Latn_RS", "de-CH-1996", "sl-rozaj-biske-1994", "en-u-co-phonebk-nu-arab", "x-private-use", "i-klingon", "root", "zh-cmn-Hans-CN", "en-t-de-latn-m0-ungegn", "es-419",
		"de-1996-1901-u-co", "de-1996-1901-1996-x-a", "en-u-co-abc-co-abc-x-f", "en-u-nu-abc-co-abc", "en-a-bb-b-cc", "en-latn-usa", "zh-und", "eng", "en_us_posix", "en-u-attr-bttr-aattr", "i-am\u0169", "iw", "sh", "zh-cmn-yue-nan-hak",
		"en-t-m0-abc-m1-de", "en-u-rg-uszzzz", "sgn-be-fr",
	}},
	{"bcp47_strict_language_tag", is.StrictLanguageTag, []string{
		"de", "en-US", "zh-Hant-TW", "sr-Latn-RS", "de-CH-1996", "sl-rozaj-biske-1994", "en-u-co-phonebk-nu-arab", "x-private", "i-klingon", "zh-cmn-Hans-CN", "en-t-de-latn-m0-ungegn", "es-419", "sgn-ase",
		"en-u-nu-abc-co-abc", "en-a-bb-cc-x-y", "de-x-a-b-c", "en-t-xyz-m0-true", "en-t-zzq", "\u212ao", "arz-afb", "en-t-qq-840", "en-t-de-1996-1901", "zh-min-nan", "tlh", "zh-cmn-yue-nan", "zh-cmn-yue-nan-hak", "\u0130a", "i-\u212alingon",
	}},
}

var playground = validator.New()

// upstream is what validator/v10 says of the tag.
func (n *netTag) upstream(s string) bool {
	if n.name == "timezone" {
		return upstreamZone(s)
	}
	return playground.Var(s, n.name) == nil
}

// disagree reports an error where the two sides differ.
func (n *netTag) disagree(t *testing.T, s string) {
	t.Helper()
	if want, got := n.upstream(s), n.holds(s); got != want {
		t.Errorf("%s of %+q is %v, want %v", n.name, s, got, want)
	}
}

// upstreamZone is upstream's answer where it does not depend on further files of this machine.
func upstreamZone(s string) bool {
	return playground.Var(s, "timezone") == nil && zoneArchive()[s]
}

// zoneArchive holds the names in Go's archive of the time zone database.
var zoneArchive = sync.OnceValue(func() map[string]bool {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		panic(err)
	}
	archive, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		panic(err)
	}
	defer archive.Close()
	names := map[string]bool{}
	for _, file := range archive.File {
		names[file.Name] = true
	}
	return names
})

// upstreamTexts returns all string literals in the Go files of validator/v10, tests included.
func upstreamTexts(t *testing.T) []string {
	t.Helper()
	folder, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/go-playground/validator/v10").Output()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(folder)), "*.go"))
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	found := map[string]bool{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				if s, err := strconv.Unquote(literal.Value); err == nil {
					found[s] = true
				}
			}
			return true
		})
	}
	var texts []string
	for s := range found {
		texts = append(texts, s)
	}
	slices.Sort(texts)
	return texts
}

// odd are the pieces that mutations put in: separators, look-alikes of ASCII letters, control and broken bytes.
var odd = []string{
	"\n", "\x00", "\xff", "\xc3", " ", "\t", "-", "_", ".", ":", "/", "?", "#", "%", "@", "+", "[", "]", "::", "%25", "%2f", "%c3%a9", "\"", "\\", "é", "\u0430", "\u0131", "\u0130", "\u212a", "\uff21",
	"\U0001f600", "0", "1", "9", "a", "x", "Z", "?+", "?=", "-x-a", "-u-co-abc", "-t-de", "-1996", "-latn", "\r\n", "\x7f", "urn:", "\u00a0", "\u0669", "//", "\nurn:a:b", "-en", "-m0",
}

// near returns the string with one to three small damages.
func near(random *rand.Rand, s string) string {
	for range 1 + random.IntN(3) {
		runes := []rune(s)
		i := random.IntN(len(s) + 1)
		at := min(i, max(len(s)-1, 0))
		switch kind := random.IntN(9); {
		case kind == 0 || s == "":
			s = s[:i] + odd[random.IntN(len(odd))] + s[i:]
		case kind == 1:
			s = s[:at] + s[at+1:]
		case kind == 2:
			s = s[:at] + odd[random.IntN(len(odd))] + s[at+1:]
		case kind == 3:
			s = s[:i] + s[at:]
		case kind == 4 && len(runes) > 1:
			j := random.IntN(len(runes) - 1)
			runes[j], runes[j+1] = runes[j+1], runes[j]
			s = string(runes)
		case kind == 5:
			c := s[at]
			if c|0x20 >= 'a' && c|0x20 <= 'z' {
				c ^= 0x20
			}
			s = s[:at] + string(rune(c)) + s[at+1:]
		case kind == 6:
			j := at + random.IntN(len(s)-at) + 1
			s = s[:j] + s[at:]
		case kind == 7:
			s = s[:at] + string(rune(' '+random.IntN(95))) + s[at+1:]
		default:
			s += odd[random.IntN(len(odd))]
		}
	}
	return s
}

func TestNetPredicates(t *testing.T) {
	texts := upstreamTexts(t)
	for _, tag := range netTags {
		t.Run(tag.name, func(t *testing.T) {
			t.Parallel()
			accepted := 0
			for _, s := range tag.valid {
				tag.disagree(t, s)
			}
			for _, s := range texts {
				tag.disagree(t, s)
			}
			random := rand.New(rand.NewPCG(5, 6))
			for range 6000 {
				s := near(random, tag.valid[random.IntN(len(tag.valid))])
				tag.disagree(t, s)
				if tag.holds(s) {
					accepted++
				}
			}
			if accepted < 25 {
				t.Errorf("only %d of the mutations are accepted", accepted)
			}
		})
	}
}

// TestTimeZoneNames asks for all names of the archive; upstream may only know more. It fails with a Go whose archive is of
// another release: then zones_table.go is to be generated anew.
func TestTimeZoneNames(t *testing.T) {
	if len(zoneArchive()) < 500 {
		t.Fatalf("%d names", len(zoneArchive()))
	}
	for name := range zoneArchive() {
		if _, err := time.LoadLocation(name); err != nil || !is.TimeZone(name) {
			t.Errorf("TimeZone(%q) = %v, %v", name, is.TimeZone(name), err)
		}
		if is.TimeZone(name+"\n") || is.TimeZone(name[1:]) && !zoneArchive()[name[1:]] || is.TimeZone("\n"+name) {
			t.Errorf("something like %q is a zone", name)
		}
	}
}

func TestCodesOfIntegers(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	numbers := []int64{-1 << 63, 1<<63 - 1, -1000, 65535, 65536, 1023, 1024}
	for x := int64(-70); x < 3000; x++ {
		numbers = append(numbers, x, int64(random.Uint64()))
	}
	for tag, holds := range map[string]func(int64) bool{
		"iso3166_1_alpha_numeric": is.CountryNumericInt, "iso3166_1_alpha_numeric_eu": is.CountryNumericEUInt, "iso4217_numeric": is.CurrencyNumericInt,
	} {
		for _, x := range numbers {
			if want := playground.Var(x, tag) == nil; holds(x) != want {
				t.Errorf("%s of %d is %v", tag, x, !want)
			}
		}
	}
}

// TestSubdivisions asks for what is nearly a code of upstream's sources.
func TestSubdivisions(t *testing.T) {
	subdivision := netTags[slices.IndexFunc(netTags, func(tag netTag) bool { return tag.name == "iso3166_2" })]
	asked := 0
	for _, s := range upstreamTexts(t) {
		if len(s) < 4 || len(s) > 6 || s[2] != '-' {
			continue
		}
		asked++
		for _, near := range []string{s, s[:len(s)-1], s + "1", s + "A", s + "-", s + s[2:], "ZZ" + s[2:], "A" + s[1:], s[:3] + s[4:], strings.ToLower(s), s[:2] + "_" + s[3:], s + "\n"} {
			subdivision.disagree(t, near)
		}
	}
	if asked < 4000 {
		t.Errorf("only %d codes", asked)
	}
}

// TestAllCodes asks for every code of two and three letters.
func TestAllCodes(t *testing.T) {
	code := []byte("AAA")
	ask := func(s string, names ...string) {
		for _, tag := range netTags {
			if slices.Contains(names, tag.name) {
				tag.disagree(t, s)
			}
		}
	}
	for ; code[0] <= 'Z'; code[0]++ {
		for code[1] = 'A'; code[1] <= 'Z'; code[1]++ {
			ask(string(code[:2]), "iso3166_1_alpha2", "iso3166_1_alpha2_eu")
			for code[2] = 'A'; code[2] <= 'Z'; code[2]++ {
				ask(string(code), "iso3166_1_alpha3", "iso3166_1_alpha3_eu", "iso4217")
			}
		}
	}
}

func TestPorts(t *testing.T) {
	for s, want := range map[string]bool{"1": true, "65535": true, "+0080": true, "65536": false, "0": false, "-1": false, "": false, "+": false, "8 0": false, "99999999999999999999": false} {
		if is.HostnamePort(":"+s) != want {
			t.Errorf("port %q: %v", s, !want)
		}
	}
}
