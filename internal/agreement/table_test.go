package agreement

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/internal/agreement/targets"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/schema/jsonschema"
	"github.com/typedml/typedml/schema/pydantic"
	"github.com/typedml/typedml/schema/sql"
)

var update = flag.Bool("update", false, "write docs/agreement.md")

// The page of the documentation says what the tests hold.
func TestDocumentation(t *testing.T) {
	files, err := vectors.Load(filepath.Join("..", "..", "schema", "testdata", "vectors"))
	require.NoError(t, err)
	differences, err := vectors.Load(filepath.Join("testdata", "vectors"))
	require.NoError(t, err)
	page := filepath.Join("..", "..", "docs", "agreement.md")
	want := documentation(append(files, differences...))
	if *update {
		require.NoError(t, os.WriteFile(page, []byte(want), 0o644))
	}
	got, err := os.ReadFile(page)
	require.NoError(t, err)
	assert.Equal(t, want, string(got), "docs/agreement.md is stale: go test ./internal/agreement -run TestDocumentation -update")
}

const introduction = `# What agrees with what

A rule means one thing. The slow and obvious evaluator in package ` + "`schema`" + ` says what; ` + "`schema/testdata/vectors`" + `
has the values at the edges of each kind of constraint (limits ± 1 ulp, NaN, ±Inf, -0, null, missing keys, runes of four
bytes, bytes that are not UTF-8, numbers beyond 2^53). Every vector is written as a tagged Go struct, generated, compiled,
and put through each target, in two spellings (pointers and ` + "`validate.Opt`" + `, plain and defined types). The findings,
a path and a rule each, must be the evaluator's. 1,600 random records, of some 2,000 structs, with values near their limits go the
same way; as many are put before jsonschema, Pydantic and SQLite, 400 before DuckDB, 25 before Spark.

This page is written by ` + "`go test ./internal/agreement -run TestDocumentation -update`" + `. The tests fail on a difference that
is not listed, and on a listed one that no longer exists.

- **tags**: the loader reads the struct back as an equal record
- **Validate**: ` + "`ValidateInto` and `Validate`" + ` on Go values
- **validate.Slice**: all values in one call
- **DecodeJSON**: ` + "`DecodeJSON` and `UnmarshalJSON`" + ` on JSON text: presence, types and rules; and the value that is decoded
- **DecodeMap**: ` + "`jsonio.DecodeMap`" + ` on the value as a map: the same
- **Lines, Array**: ` + "`jsonio.Lines` and `jsonio.Array`" + ` on streams of such texts: the same, row by row
- **JSON and back**: what ` + "`AppendJSON`" + ` writes decodes to the same value, with the same findings
- **columns**: what ` + "`AppendColumns`" + ` stores is read back as the same value, with the same findings
- **absent columns**: a source that lacks a column gives what a decoder gives for a missing key
- **JSON Schema**: a validator takes what the record takes, and refuses the rest but for rules that are listed as lost
  (Python's jsonschema, in ` + "`internal/interop/jsonschema`" + `; random records, too)
- **Pydantic**: the models of ` + "`schema/pydantic`" + ` take what the record takes, and report what it finds but for rules that are
  listed as lost: each error is a finding, by path and rule; a finding is missing where another error stands in its way (in
  ` + "`internal/interop/pydantic`" + `; random records, too)
- **Spark, SQLite, DuckDB**: the predicates of ` + "`schema/sql`" + ` find on stored rows what the record finds, but for rules that are listed as
  unexpressed (` + "`sparksql`, `sqlite` and `duckdb` in `internal/agreement`" + `, on the engines themselves; random records and checks, too);
  tables of SQLite and DuckDB with their CHECKs take and refuse rows accordingly

`

// documentation renders the table of kinds and targets, its notes, and the tables of the comparison with validator/v10.
func documentation(files []vectors.File) string {
	var b strings.Builder
	b.WriteString(introduction)
	var n notes
	columns := targets.All()
	b.WriteString("| | tags | " + strings.Join(columns, " | ") + " | JSON Schema | Pydantic")
	for _, d := range sqlDialects() {
		b.WriteString(" | " + d.Name)
	}
	b.WriteString(" |\n|---" + strings.Repeat("|---", len(columns)+3+len(sqlDialects())) + "|\n")
	for _, f := range ordered(files) {
		b.WriteString("| " + strings.ReplaceAll(f.Kind, "_", " ") + " | " + n.said(f))
		for _, target := range columns {
			b.WriteString(" | " + n.cell(f, target))
		}
		b.WriteString(" | " + n.exported(f, func(r *schema.Record) []schema.Loss {
			_, losses := jsonschema.Of(r)
			return losses
		}))
		b.WriteString(" | " + n.exported(f, func(r *schema.Record) []schema.Loss {
			_, models := pydantic.Of(r)
			return models[0].Losses
		}))
		for _, d := range sqlDialects() {
			b.WriteString(" | " + n.exported(f, predicates(d)))
		}
		b.WriteString(" |\n")
	}
	b.WriteString("\n" + n.String())
	b.WriteString("\n## Beside validator/v10\n\nTags in `validate` have go-playground/validator/v10's meaning. Random structs with random tags are run through both; the\n" +
		"same places, tags (of aliases what they stand for, too), parameters and kinds are reported. Where upstream panics the generator refuses, but for the last rows: they are\n" +
		"compiled, and mean something at the values, too, at which upstream panics. What upstream's own tests validate is run through both as well: 2,500 values,\n" +
		"and one difference, the third below; which of their structs are refused is listed in internal/agreement/testdata/upstream/refused.txt. What differs:\n\n| | for example |\n|---|---|\n")
	for _, d := range deviations {
		b.WriteString("| " + d.why + " | " + code(d.example) + " |\n")
	}
	for _, r := range refusals {
		fmt.Fprintf(&b, "| refused (%s): %s | %s |\n", r.code, r.why, code(r.example))
	}
	for _, p := range panickings {
		b.WriteString("| " + p.why + " | " + code(p.example) + " |\n")
	}
	return b.String()
}

