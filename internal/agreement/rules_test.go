package agreement

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/tag"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
	"github.com/typedml/typedml/schema/pydantic"
	"github.com/typedml/typedml/schema/sql"
)

// The reference of rules is written from the tables that the generator reads.
func TestRuleReference(t *testing.T) {
	page := filepath.Join("..", "..", "docs", "rules.md")
	want := reference(t)
	if *update {
		require.NoError(t, os.WriteFile(page, []byte(want), 0o644))
	}
	got, err := os.ReadFile(page)
	require.NoError(t, err)
	assert.Equal(t, want, string(got), "docs/rules.md is stale: go test ./internal/agreement -run TestRuleReference -update")
}

const rulesIntroduction = `# Rules

A rule stands in a struct tag. Those of ` + "`validate`" + ` are the words of go-playground/validator/v10 with their meaning, those of
` + "`check`" + ` are typedml's own. Words stand between commas, and each has one meaning in every target: generated Go, decoders,
columns, and, where the column SQL says so, a predicate in the SQL of Spark, SQLite and DuckDB (and, without rules on elements, a CHECK
of the table); where it says why not, the rule is listed as one that SQL does not hold. JSON Schema and the models of Pydantic say a rule
exactly, or but for what the [note](#notes) says, and list it then. What is of the example's type may be lost on another one.
[What agrees with what](agreement.md) has the tests behind that. Where upstream means something else, the rule says so.

- the tag ` + "`-`" + ` alone takes a field's rules out, and those of what it holds; on an embedded struct those of its fields, but that an
  enum takes its values alone. What does not decode is told all the same, and a record check may still read it
- alternatives stand between bars: ` + "`rgb|rgba`" + `. They are one rule with that name; ` + "`check`" + ` has none. Those of which every value meets one
  (` + "`ne=1|ne=2`" + `) are a warning, and refuse a nil pointer alone
- ` + "`dive`" + ` leads to the elements of a list or the values of a map, ` + "`dive,keys,RULES,endkeys,RULES`" + ` to its keys, too
- ` + "`//typedml:alias sku=required,alphanum,len=8`" + ` in a file of the package makes a word of its own, which may hold
  ` + "`dive`" + ` and other aliases; violations name the innermost, and between ` + "`keys`" + ` and ` + "`endkeys`" + ` of its own the rule itself. Among alternatives an alias is one
  rule, or alternatives: of several upstream demands some of every value
- ` + "`" + `msg:"you must be {limit} or older"` + "`" + ` beside the rules is the message of all rules of the field, ` + "`" + `msg:"gte=too young;lte=too old"` + "`" + `
  of some; {value}, {limit}, {field}, {path} and {rule} are filled in, 0x3B stands for a semicolon and 0x3D for =. What is said of
  ` + "`" + `required` + "`" + ` is said of a missing key, too, unless ` + "`" + `missing` + "`" + ` has its own text; ` + "`" + `type` + "`" + ` words what does not decode
- ` + "`//typedml:rule iban`" + ` above a function of the package, ` + "`func(T) bool`" + `, makes a rule of your own, ` + "`check:\"iban\"`" + `, on values of
  the type T, whatever it is (a list, a map, a record too), and where T is predeclared on those of types defined from it;
  ` + "`func(T, string) bool`" + ` takes the parameter of ` + "`check:\"iban=DE\"`" + `. A rule of another package is called by a function of one
  line. What a default of the field is to it, is seen at run time alone
- a comma in a parameter is written 0x2C, a bar 0x7C
- a nil pointer breaks the first of its rules, whichever it is, unless that is an omit or a condition that is not met
- a name of another field is Go's, dotted into nested structs
- rules of a value that did not decode, and rules that read one, are not reported

This page is written by ` + "`go test ./internal/agreement -run TestRuleReference -update`" + `.

`

func reference(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(rulesIntroduction)
	var n notes
	for _, table := range []tag.Table{tag.Validate("validate"), tag.Check("validate")} {
		fmt.Fprintf(&b, "## `%s`\n\n| rule | demands | of | JSON Schema | Pydantic | SQL |\n|---|---|---|---|---|---|\n", table.Tag)
		if table.Tag == "validate" {
			b.WriteString(structuralWords)
		}
		for _, e := range table.Reference() {
			assert.NotEmpty(t, e.Means, "%s has no meaning in words", e.Word)
			means := strings.ReplaceAll(e.Means, "|", `\|`)
			f := formsOf(t, table, e, &n)
			fmt.Fprintf(&b, "| %s | %s%s | %s | %s | %s | %s |\n", code(e.Example), means, besideUpstream(e.Word), e.Types, f.schema, f.pydantic, f.sql)
		}
		b.WriteString("\n")
	}
	b.WriteString(checksReference(t))
	b.WriteString("## Refused\n\nThese words are refused when code is generated. A method `Check(*validate.Report)` of the struct can do what they do.\n\n| rule | why |\n|---|---|\n")
	for _, r := range tag.Refused() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", r.Word, r.Means)
	}
	b.WriteString("\n## Notes\n\n" + n.String())
	return b.String()
}

// structuralWords are the rows of the words that say where the words behind them apply: their forms are those of these.
const structuralWords = "| `` dive,gte=1 `` | the rules behind it are on the items of a list, or on the values of a map; records there are validated without it, too | lists and maps | exact | exact | predicate |\n" +
	"| `` dive,keys,min=2,endkeys,gte=1 `` | the rules between keys and endkeys are on the keys of a map, those behind on its values | maps | exact | exact | predicate |\n" +
	"| `` rgb\\|len=3 `` | one of the alternatives is met; what omits, dive and aliases of several rules are none | as each alternative | as each alternative | as each alternative | as each alternative |\n"

