package load

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"hash/fnv"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/typedml/typedml/gen/diag"
	"github.com/typedml/typedml/gen/unit"
)

// deepest is how many instances of generic structs may hold each other. A generic struct that holds ever longer instances of
// itself has no end.
const deepest = 16

// instance returns the definition of an instance of a generic struct, built once for each group of files of the package that
// holds it: Go has no methods for one instance, so that each group declares a type with them.
func (l *loader) instance(source *pkg, a *annotation, n *types.Named, holder *definition) *definition {
	key := holder.pkg.path + "\x00" + holder.group + "\x00" + n.String()
	if d := l.definitions[key]; d != nil {
		return d
	}
	if l.instances == deepest {
		l.endless[a.spec] = true
	}
	if l.endless[a.spec] {
		return &definition{building: true}
	}
	l.check(source)
	d := &definition{pkg: holder.pkg, source: source, spec: a, instance: n, group: holder.group}
	l.definitions[key] = d
	d.standIn = l.standIn(d, key)
	outer := l.found
	l.found = &diag.List{}
	l.instances++
	l.build(d)
	l.instances--
	outer, l.found = l.found, outer
	l.ofInstance(d, outer.All())
	return d
}

// ofInstance reports what is wrong with an instance. What stands in the generic struct names the instance; what all of them share is
// reported once.
func (l *loader) ofInstance(d *definition, found []diag.Diagnostic) {
	from, to := l.fset.Position(startOf(d.spec)), l.fset.Position(d.spec.spec.End())
	for _, f := range found {
		if f.Pos.Filename == from.Filename && from.Line <= f.Pos.Line && f.Pos.Line <= to.Line {
			if l.shared[f] {
				continue
			}
			l.shared[f] = true
			if !strings.Contains(f.Message, d.typeName()) {
				f.Message += " (in " + d.typeName() + ")"
			}
		}
		l.found.Add(f)
	}
}

func startOf(a *annotation) token.Pos {
	if a.doc != nil {
		return a.doc.Pos()
	}
	return a.spec.Pos()
}

// typeName is the name of the record's type in Go, with its type arguments: those of other packages have the package's name.
func (d *definition) typeName() string {
	if d.instance == nil {
		return d.spec.spec.Name.Name
	}
	name := types.TypeString(d.instance, func(p *types.Package) string {
		if p.Path() == d.source.path {
			return ""
		}
		return p.Name()
	})
	return strings.ReplaceAll(name, ", ", ",")
}

// standIn names the type that stands in for an instance: pairFloat64 for Pair[float64]. One that another instance has gets a
// number that is made of its own.
func (l *loader) standIn(d *definition, key string) string {
	name := identifierOf(d.typeName())
	first, size := utf8.DecodeRuneInString(name)
	name = string(unicode.ToLower(first)) + name[size:]
	if d.group != "" {
		name += "_" + identifierOf(d.group)
	}
	if unit.Local(name) {
		name += "_"
	}
	place := d.pkg.path + "." + name
	if other, taken := l.standIns[place]; taken && other != key {
		h := fnv.New32a()
		_, _ = h.Write([]byte(d.instance.String()))
		return name + "_" + strconv.FormatUint(uint64(h.Sum32()), 36)
	}
	l.standIns[place] = key
	return name
}

// identifierOf joins the words of a spelled type: Pair[[]time.Time] is PairListTimeTime.
func identifierOf(text string) string {
	text = strings.NewReplacer("[]", "list ", "*", "pointer ").Replace(text)
	words := strings.FieldsFunc(text, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range words {
		if i > 0 {
			first, size := utf8.DecodeRuneInString(w)
			words[i] = string(unicode.ToUpper(first)) + w[size:]
		}
	}
	return strings.Join(words, "")
}

// groupOf names the files that a file of a package is always compiled with: "" for all that have no build constraint and are no
// test, the file's own name for another.
func (l *loader) groupOf(file *ast.File) string {
	name, line := l.fset.Position(file.FileStart).Filename, constraintLine(file)
	base := filepath.Base(name)
	outputName(base, &line)
	if line == "" && !isTest(name) {
		return ""
	}
	return strings.TrimSuffix(base, ".go")
}

// origin finds the generic struct that a type declaration takes an instance of: its package, its declaration, and the instance.
func (l *loader) origin(p *pkg, spec *ast.TypeSpec) (*pkg, decl, *ast.StructType) {
	var base ast.Expr
	switch x := ast.Unparen(spec.Type).(type) {
	case *ast.IndexExpr:
		base = ast.Unparen(x.X)
	case *ast.IndexListExpr:
		base = ast.Unparen(x.X)
	}
	var obj types.Object
	switch x := base.(type) {
	case *ast.Ident:
		obj = p.info.Uses[x]
	case *ast.SelectorExpr:
		obj = p.info.Uses[x.Sel]
	}
	if obj == nil || obj.Pkg() == nil {
		return nil, decl{}, nil
	}
	name := obj.Name()
	if n, ok := types.Unalias(obj.Type()).(*types.Named); ok { // of a generic alias
		obj, name = n.Obj(), n.Obj().Name()
	}
	from := l.packages[obj.Pkg().Path()]
	if from == nil {
		return nil, decl{}, nil
	}
	for _, v := range from.variants() {
		if d, ok := v.decls[name]; ok && d.typ != nil {
			st, _ := ast.Unparen(d.typ.Type).(*ast.StructType)
			l.check(v)
			return v, d, st
		}
	}
	return nil, decl{}, nil
}

// generic reports what is wrong with the directive of a generic struct, which is no definition itself.
func (l *loader) generic(d *definition) {
	spec := d.spec.spec
	name, at := spec.Name.Name, l.fset.Position(spec.Name.Pos())
	if _, ok := ast.Unparen(spec.Type).(*ast.StructType); !ok {
		l.found.Errorf(at, diag.UnsupportedType, "put the directive on a struct type", "%s is no struct type", name)
		return
	}
	if o := l.options(d.spec.schema); o.name != "" || o.version != "" || o.was != "" {
		l.found.Errorf(at, diag.GenericRoot, fmt.Sprintf("write them above a definition that takes its fields from an instance: type %s %s", instancesOf(name), l.exampleOf(d)),
			"%s is generic: name, version and was are of one record, and it is as many as it has instances", name)
		return
	}
	l.generics = append(l.generics, d)
}

// unused warns of generic structs with a directive of which the packages hold no instance: nothing comes of them.
func (l *loader) unused() {
	used := map[*ast.TypeSpec]bool{}
	for _, d := range l.definitions {
		if d.instance != nil {
			used[d.spec.spec] = true
		}
		if d.origin != nil {
			used[d.origin.spec] = true
		}
	}
	for _, d := range l.generics {
		if spec := d.spec.spec; !used[spec] {
			l.found.Warnf(l.fset.Position(spec.Name.Pos()), diag.GenericRoot,
				fmt.Sprintf("hold an instance in a field of a definition, or make one a definition of its own: type %s %s", instancesOf(spec.Name.Name), l.exampleOf(d)),
				"%s is generic, and a definition is one concrete struct: nothing is generated for it", spec.Name.Name)
		}
	}
}

// instancesOf is a name for a definition that is an instance.
func instancesOf(name string) string {
	if strings.HasSuffix(name, "s") {
		return "My" + name
	}
	return name + "s"
}
