package agreement

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/typedml/typedml/gen/format"
	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/internal/agreement/compare"
)

// group is a struct of the words of one group of upstream's, which both sides judge of compare.GroupValues values.
type group struct {
	name string
	// fields are Go's, "" where texts are the words' formats, written on a string each.
	fields  string
	formats string
}

var groups = []group{
	{name: "Presence", fields: `
	Kind string ` + "`validate:\"required,oneof=card cash\"`" + `
	Count *int8 ` + "`validate:\"required,gte=1\"`" + `
	Items []int8 ` + "`validate:\"required,max=3\"`" + `
	A string ` + "`validate:\"omitempty,min=2\"`" + `
	B []int8 ` + "`validate:\"omitzero,min=2\"`" + `
	C *int8 ` + "`validate:\"omitnil,gte=1\"`" + `
	D string ` + "`validate:\"isdefault\"`" + `
	E string ` + "`validate:\"required_if=Kind card\"`" + `
	F string ` + "`validate:\"required_unless=Kind card\"`" + `
	G int8 ` + "`validate:\"required_with=A D\"`" + `
	H int8 ` + "`validate:\"required_with_all=A D\"`" + `
	I int8 ` + "`validate:\"required_without=A D\"`" + `
	J int8 ` + "`validate:\"required_without_all=A D\"`" + `
	K string ` + "`validate:\"excluded_if=Kind card\"`" + `
	L string ` + "`validate:\"excluded_unless=Kind card\"`" + `
	M bool ` + "`validate:\"excluded_with=A D\"`" + `
	N bool ` + "`validate:\"excluded_with_all=A D\"`" + `
	O bool ` + "`validate:\"excluded_without=A D\"`" + `
	P bool ` + "`validate:\"excluded_without_all=A D\"`" + `
	Q string ` + "`validate:\"skip_unless=Kind card,min=1\"`"},
	{name: "Comparisons", fields: `
	A int8 ` + "`validate:\"gte=-3,lt=7\"`" + `
	B uint16 ` + "`validate:\"gt=2,lte=0x10\"`" + `
	C float32 ` + "`validate:\"min=0.1,max=0.5\"`" + `
	D float64 ` + "`validate:\"ne=19.99,lt=1e3\"`" + `
	E string ` + "`validate:\"min=2,max=4\"`" + `
	F string ` + "`validate:\"len=3\"`" + `
	G string ` + "`validate:\"eq=red\"`" + `
	H []int8 ` + "`validate:\"gt=1,lt=5,ne=3\"`" + `
	I map[string]int8 ` + "`validate:\"eq=2\"`" + `
	J time.Duration ` + "`validate:\"gte=1s,lt=1h\"`" + `
	K bool ` + "`validate:\"eq=true\"`" + `
	L time.Time ` + "`validate:\"gt\"`" + `
	M time.Time ` + "`validate:\"lte\"`" + `
	N []int8 ` + "`validate:\"unique\"`" + `
	O map[string]string ` + "`validate:\"unique\"`" + `
	P []GroupHolds ` + "`validate:\"unique=LeftA,dive\"`"},
	{name: "Fields", fields: `
	In GroupIn
	Country string ` + "`validate:\"oneof=DE GB\"`" + `
	Low int8
	Name string
	A int8 ` + "`validate:\"eqfield=Low\"`" + `
	B int8 ` + "`validate:\"nefield=Low\"`" + `
	C int8 ` + "`validate:\"gtfield=Low\"`" + `
	D int8 ` + "`validate:\"gtefield=Low\"`" + `
	E string ` + "`validate:\"ltfield=Name\"`" + `
	F string ` + "`validate:\"ltefield=Name\"`" + `
	G int8 ` + "`validate:\"eqcsfield=In.Low\"`" + `
	H int8 ` + "`validate:\"necsfield=In.Low\"`" + `
	I string ` + "`validate:\"gtcsfield=In.Name\"`" + `
	J string ` + "`validate:\"gtecsfield=In.Name\"`" + `
	K int8 ` + "`validate:\"ltcsfield=In.Low\"`" + `
	L int8 ` + "`validate:\"ltecsfield=In.Low\"`" + `
	M string ` + "`validate:\"fieldcontains=Name\"`" + `
	N string ` + "`validate:\"fieldexcludes=Name\"`" + `
	O string ` + "`validate:\"postcode_iso3166_alpha2_field=Country\"`"},
	{name: "Sets", fields: `
	A string ` + "`validate:\"oneof=red 'light blue'\"`" + `
	B int8 ` + "`validate:\"oneof=1 2 -3\"`" + `
	C string ` + "`validate:\"noneof=red blue\"`" + `
	D string ` + "`validate:\"oneofci=Red É\"`" + `
	E string ` + "`validate:\"noneofci=Red É\"`" + `
	F string ` + "`validate:\"eq_ignore_case=A b\"`" + `
	G string ` + "`validate:\"ne_ignore_case=É\"`"},
	{name: "Texts", fields: `
	A string ` + "`validate:\"contains=a\"`" + `
	B string ` + "`validate:\"containsany=é!\"`" + `
	C string ` + "`validate:\"containsrune=漢\"`" + `
	D string ` + "`validate:\"excludes=a\"`" + `
	E string ` + "`validate:\"excludesall=é!\"`" + `
	F string ` + "`validate:\"excludesrune=漢\"`" + `
	G string ` + "`validate:\"startswith=a\"`" + `
	H string ` + "`validate:\"endswith=b\"`" + `
	I string ` + "`validate:\"startsnotwith=a\"`" + `
	J string ` + "`validate:\"endsnotwith=b\"`"},
	{name: "Structure", fields: `
	A GroupIn ` + "`validate:\"structonly\"`" + `
	B *GroupIn ` + "`validate:\"structonly\"`" + `
	C GroupIn ` + "`validate:\"nostructlevel\"`" + `
	D *GroupIn ` + "`validate:\"nostructlevel\"`" + `
	E *GroupIn ` + "`validate:\"required,structonly\"`" + `
	F []GroupIn ` + "`validate:\"max=2,dive\"`" + `
	G map[string]int8 ` + "`validate:\"dive,keys,min=2,endkeys,gte=1\"`" + `
	H [][]int8 ` + "`validate:\"dive,max=2,dive,gte=1\"`" + `
	I Text ` + "`validate:\"validateFn\"`" + `
	J *Text ` + "`validate:\"omitempty,validateFn=Short\"`" + `
	K []Text ` + "`validate:\"dive,validateFn=Short\"`" + `
	L string ` + "`validate:\"rgb|rgba\"`" + `
	M string ` + "`validate:\"omitempty,iscolor\"`" + `
	N string ` + "`validate:\"country_code\"`" + `
	O string ` + "`validate:\"eu_country_code\"`" + `
	P map[string]GroupIn ` + "`validate:\"dive,keys,min=2,endkeys,structonly\"`" + `
	Q [][]GroupIn ` + "`validate:\"dive,min=1,dive,nostructlevel\"`" + `
	R GroupIn ` + "`validate:\"-\"`" + `
	S *GroupIn ` + "`validate:\"-\"`" + `
	T []GroupIn ` + "`validate:\"-\"`" + `
	U map[string][]GroupIn ` + "`validate:\"-\"`" + `
	V string ` + "`validate:\"isdefault|email\"`" + `
	W *int8 ` + "`validate:\"eq=1|isdefault\"`" + `
	X []int8 ` + "`validate:\"isdefault|len=2\"`" + `
	GroupLeft ` + "`validate:\"-\"`" + `
	GroupOnly ` + "`validate:\"structonly\"`"},
	{name: "Aliases", fields: `
	A string ` + "`validate:\"sku\"`" + `
	B string ` + "`validate:\"omitempty,loud\"`" + `
	C string ` + "`validate:\"colour\"`" + `
	D *string ` + "`validate:\"sku,short\"`" + `
	E *string ` + "`validate:\"brief,ne=a\"`" + `
	F string ` + "`validate:\"brief,either\"`" + `
	G *string ` + "`validate:\"either\"`" + `
	H []string ` + "`validate:\"parts,ne=ab\"`" + `
	I map[string]int8 ` + "`validate:\"min=1,scores,ne=3\"`" + `
	J string ` + "`validate:\"iscolor|short|email\"`" + `
	K string ` + "`validate:\"short|either|uuid\"`" + `
	L []int8 ` + "`validate:\"unset,min=2,dive,brief\"`" + `
	M map[string]string ` + "`validate:\"dive,keys,short,endkeys,sku\"`" + `
	N map[string]string ` + "`validate:\"keyed\"`" + `
	O []map[string]string ` + "`validate:\"dive,keyed\"`" + `
	P *GroupIn ` + "`validate:\"shallow\"`"},
	{name: "Letters", formats: "alpha alphanum alphanumspace alphanumunicode alphaspace alphaunicode ascii boolean lowercase multibyte number numeric printascii uppercase"},
	{name: "Encodings", formats: "base32 base64 base64rawurl base64url datauri hexadecimal html html_encoded json jwt url_encoded"},
	{name: "Colours", formats: "cmyk hexcolor hsl hsla rgb rgba"},
	{name: "Hashes", formats: "md4 md5 ripemd128 ripemd160 sha256 sha384 sha512 tiger128 tiger160 tiger192"},
	{
		name: "Net", formats: "cidr cidrv4 cidrv6 dns_rfc1035_label email fqdn hostname hostname_label hostname_port hostname_rfc1123 http_url https_url ip ipv4 ipv6 mac " +
			"mongodb_connection_string origin port uri url urn_rfc2141 urn_rfc8141",
	},
	{
		name: "Identifiers", formats: "bic bic_iso_9362_2014 btc_addr btc_addr_bech32 credit_card cve e164 ein eth_addr eth_addr_checksum isbn isbn10 isbn13 issn " +
			"luhn_checksum mongodb semver spicedb ssn ulid uuid uuid3 uuid3_rfc4122 uuid4 uuid4_rfc4122 uuid5 uuid5_rfc4122 uuid7 uuid_rfc4122",
	},
	{
		name: "Codes", formats: "bcp47_language_tag bcp47_strict_language_tag iso3166_1_alpha2 iso3166_1_alpha2_eu iso3166_1_alpha3 iso3166_1_alpha3_eu " +
			"iso3166_1_alpha_numeric iso3166_1_alpha_numeric_eu iso3166_2 iso4217 iso4217_numeric latitude longitude postcode_iso3166_alpha2",
	},
	{name: "Times", formats: "cron datetime duration timezone"},
}

