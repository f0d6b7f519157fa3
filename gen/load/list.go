package load

import (
	"cmp"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// expected is a package that most definitions refer to: it is listed along with them, since each run of the go command
// takes as long as the rest of an unchanged package.
const expected = "time"

// roots lists and parses the packages of the patterns, sorted by import path.
func (l *loader) roots(patterns []string) ([]*pkg, error) {
	pkgs, err := l.listRoots(patterns, nil)
	if err == nil && slices.ContainsFunc(pkgs, func(p *listed) bool { return p.Error != nil }) {
		if overlay := repaired(pkgs); len(overlay) > 0 {
			pkgs, err = l.listRoots(patterns, overlay)
		}
	}
	if err != nil {
		return nil, err
	}
	var (
		out  []*pkg
		errs []error
	)
	for _, p := range pkgs {
		errs = append(errs, p.problem())
		for _, q := range l.parseRoot(p) {
			l.packages[q.path] = q
			out = append(out, q)
		}
	}
	slices.SortFunc(out, func(a, b *pkg) int { return cmp.Compare(a.path, b.path) })
	err = errors.Join(errs...)
	if err != nil && strings.Contains(err.Error(), "does not contain main module") && l.outside() {
		err = ErrNoModule
	}
	return out, err
}

// outside reports whether the folder is in neither a module nor a workspace.
func (l *loader) outside() bool {
	cmd := exec.CommandContext(l.ctx, "go", "env", "GOMOD", "GOWORK")
	cmd.Dir = l.cfg.Dir
	out, err := cmd.Output()
	module, workspace, _ := strings.Cut(string(out), "\n")
	module, workspace = strings.TrimSpace(module), strings.TrimSpace(workspace)
	return err == nil && (module == "" || module == os.DevNull) && (workspace == "" || workspace == "off")
}

// listRoots lists the packages of the patterns; the expected one is remembered, and is no root unless a pattern says so.
func (l *loader) listRoots(patterns []string, overlay map[string]string) ([]*listed, error) {
	if slices.Contains(patterns, expected) {
		return l.goList(patterns, overlay)
	}
	pkgs, err := l.goList(patterns, overlay, expected)
	return slices.DeleteFunc(pkgs, func(p *listed) bool {
		if !slices.Equal(p.Match, []string{expected}) {
			return false
		}
		l.expected = p
		return true
	}), err
}

// repaired blanks generated files in the folders of packages that do not list: one of them may be what is broken.
func repaired(pkgs []*listed) map[string]string {
	overlay := map[string]string{}
	for _, p := range pkgs {
		if p.Error == nil || p.Dir == "" {
			continue
		}
		for _, name := range generatedIn(p.Dir) {
			overlay[name] = clause(name)
		}
	}
	return overlay
}

// fetch lists and parses packages that definitions refer to, as far as they are not there yet. One that cannot be
// found is remembered as such: what it would declare does not resolve.
func (l *loader) fetch(paths []string) error {
	paths = slices.DeleteFunc(paths, func(path string) bool { return l.packages[path] != nil || path == "C" || path == "unsafe" })
	var pkgs []*listed
	if i := slices.Index(paths, expected); i >= 0 && l.expected != nil {
		pkgs = append(pkgs, l.expected)
		paths = slices.Delete(paths, i, i+1)
	}
	if len(paths) > 0 {
		more, err := l.goList(paths, nil)
		if err != nil {
			return err
		}
		pkgs = append(pkgs, more...)
	}
	for _, path := range paths {
		l.packages[path] = &pkg{path: path}
	}
	for _, p := range pkgs {
		if len(p.GoFiles)+len(p.CgoFiles) > 0 {
			l.packages[p.ImportPath] = l.parse(p)
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
