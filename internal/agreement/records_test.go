package agreement

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen"
	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/gosource"
	"github.com/typedml/typedml/internal/agreement/targets"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
	"github.com/typedml/typedml/validate"
)

// styles are the two ways in which records are spelled.
var styles = []gosource.Style{{}, {Opt: true, Named: true}}

// both spells each record in every style, inTurn in one of them.
func both(int) []gosource.Style { return styles }

func inTurn(i int) []gosource.Style { return styles[i%len(styles):][:1] }

// corpus is the cases of vector files as Go structs: one package of one program.
type corpus struct {
	program
	dirs  []string // of the vectors
	files []vectors.File
	cases []vectors.Case
	// types are the names of a case's structs, none for a case that no Go source says; unsaid is why.
	types  [][]string
	unsaid map[string]string
}

// newCorpus declares the cases of folders, each in the styles of its number, and generates their code.
func newCorpus(t *testing.T, styles func(int) []gosource.Style, dirs ...string) *corpus {
	t.Helper()
	c := &corpus{program: newProgram(t), unsaid: map[string]string{}}
	for _, dir := range dirs {
		dir, err := filepath.Abs(dir)
		require.NoError(t, err)
		files, err := vectors.Load(dir)
		require.NoError(t, err)
		c.dirs = append(c.dirs, dir)
		c.files = append(c.files, files...)
	}
	for _, f := range c.files {
		c.cases = append(c.cases, f.Cases...)
	}
	source := gosource.New("records")
	for i, v := range c.cases {
		var names []string
		if name := v.Kind + "/" + v.Name; unsaid[name] == contradictory {
			if c.unsaid[name] = c.refusal(t, v.Record); c.unsaid[name] != "" {
				c.types = append(c.types, nil)
				continue
			}
			delete(c.unsaid, name)
		}
		for j, style := range styles(i) {
			name := fmt.Sprintf("C%d%c", i, 'a'+j)
			if err := source.Declare(name, v.Record, style); err != nil {
				c.unsaid[v.Kind+"/"+v.Name] = err.Error()
				break
			}
			names = append(names, name)
		}
		c.types = append(c.types, names)
	}
	source.Append(vectors.Rules, "time")
	text, err := source.Source()
	require.NoError(t, err)
	c.write(t, "records/records.go", string(text))
	c.load(t, string(text))
	return c
}

// refusal is what the generator says of a record whose rules contradict each other, "" when it compiles it.
func (c *corpus) refusal(t *testing.T, rec *schema.Record) string {
	t.Helper()
	source := gosource.New("alone")
	require.NoError(t, source.Declare("Alone", rec, gosource.Style{}))
	text, err := source.Source()
	require.NoError(t, err)
	c.write(t, "alone/alone.go", string(text))
	res, err := gen.Generate(context.Background(), gen.Options{Dir: c.dir, Patterns: []string{"./alone"}})
	for _, d := range res.Diagnostics {
		if d.Severity == diag.Error && d.Code == diag.EmptyRange {
			return d.Message
		}
	}
	require.NoError(t, err)
	return ""
}

// load generates the code and demands that the loader read the records that were written.
func (c *corpus) load(t *testing.T, source string) {
	t.Helper()
	res, err := gen.Generate(context.Background(), gen.Options{Dir: c.dir, Patterns: []string{"./records"}})
	for _, d := range res.Diagnostics {
		if d.Severity == diag.Error {
			line := strings.Split(source, "\n")[max(d.Pos.Line-1, 0)]
			t.Errorf("%s\n%s", d, line)
		}
	}
	require.NoError(t, err)
	loaded := map[string]*schema.Record{}
	for _, s := range res.Packages[0].Files[0].Structs {
		loaded[s.Name] = s.Record
	}
	for i, v := range c.cases {
		for _, name := range c.types[i] {
			require.Equal(t, v.Record.Canonical(), loaded[name].Canonical(), "%s/%s is read as another record", v.Kind, v.Name)
			require.Equal(t, expressions(t, v.Record), expressions(t, loaded[name]), "%s/%s", v.Kind, v.Name)
		}
	}
}

// expressions are the compiled checks of a record: its canonical form has their source alone.
func expressions(t *testing.T, rec *schema.Record) string {
	t.Helper()
	var all []*schema.Expr
	for _, c := range rec.Checks {
		all = append(all, c.Expr)
	}
	text, err := json.Marshal(all)
	require.NoError(t, err)
	return string(text)
}

// reported is what the targets report of a row, in each style, by the row's name.
type reported map[string][]map[string][]schema.Finding

// run builds the program and puts every row through every target.
func (c *corpus) run(t *testing.T) reported {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "package main\n\nimport (\n\t\"os\"\n\n\t%q\n\t%q\n)\n\n", c.path+"/records", "github.com/typedml/typedml/internal/agreement/targets")
	b.WriteString("func main() {\n\tif err := targets.Run(os.Stdout, os.Args[1:],\n")
	for i, names := range c.types {
		for _, name := range names {
			fmt.Fprintf(&b, "\t\ttargets.Of[records.%s](%d),\n", name, i)
		}
	}
	b.WriteString("\t); err != nil {\n\t\tpanic(err)\n\t}\n}\n")
	c.write(t, "main.go", b.String())
	out := reported{}
	for _, o := range output[targets.Outcome](t, c.program, c.dirs...) {
		name := c.cases[o.Case].Rows[o.Row].Name
		out[name] = append(out[name], o.Found)
	}
	return out
}

// of returns what a target reports of a row: in both styles the same, or else the first that is not what is wanted. ok
// is false when the row is none of the target's.
func (r reported) of(target string, c vectors.Case, row vectors.Row) (got, want []schema.Finding, ok bool) {
	want = row.Broken
	switch target {
	case targets.Decode, targets.Map, targets.Streams:
		want = row.Decoded
	case targets.Absent:
		want = presence(c.Record, row.Decoded)
	}
	for _, found := range r[row.Name] {
		if got, ok = found[target]; !ok || !vectors.Same(got, want) {
			return got, want, ok
		}
	}
	return got, want, ok
}

// presence are the findings of fields of the record itself that are missing.
func presence(rec *schema.Record, findings []schema.Finding) []schema.Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f schema.Finding) bool {
		return f.Rule != validate.RuleMissing || rec.Field(f.Path) == nil
	})
}
