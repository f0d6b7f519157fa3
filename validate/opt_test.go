package validate_test

import (
	"encoding/json"
	"testing"

	"github.com/typedml/typedml/validate"
)

func TestOptJSON(t *testing.T) {
	type record struct {
		A validate.Opt[int]     `json:"a"`
		B validate.Opt[string]  `json:"b,omitzero"`
		C validate.Opt[float64] `json:"c"`
	}
	for _, c := range []struct {
		text string
		want record
		back string
	}{
		{`{"a":1,"b":"x","c":null}`, record{A: validate.Some(1), B: validate.Some("x")}, `{"a":1,"b":"x","c":null}`},
		{`{"a":0,"b":""}`, record{A: validate.Some(0), B: validate.Some("")}, `{"a":0,"b":"","c":null}`},
		{`{"a": null , "b":null}`, record{}, `{"a":null,"c":null}`},
	} {
		got := record{A: validate.Some(9), B: validate.Some("old")}
		if c.want.B == validate.Some("") || !c.want.B.Valid {
			got.B = validate.Opt[string]{}
		}
		if err := json.Unmarshal([]byte(c.text), &got); err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", c.text, got, c.want)
		}
		back, err := json.Marshal(got)
		if err != nil || string(back) != c.back {
			t.Errorf("%s: written as %s (%v), want %s", c.text, back, err, c.back)
		}
	}
}

func TestOptKeepsItsValueWhenDecodingFails(t *testing.T) {
	o := validate.Some(3)
	if err := json.Unmarshal([]byte(`"x"`), &o); err == nil {
		t.Error("a text became an int")
	}
	if v, ok := o.Get(); v != 3 || !ok {
		t.Errorf("%v, %v", v, ok)
	}
	if (validate.Opt[int]{Value: 3}).IsZero() != true || validate.Some(0).IsZero() {
		t.Error("IsZero does not say whether the value is there")
	}
	if n := testing.AllocsPerRun(100, func() { o = validate.Some(4) }); n != 0 {
		t.Errorf("Some: %v allocations", n)
	}
}
