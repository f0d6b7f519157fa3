package agreement

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/internal/agreement/compare"
	"github.com/typedml/typedml/internal/interop"
)

// recorded is what upstream's tests validate.
type recorded struct {
	structs []structure
	values  map[string][]string // by the type
	test    map[string]string   // that a type is first validated in
	unsaid  map[string]int      // calls that have no Go, by why
}

// What upstream's own tests validate: each value of theirs in generated code, beside upstream. Structs that the generator
// refuses are listed in testdata/upstream/refused.txt.
func TestUpstreamsOwnCases(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the tests of validator/v10")
	}
	r := record(t)
	p := newProgram(t)
	accepted, refused := p.generate(t, r.structs)
	results := p.given(t, r, accepted)

	values, broken := 0, 0
	for _, s := range accepted {
		res := results[s.name]
		values, broken = values+res.Values, broken+res.Broken
		if res.Panic != "" {
			t.Errorf("%s: upstream panics, the generator does not refuse: %s\n%s", r.test[s.name], res.Panic, s.source)
		}
		if want := ownDeviations[r.test[s.name]]; want != "" && len(res.Differences) == 1 {
			assert.Equal(t, want, unnumbered(fmt.Sprint(res.Differences[0].OnlyOurs, res.Differences[0].Misses)))
			continue
		}
		for _, d := range res.Differences {
			t.Errorf("%s: only ours %v, only upstream's %v\n%s%s", r.test[s.name], d.OnlyOurs, d.Misses, s.source, d.Value)
		}
	}
	t.Logf("%d values of %d types, %d break a rule; no Go for the calls of %v", values, len(accepted), broken, r.unsaid)
	assert.Greater(t, values, 2400)
	assert.Greater(t, broken, 1200)

	file, refusals := filepath.Join("testdata", "upstream", "refused.txt"), r.refusals(accepted, refused, results)
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(refusals), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), refusals, "go test ./internal/agreement -run OwnCases -update")
}

// ownDeviations are the declared deviations that show, by the test: what only we find, and only upstream.
var ownDeviations = map[string]string{
	"TestAliasWithOrOperator": "[S.F numeric|hexcolor|rgb|rgba|hsl|hsla|cmyk= string] [S.F iscolor= string as hexcolor|rgb|rgba|hsl|hsla|cmyk]", // compare.Ended
}

// refusals are the lines of what is refused, once for each test and message.
func (r recorded) refusals(accepted []structure, refused map[string]diag.Diagnostic, results map[string]compare.Result) string {
	lines := map[string]bool{}
	for _, s := range r.structs {
		test := r.test[s.name]
		if test == "" || slices.ContainsFunc(accepted, func(a structure) bool { return a.name == s.name }) {
			continue
		}
		line := test + ": holds a struct that is refused"
		if d, ok := refused[s.name]; ok {
			line = fmt.Sprintf("%s: %s %s", test, d.Code, unnumbered(d.Message))
		}
		if results[s.name].Panic != "" {
			line += " (upstream panics)"
		}
		lines[line] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(lines)), "\n") + "\n"
}

// numbered is the name of a type to which the recorder gave a number.
var numbered = regexp.MustCompile(`\b(\w+)N\d+\b`)

func unnumbered(text string) string { return numbered.ReplaceAllString(text, "$1") }

// record runs upstream's tests in a copy that writes down what they validate.
func record(t *testing.T) recorded {
	t.Helper()
	dir, file := t.TempDir(), filepath.Join(t.TempDir(), "recorded")
	source, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/go-playground/validator/v10").Output()
	require.NoError(t, err)
	require.NoError(t, os.CopyFS(dir, os.DirFS(strings.TrimSpace(string(source)))))
	hook(t, filepath.Join(dir, "validator_instance.go"))
	recorder, err := os.ReadFile(filepath.Join("testdata", "upstream", "recorder.go"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "recorder.go"), recorder, 0o600))
	for _, args := range [][]string{{"mod", "download"}, {"test", "-count=1", "."}} {
		cmd := exec.Command("go", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "RECORDED="+file, "GOWORK=off", "GOFLAGS=-mod=mod")
		if out, err := cmd.CombinedOutput(); err != nil && args[0] == "mod" {
			interop.Skip(t, "upstream", "the modules of validator/v10's tests cannot be loaded: %s", bytes.TrimSpace(out))
		} else if err != nil {
			t.Logf("some of upstream's tests fail here: %s", out) // what ran is recorded
		}
	}
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return read(t, text)
}

