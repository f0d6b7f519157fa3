package formats_test

import (
	"crypto/sha256"
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/go-playground/validator/v10"

	"github.com/typedml/typedml/validate/is"
)

// format is a tag of validator and the predicate for it.
type format struct {
	tag     string
	is      func(string) bool
	valid   []string
	invalid string
	near    []string                // what else to mutate
	draw    func(*rand.Rand) string // where set, makes valid strings that mutation seldom meets
}

const (
	aUUID = "0f9a2c4e-5b6d-%c781-%c3a4-b5c6d7e8f901"
	hash8 = "0a1b2c3d"
)

// uuids returns UUIDs of a version with each of the variants' digits.
func uuids(version rune, variants string) []string {
	var all []string
	for _, variant := range variants {
		all = append(all, fmt.Sprintf(aUUID, version, variant))
	}
	return all
}

// anyUUIDs are UUIDs of most versions and variants, in both cases.
func anyUUIDs() []string {
	var all []string
	for _, version := range "1345678" {
		for _, text := range uuids(version, "07789abABcf") {
			all = append(all, text, strings.ToUpper(text))
		}
	}
	return all
}

func hashes(length int) []string {
	return []string{strings.Repeat(hash8, length/8), strings.Repeat("f9e8", length/4)}
}

func datetime(layout string) func(string) bool {
	return func(s string) bool { return is.Datetime(s, layout) }
}

