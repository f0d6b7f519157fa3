package gen

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/format"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/typedml/typedml/gen/load"
	"github.com/typedml/typedml/gen/unit"
)

var update = flag.Bool("update", false, "rewrite the expected files of testdata/golden")

func isOutput(name string) bool {
	return strings.HasSuffix(name, load.Suffix) || strings.HasSuffix(name, load.TestSuffix)
}

// TestGolden generates the cases of testdata/golden in one run and compares the files; then it compiles them, vets them
// and holds their behaviour against their definitions.
func TestGolden(t *testing.T) {
	cases := archives(t, "golden")
	dir := module(t, cases, func(name string) bool { return !isOutput(name) })
	res, err := Generate(t.Context(), Options{Dir: dir, Patterns: []string{"./..."}})
	match(t, dir, res.Diagnostics, markers(t, cases))
	require.NoError(t, err)
	files := tree(t, dir)
	for name, a := range cases {
		t.Run(name, func(t *testing.T) { compare(t, name, a, files) })
	}
	t.Run("formatted", func(t *testing.T) { formatted(t, dir, files) })
	t.Run("listed names", func(t *testing.T) { listedNames(t, files) })
	t.Run("again", func(t *testing.T) {
		res, err := Generate(t.Context(), Options{Dir: dir, Patterns: []string{"./..."}, Check: true})
		require.NoError(t, err)
		assert.Empty(t, res.Changes, "a second run gives other bytes")
	})
	t.Run("behaviour", func(t *testing.T) { behave(t, dir, res.Packages) })
}

// compare holds the generated files of one case against its archive, or rewrites the archive.
func compare(t *testing.T, name string, a *txtar.Archive, files map[string]string) {
	if strings.Contains(string(a.Comment), "Behaviour only") {
		return
	}
	got := map[string]string{}
	for file, text := range files {
		if inside, ok := strings.CutPrefix(file, name+"/"); ok && isOutput(inside) {
			got[inside] = text
		}
	}
	want := map[string]string{}
	for _, f := range a.Files {
		if isOutput(f.Name) {
			want[f.Name] = string(f.Data)
		}
	}
	if !*update {
		for _, file := range slices.Sorted(maps.Keys(merged(want, got))) {
			if want[file] != got[file] {
				t.Errorf("if this is meant: go test ./gen -run TestGolden -update\n%s",
					diff.Diff(file, []byte(want[file]), file+" (generated)", []byte(got[file])))
			}
		}
		return
	}
	a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool { _, ok := want[f.Name]; return ok })
	for _, file := range slices.Sorted(maps.Keys(got)) {
		a.Files = append(a.Files, txtar.File{Name: file, Data: []byte(got[file])})
	}
	require.NoError(t, os.WriteFile(filepath.Join("testdata", "golden", name+".txtar"), txtar.Format(a), 0o644))
}

func merged(a, b map[string]string) map[string]string {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

// formatted checks that gofumpt would change nothing, or gofmt where gofumpt cannot be built.
func formatted(t *testing.T, dir string, files map[string]string) {
	for name, text := range files {
		if isOutput(name) {
			want, err := format.Source([]byte(text))
			require.NoError(t, err, name)
			assert.Equal(t, string(want), text, name)
		}
	}
	cmd := exec.Command("go", "tool", "-modfile=internal/tools/tools.mod", "gofumpt", "-l", dir)
	cmd.Dir, cmd.Env = "..", append(os.Environ(), "GOFLAGS=")
	out, err := cmd.Output()
	if err != nil {
		t.Logf("gofumpt does not run: %v", err)
		return
	}
	for name := range strings.Lines(string(out)) {
		assert.False(t, isOutput(strings.TrimSpace(name)), "gofumpt would change %s", name)
	}
}

// behave compiles and vets the module and runs testdata/harness over every definition that can be imported.
func behave(t *testing.T, dir string, pkgs []*unit.Package) {
	sources, err := filepath.Glob(filepath.Join("testdata", "harness", "*.go"))
	require.NoError(t, err)
	for _, name := range sources {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		put(t, filepath.Join(dir, "harness", filepath.Base(name)), data)
	}
	put(t, filepath.Join(dir, "all", "all_test.go"), []byte(program(t, pkgs)))
	for _, args := range [][]string{{"vet", "./..."}, {"test", "./..."}} {
		cmd := exec.Command("go", args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "go %s: %s", strings.Join(args, " "), out)
	}
}

// program writes the test that calls the harness.
func program(t *testing.T, pkgs []*unit.Package) string {
	var imports, calls strings.Builder
	for i, p := range pkgs {
		used := false
		for _, f := range p.Files {
			for _, s := range f.Structs {
				if !token.IsExported(s.Name) || strings.HasSuffix(f.Source, "_test.go") || p.Name == "main" {
					continue
				}
				used = true
				call(t, &calls, fmt.Sprintf("p%d", i), p.Path, s)
				if s.Request != nil {
					call(t, &calls, fmt.Sprintf("p%d", i), p.Path, s.Request)
				}
			}
		}
		if used {
			fmt.Fprintf(&imports, "\tp%d %q\n", i, p.Path)
		}
	}
	return "package all\n\nimport (\n\t\"testing\"\n\n\t\"cases/harness\"\n" + imports.String() + ")\n\nfunc TestAll(t *testing.T) {\n" +
		calls.String() + "}\n"
}

func call(t *testing.T, b *strings.Builder, name, path string, s *unit.Struct) {
	ir, err := json.Marshal(s.Record)
	require.NoError(t, err)
	options := fmt.Sprintf("harness.Options{Checked: %v, OwnJSON: %v}", checked(s), s.StandardJSON || s.Own["UnmarshalJSON"] || s.Own["MarshalJSON"])
	fmt.Fprintf(b, "\tt.Run(%q, func(t *testing.T) { harness.Check[%s.%s](t, %q, %s) })\n", path+"."+s.Name, name, s.Name, ir, options)
}

// checked reports whether a Check of the user's is called, by the struct itself or one inside of it.
func checked(s *unit.Struct) bool { return len(s.Checked) > 0 || s.Own["ValidateInto"] }
