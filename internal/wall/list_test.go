package wall

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/typedml/typedml"

// root is the module's folder, seen from this package.
var root = filepath.Join("..", "..")

// A dep is one package that something links; never one of the standard library.
type dep struct{ path, module string }

func (d dep) String() string { return d.path }

func (w row) allows(d dep) bool {
	if own, ok := ownPath(d.path); ok {
		return slices.ContainsFunc(w.Own, func(p string) bool { return under(own, p) })
	}
	return slices.Contains(w.Modules, d.module)
}

// ownPath returns path relative to this module, and whether it is of this module.
func ownPath(path string) (string, bool) {
	if path == module {
		return ".", true
	}
	return strings.CutPrefix(path, module+"/")
}

// under reports whether path is pattern, or lies below it where pattern ends in "/...".
func under(path, pattern string) bool {
	base, deep := strings.CutSuffix(pattern, "/...")
	return path == base || deep && strings.HasPrefix(path, base+"/")
}

// A listed package is what the go command says of one package of this module.
type listed struct {
	path                 string // relative to the module
	name, doc            string
	files                []string
	imports, testImports []string
}

type goListPackage struct {
	ImportPath, Name, Doc              string
	Standard                           bool
	Module                             *struct{ Path string }
	GoFiles                            []string
	Imports, TestImports, XTestImports []string
	Deps                               []string
	Error                              *struct{ Err string }
}

func goList(t *testing.T, system string, args ...string) []goListPackage {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list"}, args...)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS="+system)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %v: %v\n%s", args, err, stderr.String())
	}
	var pkgs []goListPackage
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goListPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs
		} else if err != nil {
			t.Fatalf("go list %v: %v", args, err)
		}
		pkgs = append(pkgs, p)
	}
}

// listPackages returns the import paths that match the patterns, without the excepted ones.
func listPackages(t *testing.T, patterns, except []string) []string {
	t.Helper()
	var paths []string
	for _, p := range goList(t, runtime.GOOS, append([]string{"-json=ImportPath"}, patterns...)...) {
		own, _ := ownPath(p.ImportPath)
		if !slices.Contains(except, own) {
			paths = append(paths, p.ImportPath)
		}
	}
	return paths
}

// listDeps returns what the packages link on a system outside the standard library, themselves included, sorted.
func listDeps(t *testing.T, system string, paths []string, tests bool) []dep {
	t.Helper()
	args := []string{"-deps", "-json=ImportPath,Standard,Module"}
	if tests {
		args = append(args, "-test")
	}
	var deps []dep
	for _, p := range goList(t, system, append(args, paths...)...) {
		path, _, variant := strings.Cut(p.ImportPath, " ")
		if p.Standard || p.Module == nil || !variant && strings.HasSuffix(path, ".test") {
			continue
		}
		path = strings.TrimSuffix(path, "_test")
		deps = append(deps, dep{path, p.Module.Path})
	}
	slices.SortFunc(deps, func(a, b dep) int { return strings.Compare(a.path, b.path) })
	return slices.Compact(deps)
}

// listAll returns every package of this module.
func listAll(t *testing.T) []listed {
	t.Helper()
	var all []listed
	for _, p := range goList(t, runtime.GOOS, "-json=ImportPath,Name,Doc,GoFiles,Imports,TestImports,XTestImports", "./...") {
		own, _ := ownPath(p.ImportPath)
		all = append(all, listed{
			path: own, name: p.Name, doc: p.Doc, files: p.GoFiles,
			imports: p.Imports, testImports: slices.Concat(p.TestImports, p.XTestImports),
		})
	}
	return all
}
