package codec

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/typedml/typedml/validate"
)

const (
	secret  = "SIM-123456-7"
	patient = `{"ssn": "` + secret + `", "born": 1950, "codes": ["` + secret + `"], "grades": {"k": 1}}`
)

// TestSensitiveIsNotTold puts a patient, or a value of one, where something else belongs.
func TestSensitiveIsNotTold(t *testing.T) {
	text := `"` + secret + `"`
	for _, wrong := range []string{text, `{"a": ` + text + `}`, `[` + text + `]`, patient, `[` + patient + `]`, `[[` + patient + `]]`, `[[[` + patient + `]]]`} {
		for _, key := range []string{"head", "deputy", "guest", "queue", "beds", "rooms", "by_name"} {
			var x Ward
			told(t, key+": "+wrong, x.UnmarshalJSON([]byte(`{"`+key+`": `+wrong+`}`)))
			told(t, key+"[]: "+wrong, x.UnmarshalJSON([]byte(`{"`+key+`": [`+wrong+`]}`)))
			told(t, key+"{}: "+wrong, x.UnmarshalJSON([]byte(`{"`+key+`": {"k": `+wrong+`}}`)))
		}
		if !strings.HasPrefix(wrong, "{") {
			var x Ward
			told(t, wrong, x.UnmarshalJSON([]byte(wrong)))
			var y Patient
			told(t, wrong, y.UnmarshalJSON([]byte(wrong)))
		}
		for _, key := range []string{"ssn", "born", "codes", "grades"} {
			var x Patient
			told(t, key+": "+wrong, x.UnmarshalJSON([]byte(`{"`+key+`": {"a": `+wrong+`}}`)))
		}
	}
	var x Ward
	if err := x.UnmarshalJSON([]byte(`{"size": "` + secret + `"}`)); err == nil || !strings.Contains(err.Error(), `size: must be an int64, got "`+secret+`"`) {
		t.Errorf("what is not sensitive is told: %v", err)
	}
}

// told fails the test when the error holds the secret, in words or as a value.
func told(t *testing.T, what string, err error) {
	t.Helper()
	var broken *validate.Error
	if !errors.As(err, &broken) {
		t.Fatalf("%s: %v", what, err)
	}
	all, _ := json.Marshal(broken)
	for i := range broken.Violations {
		all = append(all, broken.Violations[i].String()...)
		if s, ok := broken.Violations[i].Value().Any().(string); ok {
			all = append(all, s...)
		}
	}
	if strings.Contains(string(all), secret) || strings.Contains(string(all), "1950") {
		t.Errorf("%s: %s", what, all)
	}
}

func TestSensitiveRecordsKeepKeysOfTheirMaps(t *testing.T) {
	var r validate.Report
	var x Ward
	x.DecodeJSON([]byte(`{"by_name": {"k": 1, "l": {}, "l": {}}}`), &r)
	got := strings.Join(found(&r), ", ")
	for _, want := range []string{`by_name["k"] type`, `by_name["l"].ssn missing`, `by_name["l"] duplicate`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s lacks %s", got, want)
		}
	}
}

func TestSensitiveRulesAreWorded(t *testing.T) {
	x := Patient{SSN: "1", Born: ptr(2), Codes: []string{"", "long", ""}}
	var got []string
	err := x.Validate()
	var broken *validate.Error
	if !errors.As(err, &broken) {
		t.Fatal(err)
	}
	for i := range broken.Violations {
		v := &broken.Violations[i]
		if v.Value().Kind() != validate.KindNone {
			t.Errorf("%s holds %v", v, v.Value())
		}
		got = append(got, v.String())
	}
	want := []string{
		"ssn: must have exactly 11 characters (len=11)", "born: must be at least 1900 (gte=1900)",
		"codes: must have at most 2 items (max=2)", "codes[1]: must have at most 3 characters (max=3)",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestSensitiveKeysAreInNoErrorOfTheEncoder(t *testing.T) {
	for want, grades := range map[string]map[string]float64{
		"grades: NaN has no JSON form":                          {secret: math.NaN()},
		"grades: text that is not valid UTF-8 has no JSON form": {secret + "\xff": 1},
	} {
		x := Patient{Grades: grades}
		if _, err := x.AppendJSON(nil); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
		_, err := json.Marshal(Ward{Queue: []Patient{x}})
		if err == nil || strings.Contains(err.Error(), secret) || !strings.Contains(err.Error(), "queue[0]."+want) {
			t.Errorf("got %v", err)
		}
	}
}