// grouped are the groups' structs, behind the one that some of them hold.
func grouped() []structure {
	out := []structure{{name: "GroupIn", source: "\n//typedml:schema\ntype GroupIn struct {\n\tLow int8 `validate:\"gte=1\"`\n\tName string `validate:\"min=1\"`\n}\n"}}
	for _, embedded := range []string{"Left", "Only"} {
		out = append(out, structure{name: "Group" + embedded, source: "\n//typedml:schema\ntype Group" + embedded + " struct {\n\t" +
			embedded + "A int8 `validate:\"gte=1\"`\n\t" + embedded + "B []int8 `validate:\"min=1,dive,gte=1\"`\n\t" + embedded + "C *string `validate:\"min=1\"`\n}\n"})
	}
	out = append(out, structure{name: "GroupHolds", uses: []string{"GroupLeft"}, source: "\n//typedml:schema\ntype GroupHolds struct {\n\tGroupLeft\n\tX int8\n}\n"})
	for _, g := range groups {
		fields := g.fields
		for i, word := range strings.Fields(g.formats) {
			f, _ := format.Lookup(word)
			typ := "string"
			if f.Func == "" && len(f.Choices) == 0 {
				typ = "int"
			}
			if word += "=" + f.Example; f.Argument == "" {
				word = f.Name
			}
			fields += fmt.Sprintf("\n\tF%d %s `validate:%q`", i, typ, word)
		}
		s := structure{name: compare.Group + g.name, source: "\n//typedml:schema\ntype " + compare.Group + g.name + " struct {" + fields + "\n}\n"}
		if strings.Contains(fields, "GroupIn") {
			s.uses = append(s.uses, "GroupIn")
		}
		if strings.Contains(fields, "GroupHolds") {
			s.uses = append(s.uses, "GroupLeft", "GroupHolds")
		}
		if strings.Contains(fields, "GroupLeft") {
			s.uses = append(s.uses, "GroupLeft", "GroupOnly")
		}
		out = append(out, s)
	}
	return out
}

