package lint

import (
	"go/ast"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"github.com/typedml/typedml/gen/diag"
)

// Hijacked finds structs that embed a definition, or a struct that does, beside other fields of JSON and are none themselves. Go
// promotes the definition's methods: the struct is decoded, encoded and validated as if the other fields were not there.
var Hijacked = analyzer("typedmlhijacked", "report structs that embed a definition and so have its UnmarshalJSON, MarshalJSON and Validate", hijacked)

func hijacked(p *pass) {
	for _, file := range p.written() {
		named := map[*ast.StructType]*ast.TypeSpec{}
		annotated := map[*ast.StructType]bool{}
		ast.Inspect(file, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.GenDecl:
				for _, s := range x.Specs {
					p.specs(x, s, named, annotated)
				}
			case *ast.StructType:
				if !annotated[x] {
					p.promoted(x, named[x])
				}
			}
			return true
		})
	}
}

// specs notes the struct that a type declaration names, and whether it is a definition.
func (p *pass) specs(g *ast.GenDecl, s ast.Spec, named map[*ast.StructType]*ast.TypeSpec, annotated map[*ast.StructType]bool) {
	spec, ok := s.(*ast.TypeSpec)
	if !ok {
		return
	}
	st, ok := ast.Unparen(spec.Type).(*ast.StructType)
	if !ok {
		return
	}
	named[st] = spec
	for _, doc := range []*ast.CommentGroup{g.Doc, spec.Doc} {
		if doc == nil {
			continue
		}
		annotated[st] = annotated[st] || slices.ContainsFunc(doc.List, func(c *ast.Comment) bool {
			return strings.HasPrefix(c.Text, "//typedml:schema")
		})
	}
}

// taken are the generated methods that other packages look for, with what they make of a struct that has them.
var taken = []struct{ method, harm string }{
	{"UnmarshalJSON", "decoded"}, {"MarshalJSON", "encoded"}, {"Validate", "validated"},
}

// promoted reports the embedded definitions whose methods the struct has, whether it embeds them itself or in another struct.
func (p *pass) promoted(st *ast.StructType, spec *ast.TypeSpec) {
	outer, name := p.TypesInfo.TypeOf(st), "the struct"
	if spec != nil {
		if obj := p.TypesInfo.Defs[spec.Name]; obj != nil {
			outer, name = obj.Type(), obj.Name()
		}
	}
	if outer == nil {
		return
	}
	at := -1
	for _, f := range st.Fields.List {
		at += max(1, len(f.Names))
		if len(f.Names) > 0 || !p.others(st, at) {
			continue
		}
		var of *types.Named
		var methods, harms []string
		for _, t := range taken {
			obj, index, _ := types.LookupFieldOrMethod(outer, true, p.Pkg, t.method)
			m, ok := obj.(*types.Func)
			if !ok || len(index) < 2 || index[0] != at {
				continue
			}
			if d := definition(m.Signature().Recv().Type()); d != nil {
				of, methods, harms = d, append(methods, t.method), append(harms, t.harm)
			}
		}
		if of == nil {
			continue
		}
		from, held := "the embedded "+of.Obj().Name(), of.Obj().Name()
		if middle := pointed(p.TypesInfo.TypeOf(f.Type)); middle != nil && middle.Origin() != of.Origin() {
			held = middle.Obj().Name()
			from = of.Obj().Name() + " in the embedded " + held
		}
		p.report(f.Type.Pos(), f.Type.End(), diag.Diagnostic{
			Code:    diag.HijackedStruct,
			Message: name + " has " + listed(methods) + " from " + from + ": its other fields are not " + strings.Join(harms, ", "),
			Remedy:  "hold " + held + " in a named field, or make the struct a definition: //typedml:schema",
		})
	}
}

// others reports whether a struct has a field that encoding/json decodes, beside the i-th one.
func (p *pass) others(st *ast.StructType, i int) bool {
	t, ok := p.TypesInfo.TypeOf(st).(*types.Struct)
	if !ok {
		return false
	}
	for j := range t.NumFields() {
		if j != i && decoded(t, j, nil) {
			return true
		}
	}
	return false
}

// decoded reports whether encoding/json decodes the i-th field of a struct: one that is exported, or embedded with such a field in
// it. Structs are those around it.
func decoded(t *types.Struct, i int, structs []*types.Struct) bool {
	f := t.Field(i)
	switch f.Type().Underlying().(type) {
	case *types.Signature, *types.Chan: // there is no JSON of them
		return false
	}
	tag := reflect.StructTag(t.Tag(i)).Get("json")
	key, _, _ := strings.Cut(tag, ",")
	inner := embedded(f)
	switch {
	case tag == "-":
		return false
	case inner == nil:
		return f.Exported()
	case key != "": // it is a field as any other, whatever its name
		return true
	case slices.Contains(structs, inner):
		return false
	}
	for j := range inner.NumFields() {
		if decoded(inner, j, append(structs, inner)) {
			return true
		}
	}
	return false
}

// embedded is the struct that a field embeds, itself or by a pointer; nil of another field.
func embedded(f *types.Var) *types.Struct {
	t := f.Type()
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if st, ok := t.Underlying().(*types.Struct); ok && f.Embedded() {
		return st
	}
	return nil
}

// listed writes "a, b and c".
func listed(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
