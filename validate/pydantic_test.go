package validate_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/typedml/typedml/validate"
)

func TestPydanticTypes(t *testing.T) {
	noon := time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name, param string
		value       validate.Value
		want        string
	}{
		{"gte", "0", validate.Int(-3), `"greater_than_equal" -3 {"ge":0}`},
		{"min", "0x10", validate.Int(-3), `"greater_than_equal" -3 {"ge":16}`},
		{"gt", "0.5", validate.Float(0), `"greater_than" 0 {"gt":0.5}`},
		{"lte", "1", validate.Float(math.Inf(1)), `"less_than_equal" "+Inf" {"le":1}`},
		{"lt", "1h", validate.Duration(2 * time.Hour), `"less_than" "2h0m0s" {"lt":"1h"}`},
		{"gt", "", validate.Time(noon), `"datetime_future" "2024-02-29T12:00:00Z" null`},
		{"gte", "", validate.Time(noon), `"gte" "2024-02-29T12:00:00Z" null`},
		{"min", "3", validate.String("äb"), `"string_too_short" "äb" {"min_length":3}`},
		{"gt", "3", validate.String("ab"), `"string_too_short" "ab" {"min_length":4}`},
		{"lt", "2", validate.String("ab"), `"string_too_long" "ab" {"max_length":1}`},
		{"len", "3", validate.String("äb"), `"string_too_short" "äb" {"min_length":3}`},
		{"len", "1", validate.String("äb"), `"string_too_long" "äb" {"max_length":1}`},
		{"max", "2", validate.Items(3), `"too_long"  {"actual_length":3,"max_length":2}`},
		{"eq", "4", validate.Items(3), `"too_short"  {"actual_length":3,"min_length":4}`},
		{"ne", "3", validate.Items(3), `"ne"  {"limit":"3"}`},
		{"eq", "a", validate.String("b"), `"eq" "b" {"limit":"a"}`},
		{"enum", "a, b", validate.String("c"), `"enum" "c" {"expected":"\"a\", \"b\""}`},
		{"oneof", "1 2", validate.Int(3), `"literal_error" 3 {"expected":"1, 2"}`},
		{"regex", "^a", validate.String("b"), `"string_pattern_mismatch" "b" {"pattern":"^a"}`},
		{"decimals", "2", validate.Float(0.125), `"decimal_max_places" 0.125 {"decimal_places":2}`},
		{"decimal", "4.2", amount("1.234"), `"decimal_max_places" 1.234 {"decimal_places":2}`},
		{"decimal", "4.2", amount("100"), `"decimal_whole_digits" 100 {"whole_digits":2}`},
		{"decimal", "4.2", validate.None(), `"decimal_max_digits"  {"max_digits":4}`},
		{"gte", "9007199254740993.1", amount("0.10"), `"greater_than_equal" 0.1 {"ge":9007199254740993.1}`},
		{"gte", "2020-01-01", validate.DateValue(validate.UnixDate(0)), `"greater_than_equal" "1970-01-01" {"ge":"2020-01-01"}`},
		{validate.RuleType, "decimal(4,2)", validate.JSON(`"1,5"`), `"decimal_parsing" "1,5" null`},
		{validate.RuleType, "decimal(4,2)", validate.JSON(`true`), `"decimal_type" true null`},
		{validate.RuleType, "date", validate.JSON(`"1.2.2020"`), `"date_parsing" "1.2.2020" null`},
		{validate.RuleOverflow, "decimal(4,2)", validate.JSON(`1e99`), `"decimal_max_digits" 1e99 {"max_digits":38}`},
		{"finite", "", validate.Float(math.NaN()), `"finite_number" "NaN" null`},
		{"uuid", "", validate.String("x"), `"uuid_parsing" "x" null`},
		{"email", "", validate.String("x"), `"email" "x" null`},
		{"required", "", validate.Null(), `"required" null null`},
		{"norm", "0..1", validate.Float(2), `"norm" 2 {"limit":"0..1"}`},
		{validate.RuleMissing, "", validate.None(), `"missing"  null`},
		{validate.RuleUnknown, "", validate.JSON("[1]"), `"extra_forbidden" [1] null`},
		{validate.RuleDuplicate, "", validate.JSON("1"), `"duplicate" 1 null`},
		{validate.RuleType, "int64", validate.JSON(`"x"`), `"int_type" "x" null`},
		{validate.RuleType, "uint8", validate.JSON(`1.5`), `"int_type" 1.5 null`},
		{validate.RuleType, "float32", validate.JSON(`{"a":1}`), `"float_type" {"a":1} null`},
		{validate.RuleType, "enum<string>", validate.JSON(`1`), `"enum" 1 null`},
		{validate.RuleType, "list<float64>[3]", validate.JSON(`1`), `"list_type" 1 null`},
		{validate.RuleType, "record", validate.JSON(`1`), `"model_type" 1 null`},
		{validate.RuleType, "time", validate.JSON(`"now"`), `"datetime_parsing" "now" null`},
		{validate.RuleType, "duration", validate.JSON(`1`), `"time_delta_type" 1 null`},
		{validate.RuleOverflow, "int8", validate.JSON(`-129`), `"greater_than_equal" -129 {"ge":-128}`},
		{validate.RuleOverflow, "int8", validate.JSON(`128`), `"less_than_equal" 128 {"le":127}`},
		{validate.RuleOverflow, "uint64", validate.JSON(`18446744073709551616`), `"less_than_equal" 18446744073709551616 {"le":18446744073709551615}`},
		{validate.RuleOverflow, "uint16", validate.JSON(`-1`), `"greater_than_equal" -1 {"ge":0}`},
		{validate.RuleOverflow, "enum<int8>", validate.JSON(`1e400`), `"less_than_equal" 1e400 {"le":127}`},
		{validate.RuleOverflow, "enum<uint8>", validate.JSON(`-1`), `"greater_than_equal" -1 {"ge":0}`},
		{validate.RuleOverflow, "enum<float32>", validate.JSON(`1e99`), `"finite_number" 1e99 null`},
		{validate.RuleOverflow, "float64", validate.JSON(`1e999`), `"finite_number" 1e999 null`},
		{validate.RuleSyntax, "", validate.JSON(`tru`), `"json_invalid" "tru" {"error":"is not well-formed, got tru"}`},
	} {
		var r validate.Report
		r.Add(&validate.Rule{Path: "x", Name: c.name, Param: c.param}, c.value)
		got := entry(t, r.Take().(*validate.Error).Pydantic(nil)[0])
		if text := fmt.Sprintf("%s %s %s", got.Type, got.Input, orNull(got.Ctx)); text != c.want {
			t.Errorf("%s=%s: got %s, want %s", c.name, c.param, text, c.want)
		}
	}
}

