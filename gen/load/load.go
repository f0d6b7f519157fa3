package load

import (
	"cmp"
	"context"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"slices"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/unit"
)

// Config says where to load.
type Config struct {
	// Dir is the folder that patterns are relative to; "" is the current one.
	Dir string
	// Tests loads the definitions of test files, too.
	Tests bool
	// ReadFile reads the sources; nil is os.ReadFile.
	ReadFile func(name string) ([]byte, error)
}

// Packages loads the packages of the patterns and returns those with definitions or with generated files to remove,
// sorted by import path. What is wrong with definitions goes to the list; an error means that the packages could not be
// found at all.
//
// Nothing needs to compile: generated files are not read, function bodies are not checked, and of what a package
// imports only the types are read that a definition names. So neither stale output nor code that calls what is yet to
// be generated stands in the way.
func Packages(ctx context.Context, cfg Config, patterns []string, found *diag.List) (out []*unit.Package, err error) {
	l := &loader{
		ctx: ctx, cfg: cfg, found: found, fset: token.NewFileSet(), packages: map[string]*pkg{}, definitions: map[string]*definition{},
		standIns: map[string]string{}, shared: map[diag.Diagnostic]bool{}, endless: map[*ast.TypeSpec]bool{},
	}
	if l.cfg.ReadFile == nil {
		l.cfg.ReadFile = os.ReadFile
	}
	defer diag.Recover(&err, &l.at)
	roots, err := l.roots(patterns)
	if err != nil {
		return nil, err
	}
	if err := l.resolve(roots); err != nil {
		return nil, err
	}
	for _, p := range roots {
		out = append(out, l.unit(p))
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	l.unused()
	l.sameNames(roots)
	l.orphans(roots, out)
	out = slices.DeleteFunc(out, func(u *unit.Package) bool { return len(u.Files) == 0 && len(u.Orphans) == 0 })
	return out, nil
}

// loader holds one run.
type loader struct {
	ctx         context.Context
	cfg         Config
	found       *diag.List
	fset        *token.FileSet
	packages    map[string]*pkg        // by import path
	definitions map[string]*definition // by import path and type name
	// instances counts the instances of generic structs that are being built, each inside of the one before it.
	instances int
	// endless are the generic structs that hold ever longer instances of themselves.
	endless map[*ast.TypeSpec]bool
	// standIns are the types that stand in for instances, by package and name; shared are findings of instances.
	standIns map[string]string
	shared   map[diag.Diagnostic]bool
	// generics are the generic structs with a directive.
	generics []*definition
	// expected is a package that is listed before it is asked for.
	expected *listed
	// at is the definition or field that is worked on.
	at token.Position
}

// unit collects the definitions of a package.
func (l *loader) unit(p *pkg) *unit.Package {
	u := &unit.Package{Path: p.path, Name: p.name, Dir: p.dir}
	for _, v := range p.variants() {
		l.aliasesOf(v)
		for _, file := range v.sources {
			l.strayDirectives(file)
			if f := l.file(v, file); f != nil {
				u.Files = append(u.Files, f)
			}
		}
	}
	slices.SortFunc(u.Files, func(a, b *unit.File) int { return cmp.Compare(a.Source, b.Source) })
	l.standInsOf(p, u)
	l.names(p, u)
	return u
}

// file collects the definitions of a source file; nil when it has none.
func (l *loader) file(p *pkg, file *ast.File) *unit.File {
	name := l.fset.Position(file.FileStart).Filename
	f := &unit.File{Source: filepath.Base(name), Package: p.name, Path: p.path, Constraint: constraintLine(file)}
	f.Output = outputName(f.Source, &f.Constraint)
	for _, a := range annotated(file) {
		switch d := l.definition(p, a); {
		case d.spec.spec != a.spec:
			l.found.Errorf(l.fset.Position(a.spec.Name.Pos()), diag.PackageError, "rename one", "%s is declared twice", a.spec.Name.Name)
		case d.unit != nil:
			f.Structs = append(f.Structs, d.unit)
		}
	}
	if len(f.Structs) == 0 {
		return nil
	}
	l.checkOutput(filepath.Join(filepath.Dir(name), f.Output))
	return f
}

// sameNames refuses two definitions with one name where a directive sets it: registries and tables could not tell them
// apart.
func (l *loader) sameNames(roots []*pkg) {
	first := map[string]*definition{}
	for p := range everyVariant(roots) {
		for _, a := range p.structs() {
			d := l.definition(p, a)
			if d.record == nil || d.spec.spec != a.spec {
				continue
			}
			other, ok := first[d.record.Name]
			switch {
			case !ok:
				first[d.record.Name] = d
			case d.opts.name != "" || other.opts.name != "":
				l.directiveError(d.spec.schema, "give one of them another name=…", "%s.%s and %s.%s are both named %s",
					other.pkg.name, other.record.Type, d.pkg.name, d.record.Type, d.record.Name)
			}
		}
	}
}
