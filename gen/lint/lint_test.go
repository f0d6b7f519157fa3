package lint

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/txtar"

	"github.com/typedml/typedml/gen"
	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/internal/neighbour"
)

// house makes a module named cases that requires this one as it is in the tree, and returns its folder.
func house(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, neighbour.Write(dir, "cases"))
	for name, text := range files {
		put(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	t.Setenv("GOFLAGS", os.Getenv("GOFLAGS")+" -mod=mod")
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOWORK", "off")
	return dir
}

func put(t *testing.T, name, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
}

// archive reads a case of testdata.
func archive(t *testing.T, name string) map[string]string {
	t.Helper()
	a, err := txtar.ParseFile(filepath.Join("testdata", name+".txtar"))
	require.NoError(t, err)
	files := map[string]string{}
	for _, f := range a.Files {
		files[name+"/"+f.Name] = string(f.Data)
	}
	return files
}

func generate(t *testing.T, dir string, patterns ...string) {
	t.Helper()
	res, err := gen.Generate(t.Context(), gen.Options{Dir: dir, Patterns: patterns})
	require.NoError(t, err, "%v", res.Diagnostics)
}

// TestAnalyzers holds each analyzer against the comments of its case.
func TestAnalyzers(t *testing.T) {
	for name, a := range map[string]*analysis.Analyzer{"ignored": Ignored, "hijacked": Hijacked, "unvalidated": Unvalidated} {
		t.Run(name, func(t *testing.T) {
			dir := house(t, archive(t, name))
			generate(t, dir, "./...")
			analysistest.Run(t, dir, a, "./...")
		})
	}
}

// TestDefinitions runs the generator as an analyzer, on a package that was never generated.
func TestDefinitions(t *testing.T) {
	dir := house(t, archive(t, "definitions"))
	analysistest.Run(t, dir, Definitions, "./...")
}

func TestAnalyzersAreValid(t *testing.T) {
	require.NoError(t, analysis.Validate(Analyzers()))
	assert.Len(t, Analyzers(), 4)
}

// TestExamples lints the examples of the table of codes that are no definition's: each bad one has its own code and no
// other, each good one none.
func TestExamples(t *testing.T) {
	files, stale := map[string]string{}, map[string]string{}
	want := map[string]bool{}
	for _, e := range diag.Entries() {
		if e.Code != diag.StaleFile && e.Code < "TML5" {
			continue
		}
		want[string(e.Code)] = true
		for kind, all := range map[string][]diag.File{"bad": e.Bad, "good": e.Good} {
			for _, f := range all {
				name := string(e.Code) + "/" + kind + "/" + f.Name
				if files[name] = f.Text; e.Code == diag.StaleFile && kind == "bad" {
					stale[name] = f.Text
					delete(files, name)
				}
			}
		}
	}
	dir := house(t, files)
	generate(t, dir, "./...")
	for name, text := range stale {
		put(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	found, err := Run(t.Context(), Options{Dir: dir, Patterns: []string{"./..."}})
	require.NoError(t, err)
	for _, d := range found {
		assert.Contains(t, filepath.ToSlash(d.Pos.Filename), string(d.Code)+"/bad/", "%s", d)
		delete(want, string(d.Code))
	}
	assert.Empty(t, want, "examples that do not show their codes")
}

// TestFix mends a package until nothing that a tool can mend is left.
func TestFix(t *testing.T) {
	dir := house(t, map[string]string{"shop/shop.go": `package shop

// typedml:schema nmae=orders
type Order struct {
	Amount float64 ` + "`json:\"amount\" validate:\"gtee=0,required\" chek:\"decimals=2\"`" + `
	Label  bool    ` + "`json:\"label\" feature:\"labl\" mlflow:\"parm\"`" + `
}
`, "shop/use.go": `package shop

func use(o *Order) error {
	o.Validate()
	return nil
}

func short(o *Order) error { o.Validate(); return nil }
`})
	mend := func() {
		for range 4 {
			found, err := Run(t.Context(), Options{Dir: dir, Patterns: []string{"./..."}})
			require.NoError(t, err)
			if names, err := Fix(found); len(names) == 0 {
				require.NoError(t, err)
				return
			}
		}
		t.Fatal("there is no end to it")
	}
	mend()
	generate(t, dir, "./...")
	mend()
	found, err := Run(t.Context(), Options{Dir: dir, Patterns: []string{"./..."}})
	require.NoError(t, err)
	assert.Empty(t, found)
	text, err := os.ReadFile(filepath.Join(dir, "shop", "shop.go"))
	require.NoError(t, err)
	assert.Equal(t, `package shop

//typedml:schema name=orders
type Order struct {
	Amount float64 `+"`json:\"amount\" validate:\"gte=0,required\" check:\"decimals=2\"`"+`
	Label  bool    `+"`json:\"label\" feature:\"label\" mlflow:\"param\"`"+`
}
`, string(text))
	text, err = os.ReadFile(filepath.Join(dir, "shop", "use.go"))
	require.NoError(t, err)
	assert.Equal(t, 2, strings.Count(string(text), "\tif err := o.Validate(); err != nil {\n\t\treturn err\n\t}\n\treturn nil\n"), "%s", text)
}

func TestApply(t *testing.T) {
	out, err := apply([]byte("package a\n\nvar  x = 1\n"), []diag.Fix{
		{Title: "b", Offset: 16, Length: 1, Text: "yy"}, {Title: "a", Offset: 0, Length: 7, Text: "package"}, {Title: "c", Offset: 3, Length: 1, Text: "!"},
	})
	require.NoError(t, err)
	assert.Equal(t, "package a\n\nvar  yy = 1\n", string(out), "a file that was not formatted is not made so, and a fix within another is left")
	_, err = apply([]byte("a"), []diag.Fix{{Title: "a", Offset: 1, Length: 1}})
	assert.ErrorContains(t, err, "the file has changed")
}

// TestBroken says that a package does not compile when nothing else explains it.
func TestBroken(t *testing.T) {
	dir := house(t, map[string]string{"a/a.go": "package a\n\nvar X int = \"x\"\n"})
	found, err := Run(t.Context(), Options{Dir: dir, Patterns: []string{"./..."}})
	require.NoError(t, err)
	require.Len(t, found, 1)
	assert.Equal(t, diag.PackageError, found[0].Code)
	assert.Equal(t, 3, found[0].Pos.Line)
	assert.Equal(t, 13, found[0].Pos.Column)
	_, err = Run(t.Context(), Options{Dir: dir, Patterns: []string{"./missing"}})
	assert.ErrorContains(t, err, "missing")
}

// TestVetTool runs go vet with the command as its tool.
func TestVetTool(t *testing.T) {
	files := archive(t, "hijacked")
	files["bad/bad.go"] = "package bad\n\n//typedml:schema\ntype Bad struct {\n\tA int `validate:\"gtee=1\"`\n}\n"
	dir := house(t, files)
	generate(t, dir, "./hijacked/...")
	tool := filepath.Join(t.TempDir(), "typedml")
	build := exec.Command("go", "build", "-o", tool, "../../cmd/typedml")
	build.Env = append(os.Environ(), "GOFLAGS="+strings.ReplaceAll(os.Getenv("GOFLAGS"), "-mod=mod", ""))
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	vet := exec.Command("go", "vet", "-vettool="+tool, "./...")
	vet.Dir = dir
	out, err = vet.CombinedOutput()
	require.Error(t, err, "go vet found nothing")
	assert.Contains(t, string(out), `TML502: Stored has UnmarshalJSON`)
	assert.Contains(t, string(out), `bad.go:5:19: TML101: unknown rule "gtee"`)
}
