package validate_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/typedml/typedml/validate"
)

// message is what a violation of name=param by value says.
func message(name, param string, value validate.Value) string {
	var r validate.Report
	r.Add(&validate.Rule{Path: "x", Name: name, Param: param}, value)
	err := r.Take().(*validate.Error)
	return err.Violations[0].Message()
}

func TestMessages(t *testing.T) {
	noon := time.Date(2024, 2, 29, 12, 0, 0, 0, time.FixedZone("", 3600))
	for _, c := range []struct {
		name, param string
		value       validate.Value
		want        string
	}{
		{"required", "", validate.String(""), `is required and must not be empty (required), got ""`},
		{"required", "", validate.Int(0), "is required and must not be 0 (required), got 0"},
		{"required", "", validate.Uint(uint8(0)), "is required and must not be 0 (required), got 0"},
		{"required", "", validate.Float(0), "is required and must not be 0 (required), got 0"},
		{"required", "", validate.Duration(time.Duration(0)), "is required and must not be 0 (required), got 0s"},
		{"required", "", validate.Bool(false), "is required and must be true (required), got false"},
		{"required", "", validate.Time(time.Time{}), "is required and must not be the zero time (required), got 0001-01-01T00:00:00Z"},
		{"required", "", amount("0"), "is required and must not be 0 (required), got 0"},
		{"required", "", validate.DateValue(validate.Date{}), "is required and must not be the zero date (required), got 0001-01-01"},
		{"decimal", "18.2", amount("0.001"), "must have at most 18 digits, 2 of them behind the point (decimal=18.2), got 0.001"},
		{"decimal", "1.0", amount("10"), "must have at most 1 digit and none behind the point (decimal=1.0), got 10"},
		{"gte", "0.10", amount("0.05"), "must be at least 0.10 (gte=0.10), got 0.05"},
		{validate.RuleType, "date", validate.JSON(`"x"`), `must be a date such as "2006-01-02", got "x"`},
		{"required", "", validate.Null(), "is required (required), got null"},
		{"required", "", validate.None(), "is required (required)"},

		{"gte", "0", validate.Int(-3), "must be at least 0 (gte=0), got -3"},
		{"min", "0", validate.Int(-3), "must be at least 0 (min=0), got -3"},
		{"gt", "0", validate.Float(0), "must be greater than 0 (gt=0), got 0"},
		{"lte", "1", validate.Float(1.5), "must be at most 1 (lte=1), got 1.5"},
		{"max", "200", validate.Uint(uint8(255)), "must be at most 200 (max=200), got 255"},
		{"lt", "1", validate.Float(math.Inf(1)), "must be less than 1 (lt=1), got +Inf"},
		{"lt", "0.5", validate.Float32(0.7), "must be less than 0.5 (lt=0.5), got 0.7"},
		{"gte", "0", validate.Float(math.NaN()), "must be at least 0 (gte=0), got NaN"},
		{"gte", "1s", validate.Duration(time.Millisecond), "must be at least 1s (gte=1s), got 1ms"},
		{"gte", "1", validate.Null(), "must be at least 1 (gte=1), got null"},
		{"eq", "3", validate.Int(4), "must be 3 (eq=3), got 4"},
		{"eq", "true", validate.Bool(false), "must be true (eq=true), got false"},
		{"ne", "3", validate.Int(3), "must not be 3 (ne=3), got 3"},
		{"len", "3", validate.Int(4), "must be 3 (len=3), got 4"},

		{"eq", "a b", validate.String("c"), `must be "a b" (eq=a b), got "c"`},
		{"ne", "", validate.String(""), `must not be "" (ne), got ""`},
		{"min", "3", validate.String("ab"), `must have at least 3 characters (min=3), got "ab"`},
		{"gte", "1", validate.String(""), `must have at least 1 character (gte=1), got ""`},
		{"max", "1", validate.String("ab"), `must have at most 1 character (max=1), got "ab"`},
		{"gt", "3", validate.String("ab"), `must have more than 3 characters (gt=3), got "ab"`},
		{"lt", "2", validate.String("ab"), `must have fewer than 2 characters (lt=2), got "ab"`},
		{"len", "8", validate.String("ab"), `must have exactly 8 characters (len=8), got "ab"`},

		{"len", "64", validate.Items(63), "must have exactly 64 items (len=64), has 63"},
		{"eq", "1", validate.Items(2), "must have exactly 1 item (eq=1), has 2"},
		{"ne", "2", validate.Items(2), "must not have exactly 2 items (ne=2), has 2"},
		{"min", "1", validate.Items(0), "must have at least 1 item (min=1), has 0"},
		{"lte", "5", validate.Items(6), "must have at most 5 items (lte=5), has 6"},
		{"unique", "", validate.Items(6), "must not hold a value twice (unique), has 6"},
		{"unique", "SKU", validate.Items(6), "must not hold two items with the same SKU (unique=SKU), has 6"},
		{"unique", "Other", validate.Int(6), "must differ from Other (unique=Other), got 6"},
		{"required_if", "Kind 'by card' N 1", validate.String(""), `is required when Kind is by card and N is 1 (required_if=Kind 'by card' N 1), got ""`},
		{"required_unless", "Kind none", validate.Null(), "is required unless Kind is none (required_unless=Kind none), got null"},
		{"required_with", "A B", validate.Null(), "is required when A or B is set (required_with=A B), got null"},
		{"required_without_all", "A B", validate.Int(0), "is required when A and B are not set (required_without_all=A B), got 0"},
		{"excluded_with_all", "A", validate.Int(1), "must be left out when A is set (excluded_with_all=A), got 1"},
		{"gtfield", "Low", validate.Float(1), "must be greater than Low (gtfield=Low), got 1"},
		{"ltefield", "Name", validate.String("ab"), `must be at most as long as Name (ltefield=Name), got "ab"`},
		{"gtcsfield", "In.Name", validate.String("ab"), `must be greater than In.Name (gtcsfield=In.Name), got "ab"`},
		{"eqfield", "Other", validate.Items(2), "must have as many items as Other (eqfield=Other), has 2"},
		{"fieldcontains", "Other", validate.String("a"), `must contain the text of Other (fieldcontains=Other), got "a"`},
		{"isdefault", "", validate.Int(6), "must be left out: 0 (isdefault), got 6"},
		{"isdefault", "", validate.Items(6), "must be left out (isdefault), has 6"},
		{"noneof", "1 2", validate.Int(1), "must not be one of 1, 2 (noneof), got 1"},
		{"contains", "a b", validate.String("c"), `must contain "a b" (contains=a b), got "c"`},
		{"email", "", validate.String("c"), `must be an e-mail address (email), got "c"`},
		{"email", "", validate.Null(), "must be an e-mail address (email), got null"},
		{"datetime", "2006-01-02", validate.String("c"), `must be a time in the layout 2006-01-02 (datetime=2006-01-02), got "c"`},
		{"latitude", "", validate.Float(91), "must be a latitude from -90 to 90 (latitude), got 91"},
		{"eq=red|startswith=b", "b", validate.String("c"), `must meet one of eq=red, startswith=b (eq=red|startswith=b), got "c"`},

		{"gt", "", validate.Time(noon), "must be in the future (gt), got 2024-02-29T11:00:00Z"},
		{"gte", "", validate.Time(noon), "must not be in the past (gte), got 2024-02-29T11:00:00Z"},
		{"lt", "", validate.Time(noon), "must be in the past (lt), got 2024-02-29T11:00:00Z"},
		{"lte", "", validate.Time(noon), "must not be in the future (lte), got 2024-02-29T11:00:00Z"},

		{"probability", "", validate.Float(1.5), "must be a probability from 0 to 1 (probability), got 1.5"},
		{"simplex", "", validate.Float(0.5), "must be probabilities whose sum is 1 (simplex), got 0.5"},
		{"one_hot", "", validate.Items(3), "must hold one 1 and zeros (one_hot), has 3"},
		{"monotonic", "increasing", validate.Int(3), "must hold only items greater than the one before (monotonic=increasing), got 3"},
		{"sorted", "", validate.String("a"), `must hold no item less than the one before it (sorted), got "a"`},
		{"past", "", validate.Time(noon), "must be in the past (past), got 2024-02-29T11:00:00Z"},
		{"max_age", "720h", validate.Time(noon), "must be at most 720h old (max_age=720h), got 2024-02-29T11:00:00Z"},
		{"within", "720h", validate.Time(noon), "must be within 720h of now (within=720h), got 2024-02-29T11:00:00Z"},

		{"oneof", "red green", validate.String("blue"), `must be one of "red", "green" (oneof), got "blue"`},
		{"oneof", "'light blue'  red", validate.String(""), `must be one of "light blue", "red" (oneof), got ""`},
		{"oneof", "1 2 3", validate.Int(4), "must be one of 1, 2, 3 (oneof), got 4"},
		{"oneof", "1 2 3", validate.Uint(uint(4)), "must be one of 1, 2, 3 (oneof), got 4"},
		{"enum", "xgboost, lightgbm", validate.String("xgbost"), `must be one of "xgboost", "lightgbm" (enum), got "xgbost"; did you mean "xgboost"?`},
		{"enum", "xgboost, lightgbm", validate.String("LightGBM"), `must be one of "xgboost", "lightgbm" (enum), got "LightGBM"; did you mean "lightgbm"?`},
		{"enum", "random_forest", validate.String("randmo_forest"), `must be one of "random_forest" (enum), got "randmo_forest"; did you mean "random_forest"?`},
		{"enum", "0, 1, 2", validate.Int(7), "must be one of 0, 1, 2 (enum), got 7"},
		{"regex", `^\d+$`, validate.String("x"), `must match ^\d+$ (regex), got "x"`},

		{"decimals", "2", validate.Float(19.999), "must have at most 2 decimal places (decimals=2), got 19.999"},
		{"decimals", "1", validate.Float(0.25), "must have at most 1 decimal place (decimals=1), got 0.25"},
		{"decimals", "0", validate.Float(0.5), "must be a whole number (decimals=0), got 0.5"},
		{"finite", "", validate.Float(math.Inf(-1)), "must be finite (finite), got -Inf"},
		{"norm", "0.99..1.01", validate.Float(0.5), "must have a Euclidean norm from 0.99 to 1.01 (norm=0.99..1.01), got 0.5"},
		{"sum", "1..1", validate.Float(0.5), "must have a sum of 1 (sum=1..1), got 0.5"},

		{validate.RuleMissing, "", validate.None(), "is missing"},
		{validate.RuleUnknown, "", validate.JSON("1"), "is unknown: the record has no such key"},
		{validate.RuleDuplicate, "", validate.JSON("1"), "stands twice"},
		{validate.RuleNull, "", validate.Null(), "must not be null"},
		{validate.RuleType, "int64", validate.JSON(`"12"`), `must be an int64, got "12"`},
		{validate.RuleType, "float64", validate.JSON("[1,\n\t2]"), "must be a float64, got [1,  2]"},
		{validate.RuleType, "time", validate.JSON(`"now"`), `must be an RFC 3339 time such as "2006-01-02T15:04:05Z", got "now"`},
		{validate.RuleType, "duration", validate.JSON("5"), `must be a duration such as "1h30m", got 5`},
		{validate.RuleType, "enum<string>", validate.JSON("5"), "must be a string, got 5"},
		{validate.RuleType, "", validate.JSON("{}"), "must be of another type, got {}"},
		{validate.RuleOverflow, "uint8", validate.JSON("256"), "does not fit a uint8, got 256"},
		{validate.RuleSyntax, "", validate.JSON("tru"), "is not well-formed, got tru"},
		{validate.RuleUTF8, "", validate.None(), "is not valid UTF-8"},
		{validate.RuleCheck, "ratios_sum", validate.None(), "check ratios_sum cannot be evaluated: overflow or division by zero"},
		{"iban", "", validate.String("x"), `breaks the rule (iban), got "x"`},
	} {
		if got := message(c.name, c.param, c.value); got != c.want {
			t.Errorf("%s=%s:\n got %s\nwant %s", c.name, c.param, got, c.want)
		}
	}
}