type pydanticEntry struct{ Type, Loc, Msg, Input, Ctx json.RawMessage }

func entry(t *testing.T, p validate.PydanticError) (e pydanticEntry) {
	t.Helper()
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &e); err != nil {
		t.Fatal(err)
	}
	return e
}

func orNull(raw json.RawMessage) string {
	if raw == nil {
		return "null"
	}
	return string(raw)
}

// placed has a violation at every kind of place; the value of the last is sensitive.
func placed() *validate.Error {
	rule := &validate.Rule{Path: "price", Name: "min", Param: "2"}
	var r validate.Report
	r.SetRow(7)
	r.Add(rule, validate.Float(1))
	r.NestAt(0, "items", 3)
	r.NestKey(0, "by name", `a/b~"%`)
	n := r.Len()
	r.AddAt(&validate.Rule{Path: "tags", Name: "min", Param: "2"}, 4, validate.String("x"))
	r.Nest(n, "inner")
	r.SetRow(-1)
	r.AddUnder(&validate.Rule{Name: validate.RuleUnknown}, "", validate.JSON("1"))
	r.Add(&validate.Rule{Name: "sum"}, validate.None())
	r.Add(&validate.Rule{Path: "secret", Name: "len", Param: "8", Sensitive: true}, validate.String("hunter2"))
	return r.Err().(*validate.Error)
}

func TestPlacesAsLocAndPointer(t *testing.T) {
	e := placed()
	for i, want := range []struct{ loc, pointer, fragment string }{
		{`[7,"by name","a/b~\"%","items",3,"price"]`, `/7/by name/a~1b~0"%/items/3/price`, "#/7/by%20name/a~1b~0%22%25/items/3/price"},
		{`[7,"inner","tags",4]`, "/7/inner/tags/4", "#/7/inner/tags/4"},
		{`[""]`, "/", "#/"},
		{`[]`, "", "#"},
		{`["secret"]`, "/secret", "#/secret"},
	} {
		if got := string(entry(t, e.Pydantic(nil)[i]).Loc); got != want.loc {
			t.Errorf("loc %s, want %s", got, want.loc)
		}
		if got := e.Violations[i].Pointer(); got != want.pointer {
			t.Errorf("pointer %s, want %s", got, want.pointer)
		}
		if got := e.Problem(nil).Errors[i].Pointer; got != want.fragment {
			t.Errorf("fragment %s, want %s", got, want.fragment)
		}
	}
}

// A hidden length does not say which of its sides an exact length breaks.
func TestSensitiveValuesStayHidden(t *testing.T) {
	e := placed()
	p := entry(t, e.Pydantic(nil)[4])
	if string(p.Type) != `"len"` || p.Input != nil || string(p.Ctx) != `{"limit":"8"}` {
		t.Errorf("got %s %s %s", p.Type, p.Input, p.Ctx)
	}
}
