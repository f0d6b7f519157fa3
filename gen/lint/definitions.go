package lint

import (
	"context"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"

	"github.com/typedml/typedml/gen"
)

// Definitions finds what the generator says of the definitions of a package, and generated files that are stale. It runs
// the compiler on the package's folder with the driver's texts of its files, at the cost of a go list; a package without a
// directive costs nothing.
var Definitions = analyzer("typedml", "report what typedml generate says of definitions, and generated files that are stale", definitions)

// directive is what a comment of a package with definitions begins with, were it misspelt or misplaced.
var directive = regexp.MustCompile(`^(//|/\*)\s*(?i:typedml):`)

func definitions(p *pass) {
	files, dir := p.sources()
	if dir == "" {
		return
	}
	res, err := gen.Generate(context.Background(), gen.Options{Dir: dir, Check: true, ReadFile: p.reading(files)})
	if len(res.Diagnostics) == 0 {
		p.failed = err
		return
	}
	for _, d := range res.Diagnostics {
		file := files[d.Pos.Filename]
		if file == nil {
			continue // it is of another variant of the package
		}
		at := token.Pos(file.Base())
		if d.Pos.Offset > 0 && d.Pos.Offset <= file.Size() {
			at = file.Pos(d.Pos.Offset)
		} else if d.Pos.Line > 1 && d.Pos.Line <= file.LineCount() {
			at = file.LineStart(d.Pos.Line)
		}
		p.emit(at, at+token.Pos(d.Length), d)
	}
}

// sources returns the package's files by name, and their folder: "" when none has a directive.
func (p *pass) sources() (files map[string]*token.File, dir string) {
	files = map[string]*token.File{}
	for _, f := range p.Files {
		file := p.Fset.File(f.FileStart)
		files[file.Name()] = file
		if dir == "" && !ast.IsGenerated(f) && directed(f) {
			dir = filepath.Dir(file.Name())
		}
	}
	return files, dir
}

func directed(f *ast.File) bool {
	for _, group := range f.Comments {
		for _, c := range group.List {
			if directive.MatchString(c.Text) {
				return true
			}
		}
	}
	return false
}

// reading reads the driver's text of the package's own files: an editor's may not be on the disk yet.
func (p *pass) reading(files map[string]*token.File) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if files[name] != nil {
			return p.ReadFile(name)
		}
		return os.ReadFile(name)
	}
}