var formats = []format{
	{tag: "alpha", is: is.Alpha, valid: []string{"azAZ", "q"}, invalid: "azAZ0"},
	{tag: "alphaspace", is: is.AlphaSpace, valid: []string{"ab YZ", " "}, invalid: "ab\tYZ"},
	{tag: "alphanum", is: is.Alphanum, valid: []string{"azAZ09", "7"}, invalid: "az_09"},
	{tag: "alphanumspace", is: is.AlphanumSpace, valid: []string{"az 09 Z", " 1"}, invalid: "az-09"},
	{tag: "alphaunicode", is: is.AlphaUnicode, valid: []string{"Zürich", "Ωмега漢字", "ǅºª", "𐐀a"}, invalid: "Zürich²"},
	{tag: "alphanumunicode", is: is.AlphanumUnicode, valid: []string{"Zürich8000", "٣漢Ⅷ²½", "𝟙a"}, invalid: "Zürich!"},
	{tag: "boolean", is: is.Boolean, valid: []string{"1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"}, invalid: "tRUE"},
	{tag: "numeric", is: is.Numeric, valid: []string{"0", "-12.50", "+007", "3.0"}, invalid: "12."},
	{tag: "number", is: is.Number, valid: []string{"0", "0123456789"}, invalid: "12.5"},
	{tag: "hexadecimal", is: is.Hexadecimal, valid: []string{"0xdeadBEEF09", "ff", "0X0", "0"}, invalid: "0x"},
	{tag: "hexcolor", is: is.HexColor, valid: []string{"#fA0", "#fA09", "#0099ff", "#0099FFcc"}, invalid: "#0099f"},
	{tag: "rgb", is: is.RGB, valid: []string{"rgb(0,34,255)", "rgb( 1% , 99%,\t100% )", "rgb(\f249\r,200\f,19)", "rgb(250%,7%,0%)"}, invalid: "rgb(0,34,256)"},
	{tag: "rgba", is: is.RGBA, valid: []string{"rgba(0,34,255,0.7)", "rgba( 1% , 99%,100% , 1 )", "rgba(1,2,3,0)", "rgba(1,2,3,0,123 )", "rgba(9,8,7,0 )"}, invalid: "rgba(0,34,255,2)"},
	{tag: "hsl", is: is.HSL, valid: []string{"hsl(360,100%,45%)", "hsl( 0 , 0%,\n7% )", "hsl(299,99%,10%)", "hsl(359,1%,1%)"}, invalid: "hsl(361,100%,45%)"},
	{tag: "hsla", is: is.HSLA, valid: []string{"hsla(360,100%,50%,0.25)", "hsla( 0 , 0%,7% , 1)", "hsla(100,99%,10%,0é1)", "hsla(3,1%,1%,0)"}, invalid: "hsla(0,0%,0%,0.50)"},
	{tag: "cmyk", is: is.CMYK, valid: []string{"cmyk(0%,50%,100%,9%)", "cmyk(10% ,  1%\t,2%,3%)"}, invalid: "cmyk(0%,50%,101%,9%)"},
	{tag: "e164", is: is.E164, valid: []string{"+41446681800", "23456789", "+123456789012345"}, invalid: "+0446681800"},
	{tag: "base32", is: is.Base32, valid: []string{"MFRGG===", "MFRA====", "ME======", "MFRGGZA=", "MFRGGZDF", "ABCDEFGHMFRGG==="}, invalid: "MFRGG=="},
	{tag: "base64", is: is.Base64, valid: []string{"YWJj", "YWI=", "YQ==", "+/+/AAAAYQ=="}, invalid: "YWI"},
	{tag: "base64url", is: is.Base64URL, valid: []string{"YWJj", "YWI=", "YQ==", "-_-_AAAAYQ=="}, invalid: "YW+/"},
	{tag: "base64rawurl", is: is.Base64RawURL, valid: []string{"YWJj", "YWI", "YQ", "-_-_AAAAYQ"}, invalid: "YWJjY"},
	{tag: "isbn", is: is.ISBN, valid: []string{"978-0-13-419044-0", "0-13-419044-0", "080442957X"}, invalid: "978-0-13-419044-1"},
	{tag: "isbn10", is: is.ISBN10, valid: []string{"0-13-419044-0", "0 13 419044 0", "080442957X", "-0- 804 -42 957X"}, invalid: "0-13-419044-8"},
	{tag: "isbn13", is: is.ISBN13, valid: []string{"978-0-13-419044-0", "979 10 90636 07 1", "9780134190440", "- --978 -01341 9 0440"}, invalid: "978-0-13-419044-1"},
	{tag: "issn", is: is.ISSN, valid: []string{"2049-3630", "7654-3218", "2345-105X"}, invalid: "2049-3631"},
	{tag: "eth_addr", is: is.EthereumAddress, valid: []string{"0x00112233445566778899aabbccddeeffAABBCCDD"}, invalid: "0x00112233445566778899aabbccddeeffAABBCCD"},
	{tag: "eth_addr_checksum", is: is.EthereumChecksum, valid: []string{"0x00112233445566778899AABbCCdDeeFf00112233", "0xfedCba9876543210fEDcBa98765432100baDcafe", "0xABcdEFABcdEFabcdEfAbCdefabcdeFABcDEFabCD", "0x" + strings.Repeat("12", 20)}, invalid: "0x00112233445566778899aabbccddeeffaabbccdd", draw: ethereumDraw},
	{tag: "btc_addr", is: is.BitcoinAddress, valid: []string{bitcoinAddress(0, 1), bitcoinAddress(5, 2)}, invalid: "1QLbz7JHiBTspS962RLKV8GndWFwjA5K67", draw: bitcoinDraw},
	{tag: "btc_addr_bech32", is: is.BitcoinBech32, valid: []string{bech32Address(rand.New(rand.NewPCG(5, 6)), 0, 32), bech32Address(rand.New(rand.NewPCG(5, 7)), 0, 52)}, invalid: "bc1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq", draw: bech32Draw},
	{tag: "uuid", is: is.UUID, valid: uuids('1', "07cfAbB"), near: anyUUIDs(), invalid: "0f9a2c4e-5b6d-4781-83a4-b5c6d7e8f90g"},
	{tag: "uuid3", is: is.UUID3, valid: uuids('3', "07cfab"), near: anyUUIDs(), invalid: fmt.Sprintf(aUUID, '4', 'b')},
	{tag: "uuid4", is: is.UUID4, valid: uuids('4', "89ab"), near: anyUUIDs(), invalid: fmt.Sprintf(aUUID, '4', 'c')},
	{tag: "uuid5", is: is.UUID5, valid: uuids('5', "89ab"), near: anyUUIDs(), invalid: fmt.Sprintf(aUUID, '5', '7')},
	{tag: "uuid7", is: is.UUID7, valid: uuids('7', "89ab"), near: anyUUIDs(), invalid: fmt.Sprintf(aUUID, '7', '7')},
	{tag: "uuid_rfc4122", is: is.UUIDRFC4122, valid: uuids('2', "07cfAbB"), near: anyUUIDs(), invalid: "0f9a2c4e-5b6d-4781-83a4-b5c6d7e8f9011"},
	{tag: "uuid3_rfc4122", is: is.UUID3RFC4122, valid: uuids('3', "07cfAbB"), near: anyUUIDs(), invalid: fmt.Sprintf(aUUID, '4', 'b')},
	{tag: "uuid4_rfc4122", is: is.UUID4RFC4122, valid: uuids('4', "89abAB"), near: anyUUIDs(), invalid: fmt.Sprintf(aUUID, '4', 'c')},
	{tag: "uuid5_rfc4122", is: is.UUID5RFC4122, valid: uuids('5', "89abAB"), near: anyUUIDs(), invalid: fmt.Sprintf(aUUID, '5', '7')},
	{tag: "ulid", is: is.ULID, valid: []string{"01HV6ZK3Q4TB8M2C7YXWNPRSD5", "7zzzzzzzzzzzzzzzzzzzzzzzzz", "0123456789abcdefghjkmnpqrs", "0123456789ABCDEFGHJ\u212aMNPQR\u017f"}, invalid: "81HV6ZK3Q4TB8M2C7YXWNPRSD5"},
	{tag: "md4", is: is.MD4, valid: hashes(32), invalid: strings.Repeat("G", 32)},
	{tag: "md5", is: is.MD5, valid: hashes(32), invalid: strings.Repeat("A", 32)},
	{tag: "sha256", is: is.SHA256, valid: hashes(64), invalid: strings.Repeat("a", 65)},
	{tag: "sha384", is: is.SHA384, valid: hashes(96), invalid: strings.Repeat("a", 95)},
	{tag: "sha512", is: is.SHA512, valid: hashes(128), invalid: strings.Repeat("A", 128)},
	{tag: "ripemd128", is: is.RIPEMD128, valid: hashes(32), invalid: strings.Repeat("A", 32)},
	{tag: "ripemd160", is: is.RIPEMD160, valid: hashes(40), invalid: strings.Repeat("A", 40)},
	{tag: "tiger128", is: is.Tiger128, valid: hashes(32), invalid: strings.Repeat("A", 32)},
	{tag: "tiger160", is: is.Tiger160, valid: hashes(40), invalid: strings.Repeat("A", 40)},
	{tag: "tiger192", is: is.Tiger192, valid: hashes(48), invalid: strings.Repeat("A", 48)},
	{tag: "ascii", is: is.ASCII, valid: []string{"", "plain\x00\x7f", "two\nlines"}, invalid: "é"},
	{tag: "printascii", is: is.PrintASCII, valid: []string{"", "plain ~", "!"}, invalid: "tab\t"},
	{tag: "multibyte", is: is.Multibyte, valid: []string{"", "é", "ab漢", "\xff"}, invalid: "plain"},
	{tag: "datauri", is: is.DataURI, valid: []string{"data:image/png;base64,YWJj", "data:,YQ==", "data:text/plain;charset=utf-8;base64,YWI="}, invalid: "data:text/plain,a,b"},
	{tag: "latitude", is: is.Latitude, valid: []string{"-47.3769", "90.00", "+0", "89.999", "-90"}, invalid: "90.01"},
	{tag: "longitude", is: is.Longitude, valid: []string{"-8.5417", "180.00", "+0", "179.999", "-180", "99.5", "105"}, invalid: "180.01"},
	{tag: "ssn", is: is.SSN, valid: []string{"219-09-9999", "078 05 1120", "001-10-0010"}, invalid: "219-00-9999"},
	{tag: "html", is: is.HTML, valid: []string{"<b>", "</p>", "a <br/> b", "<a\n><i x>"}, invalid: "a < b > c"},
	{tag: "html_encoded", is: is.HTMLEncoded, valid: []string{"&#39;", "&#x2F;", "&lt;b&gt;", "x&amp", "&&quot;"}, invalid: "&#x2;&l;"},
	{tag: "url_encoded", is: is.URLEncoded, valid: []string{"", "a%20b%2Fc", "%C3%bc"}, invalid: "100%"},
	{tag: "json", is: is.JSON, valid: []string{`{"a":[1,-2.5e+3,true,false,null,{}],"b\u00e9\n":{"c":[[]]}}`, ` "x" `, `0`, "[{\"k\" : \"\xff\"} ,\t[ ]\r\n]", `-0.0E-1`}, invalid: `{"a":[1,2}`},
	{tag: "jwt", is: is.JWT, valid: []string{"eyJh-_.eyJz.SflK", "a.b."}, invalid: "a.b"},
	{tag: "lowercase", is: is.Lowercase, valid: []string{"abc", "1-é漢", "ß"}, invalid: "aÉ"},
	{tag: "uppercase", is: is.Uppercase, valid: []string{"ABC", "1-É漢", "Ω"}, invalid: "Aé"},
	{tag: "bic", is: is.BIC, valid: []string{"UBSWCHZH80A", "ZKBKCHZZ", "A1B2CHZZ"}, invalid: "UBSWCHZH80"},
	{tag: "bic_iso_9362_2014", is: is.BIC2014, valid: []string{"UBSWCHZH80A", "deutdeff"}, invalid: "UB5WCHZH80A"},
	{tag: "semver", is: is.SemVer, valid: []string{"1.20.3", "0.0.0-rc.1+build.007", "1.0.0-0.a-b.10x", "1.0.0+-"}, invalid: "1.02.3"},
	{tag: "credit_card", is: is.CreditCard, valid: []string{"4000 0566 5566 5556", "314159265358973", "000000000000", "630490017740292441"}, invalid: "4000 0566 5566 5557"},
	{tag: "luhn_checksum", is: is.Luhn, valid: []string{"79927398713", "00", "18"}, invalid: "79927398710"},
	{tag: "cve", is: is.CVE, valid: []string{"CVE-2021-44228", "CVE-1999-0067", "CVE-2014-01x0", "CVE-2999-1234567", "CVE-2000-0é12"}, invalid: "CVE-2021-0000"},
	{tag: "mongodb", is: is.ObjectID, valid: []string{"507f1f77bcf86cd799439011"}, invalid: "507f1f77bcf86cd79943901"},
	{tag: "mongodb_connection_string", is: is.MongoDB, valid: []string{"mongodb://me:p@ss:/?#[]$@db-1.example.com:27017,db2/my_db-x?w=1&&j=true&", "mongodb+srv://host", "mongodb://10.0.0.1:1?a=b", "mongodb://h/d", "mongodb://h/" + strings.Repeat("d", 64)}, invalid: "mongodb://host/?w=1&x"},
	{tag: "cron", is: is.Cron, valid: []string{"0 0 * * *", "*/5 1-3,7 ? JAN#2  MON-FRI 2026", "@daily", "@every 1h30m5s", "@every 10ms2us3\u00b5s4ns", "@reboot", "1 2 3 4 5 6 7", "L1 ?? ** 10L 3"}, invalid: "0 0 * *"},
	{tag: "spicedb", is: is.SpiceDBID, valid: []string{"*", "user/1|a-b=c+d_e"}, invalid: "a*"},
	{tag: "spicedb=id", is: is.SpiceDBID, valid: []string{"*", "user/1|a-b=c+d_e"}, invalid: "a*"},
	{tag: "spicedb=permission", is: is.SpiceDBPermission, valid: []string{"", "view_all", "abc", "a" + strings.Repeat("b", 63)}, invalid: "ab"},
	{tag: "spicedb=type", is: is.SpiceDBType, valid: []string{"docs/user", "abc", "a" + strings.Repeat("b", 62) + "/c" + strings.Repeat("d", 63)}, invalid: "docs/us"},
	{tag: "ein", is: is.EIN, valid: []string{"12-3456789"}, invalid: "12-345678"},
	{tag: "duration", is: is.GoDuration, valid: []string{"1h30m", "-1.5s", "0", "+.5us3.ns", "2562047h47m16.854775807s", "-9223372036854775808ns", "1\u00b5s1\u03bcs", "0.100000000000000000000h"}, invalid: "9223372036854775808ns"},
	{tag: "datetime=2006-01-02", is: datetime("2006-01-02"), valid: []string{"2024-02-29", "1999-12-31"}, invalid: "2023-02-29"},
	{tag: "datetime=2006-01-02T15:04:05Z07:00", is: datetime("2006-01-02T15:04:05Z07:00"), valid: []string{"2024-02-29T23:59:59Z", "1999-12-31T1:00:00.123456789-07:30", "2000-01-01T00:00:00+24:60", "2000-01-01T00:00:00,5Z"}, invalid: "2024-02-29T24:00:00Z"},
	{tag: "datetime=Mon Jan _2 3:04:05.000 PM 06 -0700", is: datetime("Mon Jan _2 3:04:05.000 PM 06 -0700"), valid: []string{"sun feb 29 12:59:59.123 AM 04 +0130", "Mon  Mar  1  1:00:00.-00 PM -4 -0000"}, invalid: "Sun Feb 30 1:00:00.000 AM 04 +0000"},
}

