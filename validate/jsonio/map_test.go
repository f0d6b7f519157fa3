package jsonio

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// TestAppendMap has every type that a map may hold; what is written reads back.
func TestAppendMap(t *testing.T) {
	at := time.Date(2024, 2, 29, 1, 2, 3, 4, time.UTC)
	for _, c := range []struct {
		value any
		want  string
	}{
		{nil, "null"},
		{true, "true"},
		{"a\"\\\n\x01é", `"a\"\\\n\u0001é"`},
		{json.Number("1e2"), "1e2"},
		{1.5, "1.5"},
		{float32(0.1), "0.1"},
		{[]byte{1}, `"AQ=="`},
		{at, `"2024-02-29T01:02:03.000000004Z"`},
		{90 * time.Second, `"1m30s"`},
		{map[string]any{"b": 1, "a": nil}, `{"a":null,"b":1}`},
		{map[string]any(nil), "null"},
		{map[string]string{"b": "{", "a": ""}, `{"a":"","b":"{"}`},
		{map[string]string(nil), "null"},
		{[]any{1, "x", []any{}}, `[1,"x",[]]`},
		{[]any(nil), "null"},
		{[]float64{1, 2.5}, "[1,2.5]"},
		{[]string{"[", "b"}, `["[","b"]`},
		{[]int{1, -2}, "[1,-2]"},
		{[]int64{math.MinInt64}, "[-9223372036854775808]"},
		{int(-1), "-1"},
		{int8(-1), "-1"},
		{int16(-1), "-1"},
		{int32(-1), "-1"},
		{int64(math.MinInt64), "-9223372036854775808"},
		{uint(1), "1"},
		{uint8(1), "1"},
		{uint16(1), "1"},
		{uint32(1), "1"},
		{uint64(math.MaxUint64), "18446744073709551615"},
	} {
		got, err := AppendMap([]byte("x"), map[string]any{"k": c.value})
		if want := `x{"k":` + c.want + "}"; err != nil || string(got) != want {
			t.Errorf("%T: got %s %v, want %s", c.value, got, err, want)
		}
	}
	for _, value := range []any{
		math.NaN(), math.Inf(1), float32(math.Inf(-1)),
		[]float64{0, math.NaN()},
		[]any{struct{}{}},
		map[string]any{"k": make(chan int)},
		1i,
		[]bool{true},
		json.Number(""), json.Number("01"), json.Number("1 "), json.Number(" 1"), json.Number("x"), json.Number("NaN"), json.Number(`1,"b":2`),
		time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC),
	} {
		var broken *EncodeError
		if got, err := AppendMap(nil, map[string]any{"k": value}); !errors.As(err, &broken) || !strings.HasPrefix(broken.Path, "k") {
			t.Errorf("%T %v: %s, %v", value, value, got, err)
		}
	}
}

// TestDecodeMap decodes what JSON text would, with the same findings, and reports what has no JSON form.
func TestDecodeMap(t *testing.T) {
	for _, c := range []struct {
		m    map[string]any
		want string
		n    int
	}{
		{map[string]any{"n": 7}, "", 7},
		{map[string]any{"n": 7.0}, "", 7},
		{map[string]any{"n": json.Number("7e0")}, "", 7},
		{map[string]any{"n": 0}, "n gt", 0},
		{map[string]any{"n": "7", "m": 1}, "m unknown;n type", 5},
		{map[string]any{"n": math.NaN(), "a.b": map[string]any{"c": 1i}}, `["a.b"] type;n type`, 5},
		{map[string]any{"\xff": 1}, "syntax", 5},
	} {
		x := counted{5}
		var r validate.Report
		DecodeMap(c.m, &x, &r)
		for v := range r.All() {
			if _, _, _, ok := v.Position(); ok {
				t.Errorf("%v: %s has a place in a text that nobody has seen", c.m, v)
			}
		}
		if got := strings.Join(found(&r), ";"); got != c.want || x.n != c.n {
			t.Errorf("%v: got %q %d, want %q %d", c.m, got, x.n, c.want, c.n)
		}
	}
	var x counted
	var r validate.Report
	r.Add(&validate.Rule{Name: "before"}, validate.None())
	if DecodeMap(map[string]any{"n": 7}, &x, &r); x.n != 7 {
		t.Error("what the report held keeps the map from being decoded")
	}
}

