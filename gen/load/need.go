package load

import (
	"go/ast"
	"maps"
	"regexp"
	"slices"
	"strconv"
)

// need finds which declarations the definitions depend on, in the syntax alone: the types of their fields, what these
// are defined from, the constants beside them. It asks for other packages by import path.
type need struct {
	// imports maps import paths to the names that are needed of them.
	imports map[string]map[string]bool
}

// resolve parses what the definitions of the roots need of other packages, and checks the types of all.
func (l *loader) resolve(roots []*pkg) error {
	n := &need{imports: map[string]map[string]bool{}}
	for p := range everyVariant(roots) {
		for _, a := range p.structs() {
			n.decl(p, a.spec.Name.Name)
		}
		for _, file := range p.files {
			for _, r := range ruleLines(file) {
				n.walk(p, file, r.decl.Type)
			}
		}
	}
	for len(n.imports) > 0 {
		asked := n.imports
		n.imports = map[string]map[string]bool{}
		if err := l.fetch(slices.Sorted(maps.Keys(asked))); err != nil {
			return err
		}
		for path, names := range asked {
			for name := range names {
				if p := l.packages[path]; p != nil {
					n.asked(p, name)
				}
			}
		}
	}
	for p := range everyVariant(roots) {
		l.check(p)
	}
	return nil
}

// asked follows a declaration that another package names: one of a test file is known to tests outside of the package.
func (n *need) asked(p *pkg, name string) {
	for _, v := range p.variants() {
		n.decl(v, name)
	}
}

// decl follows one declaration of a package.
func (n *need) decl(p *pkg, name string) {
	d, ok := p.decls[name]
	if !ok || p.wanted[name] {
		return
	}
	p.wanted[name] = true
	if d.vals != nil {
		n.walk(p, d.file, d.vals)
		return
	}
	if _, isStruct := ast.Unparen(d.typ.Type).(*ast.StructType); isStruct && annotate(d.typ, d.doc) == nil && d.typ.TypeParams == nil {
		return // it is refused, or only its name counts
	}
	if d.typ.TypeParams != nil {
		n.walk(p, d.file, d.typ.TypeParams)
	}
	n.walk(p, d.file, d.typ.Type)
	n.constants(p, name)
	n.methods(p, name)
}

// walk follows every name below the node.
func (n *need) walk(p *pkg, file *ast.File, node ast.Node) {
	ast.Inspect(node, func(node ast.Node) bool {
		switch x := node.(type) {
		case *ast.SelectorExpr:
			if id, ok := x.X.(*ast.Ident); ok {
				n.selected(file, id.Name, x.Sel.Name)
				return false
			}
		case *ast.Field:
			n.tagged(p, x)
		case *ast.Ident:
			n.decl(p, x.Name)
			n.dotted(p, file, x.Name)
		}
		return true
	})
}

// selected asks for a name of the package that the file knows as base.
func (n *need) selected(file *ast.File, base, name string) {
	var unnamed []string
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		switch {
		case err != nil:
		case spec.Name != nil && spec.Name.Name == base || spec.Name == nil && guessName(path) == base:
			n.ask(path, name)
			return
		case spec.Name == nil:
			unnamed = append(unnamed, path)
		}
	}
	for _, path := range unnamed { // one of them has a name that its path does not tell
		n.ask(path, name)
	}
}

// dotted asks the dot imports for a name that the package does not declare.
func (n *need) dotted(p *pkg, file *ast.File, name string) {
	if _, ok := p.decls[name]; ok {
		return
	}
	for _, spec := range file.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil && spec.Name != nil && spec.Name.Name == "." {
			n.ask(path, name)
		}
	}
}

func (n *need) ask(path, name string) {
	if n.imports[path] == nil {
		n.imports[path] = map[string]bool{}
	}
	n.imports[path][name] = true
}

// constants follows the constants that may be values of an enum: those whose declaration names the type.
func (n *need) constants(p *pkg, name string) {
	for _, d := range p.decls {
		if d.vals != nil && mentions(d.vals, name) {
			n.walk(p, d.file, d.vals)
		}
	}
}

func mentions(node ast.Node, name string) bool {
	found := false
	ast.Inspect(node, func(node ast.Node) bool {
		if id, ok := node.(*ast.Ident); ok && id.Name == name {
			found = true
		}
		return !found
	})
	return found
}

// methods follows the signatures of the type's methods: they are compared with those of generated ones.
func (n *need) methods(p *pkg, name string) {
	for _, file := range p.files {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && mentions(f.Recv, name) {
				n.walk(p, file, f.Type)
			}
		}
	}
}

// constantRef is a reference to a constant in a tag: check:"regex=@name".
var constantRef = regexp.MustCompile(`=@([\pL_][\pL\p{Nd}_]*)`)

func (n *need) tagged(p *pkg, f *ast.Field) {
	if f.Tag == nil {
		return
	}
	for _, m := range constantRef.FindAllStringSubmatch(f.Tag.Value, -1) {
		n.decl(p, m[1])
	}
}