// ethereumDraw makes addresses with few letters: about one in six has the right cases.
func ethereumDraw(r *rand.Rand) string {
	var text strings.Builder
	text.WriteString("0x")
	for range 40 {
		digits := "0123456789"
		if r.IntN(15) == 0 {
			digits = "abcdefABCDEF"
		}
		text.WriteByte(digits[r.IntN(len(digits))])
	}
	return text.String()
}

// base58 and bech32 hold the digits of Base58Check and Bech32 by value.
const (
	base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
)

// bitcoinAddress returns the address whose 20 bytes are all fill.
func bitcoinAddress(version, fill byte) string {
	payload := []byte{version}
	for range 20 {
		payload = append(payload, fill)
	}
	return base58Text(checked(payload), nil)
}

// checked appends the checksum of Base58Check.
func checked(payload []byte) []byte {
	once := sha256.Sum256(payload)
	twice := sha256.Sum256(once[:])
	return append(payload, twice[:4]...)
}

// base58Text returns base 58 of the payload, and of a multiple of 2^200 more if that is not nil.
func base58Text(payload []byte, more *big.Int) string {
	number := new(big.Int).SetBytes(payload)
	if more != nil {
		number.Add(number, new(big.Int).Lsh(more, 200))
	}
	var text []byte
	for remainder := new(big.Int); number.Sign() > 0; {
		number.DivMod(number, big.NewInt(58), remainder)
		text = append([]byte{base58[remainder.Int64()]}, text...)
	}
	if len(payload) > 0 && payload[0] == 0 {
		text = append([]byte("1"), text...)
	}
	return string(text)
}

