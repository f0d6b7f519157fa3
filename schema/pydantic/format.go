package pydantic

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// form is a format in regular expressions that Python and Go read alike: a text has it when each of the expressions, and not
// the one in without, matches all of it.
type form struct {
	all     []string
	without string
	example string
}

// Parts of expressions.
const (
	hexDigit = "[0-9A-Fa-f]"
	hexLow   = "[0-9a-f]"
	white    = `[ \t\n\f\r]*`
	octet    = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
	percent  = "(?:100|[1-9]?[0-9])%"
	hue      = "(?:360|3[0-5][0-9]|[12][0-9]{2}|[1-9]?[0-9])"
	alpha    = `(?:[01]|0[^\n][1-9]*)`
	comma    = white + "," + white
	label    = "[0-9A-Za-z](?:[0-9A-Za-z-]{0,61}[0-9A-Za-z])?"
	port     = `\+?0*(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])`
	whole    = "(?:0|[1-9][0-9]*)"
	v4       = octet + `(?:\.` + octet + "){3}"
	group    = hexDigit + "{1,4}"
	tail     = "(?:" + group + ":" + group + "|" + v4 + ")"
	v6       = "(?:" + group + ":){6}" + tail + "|::(?:" + group + ":){5}" + tail + "|(?:" + group + ")?::(?:" + group + ":){4}" + tail +
		"|(?:(?:" + group + ":)?" + group + ")?::(?:" + group + ":){3}" + tail + "|(?:(?:" + group + ":){0,2}" + group + ")?::(?:" + group + ":){2}" + tail +
		"|(?:(?:" + group + ":){0,3}" + group + ")?::" + group + ":" + tail + "|(?:(?:" + group + ":){0,4}" + group + ")?::" + tail +
		"|(?:(?:" + group + ":){0,5}" + group + ")?::" + group + "|(?:(?:" + group + ":){0,6}" + group + ")?::"
	none    = "0{1,4}"
	ffff    = "[Ff]{4}"
	mapped4 = "(?:" + none + ":){5}" + ffff + "(?::" + tail + "|::|::" + group + "|:" + group + "::)|(?::|(?:" + none + ":){1,4}):(?:" + none + ":){0,4}" + ffff + ":" + tail
	prefix4 = "/0*(?:[12]?[0-9]|3[0-2])"
	prefix6 = "/0*(?:[1-9]?[0-9]|1[01][0-9]|12[0-8])"
	// mailFar are the letters beyond ASCII in an address.
	mailFar    = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
	mailAtom   = "[!#$%&'*+/-9=?A-Z^_`a-z{|}~" + mailFar + "-]+"
	mailLocal  = `(?:` + mailAtom + `(?:\.` + mailAtom + `)*|"(?:[\t !#-\[\]-~` + mailFar + `]|\\[\t -~` + mailFar + `])+")`
	mailLetter = "[A-Za-z" + mailFar + "]"
	mailDigit  = "[0-9A-Za-z" + mailFar + "]"
)

// formats are the formats that expressions say exactly. The others are functions of Go.
var formats = makeFormats()

