package codec

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/typedml/typedml/validate"
)

const complete = `{
	"id": "a\u00e9\ud83d\ude00\n", "flag": true, "small": -128, "count": 1e2, "big": 18446744073709551615, "half": 0.1,
	"score": 2.5, "color": "red", "level": 1.0, "blob": "AQID", "at": "2026-01-02T03:04:05.000000006Z", "wait": "1m30s",
	"pause": "2s", "maybe": 1.5, "opt": "blue", "tags": ["x", ""], "vector": [1, 2.5], "unit": [0, 0.6, -0.8],
	"steps": [1, 2], "matrix": [[1], [], null], "gaps": [1, null], "weights": {"red": 1, "blue": 2},
	"groups": {"g": ["h"], "n": null}, "item": {"name": "i", "price": 1, "qty": 3}, "second": {"name": "s", "price": 2},
	"third": {"name": "t", "price": 3}, "items": [{"name": "j", "price": 4}], "by_name": {"k": {"name": "k", "price": 5}},
	"ratios": {"test": 0.3}, "secret": "s", "hidden": {"h": 1}
}`

func ptr[T any](v T) *T { return &v }

func want() Kinds {
	x := NewKinds()
	x.Base.ID = "aé😀\n"
	x.Flag, x.Small, x.Count, x.Big, x.Half, x.Score = true, -128, 100, 1<<64-1, 0.1, 2.5
	x.Color, x.Level, x.Blob, x.Wait, x.Pause = Red, 1, []byte{1, 2, 3}, 90*time.Second, Pause(2*time.Second)
	x.At = time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)
	x.Maybe, x.Opt = ptr(1.5), validate.Some(Blue)
	x.Tags, x.Vector, x.Unit, x.Steps = []string{"x", ""}, []float64{1, 2.5}, [3]float64{0, 0.6, -0.8}, [2]int16{1, 2}
	x.Matrix, x.Gaps = [][]float64{{1}, {}, nil}, []*int64{ptr(int64(1)), nil}
	x.Weights, x.Groups = map[Color]float64{Red: 1, Blue: 2}, map[string][]string{"g": {"h"}, "n": nil}
	x.Item, x.Second = Item{"i", 1, ptr(int32(3))}, &Item{"s", 2, nil}
	x.Third, x.Items = validate.Some(Item{"t", 3, nil}), []Item{{"j", 4, nil}}
	x.ByName, x.Ratios = map[string]Item{"k": {"k", 5, nil}}, Ratios{0.7, 0.3, "-"}
	x.Secret, x.Hidden = "s", map[string]int{"h": 1}
	return x
}

func TestDecode(t *testing.T) {
	var direct, std Kinds
	if err := direct.UnmarshalJSON([]byte(complete)); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(direct, want()) {
		t.Errorf("got  %+v\nwant %+v", direct, want())
	}
	std.Tags, std.Second = []string{"dirty"}, &Item{Name: "dirty"}
	if err := json.Unmarshal([]byte(complete), &std); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(std, want()) {
		t.Errorf("through encoding/json: %+v", std)
	}
}

// with returns the complete object with the value of a key replaced; an empty value removes it.
func with(t *testing.T, pairs ...string) []byte {
	t.Helper()
	var object map[string]json.RawMessage
	if err := json.Unmarshal([]byte(complete), &object); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for key, value := range object {
		skip := false
		for i := 0; i < len(pairs); i += 2 {
			skip = skip || pairs[i] == key
		}
		if !skip {
			b.WriteString(`,"` + key + `":` + string(value))
		}
	}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			b.WriteString(`,"` + pairs[i] + `":` + pairs[i+1])
		}
	}
	return []byte("{" + b.String()[1:] + "}")
}

func found(r *validate.Report) []string {
	out := []string{}
	for v := range r.All() {
		out = append(out, v.Path()+" "+v.Rule())
	}
	return out
}