// bitcoinDraw makes addresses; of those that 1 or 3 must start, many have more than 25 bytes.
func bitcoinDraw(r *rand.Rand) string {
	payload := make([]byte, 21)
	for i := range payload {
		payload[i] = byte(r.Uint32())
	}
	switch r.IntN(4) {
	case 0:
		payload[0] = 5
	case 1:
		payload[0] = 0
	}
	var more *big.Int
	if r.IntN(2) == 0 {
		more = big.NewInt(r.Int64N(40))
	}
	text := base58Text(checked(payload), more)
	if r.IntN(3) == 0 {
		text = "1" + text
	}
	return text
}

// bech32Address returns an address with its checksum, whose program is so many random digits.
func bech32Address(r *rand.Rand, version, program int) string {
	values := []uint32{uint32(version)}
	for range program {
		values = append(values, r.Uint32N(32))
	}
	checksum := uint32(1)
	for _, value := range append([]uint32{3, 3, 0, 2, 3}, append(values, 0, 0, 0, 0, 0, 0)...) {
		checksum = bech32Step(checksum, value)
	}
	text := []byte("bc1")
	for _, value := range values {
		text = append(text, bech32[value])
	}
	for i := range 6 {
		text = append(text, bech32[(checksum^1)>>(5*(5-i))&31])
	}
	if r.IntN(2) == 0 {
		return strings.ToUpper(string(text))
	}
	return string(text)
}

