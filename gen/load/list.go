package load

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// listed is what the go command is asked for: names and files. Types would make it compile what is imported.
const listed = packages.NeedName | packages.NeedFiles | packages.NeedModule

// roots lists and parses the packages of the patterns, sorted by import path.
func (l *loader) roots(patterns []string) ([]*pkg, error) {
	pkgs, err := l.listing(patterns, nil)
	if err == nil && slices.ContainsFunc(pkgs, func(p *packages.Package) bool { return len(p.Errors) > 0 }) {
		if overlay := repaired(pkgs); len(overlay) > 0 {
			pkgs, err = l.listing(patterns, overlay)
		}
	}
	if err != nil {
		return nil, err
	}
	var (
		out  []*pkg
		errs []error
	)
	for _, v := range paired(pkgs) {
		for _, e := range append(slices.Clone(v.plain.Errors), v.tested()...) {
			if e.Kind == packages.ListError {
				errs = append(errs, listError(e))
			}
		}
		q := l.parse(v.plain, true)
		if v.test != nil {
			l.parseTests(q, v.test)
		}
		l.packages[q.path] = q
		out = append(out, q)
	}
	return out, errors.Join(errs...)
}

func listError(e packages.Error) error {
	if e.Pos == "" || e.Pos == "-" {
		return errors.New(e.Msg)
	}
	return errors.New(e.Pos + ": " + e.Msg)
}

func (l *loader) listing(patterns []string, overlay map[string][]byte) ([]*packages.Package, error) {
	pkgs, err := packages.Load(&packages.Config{
		Context: l.ctx, Mode: listed, Dir: l.cfg.Dir, Fset: l.fset, Tests: l.cfg.Tests, Overlay: overlay,
	}, patterns...)
	if err != nil {
		return nil, l.listFailure(patterns, err)
	}
	return pkgs, nil
}

// listFailure says why the go command did not list; that of an interrupted run is the context's.
func (l *loader) listFailure(what []string, err error) error {
	if l.ctx.Err() != nil {
		err = context.Cause(l.ctx)
	}
	return fmt.Errorf("listing %s: %w", strings.Join(what, " "), err)
}

// repaired blanks generated files in the folders of packages that do not list: one of them may be what is broken.
func repaired(pkgs []*packages.Package) map[string][]byte {
	overlay := map[string][]byte{}
	for _, p := range pkgs {
		if len(p.Errors) == 0 || p.Dir == "" {
			continue
		}
		for _, name := range generatedIn(p.Dir) {
			overlay[name] = []byte(clause(name))
		}
	}
	return overlay
}

// listedPackage is a package, and the same with its test files where it has some.
type listedPackage struct{ plain, test *packages.Package }

func (v listedPackage) tested() []packages.Error {
	if v.test == nil {
		return nil
	}
	return v.test.Errors
}

// paired puts the test variants of packages beside them, and drops test mains. A package of test files alone stands for
// itself.
func paired(pkgs []*packages.Package) []listedPackage {
	found := map[string]listedPackage{}
	for _, p := range pkgs {
		v := found[p.PkgPath]
		switch {
		case strings.HasSuffix(p.ID, ".test"):
			continue
		case p.ID == p.PkgPath:
			v.plain = p
		case v.test == nil || len(p.GoFiles) > len(v.test.GoFiles):
			v.test = p
		}
		found[p.PkgPath] = v
	}
	out := make([]listedPackage, 0, len(found))
	for _, v := range found {
		switch {
		case v.plain == nil || len(v.plain.GoFiles) == 0 && v.test != nil:
			v = listedPackage{plain: v.test}
		case v.test != nil && len(v.test.GoFiles) == len(v.plain.GoFiles):
			v.test = nil
		}
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b listedPackage) int { return cmp.Compare(a.plain.PkgPath, b.plain.PkgPath) })
	return out
}

// fetch lists and parses packages that definitions refer to, as far as they are not there yet. One that cannot be
// found is remembered as such: what it would declare does not resolve.
func (l *loader) fetch(paths []string) error {
	paths = slices.DeleteFunc(paths, func(path string) bool { return l.packages[path] != nil || path == "C" || path == "unsafe" })
	if len(paths) == 0 {
		return nil
	}
	pkgs, err := packages.Load(&packages.Config{Context: l.ctx, Mode: listed, Dir: l.cfg.Dir, Fset: l.fset}, paths...)
	if err != nil {
		return l.listFailure(paths, err)
	}
	for _, path := range paths {
		l.packages[path] = &pkg{path: path}
	}
	for _, p := range pkgs {
		if len(p.GoFiles) > 0 {
			l.packages[p.PkgPath] = l.parse(p, false)
		}
	}
	return nil
}

func generatedIn(dir string) []string {
	var out []string
	for _, suffix := range []string{Suffix, TestSuffix} {
		names, _ := filepath.Glob(filepath.Join(dir, "*"+suffix))
		out = append(out, slices.DeleteFunc(names, func(name string) bool { return !Generated(name) })...)
	}
	return out
}
