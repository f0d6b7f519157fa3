package validate_test

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
	"unsafe"

	"github.com/typedml/typedml/validate"
)

func TestValues(t *testing.T) {
	type celsius float64
	type word string
	type level int8
	moment := time.Date(2262, 4, 12, 0, 0, 0, 1, time.UTC)
	old := time.Date(-44, 3, 15, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		value validate.Value
		kind  validate.ValueKind
		any   any
		text  string
		float float64
	}{
		{validate.None(), validate.KindNone, nil, "", math.NaN()},
		{validate.Null(), validate.KindNull, nil, "null", math.NaN()},
		{validate.Bool(true), validate.KindBool, true, "true", 1},
		{validate.Int(level(-128)), validate.KindInt, int64(-128), "-128", -128},
		{validate.Int(int64(math.MinInt64)), validate.KindInt, int64(math.MinInt64), "-9223372036854775808", math.MinInt64},
		{validate.Uint(uint64(math.MaxUint64)), validate.KindUint, uint64(math.MaxUint64), "18446744073709551615", math.MaxUint64},
		{validate.Float(float64(celsius(0.1))), validate.KindFloat, 0.1, "0.1", 0.1},
		{validate.Float(math.Copysign(0, -1)), validate.KindFloat, math.Copysign(0, -1), "-0", 0},
		{validate.Float32(0.1), validate.KindFloat, float64(float32(0.1)), "0.1", float64(float32(0.1))},
		{validate.String(word("a\n")), validate.KindString, "a\n", `"a\n"`, math.NaN()},
		{validate.Time(moment), validate.KindTime, moment, "2262-04-12T00:00:00.000000001Z", math.NaN()},
		{validate.Time(time.Time{}), validate.KindTime, time.Time{}, "0001-01-01T00:00:00Z", math.NaN()},
		{validate.Time(old), validate.KindTime, old, "-0044-03-15T00:00:00Z", math.NaN()},
		{validate.Duration(1500 * time.Millisecond), validate.KindDuration, 1500 * time.Millisecond, "1.5s", 1.5e9},
		{amount("-12345678901234567890.50"), validate.KindDecimal, amount("-12345678901234567890.5").Any(), "-12345678901234567890.5", -12345678901234567890.5},
		{validate.DateValue(validate.UnixDate(-719529)), validate.KindDate, validate.UnixDate(-719529), "-0001-12-31", math.NaN()},
		{validate.Items(3), validate.KindItems, 3, "3", 3},
		{validate.JSON(`[1]`), validate.KindJSON, "[1]", "[1]", math.NaN()},
	} {
		if c.value.Kind() != c.kind {
			t.Errorf("%s: kind %d, want %d", c.text, c.value.Kind(), c.kind)
		}
		if got := c.value.Any(); got != c.any {
			t.Errorf("%s: Any %#v, want %#v", c.text, got, c.any)
		}
		if got := c.value.String(); got != c.text {
			t.Errorf("String %s, want %s", got, c.text)
		}
		if got := c.value.Float(); got != c.float && !(math.IsNaN(got) && math.IsNaN(c.float)) {
			t.Errorf("%s: Float %v, want %v", c.text, got, c.float)
		}
	}
}

func TestLongTextsAreCutAtARune(t *testing.T) {
	for _, unit := range []string{"a", "é", "漢", "🦊"} {
		for offset := range 4 {
			s := strings.Repeat("-", offset) + strings.Repeat(unit, 60)
			if len(s) <= 60 {
				continue
			}
			for _, v := range []validate.Value{validate.String(s), validate.JSON(s)} {
				got := v.String()
				if len(got) > 85 || !utf8.ValidString(got) || strings.ContainsRune(got, utf8.RuneError) || !strings.HasSuffix(got, " bytes)") {
					t.Errorf("%q is shown as %q", s, got)
				}
			}
		}
	}
	if got := validate.String(strings.Repeat("a", 60)).String(); len(got) != 62 {
		t.Errorf("a text of 60 bytes was cut: %s", got)
	}
}

func TestRawInputIsShownOnOneLine(t *testing.T) {
	got := validate.JSON("{\r\n\"a\":\x1b[2J\xff}").String()
	if strings.ContainsAny(got, "\r\n\x1b") || !utf8.ValidString(got) {
		t.Errorf("shown as %q", got)
	}
}

func TestViolationJSON(t *testing.T) {
	for _, c := range []struct {
		value validate.Value
		want  string // the member value, "" when there is none
	}{
		{validate.None(), ""},
		{validate.Null(), ""},
		{validate.Bool(false), "false"},
		{validate.Int(0), "0"},
		{validate.Uint(uint64(math.MaxUint64)), "18446744073709551615"},
		{validate.Float(0), "0"},
		{validate.Float(1e300), "1e+300"},
		{validate.Float32(0.1), "0.1"},
		{validate.Float(math.NaN()), `"NaN"`},
		{validate.Float(math.Inf(-1)), `"-Inf"`},
		{validate.String("a\"\xff"), `"a\"` + `\ufffd"`},
		{validate.Time(time.Unix(0, 0)), `"1970-01-01T00:00:00Z"`},
		{validate.Time(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)), `"10000-01-01T00:00:00Z"`},
		{validate.Duration(time.Second), `"1s"`},
		{validate.Items(3), "3"},
		{validate.JSON("[1]"), `"[1]"`},
	} {
		var r validate.Report
		r.Add(&validate.Rule{Path: "x", Name: "iban"}, c.value)
		text, err := json.Marshal(r.Err())
		if err != nil {
			t.Errorf("%s: %v", c.value, err)
			continue
		}
		var got struct{ Violations []map[string]json.RawMessage }
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if value := string(got.Violations[0]["value"]); value != c.want {
			t.Errorf("value %s, want %s", value, c.want)
		}
	}
}

func TestErrorJSON(t *testing.T) {
	rows := []station{{Name: "a"}, {Readings: []reading{cold()}}}
	var r validate.Report
	validate.Slice(rows, &r)
	r.Truncate(2)
	got, err := json.Marshal(r.Err())
	if err != nil {
		t.Fatal(err)
	}
	want := `{"violations":[` +
		`{"row":1,"path":"name","rule":"required","value":"","message":"is required and must not be empty (required), got \"\""},` +
		`{"row":1,"path":"readings[0].celsius","rule":"gte","limit":"-90","value":-100,"message":"must be at least -90 (gte=-90), got -100"}]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// The compiler keeps a struct in registers when it has no more than four fields and four words.
func TestValueFitsIntoRegisters(t *testing.T) {
	v := reflect.TypeFor[validate.Value]()
	if v.NumField() > 4 || v.Size() > 4*unsafe.Sizeof(uintptr(0)) && unsafe.Sizeof(uintptr(0)) == 8 {
		t.Errorf("%d fields, %d bytes", v.NumField(), v.Size())
	}
}
