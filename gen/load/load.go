package load

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/unit"
)

// Suffix ends the names of generated files.
const Suffix = "_typedml.go"

// TestSuffix ends the names of files generated for test types.
const TestSuffix = "_typedml_test.go"

// Config says where to load.
type Config struct {
	// Dir is the folder that patterns are relative to; "" is the current one.
	Dir string
	// Tests loads the definitions of test files, too.
	Tests bool
}

// Packages loads the packages of the patterns and returns those with definitions, sorted by import path. What is wrong
// with definitions goes to the list; an error means that the packages could not be loaded at all. Generated files are
// blanked first, so stale output is no obstacle.
func Packages(ctx context.Context, cfg Config, patterns []string, found *diag.List) ([]*unit.Package, error) {
	l := &loader{found: found, cfg: cfg, byPath: map[string]*packages.Package{}, definitions: map[string]*definition{}}
	roots, err := l.load(ctx, patterns)
	if err != nil {
		return nil, err
	}
	var out []*unit.Package
	for _, pkg := range roots {
		if u := l.unit(pkg); u != nil {
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b *unit.Package) int { return cmp.Compare(a.Path, b.Path) })
	return out, nil
}

// loader holds one run.
type loader struct {
	ctx         context.Context
	cfg         Config
	found       *diag.List
	fset        *token.FileSet
	overlay     map[string][]byte
	byPath      map[string]*packages.Package
	definitions map[string]*definition // by import path and type name
}

const mode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedSyntax |
	packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedModule

func (l *loader) load(ctx context.Context, patterns []string) ([]*packages.Package, error) {
	l.ctx = ctx
	l.fset = token.NewFileSet()
	dir, err := filepath.Abs(l.cfg.Dir)
	if err != nil {
		return nil, err
	}
	if l.overlay, err = l.blank(dir, patterns); err != nil {
		return nil, err
	}
	pkgs, err := l.read(patterns)
	if err != nil {
		return nil, err
	}
	return l.preferTests(pkgs), l.loadErrors(pkgs)
}

func (l *loader) read(patterns []string) ([]*packages.Package, error) {
	pkgs, err := packages.Load(&packages.Config{
		Context: l.ctx, Mode: mode, Dir: l.cfg.Dir, Fset: l.fset, Tests: l.cfg.Tests, Overlay: l.overlay,
	}, patterns...)
	if err != nil {
		return nil, fmt.Errorf("loading %s: %w", strings.Join(patterns, " "), err)
	}
	return pkgs, nil
}

// blank finds the generated files of the patterns and returns an overlay in which they hold nothing but their package
// clause: their declarations may be stale, and must not decide what is loaded.
func (l *loader) blank(dir string, patterns []string) (map[string][]byte, error) {
	pkgs, err := packages.Load(&packages.Config{
		Context: l.ctx, Mode: packages.NeedName | packages.NeedFiles | packages.NeedModule, Dir: dir, Tests: l.cfg.Tests,
	}, patterns...)
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", strings.Join(patterns, " "), err)
	}
	overlay := map[string][]byte{}
	for _, pkg := range pkgs {
		for _, name := range slices.Concat(pkg.GoFiles, pkg.OtherFiles, pkg.IgnoredFiles) {
			if Generated(name) {
				overlay[name] = clause(name)
			}
		}
	}
	return overlay, nil
}

// clause returns the package clause of a file with its build constraint, or a clause of package p when it has none.
func clause(name string) []byte {
	data, err := os.ReadFile(name)
	if err != nil {
		return []byte("package p\n")
	}
	var kept []string
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "//go:build ") {
			kept = append(kept, line, "\n")
		}
		if strings.HasPrefix(line, "package ") {
			kept = append(kept, line)
			break
		}
	}
	return []byte(strings.Join(kept, ""))
}

// Generated reports whether the file's name is one that typedml writes.
func Generated(name string) bool {
	return strings.HasSuffix(name, Suffix) || strings.HasSuffix(name, TestSuffix)
}

// preferTests drops the plain variant of a package whose test variant holds the same files and more.
func (l *loader) preferTests(pkgs []*packages.Package) []*packages.Package {
	best := map[string]*packages.Package{}
	for _, p := range pkgs {
		if strings.HasSuffix(p.ID, ".test") || p.Name == "" {
			continue
		}
		if have := best[p.PkgPath]; have == nil || len(p.Syntax) > len(have.Syntax) {
			best[p.PkgPath] = p
		}
	}
	out := make([]*packages.Package, 0, len(best))
	for path, p := range best {
		l.byPath[path] = p
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b *packages.Package) int { return cmp.Compare(a.PkgPath, b.PkgPath) })
	return out
}

// loadErrors reports what kept a package from being read: listing and syntax errors. Type errors are left to the
// definitions that they touch.
func (l *loader) loadErrors(pkgs []*packages.Package) error {
	var errs []error
	for _, p := range pkgs {
		for _, e := range p.Errors {
			switch e.Kind {
			case packages.ParseError:
				l.found.Errorf(position(e.Pos), diag.PackageError, "mend the syntax first", "%s", e.Msg)
			case packages.ListError:
				if !compiling(e) {
					errs = append(errs, errors.New(e.Error()))
				}
			}
		}
	}
	return errors.Join(errs...)
}

// compiling reports whether the go command failed to compile, not to find, a package: its own methods are missing while
// generated files are blank, and a package that it imports may be stale, too. Types that do not resolve for it are
// reported where a definition uses them.
func compiling(e packages.Error) bool { return strings.HasPrefix(e.Msg, "# ") }

// unit collects the definitions of a package; nil when it has none.
func (l *loader) unit(pkg *packages.Package) *unit.Package {
	u := &unit.Package{Path: pkg.PkgPath, Name: pkg.Name}
	for _, file := range pkg.Syntax {
		name := l.fset.Position(file.FileStart).Filename
		u.Dir = filepath.Dir(name)
		if f := l.file(pkg, file, name); f != nil {
			u.Files = append(u.Files, f)
		}
	}
	u.Orphans = orphans(u)
	if len(u.Files) == 0 && len(u.Orphans) == 0 {
		return nil
	}
	slices.SortFunc(u.Files, func(a, b *unit.File) int { return cmp.Compare(a.Source, b.Source) })
	return u
}

// orphans finds the generated files of the package that no source file gives rise to.
func orphans(u *unit.Package) []string {
	var out []string
	for _, pattern := range []string{"*" + Suffix, "*" + TestSuffix} {
		names, _ := filepath.Glob(filepath.Join(u.Dir, pattern))
		for _, name := range names {
			if !slices.ContainsFunc(u.Files, func(f *unit.File) bool { return f.Output == filepath.Base(name) }) {
				out = append(out, name)
			}
		}
	}
	return out
}

func (l *loader) file(pkg *packages.Package, file *ast.File, name string) *unit.File {
	if Generated(name) {
		return nil
	}
	f := &unit.File{
		Source: filepath.Base(name), Package: pkg.Name, Path: pkg.PkgPath, Constraint: constraintLine(file),
	}
	f.Output = outputName(f.Source, &f.Constraint)
	for _, spec := range annotated(file) {
		if d := l.definition(pkg, spec); d != nil && d.unit != nil {
			f.Structs = append(f.Structs, d.unit)
		}
	}
	if len(f.Structs) == 0 {
		return nil
	}
	if pkg.Types != nil {
		f.Reserved = pkg.Types.Scope().Names()
	}
	return f
}