// TestDecodeMapBytes decodes what drivers hand over: a text as []byte, and bytes as bytes.
func TestDecodeMapBytes(t *testing.T) {
	text, bytes := schema.Type{Kind: schema.String}, schema.Type{Kind: schema.Bytes}
	rec := &schema.Record{Fields: []schema.Field{
		{Key: "text", Type: text},
		{Key: "blob", Type: bytes},
		{Key: "day", Type: schema.Type{Kind: schema.Date}},
		{Key: "texts", Type: schema.Type{Kind: schema.List, Elem: &schema.Element{Type: text}}},
		{Key: "blobs", Type: schema.Type{Kind: schema.Map, Elem: &schema.Element{Type: bytes}}},
	}}
	rec.Fields = append(rec.Fields, schema.Field{Key: "in", Type: schema.Type{Kind: schema.Struct, Record: &schema.Record{Fields: rec.Fields[:2]}}})
	x := echo{schema: rec}
	var r validate.Report
	DecodeMap(map[string]any{
		"text": []byte("Alice"), "blob": []byte{1}, "day": []byte("2024-02-29"), "texts": []any{[]byte("a")}, "blobs": map[string]any{"k": []byte{2}},
		"in": map[string]any{"text": []byte("b"), "blob": []byte(nil)},
	}, &x, &r)
	want := `{"blob":"AQ==","blobs":{"k":"Ag=="},"day":"2024-02-29","in":{"blob":null,"text":"b"},"text":"Alice","texts":["a"]}`
	if r.Len() > 0 || x.text != want {
		t.Errorf("%s %v, want %s", x.text, r.Err(), want)
	}
}

// A time at midnight is the day that YAML and drivers mean by it, where the record has one.
func TestDecodeMapDays(t *testing.T) {
	day := schema.Type{Kind: schema.Date}
	x := echo{schema: &schema.Record{Fields: []schema.Field{
		{Key: "day", Type: day},
		{Key: "days", Type: schema.Type{Kind: schema.List, Elem: &schema.Element{Type: day}}},
		{Key: "noon", Type: day},
		{Key: "time", Type: schema.Type{Kind: schema.Time}},
	}}}
	at := time.Date(2024, 2, 29, 0, 0, 0, 0, time.FixedZone("", 3600))
	var r validate.Report
	DecodeMap(map[string]any{"day": at, "days": []any{at}, "noon": at.Add(12 * time.Hour), "time": at}, &x, &r)
	want := `{"day":"2024-02-29","days":["2024-02-29"],"noon":"2024-02-29T12:00:00+01:00","time":"2024-02-29T00:00:00+01:00"}`
	if r.Len() > 0 || x.text != want {
		t.Errorf("%s %v, want %s", x.text, r.Err(), want)
	}
}

// echo keeps the text that it is decoded from.
type echo struct {
	schema *schema.Record
	text   string
}

func (x *echo) TypedMLSchema() *schema.Record              { return x.schema }
func (x *echo) DecodeJSON(data []byte, _ *validate.Report) { x.text = string(data) }

// Maps that hold themselves, and lists that nest without end, are told; as deep as a text may be they are written.
func TestMapsAreBounded(t *testing.T) {
	self := map[string]any{"a": 1}
	self["self"] = self
	deep := func(n int) any {
		var v any = 1
		for range n {
			v = []any{v}
		}
		return v
	}
	for _, m := range []map[string]any{self, {"k": deep(MaxDepth)}, {"k": deep(1_000_000)}} {
		var broken *EncodeError
		if _, err := AppendMap(nil, m); !errors.As(err, &broken) || !strings.Contains(broken.Reason, "nest deeper than 1000") {
			t.Errorf("%.200v", err)
		}
		var x counted
		var r validate.Report
		if DecodeMap(m, &x, &r); r.Len() != 1 || !strings.HasSuffix(found(&r)[0], " type") {
			t.Errorf("%.200q", found(&r))
		}
	}
	if b, err := AppendMap(nil, map[string]any{"k": deep(MaxDepth - 1)}); err != nil || depth(b) != MaxDepth {
		t.Errorf("%d levels: %v", depth(b), err)
	}
}

// FuzzMap holds a map that encoding/json decodes against the text itself.
func FuzzMap(f *testing.F) {
	for _, seed := range []string{`{"a":[1,"x",null,true,{"b":{}}],"c":1e400}`, `{"\u0000\"":"é"}`, `{}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		var m, back map[string]any
		if d.Decode(&m) != nil || m == nil {
			return
		}
		b, err := AppendMap(nil, m)
		if err != nil {
			t.Fatal(err)
		}
		d = json.NewDecoder(strings.NewReader(string(b)))
		d.UseNumber()
		if err := d.Decode(&back); err != nil || !reflect.DeepEqual(m, back) {
			t.Fatalf("%s becomes %s: %v", text, b, err)
		}
	})
}
