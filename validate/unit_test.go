package validate_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/german"
)

// A number and its limit have the unit of the field; counts of items, names of fields and the words of others have none.
func TestUnits(t *testing.T) {
	price, _ := validate.ParseDecimal("19.999")
	for _, c := range []struct {
		rule          validate.Rule
		value         validate.Value
		english, auch string
	}{
		{validate.Rule{Name: "lte", Param: "50000", Unit: "kg"}, validate.Int(75000), "must be at most 50000 kg (lte=50000), got 75000 kg", "darf höchstens 50000 kg sein (lte=50000), ist aber 75000 kg"},
		{validate.Rule{Name: "gte", Param: "0.5", Unit: "mmol/L"}, validate.Float(0.25), "must be at least 0.5 mmol/L (gte=0.5), got 0.25 mmol/L", ""},
		{validate.Rule{Name: "lt", Param: "9", Unit: "{click}/d"}, validate.Uint(uint(9)), "must be less than 9 click/d (lt=9), got 9 click/d", ""},
		{validate.Rule{Name: "decimal", Param: "18.2", Unit: "EUR"}, validate.DecimalValue(price), "must have at most 18 digits, 2 of them behind the point (decimal=18.2), got 19.999 EUR", ""},
		{validate.Rule{Name: "decimals", Param: "2", Unit: "EUR"}, validate.Float(0.125), "must have at most 2 decimal places (decimals=2), got 0.125 EUR", ""},
		{validate.Rule{Name: "oneof", Param: "1 2 5", Unit: "g"}, validate.Int(3), "must be one of 1, 2, 5 g (oneof), got 3 g", ""},
		{validate.Rule{Name: "sum", Param: "0..10", Unit: "kW.h"}, validate.Float(11), "must have a sum from 0 to 10 kW.h (sum=0..10), got 11 kW.h", ""},
		{validate.Rule{Name: "ltefield", Param: "Gross", Unit: "kg"}, validate.Int(3), "must be at most Gross (ltefield=Gross), got 3 kg", ""},
		{validate.Rule{Name: "max", Param: "3", Unit: "kg"}, validate.Items(4), "must have at most 3 items (max=3), has 4", ""},
		{validate.Rule{Name: "required", Unit: "kg"}, validate.Null(), "is required (required), got null", ""},
		{validate.Rule{Name: "lte", Param: "5", Unit: "kg", Path: "load", Message: "at most {limit} kilos, not {value}"}, validate.Int(7), "at most 5 kilos, not 7", "at most 5 kilos, not 7"},
		{validate.Rule{Name: "lte", Param: "5", Unit: "kg", Sensitive: true}, validate.Int(7), "must be at most 5 kg (lte=5)", ""},
	} {
		var r validate.Report
		r.Add(&c.rule, c.value)
		for v := range r.All() {
			if got := v.Message(); got != c.english {
				t.Errorf("%q, want %q", got, c.english)
			}
			if got := v.MessageIn(german.Catalog()); c.auch != "" && got != c.auch {
				t.Errorf("%q, want %q", got, c.auch)
			}
		}
	}
}

// JSON has the unit of a number apart from it.
func TestUnitsInJSON(t *testing.T) {
	var r validate.Report
	r.Add(&validate.Rule{Path: "load", Name: "lte", Param: "50000", Unit: "kg"}, validate.Int(75000))
	r.Add(&validate.Rule{Path: "load", Name: "decimals", Param: "0", Unit: "kg"}, validate.None())
	e := r.Err().(*validate.Error)
	for form, want := range map[any]string{
		&e.Violations: `[{"path":"load","rule":"lte","limit":"50000","value":75000,"unit":"kg","message":"must be at most 50000 kg (lte=50000), got 75000 kg"},` +
			`{"path":"load","rule":"decimals","limit":"0","message":"must be a whole number (decimals=0)"}]`,
		&e.Problem(nil).Errors[0]: `{"detail":"must be at most 50000 kg (lte=50000), got 75000 kg","pointer":"#/load","rule":"lte","limit":"50000","unit":"kg"}`,
		&e.Pydantic(nil)[0]:       `{"type":"less_than_equal","loc":["load"],"msg":"must be at most 50000 kg (lte=50000), got 75000 kg","input":75000,"ctx":{"le":50000,"unit":"kg"}}`,
	} {
		got, err := json.Marshal(form)
		if err != nil || strings.TrimSpace(string(got)) != want {
			t.Errorf("%s, %v\nwant %s", got, err, want)
		}
	}
}
