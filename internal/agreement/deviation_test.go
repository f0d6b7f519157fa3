package agreement

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/format"
	"github.com/typedml/typedml/internal/agreement/compare"
)

// deviation is a verdict that is declared to differ; package compare takes it out and counts it.
type deviation struct {
	name    string
	example string // a field that shows it
	why     string
}

var deviations = []deviation{
	{
		compare.Undived, "Undived []Inner0",
		"records in lists and maps are validated without dive, too: a record keeps everywhere what it promises",
	},
	{
		compare.Either, "F *string `validate:\"len=1|len=3\"`",
		"alternatives are one rule, named by all of them, also of a nil pointer; upstream names one of them there",
	},
	{
		compare.Ended, "Ended string `validate:\"email|iscolor\"`",
		"alternatives are named by all of them where the last is an alias, too; upstream then names that alias alone",
	},
	{
		compare.Closed, "Closed Sole `validate:\"max=9\"`",
		"a type with constants is an enum and takes no other value, as in `type Sole string; const Anonymous Sole = \"anon\"`; upstream knows no constants. " +
			"One constant alone, and limits that say nothing about the constants, are warnings (TML108); a constant without the type leaves it open",
	},
	{
		compare.Zoned, "Zoned time.Time `validate:\"required\"`",
		"a time is zero when its instant is (IsZero); upstream compares with Go's zero value, and takes `time.Time{}.In(loc)` for one that is set. " +
			"`required` on other structs does nothing here, as upstream without `WithRequiredStructEnabled`, and is a warning (TML108): " +
			"with that option upstream refuses their zero value",
	},
}

// refusal is a tag that typedml refuses although upstream runs it.
type refusal struct {
	code    diag.Code
	message *regexp.Regexp
	example string
	why     string
}

// refusals are those that are declared: each of them hides a mistake.
var refusals = []refusal{
	{
		diag.BadParam, regexp.MustCompile(`has no method `), "F string `validate:\"validateFn\"`",
		"upstream refuses every value that has no such method",
	},
	{
		diag.EmptyRange, regexp.MustCompile(`^no value of `), "F int `validate:\"gte=3,lte=1\"`",
		"upstream runs rules that no value can meet",
	},
	{
		diag.BadParam, regexp.MustCompile(`a length cannot be -`), "F []int `validate:\"gte=-1\"`",
		"upstream compares a length with a negative number",
	},
	{
		diag.BadParam, regexp.MustCompile(`^rule "(oneof|noneof)=.* (is no u?int\d+|does not fit|which never matches)`), "F uint8 `validate:\"oneof=1 two\"`",
		"upstream compares texts, so that such an alternative never matches",
	},
	{
		diag.BadParam, regexp.MustCompile(`^rule "[a-z]+=.* does not fit u?int\d+$`), "F int8 `validate:\"lte=300\"`",
		"upstream compares with a limit that the type cannot reach",
	},
	{
		diag.BadParam, regexp.MustCompile(`is no duration$`), "F time.Duration `validate:\"gte=1\"`",
		"upstream takes a number without a unit for nanoseconds",
	},
	{
		diag.RuleMisfit, regexp.MustCompile(`^rule "oneof" does not apply to duration `), "F time.Duration `validate:\"oneof=1 2\"`",
		"upstream compares a duration's nanoseconds",
	},
	{
		diag.RuleMisfit, regexp.MustCompile(`^rule "dive" does not apply to bytes `), "F []uint8 `validate:\"dive,gte=1\"`",
		"upstream goes into byte strings; they are one value here, as they are in JSON and tables",
	},
	{
		diag.BadParam, regexp.MustCompile(`of a time it has no parameter$`), "F time.Time `validate:\"gt=1h\"`",
		"upstream ignores the parameter and compares with the present",
	},
	{
		diag.RuleMisfit, regexp.MustCompile(`^rule "` + textWords() + `" does not apply to `), "F int `validate:\"email\"`",
		"upstream holds the rules of texts against what Go writes for another value, such as `<int Value>`",
	},
	{
		diag.BadParam, regexp.MustCompile(`is no country whose postcodes are known$`), "F string `validate:\"postcode_iso3166_alpha2=XX\"`",
		"upstream refuses every value",
	},
	{
		diag.BadParam, regexp.MustCompile(`is more than one character, of which upstream looks for the first$`), "F string `validate:\"containsrune=ab\"`",
		"upstream looks for the first character",
	},
	{
		diag.BadParam, regexp.MustCompile(`there is no field .* beside it$`), "F int `validate:\"gtfield=G\"`",
		"upstream refuses every value, or passes it, where the other field does not exist",
	},
	{
		diag.BadParam, regexp.MustCompile(`^rule "[a-z]+field=.* is .*, and .* is `), "G string; F int `validate:\"gtfield=G\"`",
		"upstream refuses every value, or passes it, where the other field is of another type",
	},
	{
		diag.BadParam, regexp.MustCompile(`(upstream compares no lists by|bools have no order|upstream takes two records)`), "G []int; F []int `validate:\"gtfield=G\"`",
		"upstream compares what Go writes for such values, `<[]int Value>`",
	},
	{
		diag.RuleMisfit, regexp.MustCompile(`^the alias \w+ .* has several rules, and is no alternative`), "F string `validate:\"big|email\"`",
		"upstream demands some of the rules of such an alias, `big=min=20,alpha`, of every value",
	},
	{
		diag.RuleMisfit, regexp.MustCompile(`is no alternative .*: whether it applies depends on another field$`), "E string; F string `validate:\"email|required_if=E x\"`",
		"upstream takes an alternative whose condition is not met for one that is",
	},
	{
		diag.BadParam, regexp.MustCompile(`^keys without endkeys `), "F map[string]string `validate:\"dive,keys,ended,min=3\"`",
		"upstream takes an endkeys in an alias, `ended=min=1,endkeys`, for the tag's end",
	},
	{
		diag.BadParam, regexp.MustCompile(`takes no parameter$`), "F string `validate:\"iscolor=1\"`",
		"upstream ignores the parameter",
	},
	{
		diag.BadParam, regexp.MustCompile(`has no parameter$`), "F string `validate:\"eq\"`",
		"upstream compares with the empty text, or with nothing",
	},
}

// textWords are the words of rules on texts, as a part of a regular expression.
func textWords() string {
	words := []string{
		"contains", "containsany", "containsrune", "excludes", "excludesall", "excludesrune", "startswith", "startsnotwith", "endswith", "endsnotwith",
		"eq_ignore_case", "ne_ignore_case", "fieldcontains", "fieldexcludes", "postcode_iso3166_alpha2_field",
	}
	for _, f := range format.All() {
		words = append(words, f.Name)
	}
	return "(" + strings.Join(words, "|") + ")"
}

// declared returns a struct for each row of the tables: all of them are seen to hold.
func declared() []structure {
	var out []structure
	for i, d := range deviations {
		name := fmt.Sprintf("Deviation%d", i)
		s := structure{name: name, source: fmt.Sprintf("\n//typedml:schema\ntype %s struct {\n\t%s\n}\n", name, d.example)}
		if d.name == compare.Undived {
			s.uses = []string{"Inner0"}
		}
		out = append(out, s)
	}
	for i, r := range refusals {
		name := fmt.Sprintf("Refusal%d", i)
		out = append(out, structure{name: name, source: fmt.Sprintf("\n//typedml:schema\ntype %s struct {\n\t%s\n}\n", name, r.example)})
	}
	return out
}
