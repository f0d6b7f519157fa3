package agreement

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/typedml/typedml/gen"
	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/internal/agreement/compare"
	"github.com/typedml/typedml/internal/neighbour"
	"github.com/typedml/typedml/internal/vectors"
	"github.com/typedml/typedml/schema"
)

// program is a module that holds structs, generated code for those that compile, and a main that compares.
type program struct {
	dir  string
	path string
}

// newProgram makes a module beside this one that uses it: the same requirements, nothing to download.
func newProgram(t *testing.T) program {
	t.Helper()
	// Its path lies under internal/agreement, so that it may import compare.
	p := program{dir: t.TempDir(), path: "github.com/typedml/typedml/internal/agreement/run"}
	require.NoError(t, neighbour.Write(p.dir, p.path))
	t.Setenv("GOWORK", "off")
	t.Setenv("GOFLAGS", "-mod=mod")
	t.Setenv("GOPROXY", "off")
	return p
}

func (p program) write(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join(p.dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
}

// source writes the structs as one package, each in a file of its own.
func (p program) source(t *testing.T, pkg string, structs []structure) {
	t.Helper()
	dir := filepath.Join(p.dir, pkg)
	require.NoError(t, os.RemoveAll(dir))
	p.write(t, pkg+"/named.go", "package "+pkg+"\n"+named+aliases())
	for _, s := range structs {
		head := "package " + pkg + "\n"
		if strings.Contains(s.source, "time.") {
			head += "\nimport \"time\"\n"
		}
		p.write(t, pkg+"/"+fileOf(s.name), head+s.source)
	}
}

// samplesOfFormats are the texts of the vectors, valid ones and others, by the word of the format.
func samplesOfFormats(t *testing.T) map[string][]string {
	t.Helper()
	files, err := vectors.Load(filepath.Join("..", "..", "schema", "testdata", "vectors"))
	require.NoError(t, err)
	out := map[string][]string{}
	for _, f := range files {
		for _, c := range f.Cases {
			field := c.Record.Fields[0]
			if f.Kind != string(schema.Format) || len(c.Record.Fields) != 1 || len(field.Constraints) != 1 {
				continue
			}
			word := field.Constraints[0].Rule
			for _, r := range c.Rows {
				if v := r.Value[field.Key]; v != nil && r.Go {
					out[word] = append(out[word], fmt.Sprint(v))
				}
			}
		}
	}
	out["postcode_iso3166_alpha2_field"] = out["postcode_iso3166_alpha2"] // which also names the country, and has two fields
	return out
}

// aliases are the directives that declare compare's.
func aliases() string {
	var b strings.Builder
	all := compare.Aliases()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		b.WriteString("\n//typedml:alias " + name + "=" + all[name])
	}
	return b.String() + "\n"
}

func fileOf(name string) string { return strings.ToLower(name) + ".go" }

// generate generates code for the structs that compile, and returns the others with their first diagnostic.
func (p program) generate(t *testing.T, structs []structure) (accepted []structure, refused map[string]diag.Diagnostic) {
	t.Helper()
	accepted, refused = slices.Clone(structs), map[string]diag.Diagnostic{}
	for range len(structs) {
		p.source(t, "accepted", accepted)
		res, err := gen.Generate(context.Background(), gen.Options{Dir: p.dir, Patterns: []string{"./accepted"}})
		if err == nil {
			return accepted, refused
		}
		require.ErrorIs(t, err, diag.ErrFound)
		before := len(accepted)
		for _, d := range res.Diagnostics {
			if d.Severity != diag.Error {
				continue
			}
			accepted = slices.DeleteFunc(accepted, func(s structure) bool {
				if filepath.Base(d.Pos.Filename) != fileOf(s.name) {
					return false
				}
				refused[s.name] = d
				return true
			})
		}
		// What holds a refused struct goes with it; upstream judges the refused one alone.
		accepted = slices.DeleteFunc(accepted, func(s structure) bool {
			return slices.ContainsFunc(s.uses, func(u string) bool { _, ok := refused[u]; return ok })
		})
		require.Less(t, len(accepted), before, "diagnostics without a struct: %v", res.Diagnostics)
	}
	return accepted, refused
}

// run builds the program and returns the results by type. The package of the refused holds all structs: they use others.
func (p program) run(t *testing.T, seed uint64, values int, all, accepted, refused []structure) map[string]compare.Result {
	t.Helper()
	p.source(t, "refused", all)
	var b strings.Builder
	b.WriteString("package main\n\nimport (\n\t\"os\"\n\n")
	for _, pkg := range []string{"compare", "run/accepted", "run/refused"} {
		fmt.Fprintf(&b, "\t%q\n", "github.com/typedml/typedml/internal/agreement/"+pkg)
	}
	b.WriteString(")\n\nvar _ accepted.Text\nvar _ refused.Text\n\nfunc main() {\n")
	fmt.Fprintf(&b, "\tif err := compare.Run(os.Stdout, %d, %d, %#v,\n", seed, values, samplesOfFormats(t))
	for _, s := range accepted {
		fmt.Fprintf(&b, "\t\taccepted.%s{},\n", s.name)
	}
	for _, s := range refused {
		fmt.Fprintf(&b, "\t\trefused.%s{},\n", s.name)
	}
	b.WriteString("\t); err != nil {\n\t\tpanic(err)\n\t}\n}\n")
	p.write(t, "main.go", b.String())
	return p.execute(t)
}

func (p program) execute(t *testing.T) map[string]compare.Result {
	t.Helper()
	results := map[string]compare.Result{}
	for _, r := range output[compare.Result](t, p) {
		results[r.Type] = r
	}
	return results
}

// output builds and runs the program and returns what it prints, a T a line. Its main package, which instantiates the generic
// functions for each struct, is compiled without inlining, in two thirds of the time; the generated code as users compile it.
func output[T any](t *testing.T, p program, args ...string) []T {
	t.Helper()
	binary := filepath.Join(p.dir, "run.exe")
	build := exec.Command("go", "build", "-gcflags=-l", "-o", binary, ".")
	build.Dir = p.dir
	out, err := build.CombinedOutput()
	require.NoError(t, err, "the generated code does not compile:\n%s", out)
	cmd := exec.Command(binary, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	text, err := cmd.Output()
	require.NoError(t, err, "%s", stderr.String())
	var results []T
	d := json.NewDecoder(bytes.NewReader(text))
	for {
		var r T
		if err := d.Decode(&r); errors.Is(err, io.EOF) {
			return results
		} else if err != nil {
			t.Fatal(err)
		}
		results = append(results, r)
	}
}
