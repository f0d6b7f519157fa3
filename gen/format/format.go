package format

//go:generate go run lookup_gen.go

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate/is"
)

// Format is one named format.
type Format struct {
	// Name is the word of the tag, such as "uuid4".
	Name string
	// Words say what a value with the format is: "an e-mail address". The argument follows them where there is one.
	Words string
	// Func is the predicate of package validate/is on a text, "" when there is none.
	Func string
	// Integers is the predicate on an integer, without what it ends in: Int for int64, Uint for uint64; "" when integers have
	// no such format. Bytes is the one on a byte string.
	Integers, Bytes string
	// AnyNumber says that every number has the format.
	AnyNumber bool
	// Argument says what the format takes behind the word: "" for nothing, else what it is, such as "a layout"; Example is one.
	Argument, Example string
	// Own says that the word is typedml's, of the tag check.
	Own bool
	// Choices are all arguments that there are, with the predicate of each, where they are listed; the first is meant
	// when none is written.
	Choices []Choice
}

// Choice is an argument with its predicate.
type Choice struct{ Argument, Func string }

// Fits reports whether values of the kind can have the format.
func (f Format) Fits(k schema.Kind) bool {
	_, ranged := f.Range()
	switch {
	case k == schema.String:
		return f.Func != "" || len(f.Choices) > 0
	case k == schema.Bytes:
		return f.Bytes != ""
	case k == schema.Bool:
		return f.Name == "boolean"
	case k.Integer():
		return f.Integers != "" || ranged || f.AnyNumber
	}
	return k.Float() && (ranged && f.Func != "" || f.AnyNumber)
}

// Types says in words what Fits takes.
func (f Format) Types() string {
	var types []string
	for _, t := range []struct {
		kind  schema.Kind
		words string
	}{{schema.String, "strings"}, {schema.Bytes, "byte strings"}, {schema.Bool, "bools"}, {schema.Int64, "integers"}, {schema.Float64, "floats"}} {
		if f.Fits(t.kind) {
			types = append(types, t.words)
		}
	}
	return strings.Join(types, " and ")
}

// Takes lists the choices.
func (f Format) Takes() string {
	words := make([]string, len(f.Choices))
	for i, c := range f.Choices {
		words[i] = c.Argument
	}
	return strings.Join(words, ", ")
}

// Range returns the closed interval of the numbers that have the format, for formats that numbers have.
func (f Format) Range() ([2]int64, bool) {
	r, ok := ranges[f.Name]
	return r, ok
}

var ranges = map[string][2]int64{"latitude": {-90, 90}, "longitude": {-180, 180}, "port": {1, 65535}}

// Runes is the number of characters that every text with the format has, 0 when they differ.
func (f Format) Runes() int { return runes[f.Name] }

var runes = map[string]int{
	"uuid": 36, "uuid3": 36, "uuid4": 36, "uuid5": 36, "uuid7": 36, "uuid_rfc4122": 36, "uuid3_rfc4122": 36, "uuid4_rfc4122": 36, "uuid5_rfc4122": 36,
	"ulid": 26, "mongodb": 24, "eth_addr": 42, "eth_addr_checksum": 42,
	"md4": 32, "md5": 32, "sha256": 64, "sha384": 96, "sha512": 128, "ripemd128": 32, "ripemd160": 40, "tiger128": 32, "tiger160": 40, "tiger192": 48,
	"iso3166_1_alpha2": 2, "iso3166_1_alpha2_eu": 2, "iso3166_1_alpha3": 3, "iso3166_1_alpha3_eu": 3, "iso4217": 3,
}

// Check says what is wrong with an argument, "" when nothing is.
func (f Format) Check(argument string) string {
	if f.Name == "postcode_iso3166_alpha2" && !is.PostcodeCountry(argument) {
		return fmt.Sprintf("%q is no country whose postcodes are known", argument)
	}
	if any := time.Date(2001, 2, 13, 16, 17, 18, 0, time.UTC); f.Name == "datetime" && any.Format(argument) == argument {
		return fmt.Sprintf("%q holds no element of a layout, such as 2006, 01, 02, 15, 04 and 05", argument)
	}
	return ""
}