func makeFormats() map[string]form {
	out := map[string]form{}
	for name, p := range map[string][2]string{
		"alpha": {"[A-Za-z]+", "a"}, "alphaspace": {"[A-Za-z ]+", "a b"}, "alphanum": {"[0-9A-Za-z]+", "a1"}, "alphanumspace": {"[0-9A-Za-z ]+", "a 1"},
		"ascii": {`[\x00-\x7f]*`, "a"}, "printascii": {"[ -~]*", "a"}, "multibyte": {`|[\s\S]*[^\x00-\x7f][\s\S]*`, "é"},
		"boolean": {"1|t|T|true|True|TRUE|0|f|F|false|False|FALSE", "true"},
		"number":  {"[0-9]+", "10"}, "numeric": {`[+-]?[0-9]+(?:\.[0-9]+)?`, "-1.5"}, "hexadecimal": {"(?:0[xX])?" + hexDigit + "+", "0xAf"},
		"e164": {`\+?[1-9][0-9]{7,14}`, "+4915112345678"}, "ein": {"[0-9]{2}-[0-9]{7}", "12-3456789"},
		"ssn":       {"[0-9]{3}[ -](?:0[1-9]|[1-9][0-9])[ -](?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})", "123-45-6789"},
		"latitude":  {`[+-]?(?:90(?:\.0+)?|[1-8]?[0-9](?:\.[0-9]+)?)`, "52.5"},
		"longitude": {`[+-]?(?:180(?:\.0+)?|(?:1[0-7][0-9]|[1-9]?[0-9])(?:\.[0-9]+)?)`, "13.4"},
		"hexcolor":  {"#(?:" + hexDigit + "{3,4}|" + hexDigit + "{6}|" + hexDigit + "{8})", "#0aF"},
		"rgb":       {`rgb\(` + white + "(?:" + channels("") + "|" + channels("%") + ")" + white + `\)`, "rgb(0, 128, 255)"},
		"rgba":      {`rgba\(` + white + "(?:" + channels("") + "|" + channels("%") + ")" + comma + alpha + white + `\)`, "rgba(0, 128, 255, 0.5)"},
		"hsl":       {`hsl\(` + white + hue + comma + percent + comma + percent + white + `\)`, "hsl(360, 50%, 100%)"},
		"hsla":      {`hsla\(` + white + hue + comma + percent + comma + percent + comma + alpha + white + `\)`, "hsla(360, 50%, 100%, 0.5)"},
		"cmyk":      {`cmyk\(` + percent + "(?:" + comma + percent + `){3}\)`, "cmyk(0%,50%,100%,9%)"},
		"ulid":      {"[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z\u017f\u212a]{25}", "01ARZ3NDEKTSV4RRFFQ69G5FAV"},
		"base32":    {"(?:[2-7A-Z]{8})*(?:[2-7A-Z]{8}|[2-7A-Z]{7}=|[2-7A-Z]{5}={3}|[2-7A-Z]{4}={4}|[2-7A-Z]{2}={6})", "MFRGG==="},
		"base64":    {padded("[+/0-9A-Za-z]"), "YWI="}, "base64url": {padded("[0-9A-Z_a-z-]"), "YW_="},
		"base64rawurl": {"(?:[0-9A-Z_a-z-]{4})*[0-9A-Z_a-z-]{2,4}", "YW_"}, "datauri": {"data:[^,]*," + padded("[+/0-9A-Za-z]"), "data:text/plain;base64,YWI="},
		"jwt":         {`[0-9A-Z_a-z-]+\.[0-9A-Z_a-z-]+\.[0-9A-Z_a-z-]*`, "e30.e30.x"},
		"url_encoded": {"(?:[^%]|%" + hexDigit + "{2})*", "a%20b"},
		"semver": {
			whole + `\.` + whole + `\.` + whole + `(?:-` + prerelease + `(?:\.` + prerelease + `)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?`,
			"1.2.3-a.1+b",
		},
		"hostname": {"[A-Za-z](?:[0-9A-Za-z-]{0,61}[0-9A-Za-z])?(?:\\." + label + ")*", "a-b.c"}, "hostname_rfc1123": {label + `(?:\.` + label + ")*", "1a.b"},
		"hostname_label": {label, "1a-b"}, "dns_rfc1035_label": {"[a-z](?:[0-9a-z-]{0,61}[0-9a-z])?", "a-1"},
		"hostname_port": {`(?:\[(?:` + label + `(?:\.` + label + `)*)?\]|` + label + `(?:\.` + label + `)*)?:` + port, "a.b:80"},
		"eth_addr":      {"0x" + hexDigit + "{40}", "0x" + strings.Repeat("aB", 20)}, "mongodb": {hexLow + "{24}", strings.Repeat("0a", 12)},
		"mac": {pairs(":", 6, 8, 20) + "|" + pairs("-", 6, 8, 20) + "|" + fours(3, 4, 10) + "|" + hexDigit + "{12}|" + hexDigit + "{16}|" + hexDigit + "{40}", "00:1A:2b:3c:4d:5e"},
		"ip":  {v4 + "|" + v6, "::1"}, "ipv4": {v4 + "|" + mapped4, "10.0.0.255"}, "cidr": {v4 + prefix4 + "|(?:" + v6 + ")" + prefix6, "10.0.0.0/8"},
	} {
		out[name] = form{all: []string{p[0]}, example: p[1]}
	}
	for name, n := range map[string]string{
		"md4": "32", "md5": "32", "sha256": "64", "sha384": "96", "sha512": "128", "ripemd128": "32", "ripemd160": "40", "tiger128": "32", "tiger160": "40", "tiger192": "48",
	} {
		out[name] = form{all: []string{hexLow + "{" + n + "}"}}
	}
	for name, u := range map[string][3]string{
		"uuid": {hexDigit, hexDigit, hexDigit}, "uuid_rfc4122": {hexDigit, hexDigit, hexDigit}, "uuid3": {hexLow, "3", hexLow}, "uuid4": {hexLow, "4", "[89ab]"},
		"uuid5": {hexLow, "5", "[89ab]"}, "uuid7": {hexLow, "7", "[89ab]"}, "uuid3_rfc4122": {hexDigit, "3", hexDigit},
		"uuid4_rfc4122": {hexDigit, "4", "[89ABab]"}, "uuid5_rfc4122": {hexDigit, "5", "[89ABab]"},
	} {
		out[name] = form{all: []string{u[0] + "{8}-" + u[0] + "{4}-" + u[1] + u[0] + "{3}-" + u[2] + u[0] + "{3}-" + u[0] + "{12}"}}
	}
	out["ipv6"] = form{all: []string{v6}, without: mapped4, example: "2001:db8::1"}
	out["cidrv6"] = form{all: []string{"(?:" + v6 + ")" + prefix6}, without: "(?:" + mapped4 + ")/[0-9]+", example: "2001:db8::/32"}
	const name = "[0-9A-Za-z][0-9A-Za-z-]{0,62}"
	out["fqdn"] = form{all: []string{"(?:" + name + `\.)+[A-Za-z][0-9A-Za-z-]{0,62}\.?`, `[\s\S]{0,253}\.?`}, example: "a.bc"}
	out["email"] = form{
		all: []string{
			mailLocal + "@" + mailDigit + `(?:\.?[0-9A-Za-z~` + mailFar + "-])*",
			`[\s\S]*` + mailDigit + `\.` + mailLetter + "[^@]*",
			`[\s\S]*` + mailLetter,
		},
		example: "a.b@example.com",
	}
	return out
}

