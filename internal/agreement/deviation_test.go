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
	more    string // other fields that show it
}

var deviations = []deviation{
	{
		name: compare.Undived, example: "Undived []Inner0",
		why: "records in lists and maps are validated without dive, too: a record keeps everywhere what it promises",
	},
	{
		name: compare.Either, example: "F *string `validate:\"len=1|len=3\"`",
		why: "alternatives are one rule, named by all of them, also of a nil pointer; upstream names one of them there",
	},
	{
		name: compare.Ended, example: "Ended string `validate:\"email|iscolor\"`",
		why: "alternatives are named by all of them where the last is an alias, too; upstream then names that alias alone",
	},
	{
		name: compare.Closed, example: "Closed Sole `validate:\"max=9\"`",
		why: "a type with constants is an enum and takes no other value, as in `type Sole string; const Anonymous Sole = \"anon\"`; upstream knows no constants. " +
			"One constant alone, and limits that say nothing about the constants, are warnings (TML108); a constant without the type leaves it open",
	},
	{
		name: compare.Zoned, example: "Zoned time.Time `validate:\"required\"`",
		why: "a time is zero when its instant is (IsZero); upstream compares with Go's zero value, and takes `time.Time{}.In(loc)` for one that is set. " +
			"`required` on other structs does nothing here, as upstream without `WithRequiredStructEnabled`, and is a warning (TML108): " +
			"with that option upstream refuses their zero value",
	},
	{
		name: compare.Kinds, example: "G int; Kinds int64 `validate:\"eqfield=G\"`",
		why: "`int` and `int64` are one type, `uint` and `uint64` too, and a type and what it is defined from: the words that compare with another field " +
			"(`eqfield`, `nefield`, `gtfield` …, `eqcsfield` …, `unique=G`) compare their values. Upstream compares none of two kinds: of 3 and 3 " +
			"`eqfield`, `gtefield` and `ltefield` fail there, and `nefield` passes",
		more: "KindsNot int64 `validate:\"nefield=G\"`; H *uint; KindsMost *uint64 `validate:\"omitempty,ltefield=H\"`; KindsAcross int64 `validate:\"gtecsfield=G\"`; " +
			"T string; KindsText Text `validate:\"unique=T\"`",
	},
	{
		name: compare.Nil, example: "B *bool; Nil string `validate:\"required_if=B nil\"`",
		why: "a pointer to false and one to the text nil are not nil; upstream takes them for nil in `required_if` and all `_if` and `_unless` words",
		more: "T *string `validate:\"omitempty,oneof=nil a\"`; NilText string `validate:\"excluded_unless=T nil\"`; NilBut string `validate:\"required_unless=B nil\"`; " +
			"NilNone string `validate:\"excluded_if=B nil\"`; NilSkip string `validate:\"skip_unless=T nil\"`",
	},
	{
		name: compare.Unset, example: "C string; Unset *string `validate:\"required_with=C,excludes=a\"`",
		why: "a nil pointer breaks the rule behind a condition that asks nothing of it, whichever it is: write `omitempty` between them. " +
			"Upstream holds `<*string Value>` against rules of texts and of other fields, which some of them take",
		more: "G *int; UnsetToo *int `validate:\"excluded_with=C,eqfield=G\"`",
	},
	{
		name: compare.Instant, example: "Instants []time.Time `validate:\"unique\"`",
		why:  "times are equal when they are one instant, in whatever zones; upstream compares the values as Go's == does, zones and monotonic readings, too",
		more: "InstantsByName map[string]time.Time `validate:\"unique\"`",
	},
	{
		name: compare.Placed, example: "Placed map[string]Text `validate:\"dive,validateFn=Short\"`",
		why: "`Short` being a method of `*Text`, it is called of the values of a map, too, and of what they hold; " +
			"upstream finds no such method there, as they have no address, and refuses them all",
	},
	{
		name: compare.Filed, example: "Filed string `validate:\"timezone\"`",
		why: "a zone is a name of the IANA database, of one release on every system; upstream asks for a file of the system, and so takes `Europe//Berlin`, " +
			"`Europe/./Berlin`, `posixrules` and `right/UTC`, too, where there is one",
		more: "FiledToo string `validate:\"timezone,oneof=Europe//Berlin Europe/Berlin\"`",
	},
}