// Alias is a word of validator/v10 that stands for alternatives of formats.
type Alias struct{ Name, Text, Words string }

// Aliases returns upstream's own.
func Aliases() []Alias {
	return []Alias{
		{"country_code", "iso3166_1_alpha2|iso3166_1_alpha3|iso3166_1_alpha_numeric", "a country's code (ISO 3166-1)"},
		{"eu_country_code", "iso3166_1_alpha2_eu|iso3166_1_alpha3_eu|iso3166_1_alpha_numeric_eu", "the code of a country of the EU (ISO 3166-1)"},
		{"iscolor", "hexcolor|rgb|rgba|hsl|hsla|cmyk", "a colour"},
	}
}

// Lookup returns the format of that name.
func Lookup(name string) (Format, bool) {
	for _, f := range all {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// All returns every format, sorted by name.
func All() []Format { return slices.Clone(all) }

var all = []Format{
	{Name: "alpha", Words: "ASCII letters", Func: "Alpha"},
	{Name: "alphanum", Words: "ASCII letters and digits", Func: "Alphanum"},
	{Name: "alphanumspace", Words: "ASCII letters, digits and spaces", Func: "AlphanumSpace"},
	{Name: "alphanumunicode", Words: "letters and digits", Func: "AlphanumUnicode"},
	{Name: "alphaspace", Words: "ASCII letters and spaces", Func: "AlphaSpace"},
	{Name: "alphaunicode", Words: "letters", Func: "AlphaUnicode"},
	{Name: "ascii", Words: "ASCII characters", Func: "ASCII"},
	{Name: "base32", Words: "base32 (RFC 4648)", Func: "Base32"},
	{Name: "base64", Words: "base64 (RFC 4648, padded)", Func: "Base64"},
	{Name: "base64rawurl", Words: "base64 for URLs (RFC 4648, without padding)", Func: "Base64RawURL"},
	{Name: "base64url", Words: "base64 for URLs (RFC 4648, padded)", Func: "Base64URL"},
	{Name: "bcp47_language_tag", Words: "a language tag (BCP 47)", Func: "LanguageTag"},
	{Name: "bcp47_strict_language_tag", Words: "a language tag of the registry (BCP 47)", Func: "StrictLanguageTag"},
	{Name: "bic", Words: "a bank's code (BIC, ISO 9362:2022)", Func: "BIC"},
	{Name: "bic_iso_9362_2014", Words: "a bank's code (BIC, ISO 9362:2014)", Func: "BIC2014"},
	{Name: "boolean", Words: "a boolean such as true", Func: "Boolean"},
	{Name: "btc_addr", Words: "a Bitcoin address", Func: "BitcoinAddress"},
	{Name: "btc_addr_bech32", Words: "a Bitcoin address (bech32)", Func: "BitcoinBech32"},
	{Name: "cidr", Words: "an IP network such as 10.0.0.0/8", Func: "CIDR"},
	{Name: "cidrv4", Words: "an IPv4 network such as 10.0.0.0/8", Func: "CIDRv4"},
	{Name: "cidrv6", Words: "an IPv6 network such as 2001:db8::/32", Func: "CIDRv6"},
	{Name: "cmyk", Words: "a colour such as cmyk(0%,50%,100%,9%)", Func: "CMYK"},
	{Name: "credit_card", Words: "a credit card number", Func: "CreditCard"},
	{Name: "cron", Words: "a cron schedule", Func: "Cron"},
	{Name: "cve", Words: "a CVE identifier such as CVE-2024-1234", Func: "CVE"},
	{Name: "datauri", Words: "a data URI", Func: "DataURI"},
	{Name: "datetime", Words: "a time in the layout ", Func: "Datetime", Argument: "a layout of package time, such as 2006-01-02", Example: "2006-01-02"},
	{Name: "dns_rfc1035_label", Words: "a DNS label (RFC 1035)", Func: "DNSLabel"},
	{Name: "duration", Words: "a duration such as 1h30m", Func: "GoDuration"},
	{Name: "e164", Words: "a telephone number such as +4930123456 (E.164)", Func: "E164"},
	{Name: "ein", Words: "an employer's number such as 12-3456789", Func: "EIN"},
	{Name: "email", Words: "an e-mail address", Func: "Email"},
	{Name: "eth_addr", Words: "an Ethereum address", Func: "EthereumAddress"},
	{Name: "eth_addr_checksum", Words: "an Ethereum address with its checksum", Func: "EthereumChecksum"},
	{Name: "fqdn", Words: "a domain name such as example.org", Func: "FQDN"},
	{Name: "hexadecimal", Words: "hexadecimal digits", Func: "Hexadecimal"},
	{Name: "hexcolor", Words: "a colour such as #00ff00", Func: "HexColor"},
	{Name: "hostname", Words: "a host name (RFC 952)", Func: "Hostname"},
	{Name: "hostname_label", Words: "a label of a host name", Func: "HostnameLabel"},
	{Name: "hostname_port", Words: "a host and port such as example.org:80", Func: "HostnamePort"},
	{Name: "hostname_rfc1123", Words: "a host name (RFC 1123)", Func: "Hostname1123"},
	{Name: "hsl", Words: "a colour such as hsl(120,50%,50%)", Func: "HSL"},
	{Name: "hsla", Words: "a colour such as hsla(120,50%,50%,0.5)", Func: "HSLA"},
	{Name: "html", Words: "HTML", Func: "HTML"},
	{Name: "html_encoded", Words: "encoded HTML", Func: "HTMLEncoded"},
	{Name: "http_url", Words: "an HTTP URL", Func: "HTTPURL"},
	{Name: "https_url", Words: "an HTTPS URL", Func: "HTTPSURL"},
	{Name: "ip", Words: "an IP address", Func: "IP"},
	{Name: "ipv4", Words: "an IPv4 address", Func: "IPv4"},
	{Name: "ipv6", Words: "an IPv6 address", Func: "IPv6"},
	{Name: "isbn", Words: "an ISBN", Func: "ISBN"},
	{Name: "isbn10", Words: "an ISBN of 10 digits", Func: "ISBN10"},
	{Name: "isbn13", Words: "an ISBN of 13 digits", Func: "ISBN13"},
	{Name: "iso3166_1_alpha2", Words: "a country's code such as DE (ISO 3166-1)", Func: "Country2"},
	{Name: "iso3166_1_alpha2_eu", Words: "the code of a country of the EU such as DE (ISO 3166-1)", Func: "Country2EU"},
	{Name: "iso3166_1_alpha3", Words: "a country's code such as DEU (ISO 3166-1)", Func: "Country3"},
	{Name: "iso3166_1_alpha3_eu", Words: "the code of a country of the EU such as DEU (ISO 3166-1)", Func: "Country3EU"},
	{Name: "iso3166_1_alpha_numeric", Words: "a country's number such as 276 (ISO 3166-1)", Func: "CountryNumeric", Integers: "CountryNumeric"},
	{Name: "iso3166_1_alpha_numeric_eu", Words: "the number of a country of the EU such as 276 (ISO 3166-1)", Func: "CountryNumericEU", Integers: "CountryNumericEU"},
	{Name: "iso3166_2", Words: "a subdivision's code such as DE-BY (ISO 3166-2)", Func: "Subdivision"},
	{Name: "iso4217", Words: "a currency's code such as EUR (ISO 4217)", Func: "Currency"},
	{Name: "iso4217_numeric", Words: "a currency's number such as 978 (ISO 4217)", Integers: "CurrencyNumeric"},
	{Name: "issn", Words: "an ISSN", Func: "ISSN"},
	{Name: "json", Words: "JSON", Func: "JSON", Bytes: "JSONBytes"},
	{Name: "jwt", Words: "a JSON web token", Func: "JWT"},
	{Name: "latitude", Words: "a latitude from -90 to 90", Func: "Latitude"},
	{Name: "longitude", Words: "a longitude from -180 to 180", Func: "Longitude"},
	{Name: "lowercase", Words: "lower-case text", Func: "Lowercase"},
	{Name: "luhn_checksum", Words: "digits with a Luhn checksum", Func: "Luhn", Integers: "Luhn"},
	{Name: "mac", Words: "a MAC address", Func: "MAC"},
	{Name: "md4", Words: "an MD4 hash", Func: "MD4"},
	{Name: "md5", Words: "an MD5 hash", Func: "MD5"},
	{Name: "mongodb", Words: "a MongoDB object id", Func: "ObjectID"},
	{Name: "mongodb_connection_string", Words: "a MongoDB connection string", Func: "MongoDB"},
	{Name: "multibyte", Words: "text with a character beyond ASCII", Func: "Multibyte"},
	{Name: "nfc", Words: "text in Unicode's normal form C", Func: "NFC", Own: true},
	{Name: "nfd", Words: "text in Unicode's normal form D", Func: "NFD", Own: true},
	{Name: "nfkc", Words: "text in Unicode's normal form KC", Func: "NFKC", Own: true},
	{Name: "nfkd", Words: "text in Unicode's normal form KD", Func: "NFKD", Own: true},
	{Name: "number", Words: "digits", Func: "Number", AnyNumber: true},
	{Name: "numeric", Words: "a decimal number", Func: "Numeric", AnyNumber: true},
	{Name: "origin", Words: "a web origin such as https://example.org", Func: "Origin"},
	{Name: "port", Words: "a port from 1 to 65535"},
	{Name: "postcode_iso3166_alpha2", Words: "a postcode of ", Func: "Postcode", Argument: "a country's code, such as DE", Example: "DE"},
	{Name: "printascii", Words: "printable ASCII characters", Func: "PrintASCII"},
	{Name: "rgb", Words: "a colour such as rgb(0,255,0)", Func: "RGB"},
	{Name: "rgba", Words: "a colour such as rgba(0,255,0,0.5)", Func: "RGBA"},
	{Name: "ripemd128", Words: "a RIPEMD-128 hash", Func: "RIPEMD128"},
	{Name: "ripemd160", Words: "a RIPEMD-160 hash", Func: "RIPEMD160"},
	{Name: "semver", Words: "a semantic version such as 1.2.3", Func: "SemVer"},
	{Name: "sha256", Words: "a SHA-256 hash", Func: "SHA256"},
	{Name: "sha384", Words: "a SHA-384 hash", Func: "SHA384"},
	{Name: "sha512", Words: "a SHA-512 hash", Func: "SHA512"},
	{Name: "spicedb", Words: "a SpiceDB identifier", Choices: []Choice{{"id", "SpiceDBID"}, {"permission", "SpiceDBPermission"}, {"type", "SpiceDBType"}}},
	{Name: "ssn", Words: "a US social security number", Func: "SSN"},
	{Name: "tiger128", Words: "a Tiger-128 hash", Func: "Tiger128"},
	{Name: "tiger160", Words: "a Tiger-160 hash", Func: "Tiger160"},
	{Name: "tiger192", Words: "a Tiger-192 hash", Func: "Tiger192"},
	{Name: "timezone", Words: "a time zone such as Europe/Berlin", Func: "TimeZone"},
	{Name: "ulid", Words: "a ULID", Func: "ULID"},
	{Name: "uppercase", Words: "upper-case text", Func: "Uppercase"},
	{Name: "uri", Words: "a URI", Func: "URI"},
	{Name: "url", Words: "a URL", Func: "URL"},
	{Name: "url_encoded", Words: "URL-encoded text", Func: "URLEncoded"},
	{Name: "urn_rfc2141", Words: "a URN (RFC 2141)", Func: "URN2141"},
	{Name: "urn_rfc8141", Words: "a URN (RFC 8141)", Func: "URN8141"},
	{Name: "uuid", Words: "a UUID", Func: "UUID"},
	{Name: "uuid3", Words: "a UUID of version 3", Func: "UUID3"},
	{Name: "uuid3_rfc4122", Words: "a UUID of version 3", Func: "UUID3RFC4122"},
	{Name: "uuid4", Words: "a UUID of version 4", Func: "UUID4"},
	{Name: "uuid4_rfc4122", Words: "a UUID of version 4", Func: "UUID4RFC4122"},
	{Name: "uuid5", Words: "a UUID of version 5", Func: "UUID5"},
	{Name: "uuid5_rfc4122", Words: "a UUID of version 5", Func: "UUID5RFC4122"},
	{Name: "uuid7", Words: "a UUID of version 7", Func: "UUID7"},
	{Name: "uuid_rfc4122", Words: "a UUID", Func: "UUIDRFC4122"},
}