// bech32Step takes one more value into a checksum of BIP 173.
func bech32Step(checksum, value uint32) uint32 {
	top := checksum >> 25
	checksum = checksum&(1<<25-1)<<5 ^ value
	for i, generator := range []uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
		checksum ^= generator * (top >> i & 1)
	}
	return checksum
}

func bech32Draw(r *rand.Rand) string {
	version, program := r.IntN(32), r.IntN(72)
	if r.IntN(3) == 0 {
		version, program = 0, 30+r.IntN(25)
	}
	return bech32Address(r, version, program)
}

// differ asks upstream and the predicate, and returns what both say.
func differ(t *testing.T, v *validator.Validate, f format, s string) bool {
	t.Helper()
	want := v.Var(s, f.tag) == nil
	if got := f.is(s); got != want {
		t.Errorf("%s of %q: %v, validator says %v", f.tag, s, got, want)
	}
	return want
}

// TestFormatsOfCorpus asks about every string in validator's sources.
func TestFormatsOfCorpus(t *testing.T) {
	v := validator.New()
	for _, f := range formats {
		for _, s := range corpus(t) {
			differ(t, v, f, s)
		}
	}
}

// TestFormatsOfMutants asks about strings that are valid or nearly so.
func TestFormatsOfMutants(t *testing.T) {
	const draws = 5000
	v := validator.New()
	for _, f := range formats {
		t.Run(f.tag, func(t *testing.T) {
			m := newMutator(f.tag, append(f.near, f.valid...))
			accepted, refused := 0, 0
			ask := func(s string) {
				if differ(t, v, f, s) {
					accepted++
				} else {
					refused++
				}
			}
			for _, s := range append(f.valid, f.invalid, "") {
				ask(s)
			}
			for range draws {
				if f.draw != nil && m.IntN(2) == 0 {
					ask(f.draw(m.Rand))
					continue
				}
				ask(m.mutant())
			}
			if accepted < draws/500 || refused < draws/20 {
				t.Errorf("%d accepted and %d refused: the draw is lopsided", accepted, refused)
			}
		})
	}
}

