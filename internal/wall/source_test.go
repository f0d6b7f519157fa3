package wall

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A source is one Go file of the tree: slash path relative to the module, and its text.
type source struct {
	path string
	text []byte
}

// readSources reads every Go file of the module, testdata included. Each test calls it, those that only ask the go
// command as well: what a test reads itself is what its cached result depends on.
func readSources(t *testing.T) []source {
	t.Helper()
	var sources []source
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && path != root && strings.HasPrefix(e.Name(), ".") {
			return filepath.SkipDir
		}
		if e.IsDir() || filepath.Ext(path) != ".go" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		sources = append(sources, source{filepath.ToSlash(rel), text})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

// generatedMay is what generated code may import besides the standard library and the packages of the types that a struct
// holds, which its file imports by hand: a struct must not drag more into a service.
var generatedMay = []string{"schema", "validate", "validate/jsonio", "validate/checked", "validate/is", "validate/vec", "featurestore/columns"}

func TestGeneratedCodeImports(t *testing.T) {
	found := 0
	sources := readSources(t)
	byHand := map[string]bool{} // folder and import path: the types that a struct there holds
	for _, s := range sources {
		if !s.generated() {
			for _, path := range imports(t, s) {
				byHand[filepath.Dir(s.path)+" "+path] = true
			}
		}
	}
	for _, s := range sources {
		if !s.generated() {
			continue
		}
		found++
		for _, path := range imports(t, s) {
			if bad := outsideGenerated(path); bad && !byHand[filepath.Dir(s.path)+" "+path] {
				t.Errorf("%s imports %s: generated code imports the standard library and %v only", s.path, path, generatedMay)
			}
		}
	}
	if found == 0 {
		t.Fatal("no generated file in the tree: the wall protects nothing")
	}
}

func (s source) generated() bool {
	return strings.HasSuffix(s.path, "_typedml.go") || strings.HasSuffix(s.path, "_typedml_test.go")
}

func imports(t *testing.T, s source) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), s.path, s.text, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, i := range f.Imports {
		path, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

// outsideGenerated reports whether generated code may not import path. A path without a dot in its first element is the
// standard library's.
func outsideGenerated(path string) bool {
	if own, ok := ownPath(path); ok {
		return !slices.Contains(generatedMay, own)
	}
	first, _, _ := strings.Cut(path, "/")
	return strings.Contains(first, ".")
}

func TestGeneratedCodeImportsStop(t *testing.T) {
	for path, want := range map[string]bool{
		"encoding/json":                   false,
		module + "/validate/is":           false,
		module + "/validate/playground":   true,
		module + "/featurestore":          true,
		module + "/internal/x":            true,
		"github.com/apache/arrow-go/v18":  true,
		"golang.org/x/exp":                true,
		module + "/featurestore/columnsX": true,
	} {
		if got := outsideGenerated(path); got != want {
			t.Errorf("outsideGenerated(%s) = %v, want %v", path, got, want)
		}
	}
}

// TestPackageComments checks that each package says what it is for: one that users import in doc.go, where it has more than
// one file.
func TestPackageComments(t *testing.T) {
	readSources(t)
	for _, p := range listAll(t) {
		switch {
		case len(p.files) == 0: // tests only
		case p.doc == "":
			t.Errorf("%s has no package comment", p.path)
		case p.name != "main" && !private(p.path) && len(p.files) > 1 && !slices.Contains(p.files, "doc.go"):
			t.Errorf("%s has no doc.go", p.path)
		}
	}
}

// private reports whether a package is not for users to import.
func private(path string) bool {
	return slices.Contains(strings.Split(path, "/"), "internal") || under(path, "examples/...")
}
