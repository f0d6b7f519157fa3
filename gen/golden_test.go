package gen

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

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
	t.Run("again", func(t *testing.T) {
		res, err := Generate(t.Context(), Options{Dir: dir, Patterns: []string{"./..."}, Check: true})
		require.NoError(t, err)
		assert.Empty(t, res.Changes, "a second run gives other bytes")
	})
	t.Run("behaviour", func(t *testing.T) { behave(t, dir, res.Packages) })
}

// compare holds the generated files of one case against its archive, or rewrites the archive.
func compare(t *testing.T, name string, a *txtar.Archive, files map[string]string) {
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
		assert.Equal(t, want, got, "if this is meant: go test ./gen -run TestGolden -update")
		return
	}
	a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool { _, ok := want[f.Name]; return ok })
	for _, file := range slices.Sorted(keys(got)) {
		a.Files = append(a.Files, txtar.File{Name: file, Data: []byte(got[file])})
	}
	require.NoError(t, os.WriteFile(filepath.Join("testdata", "golden", name+".txtar"), txtar.Format(a), 0o644))
}

func keys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
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
	options := fmt.Sprintf("harness.Options{Checked: %v, OwnJSON: %v}", checked(s), s.Own["UnmarshalJSON"] || s.Own["MarshalJSON"])
	fmt.Fprintf(b, "\tt.Run(%q, func(t *testing.T) { harness.Check[%s.%s](t, %q, %s) })\n", path+"."+s.Name, name, s.Name, ir, options)
}

// checked reports whether a Check of the user's is called, by the struct itself or one inside of it.
func checked(s *unit.Struct) bool { return len(s.Checked) > 0 || s.Own["ValidateInto"] }