// Every word that is compiled is in a group.
func TestEveryWordIsGrouped(t *testing.T) {
	var words []string
	for _, s := range grouped() {
		for _, m := range regexp.MustCompile("`validate:\"([^\"]*)\"`").FindAllStringSubmatch(s.source, -1) {
			for word := range strings.FieldsFuncSeq(m[1], func(r rune) bool { return r == ',' || r == '|' }) {
				name, _, _ := strings.Cut(word, "=")
				words = append(words, name)
			}
		}
	}
	for _, word := range tag.Validate("validate").Words() {
		assert.Contains(t, words, word, "the word is in no group of the comparison with upstream")
	}
}

// unbreakable are fields of the groups that no value breaks: what is not validated, and a struct that is no pointer with a word for that.
var unbreakable = strings.Fields("Structure.A Structure.C Structure.R Structure.S Structure.T Structure.U Structure.GroupLeft Structure.GroupOnly")

// judgeGroups demands the volume of each group, and that values both break and meet the tag of each field.
func judgeGroups(t *testing.T, accepted []structure, results map[string]compare.Result) {
	t.Helper()
	for _, g := range groups {
		name := compare.Group + g.name
		assert.True(t, slices.ContainsFunc(accepted, func(s structure) bool { return s.name == name }), "%s is refused", name)
		r := results[name]
		findings := 0
		for _, n := range r.Tags {
			findings += n
		}
		t.Logf("%s: %d values, %d findings of %d tags", g.name, r.Values, findings, len(r.Tags))
		assert.GreaterOrEqual(t, r.Values, 5000, g.name)
		assert.GreaterOrEqual(t, len(r.Fields), max(1, len(strings.Fields(g.formats))), g.name)
		words := strings.Fields(g.formats)
		for field, n := range r.Fields {
			word := field
			if i, err := strconv.Atoi(strings.TrimPrefix(field, "F")); err == nil && i < len(words) {
				word = words[i]
			}
			if !slices.Contains(unbreakable, g.name+"."+field) {
				assert.NotZero(t, n[0], "%s: every value meets %s", g.name, word)
			}
			assert.NotZero(t, n[1], "%s: no value meets %s", g.name, word)
		}
	}
}
