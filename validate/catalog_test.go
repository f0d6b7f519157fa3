package validate_test

import (
	"testing"
	"time"

	"github.com/typedml/typedml/validate"
	"github.com/typedml/typedml/validate/german"
)

func TestMessagesInGerman(t *testing.T) {
	words := german.Catalog()
	words["must be an adult"] = "muss volljährig sein, und {value} ist es nicht"
	words["iban"] = "muss eine IBAN sein"
	for _, c := range []struct {
		rule  validate.Rule
		value validate.Value
		want  string
	}{
		{validate.Rule{Name: "gte", Param: "0"}, validate.Int(-3), "muss mindestens 0 sein (gte=0), ist aber -3"},
		{validate.Rule{Name: "min", Param: "1"}, validate.String(""), `muss mindestens 1 Zeichen lang sein (min=1), ist aber ""`},
		{validate.Rule{Name: "max", Param: "2"}, validate.Items(3), "darf höchstens 2 Element(e) haben (max=2), hat aber 3"},
		{validate.Rule{Name: "gt"}, validate.Time(time.Unix(0, 0)), "muss in der Zukunft liegen (gt), ist aber 1970-01-01T00:00:00Z"},
		{validate.Rule{Name: "len", Param: "4", Sensitive: true}, validate.String("hunter2"), "muss genau 4 Zeichen lang sein (len=4)"},
		{validate.Rule{Name: "required"}, validate.Null(), "ist erforderlich (required), ist aber null"},
		{validate.Rule{Name: "eq", Param: "a"}, validate.String("b"), `muss "a" sein (eq=a), ist aber "b"`},
		{validate.Rule{Name: "enum", Param: "red, blue"}, validate.String("bleu"), `muss einer dieser Werte sein: "red", "blue" (enum), ist aber "bleu"; ist "blue" gemeint?`},
		{validate.Rule{Name: "rgb|len=3", Param: "3"}, validate.String("x"), `muss eine dieser Regeln erfüllen: rgb, len=3 (rgb|len=3), ist aber "x"`},
		{validate.Rule{Name: "required_if", Param: "Kind card N 1"}, validate.Null(), "ist erforderlich, wenn gilt: Kind = card und N = 1 (required_if=Kind card N 1), ist aber null"},
		{validate.Rule{Name: "excluded_with", Param: "A B"}, validate.Int(1), "muss wegbleiben, wenn gesetzt: A oder B (excluded_with=A B), ist aber 1"},
		{validate.Rule{Name: "decimal", Param: "18.2"}, amount("0.001"), "darf nicht mehr Ziffern haben als 18.2 (alle und die hinter dem Komma) (decimal=18.2), ist aber 0.001"},
		{validate.Rule{Name: "required"}, validate.DateValue(validate.Date{}), "ist erforderlich und darf nicht der Nulltag sein (required), ist aber 0001-01-01"},
		{validate.Rule{Name: validate.RuleType, Param: "date"}, validate.JSON("5"), `muss ein Tag sein wie "2006-01-02", ist aber 5`},
		{validate.Rule{Name: "sum", Param: "0.9..1"}, validate.Float(2), "muss die Summe 0.9 … 1 haben (sum=0.9..1), ist aber 2"},
		{validate.Rule{Name: validate.RuleType, Param: "enum<string>"}, validate.JSON("5"), "muss vom Typ string sein, ist aber 5"},
		{validate.Rule{Name: validate.RuleType, Param: "list<int32>"}, validate.JSON("5"), "muss vom Typ list<int32> sein, ist aber 5"},
		{validate.Rule{Name: validate.RuleType, Param: "map<string,record>"}, validate.JSON("5"), "muss vom Typ map<string,record> sein, ist aber 5"},
		{validate.Rule{Name: validate.RuleSyntax, Message: "has 3 cells"}, validate.None(), "ist nicht wohlgeformt"},
		{validate.Rule{Name: validate.RuleType, Param: "time"}, validate.JSON("5"), `muss ein Zeitpunkt nach RFC 3339 sein wie "2006-01-02T15:04:05Z", ist aber 5`},
		{validate.Rule{Name: validate.RuleUnknown}, validate.JSON("5"), "ist unbekannt: der Datensatz hat keinen solchen Schlüssel"},
		{validate.Rule{Name: validate.RuleUnknown, Param: "age"}, validate.None(), `ist unbekannt: der Datensatz hat keinen solchen Schlüssel; ist "age" gemeint?`},
		{validate.Rule{Name: "iban"}, validate.String("x"), `muss eine IBAN sein (iban), ist aber "x"`},
		{validate.Rule{Name: "mine", Param: "7"}, validate.String("x"), `verletzt die Regel (mine=7), ist aber "x"`},
		{validate.Rule{Path: "age", Name: "gte", Message: "must be an adult"}, validate.Int(17), "muss volljährig sein, und 17 ist es nicht"},
		{validate.Rule{Path: "age", Name: "gte", Message: "no words for {value}"}, validate.Int(17), "no words for 17"},
	} {
		var r validate.Report
		r.Add(&c.rule, c.value)
		e := r.Take().(*validate.Error)
		if got := e.Violations[0].MessageIn(words); got != c.want {
			t.Errorf("got %s\nwant %s", got, c.want)
		}
		if got := e.Problem(words).Errors[0].Detail; got != c.want {
			t.Errorf("the problem says %s\nwant %s", got, c.want)
		}
		if got := e.Violations[0].MessageIn(nil); got != e.Violations[0].Message() {
			t.Errorf("without a catalogue: %s", got)
		}
		if got := e.Violations[0].MessageIn(validate.Catalog{}); got != e.Violations[0].Message() {
			t.Errorf("with an empty catalogue: %s", got)
		}
	}
}

// What is no JSON is told with its place: the words of the parser are English.
func TestSyntaxInGerman(t *testing.T) {
	var r validate.Report
	r.Add(&validate.Rule{Name: validate.RuleSyntax, Message: "is not well-formed JSON at byte 7 (2:3): what the parser says"}, validate.None())
	r.Locate(7, 2, 3)
	if got, want := r.Take().(*validate.Error).Problem(german.Catalog()).Errors[0].Detail, "ist nicht wohlgeformt (2:3)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// What a catalogue lacks is English.
func TestSmallCatalog(t *testing.T) {
	var r validate.Report
	r.Add(&validate.Rule{Path: "a", Name: "enum", Param: "red, blue"}, validate.String("bleu"))
	r.Add(&validate.Rule{Path: "b", Name: "required_unless", Param: "A 1 B 2"}, validate.Null())
	r.Add(&validate.Rule{Path: "c", Name: "min", Param: "2"}, validate.Items(1))
	e := r.Take().(*validate.Error)
	words := validate.Catalog{"enum": "{limit}!", "required_unless": "unless {limit}", "min/items": "{limit}+"}
	for i, want := range []string{
		`"red", "blue"! (enum), got "bleu"; did you mean "blue"?`, "unless A = 1 or B = 2 (required_unless=A 1 B 2), got null", "2+ (min=2), has 1",
	} {
		if got := e.Violations[i].MessageIn(words); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if got, want := e.Problem(words).Detail, `#/a: "red", "blue"! (enum), got "bleu"; did you mean "blue"? (and 2 more)`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestProblemInGerman(t *testing.T) {
	x := station{Readings: []reading{{Celsius: -100}}}
	want := `#/name: ist erforderlich und darf nicht leer sein (required), ist aber "" (und 1 weitere)`
	if got := x.Validate().(*validate.Error).Problem(german.Catalog()).Detail; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