// hook lets the functions that validate record their arguments first.
func hook(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, text, 0)
	require.NoError(t, err)
	calls := map[string]string{"StructCtx": "calls.ofStruct(s)", "VarCtx": "calls.ofVar(field, tag)", "VarWithValueCtx": "calls.ofPair(field, other, tag)"}
	for _, d := range slices.Backward(parsed.Decls) {
		if f, ok := d.(*ast.FuncDecl); ok && calls[f.Name.Name] != "" {
			text = slices.Insert(text, set.Position(f.Body.Lbrace).Offset+1, []byte("\n\t"+calls[f.Name.Name])...)
			delete(calls, f.Name.Name)
		}
	}
	require.Empty(t, calls, "functions that upstream lacks")
	require.NoError(t, os.WriteFile(file, text, 0o600))
}

// read reads the recorder's lines.
func read(t *testing.T, text []byte) recorded {
	t.Helper()
	r := recorded{values: map[string][]string{}, test: map[string]string{}, unsaid: map[string]int{}}
	for line := range bytes.Lines(text) {
		var l struct {
			Name, Source      string
			Uses              []string
			Test, Type, Value string
			Why               string
		}
		require.NoError(t, json.Unmarshal(line, &l))
		switch {
		case l.Name != "":
			if strings.Contains(l.Source, " struct {") {
				l.Source = "//typedml:schema\n" + l.Source
			}
			r.structs = append(r.structs, structure{name: l.Name, uses: l.Uses, source: "\n" + l.Source + "\n"})
		case l.Why != "":
			r.unsaid[l.Why]++
		default:
			if r.test[l.Type] == "" {
				r.test[l.Type] = l.Test
			}
			r.values[l.Type] = append(r.values[l.Type], l.Value)
		}
	}
	return r
}

// given builds the program that compares the recorded values, and returns the results by type.
func (p program) given(t *testing.T, r recorded, accepted []structure) map[string]compare.Result {
	t.Helper()
	p.write(t, "accepted/values.go", r.source("accepted", accepted))
	others := slices.DeleteFunc(slices.Clone(r.structs), func(s structure) bool {
		return slices.ContainsFunc(accepted, func(a structure) bool { return a.name == s.name })
	})
	p.source(t, "refused", r.structs)
	p.write(t, "refused/values.go", r.source("refused", others))
	p.write(t, "main.go", `package main

import (
	"os"

	"github.com/typedml/typedml/internal/agreement/compare"
	"github.com/typedml/typedml/internal/agreement/run/accepted"
	"github.com/typedml/typedml/internal/agreement/run/refused"
)

func main() {
	if err := compare.Given(os.Stdout, append(accepted.Values(), refused.Values()...)...); err != nil {
		panic(err)
	}
}
`)
	return p.execute(t)
}

// source is a file with the values of structs.
func (r recorded) source(pkg string, structs []structure) string {
	var b strings.Builder
	for _, s := range structs {
		for _, v := range r.values[s.name] {
			b.WriteString("\t\t&" + v + ",\n")
		}
	}
	head := "package " + pkg + "\n\n"
	if strings.Contains(b.String(), "time.") {
		head += "import \"time\"\n\n"
	}
	return head + "// Values are what upstream's tests validate.\nfunc Values() []any {\n\treturn []any{\n" + b.String() + "\t}\n}\n"
}