// panicking is a tag that is compiled although upstream panics at some of its values.
type panicking struct {
	panic   *regexp.Regexp
	example string
	why     string
	more    []string // other fields that show it, each alone
}

var panickings = []panicking{
	{
		regexp.MustCompile(`^Bad field type \*|using nil \*Text pointer$`), "C string; F *int `validate:\"required_with=C,min=5\"`",
		"a nil pointer breaks the rule behind a condition that asks nothing of it: write `omitempty` between them. At rules of lengths, limits and sets, and at methods, upstream panics there",
		[]string{
			"C string; F *int `validate:\"excluded_with=C,oneof=1 2\"`", "C string; F *string `validate:\"skip_unless=C a,len=3\"`",
			"C string; F *Text `validate:\"required_without=C,validateFn\"`",
		},
	},
	{
		regexp.MustCompile(`^strconv\.Parse(Int|Uint|Float): parsing "nil": `), "B *float64; F string `validate:\"required_if=B nil\"`",
		"a number that is there is not nil; in all `_if` and `_unless` words upstream reads nil as a number then, and panics",
		[]string{"B *int; F string `validate:\"excluded_unless=B nil\"`", "B *time.Duration; F string `validate:\"skip_unless=B nil\"`"},
	},
	{
		regexp.MustCompile(`^Bad field name provided In\.Low$`), "In GroupIn; F int8 `validate:\"unique=In.Low\"`",
		"the name may be dotted, as in the words that compare with another field; upstream panics there",
		nil,
	},
	{
		regexp.MustCompile(`^Bad field type int64:int$`), "G int; F int64 `validate:\"unique=G\"`",
		"`int` and `int64` are one type, `uint` and `uint64` too, and their values are compared; upstream panics at two kinds",
		nil,
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
		diag.BadParam, regexp.MustCompile(`holds no element of a layout`), "F string `validate:\"datetime=YYYY-MM-DD\"`",
		"upstream takes that text alone",
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
		diag.BadParam, regexp.MustCompile(`^rule "(excluded_if|skip_unless)=.* no value of .* is both `), "E string; F string `validate:\"excluded_if=E a E b\"`",
		"upstream takes a condition that is never met",
	},
	{
		diag.BadParam, regexp.MustCompile(`the (elements|values) are records`), "F []GroupIn `validate:\"unique\"`",
		"upstream compares records as wholes: name a field that tells them apart, or compare them in a method Check",
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
		s := declaring(name, strings.Trim(d.example+"; "+d.more, "; "))
		if d.name == compare.Undived {
			s.uses = []string{"Inner0"}
		}
		out = append(out, s)
	}
	for i, r := range refusals {
		s := declaring(fmt.Sprintf("Refusal%d", i), r.example)
		if strings.Contains(r.example, "GroupIn") {
			s.uses = []string{"GroupIn"}
		}
		out = append(out, s)
	}
	for i, p := range panickings {
		for j, example := range append([]string{p.example}, p.more...) {
			out = append(out, declaring(fmt.Sprintf("%s%dExample%d", panicName, i, j), example))
		}
	}
	return out
}

// panicName begins the names of the structs at which upstream panics, with the place of the row behind it.
const panicName = "Panic"

func declaring(name, fields string) structure {
	return structure{name: name, source: fmt.Sprintf("\n//typedml:schema\ntype %s struct {\n\t%s\n}\n", name, fields)}
}

// declaredPanic is the row of a struct at which upstream panics, nil for all others.
func declaredPanic(name string) *panicking {
	for i := range panickings {
		if strings.HasPrefix(name, fmt.Sprintf("%s%dExample", panicName, i)) {
			return &panickings[i]
		}
	}
	return nil
}