func TestDecodeRefuses(t *testing.T) {
	for _, c := range []struct {
		pairs []string
		want  []string
	}{
		{[]string{"id", "1"}, []string{"id type"}},
		{[]string{"id", "null"}, []string{"id null"}},
		{[]string{"id", ""}, []string{"id missing"}},
		{[]string{"id", `"\ud800"`}, []string{"id utf8"}},
		{[]string{"level", "", "opt", "", "maybe", "", "second", "", "third", ""}, []string{}},
		{[]string{"level", "2"}, []string{"level enum"}},
		{[]string{"level", "1.5"}, []string{"level type"}},
		{[]string{"small", "-129"}, []string{"small overflow"}},
		{[]string{"small", "1e400"}, []string{"small overflow"}},
		{[]string{"big", "-1"}, []string{"big overflow"}},
		{[]string{"big", "18446744073709551616"}, []string{"big overflow"}},
		{[]string{"half", "1e39"}, []string{"half overflow"}},
		{[]string{"score", "1e999"}, []string{"score overflow"}},
		{[]string{"score", "NaN"}, []string{" syntax"}},
		{[]string{"blob", `"AQ"`}, []string{"blob type"}},
		{[]string{"blob", `"AQI\nD"`}, []string{"blob type"}},
		{[]string{"at", `"2026-01-02"`}, []string{"at type"}},
		{[]string{"wait", "90"}, []string{"wait type"}},
		{[]string{"tags", `["a", 1, null]`}, []string{"tags[1] type", "tags[2] null"}},
		{[]string{"tags", "null", "matrix", "null", "weights", "null", "blob", "null"}, []string{}},
		{[]string{"vector", `[1, "x", -1]`}, []string{"vector[1] type", "vector[2] gte"}},
		{[]string{"unit", "[1, 2]"}, []string{"unit type"}},
		{[]string{"unit", "[1, 2, 3, 4]"}, []string{"unit type"}},
		{[]string{"unit", "null"}, []string{"unit null"}},
		{[]string{"steps", "[1, 99999]"}, []string{"steps[1] overflow"}},
		{[]string{"matrix", "[[1, true]]"}, []string{"matrix[0][1] type"}},
		{[]string{"gaps", "[1.5]"}, []string{"gaps[0] type"}},
		{[]string{"weights", `{"red": 1, "red": 2}`}, []string{`weights["red"] duplicate`}},
		{[]string{"groups", `{"g": ["h", 1]}`}, []string{`groups["g"][1] type`}},
		{[]string{"item", `{"name": "i", "price": -1, "nmae": 1}`}, []string{"item.nmae unknown", "item.price gte"}},
		{[]string{"item", "null"}, []string{"item null"}},
		{[]string{"item", "[]"}, []string{"item type"}},
		{[]string{"second", `{"price": -1}`}, []string{"second.name missing", "second.price gte"}},
		{[]string{"third", `{}`}, []string{"third.name missing", "third.price missing"}},
		{[]string{"items", `[{"name": 1, "price": -1}]`}, []string{"items[0].name type", "items[0].price gte"}},
		{[]string{"by_name", `{"k": {"name": "n", "price": "1"}}`}, []string{`by_name["k"].price type`}},
		{[]string{"count", "101", "id", "1"}, []string{"id type", "count lte"}},
		{[]string{"count", "101", "extra", "1"}, []string{"extra unknown", "count lte"}},
		// The check reads train and test.
		{[]string{"ratios", `{"test": 0.9}`}, []string{"ratios sum"}},
		{[]string{"ratios", `{"test": 0.9, "note": 1}`}, []string{"ratios.note type", "ratios sum"}},
		{[]string{"ratios", `{"test": 2, "train": "x", "note": "long"}`}, []string{"ratios.train type", "ratios.test lte", "ratios.note max"}},
		{[]string{"ratios", `{"train": 2}`}, []string{"ratios.test missing"}},
		{[]string{"ratios", `{"test": 0.9, "x": 1}`}, []string{"ratios.x unknown", "ratios sum"}},
	} {
		var r validate.Report
		x := want()
		x.DecodeJSON(with(t, c.pairs...), &r)
		got := found(&r)
		sortStrings(got)
		wanted := append([]string{}, c.want...)
		sortStrings(wanted)
		if !reflect.DeepEqual(got, wanted) {
			t.Errorf("%v:\ngot  %q\nwant %q", c.pairs, got, wanted)
		}
		decodes := true
		for v := range r.All() {
			decodes = decodes && !v.Static().Decoding()
		}
		if !decodes && !reflect.DeepEqual(x, want()) {
			t.Errorf("%v: the value changed", c.pairs)
		}
	}
}

func sortStrings(s []string) {
	for i := range s {
		for j := i; j > 0 && s[j] < s[j-1]; j-- {
			s[j], s[j-1] = s[j-1], s[j]
		}
	}
}

func TestDecodeModes(t *testing.T) {
	x := want()
	var r validate.Report
	r.Add(&validate.Rule{Path: "count", Name: "earlier"}, validate.None())
	x.DecodeJSON(with(t, "count", "101"), &r)
	if x.Count != 101 || !reflect.DeepEqual(found(&r), []string{"count earlier", "count lte"}) {
		t.Errorf("a value whose rules alone failed is kept: %d, %q", x.Count, found(&r))
	}
	y := want()
	err := y.UnmarshalJSON(with(t, "count", "101"))
	var e *validate.Error
	if !errors.As(err, &e) || y.Count != 100 {
		t.Errorf("UnmarshalJSON changed the value: %v", err)
	}
}