// prerelease is an identifier of a version: a number without leading zeros, or one with a letter or a hyphen.
const prerelease = "(?:" + whole + "|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"

func channels(unit string) string {
	return octet + unit + comma + octet + unit + comma + octet + unit
}

// padded is base 64 of an alphabet, not empty.
func padded(of string) string {
	return "(?:" + of + "{4})*(?:" + of + "{4}|" + of + "{3}=|" + of + "{2}==)"
}

// pairs are so many pairs of hexadecimal digits with a separator.
func pairs(separator string, counts ...int) string { return groups(separator, 2, counts) }

func fours(counts ...int) string { return groups(`\.`, 4, counts) }

func groups(separator string, digits int, counts []int) string {
	one := hexDigit + "{" + leafInt(int64(digits)) + "}"
	out := make([]string, len(counts))
	for i, n := range counts {
		out[i] = one + "(?:" + separator + one + "){" + leafInt(int64(n-1)) + "}"
	}
	return strings.Join(out, "|")
}

// formatsText is the module of the formats.
func formatsText() []byte {
	all := node{open: "{", close: "}"}
	without := node{open: "{", close: "}"}
	for _, name := range slices.Sorted(maps.Keys(formats)) {
		f := formats[name]
		exprs := make([]node, len(f.all))
		for i, p := range f.all {
			exprs[i] = leaf(raw(p))
		}
		all.items = append(all.items, subscript(text(name)+": ", exprs...))
		if f.without != "" {
			without.items = append(without.items, subscript(text(name)+": ", leaf(raw(f.without))))
		}
	}
	var b strings.Builder
	b.WriteString(Header + docstring("The formats that expressions of Python's re say exactly.\n\nA text has a format when all of its expressions match the whole text, and none of those in\nWITHOUT does.", 0))
	b.WriteString("\nFORMATS: dict[str, list[str]] = ")
	all.write(&b, 0, width, 0)
	b.WriteString("\n\nWITHOUT: dict[str, list[str]] = ")
	without.write(&b, 0, width, 0)
	b.WriteByte('\n')
	return []byte(b.String())
}

// compiled are expressions that were used.
type compiled map[string]*regexp.Regexp

// hasForm decides formats as the models do: those without expressions take every text.
func (c compiled) hasForm(name, argument, text string) bool {
	f, known := formats[name]
	if !known || argument != "" {
		return true
	}
	for _, expr := range f.all {
		if !c.matches(expr, text) {
			return false
		}
	}
	return f.without == "" || !c.matches(f.without, text)
}

func (c compiled) matches(expr, text string) bool {
	if c[expr] == nil {
		c[expr] = regexp.MustCompile(`^(?:` + expr + `)\z`)
	}
	return c[expr].MatchString(text)
}
