package codec

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/jsonio"
)

func TestEncode(t *testing.T) {
	x := want()
	b, err := x.AppendJSON([]byte("before "))
	if err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(string(b), "before ")
	if !ok || !json.Valid([]byte(text)) {
		t.Fatalf("got %s", b)
	}
	for _, part := range []string{
		`{"id":"aé😀\n","flag":true,`, `"half":0.1,`, `"wait":"1m30s","pause":"2s"`, `"matrix":[[1],[],null]`,
		`"weights":{"blue":2,"red":1}`, `"second":{"name":"s","price":2,"qty":null}`, `"hidden":{"h":1}}`,
	} {
		if !strings.Contains(text, part) {
			t.Errorf("%s lacks %s", text, part)
		}
	}
	var y Kinds
	if err := y.UnmarshalJSON([]byte(text)); err != nil || !reflect.DeepEqual(x, y) {
		t.Errorf("%v: %+v", err, y)
	}
}

func TestEncodeInStd(t *testing.T) {
	x := want()
	b, err := json.Marshal(map[string]any{"value": x, "pointer": &x})
	if err != nil {
		t.Fatal(err)
	}
	var y struct{ Value, Pointer Kinds }
	if err := json.Unmarshal(b, &y); err != nil || !reflect.DeepEqual(x, y.Value) || !reflect.DeepEqual(x, y.Pointer) {
		t.Errorf("%v: %+v", err, y)
	}
}

func TestEncodeNull(t *testing.T) {
	var x Kinds
	b, err := x.AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		`"blob":null`, `"maybe":null,"opt":null,"tags":null,"vector":null,"unit":[0,0,0]`, `"weights":null`, `"second":null,"third":null,"items":null`,
	} {
		if !strings.Contains(string(b), part) {
			t.Errorf("%s lacks %s", b, part)
		}
	}
	for _, key := range []string{"short", "gone", "list", "zero", "nested"} {
		if strings.Contains(string(b), `"`+key+`"`) {
			t.Errorf("%s has %s", b, key)
		}
	}
	x.Short, x.Gone, x.List, x.Zero, x.Nested.Name = "s", new(int), []string{}, time.Unix(1, 0).UTC(), "n"
	if b, err = x.AppendJSON(nil); err != nil {
		t.Fatal(err)
	}
	if tail := `,"short":"s","gone":0,"list":[],"zero":"1970-01-01T00:00:01Z","nested":{"name":"n","price":0,"qty":null}}`; !strings.HasSuffix(string(b), tail) {
		t.Errorf("%s lacks %s", b, tail)
	}
}

func TestEncodeOmitFirst(t *testing.T) {
	for want, x := range map[string]Lenient{`{}`: {}, `{"a":1}`: {A: 1}, `{"b":2}`: {B: 2}, `{"a":1,"b":2}`: {A: 1, B: 2}} {
		if b, err := x.MarshalJSON(); err != nil || string(b) != want {
			t.Errorf("got %s, %v, want %s", b, err, want)
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	nan := math.NaN()
	for want, set := range map[string]func(*Kinds){
		`half: NaN has no JSON form`:                                    func(x *Kinds) { x.Half = float32(nan) },
		`score: +Inf has no JSON form`:                                  func(x *Kinds) { x.Score = Score(math.Inf(1)) },
		`maybe: NaN has no JSON form`:                                   func(x *Kinds) { x.Maybe = &nan },
		`unit[2]: NaN has no JSON form`:                                 func(x *Kinds) { x.Unit[2] = nan },
		`matrix[1][0]: NaN has no JSON form`:                            func(x *Kinds) { x.Matrix = [][]float64{nil, {nan}} },
		`weights["red"]: NaN has no JSON form`:                          func(x *Kinds) { x.Weights = map[Color]float64{Red: nan} },
		`items[1].price: NaN has no JSON form`:                          func(x *Kinds) { x.Items = []Item{{}, {Price: nan}} },
		`by_name["k"].price: NaN has no JSON form`:                      func(x *Kinds) { x.ByName = map[string]Item{"k": {Price: nan}} },
		`third.price: NaN has no JSON form`:                             func(x *Kinds) { x.Third = validate.Some(Item{Price: nan}) },
		`second.name: text that is not valid UTF-8 has no JSON form`:    func(x *Kinds) { x.Second = &Item{Name: "\xff"} },
		`groups["\xff"]: text that is not valid UTF-8 has no JSON form`: func(x *Kinds) { x.Groups = map[string][]string{"\xff": nil} },
		`at: the year 10000 has no JSON form; RFC 3339 has 0 to 9999`:   func(x *Kinds) { x.At = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
	} {
		x := Kinds{}
		set(&x)
		b, err := x.AppendJSON([]byte("kept"))
		var e *jsonio.EncodeError
		if err == nil || err.Error() != want || !errors.As(err, &e) || string(b) != "kept" {
			t.Errorf("got %q, %v, want %s", b, err, want)
		}
	}
}
