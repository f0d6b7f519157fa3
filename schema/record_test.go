package schema_test

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"github.com/typedml/typedml/schema"
)

func TestRecordJSON(t *testing.T) {
	text, err := json.Marshal(order())
	if err != nil {
		t.Fatal(err)
	}
	var back schema.Record
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(&back, order()) {
		t.Errorf("read back as\n%+v\nwant\n%+v", &back, order())
	}
	if back.Fingerprint() != order().Fingerprint() {
		t.Error("the fingerprint changed")
	}
}

func TestLiteralJSON(t *testing.T) {
	for _, l := range []schema.Literal{
		{Kind: schema.Float64, Float: math.Inf(1)},
		{Kind: schema.Float64, Float: math.Inf(-1)},
		{Kind: schema.Float64, Float: math.Copysign(0, -1)},
		{Kind: schema.Float64, Float: math.SmallestNonzeroFloat64},
		{Kind: schema.Int64, Int: math.MinInt64},
		{Kind: schema.Uint64, Uint: math.MaxUint64},
		{Kind: schema.String, Text: "<&\u2028"},
		{Kind: schema.Null},
		{Kind: schema.List},
	} {
		text, err := json.Marshal(l)
		if err != nil {
			t.Errorf("%s: %v", l, err)
			continue
		}
		var back schema.Literal
		if err := json.Unmarshal(text, &back); err != nil || back.String() != l.String() || back.Kind != l.Kind {
			t.Errorf("%s: written as %s, read back as %s (%v)", l, text, back, err)
		}
	}
}

func TestLiteralString(t *testing.T) {
	for _, c := range []struct {
		l    schema.Literal
		want string
	}{
		{schema.Literal{Kind: schema.Bool, Int: 1}, "true"},
		{schema.Literal{Kind: schema.Bool}, "false"},
		{schema.Literal{Kind: schema.Int8, Int: -128}, "-128"},
		{schema.Literal{Kind: schema.Uint64, Uint: math.MaxUint64}, "18446744073709551615"},
		{schema.Literal{Kind: schema.Float32, Float: float64(float32(0.1))}, "0.1"},
		{schema.Literal{Kind: schema.Float64, Float: 1e21}, "1e+21"},
		{schema.Literal{Kind: schema.Duration, Int: 1_500_000_000}, "1.5s"},
		{schema.Literal{Kind: schema.Time, Int: 1}, "1970-01-01T00:00:00.000001Z"},
		{schema.Literal{Kind: schema.String, Text: "a b"}, "a b"},
		{schema.Literal{Kind: schema.Null}, "null"},
		{schema.Literal{Kind: schema.List}, "[]"},
	} {
		if got := c.l.String(); got != c.want {
			t.Errorf("%+v: %s, want %s", c.l, got, c.want)
		}
	}
}

func TestLiteralOrder(t *testing.T) {
	number := func(f float64) schema.Literal { return schema.Literal{Kind: schema.Float64, Float: f} }
	text := func(s string) schema.Literal { return schema.Literal{Kind: schema.String, Text: s} }
	for _, c := range []struct{ less, more schema.Literal }{
		{number(-1), number(0)},
		{text("B"), text("a")},
		{schema.Literal{Kind: schema.Uint64, Uint: math.MaxInt64}, schema.Literal{Kind: schema.Uint64, Uint: math.MaxUint64}},
		{schema.Literal{Kind: schema.Int64, Int: -1}, schema.Literal{Kind: schema.Int64, Int: 1}},
	} {
		if !c.less.Less(c.more) || c.more.Less(c.less) || c.less.Less(c.less) {
			t.Errorf("%s and %s are not in order", c.less, c.more)
		}
	}
}

func TestConstraintShape(t *testing.T) {
	list, text := schema.Type{Kind: schema.List}, schema.Type{Kind: schema.String}
	for _, c := range []struct {
		c    schema.ConstraintKind
		t    schema.Type
		want bool
	}{
		{schema.NotZero, text, true},
		{schema.Length, list, true},
		{schema.Length, schema.Type{Kind: schema.Map}, true},
		{schema.Length, text, false},
		{schema.Norm, list, false},
	} {
		if got := (schema.Constraint{Kind: c.c}).Shape(c.t); got != c.want {
			t.Errorf("%s of %s: %v", c.c, c.t, got)
		}
	}
}
