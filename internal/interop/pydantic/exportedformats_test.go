package pydantic

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/typedml/typedml/gen/format"
	"github.com/typedml/typedml/internal/interop"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/pydantic"
	"github.com/typedml/typedml/validate/is"
)

// spellings are texts of every format that a package says, and near it; their mutants are tried, too.
var spellings = strings.Fields(`a A1 é é漢 ß aé 10 -1.5 +0 0xAf 0x +4915112345678 123-45-6789 000-00-0000 12-3456789 90 90.0 -90.01 180 180.00 -0.5 07
#0aF #0aF1 #0aF1b2 #0aF1b2c3 rgb(0,128,255) rgb(0%,1%,255%) rgb(0%,1,2) rgba(0,1,2,0.5) rgba(0,1,2,1) rgba(0,1,2,0.55) hsl(360,50%,100%) hsl(361,0%,0%)
hsla(0,0%,0%,0) cmyk(0%,50%,100%,9%) 01ARZ3NDEKTSV4RRFFQ69G5FAV 81ARZ3NDEKTSV4RRFFQ69G5FAV MFRGG=== MFRGGZDF MFRA==== ME====== MFRGGZA= YWI= YW== YWJj
YW_= Y-_c YW_ data:,YQ== data:text/plain;base64,YWI= e30.e30.x e30.e30. a%20b a%2 1.2.3 1.2.3-a.1+b.01 01.2.3 1.2.3-01 1.2.3-0a 1.2.3+ a-b.c -a.b a-.b
1a.b a.b:80 [a.b]:65535 []:1 :0 :65536 :+080 0xabcdefABCDEF0123456789abcdefABCDEF012345 0a0a0a0a0a0a0a0a0a0a0a0a 00:1A:2b:3c:4d:5e 00-1A-2b-3c-4d-5e-00-11
001a.2b3c.4d5e 001A2b3c4d5e 10.0.0.255 10.0.0.256 010.0.0.1 ::1 :: ::ffff:1.2.3.4 ::FFFF:0102:0304 0:0:0:0:0:ffff:1.2.3.4 0::0:ffff:1.2.3.4 0:0:0:0:0:ffff:: 0:0:0:0:0:ffff:1::
0:0:0:0:0:ffff::1 1:2:3:4:5:6:7:8 1:2:3:4:5:6:7:: ::2:3:4:5:6:7:8 1::3:4:5:6:7:8 1:2:3:4:5:6:1.2.3.4 1:2:3:4:5:1.2.3.4 ::1.2.3.4 1::1.2.3.4 1:2:3:4:5::1.2.3.4 1:2:3:4:5:6::1.2.3.4 2001:db8::/32 10.0.0.0/8 10.0.0.0/033
::1/128 ::1/129 ::ffff:1.2.3.4/128 1:2:3:4:5:6:7:8/0 fe80::1%eth0 a.bc a.bc. a.b-.c- a..b a.1 a.b@example.com "a"@b.co "a\"b"@b.co "a\"@b.co a@b a@b.c1 a@-b.co a@b-.co a@b.-co
é@é.é a..b@b.co .a@b.co a.@b.co "a@b"@c.de "a@b.cd"@e a@b@c.de a@1.b a@a~b.cd d41d8cd98f00b204e9800998ecf8427e D41D8CD98F00B204E9800998ECF8427E
57b73598-8764-3ad0-076a-679bb6640eb1 57b73598-8764-4ad0-a76a-679bb6640eb1 57b73598-8764-5AD0-A76a-679bb6640eb1 57b73598-8764-7ad0-b76a-679bb6640eb1 true False yes`)

// mutants are the spellings and texts near them.
func mutants(r *rand.Rand) []string {
	out := []string{"", " ", "a b", "a\n", "a \n", "a 1", strings.Repeat("a", 63) + ".b", strings.Repeat("a", 64) + ".b", "\u212a", strings.Repeat("a.", 126) + "a", strings.Repeat("a.", 127) + "a", strings.Repeat("ab.", 84) + "a."}
	for _, n := range []int{32, 40, 48, 64, 96, 128} {
		out = append(out, strings.Repeat("a", n), strings.Repeat("0", n-1), strings.Repeat("A", n))
	}
	letters := []rune("aAfFgzZ019.:-_/@%+=#,()[]\"\\ \t\n~é漢\u212a\u017f\u00a0\ufdd0\U0001d11e")
	for _, s := range spellings {
		out = append(out, s, s+"\n", " "+s, strings.ToUpper(s), strings.ToLower(s), s+s)
		for range 5 {
			text := []rune(s)
			i := r.IntN(len(text))
			switch other := letters[r.IntN(len(letters))]; r.IntN(3) {
			case 0:
				text[i] = other
			case 1:
				text = append(text[:i:i], text[i+1:]...)
			default:
				text = append(text[:i:i], append([]rune{other}, text[i:]...)...)
			}
			out = append(out, string(text))
		}
	}
	return out
}

// The expressions of formats match what the functions of Go take, and no more.
func TestExportedFormatsAgree(t *testing.T) {
	rec := &schema.Record{Name: "formats", Type: "Formats"}
	for _, f := range format.All() {
		name := f.Name
		rec.Fields = append(rec.Fields, schema.Field{
			Name: name, Key: name, MayBeAbsent: true, Type: schema.Type{Kind: schema.String},
			Constraints: []schema.Constraint{{Kind: schema.Format, Rule: name, Text: name}},
		})
	}
	files, models := pydantic.Of(rec)
	lost := map[string]bool{}
	for _, l := range models[0].Losses {
		lost[l.Rule] = true
	}
	assert.Greater(t, len(rec.Fields)-len(lost), 60, "formats that are said")
	dir := t.TempDir()
	writePackage(t, dir+"/formats", files)
	texts := mutants(rand.New(rand.NewPCG(3, 5)))
	var requests [][]byte
	for _, text := range texts {
		requests = append(requests, objectOf(rec, text))
	}
	var verdicts [][]exportedVerdict
	interop.RunJSON(t, interop.Python(t, "pydantic"), exported, map[string]any{
		"dir": dir, "now": vectors.Now, "cases": []any{map[string]any{"package": "formats", "model": models[0].Name, "texts": requests}},
	}, &verdicts)
	taken := map[string]int{}
	for i, text := range texts {
		refused := map[string]bool{}
		for _, e := range verdicts[0][i].Errors {
			refused[e.loc[0].(string)] = true
		}
		for _, f := range rec.Fields {
			want := is.Format(f.Key, "", text)
			if want {
				taken[f.Key]++
			}
			if !lost[f.Key] && refused[f.Key] == want {
				t.Errorf("%s of %q: Go %v", f.Key, text, want)
			}
		}
	}
	for _, f := range rec.Fields {
		assert.False(t, !lost[f.Key] && taken[f.Key] == 0, "no text has the format %s", f.Key)
	}
	t.Log(fmt.Sprint(len(rec.Fields)-len(lost), " formats, ", len(texts), " texts"))
}

// objectOf is an object whose fields all hold a text.
func objectOf(r *schema.Record, text string) []byte {
	var b bytes.Buffer
	for i, f := range r.Fields {
		value, _ := json.Marshal(text) // a text has a form
		fmt.Fprintf(&b, "%s%q:%s", map[bool]string{true: "{", false: ","}[i == 0], f.Key, value)
	}
	return append(b.Bytes(), '}')
}
