package load

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"iter"
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/diag"
)

// pkg is a package of which at least some declarations are read.
type pkg struct {
	path, name, dir string
	// own says that the package can be changed: it is of the user's module.
	own bool
	// files are parsed, without the generated ones; of those among sources the definitions are the package's. They are the
	// same but in a package's test variant.
	files, sources []*ast.File
	// test is the package with its test files, nil where it has none. What these declare is seen by their own definitions
	// alone: it is no part of the package.
	test *pkg
	// decls are the package-level declarations of types and constants by name.
	decls map[string]decl
	// wanted are the names of decls that a definition needs.
	wanted map[string]bool
	// aliases are the words for other rules that its files declare, nil before they are read.
	aliases map[string]string
	// rules are the functions that its files declare as rules, nil before they are read.
	rules map[string]*rule
	// types and info are set by check; the bodies of functions are not checked.
	types *types.Package
	info  *types.Info
}

// decl is a declaration of a type, or of constants, in a file.
type decl struct {
	file *ast.File
	typ  *ast.TypeSpec
	doc  *ast.CommentGroup
	vals *ast.ValueSpec
}

// parse reads a listed package that a definition refers to.
func (l *loader) parse(from *listed) *pkg {
	return l.read(from.pkg(from.Module != nil && from.Module.Main), from.within(from.GoFiles, from.CgoFiles), false)
}

// parseRoot reads a package with its tests, and the package of the tests outside of it. Syntax errors are reported: what
// could be read is kept. A package of test files alone stands for itself.
func (l *loader) parseRoot(from *listed) (out []*pkg) {
	names, tests, outside := from.within(from.GoFiles, from.CgoFiles), from.within(from.TestGoFiles), from.within(from.XTestGoFiles)
	if !l.cfg.Tests {
		tests, outside = nil, nil
	}
	if len(names) == 0 {
		names, tests = tests, nil
	}
	if len(names) > 0 || len(outside) == 0 {
		p := l.read(from.pkg(true), names, true)
		if len(tests) > 0 {
			p.test = l.read(from.pkg(true), tests, true)
			p.test.files = slices.Concat(p.files, p.test.sources)
			p.test.indexFiles()
		}
		out = append(out, p)
	}
	if len(outside) > 0 {
		p := from.pkg(true)
		p.path, p.name = p.path+"_test", strings.TrimSuffix(p.name, "_test")+"_test"
		out = append(out, l.read(p, outside, true))
	}
	return out
}

func (l *loader) read(p *pkg, names []string, root bool) *pkg {
	p.files = l.parseFiles(names, root)
	p.sources = p.files
	p.indexFiles()
	return p
}

// pkg is the package without its files.
func (p *listed) pkg(own bool) *pkg {
	return &pkg{path: p.ImportPath, name: p.Name, dir: p.Dir, own: own, decls: map[string]decl{}, wanted: map[string]bool{}}
}

func isTest(file string) bool { return strings.HasSuffix(file, "_test.go") }

// variants are the package and its test variant, where it has one.
func (p *pkg) variants() []*pkg {
	if p.test == nil {
		return []*pkg{p}
	}
	return []*pkg{p, p.test}
}

// everyVariant yields the packages, and each one's test variant behind it.
func everyVariant(all []*pkg) iter.Seq[*pkg] {
	return func(yield func(*pkg) bool) {
		for _, p := range all {
			for _, v := range p.variants() {
				if !yield(v) {
					return
				}
			}
		}
	}
}

// whole is the package with all that a test of it compiles.
func (p *pkg) whole() *pkg {
	all := p.variants()
	return all[len(all)-1]
}

// parseFiles parses the files that are not generated. What is wrong with them is reported for a root.
func (l *loader) parseFiles(names []string, root bool) []*ast.File {
	var out []*ast.File
	for _, name := range names {
		if Generated(name) {
			continue
		}
		data, err := l.cfg.ReadFile(name)
		if err != nil {
			l.found.Errorf(token.Position{Filename: name}, diag.PackageError, "", "%v", err)
			continue
		}
		file, err := parser.ParseFile(l.fset, name, data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil && root {
			l.syntax(name, err)
		}
		if file != nil {
			out = append(out, file)
		}
	}
	return out
}

func (p *pkg) indexFiles() {
	for _, file := range p.files {
		p.index(file)
	}
}

// syntax reports the first syntax error of a file: the later ones are mostly its consequences.
func (l *loader) syntax(name string, err error) {
	pos, text := token.Position{Filename: name}, err.Error()
	if list, ok := err.(scanner.ErrorList); ok && len(list) > 0 {
		pos, text = list[0].Pos, list[0].Msg
	}
	l.found.Errorf(pos, diag.PackageError, "mend the syntax first", "%s", text)
}

func (p *pkg) index(file *ast.File) {
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, s := range g.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				p.decls[s.Name.Name] = decl{file: file, typ: s, doc: docOf(g, s)}
			case *ast.ValueSpec:
				if g.Tok != token.CONST {
					continue
				}
				for _, name := range s.Names {
					p.decls[name.Name] = decl{file: file, vals: s}
				}
			}
		}
	}
}

// docOf returns the comment of a type declaration; alone in its group it may stand before the keyword.
func docOf(g *ast.GenDecl, s *ast.TypeSpec) *ast.CommentGroup {
	if s.Doc == nil && len(g.Specs) == 1 {
		return g.Doc
	}
	return s.Doc
}

// check checks the types of the package's declarations. Errors are left to the definitions that they touch.
func (l *loader) check(p *pkg) {
	if p.types != nil {
		return
	}
	p.types = types.NewPackage(p.path, p.name)
	p.info = &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{
		Importer: &importer{l, p}, Error: func(error) {}, IgnoreFuncBodies: true, FakeImportC: true, DisableUnusedImportCheck: true,
	}
	_ = types.NewChecker(&conf, l.fset, p.types, p.info).Files(p.files)
	p.types.MarkComplete()
}

// importer gives a package what it imports: of packages that definitions need, their declarations; of others nothing.
type importer struct {
	loader *loader
	to     *pkg
}

// Import implements types.Importer.
func (i *importer) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if p := i.loader.packages[path]; p != nil && p.name != "" {
		if i.to.path == path+"_test" { // which is compiled with the test files
			p = p.whole()
		}
		i.loader.check(p)
		return p.types, nil
	}
	fake := types.NewPackage(path, guessName(path))
	fake.MarkComplete()
	return fake, nil
}

// guessName guesses a package's name from its path: the last element that is no major version, without "go-" and ".v2".
func guessName(path string) string {
	parts := strings.Split(path, "/")
	last := parts[len(parts)-1]
	if len(parts) > 1 && len(last) > 1 && last[0] == 'v' && strings.Trim(last[1:], "0123456789") == "" {
		last = parts[len(parts)-2]
	}
	last, _, _ = strings.Cut(last, ".")
	last = strings.TrimPrefix(last, "go-")
	if i := strings.LastIndexByte(last, '-'); i >= 0 {
		last = last[i+1:]
	}
	return last
}

// structs returns the annotated declarations of the package, in order.
func (p *pkg) structs() []*annotation {
	var out []*annotation
	for _, file := range p.sources {
		out = append(out, annotated(file)...)
	}
	return out
}

// annotationOf returns the annotation of a type, nil when it has none.
func (p *pkg) annotationOf(name string) *annotation {
	all := p.structs()
	if i := slices.IndexFunc(all, func(a *annotation) bool { return a.spec.Name.Name == name }); i >= 0 {
		return all[i]
	}
	return nil
}