// sqlDialects are the dialects of SQL, each with a package of tests.
func sqlDialects() []*sql.Dialect { return []*sql.Dialect{sql.Spark(), sql.SQLite(), sql.DuckDB()} }

// predicates makes the predicates of a record in a dialect: what it cannot say is lost.
func predicates(d *sql.Dialect) func(*schema.Record) []schema.Loss {
	return func(r *schema.Record) (losses []schema.Loss) {
		_, unexpressed := d.Predicates(r)
		for _, u := range unexpressed {
			losses = append(losses, schema.Loss(u))
		}
		return losses
	}
}

// code is an inline code span, which a table takes a bar in only escaped.
func code(s string) string { return "`` " + strings.ReplaceAll(s, "|", `\|`) + " ``" }

// ordered puts the kinds of constraints first, in their order.
func ordered(files []vectors.File) []vectors.File {
	kinds := schema.ConstraintKinds()
	place := func(f vectors.File) int {
		if i := slices.Index(kinds, schema.ConstraintKind(f.Kind)); i >= 0 {
			return i
		}
		return len(kinds)
	}
	out := slices.Clone(files)
	slices.SortStableFunc(out, func(a, b vectors.File) int { return place(a) - place(b) })
	return out
}

// notes are the numbered words below the table.
type notes []string

func (n *notes) number(words string) int {
	if i := slices.Index(*n, words); i >= 0 {
		return i + 1
	}
	*n = append(*n, words)
	return len(*n)
}

// said is the cell of the tags: which cases no Go source says.
func (n *notes) said(f vectors.File) string {
	var names, why []string
	for _, c := range f.Cases {
		if words, ok := unsaid[f.Kind+"/"+c.Name]; ok {
			names, why = append(names, c.Name), append(why, words)
		}
	}
	switch {
	case len(names) == 0:
		return "agrees"
	case len(names) == len(f.Cases):
		return fmt.Sprintf("cannot [%d]", n.number(why[0]))
	}
	return fmt.Sprintf("agrees, cannot say %s [%d]", strings.Join(names, "; "), n.number(why[0]))
}

func (n *notes) cell(f vectors.File, target string) string {
	if !seen(f, target) {
		return "–"
	}
	for _, s := range stances(target) {
		switch {
		case s.Kind != f.Kind:
		case s.Cannot:
			return fmt.Sprintf("cannot [%d]", n.number(s.Words))
		default:
			return fmt.Sprintf("differs [%d]", n.number(s.Words))
		}
	}
	return "agrees"
}

// exported is the cell of a language that records are exported to: the losses of the cases, but for those that come with a
// type, of numbers beyond it and of texts that are none of it.
func (n *notes) exported(f vectors.File, losses func(*schema.Record) []schema.Loss) string {
	said := 0
	var lost []string
	for _, c := range f.Cases {
		losses := slices.DeleteFunc(losses(c.Record), func(l schema.Loss) bool { return l.Rule == "type" || l.Rule == "overflow" })
		if len(losses) == 0 {
			said++
		}
		for _, l := range losses {
			why, _, _ := strings.Cut(l.Why, ": ")
			if mark := fmt.Sprintf("[%d]", n.number(why)); !slices.Contains(lost, mark) {
				lost = append(lost, mark)
			}
		}
	}
	switch {
	case len(lost) == 0:
		return "agrees"
	case said == 0:
		return "cannot " + strings.Join(lost, " ")
	}
	return "in part " + strings.Join(lost, " ")
}

// seen reports whether a target sees a row of the file.
func seen(f vectors.File, target string) bool {
	return slices.ContainsFunc(f.Cases, func(c vectors.Case) bool {
		if _, ok := unsaid[f.Kind+"/"+c.Name]; ok {
			return false
		}
		return slices.ContainsFunc(c.Rows, func(r vectors.Row) bool {
			switch target {
			case targets.Decode, targets.Map, targets.Streams:
				return r.JSON != ""
			case targets.Absent:
				return r.Go && len(r.Value) < len(c.Record.Fields)
			}
			return r.Go
		})
	})
}

// String is the list of notes.
func (n *notes) String() string {
	var b strings.Builder
	for i, words := range *n {
		fmt.Fprintf(&b, "%d. %s\n", i+1, words)
	}
	return b.String()
}
