package load

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/schema"
)

// header is what stands above the line of a directive that is fuzzed, footer what stands below; a line that does not make the
// struct a definition has another behind it that does.
const (
	header  = "package p\n\n// T is a struct.\n//\n"
	another = "\n//typedml:schema name=first"
	footer  = "\ntype T struct{ A float64 }\n"
)

// readLine reads the directives of a struct that has the line, as the loader does, and the record with its checks.
func readLine(t *testing.T, line string) (*loader, *annotation, options, *schema.Record) {
	t.Helper()
	l := &loader{fset: token.NewFileSet(), found: &diag.List{}}
	source := header + line + another + footer
	if verb, _ := cutBlank(line); verb == prefix+"schema" {
		source = header + line + footer
	}
	file, err := parser.ParseFile(l.fset, "p.go", source, parser.ParseComments)
	require.NoError(t, err)
	a := annotated(file)[0]
	l.strayDirectives(file)
	p := &pkg{files: []*ast.File{file}}
	l.aliasesOf(p)
	l.rulesOf(p)
	rec := &schema.Record{Type: "T", Name: "p.T", Fields: []schema.Field{{Name: "A", Key: "A", Type: schema.Type{Kind: schema.Float64}}}}
	l.checks(&definition{record: rec}, a)
	return l, a, l.options(a.schema), rec
}

// FuzzDirective holds the reading of directives to any line: what is wrong with it is found on its line, and what nothing is
// wrong with is printed to a line that is read as the same.
func FuzzDirective(f *testing.F) {
	for _, seed := range []string{
		`schema name=a.b version=1.2.3 was=c unknown=ignore json=standard tag=binding`, `schema version=01.2.3`, `schema name`, "schema\tname=a",
		`check x "a message" A > 0`, `check x  "a \"message\"\n"	A > 0 && A < 1.5`, "check x `raw` A in [1, 2.0]", `check x "a"`, `check 1 "a" b`,
		`check x "m" A > 0; "n"`, `check x "m" this.A.matches("^[`, "check x \"m\" this.`A` == 1.0 // é", `check x "m" has(A)`, `check é "é" é + A == 'é'`,
		`alias short=gte=0,lte=1`, `alias gte=lte=1`, `alias =`, `rule even`, `rule`, `ignore TML503 it is so`, `ignore TML101 no`, `ignore`, `chekc x`, ` schema`, `SCHEMA`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsAny(text, "\n\r\x00") || !validLine(text) {
			t.Skip() // no line of a Go file
		}
		line := prefix + text
		l, a, opts, rec := readLine(t, line)
		for _, d := range l.found.All() {
			if d.Pos.Line < 5 || d.Pos.Line > 6 || d.Pos.Column < 1 || d.Pos.Column+d.Length > len(line)+2 || d.Message == "" {
				t.Fatalf("%q: %s, of length %d", text, d, d.Length)
			}
		}
		if len(l.found.All()) > 0 {
			return
		}
		printed := printedLine(a.lines[0], opts, rec)
		l, b, again, second := readLine(t, printed)
		require.Empty(t, l.found.All(), "%q is printed as %q", text, printed)
		require.Equal(t, printed, printedLine(b.lines[0], again, second))
		require.Equal(t, opts, again)
		require.Equal(t, rec, second, "%q is printed as %q", text, printed)
	})
}

// validLine reports whether a text can stand behind // in a Go file.
func validLine(text string) bool {
	_, err := parser.ParseFile(token.NewFileSet(), "p.go", "package p\n//"+text, 0)
	return err == nil
}

// printedLine spells what was read of a directive.
func printedLine(d directive, o options, rec *schema.Record) string {
	switch d.verb {
	case "schema":
		out := prefix + "schema"
		for _, s := range []struct{ key, value string }{{"name", o.name}, {"version", o.version}, {"was", o.was}, {"tag", o.tag}} {
			if s.value != "" {
				out += fmt.Sprintf(" %s=%s", s.key, s.value)
			}
		}
		if o.ignoreUnknown {
			out += " unknown=ignore"
		}
		if o.standardJSON {
			out += " json=standard"
		}
		return out
	case "check":
		c := rec.Checks[0]
		return fmt.Sprintf("%scheck %s %s %s", prefix, c.Name, strconv.Quote(c.Message), c.Source)
	}
	return prefix + d.verb + " " + d.args
}