// What an alias stands for has the words, and the alias is named beside it; in a catalogue that has words for the alias, these count.
func TestMessagesOfAliases(t *testing.T) {
	for _, c := range []struct {
		name, param, actual string
		value               validate.Value
		want                string
	}{
		{"pct", "100", "lte", validate.Float(101.0), "must be at most 100 (pct: lte=100), got 101"},
		{"short", "5", "max", validate.String("bcdefg"), `must have at most 5 characters (short: max=5), got "bcdefg"`},
		{"short", "", "alphanum", validate.String(""), `must be ASCII letters and digits (short: alphanum), got ""`},
		{"level", "low high", "oneof", validate.String("hihg"), `must be one of "low", "high" (level: oneof), got "hihg"; did you mean "high"?`},
		{"either", "3", "len=1|len=3", validate.String("ab"), `must meet one of len=1, len=3 (either), got "ab"`},
		{"iscolor", "", "hexcolor|rgb", validate.String("x"), `must be a colour (iscolor), got "x"`},
	} {
		var r validate.Report
		r.Add(&validate.Rule{Path: "x", Name: c.name, Param: c.param, Actual: c.actual}, c.value)
		v := r.Take().(*validate.Error).Violations[0]
		if got := v.Message(); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		if got := v.MessageIn(validate.Catalog{"pct": "ist kein Anteil", "lte": "darf höchstens {limit} sein"}); c.name == "pct" && got != "ist kein Anteil (pct: lte=100), got 101" {
			t.Errorf("%s: %s", c.name, got)
		}
		if got := v.MessageIn(validate.Catalog{"lte": "darf höchstens {limit} sein"}); c.name == "pct" && got != "darf höchstens 100 sein (pct: lte=100), got 101" {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

func TestSuggestionsNeedToBeNear(t *testing.T) {
	for value, want := range map[string]string{
		"xgboost ": "xgboost", "XGBOOST": "xgboost", "lihgtgbm": "lightgbm",
		"svm": "", "": "", "boost": "", strings.Repeat("x", 1000): "",
	} {
		got := message("enum", "xgboost, lightgbm", validate.String(value))
		_, hint, _ := strings.Cut(got, "did you mean ")
		if hint = strings.Trim(hint, `"?`); hint != want {
			t.Errorf("%q: suggested %q, want %q", value, hint, want)
		}
	}
}

func TestOwnMessageStandsAlone(t *testing.T) {
	var r validate.Report
	r.Add(&validate.Rule{Name: "ratios_sum", Message: "ratios must sum to 1"}, validate.Float(2))
	if got := r.Err().Error(); got != "1 violation: ratios must sum to 1" {
		t.Error(got)
	}
}

func TestPlaceholdersOfOwnMessages(t *testing.T) {
	var r validate.Report
	text := "{field} at {path} breaks {rule}={limit} with {value}; {other} {"
	rule := validate.Rule{Path: "age", Name: "gte", Param: "18", Message: text}
	r.Add(&rule, validate.Int(17))
	hidden := rule
	hidden.Sensitive = true
	r.Add(&hidden, validate.Int(17))
	r.Nest(0, "in")
	r.Add(&validate.Rule{Field: "Rates", Name: "gte", Message: "{field}"}, validate.Int(0)) // of an entry of a map
	r.NestKey(2, "rates", "a")
	r.Add(&validate.Rule{Name: "few", Message: "at most {limit}"}, validate.None()) // of a record's check
	e := r.Err().(*validate.Error)
	if got, want := e.Violations[0].Message(), "age at in.age breaks gte=18 with 17; {other} {"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := e.Violations[1].Message(), "age at in.age breaks gte=18 with ; {other} {"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := e.Violations[2].Message(); got != "rates" {
		t.Errorf("got %s, want rates", got)
	}
	if got := e.Violations[3].Message(); got != "at most {limit}" {
		t.Errorf("got %s", got)
	}
}

func TestPlaceStandsBeforeTheMessage(t *testing.T) {
	var r validate.Report
	r.SetRow(12)
	r.Add(&validate.Rule{Path: "transaction_amount", Name: "gte", Param: "0"}, validate.Float(-3))
	r.SetRow(-1)
	r.Add(&validate.Rule{Path: "learning_rate", Name: "gt", Param: "0"}, validate.Float(0))
	var got []string
	for v := range r.All() {
		got = append(got, v.String())
	}
	want := []string{
		"row 12: transaction_amount: must be at least 0 (gte=0), got -3",
		"learning_rate: must be greater than 0 (gt=0), got 0",
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %s, want %s", got[i], want[i])
		}
	}
}