func TestDecodeSecrets(t *testing.T) {
	var r validate.Report
	var x Kinds
	x.DecodeJSON(with(t, "secret", "4711", "hidden", `{"4712": "4713"}`), &r)
	if got := found(&r); !reflect.DeepEqual(got, []string{"secret type", "hidden type"}) {
		t.Errorf("got %q", got)
	}
	if text := r.Err().Error(); strings.Contains(text, "471") {
		t.Errorf("a sensitive value is told: %s", text)
	}
}

func TestDecodeDuplicate(t *testing.T) {
	var r validate.Report
	x := want()
	x.DecodeJSON([]byte(strings.Replace(complete, `"flag": true`, `"flag": true, "flag": false, "\u0066lag": 1`, 1)), &r)
	if got := found(&r); !reflect.DeepEqual(got, []string{"flag duplicate", "flag duplicate"}) {
		t.Errorf("got %q", got)
	}
}

func TestDecodeRecordNull(t *testing.T) {
	for text, want := range map[string]string{
		"null": " null", "[]": " type", "": " syntax", "{": " syntax", "{}x": " syntax", `{"a":1,}`: " syntax",
		strings.Repeat("[", 10<<20): " syntax", `{"a":` + strings.Repeat(`{"a":`, 1<<20): " syntax",
	} {
		var r validate.Report
		x := Lenient{A: 1}
		x.DecodeJSON([]byte(text), &r)
		if got := found(&r); !reflect.DeepEqual(got, []string{want}) || x.A != 1 {
			t.Errorf("%.20s: got %q", text, got)
		}
	}
	var x Lenient
	if err := json.Unmarshal([]byte("null"), &x); err == nil {
		t.Error("null is no record")
	}
}

func TestDecodeLenient(t *testing.T) {
	var x Lenient
	if err := x.UnmarshalJSON([]byte(` {"z": [{"y": "\u0041"}], "a": 1} `)); err != nil || x.A != 1 {
		t.Errorf("%v %+v", err, x)
	}
}

func TestDecodeByHand(t *testing.T) {
	for text, want := range map[string][]string{
		`{"inner": 7}`: {}, `{"inner": {"n": 7}}`: {}, `{"inner": 13}`: {"inner type"}, `{"inner": {"n": "x"}}`: {"inner.n type"},
		`{"inner": -1}`: {"inner.n gte"}, `{"inner": }`: {" syntax"}, `{}`: {"inner missing"},
	} {
		var r validate.Report
		var x Outer
		x.DecodeJSON([]byte(text), &r)
		if got := found(&r); !reflect.DeepEqual(got, want) || len(want) == 0 && x.Inner.N != 7 {
			t.Errorf("%s: got %q, %+v, want %q", text, got, x, want)
		}
	}
}

func TestDecodeWide(t *testing.T) {
	var x, y Wide
	x.F0, x.F63, x.F64, x.F69 = 1, 2, 3, 4
	b, err := x.AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := y.UnmarshalJSON(b); err != nil || y != x {
		t.Errorf("%v %+v", err, y)
	}
	var r validate.Report
	text := strings.Replace(string(b), `"f0":1,`, "", 1)
	text = strings.Replace(text, `"f64":3`, `"f63":5,"f65":5`, 1)
	y.DecodeJSON([]byte(text), &r)
	if got := found(&r); !reflect.DeepEqual(got, []string{"f63 duplicate", "f65 duplicate", "f0 missing", "f64 missing"}) {
		t.Errorf("got %q", got)
	}
}

func TestDecodeAllocations(t *testing.T) {
	data := []byte(`{"z": [1, {"y": "x"}], "a": 17, "b": -3e2}`)
	var x Lenient
	n := testing.AllocsPerRun(100, func() {
		if err := x.UnmarshalJSON(data); err != nil {
			t.Fatal(err)
		}
	})
	if n != 0 {
		t.Errorf("%v allocations for a record of numbers", n)
	}
	data = []byte(`{"test": 0.123456789012345678, "note": "no"}`)
	var y Ratios
	n = testing.AllocsPerRun(100, func() {
		if err := y.UnmarshalJSON(data); err != nil {
			t.Fatal(err)
		}
	})
	if n != 1 {
		t.Errorf("%v allocations for a record of numbers and a text", n)
	}
}