// besideUpstream says where the word means something else upstream, "" for most.
func besideUpstream(word string) string {
	var out string
	tell := func(example, how, why string) {
		_, text, _ := strings.Cut(example, `validate:"`)
		text, _, _ = strings.Cut(text, `"`)
		if strings.Contains(text, "|") {
			return // of alternatives, which have a row
		}
		for part := range strings.SplitSeq(text, ",") {
			if name, _, _ := strings.Cut(part, "="); name == word {
				out += ". Differs: " + code(example) + how + ": " + why
				return
			}
		}
	}
	for _, d := range deviations {
		tell(d.example, "", d.why)
	}
	for _, r := range refusals {
		tell(r.example, " is refused ("+string(r.code)+")", r.why)
	}
	for _, p := range panickings {
		tell(p.example, "", p.why)
	}
	return out
}

// forms are how languages say a rule.
type forms struct{ schema, pydantic, sql string }

// exactness is "exact", or the notes of what is lost of a rule.
func exactness(n *notes, rule string, losses []schema.Loss) string {
	var lost []string
	for _, l := range losses {
		if l.Rule != rule {
			continue
		}
		why, rest, _ := strings.Cut(l.Why, ": ")
		if strings.HasPrefix(why, "of ") { // an alternative
			why, _, _ = strings.Cut(rest, ": ")
		}
		if mark := fmt.Sprintf("[%d]", n.number(why)); !slices.Contains(lost, mark) {
			lost = append(lost, mark)
		}
	}
	if len(lost) == 0 {
		return "exact"
	}
	return "note " + strings.Join(lost, " ")
}

// samples are fields to put an example on; the second of a type is the other field.
func samples() []schema.Field {
	elem := &schema.Element{Type: schema.Type{Kind: schema.Float64}}
	line := &schema.Record{Name: "line", Type: "Line", Fields: []schema.Field{{Name: "SKU", Key: "sku", Type: schema.Type{Kind: schema.String}}}}
	var out []schema.Field
	for i, t := range []schema.Type{
		{Kind: schema.String},
		{Kind: schema.Int64},
		{Kind: schema.Float64},
		{Kind: schema.Time},
		{Kind: schema.Decimal, Precision: 18, Scale: 2},
		{Kind: schema.Struct, Record: line},
		{Kind: schema.List, Elem: elem},
		{Kind: schema.List, Elem: &schema.Element{Type: schema.Type{Kind: schema.Struct, Record: line}}},
	} {
		out = append(out, schema.Field{Name: fmt.Sprintf("F%d", i), Key: fmt.Sprintf("f%d", i), Type: t})
	}
	return out
}

// formsOf says how languages have the rule as it stands in the example, and which dialects of SQL, or why not.
func formsOf(t *testing.T, table tag.Table, e tag.Entry, n *notes) forms {
	t.Helper()
	for _, f := range samples() {
		other := f
		other.Name, other.Key = "Other", "other"
		env := tag.Env{
			Const:  func(string) (string, bool) { return "^[A-Z]+$", true },
			Field:  func(string) (string, *schema.Field) { return other.Key, &other },
			Method: func(name string) (string, error) { return "T." + name, nil },
		}
		r := table.Lower(env, tag.Target{Field: "field F", Type: f.Type}, table.Split(e.Example))
		if r.Unit != "" {
			return forms{"`x-typedml-unit`", "exact", "the comment of the column"}
		}
		if len(r.Constraints) == 0 {
			continue
		}
		f.Constraints = r.Constraints
		rec := &schema.Record{Name: "r", Fields: []schema.Field{other, f}}
		if said := inDialects(rec, r.Constraints[0]); said != "" {
			_, losses := jsonschema.Of(rec)
			_, models := pydantic.Of(rec)
			rule := r.Constraints[0].Rule
			return forms{exactness(n, rule, losses), exactness(n, rule, models[len(models)-1].Losses), said}
		}
	}
	t.Errorf("%s: no sample takes it", e.Example)
	return forms{}
}

// inDialects says which dialects have a rule of the record: one verdict where all agree.
func inDialects(rec *schema.Record, rule schema.Constraint) string {
	var verdicts []string
	dialects := sqlDialects()
	for _, d := range dialects {
		verdicts = append(verdicts, inDialect(d, rec, rule))
	}
	if slices.Contains(verdicts, "") {
		return ""
	}
	if same := slices.Compact(slices.Clone(verdicts)); len(same) == 1 {
		return same[0]
	}
	for i := range verdicts {
		verdicts[i] = dialects[i].Name + ": " + verdicts[i]
	}
	return strings.Join(verdicts, "; ")
}

// inDialect says how a dialect has a rule of the record, or why not; "" when it knows of none.
func inDialect(d *sql.Dialect, rec *schema.Record, rule schema.Constraint) string {
	predicates, unexpressed := d.Predicates(rec)
	if i := slices.IndexFunc(unexpressed, func(u sql.Unexpressed) bool { return u.Rule == rule.Rule }); i >= 0 {
		return "no: " + unexpressed[i].Why
	}
	switch {
	case rule.Kind == schema.Digits:
		return "the type of the column"
	case rule.Kind == schema.Omit, slices.ContainsFunc(predicates, func(p sql.Predicate) bool { return p.Rule == rule.Rule }):
		return "predicate"
	}
	return ""
}