// TestFormatsOfBytes puts bytes in the places of valid strings, up to 40 of each, and asks about all strings of up to
// two bytes of ASCII.
func TestFormatsOfBytes(t *testing.T) {
	v := validator.New()
	for _, f := range formats {
		for _, s := range f.valid[:min(4, len(f.valid))] {
			for at := 0; at < len(s); at += 1 + len(s)/40 {
				for b := range 0x82 {
					differ(t, v, f, s[:at]+string([]byte{byte(b)})+s[at+1:])
				}
			}
		}
		for first := range byte(0x80) {
			differ(t, v, f, string([]byte{first}))
			for second := range byte(0x80) {
				differ(t, v, f, string([]byte{first, second}))
			}
		}
	}
}

// TestFormatsOfRunes asks about each character of the planes that have letters, where a predicate looks at characters.
func TestFormatsOfRunes(t *testing.T) {
	v := validator.New()
	for _, f := range formats {
		switch f.tag {
		case "alphaunicode", "alphanumunicode", "lowercase", "uppercase":
			for r := range rune(0x34000) {
				differ(t, v, f, string(r))
			}
		case "ulid", "cve", "rgba":
			for r := range rune(0x3000) {
				differ(t, v, f, strings.Replace(f.valid[0], "0", string(r), 1))
				differ(t, v, f, strings.Replace(f.valid[0], "5", string(r), 1))
			}
		}
	}
}

// TestFormatsExamples shows that the examples are what the table says.
func TestFormatsExamples(t *testing.T) {
	for _, f := range formats {
		for _, s := range f.valid {
			if !f.is(s) {
				t.Errorf("%s refuses %q", f.tag, s)
			}
		}
		if f.is(f.invalid) {
			t.Errorf("%s accepts %q", f.tag, f.invalid)
		}
	}
}

func TestFormatsAllocations(t *testing.T) {
	for _, f := range formats {
		for _, s := range append(f.valid, f.invalid, strings.Repeat(f.valid[0], 9)) {
			if allocs := testing.AllocsPerRun(20, func() { f.is(s) }); allocs != 0 {
				t.Errorf("%s of %q: %v allocations", f.tag, s, allocs)
			}
		}
	}
}

func FuzzFormats(f *testing.F) {
	for _, one := range formats {
		f.Add(one.valid[0])
		f.Add(one.invalid)
	}
	v := validator.New()
	f.Fuzz(func(t *testing.T, s string) {
		for _, one := range formats {
			differ(t, v, one, s)
		}
	})
}
