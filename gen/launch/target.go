package launch

import (
	"context"
	"fmt"
	"go/token"
	"go/types"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/typedml/typedml/gen/load"
	"github.com/typedml/typedml/internal/nearest"
)

// target is the type that a program is built around.
type target struct {
	pkg  string // import path
	dir  string // the package's folder
	name string
}

// find resolves "./sensor.Reading" or "example.com/plant/sensor.Reading". A type that has a request view stands for it,
// unless the whole type is wanted.
func find(ctx context.Context, o Options) (target, error) {
	dir, ref := o.Dir, o.Type
	slash := strings.LastIndexByte(ref, '/')
	dot := strings.LastIndexByte(ref, '.')
	if dot <= slash || !token.IsIdentifier(ref[dot+1:]) {
		return target{}, fmt.Errorf("%q names no type; write package.Type, such as ./sensor.Reading", ref)
	}
	pattern, name := ref[:dot], ref[dot+1:]
	if pattern == "" {
		pattern = "."
	}
	loaded, err := packages.Load(&packages.Config{
		Context: ctx, Dir: dir, Mode: packages.NeedName | packages.NeedFiles | packages.NeedTypes | packages.NeedImports | packages.NeedExportFile,
	}, pattern)
	switch {
	case err != nil:
		return target{}, fmt.Errorf("loading %s: %w", pattern, err)
	case len(loaded) == 0:
		return target{}, unlisted(ctx, dir, pattern)
	case len(loaded) != 1:
		return target{}, fmt.Errorf("%s is %d packages; name one", pattern, len(loaded))
	case len(loaded[0].Errors) > 0:
		return target{}, broken(pattern, loaded[0].Errors[0])
	}
	p := loaded[0]
	if p.Name == "main" {
		return target{}, fmt.Errorf("%s is in package main, which no program can import; move the struct to a package of its own", ref)
	}
	t := target{pkg: p.PkgPath, name: name, dir: filepath.Dir(p.GoFiles[0])}
	return t, t.check(p.Types.Scope(), o.Whole)
}

// unlisted says why the go command lists no package.
func unlisted(ctx context.Context, dir, pattern string) error {
	cmd := exec.CommandContext(ctx, "go", "list", "--", pattern)
	cmd.Dir = dir
	said, _ := cmd.CombinedOutput() // what fails is said
	text := strings.TrimSpace(string(said))
	if text == "" {
		text = "the go command finds no package there"
	}
	return fmt.Errorf("listing %s: %s", pattern, strings.TrimPrefix(text, "go: "))
}

// broken is why a package does not load: most often it was edited since its code was generated.
func broken(pattern string, err packages.Error) error {
	if text := err.Error(); strings.Contains(text, load.Suffix) {
		return fmt.Errorf("loading %s: its generated code does not compile; run typedml generate %s, unless the package was generated since:\n%s", pattern, pattern, text)
	}
	return fmt.Errorf("loading %s: %w", pattern, err)
}

// check demands that the type is exported and has generated code, and turns to its request view where there is one.
func (t *target) check(scope *types.Scope, whole bool) error {
	switch {
	case !token.IsExported(t.name):
		return fmt.Errorf("%s.%s is not exported: the program could not name it", t.pkg, t.name)
	case !generated(scope, t.name):
		if scope.Lookup(t.name) == nil {
			return fmt.Errorf("package %s has no type %s%s", t.pkg, t.name, suggestion(scope, t.name))
		}
		if generic(scope, t.name) {
			return fmt.Errorf("%s.%s is generic, and a program is built around one instance: write //typedml:schema above a type that is defined from one, such as type Mine %s[int], and run go generate", t.pkg, t.name, t.name)
		}
		return fmt.Errorf("%s.%s has no generated code: put //typedml:schema above it and run go generate", t.pkg, t.name)
	case !whole && generated(scope, t.name+"Request"):
		t.name += "Request"
	}
	return nil
}

// generated reports whether the name is a type with a generated decoder.
func generated(scope *types.Scope, name string) bool {
	object, ok := scope.Lookup(name).(*types.TypeName)
	if !ok {
		return false
	}
	methods := types.NewMethodSet(types.NewPointer(object.Type()))
	return methods.Lookup(object.Pkg(), "DecodeJSON") != nil && methods.Lookup(object.Pkg(), "TypedMLSchema") != nil
}

func generic(scope *types.Scope, name string) bool {
	named, ok := scope.Lookup(name).Type().(*types.Named)
	return ok && named.TypeParams().Len() > 0
}

func suggestion(scope *types.Scope, name string) string {
	var names []string
	for _, n := range scope.Names() {
		if token.IsExported(n) && generated(scope, n) {
			names = append(names, n)
		}
	}
	if near := nearest.Of(name, names); near != "" {
		return fmt.Sprintf("; did you mean %s?", near)
	}
	if len(names) == 0 {
		return ", and none with //typedml:schema"
	}
	return "; there are " + strings.Join(names, ", ")
}
