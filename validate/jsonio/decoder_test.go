package jsonio

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// decode calls read on text and returns what the report holds, as "path rule".
func decode(text string, read func(*Decoder)) []string {
	var r validate.Report
	d := NewDecoder([]byte(text), &r)
	read(&d)
	d.End(&r)
	return found(&r)
}

func found(r *validate.Report) []string {
	out := []string{}
	for v := range r.All() {
		out = append(out, strings.TrimSpace(v.Path()+" "+v.Rule()))
	}
	return out
}

// message returns the words of the only violation.
func message(t *testing.T, text string, read func(*Decoder)) string {
	t.Helper()
	var r validate.Report
	d := NewDecoder([]byte(text), &r)
	read(&d)
	d.End(&r)
	for v := range r.All() {
		return v.Message()
	}
	t.Fatalf("%s: no violation", text)
	return ""
}

func TestSyntax(t *testing.T) {
	for text, want := range map[string]string{
		"":              "at byte 0 (1:1): the text ends where a value should stand",
		" \n ":          "at byte 3 (2:2): the text ends where a value should stand",
		"{":             "at byte 1 (1:2): the text ends where a key in quotes should stand",
		"[1,]":          "at byte 3 (1:4): ']' stands where a value should",
		"[,1]":          "at byte 1 (1:2): ',' stands where a value should",
		"[1 2]":         "at byte 3 (1:4): '2' stands where a comma or ] should",
		"[1}":           "at byte 2 (1:3): '}' stands where a comma or ] should",
		`{"a":1,}`:      "at byte 7 (1:8): '}' stands where a key in quotes should",
		`{"a" 1}`:       "at byte 5 (1:6): '1' stands where a colon should",
		`{"a":}`:        "at byte 5 (1:6): '}' stands where a value should",
		`{a:1}`:         "at byte 1 (1:2): 'a' stands where a key in quotes should",
		`{"a":1 "b":2}`: "at byte 7 (1:8): '\"' stands where a comma or } should",
		"{}x":           "at byte 2 (1:3): 'x' stands where the end should",
		"01":            "at byte 0 (1:1): a number starts with 0",
		"-":             "at byte 1 (1:2): the text ends where a digit should stand",
		"1.":            "at byte 2 (1:3): the text ends where a digit should stand",
		".5":            "at byte 0 (1:1): '.' stands where a value should",
		"1e+":           "at byte 3 (1:4): the text ends where a digit should stand",
		"+1":            "at byte 0 (1:1): '+' stands where a value should",
		"[1234567:]":    "at byte 8 (1:9): ':' stands where a comma or ] should",
		"[0.12345?78]":  "at byte 8 (1:9): '?' stands where a comma or ] should",
		"[1234/678]":    "at byte 5 (1:6): '/' stands where a comma or ] should",
		"NaN":           "at byte 0 (1:1): 'N' stands where a value should",
		"nul":           "at byte 0 (1:1): 'n' stands where a value should",
		`"a`:            "at byte 0 (1:1): the text has no closing quote",
		`"\x"`:          "at byte 2 (1:3): 'x' stands where an escape of JSON should",
		`"\u12g4"`:      `at byte 1 (1:2): \u needs four hexadecimal digits`,
		"\"a\tb\"":      `at byte 2 (1:3): '\t' stands where a text without control characters should`,
		`"\`:            "at byte 0 (1:1): the text has no closing quote",
		"[\"é\",\n é]":  "at byte 8 (2:2): 'é' stands where a value should",
		"\xff":          "at byte 0 (1:1): byte 0xff stands where a value should",
		"\x00":          `at byte 0 (1:1): '\x00' stands where a value should`,
		"\"\xff\"":      "at byte 0 (1:1): a text is not valid UTF-8",
		`{"\ud800":1}`:  "at byte 1 (1:2): a key is not valid UTF-8",
		"\ufeff{}":      `at byte 0 (1:1): '\ufeff' stands where a value should`,
		"/**/1":         "at byte 0 (1:1): '/' stands where a value should",
	} {
		if got := message(t, text, (*Decoder).Skip); got != "is not well-formed JSON "+want {
			t.Errorf("%q:\ngot  %s\nwant %s", text, got, want)
		}
	}
}

func TestDepth(t *testing.T) {
	deep := strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth)
	if got := decode(deep, (*Decoder).Skip); len(got) > 0 {
		t.Errorf("depth %d: %q", MaxDepth, got)
	}
	for _, text := range []string{strings.Repeat("[", 10<<20), strings.Repeat(`{"a":`, 2<<20)} {
		start := time.Now()
		got := message(t, text, (*Decoder).Skip)
		if !strings.HasSuffix(got, "arrays and objects nest deeper than 1000") {
			t.Errorf("got %s", got)
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("10 MB of brackets took %s", took)
		}
	}
}

func TestScalars(t *testing.T) {
	f := NewField("x", "X", "thing")
	type read = func(*Decoder) any
	boolean := func(d *Decoder) any { return d.Bool(&f) }
	text := func(d *Decoder) any { return d.String(&f) }
	instant := func(d *Decoder) any { return d.Time(&f) }
	span := func(d *Decoder) any { return d.Duration(&f) }
	data := func(d *Decoder) any { return string(d.Bytes(&f)) }
	amount := func(d *Decoder) any { return d.Decimal(&f).String() }
	day := func(d *Decoder) any { return d.Date(&f).String() }
	for _, c := range []struct {
		read read
		text string
		want any // a string that starts with "!" is the rule that is broken
	}{
		{boolean, "true", true},
		{boolean, " false ", false},
		{boolean, "1", "!type"},
		{boolean, "null", "!null"},
		{boolean, "tru", "!syntax"},
		{text, `""`, ""},
		{text, `"a\"\\\/\b\f\n\r\tz"`, "a\"\\/\b\f\n\r\tz"},
		{text, `"\u00e9\ud83d\ude00é"`, "é😀é"},
		{text, `"\ud83d"`, "!utf8"},
		{text, `"\ude00\ud83d"`, "!utf8"},
		{text, `"\ud83d\n"`, "!utf8"},
		{text, "\"\xc3\"", "!utf8"},
		{text, "\"\\n\xc3\"", "!utf8"},
		{text, "7", "!type"},
		{text, "[1, {}]", "!type"},
		{text, "null", "!null"},
		{text, `"\ufffd"`, "\ufffd"},
		{instant, `"2026-01-02T03:04:05Z"`, time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)},
		{instant, `"2026-01-02 03:04:05Z"`, "!type"},
		{instant, "0", "!type"},
		{instant, `"2026-02-30T00:00:00Z"`, "!type"},
		{instant, `"10000-01-01T00:00:00Z"`, "!type"},
		{instant, "null", "!null"},
		{span, `"1m30s"`, 90 * time.Second},
		{span, `"-1.5h"`, -90 * time.Minute},
		{span, `"90"`, "!type"},
		{span, "90", "!type"},
		{span, `"9999999h"`, "!type"},
		{amount, "12345678901234567890.12345678901234567", "12345678901234567890.12345678901234567"},
		{amount, "-0.50", "-0.5"},
		{amount, "1.5e2", "150"},
		{amount, "-0", "0"},
		{amount, `"1.50"`, "1.5"},
		{amount, `"1.5 "`, "!type"},
		{amount, `""`, "!type"},
		{amount, `"1e99"`, "!overflow"},
		{amount, "1e99", "!overflow"},
		{amount, "1e-99", "!overflow"},
		{amount, "1.", "!syntax"},
		{amount, "true", "!type"},
		{amount, "null", "!null"},
		{day, `"2024-02-29"`, "2024-02-29"},
		{day, `"2023-02-29"`, "!type"},
		{day, `"2024-02-29T00:00:00Z"`, "!type"},
		{day, "19000", "!type"},
		{day, "null", "!null"},
		{data, `"AQID"`, "\x01\x02\x03"},
		{data, `""`, ""},
		{data, `"AQ=="`, "\x01"},
		{data, `"AQ"`, "!type"},
		{data, `"AR=="`, "!type"},
		{data, `"AQID\n"`, "!type"},
		{data, `"-_-_"`, "!type"},
	} {
		var got any
		rules := decode(c.text, func(d *Decoder) { got = c.read(d) })
		want, isText := c.want.(string)
		if rule, broken := strings.CutPrefix(want, "!"); isText && broken {
			place := "x " + rule
			if rule == validate.RuleSyntax {
				place = rule
			}
			if !reflect.DeepEqual(rules, []string{place}) {
				t.Errorf("%s: got %q, want %s", c.text, rules, place)
			}
			continue
		}
		if len(rules) > 0 || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %v, %q, want %v", c.text, got, rules, c.want)
		}
	}
}

func TestIntegers(t *testing.T) {
	f := NewField("x", "X", "integer")
	signed := func(bits int) func(*Decoder) any { return func(d *Decoder) any { return d.signed(&f, bits) } }
	unsigned := func(bits int) func(*Decoder) any { return func(d *Decoder) any { return d.unsigned(&f, bits) } }
	for _, c := range []struct {
		read func(*Decoder) any
		text string
		want any
	}{
		{signed(8), "127", int64(127)},
		{signed(8), "128", "overflow"},
		{signed(8), "-128", int64(-128)},
		{signed(8), "-129", "overflow"},
		{signed(64), "9223372036854775807", int64(1<<63 - 1)},
		{signed(64), "9223372036854775808", "overflow"},
		{signed(64), "-9223372036854775808", int64(-1 << 63)},
		{signed(64), "-9223372036854775809", "overflow"},
		{signed(64), "1.0", int64(1)},
		{signed(64), "1e2", int64(100)},
		{signed(64), "1.50e1", int64(15)},
		{signed(64), "100e-2", int64(1)},
		{signed(64), "1.5", "type"},
		{signed(64), "1e-1", "type"},
		{signed(64), "0.0", int64(0)},
		{signed(64), "-0", int64(0)},
		{signed(64), "0e999999999999999999999", int64(0)},
		{signed(64), "1e-999999999999999999999", "type"},
		{signed(64), "1e999999999999999999999", "overflow"},
		{signed(64), "0.0000000000000000000001e22", int64(1)},
		{signed(64), "1.0000000000000000000000000", int64(1)},
		{signed(64), "1.0000000000000000000000001", "type"},
		{signed(64), "12345678901234567890123", "overflow"},
		{signed(64), "9007199254740993.0", int64(1<<53 + 1)},
		{signed(64), "123456789012345678.9e1", int64(1234567890123456789)},
		{unsigned(64), "18446744073709551615", uint64(1<<64 - 1)},
		{unsigned(64), "18446744073709551616", "overflow"},
		{unsigned(64), "1844674407370955161.5e1", uint64(1<<64 - 1)},
		{unsigned(64), "-1", "overflow"},
		{unsigned(64), "-0.0", uint64(0)},
		{unsigned(8), "255", uint64(255)},
		{unsigned(8), "2.56e2", "overflow"},
		{signed(64), `"1"`, "type"},
		{signed(64), "true", "type"},
		{signed(64), "null", "null"},
	} {
		var got any
		rules := decode(c.text, func(d *Decoder) { got = c.read(d) })
		if rule, broken := c.want.(string); broken {
			if !reflect.DeepEqual(rules, []string{"x " + rule}) {
				t.Errorf("%s: got %v %q, want %s", c.text, got, rules, rule)
			}
		} else if len(rules) > 0 || got != c.want {
			t.Errorf("%s: got %v %q, want %v", c.text, got, rules, c.want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	f := NewField("x", "X", "bool")
	read := func(d *Decoder) { d.Bool(&f) }
	for text, want := range map[string]string{
		`"short"`:                              `must be a bool, got "short"`,
		`"` + strings.Repeat("é", 1<<20) + `"`: `must be a bool, got "` + strings.Repeat("é", 27) + "…",
	} {
		if got := message(t, text, read); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	hidden := f.Sensitive()
	if got := message(t, `"secret"`, func(d *Decoder) { d.Bool(&hidden) }); strings.Contains(got, "secret") {
		t.Errorf("a sensitive value is told: %s", got)
	}
}

func TestFloats(t *testing.T) {
	f, elem := NewField("v", "V", "list<float64>"), NewField("", "V", "float64")
	var list []float64
	read := func(d *Decoder) { list = d.Float64s(nil, &f, &elem) }
	for text, want := range map[string][]string{
		"[]": {}, "[1, 2.5, -3e4]": {}, `[1, "x", null, 1e999]`: {"v[1] type", "v[2] null", "v[3] overflow"}, "[1": {"syntax"}, "[1,]": {"syntax"},
		"7": {"v type"}, "null": {"v null"}, "[1,2": {"syntax"},
	} {
		if got := decode(text, read); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
	if decode("[]", read); list == nil {
		t.Error("an empty list is nil")
	}
	if decode("[1,2.5]", read); !reflect.DeepEqual(list, []float64{1, 2.5}) {
		t.Errorf("got %v", list)
	}
	var array [2]float64
	for text, want := range map[string][]string{"[1,2]": {}, "[1]": {"v type"}, "[1,2,[3]]": {"v type"}, `[1,true]`: {"v[1] type"}, "[1,2,": {"syntax"}} {
		if got := decode(text, func(d *Decoder) { d.Float64Array(array[:], &f, &elem) }); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
	if got := message(t, "[1]", func(d *Decoder) { d.Float64Array(array[:], &f, &elem) }); got != "must be a list<float64>, got 1 items" {
		t.Error(got)
	}
}

func TestRawAndRefuse(t *testing.T) {
	var raw string
	read := func(d *Decoder) { raw = string(d.Raw()) }
	if got := decode(` {"a": [1]} `, read); len(got) > 0 || raw != `{"a": [1]}` {
		t.Errorf("got %q %q", raw, got)
	}
	if got := decode(`{"a": [1}`, read); len(got) != 1 || raw != "" {
		t.Errorf("got %q %q", raw, got)
	}
	if got := message(t, "1", func(d *Decoder) { d.Refuse(errors.New("is odd"), d.Raw(), false) }); got != "is odd" {
		t.Error(got)
	}
	if got := message(t, "1", func(d *Decoder) { d.Refuse(errors.New("is 1"), d.Raw(), true) }); got != "does not decode" {
		t.Error(got)
	}
}

func TestSettle(t *testing.T) {
	inner := &schema.Record{
		Fields: []schema.Field{{Key: "a.b"}, {Key: "c"}},
		Checks: []schema.Check{{Name: "reads a.b", Expr: &schema.Expr{Path: "a.b"}}, {Name: "reads c", Expr: &schema.Expr{Path: "c"}}},
	}
	nested := schema.Type{Kind: schema.Struct, Record: inner}
	root := &schema.Record{
		Fields: []schema.Field{
			{Key: "x", Type: nested},
			{Key: "list", Type: schema.Type{Kind: schema.List, Elem: &schema.Element{Type: nested}}},
			{Key: "map", Type: schema.Type{Kind: schema.Map, Elem: &schema.Element{Type: nested}}},
			{Key: "a"},
		},
		Checks: []schema.Check{{Name: "deep", Expr: &schema.Expr{Args: []*schema.Expr{{Path: "x.c"}, {Path: "a"}}}}},
	}
	type place struct{ list, name, key string }
	add := func(r *validate.Report, p place, path, name, param string) {
		n := r.Len()
		r.Add(&validate.Rule{Path: path, Name: name, Param: param}, validate.None())
		switch {
		case p.list != "":
			r.NestAt(n, p.list, 1)
		case p.key != "":
			r.NestKey(n, p.name, p.key)
		case p.name != "":
			r.Nest(n, p.name)
		}
	}
	in, at, entry := place{name: "x"}, place{list: "list"}, place{name: "map", key: "k.c"}
	f := NewField("c", "C", "t")
	for _, c := range []struct {
		failed  func(d *Decoder)
		in      place
		dropped []string
	}{
		{func(d *Decoder) { d.Missing(&f) }, in, []string{"x.c gte", "x required", "x reads c", "x by hand", "deep", "x check_error"}},
		{func(d *Decoder) { d.Missing(&f) }, at, []string{"list[1].c gte", "list[1] reads c", "list[1] by hand", "list[1] check_error"}},
		{func(d *Decoder) { d.Missing(&f) }, entry, []string{`map["k.c"].c gte`, `map["k.c"] reads c`, `map["k.c"] by hand`, `map["k.c"] check_error`}},
		{func(d *Decoder) { d.key = []byte("c"); d.pos = 0; d.Unknown() }, in, nil},
		{func(d *Decoder) { d.pos = 0; d.Duplicate(&f) }, in, nil}, // the first value is there
		{func(d *Decoder) { d.pos = 0; d.Duplicate(&f) }, at, nil},
	} {
		var r validate.Report
		r.Add(&validate.Rule{Path: "a", Name: "before"}, validate.None())
		d := NewDecoder([]byte("1"), &r)
		n := d.Mark()
		c.failed(&d)
		switch {
		case c.in.list != "":
			d.NestAt(n, c.in.list, 1)
		case c.in.key != "":
			d.NestKey(n, c.in.name, c.in.key)
		default:
			d.Nest(n, c.in.name)
		}
		d.pos = 1
		if !d.End(&r) || d.Decoded() {
			t.Fatal("the setup does not hold")
		}
		kept := found(&r)
		for _, p := range []place{in, at, entry} {
			for _, rule := range [][3]string{
				{"c", "gte"}, {"a.b", "gte"}, {"", "reads a.b"}, {"", "reads c"}, {"", "by hand"}, {"", validate.RuleCheck, "reads c"},
			} {
				add(&r, p, rule[0], rule[1], rule[2])
			}
		}
		add(&r, place{}, "x", "required", "")
		add(&r, place{}, "a", "gte", "")
		add(&r, place{}, "", "deep", "")
		want := append([]string{}, kept...)
		dropped := 0
		for _, v := range found(&r)[len(kept):] {
			gone := false
			for _, g := range c.dropped {
				gone = gone || g == v
			}
			if gone {
				dropped++
			} else {
				want = append(want, v)
			}
		}
		DropRules(&r, d.before, d.decoded, root)
		if got := found(&r); !reflect.DeepEqual(got, want) || dropped != len(c.dropped) {
			t.Errorf("%+v:\ngot  %q\nwant %q (%d of %d)", c.in, got, want, dropped, len(c.dropped))
		}
	}
}

func TestDecoderAllocations(t *testing.T) {
	f, elem := NewField("v", "V", "float64"), NewField("", "V", "float64")
	data := []byte(`{"a": [1.5, 2, 3e-7, 0.30000000000000004, 1234567890123456789012], "\u0062": {"c": [null, true, "text"]}}`)
	var array [5]float64
	scratch := testing.AllocsPerRun(100, func() {
		var r validate.Report
		d := NewDecoder(data, &r)
		for ok := d.Record(); ok && d.NextKey(); {
			if string(d.Key()) == "a" {
				d.Float64Array(array[:], &f, &elem)
			} else {
				d.Skip()
			}
		}
		if !d.End(&r) || r.Len() > 0 {
			t.Fatal(found(&r))
		}
	})
	if scratch > 1 { // the buffer of the escaped key
		t.Errorf("%v allocations", scratch)
	}
}

// FuzzSkip holds the decoder against encoding/json: it accepts the same texts, but for invalid UTF-8, lone surrogates and
// depth.
func FuzzSkip(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,-2.5e+3,null,true,false,"\u00e9\ud83d\ude00\\\""],"b":{}}`, "[1,]", "01", "-", "\"\\ud800\"", "[[[[]]]]", "\"\xff\"", " 1 ", "1 2", "tru", "{\"a\"}", "\ufeff1",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var r validate.Report
		d := NewDecoder(data, &r)
		d.Skip()
		got := d.End(&r)
		want := json.Valid(data) && utf8.Valid(data) && !loneSurrogate(data) && depth(data) <= MaxDepth
		if got != want {
			t.Fatalf("%q: accepted %v, want %v: %v", data, got, want, found(&r))
		}
		if got != (r.Len() == 0) {
			t.Fatalf("%q: %v, %q", data, got, found(&r))
		}
	})
}

// loneSurrogate reports whether well-formed JSON has an escaped surrogate without its partner.
func loneSurrogate(data []byte) bool {
	for i := 0; i < len(data); i++ {
		if data[i] != '\\' {
			continue
		}
		i++
		if data[i] != 'u' {
			continue
		}
		switch code := strings.ToLower(string(data[i+1 : i+5])); {
		case code >= "d800" && code < "dc00":
			next := strings.ToLower(string(data[i+5 : min(len(data), i+11)]))
			if !strings.HasPrefix(next, `\u`) || next[2:] < "dc00" || next[2:] > "dfff" {
				return true
			}
			i += 6
		case code >= "dc00" && code <= "dfff":
			return true
		}
		i += 4
	}
	return false
}

func depth(data []byte) int {
	deepest, now, text := 0, 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case text && c == '\\':
			i++
		case c == '"':
			text = !text
		case !text && (c == '[' || c == '{'):
			now++
			deepest = max(deepest, now)
		case !text && (c == ']' || c == '}'):
			now--
		}
	}
	return deepest
}

func FuzzString(f *testing.F) {
	for _, seed := range []string{`"a"`, `"\u00e9\n"`, `"\ud83d\ude00"`, "\"\xff\"", `"\ud800"`} {
		f.Add([]byte(seed))
	}
	place := NewField("x", "X", "string")
	f.Fuzz(func(t *testing.T, data []byte) {
		var got string
		rules := decode(string(data), func(d *Decoder) { got = d.String(&place) })
		var want *string
		err := json.Unmarshal(data, &want)
		if ok := err == nil && want != nil && utf8.Valid(data) && !loneSurrogate(data); ok != (len(rules) == 0) {
			t.Fatalf("%q: %v, %q", data, err, rules)
		}
		if len(rules) > 0 {
			return
		}
		if got != *want {
			t.Fatalf("%q: got %q, want %q", data, got, *want)
		}
		b, err := AppendString(nil, got)
		var again string
		if err != nil || json.Unmarshal(b, &again) != nil || again != got {
			t.Fatalf("%q is written as %s, %v", got, b, err)
		}
	})
}
